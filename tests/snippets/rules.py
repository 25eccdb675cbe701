"""What the tests of the optimizers' rules share: a network, its batches, and where a rule leaves it."""

import torch
from torch import nn

STEPS = 100


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(8, 16), nn.Tanh(), nn.Linear(16, 3), nn.Tanh(), nn.Linear(3, 1)).double()


def batches(count=STEPS):
    chance = torch.Generator().manual_seed(1)
    x = torch.randn(count, 16, 8, generator=chance, dtype=torch.float64)
    return zip(x, x.sin().sum(-1, keepdim=True), strict=True)


def flat(parameters):
    return torch.cat([theta.detach().flatten() for theta in parameters])


def ours(rule, rate, *, chosen=lambda net: [*net.parameters()], scale=1.0, rates=None, **how):
    """The parameters after each of the steps (steps, all): the loss times `scale`, the rate as `rates(step)` says."""
    net, state, path = network(), {}, []
    for step, (x, y) in enumerate(batches()):
        net.zero_grad()
        (scale * (net(x) - y).square().mean()).backward()
        rule(chosen(net), state, rates(step) if rates else rate, **how)
        path.append(flat(net.parameters()))
    return torch.stack(path)


def torchs(make, *, chosen=lambda net: [*net.parameters()], scale=1.0):
    """The same by an optimizer of torch, make(parameters)."""
    net, path = network(), []
    optimizer = make(chosen(net))
    for x, y in batches():
        net.zero_grad()
        (scale * (net(x) - y).square().mean()).backward()
        optimizer.step()
        path.append(flat(net.parameters()))
    return torch.stack(path)


def same(one, other):
    torch.testing.assert_close(one, other, rtol=0, atol=1e-11)


def ready(*shape):
    theta = torch.ones(shape or (3,), requires_grad=True)
    (2 * theta).sum().backward()
    return theta


def broken(value):
    theta = ready(3, 3)
    theta.grad[1] = value
    return theta
