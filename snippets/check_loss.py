"""Does the loss fit the network's outputs? On one batch, without training (after an
idea of Karpathy's, 2019)."""

import torch

LOSS = {  # check: (question, least, most, verdict outside, where to look)
    "mean": ("Loss over the mean of its examples'", 0.99, 1.01, "look",
        "a sum; a wrong axis; it compares examples"),
    "scores": ("Can an output be what the loss wants?", 1, 1, "fault",
        "softmax, sigmoid or ReLU before it; log_softmax missing"),
    "perfect": ("Is the gradient finite at a perfect fit?", 1, 1, "fault",
        "sqrt, norm, log or x/0 in the loss"),
    "deaf": ("Classes that the loss does not see", 0, 0, "look",
        "ignore_index; a class weight of 0"),
}  # fmt: skip


def by_place(values, y):
    """The classes' dimension last: it is the second for images and sequences."""
    return values if values.shape[:-1] == y.shape else values.movedim(1, -1)


def ideal(out, y):
    """Outputs that are the targets: as probabilities, and as scores."""
    if y.is_floating_point():
        return y, (2 * y - 1) * 50
    hot = torch.nn.functional.one_hot(y.clamp(0), by_place(out, y).shape[-1]).to(
        out
    )
    hot = hot if out.shape[:-1] == y.shape else hot.movedim(-1, 1)
    return hot, 100 * hot


def deaf(out, loss, y):
    """How many classes have no gradient of the loss at any of their places."""
    out = out.clone().requires_grad_()
    felt = by_place(torch.autograd.grad(loss(out, y), out)[0], y).any(-1)
    return len({*y[y >= 0].tolist()} - {*y[felt].tolist()})


def check_loss(outs, loss, y):
    """outs: outputs for a batch, of several networks, (n, ...) each; loss(out, y)
    is yours. -> {check: number}

    What the loss refuses, and what cannot be told for it, is left out.
    """
    out, floats = outs[0], y.is_floating_point()
    some = (torch.arange(out.numel()).sin() / 2 + 0.5).reshape(out.shape).to(out)
    each = sum(loss(some[i : i + 1], y[i : i + 1]).item() for i in range(len(y)))
    found = {"mean": loss(some, y).item() * len(y) / (each or 1e-9)}
    try:
        shares, scores = ideal(out, y)
        known = not floats or {*y.unique().tolist()} <= {0, 1}
        if known and loss(shares, y) > loss(scores, y) + 1e-3:  # it wants scores
            found["scores"] = float(any(o.min() < 0 or not o.any() for o in outs))
        if not floats and loss(10 * scores, y) < -100:  # it wants logarithms
            found["scores"] = float(all(o.max() <= 0 for o in outs))
        if not all(o.isfinite().all() for o in outs):
            found.pop("scores", None)
        best = (shares if floats else scores).detach().clone().requires_grad_()
        slope = torch.autograd.grad(loss(best, y), best)[0]
        if best.isfinite().all():
            found["perfect"] = float(slope.isfinite().all())
        if not floats:
            found["deaf"] = deaf(some, loss, y)
    except (RuntimeError, IndexError, ValueError):
        pass  # a loss of probabilities takes no scores; two shapes have no ideal
    return found
