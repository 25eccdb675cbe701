"""Which weight decay gives the highest validation accuracy, in Adam and in AdamW?"""

from inspect import signature

from scripts.evidence.chance import generator
from scripts.evidence.data import orders
from scripts.experiments.weight_decay import run as published

GRIDS = {"adam": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1), "adamw": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)}


def run(device, seed, *, repeats=3):
    """{data, rule: grid of decays, the mean validation error of each in percent, and the decay used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    how = [usual[key] for key in ("hidden", "batch_size", "steps", "rate")]
    found = {}
    for name, load in published.DATA.items():
        x, y = load(device)
        order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
        known, held_out = order[:, : usual["examples"]], order[:, usual["examples"] :][:, : usual["held_out"]]
        for place, (rule, grid) in enumerate(GRIDS.items()):
            scores = []
            for decay in grid:
                nets = published.learn(x, y, seed, known, *how, rule, decay)
                scores.append(100 - published.accuracy(nets, x, y, held_out.to(device)).mean().item())
            found[f"weight_decay of {rule}, {name}"] = {
                "grid": list(grid),
                "scores": scores,
                "used": usual[f"{name}_best"][place],
                "score": "validation error in percent",
            }
    return found
