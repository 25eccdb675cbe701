"""The three steps, written out, do what PyTorch's own do."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from snippets.three_steps import gradient_descent, line, mean_squared_error


@pytest.fixture
def data():
    generator = torch.Generator().manual_seed(0)
    return torch.randn(2, 50, generator=generator, dtype=torch.float64)


def test_a_line_is_a_linear_layer(data):
    layer = nn.Linear(1, 1, dtype=torch.float64)
    theta = torch.cat([layer.bias, layer.weight[0]])
    torch.testing.assert_close(line(theta, data[0]), layer(data[0][:, None])[:, 0])


def test_mean_squared_error_is_torchs(data):
    torch.testing.assert_close(mean_squared_error(*data), F.mse_loss(*data))


def test_descent_takes_the_steps_of_sgd(data):
    x, y = data

    def loss(theta):
        return mean_squared_error(line(theta, x), y)

    start = torch.tensor([1.0, -2.0], dtype=torch.float64)
    path = gradient_descent(loss, start, learning_rate=0.1, steps=5)
    theta = start.clone().requires_grad_()
    optimizer = torch.optim.SGD([theta], lr=0.1)
    for place in path:
        torch.testing.assert_close(place, theta.detach())
        optimizer.zero_grad()
        loss(theta).backward()
        optimizer.step()
    assert path.shape == (6, 2)
    assert not start.requires_grad


def test_descent_grows_above_two_over_the_curvature_and_shrinks_below():
    def bowl(theta):
        return theta.square().sum() / 2  # curvature 1 everywhere

    start = torch.ones(3)
    assert gradient_descent(bowl, start, 1.9, 50)[-1].norm() < 0.01
    assert gradient_descent(bowl, start, 2.1, 50)[-1].norm() > 100
