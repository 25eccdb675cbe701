"""The lecture's momentum is torch's while the rate is constant, and another when it changes."""

import pytest
import torch
from torch import nn

from snippets.ensemble import forward, init, train
from snippets.momentum import momentum_step


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1)).double()


def batches(count=60):
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(count, 16, 4, generator=generator, dtype=torch.float64)
    return zip(x, x.sin().sum(-1, keepdim=True), strict=True)


def after(rates, momentum, ours):
    """The parameters of a network after a step at each rate."""
    net = network()
    parameters = [*net.parameters()]
    movements = [torch.zeros_like(theta) for theta in parameters]
    optimizer = torch.optim.SGD(parameters, lr=1.0, momentum=momentum)
    for rate, (x, y) in zip(rates, batches(), strict=False):
        net.zero_grad()
        (net(x) - y).square().mean().backward()
        if ours:
            momentum_step(parameters, movements, rate, momentum)
        else:
            optimizer.param_groups[0]["lr"] = rate
            optimizer.step()
    return torch.cat([theta.detach().flatten() for theta in parameters])


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9, 0.99])
def test_at_a_constant_rate_it_is_torchs(momentum):
    rates = [0.02] * 60
    torch.testing.assert_close(after(rates, momentum, True), after(rates, momentum, False), rtol=0, atol=1e-12)


def test_when_the_rate_changes_it_is_not():
    rates = [0.02] * 30 + [0.002] * 30
    assert (after(rates, 0.9, True) - after(rates, 0.9, False)).abs().max() > 1e-3
    assert torch.allclose(after(rates, 0.0, True), after(rates, 0.0, False), rtol=0, atol=1e-12)  # without, it is


def test_torchs_step_after_a_change_is_the_lectures_with_its_movement_scaled():
    rates = [0.02] * 30 + [0.002] * 30
    net = network()
    parameters = [*net.parameters()]
    movements = [torch.zeros_like(theta) for theta in parameters]
    for step, (rate, (x, y)) in enumerate(zip(rates, batches(), strict=True)):
        net.zero_grad()
        (net(x) - y).square().mean().backward()
        if step == 30:
            for m in movements:
                m.mul_(rate / rates[step - 1])
        momentum_step(parameters, movements, rate, 0.9)
    ours = torch.cat([theta.detach().flatten() for theta in parameters])
    torch.testing.assert_close(ours, after(rates, 0.9, False), rtol=0, atol=1e-12)


def test_a_member_of_the_ensemble_is_a_network_that_trains_by_it():
    generators = [torch.Generator().manual_seed(member) for member in range(3)]
    together = [part.detach().double().requires_grad_() for part in init((4, 8, 3), generators)]
    alone = [part.detach()[1:2].clone().requires_grad_() for part in together]
    draw = torch.Generator().manual_seed(7)
    x, y = torch.randn(40, 4, generator=draw, dtype=torch.float64), torch.randint(3, (40,), generator=draw)
    rows = torch.randint(40, (20, 3, 8), generator=draw)
    train(together, x, y, rows, torch.optim.SGD(together, 0.05, momentum=0.9))
    movements = [torch.zeros_like(theta) for theta in alone]
    for batch in rows[:, 1]:
        for theta in alone:
            theta.grad = None
        nn.functional.cross_entropy(forward(alone, x[batch])[0], y[batch]).backward()
        momentum_step(alone, movements, 0.05, 0.9)
    for ours, theirs in zip(alone, together, strict=True):
        torch.testing.assert_close(ours[0], theirs[1], rtol=0, atol=1e-12)


def ready():
    theta = torch.ones(3, requires_grad=True)
    theta.sum().backward()
    return theta


def test_a_frozen_parameter_stays():
    frozen, theta = torch.ones(2), ready()
    momentum_step([frozen, theta], [torch.zeros(2), torch.zeros(3)], 0.1)
    assert torch.equal(frozen, torch.ones(2)) and not torch.equal(theta.detach(), torch.ones(3))


@pytest.mark.parametrize(
    ("parameters", "movements", "rate", "momentum", "says"),
    [
        ([], [], 0.1, 0.9, "loss.backward"),
        ([torch.ones(3, requires_grad=True)], [torch.zeros(3)], 0.1, 0.9, "loss.backward"),
        ([ready()], [], 0.1, 0.9, "zeros_like"),
        ([ready()], [torch.zeros(1)], 0.1, 0.9, "zeros_like"),
        ([ready()], [torch.zeros(3)], 0.0, 0.9, "rate above 0"),
        ([ready()], [torch.zeros(3)], float("nan"), 0.9, "rate above 0"),
        ([ready()], [torch.zeros(3)], 0.1, 1.0, "below 1"),
        ([ready()], [torch.zeros(3)], 0.1, -0.1, "below 1"),
    ],
)
def test_what_does_not_fit_is_refused(parameters, movements, rate, momentum, says):
    with pytest.raises(ValueError, match=says):
        momentum_step(parameters, movements, rate, momentum)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_gradient_that_is_not_finite_is_refused_and_nothing_moves(value):
    first, theta = ready(), ready()
    theta.grad[1] = value
    with pytest.raises(ValueError, match="not finite"):
        momentum_step([first, theta], [torch.zeros(3), torch.zeros(3)], 0.1)
    assert torch.equal(first.detach(), torch.ones(3)) and torch.equal(theta.detach(), torch.ones(3))
