"""The loss rests on a plateau. What leaves it soonest?

Networks on digits descend from a small start to where their gradient is smallest. From there: go on; one step along
the eigenvector of the most negative eigenvalue; momentum; small batches. And anew, from PyTorch's own larger start.
"""

import torch

from scripts.evidence.chance import generator
from scripts.experiments.stalls.leaving import steps_to
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
    members = torch.arange(repeats, device=x.device)[:, None]

    def of_batch(tensors):
        rows = torch.stack([torch.randperm(examples, generator=each)[:batch] for each in own]).to(x.device)
        return losses(tensors, x[members, rows], y[members, rows], shape)

    def updates(parameters, momentum=0.0, of_batch=None):
        def optimizer(tensors):
            return torch.optim.SGD(tensors, rate, momentum=momentum)

        return steps_to(goal, parameters, loss, optimizer, PATIENCE, of_batch)

    return {
        "loss_before": loss(resting) / guess,
        "loss_after": loss(moved) / guess,
        "gradient": least,
        "eigenvalues": values,
        "residuals": residuals,
        "cost": COST,
        "updates": {
            "on": updates(resting),
            "eigenvector": updates(moved),
            "momentum": updates(resting, momentum),
            "batches": updates(resting, of_batch=of_batch),
            "larger": updates(larger),
        },
    }
