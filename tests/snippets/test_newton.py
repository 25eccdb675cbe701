"""It ends where torch's gradient is zero, below where it began, and a member ends where it ends alone."""

import pytest
import torch
from torch.func import grad, jacrev, vmap

from snippets.newton import newton
from snippets.one_layer import derivatives

CHANCE = torch.Generator().manual_seed(0)


def of(loss):
    """What newton asks for, by torch."""
    return lambda theta, rows: (vmap(loss)(theta), vmap(grad(loss))(theta), vmap(jacrev(grad(loss)))(theta))


def test_a_quadratic_by_linalg():
    root = torch.randn(6, 6, generator=CHANCE).double()
    matrix, aim = root @ root.T + torch.eye(6).double(), torch.randn(6, generator=CHANCE).double()
    end = newton(of(lambda theta: theta @ matrix @ theta / 2 - aim @ theta), torch.zeros(1, 6).double())
    torch.testing.assert_close(end[0], torch.linalg.solve(matrix, aim), rtol=0, atol=1e-8)


def test_it_leaves_a_saddle_where_newton_would_stay():
    def product(theta):
        return (1 - theta[0] * theta[1]) ** 2 + 0.01 * (theta**2).sum()

    end = newton(of(product), torch.tensor([[0.01, 0.02]]).double())
    assert product(end[0]) < 0.1, "the saddle at 0 has a loss of 1"
    assert grad(product)(end[0]).norm() < 1e-9


def test_a_member_ends_where_it_ends_alone():
    theta = torch.randn(3, 9, generator=CHANCE).double()
    x, y = torch.randn(3, 20, 2, generator=CHANCE).double(), torch.randn(3, 20, generator=CHANCE).double()

    def own(members):
        return lambda theta, rows: derivatives(theta, x[members][rows], y[members][rows], 0.01)

    together = newton(own([0, 1, 2]), theta)
    before, after = (own([0, 1, 2])(point, torch.arange(3)) for point in (theta, together))
    assert (after[1].norm(dim=1) <= 1e-9).all() and (after[0] < before[0]).all()
    for member in range(3):
        alone = newton(own([member]), theta[member : member + 1])
        torch.testing.assert_close(together[member], alone[0], rtol=0, atol=1e-6)
    torch.testing.assert_close(newton(own([0, 1, 2]), together), together, rtol=0, atol=0)  # it has arrived


def test_refuses_a_loss_that_is_not_finite():
    with pytest.raises(ValueError, match="start elsewhere"):
        newton(of(lambda theta: (theta / 0).sum()), torch.ones(1, 2).double())
