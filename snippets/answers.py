"""The losses of a run, and of the runs that the guide asks for, as its answers."""

# --8<-- [start:imports]
import math

# --8<-- [end:imports]
from snippets.curves import end_of, off_zero, pace_of, rise_of
from snippets.guide import GUIDE

# --8<-- [start:code]


def above(loss, other, guess):
    """How far it lies above the other; their ratio counts too."""
    ratio = min(max(loss / other, 1), 1.5) if other > 0 else 1.5
    return max(loss - other, 0) / guess * ratio


def answers(train, held, test, guess, zeros, first, evaluated, heart, others):
    """{question: number in the guide's unit}; held may be empty, others None.

    None: it takes another run. True or False: it need not be asked, that's the way.
    """
    end, top, known = end_of(train), max(guess, zeros or guess), first is not None
    first = first if known else train[0]
    least = min(first, *train)
    still = least / guess if least > 0.9 * first else 0  # else it moves
    start = max(first / top, still, off_zero(least, guess, zeros))
    if start > GUIDE["start"][0] and not known and max(train) > 1.5 * min(train):
        start = None  # an epoch's mean may be large after a good start
    last, best = (end_of(held), min(held)) if held else (end, None)
    level = min(end, last) if evaluated is None else evaluated
    own = end if evaluated is None else evaluated
    fits, stuck = level / guess <= GUIDE["low"][0], (heart or 0) > GUIDE["batch"][0]
    mode = evaluated is not None and (evaluated - end) / guess
    if evaluated is None:  # held-out data may say that it is another function there
        high = end / guess > GUIDE["low"][0]  # or they are in another unit
        units = held and (last < 0.3 * end if high else held[0] > 3 * train[0])
        mode = None if units or (fits and held and best > 0.7 * guess) else True
    two = not zeros and math.isclose(guess, math.log(2), rel_tol=1e-3)  # seldom
    ran = {name: loss for name, loss in others.items() if loss is not None}
    return {
        "start": start,
        "steady": rise_of(first, train, 10 * top) / top,
        "mode": mode,
        "low": None if fits and two else level / guess,
        "apart": above(last, level, guess),
        "learned": best is None or best / guess,
        "recipe": False if others["smaller"] is not None or stuck else None,
        "smaller": False if stuck else None,
        "slowed": pace_of(held or train, 1e-3 * guess),
        "batch": heart,
        "bigger": None,
        "floor": None if two else level / guess,
        "signal": best and best / guess,
        "gap": above(last, level, guess),
        "target": test and above(test, max([last, *held[-1:]]), guess),
    } | {name: loss / (own or 1e-9) for name, loss in ran.items()}
