"""Gradients and steps by layer, a bowl with one rate and with two, and the loss times a hundred."""

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence, Identity
from scripts.evidence.style import INK

MATTERS = 2.0  # times, between layers
PART = 0.25  # of the way


def claim_a_stretched_axis_keeps_the_path(result):
    """If one parameter's part of the loss is multiplied by a hundred, the path with a rate for each stays the same.

    Slot 32. Known: σ grows by the same factor. Scope: a bowl along its two axes, the averaged squares, [[bowl_steps]]
    steps; largest distance between the two paths.
    """
    return Identity(result["bowl"]["apart"], 1e-12, "distance")


def claim_a_larger_loss_keeps_adams_path(result):
    """If the loss of a network is multiplied by a hundred, Adam's path stays the same.

    Slot 32. Figure: layers. Known: as long as ε does not count. Scope: torch.optim.Adam with ε of nearly zero, float64;
    largest difference of any of the parameters that we compared, in [[steps]] steps of [[repeats]] networks.
    """
    return Identity(result["same"], 1e-10, "difference")


def claim_with_the_usual_epsilon_nearly(result):
    """With the usual ε, a loss a hundred times as large moves Adam's end by a small part of the way.

    Slot 32. Figure: layers. Scope: less than a quarter of the distance from the initialization, after [[steps]] steps;
    torch's default ε. [[repeats]] draws of data and initialization.
    """
    return Equivalence(result["moved"]["adam"], "of the way", PART)


def claim_layers_have_different_gradients(result):
    """In a deep network some layer has gradients twice as large as another, or more.

    Slot 34. Figure: layers. Scope: root mean square over a layer's weights, largest over smallest, after [[steps]]
    steps of Adam; PyTorch's default initialization. [[repeats]] draws of data and initialization.
    """
    return Effect(
        log_ratios(result["spread"]["gradient"], [1.0] * len(result["spread"]["gradient"])), "×", MATTERS, ratio=True
    )


def claim_adams_steps_are_more_alike(result):
    """Adam's steps differ less between layers than the gradients do, by a factor of two or more.

    Slot 34. Figure: layers. Scope: largest over smallest layer of the gradients, over the same of the steps, after
    [[steps]] steps; root mean square over a layer's weights. [[repeats]] draws of data and initialization.
    """
    return Effect(log_ratios(result["spread"]["gradient"], result["spread"]["step"]), "×", MATTERS, ratio=True)


def draw(figure, result):
    """A bowl: the paths on the left, σ and the rates on the right."""
    bowl = result["bowl"]
    left, right = figure.subplots(1, 2)
    x, y = numpy.meshgrid(numpy.linspace(-5, 2, 80), numpy.linspace(-3.6, 3.6, 80))
    c1, c2 = bowl["curvatures"]
    left.contour(
        x, y, (c1 * x**2 + c2 * y**2) / 2, levels=numpy.geomspace(0.5, 60, 7), colors=[INK], alpha=0.25, linewidths=1
    )
    for name, color, label in (("plain", "C1", "one rate"), ("own", "C0", "a rate for each")):
        way = numpy.array(bowl[name]["w"])
        left.plot(way[:, 0], way[:, 1], "o-", color=color, markersize=3, linewidth=1.5, label=label)
    left.plot(0, 0, "x", color=INK, markersize=9, markeredgewidth=2)
    left.set(xlabel="w₁, flat", ylabel="w₂, steep")
    left.legend(loc="upper left", fontsize=10, borderaxespad=0.2)
    left.grid(False)
    for place, color, label in ((0, "C2", "w₁, flat"), (1, "C3", "w₂, steep")):
        right.plot([row[place] for row in bowl["own"]["sigma"]], color=color, label=label)
    right.set(yscale="log", xlabel="step", ylabel="σ (log scale)")
    right.set_yticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"])
    right.minorticks_off()
    right.legend(loc="center right", fontsize=10)


def draw_layers(figure, result):
    """The size of each layer's gradients and of its steps, over that of the first layer."""
    axes = figure.subplots()
    for name, color, look, label in (("gradient", "C1", "o-", "gradients"), ("step", "C0", "s-", "Adam's steps")):
        rows = numpy.array(result["layers"][name])
        rows = rows / rows[:, :1]
        low, middle, high = numpy.quantile(rows, [0.1, 0.5, 0.9], axis=0)
        places = range(1, rows.shape[1] + 1)
        axes.fill_between(places, low, high, color=color, alpha=0.18, linewidth=0)
        axes.plot(places, middle, look, color=color, label=label)
    axes.axhline(1, color=INK, linewidth=1, linestyle=":")
    axes.set(yscale="log", xlabel="layer of weights", ylabel="over that of the\nfirst layer (log scale)")
    axes.set_yticks([0.5, 1, 2, 5, 10], ["0.5", "1", "2", "5", "10"])
    axes.minorticks_off()
    axes.legend(loc="upper left")
