"""What a program to be checked consists of, and the parts that several share. Each is as somebody would write it."""

from dataclasses import dataclass
from functools import cache

import torch
from sklearn.datasets import load_diabetes, load_digits
from torch import nn
from torch.nn.functional import cross_entropy


@cache
def digits():
    """8×8 digits, pixels between 0 and 1: (1797, 64), (1797,)."""
    pixels, labels = load_digits(return_X_y=True)
    return torch.tensor(pixels, dtype=torch.float32) / 16, torch.tensor(labels)


@cache
def patients():
    """Ten measurements and the progression of diabetes, standardized: (442, 10), (442, 1)."""
    data = load_diabetes()
    target = torch.tensor(data.target, dtype=torch.float32)[:, None]
    x = torch.tensor(data.data, dtype=torch.float32)
    return (x - x.mean(0)) / x.std(0), (target - target.mean()) / target.std()


def drawn(data, chance, count):
    """A batch in a new order: x, y."""
    x, y = data()
    order = torch.randperm(len(x), generator=chance)[:count]
    return x[order], y[order]


def images(chance, count):
    return drawn(digits, chance, count)


def measurements(chance, count):
    return drawn(patients, chance, count)


def halves(chance, count):
    """Is it one of the digits 5 to 9? Targets (n, 1), 0 or 1."""
    x, y = images(chance, count)
    return x, (y >= 5).float()[:, None]


def themselves(chance, count):
    x, _ = images(chance, count)
    return x, x


def adam(parameters):
    return torch.optim.Adam(parameters, 1e-3, fused=True)


def update(net, optimizer, loss):
    """The usual update; what it returns takes a batch."""

    def step(x, y):
        net.train()
        optimizer.zero_grad()
        loss(net(*x) if isinstance(x, tuple) else net(x), y).backward()
        optimizer.step()

    return step


@dataclass(frozen=True)
class Program:
    """net() builds a network; batch(chance, count) draws x and y; optimizer(parameters) and update(net, optimizer,
    loss) are the training; chosen(net) are the parameters that the optimizer is given."""

    net: callable
    batch: callable = images
    loss: callable = cross_entropy
    optimizer: callable = adam
    update: callable = update
    chosen: callable = nn.Module.parameters

    def parts(self):
        net = self.net()
        optimizer = self.optimizer(self.chosen(net))
        return net, optimizer, self.update(net, optimizer, self.loss)

    def start(self):
        net, _, step = self.parts()
        return net, step


def mlp(inputs=64, width=32, outputs=10, hidden=1, activation=nn.ReLU, tail=()):
    layers = []
    for place in range(hidden):
        layers += [nn.Linear(width if place else inputs, width), activation()]
    return nn.Sequential(*layers, nn.Linear(width, outputs), *tail)


def changed(make, change):
    """A network to which something is done once it is made."""

    def net():
        made = make()
        with torch.no_grad():
            change(made)
        return made

    return net
