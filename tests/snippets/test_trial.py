"""Twenty steps, and evaluation mode: each fault in its check."""

import pytest
import torch

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.sound import SOUND
from snippets.check_modes import MODES
from snippets.trial import TRIAL, trial

WATCHED = TRIAL | MODES


def outside(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    found = trial(program.start, program.loss, x, y)
    return {check for check, number in found.items() if not WATCHED[check][1] <= number <= WATCHED[check][2]}


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("no zero_grad()", "stale"),
        ("learning rate 1e-6", "twenty"),
        ("learning rate 10", "peak"),
        ("Adam with rate 0.5", "peak"),
        ("schedule steps per batch", "pace"),
        ("NaN in an input", "gradients"),
    ],
)
def test_each_fault_is_noticed(fault, check):
    assert check in outside(FAULTS[fault][0])


@pytest.mark.parametrize(
    "name",
    ["fully connected", "dropout", "convolution, batch norm", "clipped gradients", "momentum", "weight decay"],
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


def test_what_the_optimizer_does_not_know_is_not_taken_for_a_gradient_that_was_left():
    program = FAULTS["head after the optimizer"][0]
    assert "stale" not in outside(program)


def test_accumulated_gradients_have_no_pace():
    program = SOUND["accumulated gradients"]
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    assert "pace" not in trial(program.start, program.loss, x, y)
