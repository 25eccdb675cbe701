"""What the figures of several experiments draw alike."""

from scripts.evidence import Effect


def mean_and_reach(values):
    """The mean of the repeats and the half width of its 95 % interval."""
    low, high = Effect(values, "any unit", 0.0).interval()
    return (low + high) / 2, (high - low) / 2


def doubling_axis(axes, places, label):
    """A logarithmic x axis with a tick at each place that was measured, and no others."""
    axes.set_xscale("log", base=2)
    axes.set_xticks(places, places)
    axes.minorticks_off()
    axes.set_xlabel(label)
