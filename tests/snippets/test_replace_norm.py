"""Batch normalization is replaced everywhere, and learned gains and shifts stay."""

import copy

import pytest
import torch
from torch import nn

from snippets.replace_norm import groups_of, replace_batch_norm


def model():
    torch.manual_seed(0)
    block = nn.Sequential(nn.Conv2d(48, 48, 3, padding=1), nn.BatchNorm2d(48), nn.ReLU())
    net = nn.Sequential(nn.Conv2d(3, 48, 3), nn.BatchNorm2d(48), block, nn.AdaptiveAvgPool2d(1), nn.Flatten())
    net.append(nn.Linear(48, 6)).append(nn.BatchNorm1d(6))
    nn.init.uniform_(net[1].weight)
    return net


def test_all_are_replaced_and_an_example_no_longer_sees_the_others():
    net, x = model(), torch.randn(4, 3, 8, 8)
    gain = net[1].weight.detach().clone()
    assert replace_batch_norm(net) == 3
    assert not any(isinstance(module, nn.BatchNorm2d | nn.BatchNorm1d) for module in net.modules())
    assert torch.equal(net[1].weight, gain)
    torch.testing.assert_close(net(x)[:1], net(x[:1]), rtol=0, atol=1e-5)
    assert not torch.allclose(copy.deepcopy(model())(x)[:1], model().eval()(x[:1]))


def test_it_computes_torchs_group_norm():
    net, x = nn.Sequential(nn.BatchNorm2d(48)), torch.randn(2, 48, 3, 3)
    replace_batch_norm(net)
    torch.testing.assert_close(net(x), nn.functional.group_norm(x, 3))


@pytest.mark.parametrize("channels", [*range(1, 70), 96, 100, 1024])
def test_groups_are_equal_and_not_too_small(channels):
    groups = groups_of(channels)
    assert channels % groups == 0
    assert channels // groups >= min(16, channels)


def test_another_make_and_a_shared_module():
    shared = nn.BatchNorm1d(4)
    net = nn.ModuleDict({"one": nn.Sequential(shared), "two": nn.Sequential(shared)}).eval()
    assert replace_batch_norm(net, lambda old: nn.RMSNorm(old.num_features)) == 1
    assert net["one"][0] is net["two"][0] and isinstance(net["one"][0], nn.RMSNorm)
    assert not net["one"][0].training
    assert replace_batch_norm(nn.Sequential(nn.BatchNorm3d(4, affine=False)), lambda _: nn.Identity()) == 1


def test_one_module_under_two_names():
    net = nn.Module()
    net.one = net.two = nn.BatchNorm2d(4)
    assert replace_batch_norm(net) == 1
    assert net.one is net.two and isinstance(net.two, nn.GroupNorm)


@pytest.mark.parametrize("affine", [True, False])
def test_a_type_and_a_device_are_kept(affine):
    net = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4, affine=affine)).double()
    replace_batch_norm(net)
    assert net(torch.randn(3, 4, dtype=torch.float64)).dtype == torch.float64
    far = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4, affine=affine)).to("meta")
    replace_batch_norm(far)
    assert all(each.device.type == "meta" for each in far.parameters())


def test_epsilon_and_what_is_frozen_stay():
    net = nn.Sequential(nn.BatchNorm2d(4, eps=1e-3), nn.BatchNorm2d(4)).eval()
    net[0].requires_grad_(False)
    replace_batch_norm(net)
    assert net[0].eps == 1e-3 and not net.training and not net[0].training
    assert [each.requires_grad for each in net.parameters()] == [False, False, True, True]


def test_one_of_ones_own_is_replaced_too():
    class Own(nn.BatchNorm2d):
        pass

    net = nn.Sequential(Own(4), nn.SyncBatchNorm(4))
    assert replace_batch_norm(net) == 2 and all(isinstance(each, nn.GroupNorm) for each in net)


def test_without_batch_normalization_it_says_so():
    with pytest.raises(ValueError, match="no BatchNorm"):
        replace_batch_norm(nn.Sequential(nn.Linear(2, 2)))
    with pytest.raises(ValueError, match="Sequential"):
        replace_batch_norm(nn.BatchNorm2d(4))
