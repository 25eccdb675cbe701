"""The share of positive eigenvalues, and what it depends on."""

from statistics import fmean

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Proportion
from scripts.evidence.style import INK

FINE, COARSE = 1e-8, 1e-3  # of the largest eigenvalue
DIFFERENT = 0.1  # of all eigenvalues
FOUND = 0.3  # a rank correlation that a scatter shows
HALF, MOST = 0.5, 0.8
ZERO = 1e-9  # the gradient at a critical point


def at(result, tolerance):
    return result["tolerances"].index(tolerance)


def claim_the_threshold_sets_the_ratio(result):
    """The share of positive eigenvalues depends on what counts as zero.

    Slot 16. Figure: thresholds. Scope: a hundred-millionth against a thousandth of the largest eigenvalue, in the same
    networks after [[steps]] steps without L2. [[repeats]] networks, each with its own data and start.
    """
    fine, coarse = (result["plain"]["positive"][at(result, own)] for own in (FINE, COARSE))
    return Effect(minus(fine, coarse), "of the eigenvalues", DIFFERENT)


def claim_most_stopped_networks_are_no_minimum(result):
    """Stopped after the usual number of steps, most networks still have a negative eigenvalue.

    Slot 16. Figure: thresholds. Scope: below a hundred-millionth of the largest; [[steps]] steps, L2 of [[decay]].
    [[repeats]] networks, each with its own data and start.
    """
    down = [value < -FINE for value in result["decayed"]["least"]]
    return Proportion(sum(down), len(down), HALF)


def claim_run_on_they_end_in_minima(result):
    """Run on until the gradient is zero, those very networks end in minima.

    Slot 16. Figure: thresholds. Scope: all eigenvalues above a hundred-millionth of the largest; those of the
    [[repeats]] networks that had a negative one when they were stopped. Saddle-free Newton, L2 of [[decay]].
    """
    stopped, ended = result["decayed"]["least"], result["ended"]
    ends = zip(stopped, ended["least"], ended["gradient"], strict=True)
    minima = [least > FINE and gradient <= ZERO for before, least, gradient in ends if before < -FINE]
    return Proportion(sum(minima), len(minima), MOST)


def claim_the_poorer_the_fewer_positive(result):
    """The larger a network's training loss, the smaller its share of positive eigenvalues.

    Slot 16. Scope: rank correlation at a hundred-thousandth of the largest eigenvalue, after [[steps]] steps without
    L2; the loss in units of the targets' variance. [[repeats]] networks, each with its own data and start.
    """
    plain = result["plain"]
    products = zip(ranks(plain["loss"]), ranks(plain["positive"][at(result, 1e-5)]), strict=True)
    return Effect([loss * share for loss, share in products], "of rank correlation", FOUND, side=-1)


def ranks(values):
    """Ranks with mean 0 and variance 1, ties sharing theirs: the mean product of two lists is their correlation."""
    middle = [(sum(other < own for other in values) + sum(other <= own for other in values)) / 2 for own in values]
    mean = fmean(middle)
    spread = fmean((rank - mean) ** 2 for rank in middle) ** 0.5
    return [(rank - mean) / (spread or 1) for rank in middle]


def draw(figure, result):
    """The slide's scatter: loss against the share of positive eigenvalues, for three meanings of zero."""
    axes, plain = figure.subplots(), result["plain"]
    looks = (0.0, "o", "C0", "above 0"), (1e-4, "s", "C1", "a ten-thousandth"), (1e-2, "^", "C2", "a hundredth")
    for tolerance, marker, color, label in looks:
        share = plain["positive"][at(result, tolerance)]
        axes.plot(share, plain["loss"], marker, color=color, alpha=0.7, markersize=4, markeredgewidth=0, label=label)
    axes.set(xlim=(0, 1.02), yscale="log", xlabel="positive eigenvalues / all (minimum ratio)")
    axes.set_ylabel("training loss (log scale)")
    axes.set_ylim(top=5 * max(plain["loss"]))
    axes.legend(loc="upper left", fontsize=11, ncol=3, columnspacing=1, handletextpad=0.2)


def draw_thresholds(figure, result):
    """Mean share of positive eigenvalues, and networks with a negative one, against what counts as zero."""
    figure.set_size_inches(6.4, 5)
    upper, lower = figure.subplots(2, sharex=True)
    looks = {
        "plain": ("C1", "-", "stopped"),
        "decayed": ("C0", "--", "stopped, L2"),
        "ended": ("C2", ":", "run on, L2"),
    }
    tolerances = result["tolerances"][1:]
    for name, (color, look, label) in looks.items():
        means = [fmean(row) for row in result[name]["positive"][1:]]
        upper.plot(tolerances, means, look, marker="o", color=color, label=label)
        lower.plot(tolerances, result[name]["with_negative"][1:], look, marker="o", color=color)
    upper.set(xscale="log", ylim=(0, 1.05), ylabel="share positive")
    lower.set(ylim=(-0.05, 1.05), ylabel="networks with\na negative one")
    lower.set_xlabel("what counts as zero, in the largest eigenvalue (log scale)", color=INK)
    upper.legend(loc="lower left", fontsize=11)
