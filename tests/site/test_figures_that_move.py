"""Figures that move: each by keyboard, in words too, with Python's numbers; the image on paper and without scripts."""

import json
import logging
import math
import re

import markdown
import pytest
import torch

from scripts.engine.places import ROOT
from scripts.engine.store import read
from scripts.evidence import line_fit
from scripts.evidence.style import THEME
from scripts.experiments.loss_surfaces.run import steps_out
from scripts.experiments.momentum_landscapes.landscape import path_of
from scripts.experiments.slopes.run import down
from scripts.site.moving import block
from scripts.site.moving_kinds import KINDS
from snippets import schedules
from snippets.adagrad import adagrad_step
from snippets.losses import cross_entropy, squared_error
from snippets.polynomial import least_squares, legendre
from snippets.three_steps import gradient_descent
from tests.site.test_accessibility import AXE, RULES
from tests.site.visits import Visits

NEAR = 1e-9
LARGEST = 3000  # bytes of data
QUIET = 500  # milliseconds after which the words follow a key
STATE = """figure => ({
  words: figure.querySelector("output").textContent,
  value: figure.querySelector("input").getAttribute("aria-valuetext"),
  drawn: figure.querySelector(".moving__drawing").innerHTML.replace(/moving-clip-\\d+/g, ""),
  label: figure.querySelector(".moving__drawing").getAttribute("aria-label"),
})"""
BOX = "([x, y]) => [x, y].map(each => each.getBoundingClientRect()).map(b => [b.width, b.height])"


def data(kind):
    return json.loads(block(kind, read(KINDS[kind].experiment)))


def close(ours, theirs):
    assert math.isclose(ours, theirs, rel_tol=NEAR, abs_tol=NEAR), (ours, theirs)


@pytest.fixture(scope="module")
def where(pages):
    """{kind: its page}"""
    found = re.compile(r'class="moving" data-kind="([\w-]+)"')
    return {kind: page for page in pages.values() for kind in found.findall(page.file.read_text("utf-8"))}


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


@pytest.mark.parametrize("kind", KINDS)
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


def test_on_paper_and_without_scripts_the_image_is_the_figure(visit):
    page, figure = visit("sigma")
    figure.locator(".moving__open").click()
    page.emulate_media(media="print")
    assert figure.locator("img").is_visible()
    assert figure.locator("svg.moving__drawing").is_hidden() and figure.locator(".moving").is_hidden()
    _, figure = visit("sigma", java_script_enabled=False)
    assert figure.locator("img").is_visible() and figure.locator(".moving").is_hidden()


@pytest.mark.parametrize("blocked", ["moving", "rules", "moving-paths"])
def test_a_script_that_does_not_come_leaves_the_image(browser, server, where, blocked):
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**/{blocked}.js", lambda route: route.abort())
    page.goto(f"{server}{where['momentum'].file.parent.name}/{where['momentum'].file.name}")
    assert page.locator("figure:has(> .moving) img").first.is_visible()
    assert page.get_by_role("button", name="Move it").count() == 0
    context.close()


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


def test_one_is_no_times_as_many(visit):
    page, _ = visit("sigma")
    words = page.evaluate(
        "data => data.values.map(value => Moving.kinds.sigma(value, data, 1).words)",
        data("sigma"),
    )
    assert any(each.endswith(": as many.") for each in words)
    assert not any(" 1 times" in each for each in words)


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
    assert len(block(kind, read(KINDS[kind].experiment)).encode()) <= LARGEST


def test_its_colours_are_those_of_the_figures():
    css = (ROOT / "docs" / "assets" / "css" / "moving.css").read_text("utf-8")
    found = re.findall(r"--(ink|faint|c\d): (#\w+);", css)
    wanted = [(name, pair[i]) for i in (0, 1) for name, pair in THEME.items() if name != "paper"]
    assert sorted(found) == sorted(wanted)


@pytest.fixture(scope="module")
def computed(browser, where):
    """{kind: {value of the slider: what the page computes}}"""
    context, found = browser.new_context(), {}
    page = context.new_page()
    for kind, built in where.items():
        page.goto(built.file.as_uri())
        found[kind] = page.evaluate(
            """kind => {
              const data = JSON.parse(document.querySelector(`[data-kind=${kind}] script`).textContent)
              return data.values.map(value => [value, Moving.kinds[kind](value, data, 1).numbers])
            }""",
            kind,
        )
    context.close()
    return found


def test_step_sizes_are_the_snippets(computed):
    own = data("step-size")
    best, hessian = (torch.tensor(own[name], dtype=torch.float64) for name in ("best", "hessian"))

    def loss(theta):
        return own["least"] + (theta - best) @ hessian @ (theta - best) / 2

    for rate, numbers in computed["step-size"][::4]:
        end = gradient_descent(loss, torch.zeros(2, dtype=torch.float64), rate, own["steps"])[-1]
        for ours, theirs in zip(numbers["end"], end.tolist(), strict=True):
            close(ours, theirs)
        close(numbers["error"], loss(end).sqrt().item())


def test_ten_points_are_the_experiments(computed):
    own = data("ten-points")
    x, y = zip(*own["points"], strict=True)
    of = len(x), sum(x), sum(a * a for a in x), sum(y), sum(a * b for a, b in zip(x, y, strict=True))
    assert own["points"] == [[*each] for each in line_fit.POINTS]
    for rate, numbers in (computed["ten-points"][15], computed["ten-points"][27]):
        *_, (b, w, _) = line_fit.path(of, own["start"], own["steps"] + 1, rate, root=math.sqrt)
        assert numbers["b"] == pytest.approx(b, rel=1e-9) and numbers["w"] == pytest.approx(w, rel=1e-9)
    assert [numbers["out"] > 0 for rate, numbers in computed["ten-points"]] == [
        rate > own["limit"] for rate in own["values"]
    ]


def test_own_rates_are_the_snippets(computed):
    own = data("own-rates")
    for steep, numbers in computed["own-rates"][::9]:
        curvatures = torch.tensor([1, steep], dtype=torch.float64)
        theta, state = torch.tensor(own["start"], dtype=torch.float64, requires_grad=True), {}
        for _ in range(own["steps"]):
            theta.grad = curvatures * theta.detach()
            adagrad_step([theta], state, own["rate"], mean=True)
        close(numbers["own"], theta.detach().norm().item())
        end = torch.tensor(own["start"]).double() * (1 - own["share"] * 2 / (1 + steep) * curvatures) ** own["steps"]
        close(numbers["single"], end.norm().item())


def test_momentum_is_the_experiments(computed):
    own = data("momentum")
    landscape = [torch.tensor(own[name], dtype=torch.float64)[None] for name in ("knots", "heights", "tilt")]
    values, numbers = zip(*computed["momentum"], strict=True)
    start = torch.tensor([own["start"] * len(values)], dtype=torch.float64)
    paths = path_of(start, own["rate"], torch.tensor(values, dtype=torch.float64), own["steps"], landscape)[:, 0].T
    for path, found in zip(paths, numbers, strict=True):
        for name, knot in ("across", 2), ("over", 4):
            beyond = path > own["knots"][knot]
            assert found[name] == (int(beyond.int().argmax()) if beyond.any() else -1)
        assert found["end"] == pytest.approx(path[-1].item(), abs=NEAR)


def test_sigma_is_the_experiments(computed):
    import numpy

    own = data("sigma")
    slope = [numpy.array([own[name]]) for name in ("flat", "high", "width")]
    for memory, numbers in computed["sigma"]:
        theirs = down(*slope, own["rate"], memory, 20_000)
        assert (numbers["first"], numbers["behind"]) == (theirs["first"][0], theirs["last"][0])
        assert numbers["sigma"] == pytest.approx(theirs["sigma"][0] * own["flat"], rel=1e-5)  # their ε is 0


def test_schedules_are_the_snippets(computed):
    own = data("warm-up")
    steps = own["steps"]
    shapes = {
        "step": schedules.steps(own["every"]),
        "exponential": schedules.exponential(own["halving"]),
        "cosine to zero": schedules.cosine(steps),
        "cosine to a tenth": schedules.cosine(steps, own["end"]),
        "linear to zero": schedules.linear(steps),
        "inverse root": schedules.inverse_root(own["scale"]),
        "stable, then down": schedules.stable(steps, own["cooldown"]),
    }
    for warm, numbers in computed["warm-up"][::8]:
        assert [*numbers] == [*shapes]
        for name, shape in shapes.items():
            warmed = schedules.warmed(shape, warm) if warm else shape
            close(numbers[name][0], sum(map(shape, range(steps))) / steps)
            close(numbers[name][1], sum(map(warmed, range(steps))) / steps)


def test_the_law_of_the_batch_size(computed):
    own = data("batch-size")
    for size, numbers in computed["batch-size"]:
        close(numbers["updates"], own["least"] * (1 + own["critical"] / size))
        close(numbers["seen"], own["least"] * (size + own["critical"]))
    at = dict(computed["batch-size"])
    for size, mean in zip(own["sizes"], own["means"], strict=True):
        assert at[size]["updates"] == pytest.approx(mean, rel=0.15), "the law is near what was measured"


def test_losses_and_gradients_are_the_snippets(computed):
    for gap, numbers in computed["loss-surfaces"][::5]:
        scores = torch.tensor([[-gap / 2, gap / 2, -1000]], dtype=torch.float64, requires_grad=True)
        right = torch.zeros(1, dtype=torch.long)
        close(numbers["loss"], cross_entropy(scores, right).item())
        squared_error(scores, right).backward()
        assert numbers["gradient"] == pytest.approx(scores.grad.norm().item(), rel=1e-8)
    for gap in 5, 10, 13:
        found = dict(computed["loss-surfaces"])[gap]
        assert [found[name] for name in ("entropy", "squared")] == [steps_out(n, gap) for n in ("entropy", "squared")]


def test_polynomials_are_the_snippets(computed):
    own = data("polynomial")
    x, y = torch.tensor(own["points"], dtype=torch.float64).T
    for degree, numbers in computed["polynomial"]:
        inputs = legendre(x, max(degree + 1, 2))[:, : degree + 1]
        for ours, start in zip(numbers["fits"], own["starts"], strict=True):
            begin = torch.tensor(start[: degree + 1], dtype=torch.float64)[:, None]
            theirs = begin + least_squares(inputs, y[:, None] - inputs @ begin)
            assert ours == pytest.approx(theirs[:, 0].tolist(), abs=NEAR)


def test_batch_statistics_are_near_their_formula(computed):
    for size, numbers in computed["batch-statistics"]:
        close(numbers["expected"], math.sqrt(2 / size) * math.gamma(size / 2) / math.gamma((size - 1) / 2))
        assert numbers["ours"] == pytest.approx(numbers["expected"], rel=0.04)
        assert numbers["torchs"] == pytest.approx(1, rel=0.04)


SAID = {0: "0", -0.5: "−0.5", 1234.6: "1,230", 55313: "55,300", 1.5e-7: "1.5 × 10⁻⁷", 1e9: "10⁹", 0.04756: "0.0476"}


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
