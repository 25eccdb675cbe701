"""Adagrad: each parameter's step is divided by the size of all its gradients."""

import torch

from snippets.moving import moving


# --8<-- [start:code]
@torch.no_grad()
def adagrad_step(parameters, state, rate, mean=False, eps=1e-10):
    """θ ← θ − η g/σ: one step in place, after loss.backward().

    σ² is the sum of the parameter's squared gradients so far, as torch has it;
    with mean=True their mean, as the lecture has it. Then steps do not shrink
    unless the rate does: divided by the root of the number of steps, it is the
    sum again. state: {} at first. ε keeps a gradient of zero from dividing by 0.
    Source: Duchi, Hazan and Singer (2011). Raises ValueError as `moving`.
    """
    for theta, g, own in moving(parameters, state, rate, positive=[eps]):
        own["sum"] = own.get("sum", 0) + g * g
        count = own["steps"] if mean else 1
        sigma = (own["sum"] / count).sqrt()
        theta.sub_(rate * g / (sigma + eps))


# --8<-- [end:code]
