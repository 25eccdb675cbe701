"""Does Adam rest on a plateau, too?

The networks on digits that rest under gradient descent start again, from the same small weights, with Adam at
PyTorch's default learning rate; and with Adam from PyTorch's own, larger start.
"""

import torch

from scripts.experiments.stalls.leaving import steps_to
from scripts.experiments.stalls.networks import ACTIVATIONS, CLASSES, load, losses, start

PATIENCE = 3000  # steps
SETTINGS = {
    "MNIST-1D": {"data": "mnist1d", "repeats": 12},
    "16 units": {"width": 16, "repeats": 12},
    "a start of 0.05": {"scale": 0.05, "repeats": 12},
    "ReLU": {"activation": "ReLU", "repeats": 12},
}


def run(
    device,
    seed,
    *,
    repeats=20,
    data="digits",
    examples=200,
    width=32,
    activation="tanh",
    scale=0.1,
    rate=0.3,
    adam_rate=0.001,  # torch's default
    left=0.9,
):
    x, y, guess = load(data, device, seed, repeats, examples)
    larger = start((x.shape[2], width, width, CLASSES), seed, repeats, 1.0, device)
    small = [scale * tensor for tensor in larger]

    def loss(tensors):
        return losses(tensors, x, y, ACTIVATIONS[activation])

    def steps(parameters, optimizer, own_rate):
        return steps_to(left * guess, parameters, loss, lambda tensors: optimizer(tensors, own_rate), PATIENCE)

    return {
        "descent": steps(small, torch.optim.SGD, rate),
        "adam": steps(small, torch.optim.Adam, adam_rate),
        "adam_larger": steps(larger, torch.optim.Adam, adam_rate),
        "descent_larger": steps(larger, torch.optim.SGD, rate),
    }
