"""What stuck people type finds a page that answers, among the first three."""

import re
import time

import pytest

PATIENCE = 15
CHECKS, GUIDE, BIAS = "first-checks", "general-guide", "bias-or-optimization"
BATCH = "batch|noise-scale|sharp-minima"
FITTING, FOLDS, SHIFT = "overfitting|remedies", "cross-validation|folds", "mismatch|shift"
NORMS = "normalization-compared"
WHY_NORM = "why-batch-normalization"
CRITICAL = "critical-points|kinds|minima-or-saddles"
OPTIMIZERS = "optimizer"
STUCK = "why-stuck|edge-of-stability"
LABS = "diagnose-it|climb-out|choose-an-optimizer|normalize-it"
QUERIES = {  # what is typed: pages that answer
    "zero_grad": CHECKS,
    "forgot zero_grad": CHECKS,
    "optimizer.zero_grad()": CHECKS,
    "model.eval": CHECKS,
    "loss is nan": CHECKS,
    "exploding gradients": CHECKS,
    "gradient explosion": f"{CHECKS}|index",
    "gradient clipping": f"{CHECKS}|warm-up",
    "clip_grad_norm_": CHECKS,
    "lstm exploding gradient": CHECKS,
    "loss is huge": f"{CHECKS}|index",
    "loss 1e10": f"{CHECKS}|index",
    "finetuning": CHECKS,
    "bert not learning": CHECKS,
    "GAN": CHECKS,
    "perplexity": GUIDE,
    "training accuracy high validation accuracy low": f"{FITTING}|index|{GUIDE}",
    "nan": CHECKS,
    "loss stuck at 2.303": CHECKS,
    "loss stuck at 0.693": CHECKS,
    "always predicts the same class": CHECKS,
    "imbalanced": CHECKS,
    "broadcasting": CHECKS,
    "oscillates": CHECKS,
    "ModuleList": CHECKS,
    "layers in a list": CHECKS,
    "dead relu": CHECKS,
    "loss explodes": CHECKS,
    "softmax before cross entropy": CHECKS,
    "batch norm eval": CHECKS,
    "detach": CHECKS,
    "grad is None": CHECKS,
    "standardize inputs": CHECKS,
    "loss goes up": f"{CHECKS}|index",
    "labels shuffled": f"{CHECKS}|{GUIDE}",
    "plateau": f"{CHECKS}|{BIAS}|{CRITICAL}",
    "loss stuck plateau": f"{CHECKS}|{CRITICAL}",
    "stuck in local minimum": CRITICAL,
    "why is my loss stuck": f"{STUCK}|index|{CHECKS}",
    "learning rate too small": f"why-stuck|{CHECKS}|{BIAS}|three-steps",
    "training too slow": "why-stuck|critical-points|momentum",
    "noise floor": STUCK,
    "saddle point": CRITICAL,
    "local minima": CRITICAL,
    "loss suddenly drops": f"{CRITICAL}|index",
    "gradient norm small": CRITICAL,
    "hessian eigenvalues": CRITICAL,
    "overfit one batch": f"{CHECKS}|checks-measured",
    "vanishing gradient": f"{CHECKS}|{BIAS}|depth|{CRITICAL}",
    "learning rate too large": f"{CHECKS}|{BIAS}|three-steps",
    "not learning": f"{CHECKS}|{GUIDE}|index",
    "loss not decreasing": f"{CHECKS}|{GUIDE}|index",
    "deeper network worse": f"{BIAS}|depth",
    "early stopping": FITTING,
    "weight decay": FITTING,
    "dropout": f"{FITTING}|{CHECKS}",
    "data augmentation": FITTING,
    "cross validation folds": FOLDS,
    "leaderboard": FOLDS,
    "double descent": "double-descent",
    "validation loss rises while training loss falls": f"{FITTING}|index",
    "padding mask": CHECKS,
    "transformer not learning": f"{CHECKS}|warm-up",
    "transformer loss stuck": f"{CHECKS}|warm-up",
    "transformer not learning without warmup": "warm-up",
    "warmup steps how many": "warm-up",
    "learning rate warmup why": "warm-up",
    "gradient clipping or warmup": "warm-up",
    "RAdam": "warm-up|optimizer-rules",
    "scheduler.step": CHECKS,
    "ignore_index": CHECKS,
    "missing values -999": CHECKS,
    "hidden state detach": CHECKS,
    "data leakage": f"{CHECKS}|{FOLDS}",
    "noisy labels": f"{CHECKS}|{FITTING}|{GUIDE}",
    "learning rate finder": BIAS,
    "kaiming initialization": f"depth|{CHECKS}",
    "skip connection": "depth",
    "covariate shift": SHIFT,
    "class never predicted": CHECKS,
    "causal mask": CHECKS,
    "accuracy does not change": f"{CHECKS}|index",
    "validation accuracy too high": f"{CHECKS}|index",
    "multi-task loss weights": CHECKS,
    "imbalanced classes": f"{CHECKS}|{GUIDE}",
    "drop_last": CHECKS,
    "no activation function": CHECKS,
    "permute image channels": CHECKS,
    "HWC to CHW": CHECKS,
    "all weights zero": f"{CHECKS}|depth",
    "clip gradients": f"{CHECKS}|{GUIDE}",
    "using a target size that is different to the input size": CHECKS,
    "loss becomes nan after a few iterations": CHECKS,
    "optimizer new head": CHECKS,
    "more data does not help": f"{SHIFT}|{FITTING}",
    "test accuracy much lower than validation": f"{SHIFT}|{FOLDS}|{FITTING}",
    "batch size": BATCH,
    "which batch size": BATCH,
    "large batch worse": BATCH,
    "out of memory": f"{BATCH}|index",
    "gradient accumulation": f"{BATCH}|{CHECKS}",
    "gradient noise scale": "noise-scale",
    "sharp minima": "sharp-minima",
    "loss plateaus but gradient norm not small": "edge-of-stability",
    "gradient norm increases while loss decreases": "edge-of-stability",
    "loss stops decreasing": f"edge-of-stability|{CHECKS}|{CRITICAL}",
    "training loss flat": f"edge-of-stability|{CHECKS}|{CRITICAL}",
    "reduce learning rate on plateau": "edge-of-stability",
    "edge of stability": "edge-of-stability",
    "average the weights": "edge-of-stability",
    "cosine annealing": "schedules",
    "learning rate schedule which": "schedules",
    "when to decay learning rate": "schedules",
    "ReduceLROnPlateau": "schedules",
    "scheduler.step() per batch or epoch": f"schedules|{CHECKS}",
    "lr_scheduler.step() before optimizer.step()": f"schedules|{CHECKS}",
    "loss drops when learning rate decays": "schedules",
    "CosineAnnealingLR": "schedules",
    "loss stuck at 1.461": f"loss|{CHECKS}",
    "cross entropy vs mse classification": "loss",
    "softmax twice": f"loss|{CHECKS}",
    "nan in cross entropy log 0": f"loss|{CHECKS}",
    "loss is sum instead of mean": f"loss|{CHECKS}",
    "CrossEntropyLoss expects logits": "loss",
    "BCEWithLogitsLoss": f"loss|{CHECKS}",
    "label smoothing loss not zero": "loss",
    "class weights": f"loss|{CHECKS}",
    "hessian eigenvalue": "kinds|sharp-minima|critical-points",
    "layer norm vs batch norm": NORMS,
    "group norm small batch": NORMS,
    "rmsnorm vs layernorm": NORMS,
    "why does batch norm work": WHY_NORM,
    "internal covariate shift": WHY_NORM,
    "batch norm batch size 2": NORMS,
    "replace batchnorm with groupnorm": NORMS,
    "adaptive learning rate": "learning-rate",
    "rmsprop": "learning-rate|optimizer",
    "adagrad learning rate too small": "learning-rate",
    "gradient size per layer": "learning-rate",
    "loss spikes": "late-spikes",
    "loss spikes late in training with adam": "late-spikes",
    "amsgrad": "late-spikes",
    "loss suddenly increases": "late-spikes",
    "adam vs sgd": OPTIMIZERS,
    "which optimizer": OPTIMIZERS,
    "adamw vs adam weight decay": OPTIMIZERS,
    "adam weight decay not working": OPTIMIZERS,
    "adamw": OPTIMIZERS,
    "muon": OPTIMIZERS,
    "adam from scratch": OPTIMIZERS,
    "optimizer playground": "playground",
    "visualize gradient descent": "playground",
    "gradient descent vs momentum vs adam": "playground|optimizer|momentum",
    "batch norm eval mode worse": f"batch-normalization|{CHECKS}",
    "batchnorm small batch size": "batch-normalization|normalization-compared",
    "model.eval() different results": f"batch-normalization|{CHECKS}",
    "Expected more than 1 value per channel when training": "batch-normalization",
    "running_mean running_var momentum": "batch-normalization",
    "batch norm before or after relu": "batch-normalization",
    "paste losses": "index",
    "paste training log": "index",
    "normalize inputs": "feature-normalization",
    "feature scaling": "feature-normalization",
    "download snippets": "snippets",
    "all snippets": "snippets",
    "lab": LABS,
    "climb out": LABS,
    "lab adam": LABS,
    "lab normalize": LABS,
    "diagnose it": f"{LABS}|index",
    "cheat sheet": "cheat-sheet",
    "glossary": "glossary",
    "学习率": "glossary",
    "不收敛": "glossary",
    "梯度爆炸": "glossary",
    "过拟合": "glossary",
    "批次": "glossary",
    "批次标准化": "glossary",
    "鞍点": "glossary",
    "損失函數": "glossary",
}
PAGES = """() => [...document.querySelectorAll(".md-search-result__item a")]
  .map(link => link.getAttribute("href").split("?")[0].split("#")[0].split("/").pop())"""
NOTHING = "zxqvw"
TYPED = "loss stuck at 2.303", "学习率"  # as a reader does it
ASK = """async queries => {
  const config = JSON.parse(document.getElementById("__config").textContent)
  const worker = new Worker(new URL(config.search, location.href))
  const answer = () => new Promise(done => worker.onmessage = event => done(event.data.data))
  const index = await (await fetch("search/search_index.json")).json()
  worker.postMessage({type: 0, data: {...index, options: {suggest: false}}})
  await answer()
  const found = {}
  for (const query of queries) {
    worker.postMessage({type: 2, data: query})
    found[query] = (await answer()).items.map(([page]) => page.location.split("#")[0].split("/").pop())
  }
  worker.terminate()
  return found
}"""


@pytest.fixture(scope="module")
def found(browser, server):
    """The pages that the search finds for each query, asked of the very program that answers the search box."""
    page = browser.new_page()
    page.goto(f"{server}index.html")
    answers = page.evaluate(ASK, [*QUERIES, NOTHING])
    page.close()
    return {query: list(dict.fromkeys(names)) for query, names in answers.items()}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_a_page_that_answers(found, query):
    first = found[query][:3]
    assert any(re.match(QUERIES[query], name) for name in first), first


@pytest.mark.parametrize("query", TYPED)
def test_what_is_typed_shows_the_same(browser, site, found, query):
    """In the box of the site as it lies on a disk."""
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("textbox", name="Search").press_sequentially(query)
    seen = []
    deadline = time.monotonic() + PATIENCE
    while seen[:3] != found[query][:3]:  # what is shown first is of half the query
        assert time.monotonic() < deadline, seen
        page.wait_for_timeout(30)
        seen = list(dict.fromkeys(page.evaluate(PAGES)))
    page.close()


def test_what_nobody_wrote_about_finds_nothing(found):
    assert found[NOTHING] == []
