"""The rise of losses that are known; it does not see the size of a ReLU network's weights."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from snippets.ensemble import forward, init
from snippets.flatness import rise


def chance(members=2):
    return [torch.Generator().manual_seed(member) for member in range(members)]


def test_of_a_quadratic_it_is_known():
    """Half the squared length of the weights into each unit rises by half of (radius times the length) squared."""
    weights = torch.randn(2, 500, 3, generator=torch.Generator().manual_seed(0)).double()

    def loss(parameters):
        return parameters[0].square().sum((1, 2)) / 2

    expected = 0.5**2 * loss([weights])
    torch.testing.assert_close(rise(loss, [weights], chance(), 0.5, 200), expected, rtol=0.05, atol=0)


def test_a_member_rises_as_it_would_alone():
    x, y = torch.randn(30, 4, generator=chance()[0]), torch.randint(3, (30,), generator=chance()[0])
    nets = [part.detach() for part in init((4, 8, 3), chance())]

    def loss(parameters):
        wanted = y.expand(len(parameters[0]), -1)
        return cross_entropy(forward(parameters, x).mT, wanted, reduction="none").mean(1)

    together = rise(loss, nets, chance())
    alone = [rise(loss, [part[e : e + 1] for part in nets], chance()[e : e + 1])[0] for e in range(2)]
    torch.testing.assert_close(together, torch.stack(alone))


def test_larger_weights_that_compute_the_same_are_as_flat():
    """Ten times the first layer and a tenth of the second is the same function (Dinh et al., 2017)."""
    x = torch.randn(30, 4, generator=chance()[0]).double()
    nets = [part.detach().double() for part in init((4, 8, 1), chance())]
    scaled = [part * factor for part, factor in zip(nets, (10, 10, 0.1, 1), strict=True)]

    def loss(parameters):
        return (forward(parameters, x)[..., 0] - x[:, 0]).square().mean(1)

    torch.testing.assert_close(loss(nets), loss(scaled))
    free = [torch.zeros_like(part) if part.shape[1] == 1 else part for part in nets]  # biases would stay behind
    freed = [part * factor for part, factor in zip(free, (10, 10, 0.1, 1), strict=True)]
    torch.testing.assert_close(rise(loss, free, chance()), rise(loss, freed, chance()))


@pytest.mark.parametrize(
    ("radius", "directions", "members", "message"),
    [(0, 1, 2, "positive radius"), (0.1, 0, 2, "a direction"), (0.1, 1, 3, "one generator a network")],
)
def test_refuses(radius, directions, members, message):
    nets = [part.detach() for part in init((4, 8, 1), chance())]
    with pytest.raises(ValueError, match=message):
        rise(lambda parameters: parameters[0].sum((1, 2)), nets, chance(members), radius, directions)


def test_one_number_for_several_networks_is_refused():
    nets = [part.detach() for part in init((4, 8, 1), chance())]
    with pytest.raises(ValueError, match="one loss"):
        rise(lambda parameters: parameters[0].sum(), nets, chance())


def test_weights_of_a_single_input_are_no_biases():
    nets = [part.detach() for part in init((1, 8, 1), chance())]
    assert (rise(lambda parameters: parameters[0].square().sum((1, 2)), nets, chance(), directions=50) > 0).all()
