"""The remedies in the batched training loop are those of torch, network by network."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from snippets.ensemble import batches, forward, init
from snippets.remedies import dropout, early_stopping, rolled, train

SIZES, STEPS, BATCH = (6, 5, 4, 3), 30, 8


def generators(count=2):
    return [torch.Generator().manual_seed(member) for member in range(count)]


def data():
    g = torch.Generator().manual_seed(0)
    return torch.randn(40, SIZES[0], generator=g), torch.randint(SIZES[-1], (40,), generator=g)


def test_weight_decay_is_that_of_adamw_alone():
    x, y = data()
    own = generators()
    parameters = init(SIZES, own)
    networks = []
    for member in range(2):
        layers = []
        for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
            linear = nn.Linear(*weight.shape[1:])
            linear.weight.data, linear.bias.data = weight[member].detach().T.clone(), bias[member, 0].detach().clone()
            layers += [linear, nn.ReLU()]
        networks.append(nn.Sequential(*layers[:-1]))
    order = batches([torch.arange(40), torch.arange(13)], BATCH, STEPS, own)
    steps = []
    train(parameters, forward, x, y, order, 0.01, weight_decay=0.5, after_step=steps.append)
    for member, network in enumerate(networks):
        optimizer = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=0.5)
        for rows in order[:, member]:
            optimizer.zero_grad()
            F.cross_entropy(network(x[rows]), y[rows]).backward()
            optimizer.step()
        assert torch.allclose(forward(parameters, x)[member], network(x), atol=1e-4)
    assert steps == list(range(1, STEPS + 1))


def test_rolled_signals_are_those_of_torch_roll():
    x = torch.arange(2 * 3 * 10.0).view(2, 3, 10)
    found = rolled(x, 4, generators())
    for signal, original in zip(found.flatten(0, 1), x.flatten(0, 1), strict=True):
        assert any(torch.equal(signal, original.roll(move)) for move in range(-4, 5))
    moves = {row.argmin().item() for row in rolled(torch.arange(10.0).expand(1, 500, 10), 2, generators(1))[0]}
    assert moves == {8, 9, 0, 1, 2}


def test_dropout_drops_the_rate_and_keeps_the_mean():
    x = torch.ones(2, 300, 300)
    found = dropout(x, 0.4, generators())
    assert abs((found == 0).float().mean() - 0.4) < 0.01
    assert torch.allclose(found[found != 0], torch.tensor(1 / 0.6))
    assert abs(found.mean() - 1) < 0.02


def test_a_member_does_not_depend_on_the_others():
    x = torch.randn(3, 5, 10)
    for remedy, strength in (rolled, 3), (dropout, 0.5):
        assert torch.equal(remedy(x, strength, generators(3))[:1], remedy(x[:1], strength, generators(1)))


def test_early_stopping_stops_after_patience_and_returns_the_best():
    losses = [3, 2, 2.5, 1, 1.5, 1.2, 1.1, 0.5]
    assert early_stopping(losses, patience=3) == (3, 6)
    assert early_stopping(losses, patience=1) == (1, 2)
    assert early_stopping(losses, patience=10) == (7, 7)
    assert early_stopping([1], patience=2) == (0, 0)


def test_early_stopping_ends_a_training_that_runs():
    trained = []

    def losses():
        for loss in (float("nan"), 3.0, 2.0, 4.0, float("nan"), 1.0):
            trained.append(loss)
            yield loss

    assert early_stopping(losses(), patience=2) == (2, 4)
    assert len(trained) == 5
    with pytest.raises(ValueError, match="no loss was given"):
        early_stopping([], patience=2)
