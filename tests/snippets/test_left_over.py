"""A gradient that is older than its batch: against sums that are known."""

from math import isnan

import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from snippets.left_over import alone, left_over, norm_of, stale, updates

X, Y = torch.randn(8, 3, generator=torch.Generator().manual_seed(0)), torch.ones(8, 1)


def test_the_size_is_that_of_all_parts_together():
    assert norm_of([torch.tensor([3.0]), None, torch.tensor([0.0, 4.0])]) == pytest.approx(5)


def test_a_gradient_of_its_own_batch_is_once_as_large_whatever_chance_does():
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(3, 50), nn.Dropout(0.5), nn.Linear(50, 1))
    old = [p.detach().clone() + 1 for p in net.parameters()]
    own = alone(net, mse_loss, X, Y)
    mse_loss(net(X), Y).backward()
    assert left_over(net, old, own)[0] == pytest.approx(1)
    own = alone(net, mse_loss, X, Y)
    mse_loss(net(X), Y).backward()
    assert left_over(net, old, own)[0] > 1.5


def test_what_has_not_moved_does_not_count():
    net = nn.Linear(3, 1)
    own = alone(net, mse_loss, X, Y)
    mse_loss(net(X), Y).backward()
    assert left_over(net, [p.detach().clone() for p in net.parameters()], own)[0] == 0


@pytest.mark.parametrize(
    ("first", "later", "found"),
    [
        ((1, 9), [(2, 9), (6, 9), (4, 9)], 4),  # the second largest
        ((10, 9), [(10, 9), (10, 9)], 1),  # the update scales its loss
        ((0.1, 9), [(1, 9), (1, 9)], 1),  # it clips
        ((1, 9), [(1, 9), (50, 0.01), (70, 0.01)], 1),  # it has converged
        ((1, 9), [(float("nan"), float("nan")), (3, 9)], 3),
    ],
)
def test_which_of_them_counts(first, later, found):
    assert stale(first, later) == found


def test_where_none_can_be_told():
    assert isnan(stale((1, float("nan")), [(1, float("nan"))]))
    assert isnan(stale((1, 1), []))


def test_updates_of_one_batch_are_counted_for_each_optimizer():
    """Two optimizers, of which each moves once, make one update."""
    nets = nn.Linear(3, 1), nn.Linear(3, 1)
    one, two = (torch.optim.SGD(net.parameters(), 0.1) for net in nets)
    assert updates(lambda x, y: None, X, Y) == 1
    assert updates(lambda x, y: (one.step(), two.step()), X, Y) == 1
    assert updates(lambda x, y: (one.step(), two.step(), one.step()), X, Y) == 2
    with pytest.raises(ZeroDivisionError):
        updates(lambda x, y: 1 / 0, X, Y)
    assert updates(lambda x, y: one.step(), X, Y) == 1
