"""The deeper network has more layers and the same outputs, to the last bit."""

import pytest
import torch

from snippets.deepen import deepen
from snippets.ensemble import forward, init


def network(sizes):
    return [part.detach() for part in init(sizes, [torch.Generator().manual_seed(member) for member in range(2)])]


@pytest.mark.parametrize("layers", [2, 3, 20])
def test_the_function_is_the_same(layers):
    shallow = network((4, 6, 3))
    deep, x = deepen(shallow, layers), torch.randn(10, 4, generator=torch.Generator().manual_seed(5))
    assert len(deep) == 2 * layers
    assert torch.equal(forward(deep, x), forward(shallow, x))


def test_it_takes_the_weights_of_one_network_as_well():
    shallow = network((4, 6, 3))
    deep, x = deepen(shallow, 5), torch.ones(1, 4)
    alone = deepen([part[0] for part in shallow], 5)
    assert torch.allclose(forward([part[None] for part in alone], x), forward(deep, x)[:1], atol=1e-6)


def test_only_identities_are_added_and_nothing_is_changed():
    shallow = network((4, 6, 5, 3))
    deep = deepen(shallow, 4)
    assert torch.equal(deep[4][0], torch.eye(5)) and not deep[5].any()
    assert all(torch.equal(a, b) for a, b in zip(deep[:4] + deep[6:], shallow, strict=True))


def test_weights_as_torch_linear_has_them_are_refused():
    theirs = [*torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.ReLU(), torch.nn.Linear(6, 3)).parameters()]
    with pytest.raises(ValueError, match="transpose"):
        deepen(theirs, 4)
    with pytest.raises(ValueError, match="there are 3 layers already"):
        deepen(network((4, 6, 6, 3)), 2)
