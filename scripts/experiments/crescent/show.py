"""The crescent: how the needed rate of one parameter changes along it, and the steps of each rule."""

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence
from scripts.evidence.style import INK

VARIES = 10.0  # times the curvature
RATE = 2.0  # times the rate
MATTERS = 1.5  # times the steps
A_LOT = 3.0


def logs(values):
    return log_ratios(values, [1.0] * len(values))


def claim_one_parameter_needs_different_rates(result):
    """Along one path, the curvature in one and the same parameter changes by a factor of ten or more.

    Slot 35. Scope: the second derivative in w₁ along gradient descent's path, largest over smallest; a stable rate is
    below two over it. [[repeats]] starts.
    """
    return Effect(logs(result["curvature"]), "× the curvature", VARIES, ratio=True)


def claim_rmsprop_gives_it_different_rates(result):
    """RMSProp gives one and the same parameter different rates on its way.

    Slot 35. Scope: η/σ of w₁, largest over smallest, after the first hundred steps; α = [[alpha]]. [[repeats]] starts.
    """
    return Effect(logs(result["effective"]), "× the rate", RATE, ratio=True)


def claim_neither_is_three_times_as_quick(result):
    """Gradient descent at its best single rate and RMSProp at its own: neither is three times as quick.

    Slot 35. Figure: steps. Scope: steps of gradient descent over those of RMSProp, until the loss is below [[goal]],
    rates found from other starts, α = [[alpha]]. [[repeats]] starts.
    """
    return Equivalence(
        log_ratios(result["steps"]["plain"], result["steps"]["recent"]), "× the steps", A_LOT, ratio=True
    )


def claim_adagrad_is_slower(result):
    """Adagrad, whose rates only fall, takes more steps than RMSProp.

    Slot 34. Figure: steps. Scope: torch's Adagrad, the sum of all squares, each at its best rate, until
    the loss is below [[goal]]. [[repeats]] starts.
    """
    return Effect(log_ratios(result["steps"]["sum"], result["steps"]["recent"]), "× the steps", MATTERS, ratio=True)


LABELS = {
    "plain": "gradient descent",
    "recent": "RMSProp, α = 0.99",
    "short": "RMSProp, α = 0.9",
    "average": "average of all squares",
    "sum": "sum (Adagrad)",
}


def draw(figure, result):
    """The surface with two paths, and the rate of w₁ along RMSProp's."""
    figure.set_size_inches(6.4, 4.9)
    above, below = figure.subplots(2, 1, height_ratios=(1.5, 1))
    x, y = numpy.meshgrid(numpy.linspace(-2, 1.5, 70), numpy.linspace(-0.6, 3.4, 70))
    height = (1 - x) ** 2 + 100 * (y - x**2) ** 2
    above.contour(x, y, height, levels=numpy.geomspace(4, 2000, 5), colors=[INK], alpha=0.25, linewidths=1)
    for rule, color in (("plain", "C1"), ("recent", "C0")):
        shown = result["shown"][rule]
        above.plot(shown["w1"], shown["w2"], color=color, label=LABELS[rule], linewidth=1.5)
    above.plot(1, 1, "x", color=INK, markersize=9, markeredgewidth=2)
    above.set(xlabel="w₁", ylabel="w₂")
    above.legend(loc="upper center", fontsize=11)
    above.grid(False)
    shown = result["shown"]["recent"]
    below.plot(shown["w1"][::2], shown["effective"][::2], ".", color="C0", markersize=3, label="RMSProp's η/σ")
    below.plot(
        shown["w1"][::2],
        2 / numpy.array(shown["curvature"][::2]),
        ".",
        color=INK,
        markersize=3,
        label="two over the curvature",
    )
    below.axhline(result["rate"]["plain"], color="C1", linewidth=1.5, label="gradient descent's η")
    below.set(yscale="log", xlabel="w₁", ylabel="rate of w₁ (log scale)")
    below.legend(loc="upper left", fontsize=10)


def draw_steps(figure, result):
    """Steps of each rule at its best rate, one dot for each start."""
    axes = figure.subplots()
    for place, rule in enumerate(LABELS):
        values = [count for count in result["steps"][rule] if count is not None]
        axes.plot(values, place + numpy.linspace(-0.18, 0.18, len(values)), "o", color=f"C{place % 4}", alpha=0.7)
        axes.plot([numpy.median(values)] * 2, [place - 0.3, place + 0.3], color=INK)
    axes.set_yticks(range(len(LABELS)), LABELS.values())
    axes.set(xscale="log", xlabel="steps (log scale)", ylim=(len(LABELS) - 0.5, -0.5))
    axes.set_xticks([20, 100, 1000, 10000], ["20", "100", "1000", "10 000"])
    axes.minorticks_off()
