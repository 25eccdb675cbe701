"""E small networks with a normalization after each hidden layer, trained at once, each with a learning rate of its own.

Convolutions are products with windows of the positions, so that networks without positions (length 1) are the same
code. Parameters are plain lists: weight, bias, gain and shift of each hidden layer, then weight and bias.
"""

import math

import torch
from torch.nn.functional import cross_entropy

from snippets.normalize import moments

EPS = 1e-5


def init(layers, features, generators, device="cpu", classes=10, gain=2.0):
    """layers: ((channels, kernel, stride), ...); features: channels of the input. Weights are normal, of mean square
    gain / inputs (He's initialization for a gain of 2), biases 0; the classes' 1 / inputs."""
    shapes, inputs = [], features
    for channels, kernel, _ in layers:
        shapes.append((inputs * kernel, channels, gain))
        inputs = channels
    shapes.append((inputs, classes, 1.0))
    parameters = []
    for number, (rows, columns, size) in enumerate(shapes):
        drawn = torch.stack([torch.randn(rows, columns, generator=own) for own in generators])
        parameters += [drawn * math.sqrt(size / rows), torch.zeros(len(generators), 1, columns)]
        if number < len(layers):
            ones = torch.ones(len(generators), 1, 1, columns)
            parameters += [ones, torch.zeros_like(ones)]
    return [each.to(device).requires_grad_() for each in parameters]


def forward(parameters, x, layers, normal=None, activation=torch.relu, change=None, seen=None):
    """Outputs (E, n, classes) for x (E, n, positions, features).

    normal(z, number): z (E, n, positions, channels) normalized; None: without, and without gain and shift.
    change(z, number): what is done to the normalized z before the activation. seen: a list that gets what the
    activation of each layer is given.
    """
    h = x
    for number, (_, kernel, stride) in enumerate(layers):
        weight, bias, gain, shift = parameters[4 * number : 4 * number + 4]
        if kernel > 1:
            h = h.unfold(2, kernel, stride).flatten(3)  # (E, n, positions, channels × kernel)
        z = torch.baddbmm(bias, h.flatten(1, 2), weight).unflatten(1, h.shape[1:3])
        if normal is not None:
            z = torch.addcmul(shift, normal(z, number), gain)
        if change is not None:
            z = change(z, number)
        if seen is not None:
            seen.append(z)
        h = activation(z)
    return torch.baddbmm(parameters[-1], h.mean(2), parameters[-2])


class Normal:
    """One of the kinds of snippets/normalize.py. "batch" uses the batch while it trains, and keeps moving averages."""

    def __init__(self, kind, groups=4, momentum=0.1):
        self.kind, self.groups, self.momentum = kind, groups, momentum
        self.training, self.mean, self.variance = True, {}, {}

    def __call__(self, z, number):
        if self.kind == "batch" and not self.training:
            mean, variance = self.mean[number], self.variance[number]
            return (z - mean) * (variance + EPS).rsqrt()
        mean, variance = moments(z.mT, self.kind, self.groups)
        mean, variance = mean.mT if mean.dim() else mean, variance.mT
        if self.kind == "batch" and self.momentum:
            count = z.shape[1] * z.shape[2]
            self._keep(number, mean.detach(), variance.detach() * (count / (count - 1)))
        return (z - mean) * (variance + EPS).rsqrt()

    def _keep(self, number, mean, variance):
        if number not in self.mean:
            self.mean[number], self.variance[number] = torch.zeros_like(mean), torch.ones_like(variance)
        self.mean[number].lerp_(mean, self.momentum)
        self.variance[number].lerp_(variance, self.momentum)


def losses_of(outputs, y):
    """(E,): each member's mean cross entropy on its own y (E, n)."""
    return cross_entropy(outputs.mT, y, reduction="none").mean(1)


def descend(parameters, movements, losses, rates, momentum=0.9):
    """One step of torch.optim.SGD with momentum; rates (E,): one for each member."""
    gradients = torch.autograd.grad(losses.sum(), parameters, allow_unused=True)
    with torch.no_grad():
        for parameter, movement, gradient in zip(parameters, movements, gradients, strict=True):
            if gradient is not None:
                movement.mul_(momentum).add_(gradient)
                parameter.addcmul_(movement, rates.view(-1, *[1] * (parameter.dim() - 1)), value=-1)


def accuracies(outputs, y):
    """(E,) in percent; a run whose outputs are no numbers scores a guess."""
    right = 100 * (outputs.argmax(-1) == y).double().mean(1)
    return torch.where(outputs.isfinite().all(-1).all(-1), right, 100 / outputs.shape[-1])
