"""What separates two lists of measurements, repeat by repeat; None where either run diverged."""

import math
from statistics import fmean, linear_regression


def minus(left, right):
    return [None if None in (a, b) else a - b for a, b in zip(left, right, strict=True)]


def log_ratios(above, below):
    """Logarithms of the ratios above / below."""
    return [None if None in (a, b) else math.log(a / b) for a, b in zip(above, below, strict=True)]


def log_ratio_of_means(above, below):
    """log(mean above / mean below), linearized: one value for each repeat, of which it is the mean (the delta method).

    Unlike `log_ratios` it says what is paid on average, however rare the large losses are. Where a few losses are far
    larger than the rest, its interval is too short. None where either run diverged.
    """
    kept = [(a, b) for a, b in zip(above, below, strict=True) if None not in (a, b)]
    if not kept:
        return [None] * len(above)
    mean_above, mean_below = (fmean(column) for column in zip(*kept, strict=True))
    whole = math.log(mean_above / mean_below)
    return [
        None if None in (a, b) else whole + a / mean_above - b / mean_below for a, b in zip(above, below, strict=True)
    ]


def slope_per_doubling(places, rows):
    """How much each repeat gains when its place doubles, by least squares; a row of repeats for each place."""
    doublings = [math.log2(place) for place in places]
    return [linear_regression(doublings, repeat).slope for repeat in zip(*rows, strict=True)]
