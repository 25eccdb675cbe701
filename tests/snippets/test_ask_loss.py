"""The three questions to a loss find what is planted."""

import math

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from snippets.ask_loss import ask_loss
from snippets.losses import squared_error

X, Y = torch.linspace(-1, 1, 48).reshape(16, 3), torch.arange(16) % 4


def model(*tail):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 4), *tail)


class Pair(nn.Module):
    def forward(self, x):
        return x, x


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


@pytest.mark.parametrize("loss", [F.nll_loss, F.cross_entropy])
def test_log_probabilities_are_sound(loss):
    answers = ask_loss(model(nn.LogSoftmax(1)), loss, X, Y)
    assert answers["shares"] == 0
    assert answers["guess"] == pytest.approx(1)
    assert answers["mistake"] == pytest.approx(math.sqrt(2), rel=1e-4)


def test_a_sum_of_log_probabilities_is_found():
    summed = ask_loss(model(nn.LogSoftmax(1)), lambda out, y: F.nll_loss(out, y, reduction="sum"), X, Y)
    assert summed["guess"] == pytest.approx(16)


@pytest.mark.parametrize("raises", [True, False])
def test_every_module_keeps_its_own_mode(raises):
    net = model(nn.BatchNorm1d(4), nn.Dropout(0.5)).train()
    net[1].eval()
    if raises:
        with pytest.raises(RuntimeError):
            ask_loss(net, F.cross_entropy, X[:, :2], Y)
    else:
        ask_loss(net, F.cross_entropy, X, Y)
    assert [module.training for module in net.modules()] == [True, True, False, True]


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
        (model(), X, torch.where(Y == 1, -100, Y), "leave out what the loss ignores"),
        (model(), X, Y + 1, "leave out what the loss ignores"),
        (model(), X, Y.float(), "y.long"),
        (model(), X, Y.int(), "y.long"),
        (model(), X, Y.tolist(), "y.long"),
        (Pair(), X, Y, "is one tensor"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused(net, x, y, says):
    with pytest.raises(ValueError, match=says):
        ask_loss(net, F.cross_entropy, x, y)
