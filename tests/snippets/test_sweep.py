"""Each rate of a sweep is the training that its owner would have run."""

import itertools
import math

import pytest
import torch
from torch.nn.functional import cross_entropy

from snippets.sweep import RATES, sweep

X = torch.randn(200, 4, generator=torch.Generator().manual_seed(0))
Y = (X[:, 0] > 0).long()


def start(rate):
    net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 2))
    optimizer = torch.optim.SGD(net.parameters(), rate)

    def step(x, y):
        optimizer.zero_grad()
        cross_entropy(net(x), y).backward()
        optimizer.step()

    return net, step


def test_a_rate_ends_where_a_run_of_its_own_ends():
    torch.manual_seed(3)
    net, step = start(0.1)
    for rows in torch.randint(200, (50, 32)):
        step(X[rows], Y[rows])
    expected = cross_entropy(net(X), Y).item()
    found = sweep(start, cross_entropy, X, Y, [0.01, 0.1], steps=50, seed=3)
    assert found[0.1] == expected
    assert found[0.01] > expected


def test_too_small_too_large_and_chance_left_alone():
    state = torch.get_rng_state()
    found = sweep(start, cross_entropy, X, Y, [1e-5, 1.0, 1e30], steps=50)
    assert found[1.0] < found[1e-5] and found[1e30] == math.inf
    assert torch.equal(torch.get_rng_state(), state)


def test_the_rates_are_two_a_decade():
    assert RATES[0] == pytest.approx(1e-5) and RATES[-1] == 1
    assert [b / a for a, b in itertools.pairwise(RATES)] == pytest.approx([10**0.5] * 10)
