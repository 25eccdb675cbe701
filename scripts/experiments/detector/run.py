"""Can a classifier tell from the inputs alone that the test data are of another kind, and is what it tells harmful?

The kinds are those of mismatch, and one that does no harm: digits written with a little less ink.
"""

from statistics import fmean

import torch
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from scripts.evidence.chance import generator
from scripts.experiments.mismatch.run import CLASSES, KINDS, digits_of_all_kinds
from snippets.ensemble import batches, forward, init, train
from snippets.tell_apart import tell_apart

SETTINGS = {
    "60 test inputs": {"most": 60, "repeats": 10},
    "200 training inputs": {"size": 200, "repeats": 10},
    "30 % less ink": {"ink": 0.7, "repeats": 10},
}


def linear():
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=300, class_weight="balanced"))


def extremely_random(trees, seed):
    """The default of tell_apart, but for the number of trees."""
    return ExtraTreesClassifier(trees, min_samples_leaf=3, class_weight="balanced", random_state=seed)


def run(
    device,
    seed,
    *,
    repeats=12,
    size=1280,
    held_out=160,
    most=357,
    compared=600,
    trees=12,
    ink=0.9,
    hidden=(64, 64),
    steps=400,
    batch_size=32,
    learning_rate=0.003,
):
    pool, labels = digits_of_all_kinds([generator(seed, repeat, 0) for repeat in range(repeats)])
    kinds = [dict(zip(KINDS, images, strict=True)) for images in pool]
    orders = [torch.randperm(len(labels), generator=generator(seed, repeat, 1)) for repeat in range(repeats)]
    known = [order[:size] for order in orders]
    early = [torch.randperm(size + held_out, generator=generator(seed, repeat, 2))[:size] for repeat in range(repeats)]
    late = torch.arange(len(labels) - most, len(labels))
    x, y = pool[0, KINDS.index("same")].to(device), labels.to(device)
    own = [generator(seed, repeat, 3) for _ in (known, early) for repeat in range(repeats)]
    nets = init((x.shape[1], *hidden, CLASSES), own, device)  # first those that learn from known, then from early
    rows = batches([*known, *early], batch_size, steps, own)
    train(nets, x, y, rows, torch.optim.Adam(nets, learning_rate, fused=True))

    auc = {kind: [] for kind in [*KINDS, "dimmed", "end of the file"]}
    by_line, accuracy = {kind: [] for kind in auc}, {kind: [] for kind in auc}
    for repeat in range(repeats):
        kinds[repeat]["dimmed"] = ink * kinds[repeat]["same"]
        new = orders[repeat][size + held_out :][:most]
        parts = {kind: (repeat, known[repeat], new, images) for kind, images in kinds[repeat].items()}
        parts["end of the file"] = repeats + repeat, early[repeat], late, kinds[repeat]["same"]
        for kind, (member, learned, test, images) in parts.items():
            old = kinds[repeat]["same"][learned[:compared]]
            auc[kind].append(tell_apart(old, images[test], extremely_random(trees, repeat), repeat))
            by_line[kind].append(tell_apart(old, images[test], linear(), repeat))
            with torch.no_grad():
                answers = forward([part[member][None] for part in nets], images[test].to(device))[0]
            right = answers.argmax(1) == y[test.to(device)]
            accuracy[kind].append(100 * right.double().mean().item())
    return {
        "auc": auc,  # (repeats,) a kind
        "linear": by_line,  # the same of a linear classifier
        "accuracy": accuracy,  # of a network that learned from the training digits, in percent (repeats,)
        "mean": {kind: fmean(values) for kind, values in auc.items()},
        "mean_linear": {kind: fmean(values) for kind, values in by_line.items()},
        "mean_accuracy": {kind: fmean(values) for kind, values in accuracy.items()},
    }
