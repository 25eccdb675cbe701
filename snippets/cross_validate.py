"""N-fold cross validation: every example validates once, in the fold that the
models of that round never saw.

Cross-validatory choice is Stone's (1974). A `fit` is any function that learns from
x and y, whose first dimension is the examples, and returns another, predict(x).
"""

import torch


def k_fold(examples, folds, generator=None):
    """The row numbers (training, validation) of each round.

    Sizes of folds differ by one at most. Raises ValueError for less than two folds,
    or more than examples.
    """
    if not 2 <= folds <= examples:
        raise ValueError(
            f"{folds} folds of {examples} examples: take 2 to {examples}"
        )
    parts = torch.randperm(examples, generator=generator).tensor_split(folds)
    others = [torch.cat([*parts[:k], *parts[k + 1 :]]) for k in range(folds)]
    return list(zip(others, parts))


def cross_validate(fits, x, y, loss, rounds):
    """The loss(prediction, y) of each fit on each round's validation rows:
    (rounds, fits)."""
    table = []
    for training, validation in rounds:
        predictors = [fit(x[training], y[training]) for fit in fits]
        answers = [predict(x[validation]) for predict in predictors]
        table.append(
            torch.stack([loss(answer, y[validation]) for answer in answers])
        )
    return torch.stack(table)


def select(fits, x, y, loss, rounds):
    """The fit with the smallest average loss, trained again on all of x and y; its
    number, and its average.

    A fit whose loss is not finite is never the best. Raises ValueError if none is
    finite.
    """
    averages = cross_validate(fits, x, y, loss, rounds).mean(0)
    averages = averages.nan_to_num(nan=torch.inf)
    best = averages.argmin().item()
    if averages[best].isinf():
        raise ValueError("no fit has a finite loss")
    return fits[best](x, y), best, averages[best].item()
