"""Legendre polynomials, and least squares by the pseudoinverse: it also takes more features than examples."""

import torch


def legendre(x, features):
    """The first `features` Legendre polynomials at x: (..., n) -> (..., n, features)."""
    columns = [torch.ones_like(x), x]
    for k in range(1, features - 1):
        columns.append(((2 * k + 1) * x * columns[k] - k * columns[k - 1]) / (k + 1))
    return torch.stack(columns[:features], -1)


def least_squares(inputs, targets, ridge=0.0):
    """The shortest parameters θ that minimize |inputs θ - targets|² + ridge |θ|².

    inputs: (..., n, p), targets: (..., n, outputs) -> θ: (..., p, outputs)
    """
    u, s, v = torch.linalg.svd(inputs, full_matrices=False)
    s = s[..., None]
    nonzero = s > s.amax(-2, keepdim=True) * max(inputs.shape[-2:]) * torch.finfo(s.dtype).eps
    inverse = torch.where(nonzero, s / (s**2 + ridge), 0)  # with ridge 0: 1 / s, or 0 where s is 0
    return v.mT @ (inverse * (u.mT @ targets))
