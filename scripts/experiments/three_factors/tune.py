"""Which learning rate ends at the least training loss, for each task and combination?"""

from inspect import signature

from scripts.experiments.three_factors import run as published

DIRECT = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)  # without σ
DIVIDED = (0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256)  # with σ


def run(device, seed, *, repeats=1, **others):
    """{task, combination: grid of rates, mean training loss at the end of each, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()} | others
    keys = "examples", "held_out", "batch_size", "updates"
    tasks = published.prepare(device, seed, repeats, *(usual[key] for key in keys))
    groups = [(c, rate) for c in published.COMBINATIONS for rate in (DIVIDED if c[1] else DIRECT)]
    found = {}
    for task, (x, y, known, new, size, made) in tasks.items():
        losses, _ = published.learn(x, y, known, new, seed, groups, usual["hidden"], size, made)
        scores = losses.mean(1).view(len(published.COMBINATIONS), -1).tolist()
        for combination, used, row in zip(published.COMBINATIONS, usual["rates"][task], scores, strict=True):
            found[f"{task}: {published.name_of(combination)}"] = {
                "grid": list(DIVIDED if combination[1] else DIRECT),
                "scores": row,
                "used": used,
                "score": "training loss",
            }
    return found
