"""The rates that torch's optimizers give each entry, against their own steps; wrong input is refused."""

import pytest
import torch
from torch import nn

from snippets.rates_of import rates_of


def stepped(optimizer, net, steps=3):
    for _ in range(steps):
        optimizer.zero_grad()
        net(torch.ones(2, 3)).square().mean().backward()
        optimizer.step()
    return optimizer


@pytest.mark.parametrize("rule", [torch.optim.Adam, torch.optim.AdamW])
def test_adams_rates_times_the_corrected_average_are_its_step(rule):
    net = nn.Linear(3, 1, bias=False)
    optimizer = stepped(rule(net.parameters(), 0.01, betas=(0.9, 0.99), weight_decay=0), net)
    rates, reach, stable = rates_of(optimizer)
    kept, before = optimizer.state[net.weight], net.weight.detach().clone()
    usual = (kept["exp_avg_sq"] / (1 - 0.99**3)).sqrt()
    torch.testing.assert_close(rates[net.weight], 0.01 / (usual + 1e-8))
    assert reach == 1
    assert stable == pytest.approx(38)
    assert torch.equal(net.weight, before)


def test_momentum_reaches_further_and_is_stable_for_longer():
    net = nn.Linear(3, 1)
    rates, reach, stable = rates_of(torch.optim.SGD(net.parameters(), 0.2, momentum=0.9))
    assert all((rate == 0.2).all() and rate.shape == p.shape for p, rate in rates.items())
    assert reach == pytest.approx(10)
    assert stable == pytest.approx(3.8)


def test_a_group_has_its_own_rate_and_what_is_frozen_none():
    net = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1))
    net[0].bias.requires_grad_(False)
    groups = [{"params": net[0].parameters()}, {"params": net[1].parameters(), "lr": 0.5}]
    rates, *_ = rates_of(torch.optim.SGD(groups, 0.1))
    assert net[0].bias not in rates
    assert (rates[net[0].weight] == 0.1).all()
    assert (rates[net[1].weight] == 0.5).all()


def test_an_entry_whose_gradient_vanished_does_not_get_an_endless_rate():
    net = nn.Linear(3, 2, bias=False)
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    net(torch.ones(2, 3))[:, 0].square().mean().backward()  # the second unit is dead
    optimizer.step()
    rates = rates_of(optimizer)[0][net.weight]
    assert rates[1].max() <= 201 * rates[0].max()


def test_refuses():
    net = nn.Linear(3, 1)
    with pytest.raises(ValueError, match="none of SGD"):
        rates_of(torch.optim.Adagrad(net.parameters()))
    with pytest.raises(ValueError, match="moved nothing"):
        rates_of(torch.optim.Adam(net.parameters()))
    groups = [{"params": [net.weight], "momentum": 0.9}, {"params": [net.bias]}]
    with pytest.raises(ValueError, match="one momentum"):
        rates_of(torch.optim.SGD(groups, 0.1))
    for variant in ({"nesterov": True}, {"dampening": 0.5}, {"maximize": True}):
        with pytest.raises(ValueError, match="other limits"):
            rates_of(torch.optim.SGD(net.parameters(), 0.1, momentum=0.9, **variant))


def test_amsgrad_divides_by_its_largest_average():
    net = nn.Linear(3, 1, bias=False)
    optimizer = torch.optim.Adam(net.parameters(), 0.01, amsgrad=True)
    for size in (100.0, *[0.01] * 20):
        optimizer.zero_grad()
        (size * net(torch.ones(1, 3))).sum().backward()
        optimizer.step()
    kept = optimizer.state[net.weight]
    usual = (kept["max_exp_avg_sq"] / (1 - 0.999**21)).sqrt()
    torch.testing.assert_close(rates_of(optimizer)[0][net.weight], 0.01 / (usual + 1e-8))


def test_asking_leaves_no_trace_in_the_optimizer():
    net = nn.ModuleList([nn.Linear(3, 1), nn.Linear(3, 1)])  # the second is not used
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    net[0](torch.ones(2, 3)).sum().backward()
    optimizer.step()
    assert {*rates_of(optimizer)[0]} == {*net[0].parameters()}
    assert len(optimizer.state_dict()["state"]) == 2
