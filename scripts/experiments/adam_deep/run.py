"""A deep network never leaves a guess's loss. Does Adam leave it?

The deep ReLU networks on digits that stay at a guess under gradient descent, with Adam: at a depth where their
gradients are small, and at one where they are far below Adam's ε. With PyTorch's default initialization, and with one
made for ReLU; and with an ε that is smaller still.
"""

import torch

from scripts.experiments.stalls.leaving import steps_to
from scripts.experiments.stalls.networks import CLASSES, load, losses, start
from scripts.experiments.stalls.run import for_relu

SETTINGS = {
    "MNIST-1D": {"data": "mnist1d", "repeats": 20},
    "16 units": {"width": 16, "repeats": 20},
    "a rate of 0.003": {"rate": 0.003, "repeats": 20},
}


def run(
    device,
    seed,
    *,
    repeats=30,
    steps=200,
    data="digits",
    examples=200,
    width=32,
    deep=14,
    deeper=30,
    rate=0.001,  # torch's default, and so is the next
    eps=1e-8,
    tiny_eps=1e-20,
    left=0.9,
):
    x, y, guess = load(data, device, seed, repeats, examples)

    def loss(tensors):
        return losses(tensors, x, y, torch.relu)

    def needed(parameters, own_eps=eps):
        def optimizer(tensors):
            return torch.optim.Adam(tensors, rate, eps=own_eps)

        return steps_to(left * guess, parameters, loss, optimizer, steps)

    found = {"layers": {"deep": deep, "deeper": deeper}}
    for name, layers in ("deep", deep), ("deeper", deeper):
        default = start((x.shape[2], *[width] * layers, CLASSES), seed, repeats, 1.0, device)
        first = [tensor.requires_grad_() for tensor in default]
        gradient = torch.autograd.grad(loss(first).sum(), first[0])[0].square().mean((1, 2)).sqrt()
        found[name] = {
            "default": needed(default),
            "for_relu": needed(for_relu(default)),
            "tiny_eps": needed(default, tiny_eps),
            "first_gradient": gradient,  # root mean square over the first layer's weights
            "median_first_gradient": gradient.quantile(0.5),
        }
    return found
