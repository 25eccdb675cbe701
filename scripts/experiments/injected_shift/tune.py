"""Which learning rate ends at the least training loss, for each activation, with and without normalization?"""

from inspect import signature
from statistics import fmean

from scripts.experiments.injected_shift import run as published

GRID = 0.01, 0.03, 0.1, 0.3


def run(device, seed, *, repeats=1):
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    how = {name: usual[name] for name in ("steps", "batch_size", "examples", "width", "layers", "size", "data")}
    found = {}
    for activation, arms in usual["rates"].items():
        jobs = [(arm, rate) for arm in arms for rate in GRID]
        rows = published.train(device, seed, jobs, repeats=repeats, activation=activation, **how)
        scores = {job: row["loss"] for job, row in zip(jobs, rows, strict=True)}
        for arm, rate in arms.items():
            found[f"{activation}, {arm}"] = {
                "grid": list(GRID),
                "scores": [None if None in scores[arm, each] else fmean(scores[arm, each]) for each in GRID],
                "used": rate,
                "score": "training loss",
            }
    return found
