"""The loss stands still, or never falls. What do the gradient and the curvature say there?

Two stalls on real digits. A network whose weights start small rests on a plateau, then drops. A deep ReLU network with
PyTorch's default initialization stays at a guess's loss; the same with an initialization made for ReLU does not. The
Hessian's ends are taken where the gradient is smallest while the loss is still near a guess.
"""

import torch

from scripts.experiments.stalls.networks import ACTIVATIONS, CLASSES, length, load, losses, start
from snippets.curvature import extremes

LANCZOS = 25
NEAR = 0.95  # times a guess's loss: still on the plateau
SETTINGS = {
    "MNIST-1D": {"data": "mnist1d", "repeats": 20},
    "9 hidden layers": {"deep_layers": 9, "repeats": 20},
    "a start of 0.05": {"scale": 0.05, "repeats": 20},
    "ReLU on the plateau": {"activation": "ReLU", "repeats": 20},
}


def descend(parameters, loss, guess, rate, steps, momentum=0.9):
    """Losses and gradients' lengths before each step (steps, repeats), and the parameters where the gradient is
    smallest while the loss is near a guess, with that length."""
    parameters = [tensor.clone().requires_grad_() for tensor in parameters]
    optimizer = torch.optim.SGD(parameters, rate, momentum=momentum)
    kept, least = [tensor.detach().clone() for tensor in parameters], torch.full_like(guess, float("inf"))
    curves = []
    for _ in range(steps):
        optimizer.zero_grad()
        now = loss(parameters)
        now.sum().backward()  # of which each network sees its own
        gradient = length([tensor.grad for tensor in parameters])
        curves.append(torch.stack([now.detach(), gradient]))
        stuck = (now > NEAR * guess) & (gradient < least)
        least = torch.where(stuck, gradient, least)
        for tensor, own in zip(kept, parameters, strict=True):
            tensor[stuck] = own.detach()[stuck]
        optimizer.step()
    return *torch.stack(curves, 1), kept, least


def for_relu(parameters):
    """The same draws with the variance 2 / inputs in each hidden layer (He et al., 2015), biases 0."""
    *hidden, weight, bias = parameters
    gain = 6**0.5  # torch draws 1 / (3 inputs)
    return [*(gain * tensor if place % 2 == 0 else 0 * tensor for place, tensor in enumerate(hidden)), weight, 0 * bias]


def run(
    device,
    seed,
    *,
    repeats=40,
    steps=120,
    data="digits",
    examples=200,
    width=32,
    activation="tanh",
    scale=0.1,
    rate=0.3,
    deep_layers=14,
    deep_rate=0.1,
    relu_rate=0.01,
    every=2,
    shown=4,
):
    x, y, guess = load(data, device, seed, repeats, examples)
    small = start((x.shape[2], width, width, CLASSES), seed, repeats, scale, device)
    deep = start((x.shape[2], *[width] * deep_layers, CLASSES), seed, repeats, 1.0, device)
    kinds = {
        "small": (small, rate, activation),
        "deep": (deep, deep_rate, "ReLU"),
        "for_relu": (for_relu(deep), relu_rate, "ReLU"),
    }
    found = {}
    for name, (parameters, own_rate, own_activation) in kinds.items():

        def loss(tensors, shape=own_activation):
            return losses(tensors, x, y, ACTIVATIONS[shape])

        loss_curve, gradient_curve, kept, least = descend(parameters, loss, guess, own_rate, steps)
        found[name] = {
            "loss": loss_curve[::every, :shown].T,
            "gradient": gradient_curve[::every, :shown].T,
            "lowest": loss_curve.nan_to_num(float("inf")).amin(0) / guess,
            "last": finite(loss_curve[-1] / guess),
        }
        if name != "for_relu":  # which need not rest
            values, residuals, _ = extremes(loss, kept, LANCZOS)
            found[name] |= {
                "least_gradient": finite(least / gradient_curve.amax(0)),
                "stalled_loss": finite(loss(kept) / guess),
                "eigenvalues": values,
                "residuals": residuals,
            }
    return {"steps_shown": list(range(0, steps, every)), "guess": guess[:shown], **found}


def finite(values):
    return [value if value < float("inf") else None for value in values.tolist()]
