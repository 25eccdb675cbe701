"""Which networks train with batch normalization that do not train without, and what else makes them train?

Deep ReLU networks from PyTorch's default initialization, and deep sigmoid networks: with batch normalization at one
learning rate; without at each rate of a grid; and without but with another initialization or another activation. And
how the signal fares on its way through the layers, before training and after.
"""

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from scripts.evidence.normed import Normed, fit, losses
from snippets.ensemble import batches

DATA = {"digits": digits, "MNIST-1D": signals}
SETTINGS = {
    "MNIST-1D, three quarters of a guess": {
        "data": "MNIST-1D",
        "train_size": 2000,
        "steps": 500,
        "trained": 0.75,
        "repeats": 20,
    },
    "64 units": {"width": 64, "repeats": 20},
    "batches of 16": {"batch_size": 16, "repeats": 20},
    "10 hidden layers": {"relu_layers": 10, "sigmoid_layers": 10, "repeats": 20},
}


def run(
    device,
    seed,
    *,
    repeats=40,
    steps=200,
    batch_size=64,
    relu_layers=8,
    sigmoid_layers=6,
    width=32,
    momentum=0.9,
    data="digits",
    train_size=1000,
    rates=(0.01, 0.03, 0.1, 0.3),
    rate=0.03,
    trained=0.5,
):
    x, y = DATA[data](device)
    x = (x - x.mean()) / x.std()
    known = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)[:, :train_size]
    guess = float(torch.log(torch.tensor(float(CLASSES))))
    kinds = {  # layers, initialization, activation, normalized, rates
        "ReLU, without": (relu_layers, "default", "ReLU", False, rates),
        "ReLU, batch norm": (relu_layers, "default", "ReLU", True, (rate,)),
        "ReLU, He's initialization": (relu_layers, "He", "ReLU", False, (rate,)),
        "sigmoid, without": (sigmoid_layers, "Xavier", "sigmoid", False, rates),
        "sigmoid, batch norm": (sigmoid_layers, "Xavier", "sigmoid", True, (rate,)),
        "tanh, without": (sigmoid_layers, "Xavier", "tanh", False, (rate,)),
    }
    loss, spread, ranges = {}, {}, {}
    for kind, (layers, start, activation, normalized, tried) in kinds.items():
        chance = [generator(seed, repeat, 1, layers) for repeat in range(repeats) for _ in tried]
        sizes = x.shape[1], *[width] * layers, CLASSES
        nets = Normed(sizes, chance, device, start=start, activation=activation, normalized=normalized)
        mine = known.repeat_interleave(len(tried), 0)
        before, first = spreads(nets, x[mine]), unevenness(nets, x[mine])
        fit(nets, x, y, batches(list(mine), batch_size, steps, chance), list(tried) * repeats, coefficient=momentum)
        with torch.no_grad():
            found = losses(nets(x[mine]), y[mine]).view(repeats, len(tried)).nan_to_num(float("inf"))
        loss[kind] = found.min(1).values.tolist()  # of the rates, the best in training
        if len(tried) == 1 or "ReLU" in kind:
            spread[kind] = {"start": before[:: len(tried)].tolist()}
        if len(tried) == 1:
            ranges[kind] = {"start": first.tolist(), "end": unevenness(nets, x[mine]).tolist()}
    return {
        "loss": {kind: [value if value < float("inf") else None for value in row] for kind, row in loss.items()},
        "share": {kind: sum(value < trained * guess for value in row) / repeats for kind, row in loss.items()},
        "trained": {kind: sum(value < trained * guess for value in row) for kind, row in loss.items()},
        "spread": spread,
        "ranges": ranges,
        "guess": guess,
    }


@torch.no_grad()
def deviations(nets, x):
    """What enters each activation: each unit's standard deviation over the examples, (E, layers, units)."""
    hidden = []
    nets(x, training=True, keep=False, hidden=hidden)
    return torch.stack([layer.std(1) for layer in hidden], 1)


def spreads(nets, x):
    """How far apart examples are in what enters each activation: (E, layers), the median unit's."""
    return deviations(nets, x).median(2).values


def unevenness(nets, x):
    """How far apart the units of a layer are in their ranges: (E,), the ninth tenth over the first, median layer."""
    low, high = deviations(nets, x).nan_to_num().quantile(torch.tensor([0.1, 0.9], device=x.device), 2)
    return (high / low.clamp(min=1e-12)).median(1).values
