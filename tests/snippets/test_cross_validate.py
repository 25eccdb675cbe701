"""The folds are a partition, and the losses are scikit-learn's."""

import pytest
import torch
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score
from torch.nn.functional import mse_loss

from snippets.cross_validate import cross_validate, k_fold, select


@pytest.fixture
def data():
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(23, 3, generator=generator, dtype=torch.float64)
    return x, x[:, 0] - 2 * x[:, 1] + torch.randn(23, generator=generator, dtype=torch.float64)


def ridge(penalty):
    def fit(x, y):
        model = Ridge(penalty).fit(x, y)
        return lambda new: torch.from_numpy(model.predict(new))

    return fit


def test_every_example_validates_once_and_trains_otherwise():
    rounds = k_fold(23, 5, torch.Generator().manual_seed(0))
    assert torch.cat([validation for _, validation in rounds]).sort().values.tolist() == list(range(23))
    for training, validation in rounds:
        assert sorted([*training.tolist(), *validation.tolist()]) == list(range(23))


def test_the_folds_are_as_large_as_scikit_learns_and_hang_on_their_generator():
    rounds = k_fold(23, 5, torch.Generator().manual_seed(0))
    theirs = [len(validation) for _, validation in KFold(5).split(torch.zeros(23))]
    assert [len(validation) for _, validation in rounds] == theirs
    again, other = (k_fold(23, 5, torch.Generator().manual_seed(seed)) for seed in (0, 1))
    assert torch.equal(rounds[0][0], again[0][0])
    assert not torch.equal(rounds[0][0], other[0][0])


def test_the_losses_are_scikit_learns(data):
    x, y = data
    rounds = [tuple(map(torch.from_numpy, split)) for split in KFold(4, shuffle=True, random_state=0).split(x)]
    losses = cross_validate([ridge(0.1), ridge(10.0)], x, y, mse_loss, rounds)
    for column, penalty in zip(losses.T, (0.1, 10.0), strict=True):
        splits = [(training.numpy(), validation.numpy()) for training, validation in rounds]
        scores = cross_val_score(Ridge(penalty), x, y, cv=splits, scoring="neg_mean_squared_error")
        torch.testing.assert_close(column, torch.from_numpy(-scores))


def test_the_choice_has_the_smallest_average_and_learns_from_all_the_data(data):
    x, y = data
    fits = [ridge(1000.0), ridge(0.1)]
    rounds = k_fold(len(x), 4, torch.Generator().manual_seed(0))
    predict, best, average = select(fits, x, y, mse_loss, rounds)
    averages = cross_validate(fits, x, y, mse_loss, rounds).mean(0)
    assert best == 1
    assert average == averages.min().item() == averages[1].item()
    torch.testing.assert_close(predict(x), fits[1](x, y)(x))


def test_a_fit_that_diverged_is_not_the_best(data):
    def diverged(x, y):
        return lambda new: torch.full((len(new),), torch.nan, dtype=torch.float64)

    rounds = k_fold(23, 5, torch.Generator().manual_seed(0))
    _, best, average = select([ridge(1e9), ridge(1.0), diverged], *data, mse_loss, rounds)
    assert best == 1 and average < 2
    with pytest.raises(ValueError, match="no fit has a finite loss"):
        select([diverged], *data, mse_loss, rounds)


@pytest.mark.parametrize("folds", [0, 1, 24])
def test_folds_that_would_be_empty_are_refused(folds):
    with pytest.raises(ValueError, match="take 2 to 23"):
        k_fold(23, folds)
