"""Why does the training loss stand? A look at gradient, curvature and noise, where
the run is now."""

# --8<-- [start:imports]
import math

import torch
from torch.func import functional_call

# --8<-- [end:imports]
from snippets.causes import name_of
from snippets.curvature import extremes
from snippets.fresh import fresh_copy
from snippets.one_step import one_step
from snippets.rates_of import rates_of

# --8<-- [start:code]


def why_stuck(model, loss, batches, optimizer, steps=20, fresh=None):
    """(One of ADVICE, the numbers that say so), for a run whose loss stands.

    loss(model(x), y) is a mean, without weight decay. batches: 16 or more (x, y),
    as you train on them; one with all data if that is how you train. fresh: a new
    model like yours, or None for `fresh_copy`. The numbers: the gradient's norm
    over the fresh model's; the most negative curvature over the largest; the
    largest in units of what is stable; of the gain that a step's slope promises,
    the share that is lost again, and the part of it that is noise. Nothing is
    changed. Raises ValueError for batches that do not fit, for half precision, for
    a rate of 0, and as `rates_of`, `one_step` and `fresh_copy`.
    """
    batches = [tuple(batch) for batch in batches]
    fit = [len(b) == 2 and {type(p) for p in b} == {torch.Tensor} for b in batches]
    if not fit or not all(fit) or not all(len(x) == len(y) > 0 for x, y in batches):
        raise ValueError("batches are [(x, y), ...], tensors of as many rows each")
    whole = [torch.cat(parts) for parts in zip(*batches)]
    rates, reach, stable = rates_of(optimizer)
    moved = {
        n: p for n, p in model.named_parameters() if p in rates and rates[p].any()
    }
    if not moved or any(p.dtype.itemsize < 4 for p in moved.values()):
        raise ValueError(
            "no parameter in float32 that the optimizer moves: rate 0?"
        )
    here, rates = (
        [p.detach() for p in moved.values()],
        [rates[p] for p in moved.values()],
    )

    def at(values, x, y, net=model):
        state = {name: buffer.clone() for name, buffer in net.named_buffers()}
        return loss(functional_call(net, state | dict(zip(moved, values)), (x,)), y)

    def stretched(values):  # so that a step of any rule is one along the gradient
        return at([v * r.sqrt() for v, r in zip(values, rates)], *whole)

    slope, lost, noise = one_step(at, here, rates, reach, batches, whole)
    start = [p / r.sqrt() for p, r in zip(here, rates)]
    ends, doubts, _ = extremes(stretched, start, steps)
    fresh = fresh_copy(model, whole[0]) if fresh is None else fresh
    new = [p for n, p in fresh.named_parameters() if n in moved]
    first = torch.autograd.grad(at(new, *whole, fresh), new, materialize_grads=True)
    size, usual = (torch.nn.utils.get_total_norm(g).item() for g in (slope, first))
    low, high = ends[0].tolist()
    numbers = {"gradient": size / usual if usual else math.inf}
    numbers |= {"down": max(-low - doubts[0, 0].item(), 0) / abs(high)}
    numbers |= {"edge": high / stable, "lost": lost, "noise": noise}
    return name_of(**numbers), numbers


# --8<-- [end:code]
