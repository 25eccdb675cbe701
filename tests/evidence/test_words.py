"""A finding in words: ratios above 1 with their direction, and each size with its side."""

import math

import pytest

from scripts.engine.words import describe, power, threshold
from scripts.evidence.rule import Effect, Equivalence, Proportion


def ratio(factor, spread=0.05, **options):
    """Twenty ratios about a factor."""
    values = [math.log(factor) + spread * (place - 9.5) / 5.9 for place in range(20)]
    return Effect(values, **({"unit": "×", "delta": 1.5, "ratio": True} | options)).judge()


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (ratio(3), "3.000× higher [2.930, 3.071]"),
        (ratio(1 / 3), "3.000× lower [2.930, 3.071]"),
        (ratio(3, unit="× lower"), "3.000× lower [2.930, 3.071]"),
        (ratio(1 / 3, unit="× lower"), "3.000× higher [2.930, 3.071]"),
        (ratio(1 / 600, 0.5), "600× lower [475, 759]"),
        (ratio(1.02, 0.2), "1.020× higher [1.077× lower, 1.120× higher]"),
        (ratio(0.98, 0.2), "1.020× lower [1.121× lower, 1.076× higher]"),
        (Effect([2.0, 2.5] * 10, "points", 1.0).judge(), "+2.25 points [+2.13, +2.37]"),
        (Proportion(30, 40, 0.5).judge(), "0.75 of runs [0.59, 0.87]"),
        (Effect([None] * 20, "points", 1.0).judge(), "no run finished"),
    ],
)
def test_an_effect(finding, words):
    assert describe(finding) == words


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (ratio(3), "size that matters: 1.5× higher"),
        (ratio(3, side=-1), "size that matters: 1.5× lower"),
        (ratio(3, unit="× lower"), "size that matters: 1.5× lower"),
        (ratio(3, delta=1), "any factor matters: higher"),
        (ratio(3, delta=1, side=-1), "any factor matters: lower"),
        (Effect([2.0] * 10, "points", 1.0).judge(), "size that matters: +1 point"),
        (Effect([2.0] * 10, "points", 2.0, side=-1).judge(), "size that matters: -2 points"),
        (Effect([2.0] * 10, "points", 0.0, side=-1).judge(), "any size matters: below 0"),
        (Equivalence([2.0] * 10, "points", 2.0).judge(), "margin: ±2 points"),
        (Equivalence([0.1] * 10, "×", 1.25, ratio=True).judge(), "margin: 1.25× either way"),
        (Proportion(30, 40, 0.5).judge(), "bound: above 0.5"),
        (Proportion(30, 40, 2 / 3, side=-1).judge(), "bound: below 0.67"),
    ],
)
def test_what_it_was_held_against(finding, words):
    assert threshold(finding) == words


def test_power_is_said_with_its_side():
    open_ratio = ratio(1.5, 0.5, unit="× lower")
    assert power(open_ratio) == "with these repeats an effect of 2.09× lower would have been settled 8 times in 10"
    few = Proportion(22, 40, 0.5, side=-1).judge()
    assert power(few) == "with these repeats a share of 0.278 of runs would have been settled 8 times in 10"
    same = power(Equivalence([1.0, -1.0] * 10, "points", 0.5).judge())
    assert (
        same == "with these repeats, where there is no difference at all, a margin of ±0.784 points holds 8 times in 10"
    )
    assert power(Proportion(3, 5, 0.5).judge()) == ""
