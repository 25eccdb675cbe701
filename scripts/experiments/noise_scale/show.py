"""Updates to a goal against batch size, and the noise scale measured on the way."""

import math
from statistics import fmean

import numpy

from scripts.evidence.marks import doubling_axis
from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence
from scripts.evidence.style import FAINT, INK

HALF = 2.0
NEAR = 2.0
LITTLE = 1.5


def claim_below_the_noise_scale_updates_are_saved(result):
    """Well below the noise scale, a batch four times as large needs less than half the updates.

    Slot 24. Scope: batches of [[sizes.0]] against [[sizes.1]], each at its own learning rate; MNIST-1D,
    [[examples]] training examples, gradient descent without momentum to a training loss of [[goal]]. [[repeats]]
    splits of the same signals, and initializations.
    """
    few, many = (result["updates"][str(size)] for size in result["sizes"][:2])
    return Effect(log_ratios(few, many), "× the updates", HALF, ratio=True)


def claim_above_it_they_are_hardly(result):
    """Well above the noise scale, a batch four times as large saves few updates.

    Slot 24. Scope: batches of [[sizes.2]] against [[sizes.3]], each at its own learning rate; the same networks and
    goal. [[repeats]] splits of the same signals, and initializations.
    """
    few, many = (result["updates"][str(size)] for size in result["sizes"][2:])
    return Equivalence(log_ratios(few, many), "× the updates", LITTLE, ratio=True)


def claim_the_noise_scale_foretells_the_size(result):
    """The noise scale, measured on the way, agrees within a factor of two with the critical batch size of the updates.

    Slot 24. Scope: a critical size for each repeat from its runs with batches of [[sizes.0]] and [[sizes.3]], by
    McCandlish's law; the noise scale at every [[watched]]th update with batches of [[sizes.2]], geometric mean.
    [[repeats]] splits of the same signals, and initializations.
    """
    return Equivalence(log_ratios(result["scale"], result["critical"]), "× the critical size", NEAR, ratio=True)


def draw(figure, result):
    """Every run a mark, the geometric means a line; the law with the measured critical size; the noise scales."""
    axes, sizes = figure.subplots(), result["sizes"]
    critical = numpy.exp(fmean(math.log(each) for each in result["critical"] if each))
    means = [math.exp(fmean(math.log(each) for each in result["updates"][str(size)] if each)) for size in sizes]
    for size in sizes:
        made = [each for each in result["updates"][str(size)] if each]
        axes.plot([size] * len(made), made, "o", color="C0", alpha=0.3, markeredgewidth=0, markersize=4)
    axes.plot(sizes, means, "o", color="C0", markersize=7)
    grid = numpy.geomspace(sizes[0] / 1.5, sizes[-1] * 1.5, 60)
    least = means[-1] / (1 + critical / sizes[-1])
    axes.plot(grid, least * (1 + critical / grid), color="C0", linewidth=1.2)
    axes.plot(grid, means[0] * sizes[0] / grid, ":", color=INK, linewidth=1.2)
    axes.text(sizes[0], 95, "twice the batch,\nhalf the updates (dotted)", va="bottom")
    low, high = min(result["scale"]), max(result["scale"])
    axes.axvspan(low, high, color=FAINT, alpha=0.6, linewidth=0, zorder=0)
    axes.text(math.sqrt(low * high), means[0] * 1.15, "noise scale,\nmeasured", ha="center", va="top")
    axes.set(yscale="log", ylabel="updates to the goal (log scale)", ylim=(60, means[0] * 1.4))
    doubling_axis(axes, sizes, "batch size (log scale)")
    axes.set_yticks([100, 200, 500, 1000, 2000], ["100", "200", "500", "1000", "2000"])
    axes.minorticks_off()
