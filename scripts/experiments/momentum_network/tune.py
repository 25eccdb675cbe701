"""Which effective rate η/(1 − λ) ends at the least training loss, with each rule, in small batches and in the full?"""

from inspect import signature
from statistics import fmean

from scripts.experiments.momentum_network import run as published

NAMES = {"gradient descent": "plain", "momentum": "momentum"}


def run(device, seed, *, repeats=2):
    """{batch, rule: grid of rates, mean training loss at the end of each (None: one diverged), and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    full_rates = *usual["full_rates"], 10.0
    curves = published.run(device, seed, repeats=repeats, full_rates=full_rates)["curves"]
    return {
        f"η/(1 − λ), {batch} batch, {words}": {
            "grid": list(curves[batch]["rates"]),
            "scores": [None if None in losses else fmean(losses) for losses, _ in curves[batch][name]],
            "used": usual[f"best_{batch}_{name}"],
            "score": "training loss",
        }
        for batch in curves
        for words, name in NAMES.items()
    }
