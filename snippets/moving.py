"""What every rule checks before it moves anything."""

import math

import torch


def listed(parameters):
    """[every parameter, once].

    Raises ValueError for a bare tensor, a generator that is used up, or what is
    no tensor.
    """
    bare = isinstance(parameters, torch.Tensor)
    each = [] if bare else [*dict.fromkeys(parameters)]
    if not each or not all(isinstance(theta, torch.Tensor) for theta in each):
        raise ValueError("a list of tensors, made anew: [*net.parameters()]")
    return each


def moving(parameters, state, rate, *fractions, positive=()):
    """[(parameter, its gradient, what the rule keeps about it)].

    parameters: tensors of any shapes, such as [*net.parameters()]; each moves
    once, and those without a gradient are left out. state: {} at first, then the
    same dict each time. rate: η > 0. fractions: each from 0 to below 1.
    positive: each at least 0.

    Raises ValueError where these do not fit, for complex or float16 parameters,
    and where a gradient is sparse or not finite.
    """
    if not isinstance(state, dict):
        raise ValueError("state is a dict: {} at first, then the same one again")
    if not 0 < rate < math.inf or not all(0 <= f < 1 for f in fractions):
        raise ValueError("take a rate above 0, and averages from 0 to below 1")
    if not all(0 <= number < math.inf for number in positive):
        raise ValueError("epsilon and decay are at least 0")
    found = [theta for theta in listed(parameters) if theta.grad is not None]
    if not found:
        raise ValueError("no parameter has a gradient: call loss.backward() before")
    if any(theta.is_complex() for theta in found):
        raise ValueError("a parameter is complex: keep torch.view_as_real of it")
    if any(theta.dtype == torch.float16 for theta in found):
        raise ValueError("float16 rounds epsilon to 0: keep float32 parameters")
    if any(theta.grad.layout != torch.strided for theta in found):
        raise ValueError("a gradient is sparse: build the layer with sparse=False")
    if not all(theta.grad.isfinite().all() for theta in found):
        raise ValueError("a gradient is not finite: lower the rate, or clip it")
    kept = [state.setdefault(theta, {"steps": 0}) for theta in found]
    for theta, own in zip(found, kept):
        if any(
            getattr(v, "shape", theta.shape) != theta.shape for v in own.values()
        ):
            raise ValueError("a parameter changed its shape: begin with state = {}")
    for own in kept:
        own["steps"] += 1
    return [(theta, theta.grad, own) for theta, own in zip(found, kept)]
