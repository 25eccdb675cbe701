"""Small networks that classify by squared error, from all their examples at once: what the experiments at the edge of
stability have in common."""

import torch
from torch.nn.functional import cross_entropy, one_hot

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from snippets.ensemble import init

DATA = {"digits": digits, "MNIST-1D": signals}
ACTIVATIONS = {"tanh": torch.tanh, "ReLU": torch.relu}
GUESS = 1 - 1 / CLASSES  # the loss of the constant 1/10 for every class: (1 - 1/10)² + 9 (1/10)²


def draw(data, device, seed, repeats, examples, hidden):
    """Inputs (repeats, examples, features), classes, and networks as PyTorch draws them: own ones for each repeat."""
    x, y = DATA[data](device)
    rows = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)[:, :examples].to(device)
    chance = [generator(seed, repeat, 1) for repeat in range(repeats)]
    start = init((x.shape[1], *hidden, CLASSES), chance, device)
    return x[rows], y[rows], [part.detach() for part in start]


def outputs(parameters, x, activation):
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        x = ACTIVATIONS[activation](torch.baddbmm(bias, x, weight))
    return torch.baddbmm(parameters[-1], x, parameters[-2])


def squared_error(x, y, activation):
    """A loss for `snippets.curvature`: the squared distance to the one-hot class, mean over the examples (repeats,)."""
    targets = one_hot(y, CLASSES).to(x)
    return lambda parameters: (outputs(parameters, x, activation) - targets).square().sum(2).mean(1)


def entropy(x, y, activation):
    """The same networks' mean cross entropy (repeats,)."""
    return lambda parameters: cross_entropy(outputs(parameters, x, activation).mT, y, reduction="none").mean(1)


def length(tensors):
    """The length of each network's gradient (repeats,)."""
    return torch.cat([tensor.flatten(1) for tensor in tensors], 1).norm(dim=1)


def descend(loss, parameters, rate, steps):
    """Gradient descent in place; each step's loss and gradient norm, (steps, repeats) both, from before the step.

    rate: a number, or one for each network (repeats, 1, 1).
    """
    parameters = [part.requires_grad_() for part in parameters]
    losses, norms = [], []
    for _ in range(steps):
        value = loss(parameters)
        gradient = torch.autograd.grad(value.sum(), parameters)
        losses.append(value.detach())
        norms.append(length(gradient))
        with torch.no_grad():
            for part, down in zip(parameters, gradient, strict=True):
                part -= rate * down
    for part in parameters:
        part.requires_grad_(False)
    return torch.stack(losses), torch.stack(norms)
