"""How many intervals contain the truth, and how many verdicts are wrong."""

from scripts.evidence.rule import Family, Proportion
from scripts.evidence.style import INK


def shares(result, counted, kinds, bound, side):
    """A family over kinds of runs, each with the usual number of them."""
    usual = 1
    return Family(
        {kind: Proportion(result[counted][kind][usual], result["judged"][kind][usual], bound, side) for kind in kinds}
    )


def claim_intervals_keep_their_word(result):
    """The 95 % interval contains the truth about as often as it says, also where some runs fail.

    Slot method. Known: a theorem. Scope: [[repeats]] simulated studies of [[runs.1]] runs each; against three points
    less than 95 %.
    """
    return shares(result, "covered", ["normal", "some runs fail", "its logarithm"], bound=0.92, side=1)


def claim_skew_costs_coverage(result):
    """Where the runs are skewed or have a heavy tail, the interval contains the truth less often than it says.

    Slot method. Scope: [[repeats]] simulated studies of [[runs.1]] runs each, exponential and log-normal.
    """
    return shares(result, "covered", ["skewed", "heavy tail"], bound=0.95, side=-1)


def claim_wrong_verdicts_are_rare(result):
    """A verdict is rarely wrong, even where the truth is just the size that matters.

    Slot method. Known: a theorem. Scope: [[repeats]] simulated studies of [[runs.1]] runs each; the rule allows one
    wrong verdict in twenty.
    """
    return shares(result, "wrong", ["normal", "some runs fail", "its logarithm"], bound=0.08, side=-1)


def draw(figure, result):
    axes = figure.subplots()
    axes.axvline(95, color=INK, linewidth=1)
    for place, (marker, color) in enumerate(zip("vos", ["C1", "C0", "C2"], strict=True)):
        percent = [row[place] for row in result["percent"].values()]
        judged = [row[place] for row in result["judged"].values()]
        reach = [196 * (p / 100 * (1 - p / 100) / n) ** 0.5 for p, n in zip(percent, judged, strict=True)]
        heights = [row + 0.22 * (place - 1) for row in range(len(percent))]
        axes.errorbar(percent, heights, xerr=reach, color=color, marker=marker, linestyle="", capsize=2)
        label = f"{result['runs'][place]} runs"
        axes.annotate(label, (percent[3], heights[3]), (24, -4), textcoords="offset points", color=color)
    axes.set(yticks=range(len(percent)), yticklabels=result["percent"], xlabel="intervals that contain the truth (%)")
    axes.invert_yaxis()
