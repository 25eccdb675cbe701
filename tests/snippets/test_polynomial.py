"""Legendre polynomials and least squares against NumPy's and PyTorch's own."""

import numpy
import pytest
import torch

from snippets.polynomial import least_squares, legendre


def normal(*shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(sum(shape)), dtype=torch.float64)


@pytest.mark.parametrize("features", [1, 2, 9])
def test_legendre_is_numpys(features):
    x = torch.linspace(-1, 1, 12, dtype=torch.float64).reshape(2, 6)
    expected = numpy.polynomial.legendre.legvander(x.numpy(), features - 1)
    torch.testing.assert_close(legendre(x, features), torch.tensor(expected))


@pytest.mark.parametrize(("examples", "features"), [(20, 5), (20, 20), (20, 50)])
def test_least_squares_is_torchs_shortest(examples, features):
    inputs, targets = normal(3, examples, features), normal(3, examples, 2)
    expected = torch.linalg.lstsq(inputs, targets, driver="gelsd").solution
    torch.testing.assert_close(least_squares(inputs, targets), expected)


def test_linearly_dependent_inputs_share_the_weight():
    inputs, targets = normal(20, 3), normal(20, 1)
    once, twice = least_squares(inputs, targets), least_squares(torch.cat([inputs, inputs], 1), targets)
    torch.testing.assert_close(twice, torch.cat([once, once]) / 2)


def test_more_features_than_examples_fit_exactly_and_no_fit_is_shorter():
    inputs, targets = normal(10, 30), normal(10, 1)
    theta = least_squares(inputs, targets)
    torch.testing.assert_close(inputs @ theta, targets)
    into_nothing = torch.linalg.svd(inputs).Vh[10:]  # directions that change no training prediction
    torch.testing.assert_close(into_nothing @ theta, torch.zeros(20, 1, dtype=torch.float64))


def test_gradient_descent_from_zero_ends_there_too():
    inputs, targets = normal(5, 12), normal(5, 1)
    theta = torch.zeros(12, 1, dtype=torch.float64)
    for _ in range(2000):
        theta -= 0.03 * inputs.T @ (inputs @ theta - targets)
    torch.testing.assert_close(theta, least_squares(inputs, targets))


def test_ridge_is_the_normal_equations_solution_for_each_penalty():
    inputs, targets = normal(20, 8), normal(20, 2)
    penalties = torch.tensor([0.1, 3.0], dtype=torch.float64)
    found = least_squares(inputs, targets, penalties[:, None, None])
    for theta, penalty in zip(found, penalties, strict=True):
        gram = inputs.T @ inputs + penalty * torch.eye(8, dtype=torch.float64)
        torch.testing.assert_close(theta, torch.linalg.solve(gram, inputs.T @ targets))


def test_what_would_be_wrong_in_silence_is_refused():
    with pytest.raises(ValueError, match=r"y\[:, None\]"):
        least_squares(normal(5, 2), normal(5))
    with pytest.raises(ValueError, match=r"y\[:, None\]"):
        least_squares(normal(5, 2), normal(4, 1))
    with pytest.raises(ValueError, match=r"x must lie in \[-1, 1\]"):
        legendre(torch.tensor([1990.0, 2020.0]), 5)
