"""Does your own update learn? Twenty steps on one batch, and some more to watch."""

# --8<-- [start:imports]
from math import inf, isnan, nan

import torch

# --8<-- [end:imports]
from snippets.check_modes import check_modes, loss_of
from snippets.left_over import alone, left_over, norm_of, stale, updates

# --8<-- [start:code]

TRIAL = {  # check: (question, least, most, verdict outside, where to look)
    "gradients": ("First step: gradient or weight not finite", 0, 0, "fault",
        "sqrt or norm at zero; a rate too large; clip, for an RNN"),
    "stale": ("Gradient over that of its own batch", 0, 1.8, "fault",
        "zero_grad() is missing; accumulation that is not divided"),
    "twenty": ("Loss after twenty steps over the first", 0, 0.97, "look",
        "rate too small or large; clip, eps, decay; temperature"),
    "peak": ("Highest of these losses over the first", 0, 1.5, "look",
        "learning rate too large"),
    "pace": ("Last updates' size over the first ones'", 0.05, 1e9, "look",
        "a schedule for epochs that steps with each batch"),
}  # fmt: skip


def trial(start, loss, x, y, seed=0, steps=100):
    """start() -> a fresh (network, step); step(x, y) is your own update.
    -> {check: number}"""

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net, step = start()
        free = [p for p in net.parameters() if p.requires_grad]
        begin = old = [p.detach().clone() for p in free]
        lefts, asked = [], (1, *range(6, 13))
        path, found, moves = [loss_of(net, loss, x, y)], {"gradients": 0}, []
        for number in range(1, steps + 1):
            own = alone(net, loss, x, y) if number in asked else None
            many = updates(step, x, y) > 1  # what lies there is the last one's
            left = (nan, nan) if many or not own else left_over(net, begin, own)
            lefts += [left] if own else []
            path += [loss_of(net, loss, x, y)] if number <= 20 else []
            # zero times what is not finite is NaN; gradients may be gone by now
            seen = [p.detach() if p.grad is None else p.grad for p in free]
            bad = any((0 * part).any() for part in seen)
            found["gradients"] = found["gradients"] or number * bad
            if number < 4 or number > steps - 4:
                moved = norm_of(p.detach() - q for p, q in zip(free, old))
                slope = norm_of(p.grad for p in free)
                moves.append((slope, moved, moved / (slope or 1)))
                old = [p.detach().clone() for p in free]
        found["stale"] = stale(lefts[0], lefts[1:])
        first = abs(path[0]) or 1e-9
        if min(path) >= 0:  # a likelihood of numbers may be below
            late = inf if isnan(path[-1]) and not found["gradients"] else path[-1]
            found |= {"twenty": late / first, "peak": max(path) / first}
        early, late = (
            [max(k) for k in zip(*part)] for part in (moves[:3], moves[4:])
        )
        if (
            all(early) and late[0] > 0.1 * early[0]
        ):  # else it accumulates, or is done
            found["pace"] = max(late[1] / early[1], late[2] / early[2])
        return found | check_modes(net, step, loss, x, y, first)
