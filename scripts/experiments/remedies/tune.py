"""Which learning rate gives each kind of network the best validation accuracy?"""

from inspect import signature

import torch

from scripts.evidence.chance import generator
from scripts.experiments.remedies import run as published
from scripts.experiments.remedies.networks import learn

KINDS = {  # the keyword of `run`, the networks, the grid
    "fully connected": ("rate", {}, (0.003, 0.01, 0.03)),
    "windows of their own": ("rate_of_windows", {"hidden": None}, (0.005, 0.01, 0.02, 0.04)),
    "shared windows": ("rate_of_sharing", {"hidden": None, "shared": True}, (0.01, 0.02, 0.04, 0.08)),
}


def run(device, seed, *, repeats=2):
    """{network: grid of rates, mean validation error in percent of each, and the rate that is used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    x, y = published.signals(device)
    orders = torch.stack([torch.randperm(len(x), generator=generator(seed, repeat, 0)) for repeat in range(repeats)])
    sizes = [usual[name] for name in ("test", "validation", "examples")]
    _, validation_rows, rows = orders[:, : sum(sizes)].to(device).split(sizes, 1)
    how = {"x": x, "y": y, "rows": rows, "steps": usual["steps"], "batch_size": usual["batch_size"]}
    choices = {}
    for name, (keyword, networks, grid) in KINDS.items():
        scores = []
        for rate in grid:
            _, answer = learn(seed, rate=rate, **how, **({"hidden": usual["hidden"]} | networks))
            scores.append(100 - published.measure(answer, x, y, validation_rows)[1].mean())
        choices[f"learning rate, {name}"] = {
            "grid": grid,
            "scores": scores,
            "used": usual[keyword],
            "score": "validation error in %",
        }
    return choices
