"""The losses to compare with: those of answers that ignore the input."""

import math

import torch


def guess_loss(y):
    """y: targets. -> {"guess": loss of the best constant, "zeros": of outputs 0}

    Integers are classes, for cross-entropy, where -100 is left out as in PyTorch;
    numbers that are all 0 or 1 are for binary cross-entropy with logits; others for
    the mean squared error, column by column. Raises ValueError for other targets.
    """
    try:
        y = torch.atleast_1d(torch.as_tensor(y))
    except (TypeError, ValueError) as error:
        raise ValueError(f"targets must be numbers: {error}") from None
    if y.is_floating_point() and not y.isfinite().all():
        raise ValueError("a target is not a finite number: drop or fill it")
    if y.is_floating_point() and y.numel():
        y = y.double().reshape(len(y), -1)
        mean, zeros = y.mean(0), y.square().mean().item()
        guess = (y - mean).square().mean().item()
        if ((y == 0) | (y == 1)).all():
            shares, zeros = torch.stack([mean, 1 - mean]), math.log(2)
            guess = torch.special.entr(shares).sum(0).mean().item()
    else:
        classes, counts = y[y != -100].unique(return_counts=True)
        guess = torch.special.entr(counts / counts.sum()).sum().item()
        zeros = math.log(max(2, len(classes)))
    if not guess > 0:
        raise ValueError("all targets are alike, or there are none")
    return {"guess": guess, "zeros": zeros}
