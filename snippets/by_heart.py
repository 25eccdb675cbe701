"""Can it learn eight examples by heart? If not, look at what stands between the
batch and the step."""

# --8<-- [start:imports]
import torch

# --8<-- [end:imports]
from snippets.parts import call, parts_of, take

# --8<-- [start:code]

HEART = {  # check: (question, least, most, verdict outside, where to look)
    "heart": ("Eight examples' loss over swapped targets'", 0, 0.2, "fault",
        "ReLU at the end, none between; frozen layers; rate; own backward"),
}  # fmt: skip


def different(x, y, count=8):
    """Rows with different inputs, and with as many different targets as
    possible."""
    parts, rows, asked = parts_of(x), {}, {}
    for i in range(len(y)):
        key = str([part[i].tolist() for part in parts])
        rows.setdefault(key, (asked.setdefault(str(y[i].tolist()), []), i))
    for kin, i in rows.values():
        kin.append(i)
    order = [(place, i) for kin in asked.values() for place, i in enumerate(kin)]
    return [i for _, i in sorted(order)[:count]]


def by_heart(start, loss, x, y, seed=0, steps=100, rounds=25):
    """start() -> a fresh (network, step); step(x, y) is your own update.
    -> {check: number}

    The loss on eight examples over that with their targets dealt to one another. It
    goes on while that still falls.
    """
    rows, share, before = different(x, y), 1.0, 2.0
    x, y = take(x, rows), y[rows]
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net, step = start()
        turns, some = range(1, len(y)), torch.rand_like(call(net, x))
        if all(torch.equal(loss(some, y.roll(k, 0)), loss(some, y)) for k in turns):
            return {}  # it does not look at its targets
        while rounds and HEART["heart"][2] < share < 0.98 * before:
            for _ in range(steps):
                step(x, y)
            with torch.no_grad():
                outs = [call(net.train(mode), x) for mode in (True, False)]
                dealt = [sum(loss(o, y.roll(k, 0)) for k in turns) for o in outs]
                own = [loss(o, y) * len(turns) for o in outs]
            if not all(o.isfinite() for o in own):
                return {}
            before, rounds = share, rounds - 1
            pairs = [(a, b) for a, b in zip(own, dealt) if b > 1e-9]
            share = min([max(0.0, float(a / b)) for a, b in pairs], default=0)
    return {"heart": share}
