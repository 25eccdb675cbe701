"""Twenty steps, and evaluation mode: each fault in its check."""

import pytest
import torch
from torch import nn

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.sound import SOUND
from snippets.trial import TRIAL, trial


def outside(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    found = trial(program.start, program.loss, x, y)
    return {check for check, number in found.items() if not TRIAL[check][1] <= number <= TRIAL[check][2]}


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("no zero_grad()", "stale"),
        ("learning rate 1e-6", "twenty"),
        ("learning rate 10", "peak"),
        ("Adam with rate 0.5", "peak"),
        ("batch norm that forgets slowly", "evaluation"),
        ("dropout in evaluation mode", "twice"),
        ("NaN in an input", "gradients"),
    ],
)
def test_each_fault_is_noticed(fault, check):
    assert check in outside(FAULTS[fault][0])


@pytest.mark.parametrize(
    "name", ["fully connected", "dropout", "convolution, batch norm", "clipped gradients", "momentum"]
)
def test_sound_programs_pass(name):
    assert outside(SOUND[name]) == set()


def test_one_network_for_all_gets_a_sentence():
    net = nn.Linear(2, 2)
    with pytest.raises(ValueError, match=r"start\(\) must make a new network each time"):
        trial(lambda: (net, lambda x, y: None), lambda out, y: out.sum(), torch.ones(3, 2), torch.ones(3))
