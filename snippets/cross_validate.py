"""N-fold cross validation: every example validates once, in the fold that the models of that round never saw.

Cross-validatory choice is Stone's (1974). A `fit` is any function that learns from x and y, whose first dimension
is the examples, and returns another, predict(x).
"""

import torch


def k_fold(examples, folds, generator=None):
    """The row numbers (training, validation) of each round; sizes of folds differ by one at most."""
    parts = torch.randperm(examples, generator=generator).tensor_split(folds)
    return [(torch.cat([*parts[:k], *parts[k + 1 :]]), part) for k, part in enumerate(parts)]


def cross_validate(fits, x, y, loss, rounds):
    """The loss(prediction, y) of each fit on the validation rows of each round: (rounds, fits)."""
    table = []
    for training, validation in rounds:
        predictors = [fit(x[training], y[training]) for fit in fits]
        table.append(torch.stack([loss(predict(x[validation]), y[validation]) for predict in predictors]))
    return torch.stack(table)


def select(fits, x, y, loss, rounds):
    """The fit with the smallest average loss, trained again on all of x and y; its number, and its average."""
    averages = cross_validate(fits, x, y, loss, rounds).mean(0)
    best = averages.argmin().item()
    return fits[best](x, y), best, averages[best].item()
