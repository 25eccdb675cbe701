"""RAdam is torch's, and begins without dividing."""

import pytest
import torch

from snippets.radam import radam_step
from tests.snippets.rules import ours, ready, same, torchs


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.0, 0.9), (0.9, 0.7)])
def test_it_is_torchs(betas):
    same(ours(radam_step, 0.01, betas=betas), torchs(lambda p: torch.optim.RAdam(p, lr=0.01, betas=betas)))


def test_the_first_five_steps_do_not_divide_and_the_sixth_is_far_shorter_than_adams():
    lengths = []
    theta, state = ready(), {}
    for _ in range(6):
        before = theta.detach().clone()
        radam_step([theta], state, 0.1)
        lengths.append((before - theta.detach())[0].item())
    assert lengths[:5] == pytest.approx([0.1 * 2] * 5, rel=1e-5), "the rate times the gradient, 2"
    assert 0 < lengths[5] < 0.1 / 20, "Adam would move by the rate"
