"""Does Adam rest on a plateau, too?

The networks on digits that rest under gradient descent start again, from the same small weights, with Adam at
PyTorch's default learning rate; and with Adam from PyTorch's own, larger start.
"""

import torch

from scripts.experiments.stalls.networks import ACTIVATIONS, CLASSES, load, losses, start

PATIENCE = 3000  # steps
SETTINGS = {
    "MNIST-1D": {"data": "mnist1d", "repeats": 12},
    "16 units": {"width": 16, "repeats": 12},
    "a start of 0.05": {"scale": 0.05, "repeats": 12},
    "ReLU": {"activation": "ReLU", "repeats": 12},
}


def updates(parameters, loss, goal, optimizer, rate):
    """How many steps bring the loss below the goal, for each network (repeats,); None if PATIENCE ends."""
    parameters = [tensor.clone().requires_grad_() for tensor in parameters]
    learner = getattr(torch.optim, optimizer)(parameters, rate)
    needed = torch.full_like(goal, float("inf"))
    for step in range(PATIENCE):
        learner.zero_grad()
        now = loss(parameters)
        needed = torch.where((now < goal) & needed.isinf(), float(step), needed)
        if needed.isfinite().all():
            break
        now.sum().backward()  # of which each network sees its own
        learner.step()
    return [value if value < float("inf") else None for value in needed.tolist()]


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

    return {
        "descent": updates(small, loss, left * guess, "SGD", rate),
        "adam": updates(small, loss, left * guess, "Adam", adam_rate),
        "adam_larger": updates(larger, loss, left * guess, "Adam", adam_rate),
        "descent_larger": updates(larger, loss, left * guess, "SGD", rate),
    }
