"""One step down: as far as torch's Hessian foretells, on an ensemble's member as alone, on a reader's module."""

import pytest
import torch
from torch import nn
from torch.func import functional_call
from torch.nn.functional import mse_loss

from snippets.escape import escape

CHANCE = torch.Generator().manual_seed(0)
X, Y = torch.randn(50, 3, generator=CHANCE).double(), torch.randn(50, 1, generator=CHANCE).double()


def product(parameters):
    return (1 - parameters[0] * parameters[1]) ** 2


def test_the_lectures_saddle_is_left_by_half_the_eigenvalue():
    new = escape(product, [torch.zeros(()).double()] * 2, sizes=(0.01,))
    assert abs((1 - product(new)) / (0.5 * 2 * 0.01**2) - 1) < 1e-3
    assert abs(abs(new[0]) - abs(new[1])) < 1e-9, "along (1, 1)"
    far = escape(product, [torch.zeros(()).double()] * 2)
    assert product(far) < product(new), "the best of the sizes"


def test_a_module_of_a_readers_own():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
    for parameter in model.parameters():
        nn.init.zeros_(parameter)  # a saddle of every such network
    names, parameters = zip(*model.named_parameters(), strict=True)

    def loss(tensors):
        return mse_loss(functional_call(model, dict(zip(names, tensors, strict=True)), (X,)), Y)

    new = escape(loss, parameters)
    assert loss(new) < loss(parameters)
    assert [tensor.shape for tensor in new] == [tensor.shape for tensor in parameters]
    assert all((parameter == 0).all() for parameter in parameters), "the model is left as it was"


def test_a_member_moves_as_it_does_alone_and_one_at_a_minimum_stays():
    start = [torch.tensor([[0.0], [0.1], [1.0]]).double(), torch.tensor([[0.0], [-0.2], [1.0]]).double()]

    def losses(parameters):
        return product(parameters)[:, 0]

    together = escape(losses, start)
    for member in (0, 1):
        alone = escape(losses, [tensor[member : member + 1] for tensor in start])
        for many, one in zip(together, alone, strict=True):
            torch.testing.assert_close(many[member : member + 1].abs(), one.abs())  # either way is as good
    assert losses(together)[2] <= losses(start)[2]


@pytest.mark.parametrize(
    ("loss", "parameters", "options", "message"),
    [
        (lambda p: (p[0] ** 2).sum(), [torch.zeros(3)], {}, "no saddle"),
        (lambda p: p[0] ** 4 - p[0] ** 2, [torch.zeros(())], {"sizes": (2.0,)}, "smaller ones"),
        (product, [torch.zeros(())] * 2, {"sizes": ()}, "positive"),
        (product, [torch.zeros(())] * 2, {"sizes": (0.1, -1.0)}, "positive"),
        (lambda p: p[0] / 0, [torch.zeros(())], {}, "not finite"),
        (lambda p: p[0], [torch.zeros(3), torch.zeros(2)], {}, "take its mean"),
    ],
)
def test_refuses(loss, parameters, options, message):
    with pytest.raises(ValueError, match=message):
        escape(loss, parameters, **options)


def test_a_loss_with_chance_in_it_is_refused():
    """Else it would compare the sizes of the step under different masks of dropout."""
    with pytest.raises(ValueError, match="call to call"):
        escape(lambda p: product(p) + 0.1 * torch.rand(()), [torch.zeros(()).double()] * 2)
