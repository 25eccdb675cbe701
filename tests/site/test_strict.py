"""What is wrong with a page fails the build, with a message that names the fix."""

import re

import pytest

from scripts.engine.store import sealed
from tests.site.built import build
from tests.site.toy import CHAPTER, NOTES, PLACED, RUN, SVG, add_to_nav, entry, make, record_of, write

FIGURE = "![Alt text of a sentence.](../figures/{}.svg)\n/// figure-caption{}\nA caption.\n///"
FAULTS = {  # what is appended to a page: what the message says
    "unknown experiment": ("[[tuy.repeats]]", r"\[\[tuy.repeats\]\]: there is no result of 'tuy'; known: toy"),
    "unknown value": ("$x = [[toy.repeat:.1f]]$", r"no 'repeat'; near: repeats"),
    "unknown place in a list": ("[[toy.accuracy.matched.9]]", r"\[\[toy.accuracy.matched.9\]\]: there is no '9'"),
    "unknown format": ("[[toy.repeats:.1q]]", r"\[\[toy.repeats:.1q\]\] cannot be shown"),
    "unknown claim": ("[[toy.claim_x.verdict]]", r"no 'claim_x'; near: .*claim_helps"),
    "advice without a claim": ("[[claim toy.claim_help: holds]]", r"there is no such claim; near: toy.claim_helps"),
    "advice that is mistyped": ("[[claim toy.claim_helps]]", r"write it on one line, as \[\[claim NAME"),
    "advice against the verdict": (
        "[[claim toy.claim_helps: does not hold]]",
        r"this advice rests on a claim that holds. Other settings .*: .*--reruns --only toy",
    ),
    "unknown setting": ("[[toy.claim_helps.again.settings.noise 9.words]]", r"ask again: .*--reruns --only toy"),
    "unknown figure": (FIGURE.format("tuy", " | #fig-tuy"), r"no figure 'tuy'; near: toy"),
    "figure without a label": (FIGURE.format("toy", ""), r"needs a caption, and a label"),
    "label used twice": (FIGURE.format("toy", " | #fig-toy"), r"'fig-toy' is used more than once"),
    "unknown reference": ("[](#fig-tooy)", r"\[\]\(#fig-tooy\) refers to no figure; near: fig-toy"),
    "unknown anchor": ("[text](../index.md#nowhere)", r"does not contain an anchor '#nowhere'"),
    "unknown page": ("[text](../nowhere.md)", r"nowhere\.md"),
    "broken formula": (r"$\frac{1}{2$", r"formula '\\\\frac\{1\}\{2' is broken"),
    "unknown command in a formula": (r"$$\nowhere$$", r"formula '\\\\nowhere' is broken"),
    "displayed formula in a line": ("so $$a = b$$ holds", r"'so \$\$a = b\$\$ holds' holds \$\$"),
    "displayed formula in a footnote": (
        "Text.[^1]\n\n[^1]: so $$a = b$$ holds",
        r"'so \$\$a = b\$\$ holds.*' holds \$\$",
    ),
    "fence that is none": ("```python notest\nx = 1\n```", r"'```python notest' is mere text: a block of code begins"),
    "include that is none": ('Text --8<-- "snippets/deepen.py"', r"is mere text: .* an include stands alone"),
    "lines that are not there": ('```{.python}\n--8<-- "snippets/deepen.py:300:400"\n```', r"a block of code is empty"),
    "indented code": ("Text.\n\n    x = 1\n", r"'x = 1' is code by its indent: a block of code begins"),
    "indented code in a list": ("1. Text.\n\n        x = 1\n", r"'x = 1' is code by its indent"),
    "code as HTML": ("<pre><code>x = 1</code></pre>", r"there is a <pre> in HTML: a block of code begins"),
    "image without alt text": ("![](../figures/toy.svg)", r"toy\.svg has no alt text: say what is seen"),
}


def refuse(toy, *messages):
    done = build(toy, toy / "site")
    assert done.returncode != 0
    for message in messages:
        assert re.search(message, done.stderr), (message, done.stderr)


def test_without_a_fault_it_builds(toy):
    done = build(toy, toy / "site")
    assert done.returncode == 0, done.stderr


def test_own_results_must_be_there(toy):
    done = build(toy, toy / "site", RESULTS="your")
    assert done.returncode != 0
    assert "RESULTS=your: no results lie there" in done.stderr


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """What a build says of a site in which each fault has a page of its own."""
    toy = make(tmp_path_factory.mktemp("faulty"))
    pages = {fault: f"faults/{number}.md" for number, fault in enumerate(FAULTS)}
    for fault, page in pages.items():
        write(toy / "docs" / page, f"# A fault\n\n{FAULTS[fault][0]}\n")
    add_to_nav(toy, pages.values())
    done = build(toy, toy / "site")
    assert done.returncode != 0
    return pages, done.stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_page_is_named(faulty, fault):
    pages, said = faulty
    assert re.search(f"{re.escape(pages[fault])}.*{FAULTS[fault][1]}", said), "\n".join(
        re.findall(rf".*{re.escape(pages[fault])}.*", said)
    )


def test_an_unknown_snippet_fails_the_build(toy):
    write(toy / "docs" / "chapters" / "toy.md", CHAPTER + '\n```{.python}\n--8<-- "snippets/nowhere.py"\n```\n')
    refuse(toy, r"snippets/nowhere\.py")


ITEMS = [  # what is wrong with an item of the notes: good, bad, message
    ('figures = ["toy"]\n', "", r"dl00 is placed but names no figures"),
    ('claims = ["toy.claim_helps"]\n', "claims = []\n", r"dl01 is placed but names no claims"),
    ('["toy"]', '["tuy"]', r"dl02: no page shows figure 'tuy'; near: toy"),
    ("claim_helps", "claim_help", r"dl03: there is no claim 'toy.claim_help'; near: toy.claim_helps"),
    ("#fig-toy", "#nowhere", r"does not contain an anchor '#nowhere'"),
    ("toy.md", "tuy.md", r"tuy\.md"),
]


def test_items_of_the_notes_that_are_not_all_there_fail_the_build(toy):
    items = [
        NOTES.format(PLACED.replace(good, bad)).replace("dl01", f"dl{number:02}")
        for number, (good, bad, _) in enumerate(ITEMS)
    ]
    write(toy / "docs" / "about" / "notes.toml", "\n".join(items))
    refuse(toy, *(message for *_, message in ITEMS))


def edited(path, old, new):
    """A damage: a file of the toy, {name} for the experiment's, in which one text is replaced by another."""
    return lambda toy, name: write(file := toy / path.format(name=name), file.read_text("utf-8").replace(old, new))


RESULT, OWN = "docs/results/{name}.json", "scripts/experiments/{name}/"
DAMAGES = {  # experiment: what happens to it, and what the build says of its figure
    "cut": (edited(RESULT, "0.25 ]", ""), r"does not match its seal.*--only cut"),
    "number": (edited(RESULT, "0.5", "0.6"), r"was changed after it was made.*--only number"),
    "other": (edited(RESULT, '"seal"', '"steal"'), r"is not what a build writes.*--only other"),
    "gone": (lambda toy, name: (toy / f"docs/results/{name}.json").unlink(), r"has no result: run .*--only gone"),
    "run": (edited(OWN + "run.py", "help", "help?"), ""),  # a docstring
    "ran": (edited(OWN + "run.py", RUN, "x = 3\n"), r"what is not current \(scripts/experiments/ran/run.py changed"),
    "shown": (edited(OWN + "show.py", "helps", "helped"), r"not current \(scripts/experiments/shown/show.py changed"),
    "drawn": (edited("docs/figures/{name}.svg", "9", "8"), r"not current \(drawn.svg is not as it was drawn\)"),
    "record": ({"record": record_of("record") | {"hash": "0"}}, r"claims and figures were made from another record"),
    "renamed": (
        {"figures": {"renamed-more": ""}},
        r"figure 'renamed' is drawn by no experiment; renamed draws renamed-more",
    ),
}


def test_damaged_and_stale_results_fail_the_build(toy):
    """Ten experiments on one page, each with its own damage; one of them harmless."""
    text, entries = "# Damages\n\nIt took [[ran.steps]] steps.\n", {}
    for name, (damage, _) in DAMAGES.items():
        write(toy / "docs" / "results" / f"{name}.json", sealed(record_of(name)))
        write(toy / "docs" / "figures" / f"{name}.svg", SVG)
        for file in "run", "show":
            origin = toy / "scripts" / "experiments" / "toy" / f"{file}.py"
            write(toy / "scripts" / "experiments" / name / f"{file}.py", origin.read_text("utf-8"))
        more = damage if isinstance(damage, dict) else {}
        entries[name] = entry(**{"record": record_of(name), "findings": [], "name": name} | more)
        text += (
            f"\n![An image with words to describe it.](figures/{name}.svg)\n/// figure-caption | #fig-{name}\nA.\n///\n"
        )
    write(toy / "docs" / "results" / "claims.json", sealed({"experiments": {"toy": entry()} | entries}))
    write(toy / "docs" / "damages.md", text)
    add_to_nav(toy, ["damages.md"])
    for name, (damage, _) in DAMAGES.items():
        if callable(damage):
            damage(toy, name)
    done = build(toy, toy / "site")
    assert done.returncode != 0
    for name, (_, message) in DAMAGES.items():
        said = [line for line in done.stderr.splitlines() if f"damages.md: figure {name!r}" in line]
        assert len(said) == bool(message), (name, done.stderr)
        assert not message or re.search(message, said[0]), said
    assert re.search(r"a number of 'ran' is not current .*Build it again: make site", done.stderr)


def test_figures_in_any_other_form_are_asked_too(toy):
    """Without a caption, as HTML, by reference: what is shown is current, and drawn by an experiment."""
    write(toy / "docs" / "figures" / "foreign.svg", SVG)
    write(toy / "docs" / "figures" / "toy.svg", SVG.replace("9", "8"))
    write(
        toy / "docs" / "index.md",
        "# Home\n\n## Get it\n\n![Words.](figures/toy.svg)\n\n![Words.](figures/foreign.svg)\n",
    )
    write(toy / "docs" / "about" / "a.md", '# A\n\n<img src="../figures/toy.svg" alt="x" width="1" height="1">\n')
    write(
        toy / "docs" / "about" / "b.md",
        "# B\n\n![Words.][t]\n/// figure-caption | #fig-b\nB.\n///\n\n[t]: ../figures/toy.svg\n",
    )
    add_to_nav(toy, ["about/a.md", "about/b.md"])
    stale = "figure 'toy' shows what is not current"
    foreign = "index.md: figure 'foreign' has no result"
    refuse(toy, f"index.md: {stale}", foreign, f"about/a.md: {stale}", f"about/b.md: {stale}")


@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        ("[{", r"claims.json is not what a build writes.*: python -m scripts.build"),
        (
            sealed({"experiments": {"toy": {}}}),
            r"claims.json is not what a build writes: it: experiments: toy has no of.*: python -m scripts.build",
        ),
    ],
    ids=["truncated", "other"],
)
def test_damaged_claims_fail_the_build(toy, damaged, message):
    write(toy / "docs" / "results" / "claims.json", damaged)
    refuse(toy, message)
