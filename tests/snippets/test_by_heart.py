"""Eight examples by heart: what can learn them passes, what cannot does not."""

import pytest
import torch

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.programs import Program, measurements, mlp
from scripts.experiments.first_checks.sound import SOUND
from snippets.by_heart import HEART, by_heart, different


def share(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    return by_heart(program.start, program.loss, x, y)["heart"]


@pytest.mark.parametrize("name", ["fully connected", "binary", "regression", "language model", "two inputs", "dropout"])
def test_sound_programs_learn_them(name):
    assert share(SOUND[name]) <= HEART["heart"][2]


@pytest.mark.filterwarnings("ignore:Using a target size")  # the fault is planted
@pytest.mark.parametrize("name", ["softmax twice", "targets (n,), outputs (n, 1)", "no optimizer.step()"])
def test_broken_ones_do_not(name):
    assert share(FAULTS[name][0]) > 0.1


def test_rows_differ_in_inputs_and_in_targets_as_far_as_they_can():
    x = torch.tensor([0, 0, 1, 2, 3, 4])[:, None]
    y = torch.tensor([7, 8, 7, 7, 9, 7])
    assert different(x, y, 3) == [0, 4, 2]
    assert sorted(different((x, x), y)) == [0, 2, 3, 4, 5]
    assert sorted(different({"a": x}, y)) == [0, 2, 3, 4, 5]


def test_a_density_that_is_learned_has_a_loss_below_zero_and_is_no_fault():
    def gaussian(out, y):
        return torch.nn.functional.gaussian_nll_loss(out[:, :1], y, out[:, 1:].exp())

    program = Program(lambda: mlp(10, 32, 2), measurements, gaussian)
    assert share(program) == 0
