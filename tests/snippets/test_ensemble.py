"""A member of the ensemble is the network that torch.nn.Linear and torch.optim would have trained alone."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from snippets.ensemble import batches, forward, init, train

SIZES, STEPS, BATCH = (6, 5, 4, 3), 30, 8


def generators(count):
    return [torch.Generator().manual_seed(member) for member in range(count)]


def data():
    generator = torch.Generator().manual_seed(0)
    return torch.randn(40, SIZES[0], generator=generator), torch.randint(SIZES[-1], (40,), generator=generator)


def trained(count, rows, optimizer=torch.optim.Adam, **settings):
    own = generators(count)
    parameters = init(SIZES, own)
    order = batches(rows[:count], BATCH, STEPS, own)
    x, y = data()
    return parameters, train(parameters, x, y, order, optimizer(parameters, lr=0.01, **settings)), order


def linear_network(parameters, member):
    layers = []
    for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
        layer = nn.Linear(*weight.shape[1:])
        layer.weight.data, layer.bias.data = weight[member].detach().T.clone(), bias[member, 0].detach().clone()
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def test_a_member_equals_the_same_run_of_torch_alone():
    rows = [torch.arange(40), torch.arange(13), torch.arange(20, 27)]  # also fewer rows than a batch
    parameters, losses, order = trained(3, rows)
    x, y = data()
    for member in range(3):
        network = linear_network(init(SIZES, generators(3)), member)
        optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
        alone = []
        for batch in order[:, member]:
            loss = F.cross_entropy(network(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            alone.append(loss.item())
        assert torch.allclose(losses[:, member], torch.tensor(alone), atol=1e-5)
        assert torch.allclose(forward(parameters, x)[member], network(x), atol=1e-4)


def test_a_member_does_not_depend_on_the_size_of_the_ensemble():
    rows = [torch.arange(40), torch.arange(13), torch.arange(20, 27)]
    three, losses, order = trained(3, rows)
    one, loss, batch = trained(1, rows)
    assert torch.equal(order[:, :1], batch)
    assert torch.allclose(losses[:, :1], loss, atol=1e-5)
    assert all(torch.allclose(many[:1], single, atol=1e-4) for many, single in zip(three, one, strict=True))


def test_an_epoch_shows_every_row_once_and_no_other():
    rows = [torch.arange(16), torch.arange(30, 38)]
    order = batches(rows, BATCH, 4, generators(2))
    assert order.shape == (4, 2, BATCH)
    assert sorted(order[:2, 0].flatten().tolist()) == sorted(order[2:, 0].flatten().tolist()) == list(range(16))
    assert sorted(order[0, 1].tolist()) == list(range(30, 38))
    assert order[0, 1].tolist() != order[1, 1].tolist()


def test_weights_are_drawn_as_torch_draws_them():
    weight, bias = init((400, 300), generators(1))
    linear = nn.Linear(400, 300)
    for ours, theirs in ((weight, linear.weight), (bias, linear.bias)):
        assert abs(ours.std() / theirs.std() - 1) < 0.15
        assert ours.abs().max() <= 400**-0.5


def test_the_loss_may_be_a_regression_and_the_optimizer_another():
    parameters = init((6, 5, 1), generators(2))
    x, _ = data()
    order = batches([torch.arange(40)] * 2, 40, 200, generators(2))
    optimizer = torch.optim.SGD(parameters, lr=0.1, momentum=0.9)
    losses = train(parameters, x, x[:, :1], order, optimizer, F.mse_loss)
    assert losses.shape == (200, 2)
    assert (losses[-1] < 0.1 * losses[0]).all()


def test_data_may_be_shared_or_one_set_per_member():
    parameters = init(SIZES, generators(2))
    x, _ = data()
    own = torch.stack([x, -x])
    assert torch.allclose(forward(parameters, own)[0], forward(parameters, x)[0], atol=1e-6)
    assert torch.allclose(forward(parameters, own)[1], forward(parameters, -x)[1], atol=1e-6)


def test_numbers_in_one_row_are_refused():
    """Against outputs (rows, 1) they would be broadcast."""
    x, y = data()
    nets, rows = init((SIZES[0], 1), generators(2)), batches([torch.arange(40)] * 2, BATCH, 2, generators(2))
    with pytest.raises(ValueError, match=r"y\[:, None\]"):
        train(nets, x, y.float(), rows, torch.optim.SGD(nets, 0.1), F.mse_loss)
