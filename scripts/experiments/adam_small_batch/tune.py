"""With which learning rate does Adam end at the least training loss, for each batch size, and with each β₂?"""

from inspect import signature

from scripts.evidence.chance import generator
from scripts.evidence.data import orders, signals
from scripts.experiments.adam_small_batch import run as published

GRIDS = {"small": (0.001, 0.003, 0.01), "large": (0.01, 0.03, 0.1)}


def run(device, seed, *, repeats=2):
    """{size: grid of rates, mean training loss of each, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    x, y = signals(device)
    order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
    known, found = order[:, : usual["examples"]].to(device), {}
    for arm, grid in GRIDS.items():
        for name, beta in ("the same β₂", usual["beta2"]), ("the half-life kept", kept(usual)):
            if arm == "large" and beta != usual["beta2"]:
                continue
            how = usual["hidden"], usual[arm], usual["seen"]
            losses = [published.learn(x, y, seed, known, *how, rate, beta)[1] for rate in grid]
            found[f"learning rate, {arm} batches, {name}"] = {
                "grid": list(grid),
                "scores": [loss.mean().item() for loss in losses],
                "used": usual[f"rate_of_{arm}"],
                "score": "training loss",
            }
    return found


def kept(usual):
    return usual["beta2"] ** (usual["small"] / usual["large"])
