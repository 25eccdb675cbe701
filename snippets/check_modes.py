"""A network in evaluation mode: the same function as in training, and the same
twice?"""

# --8<-- [start:imports]
from math import inf, isfinite

import torch

# --8<-- [end:imports]
from snippets.parts import call, parts_of, with_parts

# --8<-- [start:code]

MODES = {  # check: (question, least, most, verdict outside, where to look)
    "evaluation": ("Rise of the loss in evaluation mode", -1e9, 0.2, "fault",
        "batch norm's running statistics"),
    "mode": ("Does an update train in training mode?", 1, 1, "look",
        "net.train() after each net.eval()"),
    "bent": ("Is it more than a linear function?", 1, 1, "look",
        "no ReLU or other activation between the layers"),
    "twice": ("Do two evaluations agree?", 1, 1, "fault",
        "F.dropout; a layer made in forward; chance on purpose, as in a VAE"),
}  # fmt: skip


@torch.no_grad()
def loss_of(net, loss, x, y, training=True):
    """The loss in training mode, or in evaluation mode."""
    return loss(call(net.train(training), x), y).item()


def check_modes(net, step, loss, x, y, first):
    """A network after some updates, and its update; first: the loss before them.
    -> {check: number}"""
    now, later = loss_of(net, loss, x, y), loss_of(net, loss, x, y, training=False)
    bad = isfinite(now) and not isfinite(later)
    found = {"evaluation": inf if bad else (later - now) / first}
    with torch.no_grad():
        one, two = call(net.eval(), x), call(net, x)
    found["twice"] = float(((one == two) | one.isnan()).all())
    parts = parts_of(x)
    spread = one.std(0).norm()
    floats = all(part.is_floating_point() for part in parts)
    if floats and found["twice"] and isfinite(spread) and spread > 0:
        between = with_parts(x, [(part + part.roll(1, 0)) / 2 for part in parts])
        with torch.no_grad():
            away = call(net, between) - (one + one.roll(1, 0)) / 2
        found["bent"] = float(away.norm() > 1e-4 * spread)
    step(x, y)  # after an evaluation, as in a loop that has forgotten train()
    modules = torch.nn.modules
    kinds = modules.batchnorm._NormBase, modules.dropout._DropoutNd
    if any(isinstance(module, kinds) for module in net.modules()):
        found["mode"] = float(net.training)
    return found
