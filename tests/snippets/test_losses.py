"""Our losses are torch's, in value and gradient; and the three questions find what is planted."""

import math

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from snippets.ask_loss import ask_loss
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
        (torch.zeros(6, 3), LABELS, "classes - 1"),
        (torch.zeros(6, 4), LABELS - 1, "classes - 1"),
        (torch.full((6, 4), float("nan")), LABELS, "not finite"),
        (torch.full((6, 4), float("inf")), LABELS, "not finite"),
    ],
)
def test_what_does_not_fit_is_refused(loss, out, labels, says):
    with pytest.raises(ValueError, match=says):
        loss(out, labels)


X, Y = torch.linspace(-1, 1, 48).reshape(16, 3), torch.arange(16) % 4


def model(*tail):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 4), *tail)


def log_of_shares(small):
    return lambda out, y: F.nll_loss((out.softmax(1) + small).log(), y)


def test_a_sound_program_answers_as_the_comments_say():
    answers = ask_loss(model(), F.cross_entropy, X, Y)
    assert answers["shares"] == 0
    assert answers["guess"] == pytest.approx(1)
    assert answers["mistake"] == pytest.approx(math.sqrt(2), rel=1e-4)


def test_what_is_planted_is_found():
    assert ask_loss(model(nn.Softmax(1)), F.cross_entropy, X, Y)["shares"] == 1
    summed = ask_loss(model(), lambda out, y: F.cross_entropy(out, y, reduction="sum"), X, Y)
    assert summed["guess"] == pytest.approx(16)
    for loss in squared_error, log_of_shares(1e-8), lambda out, y: F.cross_entropy(out.softmax(1), y):
        assert ask_loss(model(), loss, X, Y)["mistake"] < 1e-6
    assert math.isnan(ask_loss(model(), log_of_shares(0), X, Y)["mistake"])
    assert ask_loss(model(), F.nll_loss, X, Y)["guess"] == 0


@pytest.mark.parametrize("training", [True, False])
def test_the_model_keeps_its_mode(training):
    net = model(nn.Dropout(0.5)).train(training)
    ask_loss(net, F.cross_entropy, X, Y)
    assert net.training is training


@pytest.mark.parametrize(
    ("net", "x", "y", "says"),
    [
        (model(), X[:0], Y[:0], "n is not 0"),
        (model(), X, Y[:5], "are \\(n, classes\\)"),
        (nn.Linear(3, 1), X, Y, "are \\(n, classes\\)"),
        (model(), X / 0, Y, "not finite"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused(net, x, y, says):
    with pytest.raises(ValueError, match=says):
        ask_loss(net, F.cross_entropy, x, y)
