"""Every example once an epoch, in a new order; wrong input is refused."""

import pytest
import torch

from snippets.epochs import epochs

ROWS = torch.arange(10)


@pytest.mark.parametrize("size", [1, 3, 10, 99])
def test_every_example_once_an_epoch_in_a_new_order(size):
    found = [[], []]
    for epoch, x, y in epochs(ROWS, -ROWS, size, 2, torch.Generator().manual_seed(0)):
        assert torch.equal(x, -y), "an example keeps its label"
        assert len(x) <= size
        found[epoch] += x.tolist()
    assert sorted(found[0]) == sorted(found[1]) == ROWS.tolist()
    assert found[0] != found[1]


@pytest.mark.parametrize(("x", "y", "size"), [(ROWS, ROWS[:-1], 2), (ROWS[:0], ROWS[:0], 2), (ROWS, ROWS, 0)])
def test_refuses(x, y, size):
    with pytest.raises(ValueError, match="a label for each example"):
        next(epochs(x, y, size, 1))
