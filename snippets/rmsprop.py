"""RMSProp: as Adagrad, but old gradients are forgotten."""

import torch

from snippets.moving import moving


# --8<-- [start:code]
@torch.no_grad()
def rmsprop_step(parameters, state, rate, alpha=0.99, from_zero=False, eps=1e-8):
    """θ ← θ − η g/σ, with σ² ← α σ² + (1 − α) g²: one step in place.

    The lecture begins with σ = |g|, so that the first step has length η. With
    from_zero=True it begins with σ = 0, as torch.optim.RMSprop does: the first
    step is then 1/√(1 − α) times as long, ten times for α = 0.99.
    state: {} at first. alpha: from 0 to below 1.
    Source: Hinton's lecture 6e (2012). Raises ValueError as `moving`.
    """
    for theta, g, own in moving(parameters, state, rate, alpha, positive=[eps]):
        square = g * g
        before = own.get("square", torch.zeros_like(g) if from_zero else square)
        own["square"] = alpha * before + (1 - alpha) * square
        theta.sub_(rate * g / (own["square"].sqrt() + eps))


# --8<-- [end:code]
