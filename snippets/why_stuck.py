"""Why does the training loss stand? A look at gradient, curvature and noise, where
the run is now. The limits are ours."""

import math

import torch
from torch.func import functional_call

from snippets.curvature import extremes
from snippets.fresh import fresh_copy
from snippets.rates_of import rates_of

# --8<-- [start:code]
SMALL, DOWN, EDGE, LOST = 0.25, 0.05, 0.7, 0.5
ADVICE = {
    "plateau": "a larger initialization, as PyTorch's default; momentum or Adam",
    "edge": "standardize the inputs; Adam",
    "noise floor": "a tenth of the rate, kept if that ends lower; larger batches",
    "rate too small": "ten times the rate, then a sweep",
    "none of these": "first checks; if the loss still falls, train on",
}


def name_of(gradient, down, edge, lost, noise):
    """One of ADVICE, for the numbers of `why_stuck`."""
    if gradient <= SMALL and down >= DOWN:
        return "plateau"
    if edge >= EDGE and noise < max(lost, LOST) / 2:
        return "edge"
    if lost >= LOST:
        return "noise floor"
    return "rate too small" if max(edge, lost) < 0.2 else "none of these"


def why_stuck(model, loss, batches, optimizer, steps=20, fresh=None):
    """(One of ADVICE, the numbers that say so), for a run whose loss stands.

    loss(model(x), y) is a mean, without weight decay. batches: 16 or more (x, y),
    as you train on them; one with all data if that is how you train. fresh: a new
    model like yours, or None for `fresh_copy`. The numbers: the gradient's norm
    over the fresh model's; the most negative curvature over the largest; the
    largest in units of what is stable; of the gain that a step's slope promises,
    the share that is lost again, and the part of it that is noise. Nothing is
    changed. Raises ValueError for batches that do not fit; for losses that are
    sums, not finite, or change from call to call; for a rate or a gradient of 0;
    for half precision; and as `rates_of` and `fresh_copy`.
    """
    batches = [tuple(batch) for batch in batches]
    fit = [len(b) == 2 and {type(p) for p in b} == {torch.Tensor} for b in batches]
    if (
        not batches
        or not all(fit)
        or not all(len(x) == len(y) > 0 for x, y in batches)
    ):
        raise ValueError("batches are [(x, y), ...], tensors of as many rows each")
    rates, reach, stable = rates_of(optimizer)
    rates = {p: rate for p, rate in rates.items() if rate.any()}
    names = [name for name, p in model.named_parameters() if p in rates]
    here = [p.detach() for p in model.parameters() if p in rates]
    roots = [rates[p].sqrt() for p in model.parameters() if p in rates]

    def at(values, x, y, net=model):
        state = {name: buffer.clone() for name, buffer in net.named_buffers()}
        state |= dict(zip(names, values))
        return loss(functional_call(net, state, (x,)), y)

    def gradient(batch, net=model):
        own = dict(net.named_parameters())
        values = [own[name].detach().requires_grad_() for name in names]
        return torch.autograd.grad(
            at(values, *batch, net), values, materialize_grads=True
        )

    if not here or {p.dtype for p in here} - {torch.float32, torch.float64}:
        raise ValueError(
            "no parameter in float32 that the optimizer moves: rate 0?"
        )
    whole = [torch.cat(parts) for parts in zip(*batches)]
    with torch.no_grad():
        now, again = at(here, *whole).item(), at(here, *whole).item()
        each = [at(here, *batch).item() for batch in batches]
    if not math.isfinite(now) or not math.isclose(now, again, rel_tol=1e-5):
        raise ValueError(
            "the loss is not finite, or has chance in it: model.eval()"
        )
    if len(each) > 2 and abs(now) > 2 * abs(sum(each) / len(each)):
        raise ValueError("the loss is a sum: take its mean")

    @torch.no_grad()
    def change(slopes):  # of the loss, by a step down these slopes
        to = [p - reach * r**2 * g for p, r, g in zip(here, roots, slopes)]
        return at(to, *whole).item() - now

    slope = gradient(whole)
    gain = reach * sum((r * g).square().sum().item() for r, g in zip(roots, slope))
    if not 0 < gain < math.inf:
        raise ValueError("the gradient is 0 or not finite: see the first checks")
    changes = [change(gradient(batch)) for batch in batches]
    mean, full = sum(changes) / len(changes), change(slope)
    blur = torch.finfo(here[0].dtype).eps * abs(now)
    if max(gain, abs(mean)) < 50 * blur:  # so short a step loses nothing to see
        mean = full = -gain

    def stretched(values):  # so that a step of any rule is one along the gradient
        return at([v * r for v, r in zip(values, roots)], *whole)

    ends, doubts, _ = extremes(
        stretched, [p / r for p, r in zip(here, roots)], steps
    )
    low, high = ends[0].tolist()
    fresh = fresh_copy(model, whole[0]) if fresh is None else fresh
    norms = [
        torch.nn.utils.get_total_norm(g).item()
        for g in (slope, gradient(whole, fresh))
    ]
    numbers = {
        "gradient": norms[0] / norms[1] if norms[1] else math.inf,
        "down": max(-low - doubts[0, 0].item(), 0) / abs(high),
        "edge": high / stable,
        "lost": 1 + mean / gain,
        "noise": (mean - full) / gain,
    }
    return name_of(**numbers), numbers


# --8<-- [end:code]
