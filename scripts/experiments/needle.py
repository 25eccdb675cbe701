"""The training loss is large: is there no good function in the set, or did the optimizer not find it?

A wave on a slope is fitted twice to the same loss: by the best of all lines, and by a network with three hidden
layers whose descent is too slow. Then a comparison is made that tells the two apart: a network with one hidden
layer, of which only the output is fitted, in closed form. It is contained in the larger network's set of functions.
"""

import math

import numpy
import torch
from torch.nn.functional import mse_loss

from scripts.chance import generator
from scripts.evidence import Effect, Equivalence, Identity
from scripts.paired import log_ratios
from scripts.style import INK
from snippets.deepen import deepen
from snippets.ensemble import forward, init, train

SAME = 1.1  # within a tenth: nobody would name the cause from so small a difference
FAR = 10.0  # ten times the loss: another function altogether


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


def claim_no_needle(result):
    """The small set holds no good function: its best line has a far larger training loss than the large set reaches.

    Slot 03. Figure: loss. Scope: best line in closed form against Adam on a ReLU network with [[hidden_layers]] hidden
    layers of [[units]] units; [[repeats]] draws of [[points]] points of a wave and of the start.
    """
    return Effect(log_ratio(result, "line", "good"), unit="×", delta=FAR, ratio=True)


def claim_the_same_training_loss(result):
    """The large set does hold the needle, and yet a poor optimizer ends at the training loss of the best line.

    Slot 03. Figure: loss. Scope: gradient descent with η = [[poor_rate]], [[steps]] steps, from the start from which
    Adam gets far below; the margin of a tenth was fixed beforehand. [[repeats]] draws of the points and of the start.
    """
    return Equivalence(log_ratio(result, "poor", "line"), unit="×", delta=SAME, ratio=True)


def claim_a_comparison_tells_them_apart(result):
    """A shallower network, fitted in closed form, has a far smaller training loss than the deep one's poor run.

    Slot 03. Figure: loss. Scope: one hidden layer of [[units]] fixed units against [[hidden_layers]] trained ones;
    [[repeats]] draws of the points and of the start.
    """
    return Effect(log_ratio(result, "poor", "shallow"), unit="×", delta=FAR, ratio=True)


def claim_the_deeper_set_holds_the_shallower_function(result):
    """With identity layers put in, the deeper network computes what the shallow one does: the needle is there.

    Slot 03. Figure: loss. Scope: largest difference on [[points]] points over [[repeats]] networks, from one hidden
    layer to [[hidden_layers]]; float64.
    """
    return Identity(error=max(result["deepened_error"]), tolerance=1e-12, unit="difference")


def log_ratio(result, one, other):
    return log_ratios(result["loss"][one], result["loss"][other])


LOOKS = {  # colour, line, name
    "line": ("C1", "--", "best line"),
    "poor": ("C3", "-", "deep network, gradient descent"),
    "good": ("C0", "-.", "the same network, Adam"),
    "shallow": ("C2", ":", "shallow network, closed form"),
}


def draw(figure, result):
    """The first draw of points, with the best line and the two functions found in the large set."""
    axes, first = figure.subplots(), result["first"]
    axes.plot(first["x"], first["y"], ".", color=INK, alpha=0.5, markersize=6, markeredgewidth=0)
    for name in ("line", "poor", "good"):
        color, look, label = LOOKS[name]
        axes.plot(first["x"], first[name], look, color=color, label=label)
    axes.set(xlabel="x", ylabel="y", ylim=(-2.1, 3.6))
    axes.legend(loc="upper left", fontsize=11)


def draw_loss(figure, result):
    """Training loss against steps: medians over the draws, and the middle four fifths of them."""
    axes, steps = figure.subplots(), result["steps_shown"]
    for name in ("line", "shallow", "poor", "good"):
        color, look, label = LOOKS[name]
        curves = result["curves"].get(name) or [[value] * len(steps) for value in result["loss"][name]]
        low, middle, high = numpy.quantile(curves, [0.1, 0.5, 0.9], axis=0)
        axes.fill_between(steps, low, high, color=color, alpha=0.2, linewidth=0)
        axes.plot(steps, middle, look, color=color, label=label)
    axes.set(xlabel="step", ylabel="training loss (log scale)", yscale="log", xlim=(0, steps[-1]), ylim=(None, 3))
    labels = ("poor", 0.98, 0.91, "right"), ("line", 0.98, 0.77, "right"), ("good", 0.03, 0.24, "left")
    for name, at, height, align in (*labels, ("shallow", 0.03, 0.1, "left")):
        axes.text(at, height, LOOKS[name][2], color=LOOKS[name][0], transform=axes.transAxes, ha=align)
