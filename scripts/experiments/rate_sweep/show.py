"""Training loss against the learning rate, after a short sweep and after a longer run."""

import math

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

MATTERS = 1.5  # times the training loss
AS_GOOD = 1.1
GUESS = math.log(10)


def against_best(result, name, away):
    """Log ratios of the loss at the end, some places of the grid away from the best rate, over that at the best."""
    rows, best = result["loss"][name]["all"], result["best"][name]
    return log_ratios(rows[best + away], rows[best])


def claim_too_small_a_rate_trains_worse(result):
    """At a thirtieth of the best learning rate the training loss ends higher.

    Slot 05. Scope: MNIST-1D, networks with two hidden layers, [[steps]] steps without a schedule; the best rate of a
    grid, fixed with other seeds. [[repeats]] splits of the same signals, and initializations.
    """
    members = {name: Effect(against_best(result, name, -3), "×", MATTERS, ratio=True) for name in result["best"]}
    return Family(members)


def claim_too_large_a_rate_trains_worse(result):
    """At ten times the best learning rate, too, the training loss ends higher.

    Slot 05. Scope: the same networks, steps and grid. [[repeats]] splits of the same signals, and initializations.
    """
    members = {name: Effect(against_best(result, name, 2), "×", MATTERS, ratio=True) for name in result["best"]}
    return Family(members)


def claim_a_short_sweep_finds_the_rate(result):
    """The rate with the least loss after a short sweep is as good for the longer run as the best rate of the grid.

    Slot 05. Scope: picked after [[few]] steps, judged by the training loss after [[steps]]; each run its own pick.
    [[repeats]] splits of the same signals, and initializations.
    """
    members = {}
    for name, best in result["best"].items():
        rows = result["loss"][name]["all"]
        picked = [rows[place][repeat] for repeat, place in enumerate(result["picked"][name])]
        members[name] = Equivalence(log_ratios(picked, rows[best]), "×", AS_GOOD, ratio=True)
    return Family(members)


LOOKS = {"Adam": ("C0", "o"), "SGD": ("C1", "s")}


def draw(figure, result):
    """Geometric means over the runs; a run whose loss is no number counts as a guess."""
    axes, rates = figure.subplots(), result["rates"]
    for name, (color, marker) in LOOKS.items():
        for part, look in ("few", "--"), ("all", "-"):
            rows = [[math.log(loss or GUESS) for loss in row] for row in result["loss"][name][part]]
            curve = numpy.exp(numpy.mean(rows, 1))
            axes.plot(rates, curve, look, marker=marker, color=color, label=name if part == "all" else None)
    axes.plot([], [], "--", color=INK, label="after a short sweep")
    axes.axhline(GUESS, color=INK, linewidth=1, linestyle=":")
    axes.text(rates[0], GUESS * 1.04, "a guess", va="bottom")
    axes.set(xscale="log", yscale="log", ylim=(0.4, 3.2), yticks=[0.5, 1, 2], yticklabels=["0.5", "1", "2"])
    axes.set(xlabel="learning rate (log scale)", ylabel="training loss (log scale)")
    axes.minorticks_off()
    axes.legend(loc="lower left", fontsize=11)
