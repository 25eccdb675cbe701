"""What the checks cannot use gets a sentence with its mend, and nothing of the reader's is changed."""

import copy

import pytest
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.programs import images, mlp, update
from scripts.experiments.first_checks.sound import SOUND
from snippets.check_input import check_input

X, Y = images(torch.Generator().manual_seed(0), 64)
OWN = mlp()  # a reader's network, made once


def trained(net, loss=cross_entropy):
    return net, update(net, torch.optim.SGD(net.parameters(), 0.1), loss)


def start():
    return trained(mlp())


class Cut(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = mlp()

    def forward(self, x):
        return self.net(x).detach()


class Two(Cut):
    def forward(self, x):
        return self.net(x), x


class Rows(Cut):
    def forward(self, x):
        return self.net(x).reshape(128, 5)


class OnTop(nn.Module):
    """A new head on a part that is the reader's own, and trained along."""

    def __init__(self):
        super().__init__()
        self.body, self.head = OWN, nn.Linear(10, 10)

    def forward(self, x):
        return self.head(self.body(x))


def elsewhere():
    return trained(mlp().to("meta"))


def another():
    """The update is one of another network: that is never returned."""
    return mlp(), trained(mlp())[1]


REFUSED = {
    "no scalar": (start, lambda o, y: cross_entropy(o, y, reduction="none"), X, Y, r"shape \(64,\): take its mean"),
    "a float": (start, lambda o, y: cross_entropy(o, y).item(), X, Y, r"returns a float: return the tensor"),
    "outputs detached": (lambda: trained(Cut()), cross_entropy, X, Y, r"no gradient: remove detach\(\)"),
    "loss detached": (start, lambda o, y: cross_entropy(o, y).detach(), X, Y, r"no gradient: remove detach\(\)"),
    "step does nothing": (lambda: (mlp(), lambda x, y: None), cross_entropy, X, Y, r"neither moves the network"),
    "step of another": (another, cross_entropy, X, Y, r"neither moves the network of its start\(\)"),
    "the same network": (lambda: trained(OWN), cross_entropy, X, Y, r"start\(\) must make a new network each time"),
    "a part that is the same": (lambda: trained(OnTop()), cross_entropy, X, Y, r"or copy.deepcopy one"),
    "only a network": (mlp, cross_entropy, X, Y, r"start\(\) must end with `return net, step`"),
    "three things": (lambda: (*start(), 1), cross_entropy, X, Y, r"must end with `return net, step`"),
    "a batch of one": (start, cross_entropy, X[:1], Y[:1], r"one example is no batch: give 32 or so"),
    "an example that is no batch": (start, cross_entropy, X[0], Y[0], r"one example is no batch"),
    "floats as classes": (start, cross_entropy, X, Y.float(), r"\(64,\) torch.float32: Classes: y.long\(\). It says"),
    "classes as floats": (
        start, binary_cross_entropy_with_logits, X, nn.functional.one_hot(Y), r"Numbers: y.float\(\). It says"
    ),
    "a class too many": (start, cross_entropy, X, Y + 5, r"the loss refuses .*It says: Target \d+ is out of bounds"),
    "another device": (elsewhere, cross_entropy, X, Y, r"the network is on meta, the batch on cpu: move one"),
    "targets elsewhere": (start, cross_entropy, X, Y.to("meta"), r"the network is on cpu, the batch on meta"),
    "lengths": (start, cross_entropy, X, Y[:60], r"64 inputs, 60 targets"),
    "lengths in a tuple": (start, cross_entropy, (X, X[:9]), Y, r"9 inputs, 64 targets"),
    "a row for each word": (lambda: trained(Rows()), cross_entropy, X, Y, r"have 128 rows for 64 examples"),
    "two outputs": (lambda: trained(Two()), cross_entropy, X, Y, r"the network returns a tuple"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_each_gets_a_sentence_and_nothing_is_changed(name):
    make, loss, x, y, sentence = REFUSED[name]
    own, inputs, targets = copy.deepcopy(OWN.state_dict()), copy.deepcopy(x), y.clone()
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    with pytest.raises(ValueError, match=sentence):
        check_input(make, loss, x, y)
    assert torch.equal(torch.rand(3), expected)
    assert all(torch.equal(own[key], value) for key, value in OWN.state_dict().items())
    assert all(p.grad is None for p in OWN.parameters())
    assert not isinstance(x, torch.Tensor) or torch.equal(x, inputs)
    assert y.is_meta or torch.equal(y, targets)


@pytest.mark.filterwarnings("ignore:Using a target size")  # the fault is planted
@pytest.mark.parametrize("name", [*SOUND, *FAULTS])
def test_what_can_be_checked_passes(name):
    """Also with a fault that the checks themselves should name: no step of the optimizer, say."""
    program = SOUND[name] if name in SOUND else FAULTS[name][0]
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    check_input(program.start, program.loss, x, y)


def test_a_dict_and_a_frozen_part_that_is_shared_are_fine():
    class Named(nn.Module):
        def __init__(self):
            super().__init__()
            self.body, self.head = copy.deepcopy(OWN).requires_grad_(False), nn.Linear(10, 10)

        def forward(self, *, pixels):
            return self.head(SHARED(pixels) + self.body(pixels))

    SHARED = copy.deepcopy(OWN).requires_grad_(False)

    def begin():
        net = Named()
        optimizer = torch.optim.SGD(net.head.parameters(), 0.1)

        def step(x, y):
            optimizer.zero_grad()
            cross_entropy(net(**x), y).backward()
            optimizer.step()

        return net, step

    check_input(begin, cross_entropy, {"pixels": X}, Y)
