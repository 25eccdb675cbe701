"""σ along a slope that is flat, steep and flat again, and the steps on the two flats."""

import math

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence
from scripts.evidence.style import INK

MATTERS = 1.5  # times the steps
AS_GOOD = 1.25


def last_over_first(result, rule):
    return log_ratios(*(result["steps"][rule][part] for part in ("last", "first")))


def claim_the_average_remembers_the_cliff(result):
    """The average of all squared gradients is slower on the flat behind the cliff than on the flat before it.

    Slot 37. Scope: steps on the last four units over steps on the first four, equally flat; η = [[rate]]. [[repeats]]
    random slopes.
    """
    return Effect(last_over_first(result, "average"), "× the steps", MATTERS, ratio=True)


def claim_a_short_memory_recovers(result):
    """RMSProp with a short memory is as quick behind the cliff as before it.

    Slot 37. Scope: α = [[short]], a memory of ten gradients; the same steps, within a quarter more or fewer.
    [[repeats]] random slopes.
    """
    return Equivalence(last_over_first(result, "short"), "× the steps", AS_GOOD, ratio=True)


def claim_the_usual_memory_recovers_sooner(result):
    """With PyTorch's default, RMSProp is quicker behind the cliff than the average is.

    Slot 37. Scope: α = [[usual]], a memory of a hundred gradients; steps on the last four units. [[repeats]] random
    slopes.
    """
    steps = result["steps"]
    return Effect(log_ratios(steps["average"]["last"], steps["usual"]["last"]), "× the steps", AS_GOOD, ratio=True)


def claim_a_long_memory_is_slow_too(result):
    """With a memory as long as Adam's, RMSProp is slower behind the cliff than before it.

    Slot 37. Figure: memory. Scope: α = [[long]], Adam's default β₂, without Adam's momentum and correction. [[repeats]]
    random slopes.
    """
    return Effect(last_over_first(result, "long"), "× the steps", MATTERS, ratio=True)


LOOKS = {"average": ("C1", "average of all"), "usual": ("C0", "RMSProp, α = 0.99"), "short": ("C2", "RMSProp, α = 0.9")}


def draw(figure, result):
    """The slope, and σ of each rule along it."""
    figure.set_size_inches(6.4, 4.4)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.6))
    above.plot(result["slope"]["x"], result["slope"]["loss"], color=INK)
    above.set_ylabel("loss")
    for rule, (color, label) in LOOKS.items():
        shown = result["shown"][rule]
        below.plot(shown["x"], shown["sigma"], color=color, label=label)
    shown = result["shown"]["average"]
    below.plot(shown["x"], shown["gradient"], ":", color=INK, linewidth=1.5, label="size of the gradient")
    below.set(yscale="log", xlabel="parameter", ylabel="σ (log scale)", xlim=(-10, 10))
    below.legend(loc="upper left", fontsize=11)


def draw_memory(figure, result):
    """Steps on the last flat over steps on the first, for each memory."""
    axes = figure.subplots()
    names = {
        "short": "α = 0.9",
        "usual": "α = 0.99\n(RMSprop's default)",
        "long": "α = 0.999\n(Adam's β₂)",
        "average": "average\nof all",
    }
    for place, rule in enumerate(names):
        values = [math.exp(value) for value in last_over_first(result, rule) if value is not None]
        spread = place + numpy.linspace(-0.18, 0.18, len(values))
        axes.plot(spread, values, "o", color=f"C{place % 4}", alpha=0.7)
        axes.plot([place - 0.28, place + 0.28], [numpy.median(values)] * 2, color=INK)
    axes.axhline(1, color=INK, linewidth=1, linestyle=":")
    axes.set_xticks(range(len(names)), names.values())
    axes.set(yscale="log", ylabel="steps behind the cliff,\nover those before (log scale)")
    axes.set_yticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"])
    axes.minorticks_off()
