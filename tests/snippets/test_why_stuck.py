"""Why stuck: exact numbers on quadratics, the names they get, nothing changed; wrong input is refused."""

import copy
import math

import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from snippets.why_stuck import why_stuck


def line(rate, momentum=0.0):
    """Least squares along two axes of curvature 2 and 200, at (1, 1): the largest stable rate is 0.01."""
    x = torch.diag(torch.tensor([1.0, 10.0])) * 2**0.5
    net = nn.Linear(2, 1, bias=False)
    nn.init.ones_(net.weight)
    return net, [(x, torch.zeros(2, 1))], torch.optim.SGD(net.parameters(), rate, momentum=momentum)


@pytest.mark.parametrize(("rate", "momentum", "edge"), [(0.01, 0, 1.0), (0.001, 0, 0.1), (0.019, 0.9, 1.0)])
def test_the_edge_is_exact_on_a_quadratic(rate, momentum, edge):
    net, batches, optimizer = line(rate, momentum)
    _, numbers = why_stuck(net, mse_loss, batches, optimizer)
    assert numbers["edge"] == pytest.approx(edge, rel=1e-4)
    assert numbers["noise"] == pytest.approx(0, abs=1e-4)
    assert numbers["down"] == pytest.approx(0, abs=1e-4)


def test_what_a_step_loses_is_exact_on_a_quadratic():
    net, batches, optimizer = line(0.001)
    slopes, curvatures = torch.tensor([2.0, 200.0]), torch.tensor([2.0, 200.0])
    lost = 0.001 / 2 * (curvatures * slopes**2).sum() / (slopes**2).sum()
    assert why_stuck(net, mse_loss, batches, optimizer)[1]["lost"] == pytest.approx(lost.item(), rel=1e-3)


def test_batches_that_pull_apart_are_noise():
    net = nn.Linear(1, 1, bias=False)
    nn.init.constant_(net.weight, 0.1)
    batches = [(torch.ones(4, 1), torch.full((4, 1), side)) for side in [1.0, -1.0] * 8]
    name, numbers = why_stuck(net, mse_loss, batches, torch.optim.SGD(net.parameters(), 0.1))
    assert name == "noise floor"
    assert numbers["noise"] > 0.9 * numbers["lost"]


def test_nothing_is_changed():
    net = nn.Sequential(nn.Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2))
    x, y = torch.randn(64, 3), torch.randint(2, (64,))
    optimizer = torch.optim.AdamW(net.parameters(), 0.01)
    loss = nn.functional.cross_entropy
    loss(net(x), y).backward()
    optimizer.step()
    before, chance = copy.deepcopy([net.state_dict(), optimizer.state_dict()]), torch.get_rng_state()
    gradients = [p.grad.clone() for p in net.parameters()]
    why_stuck(net, loss, zip(x.split(16), y.split(16), strict=True), optimizer)
    after = [net.state_dict(), optimizer.state_dict()]
    assert str(before) == str(after)
    assert torch.equal(chance, torch.get_rng_state())
    assert all(torch.equal(a, p.grad) for a, p in zip(gradients, net.parameters(), strict=True))


@pytest.mark.parametrize("rate", [1e-4, 1e-6, 1e-8])
def test_a_rate_is_too_small_however_small(rate):
    """A step's gain is then below what float32 resolves in the loss."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 10))
    x, y = torch.randn(256, 20), torch.randint(10, (256,))
    batches = zip(x.split(16), y.split(16), strict=True)
    optimizer = torch.optim.SGD(net.parameters(), rate)
    assert why_stuck(net, nn.functional.cross_entropy, batches, optimizer)[0] == "rate too small"


def test_a_layer_that_is_not_used_has_no_part():
    net = nn.Sequential(nn.Linear(3, 2), nn.Linear(3, 2))
    net.forward = lambda x: net[0](x)
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    x, y = torch.randn(32, 3), torch.randn(32, 2)
    mse_loss(net(x), y).backward()
    optimizer.step()
    numbers = why_stuck(net, mse_loss, [(x, y)], optimizer, fresh=nn.Sequential(nn.Linear(3, 2), nn.Linear(3, 2))[:1])[
        1
    ]
    assert all(math.isfinite(number) for number in numbers.values())


def test_refuses():
    net, batches, optimizer = line(0.01)
    with pytest.raises(ValueError, match="tensors"):
        why_stuck(net, mse_loss, [], optimizer)
    with pytest.raises(ValueError, match="tensors"):
        why_stuck(net, mse_loss, [(torch.zeros(0, 2), torch.zeros(0, 1))], optimizer)
    noisy = nn.Sequential(net, nn.Dropout(0.5))
    x, y = torch.randn(32, 2), torch.randn(32, 1)
    with pytest.raises(ValueError, match="chance"):
        why_stuck(noisy, mse_loss, [(x, y)], torch.optim.SGD(noisy.parameters(), 0.1))
    with pytest.raises(ValueError, match="not finite"):
        why_stuck(net, mse_loss, [(x * torch.nan, y)], optimizer)
    with pytest.raises(ValueError, match="tensors"):
        why_stuck(net, mse_loss, (x, y), optimizer)
    with pytest.raises(ValueError, match="sum"):
        why_stuck(net, nn.MSELoss(reduction="sum"), zip(x.split(8), y.split(8), strict=True), optimizer)
    with pytest.raises(ValueError, match="rate 0"):
        why_stuck(net, mse_loss, batches, torch.optim.SGD(net.parameters(), 0.0))
    with pytest.raises(ValueError, match="rate 0"):
        why_stuck(copy.deepcopy(net), mse_loss, batches, optimizer)
    nn.init.zeros_(net.weight)
    with pytest.raises(ValueError, match="gradient is 0"):
        why_stuck(net, mse_loss, batches, optimizer)
