"""Does your own update do what you think? Each parameter, by name, on one batch."""

# --8<-- [start:imports]
import torch

# --8<-- [end:imports]
from snippets.parts import call

# --8<-- [start:code]

UPDATE = {  # check: (question, least, most, verdict outside, where to look)
    "unlisted": ("Weights in use that are no parameters", 0, 0, "fault",
        "layers in a list, or made in forward: nn.ModuleList"),
    "unreached": ("Parameters that no gradient reaches", 0, 0, "fault",
        "detach, .data, round, argmax; dead units; a mask; unused"),
    "unmoved": ("Parameters that your updates leave alone", 0, 0, "fault",
        "what the optimizer was given"),
    "frozen": ("Parameters without requires_grad", 0, 0, "look",
        "frozen on purpose?"),
    "faint": ("Smallest gradient over the largest", 1e-4, 1, "look",
        "vanishing: activation, start, skip connections"),
}  # fmt: skip


def in_use(nodes, seen):
    """The weights that a loss was computed from."""
    while nodes:
        if (node := nodes.pop()) and node not in seen:
            seen.add(node)
            nodes += [before for before, _ in node.next_functions]
    return {node.variable for node in seen if hasattr(node, "variable")}


def look(start, loss, x, y, seed, steps):
    """A fresh network after some updates: its outputs, and what is to be seen."""
    torch.manual_seed(seed)
    net, step = start()
    free = {name: p for name, p in net.named_parameters() if p.requires_grad}
    old = {name: p.detach().clone() for name, p in free.items()}
    for number in range(64 if steps else 0):  # some accumulate, and move seldom
        if number < steps or all(torch.equal(p, old[n]) for n, p in free.items()):
            step(x, y)
    out = call(net.train(), x)
    value = loss(out, y)
    grads = torch.autograd.grad(value, [*free.values()], allow_unused=True)
    own = dict(zip(free, [0 if g is None else g.norm().item() for g in grads]))
    return out.detach(), {
        "unlisted": len(in_use([value.grad_fn], set()) - {*net.parameters()}),
        "sizes": {n: own[n] / (b.norm().item() or 1) for n, b in old.items()},
        "weights": [n for n, p in free.items() if p.dim() > 1] or [*free],
        "moved": {n for n, p in free.items() if not torch.equal(p, old[n])},
        "frozen": {n for n, p in net.named_parameters() if not p.requires_grad},
    }


def check_update(start, loss, x, y, seeds=3, steps=5):
    """start() -> a fresh (network, step); step(x, y) is your own update.
    -> outputs, {check: number}, {check: names}"""
    with torch.random.fork_rng():
        when = [(seed, k) for k in (0, steps) for seed in range(seeds)]
        outs, seen = zip(*[look(start, loss, x, y, *each) for each in when])
    sizes = {n: max(found["sizes"][n] for found in seen) for n in seen[0]["sizes"]}
    felt = {n for n in sizes if sizes[n]}  # a bias alone may cancel: it is sound
    dead = {n for n in sizes if n not in felt and n[:-4] + "weight" not in felt}
    still = felt.difference(*(found["moved"] for found in seen))
    names = {"unreached": dead, "unmoved": still, "frozen": seen[0]["frozen"]}
    weights = [sizes[name] for name in seen[0]["weights"]]
    found = {check: len(which) for check, which in names.items()}
    found["unlisted"] = max(each["unlisted"] for each in seen)
    found["faint"] = min(weights) / (max(weights) or 1) + 0 * sum(weights)  # or NaN
    return outs, found, names
