"""A finding as words. Apart from scripts.evidence, so that who only reads findings need not load SciPy."""

import math

RATIO = "×"  # the first letter of a ratio's unit: "×" is a higher value, "× lower" a lower one


def count(things, name):
    """How many there are: '1 figure', '2 figures'."""
    return f"{len(things)} {name}" + "s" * (len(things) != 1)


def _digits(size):
    """Decimals that show two digits of a number of this size."""
    return min(6, max(0, 1 - math.floor(math.log10(size)))) if size > 0 else 2


def is_ratio(finding):
    return finding["unit"].startswith(RATIO)


def direction(finding, value):
    """Whether a ratio of this value is one of something higher, or lower."""
    return "lower" if (value < 1) != finding["unit"].endswith("lower") else "higher"


def factor(value):
    """A ratio as people say it: above 1, whichever way it goes."""
    return max(value, 1 / value)


def describe(finding):
    """The effect with its interval, as words: '+19.0 points [+17.9, +20.1]', '1.85× lower [1.71, 2.01]'."""
    if finding["effect"] is None:
        return "no run finished"
    if finding["kind"] == "identity":
        return f"{finding['unit']} {finding['effect']:.1e}, tolerance {finding['delta']:.0e}"
    return _ratio(finding) if is_ratio(finding) else _number(finding)


def _number(finding):
    low, high = finding["interval"] or (0.0, 2 * abs(finding["effect"]))
    digits, sign = _digits((high - low) / 2), "" if finding["unit"] == "of runs" else "+"
    numbers = [round(value, digits) + 0.0 for value in [finding["effect"], *(finding["interval"] or [])]]  # no -0
    effect, *interval = (f"{number:{sign}.{digits}f}" for number in numbers)
    return f"{effect} {finding['unit']}" + (f" [{', '.join(interval)}]" if interval else "")


def _ratio(finding):
    way, ends = direction(finding, finding["effect"]), finding["interval"] or []
    factors = sorted(factor(end) for end in ends)
    same = all(direction(finding, end) == way for end in ends)
    spread = (
        (factors[1] - factors[0] if same else factors[0] + factors[1] - 2) / 2 if ends else factor(finding["effect"])
    )
    digits = _digits(spread)
    words = f"{factor(finding['effect']):.{digits}f}× {way}"
    if not ends:
        return words
    if same:
        return f"{words} [{factors[0]:.{digits}f}, {factors[1]:.{digits}f}]"
    return f"{words} [{', '.join(f'{factor(end):.{digits}f}× {direction(finding, end)}' for end in ends)}]"


def _size(finding, value):
    """A size without an interval: '10× lower', '+5 points', '0.67 of runs'."""
    if is_ratio(finding):
        return f"{factor(value):.3g}× {direction(finding, value)}"
    unit = finding["unit"].replace("points", "point") if abs(value) == 1 else finding["unit"]
    return f"{value:.3g} {unit}" if finding["unit"] == "of runs" else f"{value:+.3g} {unit}"


def _margin(finding, value):
    return f"{value:.3g}× either way" if is_ratio(finding) else f"±{_size(finding, value)[1:]}"


def threshold(finding):
    """What the effect was held against, with its side."""
    side, delta = finding["side"], finding["delta"]
    match finding["kind"]:
        case "effect" if is_ratio(finding):
            size = _size(finding, delta**side)
            return (
                f"size that matters: {size}" if delta != 1 else f"any factor matters: {direction(finding, 2.0**side)}"
            )
        case "effect":
            any_size = f"any size matters: {'above' if side > 0 else 'below'} 0"
            return f"size that matters: {_size(finding, side * delta)}" if delta else any_size
        case "equivalence":
            return f"margin: {_margin(finding, delta)}"
        case "proportion":
            return f"bound: {'above' if side > 0 else 'below'} {delta:.2g}"
    return ""


def power(finding):
    """What would have been settled 8 times in 10 with as many repeats; "" where that cannot be told."""
    if finding["power"] is None:
        return ""
    if finding["kind"] == "equivalence":
        margin = _margin(finding, finding["power"])
        return f"with these repeats, where there is no difference at all, a margin of {margin} holds 8 times in 10"
    what = f"{'a share' if finding['kind'] == 'proportion' else 'an effect'} of {_size(finding, finding['power'])}"
    return f"with these repeats {what} would have been settled 8 times in 10"
