"""Errors of Taylor's series against the length of the step."""

import numpy

from scripts.evidence.rule import Equivalence, Family

MARGIN = 0.1


def claim_the_slopes_are_one_two_three(result):
    """With each term of Taylor's series the error's slope on log axes grows by one: it is one, two, three.

    Slot 13. Known: Taylor's theorem. Scope: random networks and directions, steps up to about a hundredth, float64;
    a slope within a tenth of the whole number. [[repeats]] networks, each with its own data.
    """
    orders = ("the loss alone", "and the gradient", "and the Hessian")
    members = {
        name: Equivalence([value - place for value in values], "of slope", MARGIN)
        for place, (name, values) in enumerate(zip(orders, result["slopes"], strict=True), 1)
    }
    return Family(members)


def draw(figure, result):
    """Medians and middle 80 % of the errors, by order."""
    axes, steps = figure.subplots(), result["steps_shown"]
    names = "loss alone", "and gradient", "and Hessian"
    for place, (name, errors) in enumerate(zip(names, result["errors"], strict=True)):
        low, middle, high = numpy.quantile(errors, [0.1, 0.5, 0.9], axis=0)
        color = f"C{place}"
        axes.fill_between(steps, low, high, color=color, alpha=0.2, linewidth=0)
        axes.plot(steps, middle, color=color)
        slope = numpy.mean(result["slopes"][place])
        label = f"{name}: slope {slope:.2f}"
        axes.text(steps[0] * 1.1, high[3] * 2, label, color=color, va="bottom", fontsize=11)
    axes.set(
        xscale="log", yscale="log", xlabel="length of the step (log scale)", ylabel="error of the loss (log scale)"
    )
    axes.set_xlim(steps[0], steps[-1])
