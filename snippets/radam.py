"""RAdam: Adam that does not divide while σ has seen too few gradients."""

import torch

from snippets.moving import moving


# --8<-- [start:code]
@torch.no_grad()
def radam_step(parameters, state, rate, betas=(0.9, 0.999), eps=1e-8):
    """θ ← θ − η r m/σ, and θ ← θ − η m in the first steps: one step in place.

    ρ counts the gradients that σ stands on. Up to 5 the variance of 1/σ is
    infinite, or nearly: no division. From then on r, which rises to 1, shortens
    the step. A warm-up of Adam's own making. state: {} at first.
    Source: Liu et al. (2020). Raises ValueError as `moving`, and for β₂ of 2/3 or
    less, with which ρ never gets to 5.
    """
    b1, b2 = betas
    if not 2 / 3 < b2 < 1:
        raise ValueError("take betas[1] above 2/3 and below 1: 0.999 is usual")
    most = 2 / (1 - b2) - 1
    for theta, g, own in moving(parameters, state, rate, b1, positive=[eps]):
        t = own["steps"]
        own["m"] = b1 * own.get("m", 0) + (1 - b1) * g
        own["v"] = b2 * own.get("v", 0) + (1 - b2) * g * g
        step = rate * own["m"] / (1 - b1**t)
        rho = most - 2 * t * b2**t / (1 - b2**t)
        if rho > 5:
            r = (rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho)
            step = step * r**0.5 * (1 - b2**t) ** 0.5 / (own["v"].sqrt() + eps)
        theta.sub_(step)


# --8<-- [end:code]
