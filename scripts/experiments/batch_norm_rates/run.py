"""Which learning rates work with batch normalization, which without, and what does it buy at the best of them?

ReLU networks from He's initialization, in which the signal keeps its size, learn by SGD with momentum over a grid of
learning rates: with batch normalization, without, and without but with a linear warm-up of the rate.
"""

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from scripts.evidence.normed import Normed, accuracies, fit, losses
from snippets.ensemble import batches

DATA = {"digits": digits, "MNIST-1D": signals}
ARMS = {"none": (False, False), "batch norm": (True, False), "warm-up": (False, True)}  # normalized, warm-up
SETTINGS = {
    "MNIST-1D": {"data": "MNIST-1D", "train_size": 2000, "steps": 500, "repeats": 10},
    "batches of 16": {"batch_size": 16, "repeats": 10},
    "12 hidden layers": {"deep": 12, "repeats": 10},
    "without momentum": {"momentum": 0.0, "rates": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0), "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=12,
    steps=300,
    warm_up=75,
    batch_size=64,
    shallow=2,
    deep=6,
    width=32,
    momentum=0.9,
    data="digits",
    train_size=1000,
    held_out=300,
    rates=(0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    usable=0.5,
):
    x, y = DATA[data](device)
    x = (x - x.mean()) / x.std()
    order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x).repeat_interleave(len(rates), 0)
    cuts = train_size, train_size + held_out
    known, chosen, fresh = order[:, : cuts[0]], order[:, cuts[0] : cuts[1]], order[:, cuts[1] :]
    guess = float(torch.log(torch.tensor(float(CLASSES))))
    kinds = {f"{name}, {layers}": (layers, *how) for name, how in ARMS.items() for layers in (shallow, deep)}
    del kinds[f"warm-up, {shallow}"]
    loss, accuracy, picked, largest = {}, {}, {}, {}
    for kind, (layers, normalized, warmed) in kinds.items():
        chance = [generator(seed, repeat, 1, layers) for repeat in range(repeats) for _ in rates]
        sizes = x.shape[1], *[width] * layers, CLASSES
        nets = Normed(sizes, chance, device, start="He", activation="ReLU", normalized=normalized)
        rows = batches(list(known), batch_size, steps, chance)
        fit(nets, x, y, rows, list(rates) * repeats, coefficient=momentum, warm_up=warm_up if warmed else 0)
        with torch.no_grad():
            trained, held, right = losses(nets(x[known]), y[known]), nets(x[chosen]), nets(x[fresh])
            validation = by_rate(losses(held, y[chosen]).tolist(), repeats)
        loss[kind] = by_rate(trained.tolist(), repeats)
        accuracy[kind] = by_rate(accuracies(right, y[fresh]), repeats)
        best = [min(range(len(rates)), key=lambda at: number(row[at])) for row in validation]
        picked[kind] = {
            "rate": [rates[at] for at in best],
            "accuracy": [row[at] for row, at in zip(accuracy[kind], best, strict=True)],
            "loss": [row[at] for row, at in zip(loss[kind], best, strict=True)],
        }
        good = [
            [rate for rate, value in zip(rates, row, strict=True) if number(value) < usable * guess]
            for row in loss[kind]
        ]
        largest[kind] = [max(those, default=None) for those in good]
    return {
        "loss": loss,
        "accuracy": accuracy,
        "picked": picked,
        "largest": largest,
        "mean": {kind: mean(found["accuracy"]) for kind, found in picked.items()},
        "guess": guess,
        "rates": rates,
        "at_the_edge": {
            kind: sum(rate in (rates[0], rates[-1]) for rate in found["rate"]) for kind, found in picked.items()
        },
    }


def by_rate(values, repeats):
    """(repeats, rates) of a flat list; None where the number is not finite."""
    kept = [value if value is not None and abs(value) < float("inf") else None for value in values]
    each = len(kept) // repeats
    return [kept[at * each : (at + 1) * each] for at in range(repeats)]


def number(value):
    return float("inf") if value is None else value


def mean(values):
    kept = [value for value in values if value is not None]
    return sum(kept) / len(kept) if kept else None
