"""E small networks trained at once, by batched matrix products; each is the same as if it trained alone."""

from itertools import pairwise

import torch


def init(sizes, generators, device="cpu"):
    """[weight (E, inputs, outputs), bias (E, 1, outputs), ...] as torch.nn.Linear draws, a generator per member."""
    shapes = [(m, (rows, n)) for m, n in pairwise(sizes) for rows in (m, 1)]
    draws = [[torch.empty(s).uniform_(-(m**-0.5), m**-0.5, generator=g) for m, s in shapes] for g in generators]
    return [torch.stack(members).to(device).requires_grad_() for members in zip(*draws, strict=True)]


def forward(parameters, x):
    """Outputs (E, n, outputs) of ReLU networks for x: (E, n, features), or (n, features) for all members."""
    x = x.expand(len(parameters[0]), -1, -1)
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        x = torch.relu(torch.baddbmm(bias, x, weight))  # x @ weight + bias, in one go
    return torch.baddbmm(parameters[-1], x, parameters[-2])


def batches(rows, size, steps, generators):
    """Row numbers (steps, E, size): member e goes through rows[e], however many, in a new order every epoch."""
    epochs = [(own, g, -(-steps * size // len(own))) for own, g in zip(rows, generators, strict=True)]
    orders = [torch.cat([own[torch.randperm(len(own), generator=g)] for _ in range(n)]) for own, g, n in epochs]
    return torch.stack([order[: steps * size].view(steps, size) for order in orders], 1)


def train(parameters, x, y, batches, optimizer, loss=torch.nn.functional.cross_entropy):
    """One step per batch of rows of x (rows, features) and y; returns the losses before each step (steps, E)."""
    history = []
    for rows in batches.to(x.device):
        output, target = forward(parameters, x[rows]).mT, y[rows].transpose(1, -1)  # (E, outputs, size)
        losses = loss(output, target, reduction="none").flatten(1).mean(1)
        optimizer.zero_grad()
        losses.sum().backward()  # of which each member sees its own
        optimizer.step()
        history.append(losses.detach())
    return torch.stack(history)
