"""The loss rests on a plateau. What leaves it soonest?

Networks on digits descend from a small start to where their gradient is smallest. From there: go on; one step along
the eigenvector of the most negative eigenvalue; momentum; small batches. And anew, from PyTorch's own larger start.
"""

import torch

from scripts.evidence.chance import generator
from scripts.experiments.stalls.networks import ACTIVATIONS, CLASSES, load, losses, start
from scripts.experiments.stalls.run import descend
from snippets.curvature import extremes
from snippets.escape import SIZES, escape

PATIENCE = 3000  # steps
LANCZOS = 20
COST = 1 + 2 * LANCZOS + (1 + 2 * len(SIZES)) / 3  # gradients: a product costs two, a loss alone a third of one
SETTINGS = {
    "MNIST-1D": {"data": "mnist1d", "repeats": 20},
    "16 units": {"width": 16, "repeats": 20},
    "a start of 0.05": {"scale": 0.05, "repeats": 20},
    "ReLU": {"activation": "ReLU", "repeats": 20},
}


def updates(parameters, x, y, activation, goal, rate, momentum=0.0, batch=None, chance=None):
    """How many updates bring the full loss below the goal, for each network (repeats,); None if PATIENCE ends."""
    parameters = [tensor.detach().clone().requires_grad_() for tensor in parameters]
    optimizer = torch.optim.SGD(parameters, rate, momentum=momentum)
    needed = torch.full_like(goal, float("inf"))
    members = torch.arange(len(x), device=x.device)[:, None]
    for step in range(PATIENCE):
        optimizer.zero_grad()
        loss = losses(parameters, x, y, activation)
        needed = torch.where((loss < goal) & needed.isinf(), float(step), needed)
        if needed.isfinite().all():
            break
        if batch:
            rows = torch.stack([torch.randperm(x.shape[1], generator=own)[:batch] for own in chance]).to(x.device)
            loss = losses(parameters, x[members, rows], y[members, rows], activation)
        loss.sum().backward()
        optimizer.step()
    return [value if value < float("inf") else None for value in needed.tolist()]


def run(
    device,
    seed,
    *,
    repeats=30,
    data="digits",
    examples=200,
    width=32,
    activation="tanh",
    scale=0.1,
    rate=0.3,
    steps=250,
    batch=20,
    momentum=0.9,
    left=0.9,
):
    x, y, guess = load(data, device, seed, repeats, examples)
    shape, goal = ACTIVATIONS[activation], left * guess
    larger = start((x.shape[2], width, width, CLASSES), seed, repeats, 1.0, device)

    def loss(tensors):
        return losses(tensors, x, y, shape)

    small = [scale * tensor for tensor in larger]
    *_, resting, least = descend(small, loss, guess, rate, steps, momentum=0.0)
    values, residuals, _ = extremes(loss, resting, LANCZOS)
    moved = escape(loss, resting, steps=LANCZOS)
    own = [generator(seed, repeat, 2) for repeat in range(repeats)]
    return {
        "loss_before": loss(resting) / guess,
        "loss_after": loss(moved) / guess,
        "gradient": least,
        "eigenvalues": values,
        "residuals": residuals,
        "cost": COST,
        "updates": {
            "on": updates(resting, x, y, shape, goal, rate),
            "eigenvector": updates(moved, x, y, shape, goal, rate),
            "momentum": updates(resting, x, y, shape, goal, rate, momentum),
            "batches": updates(resting, x, y, shape, goal, rate, batch=batch, chance=own),
            "larger": updates(larger, x, y, shape, goal, rate),
        },
    }
