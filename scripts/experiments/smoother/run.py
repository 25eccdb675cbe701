"""Is the landscape smoother along the step with batch normalization, and at which learning rates?

Two networks learn MNIST-1D (Greydanus and Kobak, 2024) by gradient descent at the same rate, with batch normalization
and without. At every tenth step we go further along the gradient, up to four times the step, and note how much the loss
varies and how much the gradient changes: the first two of the three measures of Santurkar et al. (2018).
"""

import math

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import digits, orders, signals
from scripts.evidence.norms import Normal, forward, init, losses_of
from snippets.ensemble import batches

FAR = (0.5, 1.0, 2.0, 4.0)  # of the step
SETTINGS = {
    "three times the steps": {"steps": 300, "repeats": 10},
    "3 hidden layers": {"layers": 3, "repeats": 10},
    "digits": {"data": "digits", "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=12,
    steps=100,
    every=10,
    batch_size=128,
    examples=1000,
    width=32,
    layers=6,
    data="MNIST-1D",
    rates=(0.01, 0.03, 0.1, 0.3),
):
    x, y = digits(device) if data == "digits" else signals(device)
    x = ((x - x.mean()) / x.std())[:, None]
    net = ((width, 1, 1),) * layers
    chance = [generator(seed, repeat) for repeat in range(repeats)]
    known = orders(chance, x)[:, :examples]
    start = init(net, x.shape[-1], chance, device)
    order = batches(known, batch_size, steps, chance).repeat(1, len(rates), 1).to(device)
    eta = torch.tensor(rates, device=device).repeat_interleave(repeats)
    found = {}
    for arm in "none", "batch":
        normal = Normal("batch", momentum=None) if arm == "batch" else None
        theta = [each.detach().repeat(len(rates), *[1] * (each.dim() - 1)).requires_grad_() for each in start]
        if normal is None:
            theta = [each for place, each in enumerate(theta) if place % 4 < 2 or place >= 4 * layers]

        def slope(theta, rows, normal=normal):
            """Each member's loss (E,) and gradient, a list like theta."""
            full = theta if normal else _with_gaps(theta, layers)
            losses = losses_of(forward(full, x[rows], net, normal), y[rows])
            return losses.detach(), torch.autograd.grad(losses.sum(), theta)

        rows_of = {"range": [], "change": [], "loss": []}
        for step, rows in enumerate(order):
            losses, gradient = slope(theta, rows)
            if step % every == every - 1:
                walked, changes = [losses], []
                for far in FAR:
                    there = [
                        _moved(each, g, far * eta).requires_grad_() for each, g in zip(theta, gradient, strict=True)
                    ]
                    loss, other = slope(there, rows)
                    walked.append(loss)
                    changes.append(_size(b - a for a, b in zip(gradient, other, strict=True)))
                walked = torch.stack(walked)
                rows_of["range"].append(walked.amax(0) - walked.amin(0))
                rows_of["change"].append(torch.stack(changes).amax(0))
                rows_of["loss"].append(losses)
            theta = [_moved(each, g, eta).requires_grad_() for each, g in zip(theta, gradient, strict=True)]
        found[arm] = {
            "range": _by_rate(torch.stack(rows_of["range"]).median(0).values, repeats),
            "change": _by_rate(torch.stack(rows_of["change"]).median(0).values, repeats),
            "loss": _by_rate(torch.stack(rows_of["loss"])[-5:].mean(0), repeats),
        }
    return {"rates": list(rates), "found": found}


def _with_gaps(theta, layers):
    """Weights and biases, with None for the gains and shifts that are not used."""
    hidden = [part for number in range(layers) for part in (*theta[2 * number : 2 * number + 2], None, None)]
    return [*hidden, *theta[2 * layers :]]


def _moved(parameter, gradient, by):
    return (parameter - gradient * by.view(-1, *[1] * (gradient.dim() - 1))).detach()


def _size(parts):
    """(E,): the length of a vector that lies in several tensors (E, ...)."""
    return sum(part.square().flatten(1).sum(1) for part in parts).sqrt()


def _by_rate(values, repeats):
    """For each rate its repeats; None where the network diverged."""
    return [[value if math.isfinite(value) else None for value in row] for row in values.view(-1, repeats).tolist()]
