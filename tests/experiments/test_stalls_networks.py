"""A member of the ensembles on the plateau descends as one nn.Module of torch does."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from scripts.experiments.stalls.networks import load, losses, start
from scripts.experiments.stalls.run import descend, for_relu


def module(parameters, member, activation):
    layers = []
    for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
        layer = nn.Linear(*weight.shape[1:])
        with torch.no_grad():
            layer.weight.copy_(weight[member].T)
            layer.bias.copy_(bias[member, 0])
        layers += [layer, activation()]
    return nn.Sequential(*layers[:-1])


def test_a_member_descends_as_a_module():
    x, y, guess = load("digits", "cpu", 0, 3, 50)
    first = start((64, 8, 8, 10), 0, 3, 0.5, "cpu")
    curve, gradients, _, _ = descend(first, lambda tensors: losses(tensors, x, y, torch.tanh), guess, 0.3, 10)
    for member in range(3):
        model = module(first, member, nn.Tanh)
        optimizer = torch.optim.SGD(model.parameters(), 0.3, momentum=0.9)
        for step in range(10):
            optimizer.zero_grad()
            loss = cross_entropy(model(x[member]), y[member])
            loss.backward()
            norm = torch.cat([parameter.grad.flatten() for parameter in model.parameters()]).norm()
            torch.testing.assert_close(curve[step, member], loss.detach(), rtol=1e-4, atol=1e-5)
            torch.testing.assert_close(gradients[step, member], norm, rtol=1e-3, atol=1e-5)
            optimizer.step()


def test_an_initialization_for_relu_has_he_s_variance():
    parameters = for_relu(start((64, 200, 200, 10), 0, 2, 1.0, "cpu"))
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        assert abs(weight.var() * weight.shape[1] / 2 - 1) < 0.03
        assert not bias.any()


def test_a_guess_is_the_entropy_of_the_labels():
    _, y, guess = load("digits", "cpu", 0, 2, 100)
    shares = y[0].bincount(minlength=10) / 100
    torch.testing.assert_close(guess[0], torch.distributions.Categorical(shares).entropy())
