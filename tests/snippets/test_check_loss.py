"""Does the loss fit the outputs? Each number against torch's, and each fault."""

from functools import partial

import pytest
import torch
from torch.nn.functional import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    log_softmax,
    mse_loss,
    nll_loss,
)

from snippets.check_loss import LOSS, check_loss
from snippets.check_start import best_constant

CHANCE = torch.Generator().manual_seed(0)
Y = torch.randint(10, (64,), generator=CHANCE)
SCORES = [torch.randn(64, 10, generator=CHANCE) for _ in range(3)]
HALF = (Y > 4).float()[:, None]
ONE = [scores[:, :1] for scores in SCORES]
REAL = torch.randn(64, 1, generator=CHANCE)
IMAGES, MAPS = [torch.randn(8, 3, 4, 4, generator=CHANCE)], torch.randint(3, (8, 4, 4), generator=CHANCE)


def outside(found):
    return {check for check, number in found.items() if not LOSS[check][1] <= number <= LOSS[check][2]}


def test_the_best_constant_is_the_entropy_and_the_variance():
    shares = torch.bincount(Y) / len(Y)
    entropy = -(shares * shares.log()).sum().item()
    assert best_constant(cross_entropy, SCORES[0], Y) == pytest.approx(entropy, abs=1e-4)
    assert best_constant(mse_loss, REAL, REAL + 3) == pytest.approx(REAL.var(unbiased=False).item(), abs=1e-4)


SOUND = {
    "cross-entropy": (SCORES, cross_entropy, Y),
    "nll": ([log_softmax(scores, 1) for scores in SCORES], nll_loss, Y),
    "binary": (ONE, binary_cross_entropy_with_logits, HALF),
    "probabilities": ([scores.sigmoid() for scores in ONE], binary_cross_entropy, HALF),
    "regression": (ONE, mse_loss, REAL),
    "zeros": ([torch.zeros(64, 10)], cross_entropy, Y),
    "positive targets, sigmoid outputs": ([scores.sigmoid() for scores in ONE], mse_loss, HALF),
}
FAULTS = {
    "softmax": ([scores.softmax(1) for scores in SCORES], cross_entropy, Y, "scores"),
    "relu": ([scores.relu() for scores in SCORES], cross_entropy, Y, "scores"),
    "sigmoid twice": ([scores.sigmoid() for scores in ONE], binary_cross_entropy_with_logits, HALF, "scores"),
    "sum": (SCORES, lambda o, y: cross_entropy(o, y, reduction="sum"), Y, "mean"),
    "wrong axis": (SCORES, lambda o, y: nll_loss(log_softmax(o, 0), y), Y, "mean"),
    "square root": (ONE, lambda o, y: ((o - y) ** 2).sum(1).sqrt().mean(), REAL, "perfect"),
    "a class ignored": (SCORES, partial(cross_entropy, ignore_index=3), Y, "deaf"),
    "a weight of 0": (SCORES, partial(cross_entropy, weight=(torch.arange(10) != 3).float()), Y, "deaf"),
    "a class ignored, in images": (IMAGES, partial(cross_entropy, ignore_index=0), MAPS, "deaf"),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_losses_pass(name):
    assert outside(check_loss(*SOUND[name])) == set()


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_noticed(name):
    *program, check = FAULTS[name]
    assert check in outside(check_loss(*program))


def test_raw_scores_before_nll_loss_are_noticed_and_logarithms_pass():
    assert "scores" in outside(check_loss(SCORES, nll_loss, Y))
    assert "scores" not in outside(check_loss([log_softmax(each, 1) for each in SCORES], nll_loss, Y))
    assert check_loss(SCORES, cross_entropy, Y)["scores"] == 1


def test_a_loss_that_refuses_by_a_value_error_is_no_crash():
    def gaussian(out, y):
        return torch.nn.functional.gaussian_nll_loss(out[:, :1], y, out[:, 1:].exp())

    check_loss([torch.randn(64, 2, generator=CHANCE)] * 3, gaussian, REAL)
