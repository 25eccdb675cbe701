"""The playground as a reader uses it: by keyboard, by clicks, by its address; and what must not break it.

That its paths are those of the snippets is in test_rules.py.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from scripts.engine.places import ROOT
from scripts.site.playground import LENGTHS, OPTIONS, paths
from scripts.site.surfaces import RULES, SURFACES, surface
from tests.site.test_accessibility import ALL, AXE, IN_COLOURS, SHIFTS
from tests.site.visits import Visits

SCRIPTS, MOST = ("rules", "playground"), 20_000  # bytes of JavaScript
NONSENSE = [
    "surface=",
    "surface=__proto__&rule=constructor&rule2=toString",
    "surface=nowhere&rule=none&rate=-1&steps=7&at=1e9&start0=x",
    "surface=crescent&rate=1e400&rate2=NaN&momentum2=2&memory=0&decay=-1&falls=up&start0=&start1=Infinity",
    "surface=%F0%9F%98%80&%E0%A4%A=1&=&&&surface=slope",
    "surface=product&start0=1e999&start0=2&start1[]=3&at=-5&slide=9",
    'surface="]<img src=x>&rule=`${1}`',
    "surface=hump&rate=1e308",
    "what-to-do-on-monday",
]
EXTREMES = [
    f"surface={name}&steps=3000&rule={rule}&rate={rate}&rule2={rule}&rate2=0&momentum=0&momentum2=0.99&decay=1"
    for name in SURFACES
    for rule, rate in (("momentum", "1e9"), ("adamw", "1e6"))
]


@pytest.fixture
def opened(browser, site):
    """hash, options of a context -> the page, at whose end nothing was complained of."""
    contexts, address = [], (site / "training" / "playground.html").as_uri()

    def open_page(state="", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        visits, page = Visits(context, site.as_uri()), context.new_page()
        contexts.append((context, visits))
        page.goto(address + (f"#{state}" if state else ""))
        return page

    yield open_page
    for context, visits in contexts:
        context.close()
        visits.assert_calm()


def values(page):
    """{name of a control that is shown: its value}."""
    return page.evaluate("""() => Object.fromEntries([...document.querySelectorAll("#playground :is(select, input)")]
      .filter(own => own.checkVisibility()).map(own => [own.name, own.value]))""")


def typed(value):
    return float(value) if re.fullmatch(r"[-\d.e]+", value) else value


def said(page):
    return page.locator("#said").inner_text()


def address(page, holds):
    """The state in the address, once it is written and holds what it should."""
    page.wait_for_function("holds => location.hash.includes(holds)", arg=holds)
    return {key: value[0] for key, value in parse_qs(urlsplit(page.url).fragment).items()}


def test_the_scripts_are_small():
    assert sum((ROOT / f"docs/assets/js/{name}.js").stat().st_size for name in SCRIPTS) <= MOST


@pytest.mark.long
def test_it_opens_with_the_state_of_the_still_picture(opened):
    page = opened()
    shown = values(page)
    assert (shown["surface"], shown["rule"], shown["rule2"]) == ("crescent", "sgd", "momentum")
    assert shown["at"] == shown["steps"] == str(surface("crescent")["steps"])
    assert urlsplit(page.url).fragment == ""
    (_, *runs), ends = said(page).split("\n"), [path[-1] for path in paths(surface("crescent")["steps"])]
    for run, rule, end in zip(runs, ("A, gradient descent", "B, momentum"), ends, strict=True):
        assert run.startswith(f"{rule}: w₁ = {end[0]:.3g}, w₂ = {end[1]:.3g}, loss ")


@pytest.mark.long
def test_what_can_be_chosen_is_what_the_rules_know(opened):
    page = opened()
    options = "name => [...document.querySelector(`#playground [name=${name}]`).options].map(each => each.value)"
    wanted = {"surface": SURFACES, "rule": RULES, "rule2": RULES, "steps": LENGTHS} | OPTIONS
    wanted.pop("rules")
    for name, choices in wanted.items():
        assert page.evaluate(options, name) == [str(choice) for choice in choices], name
    assert page.evaluate("Object.keys(Rules.rules)") == [*RULES]
    assert page.evaluate("Object.keys(Rules.falls)") == [*OPTIONS["falls"]]


def test_by_keyboard_alone(opened):
    """Choose, reset, step, play to the end, pause, move the start: the values follow, and the address."""
    page = opened()

    def focus(name, back=False):
        for _ in range(60):
            page.keyboard.press("Shift+Tab" if back else "Tab")
            if page.evaluate("document.activeElement.name") == name:
                return
        raise AssertionError(f"{name} is not reached")

    focus("surface")
    page.keyboard.type("flat")
    assert values(page)["surface"] == "slope"
    assert "start1" not in values(page), "it has one parameter"
    focus("reset")
    page.keyboard.press("Enter")
    assert values(page)["at"] == "0"
    focus("step", back=True)
    for _ in range(3):
        page.keyboard.press("Space")
    assert values(page)["at"] == "3"
    page.wait_for_function("document.getElementById('said').innerText.startsWith('After 3 steps:')")
    focus("start0")
    page.keyboard.press("End")
    focus("rule")
    page.keyboard.type("RMS")
    focus("slide")
    before = float(values(page)["rate"])
    page.keyboard.press("PageUp")
    assert float(values(page)["rate"]) > before
    held = address(page, "rule=rmsprop")
    assert held["surface"] == "slope" and held["at"] == "3" and float(held["start0"]) == 10.5
    focus("play", back=True)
    page.keyboard.press("Enter")
    assert page.locator("[name=play]").inner_text() == "Pause"
    page.wait_for_function("Number(document.querySelector('[name=at]').value) > 10")
    page.keyboard.press("Enter")
    assert page.locator("[name=play]").inner_text() == "Play"
    at = values(page)["at"]
    page.wait_for_function("at => document.getElementById('said').innerText.startsWith(`After ${at} steps:`)", arg=at)


@pytest.mark.long
def test_play_jumps_to_the_end_for_who_wants_no_motion(opened):
    page = opened(reduced_motion="reduce")
    page.get_by_role("button", name="Reset").click()
    assert values(page)["at"] == "0"
    page.get_by_role("button", name="Play").click()
    assert values(page)["at"] == values(page)["steps"]


@pytest.mark.long
def test_a_click_sets_the_start(opened):
    page = opened()
    box = page.locator("#plot").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    (left, right), (low, high) = surface("crescent")["box"]
    held = address(page, "start0=")
    assert abs(float(held["start0"]) - (left + 0.75 * (right - left))) < 0.02
    assert abs(float(held["start1"]) - (low + 0.75 * (high - low))) < 0.02


@pytest.mark.long
@pytest.mark.parametrize("name", ["ten-points", "hump"])
def test_the_address_brings_the_same_state_back(opened, name):
    first = opened(f"surface={name}")
    for field, value in {
        "rule": "adamw",
        "memory": "0.9",
        "decay": "0.1",
        "rule2": "rmsprop",
        "falls2": "root",
    }.items():
        first.locator(f"[name={field}]").select_option(value)
    first.locator("[name=rate2]").fill("0.0123")
    first.get_by_role("button", name="Reset").click()
    first.get_by_role("button", name="Step", exact=True).click()
    address(first, "rate2=0.0123")
    first.wait_for_function("location.hash.includes('&at=1&')")
    second = opened(urlsplit(first.url).fragment)
    assert values(second) == values(first)
    assert said(second) == said(first)


@pytest.mark.long
def test_the_suggestions_are_states(opened):
    """Each link of the page leads to the very state that it names, and what the text says there is true."""
    page = opened()
    links = page.locator("article a[href^='#surface=']")
    assert links.count() == 5
    lines = []
    for place in range(5):
        links.nth(place).click()
        wanted = parse_qs(urlsplit(links.nth(place).get_attribute("href")).fragment)
        wanted = {key: typed(value[0]) for key, value in wanted.items()}
        for _ in range(100):  # the page hears of its new address a moment later
            shown = {key: typed(value) for key, value in values(page).items() if key in wanted}
            if shown == wanted:
                break
            page.wait_for_timeout(20)
        assert shown == wanted
        lines.append(said(page))
    limit, adagrad, hump, cliff, saddle = lines
    assert re.search(r"\nB, .* It left the picture at step \d+: the rate is above 2/λmax = 1\.145e−6\.$", limit)
    assert "left" not in limit.split("\n")[1]
    assert "A, root mean square: b = −188" in adagrad and "B, Adagrad: b = −1" in adagrad
    places = [float(w.replace("−", "-")) for w in re.findall(r" w = (\S+),", hump)]
    knots = surface("hump")["knots"]
    assert knots[1] < places[0] < knots[2] and places[1] > knots[4]
    ahead, behind = (float(w.replace("−", "-")) for w in re.findall(r" w = (\S+),", cliff)[::-1])
    assert behind < 8 and ahead > 10
    assert saddle.count("loss") == 2


@pytest.mark.long
def test_divergence_is_said_in_words(opened):
    page = opened("surface=crescent&rule=sgd&rate=0.01&rule2=adam&rate2=50")
    assert re.search(r"A, .* left the picture at step \d+: the rate is above 2/λmax = 0\.00119\.", said(page))
    assert re.search(r"B, .* left the picture at step \d+: its steps are too long\.", said(page))


@pytest.mark.long
def test_nonsense_falls_back(opened):
    page = opened()
    for state in NONSENSE:
        page.evaluate("hash => { location.hash = hash }", state)
        page.wait_for_function("() => document.getElementById('said').innerText.includes('B, ')")
        shown = values(page)
        assert shown["surface"] in SURFACES and shown["rule"] in RULES and shown["rule2"] in RULES, state
        assert float(shown["rate"]) > 0 and int(shown["at"]) <= int(shown["steps"]), state
        assert not re.search("NaN|undefined|Infinity", page.locator("#playground").inner_html()), state
    opened(NONSENSE[3])


@pytest.mark.long
def test_a_rate_that_is_none_changes_nothing(opened):
    """Emptied, negative or without bounds: the last good one counts, also in the address, and is then shown again."""
    page = opened("rate=0.0005&surface=crescent")
    rate, before = page.locator("[name=rate]"), said(page)
    for bad in "", "-3", "1e308":
        rate.fill(bad)
        page.get_by_role("button", name="Reset").focus()
        assert rate.input_value() == "0.0005"
        rate.fill(bad)
        page.locator("[name=falls2]").evaluate("own => own.dispatchEvent(new Event('input', { bubbles: true }))")
        page.evaluate("history.replaceState(null, '', '#')")
        assert address(page, "rate=")["rate"] == "0.0005"
        assert said(page) == before, bad
    rate.fill("0.0004")
    assert address(page, "rate=0.0004")["rate"] == "0.0004"
    assert said(page) != before


@pytest.mark.long
def test_extremes_draw_numbers(opened):
    page = opened()
    for state in EXTREMES:
        page.evaluate("hash => { location.hash = hash }", state)
        page.wait_for_function(
            "rule => document.querySelector('[name=rule]').value === rule", arg=state.split("rule=")[1].split("&")[0]
        )
        drawn = page.evaluate(
            "[...document.querySelectorAll('#playground path')].map(path => path.getAttribute('d')).join()"
        )
        assert not re.search("NaN|Infinity|undefined", drawn), state


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_other_states(opened, scheme):
    """The first state is visited with all pages: here two parameters with σ, and one without."""
    options = ALL if scheme == "light" else IN_COLOURS
    page = opened(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(AXE)
    for state in "surface=ten-points&rule=adamw&rule2=rmsprop&steps=100", "surface=hump&rule=adam&rule2=sgd":
        page.evaluate("hash => { location.hash = hash }", state)
        page.wait_for_function(
            "state => document.querySelector('[name=surface]').value === state", arg=state[8:].split("&")[0]
        )
        found = page.evaluate("options => axe.run(document.querySelector('#playground'), options)", options)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_in_every_state_and_stands_still(browser, server, width):
    page, shifts = browser.new_page(viewport={"width": width, "height": 800}), []
    while 0 not in shifts and len(shifts) < 3:  # at first a font may be late; then the browser has it
        page.goto(f"{server}training/playground.html")
        shifts.append(page.evaluate(SHIFTS))
    assert 0 in shifts
    for state in "surface=ten-points&rule=adamw&rule2=adamw", "surface=slope&rule=average&rule2=rmsprop":
        page.evaluate("hash => { location.hash = hash }", state)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for target in page.locator("#playground :is(button, select, input):visible").all():
            assert target.bounding_box()["height"] >= 24
    page.close()


@pytest.mark.long
@pytest.mark.parametrize("blocked", SCRIPTS)
def test_a_script_that_does_not_come_leaves_no_dead_control(browser, server, blocked):
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**/{blocked}.js", lambda route: route.abort())
    page.goto(f"{server}training/playground.html")
    assert page.locator("#plot .run").count() == 2
    assert page.locator("#playground :is(button, select, input):visible").count() == 0
    context.close()


def test_without_scripts_there_is_a_picture_and_no_dead_control(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "training" / "playground.html").as_uri())
    assert page.locator("#plot .run").count() == 2
    assert "Momentum" in page.locator("#plot").get_attribute("aria-label")
    assert page.locator("#playground :is(button, select, input):visible").count() == 0
    context.close()
