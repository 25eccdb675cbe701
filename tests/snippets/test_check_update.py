"""Each parameter by name: what is listed, reached and moved; and the reader's own things stay as they were."""

from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.programs import images
from scripts.experiments.first_checks.sound import SOUND, accumulated
from snippets.check_update import UPDATE, check_update

X, Y = images(torch.Generator().manual_seed(0), 64)


def asked(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    _, found, names = check_update(program.start, program.loss, x, y)
    return {check for check, number in found.items() if not UPDATE[check][1] <= number <= UPDATE[check][2]}, names


@pytest.mark.parametrize(
    ("fault", "check", "names"),
    [
        ("detached", "unreached", {"first.weight", "first.bias"}),
        ("unused layer", "unreached", {"unused.weight", "unused.bias"}),
        ("dead units", "unreached", {"0.weight", "0.bias", "2.weight"}),
        ("optimizer: last layer", "unmoved", {"0.weight", "0.bias"}),
        ("no optimizer.step()", "unmoved", {"0.weight", "0.bias", "2.weight", "2.bias"}),
    ],
)
def test_parameters_are_named(fault, check, names):
    found, named = asked(FAULTS[fault][0])
    assert check in found
    assert named[check] == names


def test_layers_in_a_list_are_counted():
    assert "unlisted" in asked(FAULTS["layers in a list"][0])[0]


SILENT = "zero last layer", "ReZero", "zero norm in a branch", "stochastic depth"
OTHERS = "tied weights", "two inputs", "LSTM", "accumulated gradients"


@pytest.mark.parametrize("name", SILENT + OTHERS)
def test_what_is_zero_at_first_is_looked_at_again(name):
    assert asked(SOUND[name])[0] == set()


def test_what_is_frozen_is_named_to_be_looked_at():
    outside, names = asked(SOUND["frozen first layer"])
    assert outside == {"frozen"} and names["frozen"] == {"0.weight", "0.bias"}
    assert UPDATE["frozen"][3] == "look"


def test_gradients_accumulated_over_many_batches_move_in_the_end():
    program = replace(SOUND["fully connected"], update=partial(accumulated, batches=16))
    assert "unmoved" not in asked(program)[0]


def test_a_deep_network_is_walked_without_recursion():
    deep = nn.Sequential(*[nn.Identity() if k % 2 else nn.Linear(4, 4) for k in range(2000)])
    start = lambda: (deep, lambda x, y: None)  # noqa: E731
    check_update(start, lambda out, y: out.sum(), torch.ones(2, 4), None, seeds=1, steps=1)


def test_a_dict_is_given_by_names_and_chance_is_put_back():
    class Named(nn.Module):
        def __init__(self):
            super().__init__()
            self.head = nn.Linear(64, 10)

        def forward(self, *, pixels):
            return self.head(pixels)

    def start():
        net = Named()
        optimizer = torch.optim.SGD(net.parameters(), 0.1)

        def step(x, y):
            optimizer.zero_grad()
            cross_entropy(net(**x), y).backward()
            optimizer.step()

        return net, step

    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    x = {"pixels": X.clone()}
    _, found, _ = check_update(start, cross_entropy, x, Y)
    assert torch.equal(torch.rand(3), expected)
    assert torch.equal(x["pixels"], X)
    assert found["unmoved"] == found["unreached"] == found["unlisted"] == 0
