"""Which rate of the grid is best without warm-up, and which with warm-up and a decay?"""

from inspect import signature
from statistics import fmean

from scripts.evidence.transformer import Shape
from scripts.evidence.warmup import Task, factors
from scripts.experiments.warmup import run as published

RATES = (0.001, 0.0014, 0.002, 0.0028, 0.004, 0.0056, 0.008, 0.011)


def run(device, seed, *, repeats=2):
    """{way: grid of rates, errors on validation data in percent, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    shape = Shape(**{name: usual[name] for name in ("tokens", "features", "width", "heads", "layers", "hidden")})
    steps, warm = usual["steps"], usual["warm"]
    task = Task(device, seed, shape, repeats=repeats, steps=steps, batch_size=usual["batch_size"])
    ways = {"constant": factors(steps), "both": factors(steps, warm, True)}
    choices = {}
    for name, way in ways.items():
        rows, _ = task.train([rate * way for rate in RATES], "validation")
        choices[f"learning rate, {name}"] = {
            "grid": list(RATES),
            "scores": [100 - fmean(row) for row in rows],
            "used": usual[f"best_{name}"],
            "score": "validation error in percent",
        }
    return choices
