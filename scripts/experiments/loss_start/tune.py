"""At which learning rate does each loss end with the least validation error, from the default initialization?"""

from inspect import signature

from scripts.experiments.loss_start import run as published

NAMES = {"cross entropy": "entropy", "squared error of shares": "squared", "squared error of scores": "plain"}


def run(device, seed, *, repeats=2):
    """{loss: grid of rates, mean validation error at the end of each, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    rates = (0.05, 0.2, *usual["curve_rates"], 5.0)
    found = published.run(device, seed, repeats=repeats, curve_rates=rates, stuck_rates=(), plain_rates=())["usual"]
    return {
        f"η, {words}": {
            "grid": list(found[name]["rates"]),
            "scores": [100 - float(each.mean()) for each in found[name]["validation"]],
            "used": usual[f"best_{name}"],
            "score": "validation error, percent",
        }
        for words, name in NAMES.items()
    }
