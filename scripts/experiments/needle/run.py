"""The training loss is large: is there no good function in the set, or did the optimizer not find it?

A wave on a slope is fitted twice to the same loss: by the best of all lines, and by a network with three hidden
layers whose descent is too slow. Then a comparison is made that tells the two apart: a network with one hidden
layer, of which only the output is fitted, in closed form. It is contained in the larger network's set of functions.
"""

import math

import torch
from torch.nn.functional import mse_loss

from scripts.evidence.chance import generator
from snippets.deepen import deepen
from snippets.ensemble import forward, init, train

SETTINGS = {
    "3 periods": {"periods": 3, "repeats": 10},
    "200 points": {"points": 200, "repeats": 10},
    "30 units a layer": {"units": 30, "repeats": 10},
}


def wave(seed, repeats, points, periods):
    """x (repeats, points, 1), sorted in [-1, 1], and y = x + sin(π periods x + phase): a phase for each repeat."""
    draws = [generator(seed, repeat, 0) for repeat in range(repeats)]
    x = torch.stack([2 * torch.rand(points, 1, generator=g, dtype=torch.float64) - 1 for g in draws]).sort(1).values
    phase = torch.stack([2 * math.pi * torch.rand(1, 1, generator=g, dtype=torch.float64) for g in draws])
    return x, x + torch.sin(math.pi * periods * x + phase)


def best(inputs, y):
    """The output weights (repeats, inputs, 1) with the smallest mean squared error, in closed form."""
    return torch.linalg.lstsq(inputs.cpu(), y.cpu(), driver="gelsd").solution.to(y)  # inputs may be dependent


def loss(predicted, y):
    return (predicted - y).square().mean((1, 2))


def shallow(x, y, units):
    """Parameters of a ReLU network with one hidden layer: its kinks are spread evenly, only its output is fitted."""
    kinks = torch.linspace(-1, 1, units + 1).to(x)[:-1].expand(len(x), 1, -1)
    hidden = [torch.ones_like(kinks), -kinks]
    features = torch.relu(x @ hidden[0] + hidden[1])
    solution = best(torch.cat([features, torch.ones_like(x)], -1), y)
    return [*hidden, solution[:, :-1], solution[:, -1:]]


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=1000,
    points=100,
    periods=5,
    units=50,
    hidden_layers=3,
    poor_rate=0.01,
    good_rate=0.02,
    every=10,
):
    x, y = (part.to(device) for part in wave(seed, repeats, points, periods))
    slope = torch.cat([x, torch.ones_like(x)], -1)
    predicted = {"line": slope @ best(slope, y)}
    compared = shallow(x, y, units)
    predicted["shallow"] = forward(compared, x)
    deepened = forward(deepen(compared, hidden_layers + 1), x)

    rows = torch.arange(repeats * points).view(1, repeats, points).expand(steps, -1, -1)
    curves = {}
    for name, optimizer, rate in ("poor", torch.optim.SGD, poor_rate), ("good", torch.optim.Adam, good_rate):
        starts = [generator(seed, repeat, 1) for repeat in range(repeats)]  # the same start for both
        parameters = init((1, *[units] * hidden_layers, 1), starts, device)
        inputs, targets = x.flatten(0, 1).float(), y.flatten(0, 1).float()
        curves[name] = train(parameters, inputs, targets, rows, optimizer(parameters, rate), mse_loss)[::every].T
        with torch.no_grad():
            predicted[name] = forward(parameters, x.float())
    return {
        "loss": {name: loss(output, y) for name, output in predicted.items()},
        "median": {name: loss(output, y).quantile(0.5) for name, output in predicted.items()},
        "curves": curves,
        "steps_shown": list(range(0, steps, every)),
        "deepened_error": (deepened - predicted["shallow"]).abs().amax((1, 2)),
        "first": {"x": x[0, :, 0], "y": y[0, :, 0]} | {name: output[0, :, 0] for name, output in predicted.items()},
    }
