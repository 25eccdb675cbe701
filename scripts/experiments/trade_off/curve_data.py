"""Noisy examples of a smooth curve."""

import torch

from scripts.evidence.chance import generator

CURVES = {
    "wave": lambda x: torch.sin(5 * x + 1),
    "peak": lambda x: 1 / (1 + 25 * x**2),  # Runge's, which polynomials find hard
}


def make_data(seed, repeats, sizes, noise, device, curve="wave"):
    """Inputs and noisy labels of each repeat, split into parts of the given sizes: lists of (repeats, size)."""
    count = sum(sizes)
    streams = [generator(seed, repeat) for repeat in range(repeats)]
    x = torch.stack([2 * torch.rand(count, generator=g, dtype=torch.float64) - 1 for g in streams])
    y = CURVES[curve](x) + noise * torch.stack([torch.randn(count, generator=g, dtype=torch.float64) for g in streams])
    return x.to(device).split(sizes, 1), y.to(device).split(sizes, 1)
