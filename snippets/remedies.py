"""Remedies against overfitting, for E networks at once (snippets/ensemble.py),
each with a generator of its own."""

import math

import torch
from torch.nn import functional as F


def train(
    parameters, outputs, x, y, batches, rate, weight_decay=0.0, after_step=None
):
    """Adam over batches (steps, E, size) of rows of x and y.

    outputs(parameters, inputs) -> (E, size, classes)
    """
    optimizer = torch.optim.AdamW(
        parameters, rate, weight_decay=weight_decay, fused=True
    )
    for step, rows in enumerate(batches.to(x.device)):
        answers = outputs(parameters, x[rows])
        total = F.cross_entropy(answers.mT, y[rows], reduction="sum")
        optimizer.zero_grad()
        (total / rows.shape[1]).backward()  # of which each network sees its own
        optimizer.step()
        if after_step:
            after_step(step + 1)


def rolled(x, reach, generators):
    """Augmentation: signals (E, n, length) moved round by at most `reach`
    places, the same digits elsewhere."""
    ends, count = (-reach, reach + 1), (x.shape[1], 1)
    moves = torch.stack(
        [torch.randint(*ends, count, generator=g) for g in generators]
    )
    places = (torch.arange(x.shape[2]) + moves).remainder(x.shape[2])
    return x.gather(2, places.to(x.device))


def dropout(x, rate, generators):
    """Each number of x (E, ...) becomes zero with probability `rate`; the others
    grow, so that the mean stays."""
    drawn = torch.stack([torch.rand(x.shape[1:], generator=g) for g in generators])
    return x * (drawn.to(x.device) >= rate) / (1 - rate)


def early_stopping(losses, patience):
    """Where the best validation loss is, and where we stop: after `patience` losses
    in a row without a better one.

    losses: a list, or a generator that trains between two of them: it is asked for
    no more. NaN is never better. Raises ValueError if there is no loss.
    """
    best, least, now = 0, math.inf, -1
    for now, loss in enumerate(losses):
        if loss < least:
            best, least = now, loss
        if now - best >= patience:
            break
    if now < 0:
        raise ValueError("no loss was given: evaluate before the first epoch too")
    return best, now
