"""Does a small transformer train at a rate with warm-up at which it would not without, and who needs it?

Post-norm and pre-norm transformers read handwritten digits as tokens. Two by two: with warm-up or without, with a
decay or without, all at the same peak rate; then each way at its own best rate, found with other seeds.
"""

from scripts.evidence.transformer import Shape
from scripts.evidence.warmup import Task, factors

SETTINGS = {
    "4 layers": {"layers": 4, "rate": 0.016, "best_constant": 0.004, "best_both": 0.008, "repeats": 12},
    "width 24": {"width": 24, "hidden": 48, "repeats": 12},
    "batches of 32": {"batch_size": 32, "rate": 0.011, "best_constant": 0.0028, "repeats": 12},
    "warm-up of 40 steps": {"warm": 40, "repeats": 12},
    "8 tokens, two heads": {"tokens": 8, "features": 8, "heads": 2, "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=20,
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
    rate=0.008,  # a step of √2 above the best with warm-up and decay; the two best: seeds 0 to 9
    best_constant=0.002,
    best_both=0.0056,
):
    sizes = {"tokens": tokens, "features": features, "width": width, "heads": heads, "layers": layers}
    sizes |= {"hidden": hidden}
    post, pre = Shape(**sizes), Shape(**sizes, before=True)
    how = {"none": (0, False), "warm": (warm, False), "decay": (0, True), "both": (warm, True)}
    ways = {name: factors(steps, *each) for name, each in how.items()}
    task = Task(device, seed, post, repeats=repeats, steps=steps, batch_size=batch_size, data=data)
    schedules = {name: rate * way for name, way in ways.items()}
    best = {"best_constant": best_constant * ways["none"], "best_both": best_both * ways["both"]}
    rows, losses = task.train([*schedules.values(), *best.values()])
    accuracy = dict(zip([*schedules, *best], rows, strict=True))
    curves = dict(zip([*schedules, *best], losses.median(1).values.tolist(), strict=True))
    rows, _ = task.train([*schedules.values()], shape=pre)
    accuracy |= {f"pre_{name}": row for name, row in zip(schedules, rows, strict=True)}
    return {
        "accuracy": accuracy,
        "mean": {name: sum(row) / len(row) for name, row in accuracy.items()},
        "loss": {name: curves[name] for name in ("none", "warm", "both", "best_constant")},
    }
