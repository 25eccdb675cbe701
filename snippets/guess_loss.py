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
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"targets must be numbers: {error}") from None
    floats, known = y.is_floating_point(), y[y != -100].double()
    if not known.isfinite().all():
        raise ValueError("a target is not a finite number: drop or fill it")
    rows = y.double().sum(1) if y.dim() == 2 and y.shape[1] > 1 else torch.zeros(1)
    if ((rows - 1).abs() < 1e-3).all() and (y >= 0).all():
        raise ValueError("rows that sum to 1, as one-hot labels: give y.argmax(1)")
    classes, counts = known.unique(return_counts=True)
    if not floats and (len(classes) > max(9, len(known) / 2) or (known < 0).any()):
        raise ValueError("classes count from 0; numbers to predict are y.float()")
    guess = torch.special.entr(counts / counts.sum()).sum().item()
    zeros = math.log(max(2, len(classes)))
    if floats and len(known):
        columns = y.double().reshape(len(y), -1)
        mean, zeros = columns.mean(0), columns.square().mean().item()
        guess = (columns - mean).square().mean().item()
        if ((y == 0) | (y == 1)).all():
            shares, zeros = torch.stack([mean, 1 - mean]), math.log(2)
            guess = torch.special.entr(shares).sum(0).mean().item()
    if not guess > 0:
        raise ValueError("all targets are alike, or there are none")
    return {"guess": guess, "zeros": zeros}
