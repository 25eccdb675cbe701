"""Kinds that are known, with torch's Hessians; what is within tolerance stays undecided."""

import pytest
import torch
from torch.func import grad, jacrev

from snippets.classify import classify

ORIGIN = torch.zeros(2).double()


@pytest.mark.parametrize(
    ("loss", "kind"),
    [
        (lambda p: p[0] ** 2 + 3 * p[1] ** 2, "minimum"),
        (lambda p: -(p**2).sum(), "maximum"),
        (lambda p: p[0] ** 2 - p[1] ** 2, "saddle"),
        (lambda p: (1 - p[0] * p[1]) ** 2, "saddle"),  # the lecture's
        (lambda p: p[0] ** 4 + p[1] ** 4, "undecided"),  # a minimum, which H does not see
        (lambda p: -(p[0] ** 4) + p[1] ** 2, "undecided"),  # none
        (lambda p: p[0] ** 2, "undecided"),  # flat in the other
        (lambda p: p[0] ** 2 + 1e-9 * p[1] ** 2, "undecided"),  # within tolerance
        (lambda p: p.sum() + (p**2).sum(), "not a critical point"),
    ],
)
def test_kinds_at_zero(loss, kind):
    assert classify(grad(loss)(ORIGIN), torch.linalg.eigvalsh(jacrev(grad(loss))(ORIGIN))) == kind


def test_two_signs_make_a_saddle_whatever_the_zeros_do():
    assert classify(torch.zeros(3), torch.tensor([-1.0, 0.0, 1.0])) == "saddle"


def test_the_rounding_of_single_precision_makes_no_saddle():
    """Zeros of a product of a matrix with itself come out as small negative numbers."""
    half = torch.randn(20, 60, generator=torch.Generator().manual_seed(0))
    assert classify(torch.zeros(60), torch.linalg.eigvalsh(half.T @ half)) == "undecided"


def test_limits_are_the_callers():
    assert classify(torch.ones(2) * 1e-3, torch.ones(2), small=0.01) == "minimum"
    assert classify(torch.zeros(2), torch.tensor([1e-3, 1.0]), tolerance=0.01) == "undecided"


@pytest.mark.parametrize(
    ("gradient", "eigenvalues", "message"),
    [
        (torch.zeros(2), torch.ones(3), "two vectors"),
        (torch.zeros(1, 2), torch.ones(1, 2), "two vectors"),
        (torch.zeros(0), torch.ones(0), "no parameters"),
        (torch.zeros(1), torch.tensor([float("nan")]), "not finite"),
        (torch.tensor([float("inf")]), torch.ones(1), "not finite"),
    ],
)
def test_refuses(gradient, eigenvalues, message):
    with pytest.raises(ValueError, match=message):
        classify(gradient, eigenvalues)
