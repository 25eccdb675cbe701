"""The batched convolution is torch's, and the fully connected layer that is the same."""

import pytest
import torch
from torch.nn import functional as F

from snippets.convolution import as_fully_connected, convolve, windows

CHANNELS, OUTPUTS = 3, 6
SHAPES = [(length, size, stride) for length in (7, 8, 20, 39, 40) for size in (3, 5) for stride in (1, 2, 3)]


def layer(size):
    g = torch.Generator().manual_seed(0)
    weight = torch.randn(2, size * CHANNELS, OUTPUTS, generator=g, dtype=torch.float64)
    return weight, torch.randn(2, 1, OUTPUTS, generator=g, dtype=torch.float64)


def signals(length):
    return torch.randn(2, 4, length, CHANNELS, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


@pytest.mark.parametrize(("length", "size", "stride"), SHAPES)
def test_each_member_is_the_convolution_of_torch(length, size, stride):
    x, (weight, bias) = signals(length), layer(size)
    found = convolve(x, weight, bias, stride)
    for member in range(2):
        kernel = weight[member].view(size, CHANNELS, OUTPUTS).permute(2, 1, 0)
        expected = F.conv1d(x[member].mT, kernel, bias[member, 0], stride=stride, padding=size // 2).mT
        assert found[member].shape == expected.shape
        assert torch.allclose(found[member], expected)


@pytest.mark.parametrize(("length", "size", "stride"), SHAPES)
def test_it_is_a_fully_connected_layer_with_zeros_and_repeated_weights(length, size, stride):
    x, (weight, bias) = signals(length), layer(size)
    shared = convolve(x, weight, bias, stride)[0]
    matrix = as_fully_connected(weight[0], length, CHANNELS, stride)
    assert torch.allclose(x[0].flatten(1) @ matrix + bias[0].repeat(1, shared.shape[1]), shared.flatten(1))
    assert set(matrix[matrix != 0].tolist()) <= set(weight[0].flatten().tolist())


def test_own_weights_that_are_equal_are_the_same_as_shared_ones():
    x, (weight, bias) = signals(20), layer(3)
    shared = convolve(x, weight, bias, 2)
    own = convolve(x, weight[:, None].repeat(1, 10, 1, 1), bias[:, None].repeat(1, 10, 1, 1), 2)
    assert torch.allclose(shared, own)


def test_a_window_shows_its_neighbourhood_and_zeros_outside():
    x = torch.arange(1.0, 5.0).view(4, 1)
    assert windows(x, 3, 1).tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 0]]
    assert windows(x, 3, 2).tolist() == [[0, 1, 2], [2, 3, 4]]
