"""Twenty steps, and evaluation mode: each fault in its check."""

from dataclasses import replace
from math import isnan

import pytest
import torch

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.programs import update as usual
from scripts.experiments.first_checks.sound import SOUND
from snippets.check_modes import MODES
from snippets.trial import TRIAL, trial

WATCHED = TRIAL | MODES


def found_in_trial(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    return trial(program.start, program.loss, x, y)


def outside(program):
    told = {check: number for check, number in found_in_trial(program).items() if not isnan(number)}
    return {check for check, number in told.items() if not WATCHED[check][1] <= number <= WATCHED[check][2]}


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("no zero_grad()", "stale"),
        ("accumulation not divided", "stale"),
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
    found = found_in_trial(FAULTS["NaN gradient, late"][0])
    assert 5 < found["gradients"] < 60


def test_outputs_that_are_not_finite_twice_are_not_taken_for_chance():
    program = FAULTS["root of zero, inside"][0]
    assert "twice" not in outside(program)


def test_what_the_optimizer_does_not_know_is_not_taken_for_a_gradient_that_was_left():
    program = FAULTS["head after the optimizer"][0]
    assert "stale" not in outside(program)


def test_accumulated_gradients_have_no_pace():
    assert "pace" not in found_in_trial(SOUND["accumulated gradients"])


def test_a_loss_that_plunges_is_not_taken_for_a_gradient_that_was_left():
    """A gradient is compared with its own batch's at the same weights, not with that of the smaller loss after it."""
    program = replace(
        SOUND["convolution, batch norm"], optimizer=lambda weights: torch.optim.SGD(weights, 0.4, momentum=0.9)
    )
    x, y = program.batch(torch.Generator().manual_seed(2), 200)
    found = trial(program.start, program.loss, x, (y >= 5).long(), 2)
    assert found["stale"] == pytest.approx(1)


def test_a_gradient_is_compared_under_the_same_chance():
    found = found_in_trial(SOUND["dropout"])
    assert found["stale"] == pytest.approx(1)


def test_a_loss_that_the_update_scales_is_no_gradient_that_was_left():
    def scaled(net, optimizer, loss):
        return usual(net, optimizer, lambda out, y: 10 * loss(out, y))

    assert found_in_trial(replace(SOUND["fully connected"], update=scaled))["stale"] == pytest.approx(1)


def test_zero_grad_at_every_other_update_is_noticed():
    def forgetful(net, optimizer, loss):
        done = []

        def step(x, y):
            net.train()
            done.append(1)
            if len(done) % 2:
                optimizer.zero_grad()
            loss(net(x), y).backward()
            optimizer.step()

        return step

    assert "stale" in outside(replace(SOUND["fully connected"], update=forgetful))


def test_a_closure_that_converges_is_no_gradient_that_was_left():
    def newton(net, optimizer, loss):
        def step(x, y):
            def closure():
                optimizer.zero_grad()
                value = loss(net(x), y)
                value.backward()
                return value

            optimizer.step(closure)

        return step

    program = replace(
        SOUND["regression"],
        optimizer=lambda weights: torch.optim.LBFGS(weights, line_search_fn="strong_wolfe"),
        update=newton,
    )
    assert "stale" not in outside(program)


def test_an_update_that_makes_several_is_not_judged():
    def sliced(net, optimizer, loss):
        once = usual(net, optimizer, loss)

        def step(x, y):
            for rows in range(0, len(x), 16):
                once(x[rows : rows + 16], y[rows : rows + 16])

        return step

    assert isnan(found_in_trial(replace(SOUND["fully connected"], update=sliced))["stale"])
