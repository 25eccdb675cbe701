"""Evaluation mode: each fault in its check."""

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.sound import SOUND
from snippets.check_modes import MODES, check_modes, loss_of


def found_in(program, steps=100):
    torch.manual_seed(0)
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    net, step = program.start()
    first = loss_of(net, program.loss, x, y)
    for _ in range(steps):
        step(x, y)
    return check_modes(net, step, program.loss, x, y, first)


def outside(found):
    return {check for check, number in found.items() if not MODES[check][1] <= number <= MODES[check][2]}


@pytest.mark.parametrize(
    ("fault", "check"), [("slow batch norm", "evaluation"), ("dropout stays on", "twice"), ("no activation", "bent")]
)
def test_each_fault_is_noticed(fault, check):
    assert outside(found_in(FAULTS[fault][0])) == {check}


@pytest.mark.parametrize("name", ["fully connected", "dropout", "convolution, batch norm", "stochastic depth"])
def test_sound_programs_pass(name):
    assert outside(found_in(SOUND[name])) == set()


@pytest.mark.parametrize(("calls", "mode"), [(True, 1), (False, 0)])
def test_a_loop_that_never_calls_train_again_is_to_be_looked_at(calls, mode):
    def start():
        net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 2))
        optimizer = torch.optim.Adam(net.parameters())

        def step(x, y):
            if calls:
                net.train()
            optimizer.zero_grad()
            cross_entropy(net(x), y).backward()
            optimizer.step()

        return net, step

    x, y = torch.randn(16, 4, generator=torch.Generator().manual_seed(0)), torch.arange(16) % 2
    assert check_modes(*start(), cross_entropy, x, y, 1.0)["mode"] == mode
    assert MODES["mode"][3] == "look"
