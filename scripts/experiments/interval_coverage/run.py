"""How often does one of our 95 % intervals contain the truth?

Studies are simulated whose true mean is known, each of some runs, and judged by the very code that
judges the claims of this site. The size that matters is set to the truth itself: there, each
verdict but *not settled* is wrong.
"""

from statistics import fmean

import numpy

from scripts.evidence.rule import Effect

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
