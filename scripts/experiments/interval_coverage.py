"""How often does one of our 95 % intervals contain the truth?

Studies are simulated whose true mean is known, each of some runs, and judged by the very code that
judges the claims of this site. The size that matters is set to the truth itself: there, each
verdict but *not settled* is wrong.
"""

from statistics import fmean

import numpy

from scripts.evidence import Effect, Family, Proportion
from scripts.style import INK

SPREAD = 1.5  # of the heavy-tailed runs' logarithm


def failing(chance, size):
    """Normal runs, of which some fail, whatever they would have measured."""
    return numpy.where(chance.random(size) < 0.15, None, chance.normal(1, 1, size))


KINDS = {  # name: (how runs are drawn, their true mean)
    "normal": (lambda chance, size: chance.normal(1, 1, size), 1.0),
    "some runs fail": (failing, 1.0),
    "skewed": (lambda chance, size: chance.exponential(1, size), 1.0),
    "heavy tail": (lambda chance, size: chance.lognormal(-(SPREAD**2) / 2, SPREAD, size), 1.0),
    "its logarithm": (lambda chance, size: chance.normal(0, SPREAD, size), 0.0),
}


def percent(part, whole):
    return 100 * part / whole if whole else None


def run(device, seed, *, repeats=2000, runs=(12, 20, 40)):
    covered, wrong, judged, width = ({kind: [] for kind in KINDS} for _ in range(4))
    for place, (kind, (sample, truth)) in enumerate(KINDS.items()):
        for size in runs:
            drawn = sample(numpy.random.default_rng([seed, place, size]), (repeats, size)).tolist()
            findings = [Effect(values, "", delta=truth).judge() for values in drawn]
            findings = [finding for finding in findings if finding["interval"]]  # enough runs finished
            covered[kind].append(sum(f["interval"][0] <= truth <= f["interval"][1] for f in findings))
            wrong[kind].append(sum(finding["verdict"] != "not settled" for finding in findings))
            judged[kind].append(len(findings))
            width[kind].append(fmean(f["interval"][1] - f["interval"][0] for f in findings) if findings else None)
    return {
        "covered": covered,  # {kind: number of studies, one for each of `runs`}
        "wrong": wrong,
        "judged": judged,
        "width": width,  # of the interval, on average
        "runs": runs,
        "percent": {kind: list(map(percent, covered[kind], judged[kind])) for kind in KINDS},
    }


def shares(result, counted, kinds, bound, side):
    """A family over kinds of runs, each with the usual number of them."""
    usual = 1
    return Family(
        {kind: Proportion(result[counted][kind][usual], result["judged"][kind][usual], bound, side) for kind in kinds}
    )


def claim_intervals_keep_their_word(result):
    """The 95 % interval contains the truth about as often as it says, also where some runs fail.

    Slot method. Scope: [[repeats]] simulated studies of [[runs.1]] runs each; against three points less than 95 %.
    """
    return shares(result, "covered", ["normal", "some runs fail", "its logarithm"], bound=0.92, side=1)


def claim_skew_costs_coverage(result):
    """Where the runs are skewed or have a heavy tail, the interval contains the truth less often than it says.

    Slot method. Scope: [[repeats]] simulated studies of [[runs.1]] runs each, exponential and log-normal.
    """
    return shares(result, "covered", ["skewed", "heavy tail"], bound=0.95, side=-1)


def claim_wrong_verdicts_are_rare(result):
    """A verdict is rarely wrong, even where the truth is just the size that matters.

    Slot method. Scope: [[repeats]] simulated studies of [[runs.1]] runs each; the rule allows one wrong verdict in
    twenty.
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
