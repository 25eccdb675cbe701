"""The noise scale of gradients of known mean and covariance, and of a reader's module; wrong input is refused."""

import math

import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from snippets.noise_scale import noise_scale

CHANCE = torch.Generator().manual_seed(0)


def test_of_known_gradients():
    """The gradient of the mean of θ · x is the mean of x: of variance 1 in each of 50 directions, and mean 0.5."""
    theta = torch.zeros(50, requires_grad=True)
    batches = [(0.5 + torch.randn(8, 50, generator=CHANCE),) for _ in range(4000)]
    assert math.isclose(noise_scale(lambda x: (x @ theta).mean(), [theta], batches), 50 / (50 * 0.25), rel_tol=0.05)


def test_does_not_hang_on_the_size_of_the_batches():
    theta, x = torch.zeros(50, requires_grad=True), 0.3 + torch.randn(64000, 50, generator=CHANCE)
    small, large = (
        noise_scale(lambda x: (x @ theta).mean(), [theta], [(part,) for part in x.split(size)]) for size in (4, 64)
    )
    assert math.isclose(small, large, rel_tol=0.1)


def test_a_module_keeps_its_gradients_and_frozen_parameters_have_no_part():
    model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1))
    model[0].weight.requires_grad_(False)
    x, y = torch.randn(60, 4, generator=CHANCE), torch.randn(60, 1, generator=CHANCE)
    batches = list(zip(x.split(6), y.split(6), strict=True))
    found = noise_scale(lambda x, y: mse_loss(model(x), y), list(model.parameters()), batches)
    assert found > 0
    assert all(part.grad is None for part in model.parameters())


def test_infinite_where_the_mean_is_lost_in_the_noise():
    theta = torch.zeros(2, requires_grad=True)
    batches = [(torch.tensor([[1.0, 0.0]]),), (torch.tensor([[-1.0, 0.0]]),)]
    assert noise_scale(lambda x: (x @ theta).mean(), [theta], batches) == math.inf


def test_a_generator_of_batches_and_half_precision_give_the_same():
    theta, x = torch.zeros(50, requires_grad=True), 0.3 + torch.randn(800, 50, generator=CHANCE)
    whole = noise_scale(lambda x: (x @ theta).mean(), [theta], [(part,) for part in x.split(8)])
    lazily = noise_scale(lambda x: (x @ theta).mean(), [theta], ((part,) for part in x.split(8)))
    half = theta.detach().half().requires_grad_()
    halved = noise_scale(lambda x: (x.half() @ half).mean(), [half], [(part,) for part in x.split(8)])
    assert whole == lazily
    assert math.isclose(whole, halved, rel_tol=0.05)


@pytest.mark.parametrize(
    ("batches", "message"),
    [([{"x": 1}] * 2, "begins with a tensor"), ([((torch.ones(4, 2), 1), 2)] * 2, "begins with a tensor")],
)
def test_other_batches_are_refused(batches, message):
    with pytest.raises(ValueError, match=message):
        noise_scale(lambda *batch: torch.ones(()), [torch.zeros(2, requires_grad=True)], batches)


def test_parameters_of_another_model_are_refused():
    model, other = nn.Linear(2, 1), nn.Linear(2, 1)
    batches = [(torch.randn(4, 2, generator=CHANCE),) for _ in range(3)]
    with pytest.raises(ValueError, match="of this model"):
        noise_scale(lambda x: model(x).mean(), list(other.parameters()), batches)


@pytest.mark.parametrize(
    ("sizes", "factor", "message"),
    [([4], 1.0, "two batches"), ([4, 3], 1.0, "drop the last"), ([], 1.0, "two batches"), ([4, 4], math.nan, "finite")],
)
def test_refuses(sizes, factor, message):
    theta = torch.zeros(2, requires_grad=True)
    with pytest.raises(ValueError, match=message):
        noise_scale(lambda x: factor * (x @ theta).mean(), [theta], [(torch.ones(size, 2),) for size in sizes])
