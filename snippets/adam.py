"""Adam: momentum and RMSProp in one rule; AdamW: with the decay beside it."""

import torch

from snippets.moving import moving


# --8<-- [start:code]
@torch.no_grad()
def adam_step(
    parameters, state, rate, betas=(0.9, 0.999), eps=1e-8, l2=0.0, decay=0.0
):
    """θ ← θ − η m/σ: one step in place, after loss.backward().

    m and σ² are running averages of g and g², divided by what their weights have
    added up to so far: else both would begin near their start, 0.
    l2: added to the gradient, Adam(weight_decay=l2). decay: shrinks the parameter
    itself, AdamW(weight_decay=decay). state: {} at first.
    Source: Kingma and Ba (2015), Loshchilov and Hutter (2019). Raises ValueError
    as `moving`.
    """
    b1, b2 = betas
    numbers = [eps, l2, decay]
    for theta, g, own in moving(parameters, state, rate, b1, b2, positive=numbers):
        g = g + l2 * theta  # Adam: through m and σ, like any gradient
        theta.mul_(1 - rate * decay)  # AdamW: not through them
        own["m"] = b1 * own.get("m", 0) + (1 - b1) * g
        own["v"] = b2 * own.get("v", 0) + (1 - b2) * g * g
        m = own["m"] / (1 - b1 ** own["steps"])
        sigma = (own["v"] / (1 - b2 ** own["steps"])).sqrt()
        theta.sub_(rate * m / (sigma + eps))


# --8<-- [end:code]
