"""The eigenvalues are numpy's, the products torch's own; members of an ensemble and a reader's nn.Module alike."""

import pytest
import torch
from torch import nn
from torch.func import functional_call
from torch.nn.functional import cross_entropy

from snippets.curvature import extremes, products
from snippets.ensemble import forward, init

CHANCE = torch.Generator().manual_seed(0)
X, Y = torch.randn(40, 6, generator=CHANCE).double(), torch.randint(3, (40,), generator=CHANCE)
OTHER = torch.ones(3, requires_grad=True)  # parameters of the model itself, which a loss uses by mistake


def ensemble(members=3):
    start = init((6, 5, 3), [torch.Generator().manual_seed(member) for member in range(members)])
    return [tensor.detach().double() for tensor in start]


def losses(parameters):
    return cross_entropy(forward(parameters, X).mT, Y.expand(len(parameters[0]), -1), reduction="none").mean(1)


def whole(loss, parameters):
    """The Hessian of one network's loss by torch, (D, D)."""
    sizes = [tensor.numel() for tensor in parameters]

    def of_all(vector):
        parts = vector.split(sizes)
        return loss([part.view_as(tensor) for part, tensor in zip(parts, parameters, strict=True)])

    return torch.autograd.functional.hessian(of_all, torch.cat([tensor.flatten() for tensor in parameters]))


def test_products_are_those_with_torchs_hessian():
    parameters = ensemble()
    gradient, times = products(losses, parameters)
    v = torch.randn(gradient.shape, generator=CHANCE).double()
    for member, (own, product) in enumerate(zip(v, times(v), strict=True)):
        one = [tensor[member : member + 1] for tensor in parameters]
        hessian = whole(lambda part: losses(part)[0], one)
        torch.testing.assert_close(product, hessian @ own, rtol=0, atol=1e-12)
        torch.testing.assert_close(gradient[member], products(losses, one)[0][0])


def test_the_ends_are_numpys_and_the_residual_bounds_the_error():
    parameters = ensemble()
    for steps in (8, 25, 80):
        values, residuals, vectors = extremes(losses, parameters, steps)
        for member in range(3):
            hessian = whole(lambda part: losses(part)[0], [tensor[member : member + 1] for tensor in parameters])
            exact = torch.linalg.eigvalsh(hessian)
            nearest = (values[member][:, None] - exact).abs().amin(1)
            assert (nearest <= residuals[member] + 1e-12).all()
            lost = hessian @ vectors[member] - vectors[member] * values[member]
            torch.testing.assert_close(lost.norm(dim=0), residuals[member], rtol=0, atol=1e-12)
    torch.testing.assert_close(values[member], exact[[0, -1]], rtol=0, atol=1e-10)


def test_a_module_of_a_readers_own():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 3)).double()
    names, parameters = zip(*model.named_parameters(), strict=True)

    def loss(tensors):
        return cross_entropy(functional_call(model, dict(zip(names, tensors, strict=True)), (X,)), Y)

    values, residuals, _ = extremes(loss, list(parameters), 60)
    exact = torch.linalg.eigvalsh(whole(loss, parameters))
    torch.testing.assert_close(values[0], exact[[0, -1]].detach(), rtol=0, atol=1e-9)
    assert (residuals < 1e-7).all()
    assert all(parameter.grad is None for parameter in parameters), "nothing of the model has changed"


@pytest.mark.parametrize(
    ("loss", "parameters", "ends"),
    [
        (lambda p: (p[0] * p[1] - 1) ** 2, [torch.zeros(())] * 2, (-2, 2)),  # w1 w2, the lecture's saddle
        (lambda p: (p[0] ** 2).sum(), [torch.ones(7)], (2, 2)),  # one step of Lanczos sees it all
        (lambda p: p[0].sum(), [torch.ones(7)], (0, 0)),  # linear
        (lambda p: (p[0] ** 2).sum(), [torch.ones(3), torch.ones(2)], (0, 2)),  # the second has no part in it
    ],
)
def test_spectra_that_are_known(loss, parameters, ends):
    values, residuals, _ = extremes(loss, parameters)
    torch.testing.assert_close(values, torch.tensor([ends]).float(), rtol=0, atol=1e-5)
    assert (residuals < 1e-5).all()


@pytest.mark.parametrize(
    ("loss", "parameters", "message"),
    [
        (lambda p: (X @ p[0]) ** 2, [torch.ones(6).double()], "take its mean"),
        (lambda p: p[0].sum(1), [torch.ones(3, 2), torch.ones(2)], "take its mean"),
        (lambda p: (p[0] / 0).sum(), [torch.ones(3)], "not finite"),
        (lambda p: torch.ones(()), [], "take its mean"),
        (lambda p: (OTHER**2).sum(), [torch.ones(3)], "functional_call"),
    ],
)
def test_refuses(loss, parameters, message):
    with pytest.raises(ValueError, match=message):
        extremes(loss, parameters)
