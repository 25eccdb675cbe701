"""Twenty steps, and evaluation mode: each fault in its check."""

import pytest
import torch
from torch import nn

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.sound import SOUND
from snippets.trial import TRIAL, trial


def outside(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    found = trial(program.start, program.loss, x, y)
    return {check for check, number in found.items() if not TRIAL[check][1] <= number <= TRIAL[check][2]}


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("no zero_grad()", "stale"),
        ("learning rate 1e-6", "twenty"),
        ("learning rate 10", "peak"),
        ("Adam with rate 0.5", "peak"),
        ("slow batch norm", "evaluation"),
        ("dropout stays on", "twice"),
        ("NaN in an input", "gradients"),
    ],
)
def test_each_fault_is_noticed(fault, check):
    assert check in outside(FAULTS[fault][0])


@pytest.mark.parametrize(
    "name", ["fully connected", "dropout", "convolution, batch norm", "clipped gradients", "momentum"]
)
def test_sound_programs_pass(name):
    assert outside(SOUND[name]) == set()


def test_what_is_not_finite_at_a_later_step_is_told_with_its_step():
    program = FAULTS["NaN gradient, late"][0]
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    found = trial(program.start, program.loss, x, y)
    assert 5 < found["gradients"] < 60


def test_outputs_that_are_not_finite_twice_are_not_taken_for_chance():
    program = FAULTS["root of zero, inside"][0]
    assert "twice" not in outside(program)


@pytest.mark.parametrize(("calls", "mode"), [(True, 1), (False, 0)])
def test_a_loop_that_never_calls_train_again_is_to_be_looked_at(calls, mode):
    def start():
        net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 2))
        optimizer = torch.optim.Adam(net.parameters())

        def step(x, y):
            if calls:
                net.train()
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()

        return net, step

    x, y = torch.randn(16, 4, generator=torch.Generator().manual_seed(0)), torch.arange(16) % 2
    assert trial(start, nn.functional.cross_entropy, x, y)["mode"] == mode
    assert TRIAL["mode"][3] == "look"
