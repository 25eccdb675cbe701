"""What a fresh network answers: against torch's own losses, and what is refused."""

from math import isnan

import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, mse_loss

from snippets.check_start import START, check_start

CHANCE = torch.Generator().manual_seed(0)
Y = torch.randint(10, (64,), generator=CHANCE)
OUTS = [torch.randn(64, 10, generator=CHANCE) for _ in range(3)]


def outside(found):
    told = {check: number for check, number in found.items() if not isnan(number)}
    return {check for check, number in told.items() if not START[check][1] <= number <= START[check][2]}


def test_a_sound_start():
    found = check_start(OUTS, cross_entropy, Y)
    assert outside(found) == set()
    assert found["start"] == pytest.approx(cross_entropy(OUTS[0], Y).item() / torch.tensor(10.0).log().item())


@pytest.mark.parametrize(
    ("outs", "loss", "y", "check"),
    [
        ([20 * OUTS[0]], cross_entropy, Y, {"start"}),
        ([torch.ones(64, 10)], cross_entropy, Y, {"differ"}),
        (
            [torch.randn(64, 1, generator=CHANCE)],
            lambda o, y: ((o - y) ** 2).mean(),
            torch.randn(64, generator=CHANCE) + 3,
            {"shapes", "constant"},
        ),
        ([OUTS[0] * torch.nan], cross_entropy, Y, {"finite"}),
        (OUTS, cross_entropy, (Y == 0).long() * (torch.arange(64) < 9), {"constant"}),
        ([OUTS[0][:, :1]], mse_loss, OUTS[1][:, :1] + 9, {"constant"}),
        ([OUTS[0][:, 0]], mse_loss, OUTS[1][:, 0] + 9, {"constant"}),  # a number for each example
    ],
)
def test_each_fault_is_noticed(outs, loss, y, check):
    assert outside(check_start(outs, loss, y)) == check


def test_zeros_at_first_are_no_fault_if_another_start_differs():
    assert outside(check_start([torch.zeros(64, 10), OUTS[0]], cross_entropy, Y)) == set()


def test_a_loss_below_zero_has_no_ratios():
    """The likelihood of a normal distribution whose variance is learned, for targets that hardly vary."""
    y = 0.1 * torch.randn(64, 1, generator=CHANCE)

    def loss(out, y):
        return torch.nn.functional.gaussian_nll_loss(out[:, :1], y, out[:, 1:].exp())

    small, zeros = torch.randn(64, 2, generator=CHANCE) / 9 - torch.tensor([0, 4]), torch.zeros(64, 2)
    assert loss(small, y) < 0 < loss(zeros, y)
    assert outside(check_start([small], loss, y)) == set()
    large = torch.tensor([1.0, -4]).expand(64, 2)
    assert loss(large, y) > 3 * loss(zeros, y)
    assert outside(check_start([large], loss, y)) == {"differ"}


def test_one_example_says_nothing_of_differences():
    assert "differ" not in check_start([OUTS[0][:1]], cross_entropy, Y[:1])


@pytest.mark.parametrize(
    ("loss", "y", "message"),
    [
        (lambda o, y: cross_entropy(o, y, reduction="none"), Y, r"the loss has shape \(64,\): take its mean"),
        (cross_entropy, Y.float(), r"the loss refuses outputs \(64, 10\) torch.float32, targets \(64,\) torch.float32"),
    ],
)
def test_a_loss_that_is_no_number_gets_a_sentence(loss, y, message):
    with pytest.raises(ValueError, match=message):
        check_start(OUTS, loss, y)


def test_binary_and_regression_are_sound():
    share = (Y > 4).float()[:, None]
    assert outside(check_start([OUTS[0][:, :1]], binary_cross_entropy_with_logits, share)) == set()
    assert outside(check_start([OUTS[0][:, :1] / 9], mse_loss, torch.randn(64, 1, generator=CHANCE))) == set()


def test_shapes_that_differ_in_size_are_not_judged():
    """Three quantiles of one number, a mean and a variance: broadcast on purpose."""
    quantiles = [torch.randn(64, 3, generator=CHANCE) for _ in range(3)]
    found = check_start(quantiles, lambda out, y: (out - y).abs().mean(), torch.randn(64, 1, generator=CHANCE))
    assert "shapes" not in found
