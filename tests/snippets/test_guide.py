"""The guide as data is a tree, and the map on the page shows the same tree."""

import inspect

import markdown

from scripts.engine.places import ROOT
from scripts.site import guide_map
from snippets.diagnose import diagnose
from snippets.guide import GUIDE, LEAVES, QUESTIONS, RUNS


def test_the_guide_is_a_tree_that_ends_in_its_leaves():
    """Every question but the first is reached by one way, every leaf by one or more, and nothing else is named."""
    ways = [way for *_, yes, no in GUIDE.values() for way in (yes, no)]
    assert sorted(way for way in ways if way in GUIDE) == sorted(list(GUIDE)[1:])
    assert {way for way in ways if way not in GUIDE} == set(LEAVES) == set(guide_map.SECTIONS)
    assert "cannot tell" not in LEAVES and set(QUESTIONS) == set(GUIDE) and set(RUNS) < set(GUIDE)


def test_a_run_is_called_as_diagnose_calls_it():
    assert {name for _, name in RUNS.values()} <= set(inspect.signature(diagnose).parameters)


def test_the_leaves_lie_on_pages_that_exist():
    for section in guide_map.SECTIONS.values():
        assert (ROOT / "docs" / "framework" / section.partition("#")[0]).exists()


def test_the_map_shows_the_questions_and_leaves_of_the_guide_in_its_order():
    paragraphs = list(guide_map.guide_map().iter("p"))
    asked = [p.text for p in paragraphs if p.get("class") == "guide-map__question"]
    assert sorted(asked) == sorted(QUESTIONS.values()) and asked[0] == next(iter(QUESTIONS.values()))
    leaves = [(p.text, p[0].text, p[0].get("href"), p[0].tail) for p in paragraphs if p.find("a") is not None]
    assert sorted(leaves) == sorted(
        (
            f"{answer}: ",
            way,
            guide_map.SECTIONS[way],
            f". Try: {LEAVES[way]}" + ("" if LEAVES[way].endswith("?") else "."),
        )
        for *_, yes, no in GUIDE.values()
        for answer, way in (("Yes", yes), ("No", no))
        if way in LEAVES
    )


def test_each_branch_of_the_map_says_which_answer_leads_there():
    for branches in guide_map.guide_map().iter("ul"):
        answers = [branch.find("p").text for branch in branches]
        first = [branch.find("ol/li/p").text for branch in branches]
        pairs = [
            {"Yes:": QUESTIONS[yes], "No:": QUESTIONS[no]}
            for *_, yes, no in GUIDE.values()
            if yes in GUIDE and no in GUIDE
        ]
        assert dict(zip(answers, first, strict=True)) in pairs


def test_the_map_takes_the_place_of_its_marker_only():
    page = markdown.Markdown(extensions=[guide_map.makeExtension()])
    html = page.convert("Before.\n\n[GUIDE-MAP]\n\nAfter `[GUIDE-MAP]`.")
    assert html.count("<nav ") == 1
    assert html.index("Before.") < html.index("<nav ") < html.index("After")
    assert "<code>[GUIDE-MAP]</code>" in html
