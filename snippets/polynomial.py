"""Legendre polynomials, and least squares by the pseudoinverse: it also takes more
features than examples."""

import torch


def legendre(x, features):
    """The first `features` Legendre polynomials at x: (..., n) -> (..., n,
    features).

    Raises ValueError for an x outside [-1, 1], where they explode.
    """
    if x.abs().max() > 1:
        raise ValueError("x must lie in [-1, 1]: move and scale it first")
    columns = [torch.ones_like(x), x]
    for k in range(1, features - 1):
        grown = (2 * k + 1) * x * columns[k] - k * columns[k - 1]
        columns.append(grown / (k + 1))
    return torch.stack(columns[:features], -1)


def least_squares(inputs, targets, ridge=0.0):
    """The shortest parameters θ that minimize |inputs θ - targets|² + ridge |θ|².

    inputs: (..., n, p), targets: (..., n, outputs) -> θ: (..., p, outputs)
    Raises ValueError for targets of another shape, such as (n,).
    """
    if targets.dim() < 2 or targets.shape[-2] != inputs.shape[-2]:
        raise ValueError("targets must be (..., n, outputs): write y[:, None]")
    u, s, v = torch.linalg.svd(inputs, full_matrices=False)
    s = s[..., None]
    least = max(inputs.shape[-2:]) * torch.finfo(s.dtype).eps
    nonzero = s > s.amax(-2, keepdim=True) * least
    inverse = torch.where(
        nonzero, s / (s**2 + ridge), 0
    )  # ridge 0: 1 / s, 0 where s is
    return v.mT @ (inverse * (u.mT @ targets))
