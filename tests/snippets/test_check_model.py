"""Examples judged one by one, and inputs that matter: what is sound passes, each fault is counted."""

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.programs import images
from scripts.experiments.first_checks.sound import SOUND
from snippets.check_model import MODEL, check_model

X, Y = images(torch.Generator().manual_seed(0), 64)
SOUND_CHECKS = {"alone": 0, "ignored": 0}


def checked(program):
    x, y = program.batch(torch.Generator().manual_seed(0), 64)
    return check_model(program.start, x, y)


@pytest.mark.parametrize("name", SOUND)
def test_sound_programs_pass(name):
    assert checked(SOUND[name]) == SOUND_CHECKS


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("LSTM without batch_first", "alone"),
        ("view for transpose", "alone"),
        ("softmax over batch, inside", "alone"),
        ("half the input ignored", "ignored"),
        ("dead units", "ignored"),
    ],
)
def test_each_fault_is_noticed(fault, check):
    assert checked(FAULTS[fault][0])[check] > MODEL[check][2]


def net_of(forward, *layers):
    """A network with this forward pass, trained a little."""

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers, self.head = nn.ModuleList(layer() for layer in layers), nn.Linear(64, 10)

        def forward(self, *parts, **named):
            return self.head(forward(self.layers, *parts, **named))

    def start():
        net = Net()
        optimizer = torch.optim.SGD(net.parameters(), 0.1)

        def step(x, y):
            optimizer.zero_grad()
            out = net(**x) if isinstance(x, dict) else net(*(x if isinstance(x, tuple) else (x,)))
            cross_entropy(out, y).backward()
            optimizer.step()

        return net, step

    return start


def test_the_features_are_counted_without_those_that_are_constant():
    def upper(_, x):
        return torch.cat([x[:, :32], torch.zeros(len(x), 32)], 1)

    moving = int((X[:, 32:] != X[:1, 32:]).any(0).sum())
    assert moving < 32  # some corners are always black
    assert check_model(net_of(upper), X, Y) == {"alone": 0, "ignored": moving}


def test_what_acts_without_a_gradient_is_not_ignored():
    for forward in (lambda _, x: x.detach(), lambda _, x: (x > 0.5).float(), lambda _, x: x.round()):
        assert check_model(net_of(forward), X, Y) == SOUND_CHECKS


TOKENS = torch.randint(8, (64, 5), generator=torch.Generator().manual_seed(0))
MASK = torch.rand(64, 5, generator=torch.Generator().manual_seed(1)) < 0.7


def averaged(layers, tokens, mask, use=True):
    found = layers[0](tokens)
    return (found * mask[:, :, None]).sum(1) if use else found.sum(1)


def test_a_mask_of_integers_matters_or_is_ignored():
    embed = lambda: nn.Embedding(8, 64)  # noqa: E731
    x = {"tokens": TOKENS, "mask": MASK.long()}
    assert check_model(net_of(averaged, embed), x, Y) == SOUND_CHECKS
    assert check_model(net_of(averaged, embed), x | {"mask": MASK}, Y) == SOUND_CHECKS  # as booleans
    careless = net_of(lambda *parts, **named: averaged(*parts, **named, use=False), embed)
    assert check_model(careless, x, Y) == {"alone": 0, "ignored": 5}
    assert check_model(careless, x | {"mask": torch.ones_like(TOKENS)}, Y) == SOUND_CHECKS


@pytest.mark.parametrize("batch_first", [True, False])
def test_a_row_for_each_word_belongs_to_its_example(batch_first):
    """Outputs (batch × words, classes), as a loss of words takes them."""

    class Words(nn.Module):
        def __init__(self):
            super().__init__()
            self.embed, self.head = nn.Embedding(8, 16), nn.Linear(16, 8)
            self.lstm = nn.LSTM(16, 16, batch_first=batch_first)

        def forward(self, x):
            return self.head(self.lstm(self.embed(x))[0]).flatten(0, 1)

    def start():
        net = Words()
        optimizer = torch.optim.SGD(net.parameters(), 0.1)

        def step(x, y):
            optimizer.zero_grad()
            cross_entropy(net(x), y.flatten()).backward()
            optimizer.step()

        return net, step

    found = check_model(start, TOKENS, TOKENS.roll(-1, 1))
    assert (found["alone"] == 0) == batch_first
    assert found["ignored"] == 0


def test_chance_in_evaluation_and_batch_norm_are_no_coupling():
    noisy = net_of(lambda _, x: nn.functional.dropout(x, 0.5))
    normed = net_of(lambda layers, x: layers[0](x), lambda: nn.BatchNorm1d(64))
    of_the_batch = net_of(lambda layers, x: layers[0](x), lambda: nn.BatchNorm1d(64, track_running_stats=False))
    assert check_model(noisy, X, Y) == check_model(normed, X, Y) == SOUND_CHECKS
    assert check_model(of_the_batch, X, Y)["alone"] == 63


def test_a_network_that_wants_its_lengths_sorted_is_not_judged():
    def sorted_only(_, x, lengths):
        if (lengths[1:] > lengths[:-1]).any():
            raise RuntimeError("sort them")
        return x

    lengths = torch.arange(64, 0, -1)
    assert "ignored" not in check_model(net_of(sorted_only), (X, lengths), Y)


def test_equal_examples_and_the_readers_own_things():
    torch.manual_seed(5)
    expected, x = torch.rand(3), X.clone()
    torch.manual_seed(5)
    assert check_model(SOUND["fully connected"].start, x[:1].expand(64, 64), Y) == SOUND_CHECKS
    check_model(SOUND["fully connected"].start, x, Y)
    assert torch.equal(torch.rand(3), expected)
    assert torch.equal(x, X)
    assert not x.requires_grad
