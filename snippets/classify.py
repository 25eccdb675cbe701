"""Minimum, maximum or saddle? The signs of the Hessian's eigenvalues decide."""

import torch


def classify(gradient, eigenvalues, small=1e-6, tolerance=1e-7):
    """The kind of a point, from its gradient (D,) and H's eigenvalues (D,).

    An eigenvalue within `tolerance` times the largest in size, or within rounding,
    counts as zero. Then it is open whether the loss rises or falls that way: x**4,
    -x**4 and x**3 all have H = 0. Two signs make a saddle whatever the zeros do. A
    gradient longer than `small` is no critical point: take a millionth of the
    longest of your run. Raises ValueError for other shapes, for no parameters and
    for values not finite.
    """
    if gradient.dim() != 1 or gradient.shape != eigenvalues.shape:
        raise ValueError("one gradient and all its eigenvalues: two vectors (D,)")
    if not len(gradient):
        raise ValueError("no parameters: pass those of one network")
    if not (gradient.isfinite().all() and eigenvalues.isfinite().all()):
        raise ValueError("not finite: go back to where the loss still was")
    if gradient.norm() > small:
        return "not a critical point"
    rounding = len(eigenvalues) * torch.finfo(eigenvalues.dtype).eps
    zero = max(tolerance, rounding) * eigenvalues.abs().max()
    up, down = (eigenvalues > zero).sum(), (eigenvalues < -zero).sum()
    if up and down:
        return "saddle"
    if up + down < len(eigenvalues):
        return "undecided"
    return "minimum" if up else "maximum"
