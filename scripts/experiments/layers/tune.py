"""Which learning rate gives each network the smallest training error? The rate in use, its half and its double."""

from inspect import signature

from scripts.evidence.chance import generator
from scripts.experiments.layers import run as published

NAMES = {"torch": "PyTorch's", "he": "He's"}
FACTORS = 0.5, 1.0, 2.0


def run(device, seed, *, repeats=2):
    """{network: grid of rates, mean training error in births of each, and the rate that is used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    window, train_days = usual["window"], usual["train_days"]
    parts = published.windows(published.load(), window, train_days, seed, repeats)
    x, y, unit = (part.to(device) for part in parts)
    choices = {}
    for start in published.STARTS:
        for layers, rate in usual[f"{start}_rates"]:
            grid, scores = [factor * rate for factor in FACTORS], []
            for each in grid:
                generators = [generator(seed, repeat, 1, layers) for repeat in range(repeats)]
                how = layers, usual["width"], start, each, usual["steps"], usual["batch"], generators
                found = published.errors(published.network(x, y, train_days, *how), y, unit, train_days)
                scores.append(found["train"].mean())
            choices[f"learning rate, {NAMES[start]} start, {layers} hidden layers"] = {
                "grid": grid,
                "scores": scores,
                "used": rate,
                "score": "training error in births",
            }
    return choices
