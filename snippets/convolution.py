"""A convolution is a fully connected layer with most weights zero and the others
shared."""

import torch
from torch.nn import functional as F


def windows(x, size, stride):
    """What each unit sees of signals (..., length, channels): (..., positions,
    size * channels); size is odd."""
    last = (x.shape[-2] - 1) // stride * stride  # where the last window begins
    x = F.pad(x, (0, 0, size // 2, size // 2))
    seen = [x[..., i : last + i + 1 : stride, :] for i in range(size)]
    return torch.cat(seen, -1)


def convolve(x, weight, bias, stride):
    """A convolution of signals (E, n, length, channels) by E networks: (E, n,
    positions, outputs).

    weight: (E, size * channels, outputs), shared by all positions; or (E,
    positions, ...), each with its own.
    """
    seen = windows(x, weight.shape[-2] // x.shape[-1], stride)
    if weight.dim() == 3:
        return (seen.flatten(1, 2) @ weight + bias).unflatten(1, seen.shape[1:3])
    return (seen.transpose(1, 2) @ weight + bias).transpose(1, 2)


def as_fully_connected(weight, length, channels, stride):
    """The matrix (length * channels, positions * outputs) of the fully connected
    layer that does what convolve does."""
    units = torch.eye(length * channels).to(weight)  # one input at a time
    units = units.view(1, -1, length, channels)
    return convolve(units, weight[None], torch.zeros(()), stride)[0].flatten(1)
