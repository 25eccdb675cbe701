"""Is it chance that averaged squares burst on the lecture's ten points, and torch's Adagrad does not?

The same on lines through other points, from other starts: ten places drawn evenly up to 600, a slope, an offset and
errors of a size like the lecture's. The loss is the sum of the squared errors.
"""

import numpy
import torch

from scripts.evidence import line_fit
from scripts.evidence.chance import generator

NEAR = 1.0  # arrived: b within this of the optimum's
OFF = 0.5  # a burst: w further than this off the valley's floor, after it was once reached
QUIET = 0.1  # reached: nearer than this
WITHIN = 50  # steps before a burst in which σ is looked at
FIRST = 20  # steps that do not count: the first swing
SETTINGS = {
    "errors of 10": {"errors": 10.0},
    "thirty points": {"points": 30},
    "starts three times as far": {"far": 240.0},
    "learning rate 0.5, 16 000 steps": {"rate": 0.5, "sum_rate": 5.0, "steps": 16_000},
}


def lines(seed, repeats, points, errors, far):
    """The five sums (repeats,) of each line's points, and a start b, w (2, repeats) on one side of the optimum."""
    x, y, start = [], [], []
    for repeat in range(repeats):
        chance = generator(seed, repeat)
        place, draw = (torch.rand(count, generator=chance).double() for count in (points, 4))
        noise = torch.randn(points, generator=chance).double() * errors
        x.append(place * 600)
        y.append(-200 * draw[0] + (1 + 2 * draw[1]) * x[-1] + noise)
        start.append((far * (0.5 + 0.5 * float(draw[2])), 14 * float(draw[3]) - 7))
    of = line_fit.sums(*(torch.stack(each).numpy() for each in (x, y)))
    return of, numpy.array(line_fit.optimum(of)) + numpy.array(start).T


def run(
    device,
    seed,
    *,
    repeats=80,
    steps=8000,
    points=10,
    errors=100.0,
    far=80.0,
    rate=1.0,
    sum_rate=10.0,
    quick=30,
    slow=1000,
):
    of, start = lines(seed, repeats, points, errors, far)
    kappa = line_fit.curvatures(of)

    def slower(times):
        return lambda step: 1 / numpy.sqrt(1 + step / times)

    return {
        "arms": {
            "average": followed(of, start, steps, rate, "average"),
            "sum": followed(of, start, steps, sum_rate, "sum"),
            "quick": followed(of, start, steps, rate, "average", slower(quick)),
            "slow": followed(of, start, steps, rate, "average", slower(slow)),
        },
        "median_condition": float(numpy.median(kappa[4] / kappa[3])),
    }


def followed(of, start, steps, rate, rule, decay=lambda step: 1.0):
    """For each line: whether it burst, whether σ of w was below η H_ww / 2 shortly before, and whether it ends near."""
    best, ww = line_fit.optimum(of), line_fit.curvatures(of)[2]
    touched, burst, preceded, arrived, ever = numpy.zeros((5, len(ww)), dtype=bool)
    below, largest, share = numpy.full(len(ww), -WITHIN - 1), numpy.zeros(len(ww)), numpy.zeros(len(ww))
    for step, (b, w, sigma) in enumerate(line_fit.path(of, tuple(start), steps, rate, rule, decay)):
        off = abs(w - line_fit.floor(of, b))
        unstable = sigma < rate * decay(step) * ww / 2
        below = numpy.where(unstable, step, below)
        share += unstable / steps
        touched |= off < QUIET
        if step >= FIRST:
            ever |= unstable
            new = touched & (off > OFF) & ~burst
            preceded |= new & (step - below <= WITHIN)
            burst |= new
            largest = numpy.where(touched, numpy.maximum(largest, off), largest)
        arrived |= abs(b - best[0]) < NEAR
    return {
        "burst": burst,
        "preceded": preceded,
        "below": ever,
        "share_below": share,
        "arrived": arrived,
        "largest": largest,
        "bursts": int(burst.sum()),
        "arrivals": int(arrived.sum()),
    }
