"""Gradient descent with momentum, as lectures write it: the last movement goes
on, and the gradient bends it."""

import torch


@torch.no_grad()
def momentum_step(parameters, movements, rate, momentum=0.9):
    """m ← λm − ηg, then θ ← θ + m: one step in place, after loss.backward().

    parameters: tensors of any shapes, such as [*net.parameters()]; those without
    a gradient stay. movements: as many tensors of their shapes, zeros at first.
    rate: η > 0; momentum: λ, at least 0 (gradient descent) and below 1.
    Source: classical momentum in Sutskever et al. (2013), after Polyak (1964).

    Raises ValueError where these do not fit, or a gradient is not finite.
    """
    parameters, movements = [*parameters], [*movements]
    if [theta.shape for theta in parameters] != [m.shape for m in movements]:
        raise ValueError("movements are [torch.zeros_like(p) for p in parameters]")
    if not (rate > 0 and 0 <= momentum < 1):
        raise ValueError("take a rate above 0, and a momentum from 0 to below 1")
    pairs = zip(parameters, movements)
    moving = [(theta, m) for theta, m in pairs if theta.grad is not None]
    if not moving:
        raise ValueError("no parameter has a gradient: call loss.backward() before")
    if not all(theta.grad.isfinite().all() for theta, _ in moving):
        raise ValueError("a gradient is not finite: lower the rate, or clip it")
    for theta, m in moving:
        m.mul_(momentum).sub_(rate * theta.grad)
        theta.add_(m)
