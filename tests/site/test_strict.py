"""What is wrong with a page fails the build, with a message that names the fix."""

import re

import pytest

from scripts.engine.store import sealed
from tests.site.built import build
from tests.site.toy import NOTES, PLACED, RECORD, SVG, claims, write

FIGURE = "![Alt text of a sentence.](../figures/{}.svg)\n/// figure-caption{}\nA caption.\n///"
FAULTS = {  # what is appended to a page: what the message says
    "unknown experiment": ("[[tuy.repeats]]", r"\[\[tuy.repeats\]\]: there is no result of 'tuy'; results: toy"),
    "unknown value": ("$x = [[toy.repeat:.1f]]$", r"no 'repeat'; near: repeats"),
    "unknown place in a list": ("[[toy.accuracy.matched.9]]", r"\[\[toy.accuracy.matched.9\]\]: there is no '9'"),
    "unknown format": ("[[toy.repeats:.1q]]", r"\[\[toy.repeats:.1q\]\] cannot be shown"),
    "unknown claim": ("[[toy.claim_x.verdict]]", r"no 'claim_x'; near: .*claim_helps"),
    "unknown figure": (FIGURE.format("tuy", " | #fig-tuy"), r"no figure 'tuy'; near: toy"),
    "figure without a label": (FIGURE.format("toy", ""), r"needs a caption, and a label"),
    "label used twice": (FIGURE.format("toy", " | #fig-toy"), r"'fig-toy' is used more than once"),
    "unknown reference": ("[](#fig-tuy)", r"\[\]\(#fig-tuy\) refers to no figure; near: fig-toy"),
    "unknown anchor": ("[text](../index.md#nowhere)", r"does not contain an anchor '#nowhere'"),
    "unknown page": ("[text](../nowhere.md)", r"nowhere\.md"),
    "broken formula": (r"$\frac{1}{2$", r"formula '\\\\frac\{1\}\{2' is broken"),
    "unknown command in a formula": (r"$$\nowhere$$", r"formula '\\\\nowhere' is broken"),
    "image without alt text": ("![](../figures/toy.svg)", r"toy\.svg has no alt text: say what is seen"),
    "unknown snippet": ('```{.python}\n--8<-- "snippets/nowhere.py"\n```', r"snippets/nowhere\.py"),
}


def refuse(toy, message):
    done = build(toy, toy / "site")
    assert done.returncode != 0
    assert re.search(message, done.stderr), done.stderr


def test_without_a_fault_it_builds(toy):
    done = build(toy, toy / "site")
    assert done.returncode == 0, done.stderr


def test_own_results_must_be_there(toy):
    done = build(toy, toy / "site", RESULTS="your")
    assert done.returncode != 0
    assert "RESULTS=your: no results lie there" in done.stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_page_fails_the_build(toy, fault):
    text, message = FAULTS[fault]
    page = toy / "docs" / "chapters" / "toy.md"
    write(page, page.read_text("utf-8") + f"\n\n{text}\n")
    refuse(toy, message)


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ('figures = ["toy"]\n', "", r"dl01 is placed but names no figures"),
        ('claims = ["toy.claim_helps"]\n', "claims = []\n", r"dl01 is placed but names no claims"),
        ('["toy"]', '["tuy"]', r"no page shows figure 'tuy'; near: toy"),
        ("claim_helps", "claim_help", r"no claim 'toy.claim_help'; near: toy.claim_helps"),
        ("#fig-toy", "#nowhere", r"does not contain an anchor '#nowhere'"),
        ("toy.md", "tuy.md", r"tuy\.md"),
    ],
    ids=["no figure", "no claim", "unknown figure", "unknown claim", "unknown anchor", "unknown page"],
)
def test_an_item_of_the_notes_that_is_not_all_there_fails_the_build(toy, good, bad, message):
    write(toy / "docs" / "about" / "notes.toml", NOTES.format(PLACED.replace(good, bad)))
    refuse(toy, message)


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("0.25 ]", "", r"does not match its seal.*--only toy"),
        ("0.5", "0.6", r"was changed after it was made.*--only toy"),
        ('"seal"', '"steal"', r"is not what a build writes.*--only toy"),
    ],
    ids=["truncated", "edited", "other"],
)
def test_a_damaged_result_fails_the_build(toy, good, bad, message):
    result = toy / "docs" / "results" / "toy.json"
    write(result, result.read_text("utf-8").replace(good, bad))
    refuse(toy, message)


@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        ("[{", r"claims.json is not what a build writes.*: python -m scripts.build"),
        (sealed({"experiments": {"toy": {}}}), r"claims.json: experiments: toy has no of.*: python -m scripts.build"),
    ],
    ids=["truncated", "other"],
)
def test_damaged_claims_fail_the_build(toy, damaged, message):
    write(toy / "docs" / "results" / "claims.json", damaged)
    refuse(toy, message)


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("scripts/experiments/toy/run.py", "steps = 3\n", r"'toy' shows what is not current \(.*toy/run.py changed"),
        ("scripts/experiments/toy/run.py", "steps = 3\n", r"a number of 'toy' is not current .*again: make site"),
        ("scripts/experiments/toy/show.py", "delta = 3\n", r"not current \(.*toy/show.py changed since it was made"),
        ("docs/figures/toy.svg", SVG.replace("9", "8"), r"not current \(toy.svg is not as it was drawn\)"),
        (
            "docs/results/claims.json",
            claims(RECORD | {"hash": "0"}),
            r"claims and figures were made from another record",
        ),
        ("docs/results/claims.json", claims(figures={}), r"figure 'toy' is drawn by no experiment any more"),
    ],
    ids=["run", "number", "show", "figure", "record", "renamed figure"],
)
def test_what_is_not_current_fails_the_build(toy, path, text, message):
    write(toy / path, text)
    refuse(toy, message)


def test_a_figure_without_its_result_fails_the_build(toy):
    (toy / "docs" / "results" / "toy.json").unlink()
    refuse(toy, r"'toy' has no result: run python -m scripts.build --only toy")
