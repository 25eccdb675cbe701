"""What does warm-up change: the variance of σ, the size of the first moves, or the place where training goes on?

Every arm has the same learning rate in every later step. What differs is done to the first steps, to the average of
squared gradients σ², or to the gradient.
"""

import math

import torch

from scripts.evidence.transformer import Adam, Shape
from scripts.evidence.warmup import Task, factors

SETTINGS = {
    "4 layers": {"layers": 4, "rate": 0.016, "repeats": 12},
    "width 24": {"width": 24, "hidden": 48, "repeats": 10},
    "batches of 32": {"batch_size": 32, "rate": 0.011, "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=16,
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
    rate=0.008,
    filling=100,
    second=0.95,
    clip=1.0,
    cap=0.3,
    capped=20,
    full=10,
    lengths=(5, 20, 160),
):
    sizes = {"tokens": tokens, "features": features, "width": width, "heads": heads, "layers": layers}
    shape = Shape(**sizes, hidden=hidden)
    task = Task(
        device,
        seed,
        shape,
        repeats=repeats,
        steps=steps,
        batch_size=batch_size,
        data=data,
        filling=filling,
    )
    alone, ramp = rate * factors(steps, 0, True), rate * factors(steps, warm, True)
    late = alone.clone()  # at full rate first, and then upward
    late[full:] *= ((torch.arange(steps - full) + 1) / warm).clamp(max=1)
    arms = {
        "nothing": (alone, {}),
        "warm": (ramp, {}),
        "filled": (alone, {"fill": True}),
        "second": (alone, {"betas": (0.9, second)}),
        "clipped": (alone, {"clip": clip}),
        "capped": (alone, {"cap": cap, "until": capped}),
        "radam": (alone, {"betas": (0.9, second), "rectify": True}),
        "fresh": (ramp, {"reset": warm}),
        "late": (late, {"reset": full}),
    }
    arms |= {f"warm{length}": (rate * factors(steps, length, True), {}) for length in lengths}
    accuracy, moves = {}, {}
    for name, (rates, change) in arms.items():
        accuracy[name], moves[name] = trained(task, rates.to(task.start), **change)
    gains = {name: [a - b for a, b in zip(row, accuracy["nothing"], strict=True)] for name, row in accuracy.items()}
    return {
        "accuracy": accuracy,
        "mean": {name: sum(row) / len(row) for name, row in accuracy.items()},
        "gain": {name: sum(row) / len(row) for name, row in gains.items()},
        "moves": {name: moves[name] for name in ("nothing", "filled", "capped", "warm", "fresh")},
        "later": {name: sum(row[-50:]) / 50 for name, row in moves.items()},
    }


def trained(task, rates, *, betas=(0.9, 0.999), fill=False, clip=None, cap=None, until=0, rectify=False, reset=None):
    """Test accuracies of all repeats; and the median over repeats of the root mean square move of every step."""
    theta, members = task.start.clone(), torch.arange(len(task.start))
    optimizer, moves, filled = Adam(theta, betas), [], 0
    if fill:  # the average of squares only, with the parameters frozen
        for rows in task.filling:
            optimizer.update(task.gradients(theta, rows)[1])
        optimizer.m.zero_()
        filled = optimizer.count
    for step, rows in enumerate(task.order):
        if step == reset:
            optimizer = Adam(theta, betas)
        gradient = task.gradients(theta, rows)[1]
        if clip:
            gradient = gradient * (clip / gradient.norm(dim=1, keepdim=True)).clamp(max=1)
        update, share = optimizer.update(gradient), 1.0
        if filled:  # whose first average began later than the second
            update *= (1 - betas[0] ** optimizer.count) / (1 - betas[0] ** (optimizer.count - filled))
        if rectify:
            share = rectified(optimizer.count, betas[1])
            if share is None:  # no division by σ yet, as in RAdam
                update, share = optimizer.m / (1 - betas[0] ** optimizer.count), 1.0
        if cap and step < until:
            update *= (cap / rms(update)).clamp(max=1)
        moves.append(rates[step] * share * rms(update).median())
        theta.addcmul_(update, rates[step].expand(len(theta), 1), value=-share)
    return task.accuracy(theta, members), torch.stack(moves).tolist()


def rms(update):
    return update.square().mean(1, keepdim=True).sqrt()


def rectified(count, second):
    """RAdam's factor at this step (Liu et al., 2020), as torch.optim.RAdam has it; None in the first steps."""
    most = 2 / (1 - second) - 1
    length = most - 2 * count * second**count / (1 - second**count)
    if length <= 5:
        return None
    return math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length))
