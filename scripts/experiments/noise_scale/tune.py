"""With which learning rate does each batch size reach the goal in the fewest updates?"""

from inspect import signature
from statistics import fmean

from scripts.evidence.chance import generator
from scripts.evidence.data import orders, signals
from scripts.experiments.noise_scale import run as published

GRIDS = {16: (0.1, 0.2, 0.3, 0.6), 64: (0.4, 0.8, 1.6), 256: (0.8, 1.6, 3.2), 1024: (0.8, 1.6, 3.2)}


def run(device, seed, *, repeats=2):
    """{size: grid of rates, mean updates to the goal, None where a run did not reach it, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    x, y = signals(device)
    order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
    known, found = order[:, : usual["examples"]].to(device), {}
    for size, used in zip(usual["sizes"], usual["rates"], strict=True):
        scores = []
        for rate in GRIDS[size]:
            how = usual["hidden"], size, rate, usual["goal"], usual["steps"]
            made = published.descend(x, y, seed, known, *how)
            scores.append(None if None in made else fmean(made))
        found[f"learning rate, batches of {size}"] = {
            "grid": list(GRIDS[size]),
            "scores": scores,
            "used": used,
            "score": "updates to the goal",
        }
    return found
