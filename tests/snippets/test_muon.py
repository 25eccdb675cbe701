"""Muon is torch's up to the bfloat16 in which torch makes the matrix orthogonal."""

import pytest
import torch

from snippets.muon import muon_step, orthogonal
from tests.snippets.rules import ours, ready, same, torchs


def matrices(net):
    return [theta for theta in net.parameters() if theta.dim() == 2]


def muon(parameters):
    return torch.optim.Muon(parameters, lr=0.02, weight_decay=0.1)


def test_it_is_torchs_if_torch_does_not_round(monkeypatch):
    monkeypatch.setattr(torch.Tensor, "bfloat16", lambda matrix: matrix.clone())
    same(ours(muon_step, 0.02, chosen=matrices), torchs(muon, chosen=matrices))


def test_torchs_rounding_changes_its_step_by_hundredths():
    start = ours(muon_step, 1e-12, chosen=matrices)[0]
    exact, rounded = ours(muon_step, 0.02, chosen=matrices)[0], torchs(muon, chosen=matrices)[0]
    apart = (exact - rounded).norm() / (exact - start).norm()
    assert 1e-3 < apart < 0.2


@pytest.mark.parametrize("shape", [(6, 6), (3, 20), (20, 3), (1, 5)])
def test_singular_values_end_near_one_and_directions_stay(shape):
    chance = torch.Generator().manual_seed(2)
    left, _, right = torch.linalg.svd(torch.randn(shape, generator=chance, dtype=torch.float64), full_matrices=False)
    values = torch.linspace(1, 5, min(shape), dtype=torch.float64)
    made = orthogonal(left @ values.diag() @ right)
    inside = left.mT @ made @ right.mT
    assert inside.diag().min() > 0.6 and inside.diag().max() < 1.3
    torch.testing.assert_close(inside, inside.diag().diag())


def test_an_exact_polynomial_of_the_singular_values():
    values = torch.tensor([0.8, 0.6], dtype=torch.float64)  # of norm 1
    expected = 3.4445 * values - 4.775 * values**3 + 2.0315 * values**5
    torch.testing.assert_close(orthogonal(values.diag(), rounds=1), expected.diag())


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16])
def test_a_large_matrix_of_few_digits_does_not_overflow(kind):
    values = torch.tensor([1.0, 0.7, 0.5])
    large = orthogonal((6e4 * values.diag()).to(kind))
    assert large.dtype == kind
    torch.testing.assert_close(large.float(), orthogonal(values.diag()), rtol=0, atol=0.05)


def test_zero_stays_zero():
    assert torch.equal(orthogonal(torch.zeros(2, 3)), torch.zeros(2, 3))


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2)])
def test_what_is_no_matrix_is_refused(shape):
    with pytest.raises(ValueError, match="for matrices"):
        orthogonal(torch.ones(shape))
    theta = ready(*shape)
    with pytest.raises(ValueError, match="for matrices"):
        muon_step([ready(2, 2), theta], {}, 0.1)
    assert torch.equal(theta.detach(), torch.ones(shape))
