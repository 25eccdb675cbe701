"""What separates two lists of measurements, repeat by repeat; None where either run diverged."""

import math


def minus(left, right):
    return [None if None in (a, b) else a - b for a, b in zip(left, right, strict=True)]


def log_ratios(above, below):
    """Logarithms of the ratios above / below."""
    return [None if None in (a, b) else math.log(a / b) for a, b in zip(above, below, strict=True)]
