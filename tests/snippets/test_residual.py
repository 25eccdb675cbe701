"""Each member is the network that torch.nn would have computed, plain or residual, with and without normalization."""

import pytest
import torch
from torch import nn

from snippets.residual import forward, init

DEPTH, WIDTH, INPUTS, CLASSES, MEMBERS, ROWS = 6, 5, 7, 3, 3, 16
KINDS = [(skip, norm) for skip in (False, True) for norm in (False, True)]


def network(skip, norm, depth=DEPTH):
    generators = [torch.Generator().manual_seed(member) for member in range(MEMBERS)]
    return init(depth, WIDTH, INPUTS, CLASSES, generators, skip=skip, norm=norm)


def inputs():
    return torch.randn(MEMBERS, ROWS, INPUTS, generator=torch.Generator().manual_seed(9))


class Reference(nn.Module):
    """One member, of torch's own layers."""

    def __init__(self, layers, member, skip):
        super().__init__()
        self.skip, self.linear, self.norm = skip, nn.ModuleList(), nn.ModuleList()
        for weight, bias, *norm in layers:
            linear = nn.Linear(*weight.shape[1:], bias=not norm)
            linear.weight.data = weight[member].detach().T.clone()
            after = nn.BatchNorm1d(weight.shape[2]) if norm else nn.Identity()
            if norm:
                after.weight.data, after.bias.data = (
                    norm[0].view(MEMBERS, -1)[member].detach().clone(),
                    bias.view(MEMBERS, -1)[member].detach().clone(),
                )
            else:
                linear.bias.data = bias[member, 0].detach().clone()
            self.linear.append(linear)
            self.norm.append(after)

    def forward(self, x):
        x = torch.relu(self.norm[0](self.linear[0](x)))
        for place in range(1, len(self.linear) - 1, 2):
            y = torch.relu(self.norm[place](self.linear[place](x)))
            y = self.norm[place + 1](self.linear[place + 1](y))
            x = torch.relu(y + x if self.skip else y)
        return self.linear[-1](x)


@pytest.mark.parametrize(("skip", "norm"), KINDS)
def test_a_member_equals_torchs_network_in_training_and_after_it(skip, norm):
    layers, x = network(skip, norm), inputs()
    with torch.no_grad():
        for layer in layers:
            layer[0] += 0.1  # so that no block is the identity any more
    references = [Reference(layers, member, skip) for member in range(MEMBERS)]
    for training in (True, True, False):  # twice, so that the running statistics move
        logits = forward(layers, x, skip, training=training)
        for member, reference in enumerate(references):
            assert torch.allclose(logits[member], reference.train(training)(x[member]), atol=1e-5)


@pytest.mark.parametrize(("skip", "norm"), KINDS)
def test_gradients_equal_torchs(skip, norm):
    layers, x = network(skip, norm), inputs()
    forward(layers, x, skip).square().sum().backward()
    for member in range(MEMBERS):
        reference = Reference(layers, member, skip)
        reference(x[member]).square().sum().backward()
        for (weight, *_), linear in zip(layers, reference.linear, strict=True):
            assert torch.allclose(weight.grad[member], linear.weight.grad.T, rtol=1e-3, atol=1e-3)


def test_a_residual_network_without_normalization_starts_as_its_first_and_last_layer():
    layers, x = network(skip=True, norm=False, depth=12), inputs()
    assert torch.allclose(forward(layers, x, skip=True), forward([layers[0], layers[-1]], x))
    assert not torch.allclose(forward(layers, x, skip=False), forward([layers[0], layers[-1]], x))


def test_weights_start_with_hes_variance_and_are_leaves():
    layers = init(4, 300, 400, CLASSES, [torch.Generator().manual_seed(0)])
    assert abs(layers[0][0].std().item() * (400 / 2) ** 0.5 - 1) < 0.02
    assert abs(layers[2][0].std().item() * (300 / 2) ** 0.5 - 1) < 0.02
    assert all(part.is_leaf and part.requires_grad for layer in layers for part in layer)


def test_running_statistics_are_not_learned_and_not_shared():
    *hidden, last = network(skip=False, norm=True)
    assert len(last) == 2
    for _, bias, gain, mean, variance in hidden:
        assert gain.requires_grad and not mean.requires_grad and not variance.requires_grad
        assert mean.data_ptr() != bias.data_ptr() and variance.data_ptr() != gain.data_ptr()
