"""Figures that move: each by keyboard, and in words too; the image on paper and without scripts."""

import logging
import re

import markdown
import pytest

from scripts.engine.places import ROOT
from scripts.evidence.style import THEME
from scripts.site.moving_kinds import KINDS
from tests.site.moves import data, text
from tests.site.test_accessibility import AXE, RULES
from tests.site.visits import Visits

LARGEST = 3000  # bytes of data
QUIET = 500  # milliseconds after which the words follow a key
STATE = """figure => ({
  words: figure.querySelector("output").textContent,
  value: figure.querySelector("input").getAttribute("aria-valuetext"),
  drawn: figure.querySelector(".moving__drawing").innerHTML.replace(/moving-clip-\\d+/g, ""),
  label: figure.querySelector(".moving__drawing").getAttribute("aria-label"),
})"""


@pytest.fixture
def visit(browser, site, where):
    """Goes to the page of a kind; gives page and figure."""
    contexts = []

    def visit(kind, clock=False, **options):
        context = browser.new_context(**options)
        visits, page = Visits(context, site.as_uri()), context.new_page()
        contexts.append((context, visits))
        if clock:
            page.clock.install()
        page.goto(where[kind].file.as_uri())
        return page, page.locator("figure:has(> .moving)").filter(has=page.locator(f"[data-kind={kind}]"))

    yield visit
    for context, visits in contexts:
        visits.assert_calm()
        context.close()


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[pytest.mark.long] if place % 3 else []) for place, kind in enumerate(KINDS)]
)
def test_it_moves_by_keyboard_and_says_so(visit, kind):
    page, figure = visit(kind, clock=True)
    image, button = figure.locator("img"), figure.locator(".moving__open")
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.type") == "range", "the slider has the focus"
    drawing = figure.locator(".moving__drawing")
    assert drawing.is_visible() and image.is_hidden()
    states = [figure.evaluate(STATE)]
    for key in "Home", "ArrowRight", "End":
        page.keyboard.press(key)
        page.clock.run_for(QUIET)
        states.append(figure.evaluate(STATE))
    for name in "words", "value", "drawn", "label":
        assert len({state[name] for state in states}) >= 3, name
    assert all(state["label"] == state["words"] for state in states)
    for state in states:
        assert not re.search("NaN|undefined|Infinity|null", state["drawn"] + state["words"] + state["value"])
    page.keyboard.press("Tab")
    if KINDS[kind].plays:
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # back
    assert image.is_visible() and not drawing.count()
    assert page.evaluate("document.activeElement.textContent") == "Move it"
    button.click()
    assert figure.evaluate(STATE) == states[0], "it begins where it began"


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_shifts_and_it_fits(visit, width):
    page, figure = visit("ten-points", viewport={"width": width, "height": 800})
    image = figure.locator("img")
    before = image.evaluate("each => [each.getBoundingClientRect().width, each.getBoundingClientRect().height]")
    figure.locator(".moving__open").click()
    after = figure.locator("svg").evaluate(
        "each => [each.getBoundingClientRect().width, each.getBoundingClientRect().height]"
    )
    assert after == pytest.approx(before, abs=0.5)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.long
def test_on_paper_and_without_scripts_the_image_is_the_figure(visit):
    page, figure = visit("sigma")
    figure.locator(".moving__open").click()
    page.emulate_media(media="print")
    assert figure.locator("img").is_visible()
    assert figure.locator("svg.moving__drawing").is_hidden() and figure.locator(".moving").is_hidden()
    _, figure = visit("sigma", java_script_enabled=False)
    assert figure.locator("img").is_visible() and figure.locator(".moving").is_hidden()


@pytest.mark.long
@pytest.mark.parametrize("blocked", ["moving", "rules", "moving-paths"])
def test_a_script_that_does_not_come_leaves_the_image(browser, server, where, blocked):
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**/{blocked}.js", lambda route: route.abort())
    page.goto(f"{server}{where['momentum'].file.parent.name}/{where['momentum'].file.name}")
    assert page.locator("figure:has(> .moving) img").first.is_visible()
    assert page.get_by_role("button", name="Move it").count() == 0
    context.close()


@pytest.mark.long
def test_the_words_follow_the_last_key(visit):
    """A screen reader need not read a sentence for each key of many."""
    page, figure = visit("step-size", clock=True)
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    figure.locator(".moving__open").click()
    first = figure.evaluate(STATE)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.clock.run_for(300)
        now = figure.evaluate(STATE)
        assert now["words"] == first["words"] and now["value"] != first["value"]
    page.clock.run_for(QUIET)
    assert figure.evaluate(STATE)["words"] == now["label"] != first["words"]


@pytest.mark.long
def test_one_is_no_times_as_many(visit):
    page, _ = visit("sigma")
    words = page.evaluate(
        "data => data.values.map(value => Moving.kinds.sigma(value, data, 1).words)",
        data("sigma"),
    )
    assert any(each.endswith(": as many.") for each in words)
    assert not any(" 1 times" in each for each in words)


@pytest.mark.long
def test_a_play_shows_more_and_more_and_less_motion_the_end(visit):
    def length(figure):
        return figure.locator(".moving__drawing path.c0").first.evaluate("line => line.getTotalLength()")

    page, figure = visit("step-size", clock=True)
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    figure.locator(".moving__open").click()
    whole = length(figure)
    figure.locator(".moving__play").click()
    page.clock.run_for(500)
    early = length(figure)
    page.clock.run_for(10_000)
    assert early < whole == length(figure)
    page, figure = visit("step-size", clock=True, reduced_motion="reduce")
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    figure.locator(".moving__open").click()
    figure.locator(".moving__play").click()
    page.clock.run_for(500)
    assert length(figure) == whole


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_moves(visit, scheme):
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    found = []
    for kind in "sigma", "loss-surfaces":  # one that plays, one that does not; all others are made alike
        page, figure = visit(kind, color_scheme=scheme, reduced_motion="reduce")
        figure.locator(".moving__open").click()
        page.evaluate(AXE)
        run = "options => axe.run({ include: [['figure.moves']] }, options)"
        found += [(kind, each["id"], each["nodes"][0]["html"]) for each in page.evaluate(run, options)["violations"]]
    assert found == []


def test_each_kind_is_on_one_page_with_its_scripts(pages, where):
    assert {*where} == {*KINDS}
    for kind, page in where.items():
        text = page.file.read_text("utf-8")
        assert text.count(f'data-kind="{kind}"') == 1
        assert any(load.endswith("css/moving.css") for load in page.loads), kind
        order = [load.rpartition("/")[2] for load in page.loads if "/js/" in load]
        assert "moving.js" in order, f"{kind}: name the scripts in the front matter of its page"


@pytest.mark.parametrize("kind", KINDS)
def test_its_data_are_small(kind):
    assert len(text(kind).encode()) <= LARGEST


def test_its_colours_are_those_of_the_figures():
    css = (ROOT / "docs" / "assets" / "css" / "moving.css").read_text("utf-8")
    found = re.findall(r"--(ink|faint|c\d): (#\w+);", css)
    wanted = [(name, pair[i]) for i in (0, 1) for name, pair in THEME.items() if name != "paper"]
    assert sorted(found) == sorted(wanted)


SAID = {0: "0", -0.5: "−0.5", 1234.6: "1,230", 55313: "55,300", 1.5e-7: "1.5 × 10⁻⁷", 1e9: "10⁹", 0.04756: "0.0476"}


@pytest.mark.long
def test_numbers_are_said_in_words(visit):
    page, _ = visit("sigma")
    assert page.evaluate("each => each.map(value => Moving.say(value))", [*SAID]) == [*SAID.values()]


FIGURE = "![x](../figures/{}.svg)\n/// figure-caption | #fig-x\nThe caption.\n///\n\n[MOVING {}] Try *this*.\n"
BROKEN = {
    "an unknown kind": (FIGURE.format("slopes", "sigmas"), "known: step-size"),
    "no kind": (FIGURE.format("slopes", ""), "known: step-size"),
    "another figure": (FIGURE.format("ten_points", "sigma"), "below a figure of 'slopes'"),
    "no figure": ("Text.\n\n[MOVING sigma] Try.\n", "right below a captioned figure"),
    "not right below": (FIGURE.format("slopes", "sigma").replace("[MOV", "Text.\n\n[MOV"), "right below a captioned"),
}


def rendered(text):
    extensions = ["pymdownx.blocks.caption", "scripts.site.moving"]
    return markdown.markdown(text, extensions=extensions, extension_configs={extensions[0]: {"auto": False}})


@pytest.mark.parametrize("case", BROKEN)
def test_a_wrong_marker_is_a_warning(caplog, case):
    text, words = BROKEN[case]
    with caplog.at_level(logging.WARNING):
        assert "moving__" not in rendered(text)
    assert words in caplog.text


def test_a_right_marker_is_none(caplog):
    html = rendered(FIGURE.format("slopes", "sigma"))
    assert not caplog.text and "<p>Try <em>this</em>.</p>" in html and "[MOVING" not in html
    assert html.index("<img") < html.index('data-kind="sigma"') < html.index("<figcaption")
