"""The rule with three switches is torch's where torch has it, for each network on its own, and falls as it says."""

from itertools import pairwise

import pytest
import torch

from scripts.experiments.three_factors.run import COMBINATIONS, Factors, identity_gap, losses, name_of


def test_it_is_torchs_in_the_combinations_that_torch_has():
    assert identity_gap(5, steps=20) < 1e-10


def test_each_network_has_its_own_switches_and_rate():
    together = [torch.zeros(8, 2, 3, dtype=torch.float64, requires_grad=True)]
    rates = [0.1 * (place + 1) for place in range(8)]
    rule = Factors(together, rates, COMBINATIONS, steps=4)
    gradients = torch.randn(4, 2, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    for gradient in gradients:
        together[0].grad = gradient.expand(8, 2, 3).clone()
        rule.step()
    for place, combination in enumerate(COMBINATIONS):
        alone = [torch.zeros(1, 2, 3, dtype=torch.float64, requires_grad=True)]
        rule = Factors(alone, [rates[place]], [combination], steps=4)
        for gradient in gradients:
            alone[0].grad = gradient[None].clone()
            rule.step()
        torch.testing.assert_close(together[0][place], alone[0][0])


@pytest.mark.parametrize("momentum", [False, True])
def test_a_constant_gradient_shows_the_rate_of_each_step(momentum):
    parameter = torch.zeros(1, 1, 1, dtype=torch.float64, requires_grad=True)
    rule, at = Factors([parameter], [0.1], [(momentum, True, True)], steps=4), [0.0]
    for _ in range(4):
        parameter.grad = torch.full((1, 1, 1), 5.0, dtype=torch.float64)
        rule.step()
        at.append(-parameter.item())
    steps = [b - a for a, b in pairwise(at)]
    assert steps == pytest.approx([0.1, 0.075, 0.05, 0.025])


def test_a_run_that_diverged_counts_as_a_guess():
    outputs = torch.tensor([[[float("nan"), 0.0]], [[1e9, 0.0]], [[0.0, 0.0]]])
    outputs = torch.cat([outputs, torch.zeros(3, 1, 8)], 2)
    labels = torch.tensor([[0], [1], [0]])
    assert losses(outputs, labels).tolist() == pytest.approx([2.302585] * 3)


def test_names_say_what_is_on():
    assert [name_of(c) for c in COMBINATIONS][:4] == ["none", "decay", "sigma", "sigma_decay"]
    assert name_of((True, True, True)) == "momentum_sigma_decay"
