"""The guide as data is a tree, and `diagnose` goes where its numbers say; the map on the page shows the same tree."""

from math import inf, log, nan

import markdown
import pytest

from scripts.engine.places import ROOT
from scripts.site import guide_map
from snippets.diagnose import GUIDE, LEAVES, diagnose

GUESS = log(10)
LOW, HIGH = [2.3, 0.5, 0.05], [2.3, 1.5, 1.4]
COMPARED = {"smaller": 1.4, "one_batch": 0.01, "bigger": 0.1}


@pytest.mark.parametrize(
    ("leaf", "losses", "others"),
    [
        ("not a number", ([2.3, nan],), {}),
        ("not a number", ([2.3, inf],), {}),
        ("not a number", (LOW, [2.3, nan]), {}),
        ("wrong start", ([35.0, 1.0, 0.05],), {}),
        ("wrong start", ([0.2, 0.1, 0.05],), {}),
        ("optimization", (HIGH,), {"smaller": 0.5}),
        ("broken step", (HIGH,), COMPARED | {"one_batch": 2.0}),
        ("model bias", (HIGH,), COMPARED),
        ("optimization", (HIGH,), COMPARED | {"bigger": 1.4}),
        ("unrelated labels", (LOW, [2.3, 3.0, 4.0]), {}),
        ("overfitting", (LOW, [2.3, 0.9, 1.2], 1.2), {}),
        ("mismatch", (LOW, [2.3, 0.5, 0.07], 1.5), {}),
        ("healthy", (LOW, [2.3, 0.5, 0.07], 0.08), {}),
    ],
)
def test_losses_lead_to_their_leaf(leaf, losses, others):
    found, why, what_next = diagnose(*losses, guess=GUESS, **others)
    assert found == leaf
    assert what_next == LEAVES[leaf][1]
    assert all(any(line.startswith(question) for question, *_ in GUIDE.values()) for line in why)


@pytest.mark.parametrize(
    ("asked", "losses", "others"),
    [
        ("smaller", (HIGH, HIGH, 1.4), {}),
        ("batch", (HIGH,), {"smaller": 1.4}),
        ("bigger", (HIGH,), {"smaller": 1.4, "one_batch": 0.01}),
        ("signal", (LOW,), {}),
        ("target", (LOW, LOW), {}),
    ],
)
def test_without_the_run_that_decides_it_cannot_tell_and_names_it(asked, losses, others):
    leaf, _, what_next = diagnose(*losses, guess=GUESS, **others)
    assert leaf == "cannot tell"
    assert what_next == GUIDE[asked][-1] != ""


def test_the_reasons_are_numbers_in_units_of_a_guess():
    _, why, _ = diagnose(HIGH, guess=2.0, smaller=0.7)
    assert why[-2:] == [
        "Does the training loss end low? 0.70 (yes up to 0.15)",
        "Does a smaller model end lower? 0.50 (yes up to 0.7)",
    ]


@pytest.mark.parametrize("scale", [0.01, 1, 100])
def test_the_unit_of_the_loss_does_not_matter(scale):
    for losses in ((HIGH, HIGH, 1.4), (LOW, [2.3, 0.9, 1.2], 1.2), (LOW, [2.3, 0.5, 0.07], 1.5)):
        scaled = [[scale * x for x in part] if isinstance(part, list) else scale * part for part in losses]
        others = {name: scale * loss for name, loss in COMPARED.items()}
        assert diagnose(*scaled, guess=scale * GUESS, **others)[0] == diagnose(*losses, guess=GUESS, **COMPARED)[0]


def test_a_perfect_loss_is_no_missing_loss():
    assert diagnose([2.3, 0.0], [2.3, 0.0], 0.0, guess=GUESS)[0] == "healthy"


def test_the_guide_is_a_tree_that_ends_in_its_leaves():
    """Every question but the first is reached by one way, every leaf by one or more, and nothing else is named."""
    ways = [way for _, _, *both, _ in GUIDE.values() for way in both]
    assert sorted(way for way in ways if way in GUIDE) == sorted(list(GUIDE)[1:])
    assert {way for way in ways if way not in GUIDE} == set(LEAVES)
    assert "cannot tell" not in LEAVES


def test_the_leaves_lie_on_pages_that_exist():
    for section, _ in LEAVES.values():
        assert (ROOT / "docs" / "framework" / section.partition("#")[0]).exists()


def test_the_map_shows_the_questions_and_leaves_of_the_guide_in_its_order():
    paragraphs = list(guide_map.guide_map().iter("p"))
    assert [p.text for p in paragraphs if p.get("class") == "guide-map__question"] == [
        each[0] for each in GUIDE.values()
    ]
    assert [(p.text, p[0].text, p[0].get("href"), p[0].tail) for p in paragraphs if p.find("a") is not None] == [
        (f"{answer}: ", way, LEAVES[way][0], f". Try: {LEAVES[way][1]}.")
        for _, _, yes, no, _ in GUIDE.values()
        for answer, way in (("Yes", yes), ("No", no))
        if way in LEAVES
    ]


def test_each_branch_of_the_map_says_which_answer_leads_there():
    (branches,) = guide_map.guide_map().iter("ul")
    answers = [branch.find("p").text for branch in branches]
    first_questions = [branch.find("ol/li/p").text for branch in branches]
    _, _, yes, no, _ = GUIDE["low"]
    assert dict(zip(answers, first_questions, strict=True)) == {"Yes:": GUIDE[yes][0], "No:": GUIDE[no][0]}


def test_the_map_takes_the_place_of_its_marker_only():
    page = markdown.Markdown(extensions=[guide_map.makeExtension()])
    html = page.convert("Before.\n\n[GUIDE-MAP]\n\nAfter `[GUIDE-MAP]`.")
    assert html.count("<nav ") == 1
    assert html.index("Before.") < html.index("<nav ") < html.index("After")
    assert "<code>[GUIDE-MAP]</code>" in html
