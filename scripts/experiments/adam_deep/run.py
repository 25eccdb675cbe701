"""A deep network never leaves a guess's loss. Does Adam leave it?

The deep ReLU networks on digits that stay at a guess under gradient descent, with Adam: at a depth where their
gradients are small, and at one where they are far below Adam's ε. With PyTorch's default initialization, and with one
made for ReLU; and with an ε that is smaller still.
"""

import torch

from scripts.experiments.stalls.networks import CLASSES, load, losses, start
from scripts.experiments.stalls.run import for_relu

SETTINGS = {
    "MNIST-1D": {"data": "mnist1d", "repeats": 20},
    "16 units": {"width": 16, "repeats": 20},
    "a rate of 0.003": {"rate": 0.003, "repeats": 20},
}


def updates(parameters, loss, goal, rate, eps, steps):
    """How many steps bring the loss below the goal, for each network (repeats,); None if it takes more."""
    parameters = [tensor.detach().clone().requires_grad_() for tensor in parameters]
    optimizer = torch.optim.Adam(parameters, rate, eps=eps)
    needed = torch.full_like(goal, float("inf"))
    for step in range(steps):
        optimizer.zero_grad()
        now = loss(parameters)
        needed = torch.where((now < goal) & needed.isinf(), float(step), needed)
        if needed.isfinite().all():
            break
        now.sum().backward()  # of which each network sees its own
        optimizer.step()
    return [value if value < float("inf") else None for value in needed.tolist()]


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

    found = {"layers": {"deep": deep, "deeper": deeper}}
    for name, layers in ("deep", deep), ("deeper", deeper):
        default = start((x.shape[2], *[width] * layers, CLASSES), seed, repeats, 1.0, device)
        first = [tensor.requires_grad_() for tensor in default]
        gradient = torch.autograd.grad(loss(first).sum(), first[0])[0].square().mean((1, 2)).sqrt()
        found[name] = {
            "default": updates(default, loss, left * guess, rate, eps, steps),
            "for_relu": updates(for_relu(default), loss, left * guess, rate, eps, steps),
            "tiny_eps": updates(default, loss, left * guess, rate, tiny_eps, steps),
            "first_gradient": gradient,  # root mean square over the first layer's weights
            "median_first_gradient": gradient.quantile(0.5),
        }
    return found
