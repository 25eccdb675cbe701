"""What the site adds to a figure: number, claims with verdicts, provenance, and whose run it is."""

import json
import re

import pytest

from scripts.engine.store import result_hash, sealed
from tests.site.built import Page, build
from tests.site.toy import CHAPTER, EFFECT, FAMILY, RECORD, SVG, claims, write


@pytest.fixture
def built(toy):
    def built(**environment):
        done = build(toy, toy / "site", **environment)
        assert done.returncode == 0, done.stderr
        return {str(file.relative_to(toy / "site")): Page(file) for file in (toy / "site").rglob("*.html")}

    return built


def words(page):
    return " ".join(" ".join(page.text).split())


def test_a_figure_shows_its_evidence(built):
    pages = built()
    text = words(pages["chapters/toy.html"])
    assert "It took 300 steps; see Figure 1.1 , and" in text
    assert "Figure 1.1 Accuracy of 20 draws, as in Figure 1.1 . More." in text
    assert "−3.0 points [−4.0, −2.0] · 20 repeats · 1 of 20 runs failed (5 %) · size that matters: −2 points" in text
    far = "same verdict under 2 of 3 base seeds (not settled under 1002) · in 1 of 2 other settings (not settled in 1)"
    assert f"{far} · noise 0.6: not asked yet" in text
    assert "holds seed 1001: −3.0 points [−4.0, −2.0]" in text
    assert "check: holds It helps" in text and "a check of the code, known beforehand: by symmetry" in text
    assert "With these repeats an effect of −2.5 points would have been settled 8 times in 10." in text
    assert "Advice ( holds ) rests on a claim; with much noise −3.0 points [−4.0, −2.0]." in text
    assert "holds for a; does not hold for b, 1 · 2 cases · weakest in b, 1" in text
    assert "20 to 30 repeats" in text and "In b, 1: does not hold." in text
    assert "Measured on: 20 draws." in text
    assert "· 1.5 s · CPU, torch 2, seed 1000 ·" in text
    assert (
        "The claim holds: −3.0 points [−4.0, −2.0]. In all: 1 holds, 1 depends on the setting, 1 is not settled."
        in text
    )
    assert {"../results/toy.json", "../sources/toy/run.py", "../sources/toy/show.py", "../index.html#get-it"} <= set(
        pages["chapters/toy.html"].links
    )
    assert {"fig-toy", "toy.claim_helps", "toy.claim_everywhere"} <= set(pages["chapters/toy.html"].ids)
    source = pages["chapters/toy.html"].file.read_text("utf-8")
    assert '<a class="enlarge" href="../figures/toy.svg"><img' in source
    assert all(part in source for part in ('width="614"', 'height="346"', 'loading="lazy"', "<em>helps</em>"))
    assert "Figure 1.1" in words(pages["index.html"])


def test_the_gallery_and_the_notes_lead_to_it(built):
    pages = built()
    gallery = pages["about/figures.html"]
    assert "Figure 1.1 Accuracy of 20 draws, as in Figure 1.1 . holds check: holds not settled depends" in words(
        gallery
    )
    assert {"../chapters/toy.html#fig-toy", "../chapters/toy.html#toy.claim_helps"} <= set(gallery.links)
    notes = pages["about/notes.html"]
    assert re.search(r'<tr [^>]*data-status="placed" id="dl01"', notes.file.read_text("utf-8"))
    assert {"../chapters/toy.html#fig-toy", "../chapters/toy.html#toy.claim_helps"} <= set(notes.links)


def test_the_readers_own_run_takes_the_place_of_the_published_one(toy, built):
    made = RECORD["made"] | {"seed": 4321}
    record, svg = RECORD | {"made": made}, SVG.replace("9 9", "8 8")
    write(toy / "yours" / "toy.json", sealed(record))
    own, alone = [EFFECT | {"verdict": "not settled"}, FAMILY], {"record": sealed(record)[12:28]}
    write(toy / "yours" / "claims.json", claims(record, own, svg, of=alone))
    write(toy / "yours" / "figures" / "toy.svg", svg)
    for name in "secret.json", "figures/secret.svg", "figures/toy-secret.svg":
        write(toy / "yours" / name, "{}")
    text = words(built(RESULTS="yours")["chapters/toy.html"])
    assert "Your own run" in text and "seed 4321" in text and "The claim not settled" in text
    assert "8 8" in (toy / "site" / "figures" / "toy.svg").read_text("utf-8")
    assert json.loads((toy / "site" / "results" / "toy.json").read_text("utf-8"))["made"] == made
    assert [*(toy / "site").rglob("*secret*")] == []
    assert "Your own run" not in words(built()["chapters/toy.html"])


EVIL = '<img src=x onerror=alert(1)> <b>b</b> [l](javascript:alert(1)) ![i](x) *e* `c` &lt; "q" \\* [[claim] [^1]'


def poisoned(finding, **more):
    """A finding whose every text is markup."""
    key = {"id": f'{finding["id"]}"><b>x</b>'} if "name" not in finding else {"name": EVIL}
    again = finding["again"]["settings"]["noise 0.2"] | {"detail": EVIL, "verdict": EVIL}
    told = {"seeds": {EVIL: again}, "settings": {EVIL: again}, "unasked": {EVIL: EVIL}, "untouched": [EVIL]}
    texts = dict.fromkeys(("statement", "scope", "unit", "detail", "known", "verdict"), EVIL)
    return finding | texts | {"again": told, "alone": {"verdict": EVIL, "detail": EVIL}} | key | more


def test_text_of_the_readers_own_results_stays_text(toy):
    """Whatever stands in them, wherever it is shown: no element, no attribute and no link comes of it."""
    made = RECORD["made"] | {"device": EVIL, "versions": {"torch": EVIL}}
    result = RECORD["result"] | {"words": EVIL, "list": [EVIL], "lines": f"\n\n# {EVIL}\n\n{EVIL}"}
    record = RECORD | {"made": made, "result": result, "hash": result_hash(result)}
    findings = [
        EFFECT | {"statement": f"{EVIL} $x^2$", "scope": EVIL, "again": poisoned(EFFECT)["again"]},
        poisoned(EFFECT),
        poisoned(FAMILY, members=[poisoned(member) for member in FAMILY["members"]], weakest=EVIL),
    ]
    more = {"of": {"record": sealed(record)[12:28]}, "devices": {EVIL: {EVIL: EVIL}}}
    write(toy / "yours" / "toy.json", sealed(record))
    write(toy / "yours" / "claims.json", claims(record, findings, **more))
    write(toy / "yours" / "figures" / "toy.svg", SVG)
    shown = "## [[toy.words]]\n\n[[toy.words]], [[toy.list]]\n\n[[toy.lines]]\n\n| a |\n|---|\n| [[toy.made.device]] |"
    write(toy / "docs" / "chapters" / "toy.md", f"{CHAPTER}\n{shown}\n\n[[toy.claim_helps.again.settings]]\n")
    build(toy, toy / "site", RESULTS="yours")  # strict: links to such ids fail it, but not before all is written
    for name, least in {"chapters/toy": 60, "about/figures": 1, "about/notes": 0, "about/method": 1}.items():
        page = Page(toy / "site" / f"{name}.html")
        html = page.file.read_text("utf-8")
        assert [image for image in page.images if not image["src"].endswith("toy.svg")] == [], name
        assert [link for link in page.links if link.startswith("javascript")] == [], name
        assert not re.search(r"<b>|<em>e|<code>c|<h1>&|<[^>\"]* onerror=", html), name
        assert words(page).count(EVIL) >= least, name
        assert ("<msup>" in html) == (name in ("chapters/toy", "about/method"))


def test_of_many_claims_the_first_three_are_shown_and_what_does_not_hold(toy, built):
    many = [EFFECT | {"id": f"toy.claim_{letter}", "statement": f"It is {letter}."} for letter in "abcdefg"]
    many[4]["verdict"], many[5]["verdict"] = "depends", "not settled"
    write(toy / "docs" / "results" / "claims.json", claims(findings=[EFFECT, FAMILY, *many]))
    html = built()["chapters/toy.html"].file.read_text("utf-8")
    shown, folded = html.split('class="claims__more"')
    assert "<summary>4 more: all hold</summary>" in folded
    assert [letter for letter in "abcdefg" if f"It is {letter}." in shown.partition("<figcaption")[2]] == [
        "a",
        "e",
        "f",
    ]
    assert [letter for letter in "abcdefg" if f"It is {letter}." in folded] == ["b", "c", "d", "g"]


def test_runs_on_other_devices_are_named(toy, built):
    device = {"Toy GPU": {"toy.claim_helps": "holds", "toy.claim_everywhere": "depends"}}
    write(toy / "docs" / "results" / "claims.json", claims(devices=device))
    text = words(built()["chapters/toy.html"])
    assert "on Toy GPU: 1 of 2 verdicts are the same (there: toy.claim_everywhere depends)" in text


def test_what_was_changed_after_registering_is_told_with_its_reason(toy, built):
    change = {"why": "An audit.", "what": {"claim_helps": "delta 1 became 2"}}
    write(toy / "docs" / "registered" / "toy.json", sealed({"parameters": {}, "claims": {}, "changes": [change]}))
    pages = built()
    assert words(pages["chapters/toy.html"]).count("Changed after it was registered An audit. (delta 1 became 2)") == 1
    assert "toy An audit. What was changed helps: delta 1 became 2" in words(pages["about/method.html"])
    assert "../registered/toy.json" in pages["chapters/toy.html"].links


def test_all_claims_are_listed_with_how_far_they_carry(built):
    page = built()["about/method.html"]
    assert "Claim Verdict Base seeds Settings It helps with" in words(page)
    assert "check: holds 2 of 3 1 of 2" in words(page)
    assert "../chapters/toy.html#toy.claim_everywhere" in page.links


def test_the_page_of_an_own_run_stands_though_its_advice_does_not(toy, built):
    """And the numbers of other settings are those that we published."""
    own, alone = EFFECT | {"verdict": "does not hold"}, {"record": sealed(RECORD)[12:28]}
    own["again"] = {"seeds": {}, "settings": {}, "unasked": {}, "untouched": []}
    write(toy / "yours" / "toy.json", sealed(RECORD))
    write(toy / "yours" / "claims.json", claims(RECORD, [own, FAMILY], of=alone))
    write(toy / "yours" / "figures" / "toy.svg", SVG)
    text = words(built(RESULTS="yours")["chapters/toy.html"])
    assert "Advice ( does not hold ) rests on a claim; with much noise −3.0 points" in text
    assert "ther base seeds" not in text.partition("2 cases")[0]


def test_edit_links_need_a_repository(built):
    links = built(REPO_URL="https://example.org/us/it")["chapters/toy.html"].links
    assert "https://example.org/us/it/edit/main/scripts/experiments/toy/show.py" in links
    assert "https://example.org/us/it/edit/main/docs/chapters/toy.md" in links
    assert not any("/edit/" in link for link in built()["chapters/toy.html"].links)


def test_the_link_to_the_repository_asks_nobody_for_its_stars(built):
    page = built(REPO_URL="https://github.com/us/it")["chapters/toy.html"].file.read_text("utf-8")
    assert 'class="md-source"' in page
    assert 'data-md-component="source"' not in page
