"""The small networks of scripts/evidence/norms.py are torch's, each as if it trained alone."""

import pytest
import torch
from torch import nn

from scripts.evidence.chance import generator
from scripts.evidence.norms import Normal, accuracies, descend, forward, init, losses_of

LAYERS = ((8, 5, 2), (8, 3, 1))
TORCH = {
    "batch": lambda channels, length: nn.BatchNorm1d(channels),
    "layer": lambda channels, length: nn.LayerNorm((channels, length), elementwise_affine=False),
    "group": lambda channels, length: nn.GroupNorm(4, channels),
    "instance": lambda channels, length: nn.InstanceNorm1d(channels),
    "rms": lambda channels, length: nn.RMSNorm((channels, length), eps=1e-5, elementwise_affine=False),
    "none": lambda channels, length: nn.Identity(),
}


def data(members=2, n=6, positions=20):
    own = generator(1, 0)
    x = torch.randn(members, n, positions, 1, generator=own, dtype=torch.float64)
    return x, torch.randint(10, (members, n), generator=own)


def started(members=2):
    return [
        each.detach().double().requires_grad_() for each in init(LAYERS, 1, [generator(0, m) for m in range(members)])
    ]


def torchs(kind, parameters, member):
    net = nn.Sequential()
    inputs = 1
    for number, (channels, kernel, stride) in enumerate(LAYERS):
        weight, bias = (each[member].detach() for each in parameters[4 * number : 4 * number + 2])
        convolution = nn.Conv1d(inputs, channels, kernel, stride).double()
        convolution.weight.data = weight.view(inputs, kernel, channels).permute(2, 0, 1).clone()
        convolution.bias.data = bias[0].clone()
        norm = TORCH[kind](channels, (8, 6)[number]).double()
        net.extend([convolution, norm, nn.ReLU()])
        inputs = channels
    head = nn.Linear(inputs, 10).double()
    head.weight.data, head.bias.data = (
        parameters[-2][member].detach().T.clone(),
        parameters[-1][member, 0].detach().clone(),
    )
    return net.extend([nn.AdaptiveAvgPool1d(1), nn.Flatten(), head])


@pytest.mark.parametrize("kind", TORCH)
def test_outputs_are_torchs_in_training_and_in_testing(kind):
    parameters, (x, _) = started(), data()
    normal = None if kind == "none" else Normal(kind)
    for training in True, True, False:
        if normal:
            normal.training = training
        ours = forward(parameters, x, LAYERS, normal)
        if training:
            continue
        for member in range(2):
            net = torchs(kind, parameters, member)
            net(x[member].mT), net(x[member].mT)
            torch.testing.assert_close(ours[member], net.eval()(x[member].mT), rtol=0, atol=1e-10)


@pytest.mark.parametrize("kind", ["none", "batch"])
def test_a_member_trains_as_alone_by_torchs_rule_at_its_own_rate(kind):
    parameters, (x, y), rates = started(), data(), torch.tensor([0.01, 0.1], dtype=torch.float64)
    nets = [torchs(kind, parameters, member) for member in range(2)]
    movements = [torch.zeros_like(each) for each in parameters]
    optimizers = [
        torch.optim.SGD(net.parameters(), rate, momentum=0.9) for net, rate in zip(nets, (0.01, 0.1), strict=True)
    ]
    normal = None if kind == "none" else Normal(kind)
    for _ in range(4):
        losses = losses_of(forward(parameters, x, LAYERS, normal), y)
        for member, (net, optimizer) in enumerate(zip(nets, optimizers, strict=True)):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(x[member].mT), y[member])
            torch.testing.assert_close(losses[member], loss, rtol=0, atol=1e-9)
            loss.backward()
            optimizer.step()
        descend(parameters, movements, losses, rates)


def test_a_network_that_diverged_scores_a_guess():
    outputs = torch.full((2, 4, 10), float("nan"))
    outputs[1] = 0.0
    outputs[1, :, 3] = 1.0
    assert accuracies(outputs, torch.full((2, 4), 3)).tolist() == [10, 100]
