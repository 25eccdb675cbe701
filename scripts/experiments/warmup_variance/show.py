"""Spread of the adaptive rate over the order of the batches, and what RAdam's chi square says."""

import math

from scripts.evidence.marks import geometric_curve
from scripts.evidence.rule import Effect, Equivalence, Family

WITHIN = 1.5  # times the spread
FAR = 5.0


def claim_the_spread_is_as_predicted(result):
    """The adaptive rate varies as much as RAdam's formula says, at the first step and at later ones.

    Slot 43. Scope: the logarithm of the ninth over the first decile of the adaptive rate, over [[orders]] random
    orders of batches of [[batch_size]]; the median of [[parameters]] weights, against a scaled chi square, as a
    ratio. Transformers at their initialization, frozen, β₂ = [[second]]; [[repeats]] initializations and splits.
    """
    columns = zip(*result["log_spread"], strict=True)
    counts = result["at"]
    return Family(
        {
            f"step {count}": Equivalence(
                [math.log(value / predicted) for value in column], unit="× the spread", delta=WITHIN, ratio=True
            )
            for count, column, predicted in zip(counts, columns, result["predicted"], strict=True)
        }
    )


def claim_the_spread_falls(result):
    """At the first step the adaptive rate varies far more than at the last one measured.

    Slot 43. Scope: the logarithm of the ninth over the first decile of the adaptive rate, over [[orders]] random
    orders of batches of [[batch_size]], at the first step over that at the last shown. Transformers at their
    initialization, frozen, β₂ = [[second]]; [[repeats]] initializations and splits.
    """
    ratios = [math.log(row[0] / row[-1]) for row in result["log_spread"]]
    return Effect(ratios, unit="× the spread", delta=FAR, ratio=True)


def draw(figure, result):
    """The factor between the quantiles at each count of steps."""
    axes, counts = figure.subplots(), result["at"]
    axes.plot(counts, [math.exp(each) for each in result["predicted"]], "--", color="C1")
    rows = [[math.exp(value) for value in row] for row in result["log_spread"]]
    geometric_curve(axes, counts, rows, "C0", "o", "networks", 3, (8, 8), ha="left")
    axes.annotate(
        "RAdam's formula",
        (counts[1], math.exp(result["predicted"][1])),
        (10, 4),
        textcoords="offset points",
        color="C1",
    )
    axes.set(xscale="log", yscale="log", xlabel="step (log scale)", ylabel="90 % over 10 % quantile of 1/σ")
    axes.set_xticks(counts, counts)
    axes.set_yticks(ticks := [1, 2, 5, 10, 20], ticks)
    axes.minorticks_off()
