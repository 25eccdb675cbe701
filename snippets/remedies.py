"""Remedies against overfitting, for E networks at once (snippets/ensemble.py), each with a generator of its own."""

import torch
from torch.nn import functional as F


def train(parameters, outputs, x, y, batches, rate, weight_decay=0.0, after_step=None):
    """Adam over batches (steps, E, size) of rows of x and y; outputs(parameters, inputs) -> (E, size, classes)."""
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=weight_decay, fused=True)
    for step, rows in enumerate(batches.to(x.device)):
        answers = outputs(parameters, x[rows])
        losses = F.cross_entropy(answers.mT, y[rows], reduction="sum") / rows.shape[1]
        optimizer.zero_grad()
        losses.backward()  # of which each network sees its own
        optimizer.step()
        if after_step:
            after_step(step + 1)


def rolled(x, reach, generators):
    """Augmentation: signals (E, n, length) moved round by at most `reach` places, the same digits elsewhere."""
    moves = torch.stack([torch.randint(-reach, reach + 1, (x.shape[1], 1), generator=g) for g in generators])
    return x.gather(2, (torch.arange(x.shape[2]) + moves).remainder(x.shape[2]).to(x.device))


def dropout(x, rate, generators):
    """Each number of x (E, ...) becomes zero with probability `rate`; the others grow, so that the mean stays."""
    kept = torch.stack([torch.rand(x.shape[1:], generator=g) for g in generators]).to(x.device) >= rate
    return x * kept / (1 - rate)


def early_stopping(losses, patience):
    """Where the best validation loss is, and where we stop: after `patience` losses in a row without a better one."""
    best = 0
    for now, loss in enumerate(losses):
        if loss < losses[best]:
            best = now
        if now - best >= patience:
            break
    return best, now
