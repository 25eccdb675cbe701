"""E small networks trained at once, by batched matrix products; each is the same
as if it trained alone."""

from itertools import pairwise

import torch
from torch.nn.functional import cross_entropy


def init(sizes, generators, device="cpu"):
    """[weight (E, inputs, outputs), bias (E, 1, outputs), ...] as torch.nn.Linear
    draws.

    A generator for each member.
    """
    shapes = [(m, (rows, n)) for m, n in pairwise(sizes) for rows in (m, 1)]

    def drawn(m, shape, generator):
        return torch.empty(shape).uniform_(-(m**-0.5), m**-0.5, generator=generator)

    draws = [[drawn(m, shape, g) for m, shape in shapes] for g in generators]
    stacked = [torch.stack(members) for members in zip(*draws)]
    return [members.to(device).requires_grad_() for members in stacked]


def forward(parameters, x):
    """Outputs (E, n, outputs) of ReLU networks for x: (E, n, features), or (n,
    features) for all members."""
    x = x.expand(len(parameters[0]), -1, -1)
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2]):
        x = torch.relu(
            torch.baddbmm(bias, x, weight)
        )  # x @ weight + bias, in one go
    return torch.baddbmm(parameters[-1], x, parameters[-2])


def batches(rows, size, steps, generators):
    """Row numbers (steps, E, size): member e goes through rows[e], however many,
    in a new order every epoch."""

    def order(own, generator):
        epochs = range(-(-steps * size // len(own)))
        shuffled = [
            own[torch.randperm(len(own), generator=generator)] for _ in epochs
        ]
        return torch.cat(shuffled)[: steps * size].view(steps, size)

    return torch.stack([order(*each) for each in zip(rows, generators)], 1)


def train(parameters, x, y, batches, optimizer, loss=cross_entropy):
    """One step per batch of rows of x (rows, features) and y; returns the losses
    before each step (steps, E).

    y: classes (rows,), or numbers (rows, outputs). Raises ValueError for numbers
    (rows,).
    """
    if y.is_floating_point() and y.dim() < 2:
        raise ValueError("numbers are (rows, outputs): write y[:, None]")
    history = []
    for rows in batches.to(x.device):
        output = forward(parameters, x[rows]).mT  # (E, outputs, size)
        target = y[rows].transpose(1, -1)
        losses = loss(output, target, reduction="none").flatten(1).mean(1)
        optimizer.zero_grad()
        losses.sum().backward()  # of which each member sees its own
        optimizer.step()
        history.append(losses.detach())
    return torch.stack(history)
