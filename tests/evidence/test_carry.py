"""How far a verdict carries: by rule, and in words."""

import pytest

from scripts.engine.again import how_far
from scripts.evidence.carry import carry


def said(verdict, detail=""):
    return {"verdict": verdict, "detail": detail}


YES, NO, BACK, OPEN, EXACT = said("holds"), said("does not hold", "smaller than what matters"), said(
    "does not hold", "reversed"), said("not settled"), said("exact")  # fmt: skip
BROKEN = said("failed", "ValueError: it blew up")
DEPENDS, FAMILY, PARTLY, OPENLY = (
    said("depends", "holds for a; does not hold for b") | {"members": {"x": "holds", "y": "does not hold"}},
    said("holds") | {"members": {"x": "holds", "y": "holds"}},
    said("not settled", "does not hold for y") | {"members": {"x": "not settled", "y": "does not hold"}},
    said("not settled", "holds for x; not settled for y") | {"members": {"x": "holds", "y": "not settled"}},
)


@pytest.mark.parametrize(
    ("alone", "settings", "verdict", "detail"),
    [
        (YES, {}, "holds", ""),
        (YES, {"a": YES, "b": OPEN, "c": BROKEN}, "holds", ""),
        (YES, {"a": YES, "b": BACK}, "depends", "holds as published; does not hold with b (reversed)"),
        (NO, {"a": YES}, "depends", "does not hold as published (smaller than what matters); holds with a"),
        (NO, {"a": NO, "b": BACK}, "does not hold", "smaller than what matters"),
        (OPEN, {"a": YES}, "not settled", ""),
        (OPEN, {"a": YES, "b": NO}, "depends", "holds with a; does not hold with b (smaller than what matters)"),
        (YES, {"a": DEPENDS}, "depends", "holds as published; does not hold with a for y"),
        (FAMILY, {"a": PARTLY}, "depends", "holds as published; does not hold with a for y"),
        (OPENLY, {"a": PARTLY}, "not settled", "holds for x; not settled for y"),
        (OPENLY, {"a": DEPENDS}, "depends", "holds as published for x, with a for x; does not hold with a for y"),
        (DEPENDS, {"a": YES}, "depends", "holds for a; does not hold for b"),
        (EXACT, {"a": EXACT}, "exact", ""),
        (FAMILY, {"a": BACK}, "depends", "holds as published; does not hold with a (reversed)"),
        (
            EXACT,
            {"a": said("does not hold", "off by 1")},
            "depends",
            "exact as published; does not hold with a (off by 1)",
        ),
    ],
)
def test_settings_that_disagree_make_it_depend(alone, settings, verdict, detail):
    assert carry(alone, settings) == (verdict, detail)


def line(alone, seeds=(), settings=None, unasked=None, verdict=None):
    labelled = {f"seed {1001 + place}": outcome for place, outcome in enumerate(seeds)}
    again = {"seeds": labelled, "settings": settings or {}, "unasked": unasked or {}}
    return how_far({"verdict": verdict or alone["verdict"], "alone": alone, "again": again})


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ("same verdict under 5 of 5 base seeds · in one setting only", (YES, [YES] * 4)),
        (
            "same verdict under 4 of 5 base seeds (not settled under 1002) · in one setting only",
            (YES, [YES, OPEN, YES, YES]),
        ),
        (
            "same verdict under 5 of 5 base seeds · in 2 of 4 other settings "
            "(not settled in 1; does not hold with noise 0.2: reversed)",
            (YES, [YES] * 4, {"a": YES, "b": YES, "c": OPEN, "noise 0.2": BACK}),
        ),
        (
            "same verdict in 1 of 2 other settings (failed with b: ValueError: it blew up)",
            (YES, [], {"a": YES, "b": BROKEN}),
        ),
        (
            "4 base seeds, a: not asked again since the code changed",
            (YES, [], {}, dict.fromkeys(["seed 1001", "seed 1002", "seed 1003", "seed 1004", "a"],
                                        "not asked again since the code changed")),
        ),
        (
            "same verdict in 1 of 3 other settings (not settled in 1)",
            (YES, [], {"a": YES, "b": OPEN, "c": BACK}, {}, "depends"),
        ),
        (
            "same verdict in 1 of 3 other settings (failed with b: ValueError: it blew up)",
            (YES, [], {"a": YES, "b": BROKEN, "c": BACK}, {}, "depends"),
        ),
        ("same verdict in 1 of 1 other settings · b: not asked yet", (YES, [], {"a": YES}, {"b": "not asked yet"})),
    ],
)  # fmt: skip
def test_how_far_is_said_in_a_line(words, finding):
    assert line(*finding) == words
