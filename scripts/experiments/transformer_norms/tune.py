"""Which peak learning rate has the best validation accuracy, for each normalization?"""

from inspect import signature
from statistics import fmean

from scripts.evidence.transformer import Shape
from scripts.experiments.transformer_norms import run as published

GRIDS = {
    "layer": (0.003, 0.006, 0.012, 0.024),
    "rms": (0.003, 0.006, 0.012, 0.024),
    "tanh": (0.004, 0.008, 0.016, 0.032),
    "none": (0.004, 0.008, 0.016, 0.032),
}


def run(device, seed, *, repeats=1):
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    sizes = {name: usual[name] for name in ("tokens", "features", "width", "heads", "layers", "hidden")}
    jobs = [(kind, rate) for kind, grid in GRIDS.items() for rate in grid]
    how = {name: usual[name] for name in ("steps", "batch_size", "data")}
    rows = published.train(
        device, seed, jobs, repeats=repeats, shape=Shape(**sizes, before=True), part="validation", **how
    )
    errors = {job: 100 - fmean(row) for job, row in zip(jobs, rows, strict=True)}
    return {
        kind: {
            "grid": list(grid),
            "scores": [errors[kind, rate] for rate in grid],
            "used": usual["rates"][kind],
            "score": "validation error in percent",
        }
        for kind, grid in GRIDS.items()
    }
