"""What does a fresh network answer, before any training? (After an idea of
Karpathy's, 2019.)"""

from contextlib import suppress

import torch

START = {  # check: (question, least, most, verdict outside, where to look)
    "finite": ("Is the first loss a finite number?", 1, 1, "fault",
        "NaN or inf in inputs or targets; log 0; x/0"),
    "shapes": ("Have outputs and targets one shape?", 1, 1, "fault",
        "(n,) against (n, 1): the loss broadcasts"),
    "start": ("First loss over that of zeros", 0, 3, "fault",
        "inputs or targets not of size one; the initialization"),
    "differ": ("How much outputs differ between examples", 1e-3, 1e9, "fault",
        "dead or saturated units; depth; weights all zero or alike"),
    "constant": ("Best constant's loss over that of zeros", 0.5, 1.01, "look",
        "unequal classes; targets far from zero"),
}  # fmt: skip


def best_constant(loss, like, y):
    """The loss of the best output that ignores the input."""
    best = torch.zeros(like[:1].shape).to(like).requires_grad_()
    search = torch.optim.LBFGS([best], max_iter=50, line_search_fn="strong_wolfe")

    def closure():
        search.zero_grad()
        value = loss(best.expand_as(like), y)
        value.backward()
        return value

    search.step(closure)
    return loss(best.detach().expand_as(like), y).item()


def check_start(outs, loss, y):
    """outs: outputs for a batch, of several networks, (n, ...) each; loss(out, y)
    is yours. -> {check: number}

    Raises ValueError for a loss that is no single number, or refuses the outputs.
    """
    out = outs[0]
    try:
        value = loss(out, y)
    except RuntimeError as error:
        ours = f"outputs {(*out.shape,)} {out.dtype}"
        theirs = f"targets {(*y.shape,)} {y.dtype}"
        raise ValueError(f"the loss refuses {ours}, {theirs}: {error}") from None
    if value.numel() != 1:
        raise ValueError(f"the loss has shape {(*value.shape,)}: take its mean")
    found = {"finite": float(value.isfinite())}
    zeros = loss(torch.zeros_like(out), y)
    if y.is_floating_point() and out.numel() == y.numel():
        found["shapes"] = float(out.shape == y.shape)
    if zeros > 0:
        best = 0.0
        with suppress(RuntimeError):  # a loss of probabilities takes no scores
            best = best_constant(loss, out, y)
            found["constant"] = best / zeros.item()
        found["start"] = (value / zeros).item()
        if min(best, value) < 0:  # of a loss that may be below zero: no ratios
            found |= {"start": float("nan"), "constant": float("nan")}
    if len(out) > 1:
        flats = [o.reshape(len(o), -1).float() for o in outs]
        shares = [f.std(0).norm() / (f.norm(dim=1).mean() + 1e-12) for f in flats]
        found["differ"] = max(share.item() for share in shares)
    return found
