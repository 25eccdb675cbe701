"""What schedule_rates trains by hand, because each member has a rate of its own, is what torch's optimizers do."""

import pytest
import torch
from torch.nn.functional import cross_entropy
from torch.optim.lr_scheduler import LambdaLR

from scripts.experiments.schedule_rates.run import Task, learn, on_plateau, shapes
from snippets.ensemble import forward

STEPS, SIZES = 30, ("digits", 0, 200, 100, 0.1)
OPTIMIZERS = {
    "momentum": lambda parameters, rate: torch.optim.SGD(parameters, rate, momentum=0.9),
    "adam": torch.optim.Adam,
}


def member(task, parts, place):
    return [part[place : place + 1].detach().clone().requires_grad_() for part in parts]


@pytest.fixture(scope="module")
def task():
    return Task("cpu", 5, 2, *SIZES)


@pytest.mark.parametrize("rule", OPTIMIZERS)
@pytest.mark.parametrize("place", [0, 3])
def test_a_member_is_a_network_that_torch_trains(task, rule, place):
    start, order = task.start((8,), 10, STEPS)
    plan, factors = [("linear", 0.02), ("step", 0.01)], shapes(STEPS, 0.2, 10)
    rates = torch.tensor([[rate * factors[name](t) for name, rate in plan] for t in range(STEPS)])
    ours, _ = learn(task, start, order, rates, rule)

    (arm, repeat), alone = divmod(place, 2), member(task, start, place % 2)
    name, rate = plan[arm]
    optimizer = OPTIMIZERS[rule](alone, rate)
    schedule = LambdaLR(optimizer, factors[name])
    for rows in order[:, repeat]:
        optimizer.zero_grad()
        cross_entropy(forward(alone, task.x[rows])[0], task.y[repeat, rows]).backward()
        optimizer.step()
        schedule.step()
    for part, own in zip(ours, alone, strict=True):
        torch.testing.assert_close(part[place], own[0], rtol=1e-4, atol=1e-5)


def test_schedule_free_is_the_papers(task):
    """y = (1 − β) z + β x, z ← z − η ∇L(y), x ← (1 − 1/t) x + z/t; the mean x is what is judged."""
    start, order = task.start((8,), 10, STEPS)
    ours, _ = learn(task, start, order, torch.full((STEPS, 1), 0.2), "free momentum")
    z = [part.clone() for part in member(task, start, 1)]
    visited = []
    y = member(task, start, 1)
    for rows in order[:, 1]:
        slopes = torch.autograd.grad(cross_entropy(forward(y, task.x[rows])[0], task.y[1, rows]), y)
        z = [(a - 0.2 * g).detach() for a, g in zip(z, slopes, strict=True)]
        visited.append(z)
        x = [torch.stack(parts).mean(0) for parts in zip(*visited, strict=True)]
        y = [(0.1 * a + 0.9 * b).requires_grad_() for a, b in zip(z, x, strict=True)]
    for part, own in zip(ours, x, strict=True):
        torch.testing.assert_close(part[1], own[0], rtol=1e-4, atol=1e-5)


def test_a_rate_that_is_too_high_for_the_validation_loss_falls(task):
    start, order = task.start((8,), 10, STEPS)
    watch = on_plateau(task, [5.0, 0.01], 15, 1, STEPS)
    seen = []

    def noted(step, parameters):
        seen.append(watch(step, parameters))
        return seen[-1]

    learn(task, start, order, torch.tensor([[5.0, 0.01]] * STEPS), "momentum", noted)
    last = seen[-1].view(2, 2)
    assert (last[0] < 5.0).all()
    assert (last[1] == 0.01).all()
