"""A finding as words. Apart from scripts.evidence, so that who only reads findings need not load SciPy."""

import math


def count(things, name):
    """How many there are: '1 figure', '2 figures'."""
    return f"{len(things)} {name}" + "s" * (len(things) != 1)


def _digits(finding):
    """Decimals that show two digits of the interval's half width, or of the effect without one."""
    low, high = finding["interval"] or (0.0, 2 * abs(finding["effect"]))
    size = (high - low) / 2
    return max(0, 1 - math.floor(math.log10(size))) if size > 0 else 2


def describe(finding):
    """The effect with its interval, as words: '+19.0 points [+17.9, +20.1]'."""
    if finding["effect"] is None:
        return "no run finished"
    if finding["kind"] == "identity":
        return f"{finding['unit']} {finding['effect']:.1e}, tolerance {finding['delta']:.0e}"
    digits = min(_digits(finding), 6)
    ratio = finding["unit"] == "×"
    sign = "" if finding["unit"] in ("×", "of runs") else "+"
    unit = finding["unit"] if ratio else f" {finding['unit']}"
    numbers = [round(value, digits) + 0.0 for value in [finding["effect"], *(finding["interval"] or [])]]  # no -0
    effect, *interval = (f"{number:{sign}.{digits}f}" for number in numbers)
    return f"{effect}{unit}" + (f" [{', '.join(interval)}]" if interval else "")
