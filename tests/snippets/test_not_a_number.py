"""Where something is not a number, the checks name that alone: what else they look at cannot be told from it."""

from dataclasses import replace

import pytest
import torch

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.programs import update as usual
from scripts.experiments.first_checks.run import outside
from scripts.experiments.first_checks.sequences import words
from scripts.experiments.first_checks.sound import SOUND


def with_a_hole(part, hole=float("nan")):
    """The program, with one number missing in its inputs (0) or its targets (1)."""

    def batch(chance, count):
        both = list(SOUND["regression"].batch(chance, count))
        both[part] = both[part].index_fill(0, torch.tensor([3]), hole)
        return both

    return replace(SOUND["regression"], batch=batch)


def found_in(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    return {*outside(program, x, y, 0, "cpu", 100, 5)}


@pytest.mark.parametrize(
    "program", [FAULTS["NaN in an input"][0], with_a_hole(0), with_a_hole(1), with_a_hole(1, float("inf"))]
)
def test_a_hole_in_the_data_is_named_and_nothing_else(program):
    assert found_in(program) == {"finite", "gradients"}


def zeroed_at_the_end(net, optimizer, loss):
    def step(x, y):
        net.train()
        loss(net(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()

    return step


@pytest.mark.parametrize("update", [usual, zeroed_at_the_end])
def test_what_becomes_so_in_training_is_named_and_nothing_else(update):
    assert found_in(replace(FAULTS["root of zero, inside"][0], update=update)) == {"gradients"}


def test_a_rate_without_bound_is_named_where_the_gradient_is_gone_when_it_is_looked_at():
    program = replace(
        SOUND["fully connected"], optimizer=lambda weights: torch.optim.SGD(weights, 1e30), update=zeroed_at_the_end
    )
    assert "gradients" in found_in(program)


def test_a_loss_that_becomes_so_beside_finite_weights_is_named():
    """Updates are left out while it is."""

    class Rooted(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer, self.size = torch.nn.Linear(64, 10), torch.nn.Parameter(torch.tensor(0.05))

        def forward(self, x):
            return self.layer(x) * self.size.sqrt() * 10

    def careful(net, optimizer, loss):
        def step(x, y):
            net.train()
            optimizer.zero_grad()
            value = loss(net(x), y)
            if value.isfinite():
                value.backward()
                optimizer.step()

        return step

    def fast(weights):
        return torch.optim.SGD(weights, 0.5)

    assert "twenty" in found_in(replace(SOUND["fully connected"], net=Rooted, optimizer=fast, update=careful))


def test_sequences_that_are_not_numbers_are_not_called_without_effect():
    program = SOUND["attention, padding"]

    def broken():
        net = program.net()
        torch.nn.init.constant_(net.head.bias, float("nan"))
        return net

    assert program.batch is words
    assert found_in(replace(program, net=broken)) == {"finite", "gradients"}


def test_evaluation_alone_that_is_no_number_is_a_fault():
    """A running variance of below zero."""
    program = SOUND["convolution, batch norm"]

    def broken():
        net = program.net()
        net.layers[1].running_var, net.layers[1].momentum = -9 * torch.ones(8), 0.0
        return net

    assert "evaluation" in found_in(replace(program, net=broken))
