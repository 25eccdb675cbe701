"""What a step gains of what its slope promises, tried out."""

import math

import torch


def one_step(loss, values, rates, reach, batches, whole):
    """The slope of the whole loss, the share of a step's gain that is lost again,
    and the part of it that the difference between batches makes.

    loss(values, x, y) -> a number; values and rates: tensors of equal shapes;
    reach: rates that a gradient moves a value in the end. A step with each batch's
    gradient is tried on the whole; what rounding hides is not lost. Raises
    ValueError for a loss that is a sum, not finite, or changes from call to call,
    and for a slope of 0.
    """
    with torch.no_grad():
        now, again = loss(values, *whole).item(), loss(values, *whole).item()
        each = [loss(values, *batch).item() for batch in batches]
    if not math.isfinite(now) or not math.isclose(now, again, rel_tol=1e-5):
        raise ValueError(
            "the loss is not finite, or has chance in it: model.eval()"
        )
    if len(each) > 2 and abs(now) > 2 * abs(sum(each) / len(each)):
        raise ValueError("the loss is a sum: take its mean")

    def gradient(batch):
        free = [value.detach().requires_grad_() for value in values]
        return torch.autograd.grad(loss(free, *batch), free, materialize_grads=True)

    @torch.no_grad()
    def change(slope):
        moved = [v - reach * r * g for v, r, g in zip(values, rates, slope)]
        return loss(moved, *whole).item() - now

    slope = gradient(whole)
    gain = reach * sum((r * g * g).sum().item() for r, g in zip(rates, slope))
    if not 0 < gain < math.inf:
        raise ValueError("the gradient is 0 or not finite: see the first checks")
    changes = [change(gradient(batch)) for batch in batches]
    mean, full = sum(changes) / len(changes), change(slope)
    if max(gain, abs(mean)) < 50 * torch.finfo(values[0].dtype).eps * abs(now):
        mean = full = -gain
    return slope, 1 + mean / gain, (mean - full) / gain
