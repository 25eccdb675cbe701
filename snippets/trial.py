"""Does your own update learn? Twenty steps on one batch, and some more to watch."""

# --8<-- [start:imports]
import torch

# --8<-- [end:imports]
from snippets.check_modes import check_modes, value
from snippets.parts import call

# --8<-- [start:code]

TRIAL = {  # check: (question, least, most, verdict outside, where to look)
    "gradients": ("First step with a gradient not finite", 0, 0, "fault",
        "sqrt or norm at zero; a rate too large; clip, for an RNN"),
    "stale": ("Gradient over that of its own batch", 0, 3, "fault",
        "zero_grad() is missing; undivided accumulation; strong dropout"),
    "twenty": ("Loss after twenty steps over the first", 0, 0.97, "look",
        "rate too small or large; clip, eps, decay; temperature"),
    "peak": ("Highest of these losses over the first", 0, 1.5, "look",
        "learning rate too large"),
    "pace": ("Last updates' size over the first ones'", 0.05, 1e9, "look",
        "a schedule for epochs that steps with each batch"),
}  # fmt: skip


def size(parts):
    return sum(p.norm().item() ** 2 for p in parts if p is not None) ** 0.5


def left_over(free, old, loss):
    """The gradient that lies there, over that of this loss; of what has moved."""
    own = torch.autograd.grad(loss, free, allow_unused=True)
    kept = [(p.grad, g) for p, q, g in zip(free, old, own) if not torch.equal(p, q)]
    return size(g for g, _ in kept) / (size(g for _, g in kept) + 1e-12)


def trial(start, loss, x, y, seed=0, steps=100):
    """start() -> a fresh (network, step); step(x, y) is your own update.
    -> {check: number}"""

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net, step = start()
        free = [p for p in net.parameters() if p.requires_grad]
        begin = old = [p.detach().clone() for p in free]
        path, found, moves = [value(net, loss, x, y)], {"gradients": 0}, []
        for number in range(1, steps + 1):
            if number == 6 and max(path) <= 1.5 * abs(path[0]):  # else it has grown
                now = loss(call(net.train(), x), y)
                found["stale"] = left_over(free, begin, now)
            step(x, y)
            path += [value(net, loss, x, y)] if number <= 20 else []
            # zero times what is not finite is NaN
            bad = any(p.grad is not None and (0 * p.grad).any() for p in free)
            found["gradients"] = found["gradients"] or number * bad
            if number < 4 or number > steps - 4:
                moved = size(p.detach() - q for p, q in zip(free, old))
                slope = size(p.grad for p in free)
                moves.append((slope, moved, moved / (slope or 1)))
                old = [p.detach().clone() for p in free]
        first = abs(path[0]) or 1e-9
        if min(path) >= 0:  # a likelihood of numbers may be below
            found |= {"twenty": path[-1] / first, "peak": max(path) / first}
        early, late = (
            [max(k) for k in zip(*part)] for part in (moves[:3], moves[4:])
        )
        if (
            all(early) and late[0] > 0.1 * early[0]
        ):  # else it accumulates, or is done
            found["pace"] = max(late[1] / early[1], late[2] / early[2])
        return found | check_modes(net, step, loss, x, y, first)
