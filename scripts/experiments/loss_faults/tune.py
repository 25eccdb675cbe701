"""At which learning rate does training end with the least validation error: cross entropy, softmax twice, and Adam?"""

from inspect import signature

from scripts.experiments.loss_faults import run as published

CHOICES = {
    "η, cross entropy": ("once", "best_once", (0.2, 0.5, 1.0, 2.0)),
    "η, softmax twice": ("twice", "best_twice", (1.0, 2.0, 3.0, 5.0, 10.0)),
    "η, Adam": ("adam_mean", "best_adam", (0.001, 0.003, 0.01, 0.03, 0.1)),
}


def run(device, seed, *, repeats=2):
    """{choice: grid of rates, mean validation error at the end of each, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    scores = {choice: [] for choice in CHOICES}
    for place in range(max(len(grid) for _, _, grid in CHOICES.values())):
        rates = {key: grid[min(place, len(grid) - 1)] for _, key, grid in CHOICES.values()}
        found = published.run(device, seed, repeats=repeats, planted_steps=1, path_steps=1, **rates)["validation"]
        for choice, (arm, _, grid) in CHOICES.items():
            if place < len(grid):
                scores[choice].append(100 - float(found[arm].mean()))
    return {
        choice: {
            "grid": list(grid),
            "scores": scores[choice],
            "used": usual[key],
            "score": "validation error, percent",
        }
        for choice, (_, key, grid) in CHOICES.items()
    }
