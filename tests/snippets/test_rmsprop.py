"""From zero it is torch's RMSprop; the lecture's start differs from the first step on, as its docstring says."""

import pytest
import torch

from snippets.rmsprop import rmsprop_step
from tests.snippets.rules import ours, same, torchs


@pytest.mark.parametrize("alpha", [0.9, 0.99])
def test_from_zero_it_is_torchs(alpha):
    theirs = torchs(lambda p: torch.optim.RMSprop(p, lr=0.005, alpha=alpha))
    same(ours(rmsprop_step, 0.005, alpha=alpha, from_zero=True), theirs)


@pytest.mark.parametrize("alpha", [0.9, 0.99])
def test_the_first_step_is_longer_from_zero_by_what_the_docstring_says(alpha):
    steps = {}
    for from_zero in (False, True):
        theta = torch.zeros(3, dtype=torch.float64, requires_grad=True)
        (theta * torch.tensor([1.0, -2.0, 30.0])).sum().backward()
        rmsprop_step([theta], {}, 0.1, alpha=alpha, from_zero=from_zero, eps=0.0)
        steps[from_zero] = theta.detach()
    torch.testing.assert_close(steps[False].abs(), torch.full((3,), 0.1, dtype=torch.float64))
    torch.testing.assert_close(steps[True], steps[False] / (1 - alpha) ** 0.5)


def test_the_lectures_start_leads_elsewhere():
    lecture = ours(rmsprop_step, 0.005)
    theirs = torchs(lambda p: torch.optim.RMSprop(p, lr=0.005))
    assert (lecture - theirs)[[0, -1]].abs().amax(1).min() > 1e-2
