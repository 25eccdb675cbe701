"""One fault in a program that is sound without it; with each, the checks that name its cause."""

import torch
from torch import nn
from torch.nn.functional import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    dropout,
    log_softmax,
    mse_loss,
    nll_loss,
)

from scripts.experiments.first_checks.inside import (
    LearnedNoise,
    OfLengthOne,
    OverTheBatch,
    SameHalfTwice,
    Unordered,
    Viewed,
    new_head,
    one_blank,
)
from scripts.experiments.first_checks.programs import Program, changed, halves, images, measurements, mlp, update
from scripts.experiments.first_checks.sequences import Attending, StepByStep, Writer, next_words, of_all_places, words


def scaled(batch, inputs=1.0, targets=1.0, more=0.0):
    def draw(chance, count):
        x, y = batch(chance, count)
        return inputs * x, targets * y + more if y.is_floating_point() else y

    return draw


def flat_targets(chance, count):
    x, y = measurements(chance, count)
    return x, y[:, 0]


def missing_value(chance, count):
    x, y = images(chance, count)
    x[3, 5] = float("nan")
    return x, y


def rare(chance, count):
    """Three of a hundred are of the second class."""
    y = (torch.rand(6 * count, generator=chance) < 0.03).long()
    x = torch.randn(6 * count, 10, generator=chance)
    x[:, 0] += y
    return x, y


def distance(out, y):
    return ((out - y) ** 2).sum(1).sqrt().mean()


def over_the_batch(out, y):
    return nll_loss(log_softmax(out, 0), y)


def summed(out, y):
    return cross_entropy(out, y, reduction="sum")


def never_zeroed(net, optimizer, loss):
    def step(x, y):
        net.train()
        loss(net(x), y).backward()
        optimizer.step()

    return step


def undivided(net, optimizer, loss, batches=8):
    """Gradients of several batches, summed where their mean was meant."""
    done = []

    def step(x, y):
        net.train()
        loss(net(x), y).backward()
        done.append(1)
        if len(done) % batches == 0:
            optimizer.step()
            optimizer.zero_grad()

    return step


def zeroed_too_late(net, optimizer, loss):
    def step(x, y):
        net.train()
        loss(net(x), y).backward()
        optimizer.zero_grad()
        optimizer.step()

    return step


def never_stepped(net, optimizer, loss):
    def step(x, y):
        net.train()
        optimizer.zero_grad()
        loss(net(x), y).backward()

    return step


def hurried(net, optimizer, loss):
    """A schedule that was meant for epochs."""
    usual, schedule = update(net, optimizer, loss), torch.optim.lr_scheduler.StepLR(optimizer, 10, 0.1)

    def step(x, y):
        usual(x, y)
        schedule.step()

    return step


def all_zero(net):
    for weights in net.parameters():
        nn.init.zeros_(weights)


def without_zeros(out, y):
    return cross_entropy(out, y, ignore_index=0)  # there is such a class


class InAList(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.head = [nn.Linear(64, 32), nn.Linear(32, 32)], nn.Linear(32, 10)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer.to(x.device)(x))  # which the model's own .to() does not reach
        return self.head(x)


class TwoLayers(nn.Module):
    """With one thing wrong in its forward pass."""

    def __init__(self, wrong):
        super().__init__()
        self.first, self.unused, self.head, self.wrong = nn.Linear(64, 32), None, nn.Linear(32, 10), wrong
        if wrong == "unused":
            self.unused = nn.Linear(32, 32)

    def forward(self, x):
        hidden = torch.relu(self.first(x))
        if self.wrong == "detached":
            hidden = hidden.detach()
        if self.wrong == "dropout":
            hidden = dropout(hidden, 0.5)
        return self.head(hidden)


def slow_norms():
    layers = nn.Linear(64, 32), nn.BatchNorm1d(32, momentum=1e-4), nn.ReLU()
    more = nn.Linear(32, 32), nn.BatchNorm1d(32, momentum=1e-4), nn.ReLU()
    return nn.Sequential(*layers, *more, nn.Linear(32, 10))


def only_the_last(net):
    return net[-1].parameters()


def rate(kind, size, **more):
    return lambda parameters: kind(parameters, size, **more)


SGD, ADAM = torch.optim.SGD, torch.optim.Adam
FASTER = rate(ADAM, 3e-3, fused=True)  # than the usual 1e-3: what is trained in part learns slowly
small = lambda: mlp(10, 16, 1)  # noqa: E731
FAULTS = {  # fault: (the program, the checks that name it)
    "softmax twice": (Program(lambda: mlp(tail=[nn.Softmax(1)])), {"scores"}),
    "ReLU on the scores": (Program(lambda: mlp(tail=[nn.ReLU()]), optimizer=FASTER), {"scores"}),
    "sigmoid twice": (
        Program(lambda: mlp(outputs=1, tail=[nn.Sigmoid()]), halves, binary_cross_entropy_with_logits),
        {"scores"},
    ),
    "targets (n,), outputs (n, 1)": (Program(small, flat_targets, mse_loss), {"shapes"}),
    "softmax over batch": (Program(mlp, loss=over_the_batch), {"mean"}),
    "sum for mean": (Program(mlp, loss=summed), {"mean"}),
    "pixels up to 255": (Program(mlp, scaled(images, 255.0)), {"start"}),
    "unscaled targets": (Program(small, scaled(measurements, 1.0, 77.0, 152.0), mse_loss), {"constant"}),
    "97 : 3 classes": (Program(lambda: mlp(10, 16, 2), rare), {"constant"}),
    "root in the loss": (Program(small, measurements, distance), {"perfect", "gradients"}),
    "NaN in an input": (Program(mlp, missing_value), {"finite"}),
    "large last layer": (Program(changed(mlp, lambda net: net[-1].weight.mul_(50))), {"start"}),
    "dead units": (Program(changed(mlp, lambda net: net[0].bias.fill_(-10))), {"differ", "unreached"}),
    "six sigmoid layers": (
        Program(lambda: mlp(hidden=6, activation=nn.Sigmoid), optimizer=rate(SGD, 0.1)),
        {"differ", "faint"},
    ),
    "layers in a list": (Program(InAList), {"unlisted"}),
    "detached": (Program(lambda: TwoLayers("detached"), optimizer=FASTER), {"unreached"}),
    "unused layer": (Program(lambda: TwoLayers("unused")), {"unreached"}),
    "optimizer: last layer": (Program(mlp, optimizer=FASTER, chosen=only_the_last), {"unmoved"}),
    "head after the optimizer": (Program(mlp, optimizer=FASTER, update=new_head), {"unmoved"}),
    "no optimizer.step()": (Program(mlp, update=never_stepped), {"unmoved"}),
    "zero_grad() too late": (Program(mlp, update=zeroed_too_late), {"unmoved"}),
    "no zero_grad()": (Program(mlp, update=never_zeroed), {"stale"}),
    "accumulation not divided": (
        Program(mlp, optimizer=rate(SGD, 0.05, momentum=0.9), update=undivided),
        {"stale"},
    ),
    "learning rate 1e-6": (Program(mlp, optimizer=rate(SGD, 1e-6)), {"twenty"}),
    "learning rate 1e-5": (Program(mlp, optimizer=rate(SGD, 1e-5)), {"twenty"}),
    "learning rate 10": (Program(mlp, optimizer=rate(SGD, 10.0, momentum=0.9)), {"peak", "gradients"}),
    "Adam with rate 0.5": (Program(lambda: mlp(hidden=3), optimizer=rate(ADAM, 0.5)), {"peak"}),
    "slow batch norm": (Program(slow_norms), {"evaluation"}),
    "dropout stays on": (Program(lambda: TwoLayers("dropout")), {"twice"}),
    "LSTM without batch_first": (Program(Unordered, optimizer=FASTER), {"alone"}),
    "view for transpose": (Program(Viewed), {"alone"}),
    "softmax over batch, inside": (Program(OverTheBatch, optimizer=FASTER), {"alone"}),
    "half the input ignored": (Program(SameHalfTwice), {"ignored"}),
    "NaN gradient, late": (Program(LearnedNoise, optimizer=rate(SGD, 0.1)), {"gradients"}),
    "root of zero, inside": (Program(OfLengthOne, one_blank), {"gradients"}),
    "no activation": (Program(lambda: mlp(hidden=2, activation=nn.Identity)), {"bent"}),
    "all weights zero": (Program(changed(mlp, all_zero)), {"differ", "unreached"}),
    "class that the loss ignores": (Program(mlp, loss=without_zeros), {"deaf"}),
    "schedule steps per batch": (Program(mlp, update=hurried), {"pace", "heart"}),
    "padding mask inverted": (Program(lambda: Attending(wrong=True), words, optimizer=FASTER), {"mute"}),
    "no causal mask": (Program(lambda: Writer(False), next_words, of_all_places, FASTER), {"future"}),
    "hidden state detached": (Program(lambda: StepByStep(cut=True), words, optimizer=FASTER), {"cut"}),
}
