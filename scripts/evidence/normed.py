"""Fully connected networks with batch normalization or without, E of them at once; each as if it were alone."""

from itertools import pairwise

import torch
from torch.nn.functional import batch_norm, cross_entropy

STARTS = {  # weights between ± this, from the number of inputs m and of outputs n
    "default": lambda m, n: m**-0.5,  # torch.nn.Linear's
    "He": lambda m, n: (6 / m) ** 0.5,
    "Xavier": lambda m, n: (6 / (m + n)) ** 0.5,
}
ACTIVATIONS = {"ReLU": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}


class Normed:
    """E networks: linear layers, between them batch normalization (or none) and an activation.

    generators: one for each member, which draws its weights; the biases start at zero, but with `default`, as torch's.
    """

    def __init__(self, sizes, generators, device, *, start, activation, normalized, momentum=0.1):
        self.members, self.normalized, self.momentum = len(generators), normalized, momentum
        self.activation = ACTIVATIONS[activation]
        self.weights, self.biases, self.scales, self.shifts, self.running = [], [], [], [], []
        for m, n in pairwise(sizes):
            reach = STARTS[start](m, n)
            drawn = [torch.empty(m + 1, n).uniform_(-reach, reach, generator=each) for each in generators]
            both = torch.stack(drawn).to(device)
            bias = both[:, m:] if start == "default" else torch.zeros_like(both[:, m:])
            self.weights.append(both[:, :m].clone().requires_grad_())
            self.biases.append(bias.clone().requires_grad_())
        if normalized:
            for n in sizes[1:-1]:
                self.scales.append(torch.ones(self.members * n, device=device, requires_grad=True))
                self.shifts.append(torch.zeros(self.members * n, device=device, requires_grad=True))
                self.running.append([fill(self.members * n, device=device) for fill in (torch.zeros, torch.ones)])

    def parameters(self):
        return [*self.weights, *self.biases, *self.scales, *self.shifts]

    def normalize(self, place, z, training, momentum, keep):
        """z (E, n, units) normalized by its own batch, or by the running statistics; keep: update these."""
        flat = z.transpose(0, 1).flatten(1)  # (n, E · units): torch's own function normalizes each column
        mean, variance = self.running[place] if keep or not training else (None, None)
        out = batch_norm(flat, mean, variance, self.scales[place], self.shifts[place], training, momentum)
        return out.unflatten(1, (self.members, -1)).transpose(0, 1)

    def __call__(self, x, *, training=False, keep=None, momentum=None, hidden=None):
        """Outputs (E, n, classes) for x (E, n, features).

        training: normalize by the batch, and update the running statistics (unless keep is False).
        hidden: a list that gets what enters each activation.
        """
        keep = training if keep is None else keep
        for place, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            x = torch.baddbmm(bias, x, weight)
            if place < len(self.weights) - 1:
                if self.normalized:
                    x = self.normalize(place, x, training, self.momentum if momentum is None else momentum, keep)
                if hidden is not None:
                    hidden.append(x)
                x = self.activation(x)
        return x


def losses(logits, y):
    """The mean cross entropy of each member."""
    return cross_entropy(logits.mT, y, reduction="none").mean(1)


def accuracies(logits, y):
    """In percent, of each member; None where an output is no number."""
    finite = logits.isfinite().flatten(1).all(1).tolist()
    right = 100 * (logits.argmax(-1) == y).double().mean(1)
    return [value if good else None for value, good in zip(right.tolist(), finite, strict=True)]


def fit(nets, x, y, order, rates, *, coefficient=0.9, warm_up=0, decay=0.0):
    """SGD with momentum, in place: order (steps, E, batch) of rows of x, and a learning rate for each member.

    warm_up: the steps in which the rates grow in proportion to their full size. decay: weight decay, as in
    torch.optim.SGD, of the weights only. A loss times its rate, at a rate of 1, takes the same steps.
    """
    rates = torch.as_tensor(rates, device=x.device)
    optimizer = torch.optim.SGD(nets.parameters(), 1.0, momentum=coefficient, fused=True)
    for step, rows in enumerate(order, 1):
        now = rates * min(step / max(warm_up, 1), 1)
        optimizer.zero_grad()
        (now * losses(nets(x[rows], training=True), y[rows])).sum().backward()
        if decay:
            for weight in nets.weights:
                weight.grad += (decay * now)[:, None, None] * weight.detach()
        optimizer.step()
