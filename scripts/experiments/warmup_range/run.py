"""How far does the range of usable rates reach with warm-up, with a decay, with both, at equal mean rate?

A decay halves the mean rate, and warm-up lowers it too: at equal peaks that alone would move both edges upward. So
the grid is of *mean* rates, over all steps of the run; the peak is higher by a known factor.
"""

import math

import torch

from scripts.evidence.transformer import Shape
from scripts.evidence.warmup import Task, factors

SETTINGS = {
    "4 layers": {"layers": 4, "repeats": 10, "rates": (0.00025, 0.0005, 0.001, 0.0028, 0.0056, 0.008, 0.011, 0.016)},
    "warm-up of 40 steps": {"warm": 40, "repeats": 10, "rates": (0.00025, 0.0005, 0.001, 0.0028, 0.004, 0.0056, 0.008)},
    "width 24": {
        "width": 24,
        "hidden": 48,
        "repeats": 10,
        "rates": (0.00012, 0.00025, 0.0005, 0.001, 0.002, 0.0028, 0.004, 0.0056, 0.008),
    },
}


def run(
    device,
    seed,
    *,
    repeats=12,
    steps=200,
    warm=80,
    batch_size=16,
    data="digits",
    tokens=4,
    features=16,
    width=16,
    heads=1,
    layers=6,
    hidden=32,
    usable=70.0,
    rates=(0.00025, 0.00035, 0.0005, 0.0007, 0.001, 0.002, 0.0028, 0.004, 0.0056, 0.008, 0.011),
):
    sizes = {"tokens": tokens, "features": features, "width": width, "heads": heads, "layers": layers}
    shape = Shape(**sizes, hidden=hidden)
    how = {"none": (0, False), "warm": (warm, False), "decay": (0, True), "both": (warm, True)}
    ways = {name: factors(steps, *each) for name, each in how.items()}
    task = Task(device, seed, shape, repeats=repeats, steps=steps, batch_size=batch_size, data=data)
    schedules = [rate * way / way.mean() for way in ways.values() for rate in rates]
    rows, _ = task.train(schedules)
    found = {name: rows[first * len(rates) : (first + 1) * len(rates)] for first, name in enumerate(ways)}
    logs = [math.log(rate) for rate in rates]
    edges = {name: [ends(logs, column, usable) for column in zip(*grid, strict=True)] for name, grid in found.items()}
    return {
        "grid": {"rates": rates, "usable": usable},
        "accuracy": {name: torch.tensor(grid).mT.tolist() for name, grid in found.items()},
        "lower": {name: [low for low, _ in pairs] for name, pairs in edges.items()},
        "upper": {name: [high for _, high in pairs] for name, pairs in edges.items()},
        "peak": {name: float(1 / way.mean()) for name, way in ways.items()},
        "typical": {
            edge: {name: middle([pair[place] for pair in pairs]) for name, pairs in edges.items()}
            for place, edge in enumerate(("lower", "upper"))
        },
    }


def ends(logs, accuracies, usable):
    """The lowest and the highest rate at which a network trains, between two rates of the grid by interpolation.

    None where the grid does not hold the edge.
    """
    good = [place for place, value in enumerate(accuracies) if value >= usable]

    def between(inside, outside):
        if not 0 <= outside < len(logs):
            return None
        share = (accuracies[inside] - usable) / (accuracies[inside] - accuracies[outside])
        return math.exp(logs[inside] + share * (logs[outside] - logs[inside]))

    return (between(good[0], good[0] - 1), between(good[-1], good[-1] + 1)) if good else (None, None)


def middle(values):
    """The geometric mean of those that were found."""
    known = [math.log(value) for value in values if value is not None]
    return math.exp(sum(known) / len(known)) if known else None
