"""What separates two lists of measurements, repeat by repeat; None where either run diverged."""

import math
from statistics import linear_regression


def minus(left, right):
    return [None if None in (a, b) else a - b for a, b in zip(left, right, strict=True)]


def log_ratios(above, below):
    """Logarithms of the ratios above / below."""
    return [None if None in (a, b) else math.log(a / b) for a, b in zip(above, below, strict=True)]


def log_ratio_of_means(above, below):
    """The jackknife's pseudo-values of log(mean above / mean below), repeat by repeat (Tukey, 1958).

    Their mean is nearly that logarithm, and their spread gives its interval. Unlike `log_ratios` it says what is paid
    on average, however rare the large losses are. None where either run diverged.
    """
    kept = [(a, b) for a, b in zip(above, below, strict=True) if None not in (a, b)]
    if len(kept) < 2:
        return [None] * len(above)
    all_above, all_below = (sum(column) for column in zip(*kept, strict=True))
    whole, count = math.log(all_above / all_below), len(kept)
    return [
        None if None in (a, b) else count * whole - (count - 1) * math.log((all_above - a) / (all_below - b))
        for a, b in zip(above, below, strict=True)
    ]


def slope_per_doubling(places, rows):
    """How much each repeat gains when its place doubles, by least squares; a row of repeats for each place."""
    doublings = [math.log2(place) for place in places]
    return [linear_regression(doublings, repeat).slope for repeat in zip(*rows, strict=True)]
