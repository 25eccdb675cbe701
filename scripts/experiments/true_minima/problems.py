"""Small regression problems, each with its own data and start: what the experiments on critical points share."""

import torch

from scripts.evidence.chance import generator
from snippets import one_layer
from snippets.one_layer import losses

TEACHER = 4  # units of the network that the targets come from


def normal(seed, repeats, purpose, *shape):
    """(repeats, *shape) normal numbers, a stream for each repeat."""
    draws = [generator(seed, repeat, purpose) for repeat in range(repeats)]
    return torch.stack([torch.randn(shape, generator=own, dtype=torch.float64) for own in draws])


def problems(seed, repeats, points, inputs, noise, device="cpu"):
    """x (repeats, points, inputs) and y (repeats, points): outputs of an own random tanh network, scaled to mean 0 and
    variance 1, plus noise."""
    x = normal(seed, repeats, 0, points, inputs)
    teacher = normal(seed, repeats, 1, TEACHER * (inputs + 2) + 1)
    y = one_layer.parts(teacher, x, one_layer.tanh)[-1]
    y = (y - y.mean(1, keepdim=True)) / y.std(1, keepdim=True) + noise * normal(seed, repeats, 2, points)
    return x.to(device), y.to(device)


def starts(seed, repeats, units, inputs, each=1, device="cpu"):
    """theta (repeats * each, D): standard normal weights, the output bias 0."""
    units = normal(seed, repeats, 3 + units, each, units * (inputs + 2)).flatten(0, 1)
    return torch.cat([units, torch.zeros_like(units[:, :1])], 1).to(device)


def descend(theta, x, y, decay, activation, optimizer, rate, steps):
    """Parameters after so many steps of torch.optim's `optimizer` on all the data."""
    theta = theta.clone().requires_grad_()
    learner = getattr(torch.optim, optimizer)([theta], rate)
    for _ in range(steps):
        learner.zero_grad()
        losses(theta, x, y, decay, activation).sum().backward()  # of which each network sees its own
        learner.step()
    return theta.detach()
