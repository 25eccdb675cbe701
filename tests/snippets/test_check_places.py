"""Tokens without influence, and places that act without a gradient."""

import pytest
import torch

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.sound import SOUND
from snippets.check_places import PLACES, check_places


def outside(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    found = check_places(program.start, x, y)
    return {check for check, number in found.items() if not PLACES[check][1] <= number <= PLACES[check][2]}


@pytest.mark.parametrize(("fault", "check"), [("padding mask inverted", "mute"), ("hidden state detached", "cut")])
def test_each_fault_is_noticed(fault, check):
    assert check in outside(FAULTS[fault][0])


@pytest.mark.parametrize(
    "name", ["attention, padding", "GRU, token by token", "language model", "fully connected", "tied weights"]
)
def test_sound_programs_pass(name):
    assert outside(SOUND[name]) == set()


def test_numbers_in_sequence_are_judged_too():
    class Steps(torch.nn.Module):
        def __init__(self, cut):
            super().__init__()
            self.cell, self.head, self.cut = torch.nn.GRUCell(4, 8), torch.nn.Linear(8, 1), cut

        def forward(self, x):
            state = torch.zeros(len(x), 8)
            for part in x.unbind(1):
                state = self.cell(part, state.detach() if self.cut else state)
            return self.head(state)

    x = torch.randn(16, 6, 4, generator=torch.Generator().manual_seed(0))
    for cut in (False, True):
        found = check_places(lambda cut=cut: (Steps(cut), lambda x, y: None), x, x[:, 0, :1])
        assert found == {"cut": 5 * cut}


def test_what_has_no_places_is_left_out():
    program = SOUND["fully connected"]
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    assert check_places(program.start, x, y) == {}
