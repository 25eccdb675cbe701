"""The rule is torch's Adam, Adam with weight_decay, and AdamW; the loss's scale tells the last two apart."""

import pytest
import torch

from snippets.adam import adam_step
from tests.snippets.rules import ours, same, torchs


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.0, 0.9), (0.5, 0.99), (0.0, 0.0)])
def test_it_is_torchs_adam(betas):
    rule = ours(adam_step, 0.01, betas=betas, eps=1e-4)
    same(rule, torchs(lambda p: torch.optim.Adam(p, lr=0.01, betas=betas, eps=1e-4)))


def test_at_its_defaults_it_is_torchs_adam():
    same(ours(adam_step, 0.01), torchs(lambda p: torch.optim.Adam(p, lr=0.01)))


def test_l2_is_torchs_weight_decay_of_adam():
    same(ours(adam_step, 0.01, l2=0.1), torchs(lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1)))


def test_decay_is_torchs_adamw():
    same(ours(adam_step, 0.01, decay=0.1), torchs(lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1)))


def test_l2_and_decay_are_two_things():
    assert (ours(adam_step, 0.01, l2=0.1)[-1] - ours(adam_step, 0.01, decay=0.1)[-1]).abs().max() > 0.05


def test_a_hundred_times_the_loss_leaves_adamws_path_and_not_that_of_l2():
    rescaled = {
        how: [ours(adam_step, 0.01, eps=0.0, scale=s, **{how: 0.1}) for s in (1, 100)] for how in ("l2", "decay")
    }
    same(*rescaled["decay"])
    assert (rescaled["l2"][0][-1] - rescaled["l2"][1][-1]).abs().max() > 0.05
