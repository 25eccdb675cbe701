"""The yardsticks are the losses that torch computes for constant answers."""

from math import log

import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, mse_loss

from snippets.guess_loss import guess_loss

CHANCE = torch.Generator().manual_seed(0)


def best(loss, shape, y):
    """The loss of the best constant output, by search."""
    constant = torch.zeros(shape, dtype=torch.double, requires_grad=True)
    search = torch.optim.LBFGS([constant], max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        search.zero_grad()
        value = loss(constant.expand(len(y), *shape), y)
        value.backward()
        return value

    search.step(closure)
    return loss(constant.expand(len(y), *shape), y).item()


@pytest.mark.parametrize("shares", [(1, 1, 1, 1), (97, 3), (5, 3, 2)])
def test_classes(shares):
    y = torch.multinomial(torch.tensor(shares, dtype=torch.double), 500, True, generator=CHANCE)
    found, classes = guess_loss(y), len(shares)
    assert found["guess"] == pytest.approx(best(cross_entropy, (classes,), y), rel=1e-3)
    assert found["zeros"] == pytest.approx(cross_entropy(torch.zeros(500, classes), y).item(), rel=1e-5)


def test_numbers_column_by_column():
    y = 7 + torch.tensor([1.0, 5.0]) * torch.randn(400, 2, generator=CHANCE, dtype=torch.double)
    found = guess_loss(y)
    assert found["guess"] == pytest.approx(best(mse_loss, (2,), y), rel=1e-6)
    assert found["zeros"] == pytest.approx(mse_loss(torch.zeros_like(y), y).item(), rel=1e-9)


def test_several_labels_of_zero_or_one():
    y = (torch.rand(400, 3, generator=CHANCE) < torch.tensor([0.5, 0.1, 0.02])).double()
    found = guess_loss(y)
    assert found["guess"] == pytest.approx(best(binary_cross_entropy_with_logits, (3,), y), rel=1e-3)
    assert found["zeros"] == pytest.approx(log(2))


def test_tokens_with_padding_and_plain_lists():
    padded = torch.tensor([[0, 1, -100], [1, 2, -100]])
    assert guess_loss(padded) == guess_loss([0, 1, 1, 2]) == guess_loss(torch.tensor([0, 1, 1, 2]).numpy())


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (["cat", "dog"], "targets must be numbers"),
        ([1.0, float("nan")], "not a finite number: drop or fill it"),
        (torch.eye(3)[[0, 1, 2, 2]], r"one-hot labels: give y\.argmax\(1\)"),
        (torch.eye(3, dtype=torch.long)[[0, 1, 2, 2]], r"give y\.argmax\(1\)"),
        (torch.tensor([[0.7, 0.3], [0.2, 0.8]]), r"give y\.argmax\(1\)"),
        (torch.arange(100) * 1000, r"numbers to predict are y\.float\(\)"),
        ([0, 1, -1], "classes count from 0"),
        (None, "targets must be numbers"),
        ([2, 2, 2], "all targets are alike"),
        ([0.5, 0.5], "all targets are alike"),
        ([], "or there are none"),
    ],
)
def test_what_gives_no_yardstick_gets_a_sentence(y, message):
    with pytest.raises(ValueError, match=message):
        guess_loss(y)
