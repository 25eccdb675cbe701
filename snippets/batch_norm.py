"""Batch normalization of one layer's outputs, as torch.nn.BatchNorm1d does it."""

import torch
from torch import nn


class BatchNorm(nn.Module):
    """z (examples, units) -> γ (z − μ) / √(σ² + eps) + β, of the same shape.

    In training μ and σ² are the mean and the variance over the batch, for each
    unit on its own; in evaluation they are their moving averages over the batches.
    keep: p, the part of the old average that stays; torch's momentum is 1 − p.
    Source: Ioffe and Szegedy (2015), with the moving averages of torch.

    Raises ValueError for another shape, for less than two examples in training,
    for an empty input and for values that are not finite.
    """

    def __init__(self, units, keep=0.9, eps=1e-5):
        super().__init__()
        if not (units > 0 and 0 <= keep < 1 and eps >= 0):
            raise ValueError(
                "take units above 0, keep from 0 to below 1, eps from 0"
            )
        self.keep, self.eps = keep, eps
        self.gamma = nn.Parameter(torch.ones(units))
        self.beta = nn.Parameter(torch.zeros(units))
        self.register_buffer("mean", torch.zeros(units))
        self.register_buffer("variance", torch.ones(units))

    def forward(self, z):
        if z.dim() != 2 or z.shape[1] != len(self.gamma) or not len(z):
            raise ValueError(
                f"z is (examples, {len(self.gamma)}), not {tuple(z.shape)}"
            )
        if not z.isfinite().all():
            raise ValueError("z is not finite: see the layers before")
        mean, variance = self.mean, self.variance
        if self.training:
            if len(z) < 2:
                raise ValueError(
                    "one example has no variance: more, or call eval()"
                )
            mean, variance = z.mean(0), z.var(0, correction=0)  # over n
            with torch.no_grad():
                self.mean.lerp_(mean, 1 - self.keep)
                self.variance.lerp_(z.var(0), 1 - self.keep)  # over n − 1
        return self.gamma * (z - mean) / (variance + self.eps).sqrt() + self.beta
