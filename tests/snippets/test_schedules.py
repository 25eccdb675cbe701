"""The schedules are torch's where torch has them, for all steps of a run, with torch's own optimizer."""

import pytest
import torch
from torch.optim.lr_scheduler import (
    ChainedScheduler,
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    SequentialLR,
    StepLR,
)

from snippets.schedules import cosine, exponential, inverse_root, linear, stable, steps, warmed

RATE, TOTAL = 0.3, 40


def rates(scheduler, updates=TOTAL):
    """The rate of each update, when scheduler.step() follows optimizer.step()."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], RATE)
    schedule, found = scheduler(optimizer), []
    for _ in range(updates):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return torch.tensor(found, dtype=torch.float64)


def sequence(optimizer):
    """torch's own way to say: stable, then down to zero."""
    parts = [ConstantLR(optimizer, 1.0), LinearLR(optimizer, 1.0, 0.0, total_iters=10)]
    return SequentialLR(optimizer, parts, milestones=[30])


def chain(optimizer):
    """torch's own way to say: warm-up times cosine."""
    return ChainedScheduler([LinearLR(optimizer, 1 / 8, 1.0, total_iters=7), CosineAnnealingLR(optimizer, TOTAL)])


@pytest.mark.parametrize(
    ("ours", "torchs"),
    [
        (steps(7, 0.1), lambda o: StepLR(o, 7, gamma=0.1)),
        (steps(9, 0.5), lambda o: StepLR(o, 9, gamma=0.5)),
        (exponential(10), lambda o: ExponentialLR(o, 0.5**0.1)),
        (cosine(TOTAL), lambda o: CosineAnnealingLR(o, TOTAL)),
        (cosine(TOTAL, 0.1), lambda o: CosineAnnealingLR(o, TOTAL, eta_min=0.1 * RATE)),
        (linear(TOTAL), lambda o: LinearLR(o, 1.0, 0.0, total_iters=TOTAL)),
        (linear(25, 0.1), lambda o: LinearLR(o, 1.0, 0.1, total_iters=25)),
        (stable(TOTAL, 0.25), sequence),
        (warmed(lambda t: 1.0, 8), lambda o: LinearLR(o, 1 / 8, 1.0, total_iters=7)),
        (warmed(cosine(TOTAL), 8), chain),
    ],
)
def test_it_is_torchs(ours, torchs):
    torch.testing.assert_close(rates(lambda o: LambdaLR(o, ours)), rates(torchs), rtol=1e-12, atol=1e-12)


def test_after_its_end_a_cosine_stays_and_torchs_rises_again():
    ours = rates(lambda o: LambdaLR(o, cosine(20)))
    theirs = rates(lambda o: CosineAnnealingLR(o, 20))
    assert ours[20:].max() < 1e-12 < 0.9 * RATE < theirs[20:].max()


def test_what_needs_no_end_and_what_stays():
    root = rates(lambda o: LambdaLR(o, inverse_root(10)), 400)
    assert root[0] == RATE
    torch.testing.assert_close(root[30], torch.tensor(RATE / 2, dtype=torch.float64))  # 1 + 30/10 is 4
    for ended in cosine(10, 0.1), linear(10, 0.1):
        assert ended(10) == pytest.approx(0.1) == ended(1000)
    assert stable(10)(10) == 0 == stable(10)(50)


@pytest.mark.parametrize("schedule", [lambda t: 1.0, linear(TOTAL), stable(TOTAL), inverse_root(5), steps(10)])
def test_a_warm_up_multiplies(schedule):
    whole = [warmed(schedule, 8)(t) for t in range(TOTAL)]
    assert whole[:8] == pytest.approx([(t + 1) / 8 * schedule(t) for t in range(8)])
    assert whole[8:] == [schedule(t) for t in range(8, TOTAL)]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: steps(0), "every"),
        (lambda: steps(5, 0.0), "factor"),
        (lambda: steps(5, 1.5), "factor"),
        (lambda: exponential(0), "halving"),
        (lambda: exponential(float("nan")), "halving"),
        (lambda: cosine(0), "total"),
        (lambda: cosine(10, 1.1), "end"),
        (lambda: linear(-1), "total"),
        (lambda: linear(10, -0.1), "end"),
        (lambda: linear(float("nan")), "total"),
        (lambda: inverse_root(0), "scale"),
        (lambda: stable(10, 0), "cooldown"),
        (lambda: stable(10, 20), "cooldown"),
        (lambda: warmed(linear(10), 0), "warmup"),
    ],
)
def test_what_does_not_fit_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        wrong()


@pytest.mark.parametrize("good", [steps(1), exponential(0.5), cosine(1), linear(1), inverse_root(0.1), stable(1, 1.0)])
def test_every_schedule_begins_at_one(good):
    assert good(0) == 1
