"""What the figures of several experiments draw alike."""

import math
from statistics import fmean, quantiles

from scripts.evidence.rule import Effect


def mean_and_reach(values):
    """The mean of the repeats and the half width of its 95 % interval."""
    low, high = Effect(values, "any unit", 0.0).interval()
    return (low + high) / 2, (high - low) / 2


def geometric_curve(axes, x, rows, color, marker, label, at, offset, ha="center"):
    """Geometric means with 95 % intervals (bars) and the middle 80 % of the repeats (band), labelled at one point.

    x: (places,), rows: (repeats, places), at: the number of the labelled place.
    """
    logs = [[math.log(value) for value in column] for column in zip(*rows, strict=True)]
    mean = [math.exp(fmean(values)) for values in logs]
    low, high = zip(*[Effect(values, unit="×", delta=1, ratio=True).interval() for values in logs], strict=True)
    reach = [m - a for m, a in zip(mean, low, strict=True)], [b - m for m, b in zip(mean, high, strict=True)]
    tenths = [quantiles(values, n=10) for values in logs]
    band = [math.exp(cut[0]) for cut in tenths], [math.exp(cut[-1]) for cut in tenths]
    axes.fill_between(x, *band, color=color, alpha=0.18, linewidth=0)
    axes.errorbar(x, mean, reach, color=color, marker=marker, markersize=4, capsize=2)
    axes.annotate(label, (x[at], mean[at]), offset, textcoords="offset points", color=color, ha=ha)


def doubling_axis(axes, places, label):
    """A logarithmic x axis with a tick at each place that was measured, and no others."""
    axes.set_xscale("log", base=2)
    axes.set_xticks(places, places)
    axes.minorticks_off()
    axes.set_xlabel(label)
