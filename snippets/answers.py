"""The losses of a run, and of the runs that the guide asks for, as its answers."""

# --8<-- [start:imports]
import math
from itertools import pairwise
from statistics import median

# --8<-- [end:imports]
from snippets.curves import end_of, in_tenths
from snippets.guide import GUIDE

# --8<-- [start:code]


def answers(train, held, test, guess, zeros, first, evaluated, heart, others):
    """{question: number in the guide's unit}; held may be empty, others None.

    None: it takes another run. True or False: it need not be asked, that's the way.
    """
    curve, end, top = in_tenths(train), end_of(train), max(guess, zeros or guess)
    known, first = first is not None, train[0] if first is None else first
    moves = sorted(after - before for before, after in pairwise([first, *curve]))
    up = moves[-1] if moves[-1] > 10 * top else moves[-2:][0]  # one rise is a spike
    falls = [before - after for before, after in pairwise(in_tenths(held or train))]
    pace = median(falls) if len(falls) > 1 and min(falls) > 0 else 0
    last, best = (end_of(held), min(held)) if held else (end, None)
    level = min(end, last) if evaluated is None else evaluated
    low, above = level / guess, max(last - level, 0) / guess
    fits, stuck = low <= GUIDE["low"][0], (heart or 0) > GUIDE["batch"][0]
    start = max(first / top, min(first, *train) / guess)
    if start > GUIDE["start"][0] and not known and max(train) > 1.5 * min(train):
        start = None  # an epoch's mean may be large after a good start
    two = not zeros and math.isclose(guess, math.log(2), rel_tol=1e-3)  # seldom
    mode = None if fits and held and best > 0.7 * guess else True
    return {
        "start": start,
        "steady": max(up, end - min(curve), 0) / top,
        "mode": mode if evaluated is None else (evaluated - end) / guess,
        "low": None if fits and two else low,
        "apart": above,
        "learned": best is None or best / guess,
        "recipe": False if others["smaller"] is not None or stuck else None,
        "smaller": False if stuck else None,
        "slowed": min(falls[-2:]) / pace if pace > 1e-3 * guess else True,
        "batch": heart,
        "bigger": None,
        "floor": None if two else low,
        "signal": best and best / guess,
        "gap": above * (1.5 if last > 2 * level else 1),
        "target": None if test is None else max(test - last, 0) / guess,
    } | {name: loss / end for name, loss in others.items() if loss is not None}
