"""Which rules burst on random lines, and whether σ was too small before."""

from scripts.evidence.rule import Proportion

MOST, FEW, ALWAYS = 0.5, 0.1, 0.9


def share(result, arm, bound, side=1):
    burst = result["arms"][arm]["burst"]
    return Proportion(sum(burst), len(burst), bound, side)


def claim_the_average_bursts(result):
    """With the averaged squares and a constant learning rate, most lines burst.

    Slot 39. Scope: w more than half a unit off the valley's floor once that was reached; η = [[rate]], [[steps]]
    updates, [[points]] random points. [[repeats]] draws of points and start.
    """
    return share(result, "average", MOST)


def claim_adagrad_hardly_ever_bursts(result):
    """torch's Adagrad, which sums the squares, hardly ever bursts.

    Slot 39. Scope: the same lines, η = [[sum_rate]]; at most one in ten. [[repeats]] draws of points and start.
    """
    return share(result, "sum", FEW, -1)


def claim_a_quick_decay_leaves_few(result):
    """A learning rate that falls quickly spares most lines their bursts.

    Slot 40. Scope: the averaged squares with η from [[rate]], falling like the inverse root after [[quick]]
    updates. [[repeats]] draws of points and start.
    """
    return share(result, "quick", MOST, -1)


def claim_a_slow_decay_leaves_most(result):
    """With a learning rate that falls slowly, most lines still burst.

    Slot 40. Scope: the averaged squares with η from [[rate]], falling like the inverse root after [[slow]] updates.
    [[repeats]] draws of points and start.
    """
    return share(result, "slow", MOST)


def claim_every_burst_follows_a_small_sigma(result):
    """A line's first burst comes after w's rate η/σ was above two over w's curvature.

    Slot 39. Scope: within fifty updates before; lines of which that is so for every rule. Without a burst it was
    above in a small part of the updates, or never. [[repeats]] draws of points and start.
    """
    arms = result["arms"].values()
    lines = range(len(result["arms"]["average"]["burst"]))
    lawful = [all(arm["preceded"][line] or not arm["burst"][line] for arm in arms) for line in lines]
    return Proportion(sum(lawful), len(lawful), ALWAYS)


LABELS = {
    "average": "average, constant η",
    "slow": "average, slow decay",
    "quick": "average, quick decay",
    "sum": "sum (torch's Adagrad)",
}


def draw(figure, result):
    """The share of lines that burst, and of those that arrive."""
    axes = figure.subplots()
    for place, arm in enumerate(LABELS):
        found = result["arms"][arm]
        for name, color, up in (("burst", "C1", 0.16), ("arrived", "C0", -0.16)):
            values = found[name]
            low, high = Proportion(sum(values), len(values), 0.5).interval()
            middle = sum(values) / len(values)
            axes.errorbar(
                [100 * middle],
                [place + up],
                xerr=[[100 * (middle - low)], [100 * (high - middle)]],
                fmt="o",
                color=color,
                capsize=3,
                label={"burst": "burst", "arrived": "arrive"}[name] if place == 0 else None,
            )
    axes.set_yticks(range(len(LABELS)), LABELS.values())
    axes.set(xlabel="% of the lines", xlim=(-3, 103), ylim=(len(LABELS) - 0.5, -0.5))
    axes.legend(loc="lower center", fontsize=11)
