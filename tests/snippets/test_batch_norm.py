"""The snippet is torch.nn.BatchNorm1d: value, gradients, moving averages, in training and in evaluation."""

import pytest
import torch
from torch import nn

from snippets.batch_norm import BatchNorm

CLOSE = {"rtol": 0, "atol": 1e-11}


def pair(momentum=0.1, eps=1e-5):
    ours, theirs = BatchNorm(5, 1 - momentum, eps).double(), nn.BatchNorm1d(5, eps, momentum).double()
    draw = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for own, other in ((ours.gamma, theirs.weight), (ours.beta, theirs.bias)):
            own.copy_(torch.randn(5, generator=draw))
            other.copy_(own)
    return ours, theirs


def batch(seed, size):
    return 3 * torch.randn(size, 5, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) + 7


@pytest.mark.parametrize("size", [2, 3, 64])
@pytest.mark.parametrize("momentum", [0.1, 0.5, 1.0])
def test_values_gradients_and_moving_averages_are_torchs(size, momentum):
    ours, theirs = pair(momentum)
    for seed in range(20):
        z = batch(seed, size)
        outputs, gradients = [], []
        for norm in (ours, theirs):
            own = z.clone().requires_grad_()
            norm.zero_grad()
            out = norm(own)
            out.sin().sum().backward()
            outputs.append(out.detach())
            gradients.append([own.grad, *(p.grad.clone() for p in norm.parameters())])
        torch.testing.assert_close(*outputs, **CLOSE)
        torch.testing.assert_close(*gradients, **CLOSE)
        torch.testing.assert_close(ours.mean, theirs.running_mean, **CLOSE)
        torch.testing.assert_close(ours.variance, theirs.running_var, **CLOSE)
    kept = ours.mean.clone(), ours.variance.clone()
    for size_then in (1, 8):  # in evaluation one example is enough, and nothing is updated
        z = batch(99, size_then)
        torch.testing.assert_close(ours.eval()(z), theirs.eval()(z), **CLOSE)
    assert torch.equal(ours.mean, kept[0]) and torch.equal(ours.variance, kept[1])


def test_the_buffers_travel_with_the_state_and_the_type():
    ours, _ = pair()
    ours(batch(0, 8))
    again = BatchNorm(5).double()
    again.load_state_dict(ours.state_dict())
    assert torch.equal(again.eval()(batch(1, 3)), ours.eval()(batch(1, 3)))
    assert ours.mean.dtype == torch.float64


def test_ten_times_the_weights_leave_the_output_and_divide_the_gradient():
    weight = torch.randn(4, 5, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    x = batch(2, 16)[:, :4]
    found = []
    for factor in (1, 10):
        norm, own = BatchNorm(5, eps=0).double(), (factor * weight).requires_grad_()
        out = norm(x @ own)
        out.sin().sum().backward()
        found.append((out.detach(), factor * own.grad))
    torch.testing.assert_close(*found, **CLOSE)


def test_one_example_is_refused_in_training_as_by_torch():
    ours, theirs = pair()
    for norm in (ours, theirs):
        with pytest.raises(ValueError):
            norm(batch(0, 1))


@pytest.mark.parametrize(
    ("z", "says"),
    [
        (torch.zeros(3), "examples"),
        (torch.zeros(3, 4), "examples"),
        (torch.zeros(0, 5), "examples"),
        (torch.zeros(2, 5, 3), "examples"),
        (torch.full((3, 5), float("nan")), "finite"),
        (torch.full((3, 5), float("inf")), "finite"),
        (torch.zeros(1, 5), "one example"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_moves(z, says):
    norm = BatchNorm(5)
    with pytest.raises(ValueError, match=says):
        norm(z)
    assert torch.equal(norm.mean, torch.zeros(5)) and torch.equal(norm.variance, torch.ones(5))


@pytest.mark.parametrize(
    "how", [{"units": 0}, {"units": 3, "keep": 1.0}, {"units": 3, "keep": -0.1}, {"units": 3, "eps": -1}]
)
def test_settings_that_make_no_sense_are_refused(how):
    with pytest.raises(ValueError, match="take units"):
        BatchNorm(**how)
