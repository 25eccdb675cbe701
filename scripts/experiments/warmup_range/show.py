"""The usable range of mean rates, with warm-up and without, with a decay and without."""

import math
from statistics import fmean

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

STEP = 2**0.5  # of the grid of rates
TENTH = 1.1


def claim_with_a_decay_the_upper_edge_rises(result):
    """With a decay, warm-up lets a post-norm transformer train at higher rates, of equal mean.

    Slot 42. Scope: the highest mean rate with a test accuracy of [[usable:.0f]] % or more, [[steps]] steps, warm-up
    and decay against the decay alone; the peaks are equal too. [[warm]] steps of warm-up, Adam, batches of
    [[batch_size]]. [[repeats]] splits and initializations.
    """
    edges = result["upper"]
    return Effect(log_ratios(edges["both"], edges["decay"]), unit="× the rate", delta=STEP, ratio=True)


def claim_without_a_decay_the_peak_rises(result):
    """Without a decay, too, warm-up raises the highest usable peak rate.

    Slot 42. Scope: the highest peak with a test accuracy of [[usable:.0f]] % or more, [[steps]] steps, warm-up and
    then constant against constant; by a tenth or more. Its peak is [[peak.warm:.2f]] times its mean rate. [[warm]]
    steps of warm-up, Adam, batches of [[batch_size]]. [[repeats]] splits and initializations.
    """
    ratios = log_ratios(result["upper"]["warm"], result["upper"]["none"])  # of mean rates
    higher = math.log(result["peak"]["warm"] / result["peak"]["none"])
    peaks = [None if ratio is None else ratio + higher for ratio in ratios]
    return Effect(peaks, unit="× the rate", delta=TENTH, ratio=True)


def claim_the_lower_edge_hangs_on_the_mean_rate(result):
    """The lowest usable rate is the same with warm-up, a decay, both and neither, at equal mean rate.

    Slot 42. Scope: the lowest mean rate with a test accuracy of [[usable:.0f]] % or more, [[steps]] steps, against
    that of a constant rate; within one step of the grid. Adam, batches of [[batch_size]]. [[repeats]] splits and
    initializations.
    """
    edges = result["lower"]
    names = {"warm": "warm-up", "decay": "decay", "both": "both"}
    return Family(
        {
            name: Equivalence(log_ratios(edges[way], edges["none"]), unit="× the rate", delta=STEP, ratio=True)
            for way, name in names.items()
        }
    )


def draw(figure, result):
    """Mean accuracies over the mean rate."""
    axes = figure.subplots()
    rates = result["grid"]["rates"]
    looks = {
        "decay": ("C3", "v--", "decay"),
        "none": ("C1", "s--", "constant"),
        "warm": ("C2", "^-", "warm-up"),
        "both": ("C0", "o-", "warm-up and decay"),
    }
    for name, (color, look, label) in looks.items():
        axes.plot(
            rates,
            [fmean(column) for column in zip(*result["accuracy"][name], strict=True)],
            look,
            color=color,
            label=label,
        )
    axes.axhline(result["grid"]["usable"], color=INK, linewidth=1, linestyle=":")
    axes.text(rates[0], result["grid"]["usable"] + 1.5, "usable", va="bottom", fontsize=11)
    axes.set(xscale="log", xlabel="mean learning rate (log scale)", ylabel="test accuracy (%)", ylim=(0, 100))
    axes.set_xticks(ticks := [0.0005, 0.001, 0.002, 0.004, 0.008], [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.legend(loc="lower left", fontsize=11)
