"""The closed forms are torch's own derivatives; the network is an nn.Module's."""

import pytest
import torch
from torch import nn
from torch.func import grad, jacrev, vmap

from snippets.one_layer import derivatives, losses, sine, tanh

CHANCE = torch.Generator().manual_seed(0)
UNITS, INPUTS = 5, 3
THETA = torch.randn(4, UNITS * (INPUTS + 2) + 1, generator=CHANCE).double()
X, Y = torch.randn(4, 30, INPUTS, generator=CHANCE).double(), torch.randn(4, 30, generator=CHANCE).double()


@pytest.mark.parametrize("activation", [tanh, sine])
@pytest.mark.parametrize("decay", [0.0, 0.01])
def test_derivatives_are_torchs(activation, decay):
    def one(theta, x, y):
        return losses(theta[None], x[None], y[None], decay, activation)[0]

    loss, gradient, whole = derivatives(THETA, X, Y, decay, activation)
    torch.testing.assert_close(loss, losses(THETA, X, Y, decay, activation))
    torch.testing.assert_close(gradient, vmap(grad(one))(THETA, X, Y), rtol=0, atol=1e-12)
    torch.testing.assert_close(whole, vmap(jacrev(grad(one)))(THETA, X, Y), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("activation", "function"), [(tanh, torch.tanh), (sine, torch.sin)])
def test_an_activation_gives_its_slope_and_its_curvature(activation, function):
    z = torch.linspace(-2, 2, 9, dtype=torch.float64)
    value, slope, curve = activation(z)
    torch.testing.assert_close(value, function(z))
    torch.testing.assert_close(slope, vmap(grad(function))(z))
    torch.testing.assert_close(curve, vmap(grad(grad(function)))(z))


def test_a_member_is_a_module_of_torch():
    model = nn.Sequential(nn.Linear(INPUTS, UNITS), nn.Tanh(), nn.Linear(UNITS, 1)).double()
    units = THETA[0, :-1].view(UNITS, INPUTS + 2)
    with torch.no_grad():
        model[0].weight.copy_(units[:, :INPUTS])
        model[0].bias.copy_(units[:, INPUTS])
        model[2].weight.copy_(units[None, :, -1])
        model[2].bias.copy_(THETA[0, -1:])
    own = nn.functional.mse_loss(model(X[0])[:, 0], Y[0])
    torch.testing.assert_close(losses(THETA, X, Y)[0], own.detach(), rtol=0, atol=1e-12)
