"""Which learning rate of the grid ends at the least training loss, with each optimizer?"""

from inspect import signature
from statistics import fmean

from scripts.experiments.rate_sweep import run as published

NAMES = {"Adam": "best_of_adam", "SGD": "best_of_sgd"}


def run(device, seed, *, repeats=2):
    """{optimizer: grid of rates, mean training loss at the end of each, None where one diverged, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    result = published.run(device, seed, repeats=repeats)
    return {
        f"learning rate, {name}": {
            "grid": list(usual["rates"]),
            "scores": [None if None in row else fmean(row) for row in result["loss"][name]["all"]],
            "used": usual[keyword],
            "score": "training loss",
        }
        for name, keyword in NAMES.items()
    }
