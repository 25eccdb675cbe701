"""Does a gradient lie there that is older than its batch?"""

# --8<-- [start:imports]
from math import isfinite, nan

import torch
from torch.optim.optimizer import register_optimizer_step_post_hook

# --8<-- [end:imports]
from snippets.parts import call

# --8<-- [start:code]


def norm_of(parts):
    return sum(p.norm().item() ** 2 for p in parts if p is not None) ** 0.5


def updates(step, x, y):
    """Updates with this batch: at least one, and how often an optimizer moved."""
    moved = []
    hook = register_optimizer_step_post_hook(lambda by, *_: moved.append(id(by)))
    try:
        step(x, y)
    finally:
        hook.remove()
    return max((moved.count(one) for one in moved), default=1)


def alone(net, loss, x, y):
    """This batch's own gradient, with the chance that its update will have."""
    free = [p for p in net.parameters() if p.requires_grad]
    with torch.random.fork_rng():
        value = loss(call(net.train(), x), y)
        return torch.autograd.grad(value, free, allow_unused=True)


def left_over(net, old, own):
    """The gradient that lies there, over its batch's own; of what has moved, and
    how large its own is."""
    free = [p for p in net.parameters() if p.requires_grad]
    kept = [(p.grad, g) for p, q, g in zip(free, old, own) if not torch.equal(p, q)]
    share = norm_of(g for g, _ in kept) / (norm_of(g for _, g in kept) + 1e-12)
    return share, norm_of(own)


def stale(first, later):
    """Of the first update, which has no older one, and of later ones. Not the
    largest counts: an update may draw its rows."""
    told = [a for a, own in later if isfinite(a) and own > 0.01 * first[1]]
    return sorted(told)[-2:][0] / max(1, first[0]) if told else nan
