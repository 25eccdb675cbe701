"""What one step loses, exactly, on quadratics; wrong losses are refused."""

import pytest
import torch

from snippets.one_step import one_step

CURVATURES = torch.tensor([2.0, 20.0])
WHOLE = (torch.zeros(1), torch.zeros(1))


def bowl(values, x, y):
    return (CURVATURES * values[0] ** 2).sum() / 2 + (x.mean() * values[0]).sum()


def test_without_noise_it_is_the_curvature_along_the_slope():
    values, rates = [torch.ones(2)], [torch.full((2,), 0.01)]
    slope, lost, noise = one_step(bowl, values, rates, 1, [WHOLE], WHOLE)
    torch.testing.assert_close(slope[0], CURVATURES)
    expected = 0.01 / 2 * (CURVATURES**3).sum() / (CURVATURES**2).sum()
    assert lost == pytest.approx(expected.item(), rel=1e-3)
    assert noise == pytest.approx(0, abs=1e-4)


def test_the_noise_is_what_batches_add():
    values, rates = [torch.ones(2)], [torch.full((2,), 0.01)]
    batches = [(torch.full((1,), side), torch.zeros(1)) for side in (5.0, -5.0)]
    _, lost, noise = one_step(bowl, values, rates, 1, batches, WHOLE)
    added = 0.01 / 2 * (CURVATURES * 25).sum() / (CURVATURES**2).sum()
    assert noise == pytest.approx(added.item(), rel=1e-2)
    assert lost > noise


def test_a_wrong_loss_is_refused():
    values, rates = [torch.ones(2)], [torch.full((2,), 0.01)]
    with pytest.raises(ValueError, match="chance"):
        one_step(lambda v, x, y: (v[0] * torch.rand(2)).sum(), values, rates, 1, [WHOLE], WHOLE)
    with pytest.raises(ValueError, match="not finite"):
        one_step(lambda v, x, y: v[0].sum() * torch.nan, values, rates, 1, [WHOLE], WHOLE)
    with pytest.raises(ValueError, match="gradient is 0"):
        one_step(lambda v, x, y: (0 * v[0]).sum() + 1, values, rates, 1, [WHOLE], WHOLE)
