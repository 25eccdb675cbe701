"""Random ReLU features against PyTorch's layers."""

import torch
from torch import nn

from snippets.random_features import random_relu


def stream():
    return torch.Generator().manual_seed(0)


def test_they_are_a_linear_layer_and_a_relu():
    examples = torch.rand(7, 4)
    directions = nn.functional.normalize(torch.randn(5, 6, generator=stream()), dim=0)
    layer = nn.Linear(4, 6)
    layer.weight.data, layer.bias.data = directions[:4].T, directions[4]
    torch.testing.assert_close(random_relu(examples, 6, stream()), torch.relu(layer(examples)))


def test_they_hang_on_their_generator_alone():
    examples = torch.rand(7, 4)
    torch.manual_seed(1)
    first = random_relu(examples, 6, stream())
    torch.manual_seed(2)
    assert torch.equal(first, random_relu(examples, 6, stream()))
