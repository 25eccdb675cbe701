"""A fresh copy is drawn as the model was, whatever it holds; what cannot be drawn is refused."""

import copy

import pytest
import torch
from torch import nn

from snippets.fresh import fresh_copy


def trained(net):
    """Every parameter moved, as by training."""
    with torch.no_grad():
        for p in net.parameters():
            p.add_(0.1)
    return net


def test_every_layer_is_drawn_anew_and_the_model_stays():
    net = trained(nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.ReLU(), nn.Linear(8, 2)))
    before, chance = copy.deepcopy(net.state_dict()), torch.get_rng_state()
    new = fresh_copy(net, torch.randn(5, 4))
    assert all(torch.equal(net.state_dict()[name], value) for name, value in before.items())
    assert not any(torch.equal(a, b) for a, b in zip(net.parameters(), new.parameters(), strict=True))
    assert torch.equal(new[1].weight, torch.ones(8))
    torch.manual_seed(1)
    assert torch.equal(new[0].weight, fresh_copy(net, torch.randn(5, 4))[0].weight)
    torch.set_rng_state(chance)


def test_attention_is_drawn_anew():
    net = trained(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True))
    new = fresh_copy(net, torch.randn(3, 5, 8))
    assert not torch.equal(new.self_attn.in_proj_weight, net.self_attn.in_proj_weight)


def test_batch_normalization_has_the_statistics_of_the_input():
    net = trained(nn.Sequential(nn.BatchNorm1d(3))).eval()
    x = 5 + 2 * torch.randn(100, 3)
    new = fresh_copy(net, x)
    assert not new.training
    torch.testing.assert_close(new[0].running_mean, x.mean(0))
    torch.testing.assert_close(new(x).std(0), torch.ones(3), rtol=1e-3, atol=1e-3)


def test_frozen_layers_stay_and_tied_weights_are_drawn_once():
    backbone, head = nn.Sequential(nn.Linear(6, 6), nn.BatchNorm1d(6)), nn.Linear(6, 2)
    net = trained(nn.Sequential(backbone.requires_grad_(False).eval(), head))
    new = fresh_copy(net, torch.randn(8, 6))
    assert torch.equal(new[0][0].weight, net[0][0].weight)
    assert torch.equal(new[0][1].running_mean, net[0][1].running_mean)
    assert not torch.equal(new[1].weight, head.weight)
    assert not new[0][1].training and new[1].training

    tied = nn.Sequential(nn.Embedding(50, 4), nn.Linear(4, 50))
    tied[1].weight = tied[0].weight
    new = fresh_copy(trained(tied), torch.randint(50, (8,)))
    assert new[0].weight is new[1].weight
    assert new[0].weight.std() > 0.7, "as an embedding draws it, not as a Linear"


def test_what_no_module_draws_is_refused():
    net = nn.Linear(3, 2)
    net.token = nn.Parameter(torch.zeros(3))
    with pytest.raises(ValueError, match="token"):
        fresh_copy(net, torch.randn(4, 3))
