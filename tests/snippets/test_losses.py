"""Our losses are torch's, in value and gradient."""

import pytest
import torch
from torch.nn import functional as F

from snippets.losses import cross_entropy, softmax, squared_error

LABELS = torch.tensor([0, 3, 1, 2, 3, 0])


def scores(size=1.0, seed=0):
    draw = torch.Generator().manual_seed(seed)
    return (size * torch.randn(6, 4, generator=draw, dtype=torch.float64)).requires_grad_()


def torch_squared(out, labels, shares=True):
    target = F.one_hot(labels, out.shape[1]).to(out)
    return F.mse_loss(out.softmax(1) if shares else out, target) * out.shape[1]


PAIRS = {
    "cross entropy": (cross_entropy, F.cross_entropy),
    "squared error": (squared_error, torch_squared),
    "of the scores": (
        lambda out, labels: squared_error(out, labels, shares=False),
        lambda out, labels: torch_squared(out, labels, shares=False),
    ),
}


@pytest.mark.parametrize("size", [1.0, 30.0, 1000.0])
@pytest.mark.parametrize("pair", PAIRS)
def test_value_and_gradient_are_torchs(pair, size):
    found = []
    for loss in PAIRS[pair]:
        out = scores(size)
        value = loss(out, LABELS)
        found.append((value.detach(), *torch.autograd.grad(value, out)))
    for ours, theirs in zip(*found, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12)


def test_softmax_is_torchs_in_any_shape_and_does_not_overflow():
    for size in 1.0, 1e4:
        out = scores(size).detach().reshape(2, 3, 4)
        torch.testing.assert_close(softmax(out), out.softmax(-1), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("loss", [cross_entropy, squared_error])
@pytest.mark.parametrize(
    ("out", "labels", "says"),
    [
        (torch.zeros(6), LABELS, "are \\(n, classes\\)"),
        (torch.zeros(5, 4), LABELS, "are \\(n, classes\\)"),
        (torch.zeros(0, 4), LABELS[:0], "n is not 0"),
        (torch.zeros(6, 4), LABELS.float(), "whole numbers"),
        (torch.zeros(6, 4), LABELS.int(), "labels.long()"),
        (torch.zeros(6, 3), LABELS, "classes - 1"),
        (torch.zeros(6, 4), LABELS - 1, "classes - 1"),
        (torch.full((6, 4), float("nan")), LABELS, "not finite"),
        (torch.full((6, 4), float("inf")), LABELS, "not finite"),
    ],
)
def test_what_does_not_fit_is_refused(loss, out, labels, says):
    with pytest.raises(ValueError, match=says):
        loss(out, labels)
