"""The sum is torch's Adagrad; the lecture's mean is the same only with a rate that falls as the root of the steps."""

import torch

from snippets.adagrad import adagrad_step
from tests.snippets.rules import ours, ready, same, torchs


def test_the_sum_is_torchs():
    same(ours(adagrad_step, 0.05), torchs(lambda p: torch.optim.Adagrad(p, lr=0.05)))


def test_the_mean_is_torchs_if_the_rate_falls_with_the_root_of_the_steps():
    falling = ours(adagrad_step, 0.05, rates=lambda step: 0.05 / (step + 1) ** 0.5, mean=True, eps=0.0)
    same(falling, torchs(lambda p: torch.optim.Adagrad(p, lr=0.05, eps=0.0)))


def test_the_mean_at_a_constant_rate_is_another_rule_after_the_first_step():
    mean, whole = ours(adagrad_step, 0.05, mean=True), torchs(lambda p: torch.optim.Adagrad(p, lr=0.05))
    same(mean[0], whole[0])
    assert (mean[1] - whole[1]).abs().max() > 1e-3
    assert (mean[-1] - whole[-1]).abs().max() > 0.1


def test_under_a_constant_gradient_the_mean_keeps_its_step_and_the_sum_shortens_it():
    ends = {}
    for mean in (False, True):
        theta, state = ready(), {}
        for _ in range(4):
            before = theta.detach().clone()
            adagrad_step([theta], state, 0.1, mean=mean)
        ends[mean] = (before - theta.detach())[0]
    torch.testing.assert_close(ends[True], torch.tensor(0.1))
    torch.testing.assert_close(ends[False], torch.tensor(0.05))


def test_a_gradient_of_zero_moves_nothing():
    theta = ready()
    theta.grad.zero_()
    adagrad_step([theta], {}, 0.1)
    assert torch.equal(theta.detach(), torch.ones(3))
