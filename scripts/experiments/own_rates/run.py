"""How different are the gradients of a network's layers, and how different are Adam's steps?

Deep networks learn digits (Alpaydin and Kaynak, 1998) with Adam. After some steps, each layer's gradients and its step
are measured as root mean squares over its weights. And: what does a loss that is a hundred times as large change?
"""

import math

import numpy
import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from snippets.ensemble import forward, init

SETTINGS = {
    "MNIST-1D": {"data": "MNIST-1D", "repeats": 10},
    "three hidden layers": {"hidden": (32, 32, 32), "repeats": 10},
    "after 20 steps": {"steps": 20, "repeats": 10},
    "batches of 200": {"batch_size": 200, "steps": 60, "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=100,
    batch_size=50,
    hidden=(32, 32, 32, 32, 32),
    data="digits",
    rate=0.001,
    factor=100.0,
    sgd_rate=0.05,
    curvatures=(1.0, 10.0),
    bowl_start=(-4.0, -3.0),
    bowl_rate=0.3,
    bowl_steps=40,
):
    x, y = (digits if data == "digits" else signals)(device)
    rows = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
    start = init((x.shape[1], *hidden, CLASSES), [generator(seed, repeat, 1) for repeat in range(repeats)], device)
    parts = rows.shape[1] // batch_size
    order = [rows[:, (step % parts) * batch_size :][:, :batch_size] for step in range(steps)]

    def trained(make, times=1.0, double=True):
        parameters = [(p.detach().double() if double else p.detach().clone()).requires_grad_() for p in start]
        optimizer, path = make(parameters), []
        for own in order:
            before = [p.detach().clone() for p in parameters]
            output = forward(parameters, x[own].to(parameters[0]))
            losses = cross_entropy(output.mT, y[own], reduction="none").mean(1)
            optimizer.zero_grad()
            (times * losses.sum()).backward()
            optimizer.step()
            path.append(torch.cat([p.detach().flatten(1) for p in parameters], 1)[:, ::50])
        layers = {
            "gradient": [size(p.grad) for p in parameters[::2]],
            "step": [size(p.detach() - b) / rate for p, b in zip(parameters[::2], before[::2], strict=True)],
        }
        return torch.stack(path), {name: torch.stack(each, 1) for name, each in layers.items()}

    def adam(eps):
        return lambda parameters: torch.optim.Adam(parameters, rate, eps=eps)

    def sgd(parameters):
        return torch.optim.SGD(parameters, sgd_rate)

    plain, layers = trained(adam(1e-8))
    pure, _ = trained(adam(1e-30))
    pure_times, _ = trained(adam(1e-30), factor)
    descent, _ = trained(sgd)
    descent_times, _ = trained(sgd, factor)
    times, _ = trained(adam(1e-8), factor)
    return {
        "layers": layers,  # (repeats, layers)
        "spread": {name: (each.amax(1) / each.amin(1)).tolist() for name, each in layers.items()},
        "same": float((pure - pure_times).abs().max()),
        "moved": {  # how far the last place is off by the factor, over how far training moved
            "adam": shift(plain, times, start),
            "sgd": shift(descent, descent_times, start),
        },
        "bowl": bowl(curvatures, bowl_start, bowl_rate, bowl_steps, factor),
        "median": {name: [float(each[:, layer].median()) for layer in range(each.shape[1])] for name, each in
                   layers.items()},
    }  # fmt: skip


def size(values):
    """Root mean square over each network's weights of a layer."""
    return values.detach().square().mean((1, 2)).sqrt()


def shift(path, other, start):
    begin = torch.cat([p.detach().double().flatten(1) for p in start], 1)[:, ::50]
    values = (path[-1] - other[-1]).norm(dim=1) / (path[-1] - begin).norm(dim=1)
    return [value if value < float("inf") else None for value in values.tolist()]


def bowl(curvatures, start, rate, steps, factor):
    """(c₁ w₁² + c₂ w₂²) / 2: paths with one rate and with one for each; and σ, η/σ of the averaged rule."""

    def path(own, rule, step_rate):
        place, squares, kept = numpy.array(start), numpy.zeros(2), {"w": [], "sigma": [], "rate": []}
        for step in range(steps):
            gradient = numpy.array(own) * place
            squares = squares + gradient**2
            sigma = numpy.sqrt(squares / (step + 1)) if rule == "average" else numpy.ones(2)
            for name, value in (("w", place), ("sigma", sigma), ("rate", step_rate / sigma)):
                kept[name].append(value.tolist())
            place = place - step_rate * gradient / sigma
        return kept

    own = path(curvatures, "average", rate)
    stretched = path((curvatures[0], curvatures[1] * factor), "average", rate)
    apart = max(math.dist(a, b) for a, b in zip(own["w"], stretched["w"], strict=True))
    best = 2 / sum(curvatures)
    return {"curvatures": curvatures, "plain": path(curvatures, "plain", 0.9 * best), "own": own, "apart": apart}
