"""What separates two lists of measurements, repeat by repeat; None where either run diverged."""

import math
from statistics import linear_regression


def minus(left, right):
    return [None if None in (a, b) else a - b for a, b in zip(left, right, strict=True)]


def log_ratios(above, below):
    """Logarithms of the ratios above / below."""
    return [None if None in (a, b) else math.log(a / b) for a, b in zip(above, below, strict=True)]


def slope_per_doubling(places, rows):
    """How much each repeat gains when its place doubles, by least squares; a row of repeats for each place."""
    doublings = [math.log2(place) for place in places]
    return [linear_regression(doublings, repeat).slope for repeat in zip(*rows, strict=True)]
