"""axe finds nothing, in light and dark; no page is wider than a telephone, or too long; nothing moves while
a page loads."""

import copy
from collections import Counter
from importlib.resources import files

import pytest

from tests.site.visits import Visits

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
UNNAMED = "landmark-unique"  # Material gives each block of code its own unnamed bar with the copy button
OPTIONS = {"resultTypes": ["violations"], "preload": False}  # of style sheets, which a browser refuses from disk
ALL = OPTIONS | {"runOnly": RULES, "rules": {UNNAMED: {"enabled": False}}}
SIZES = "target-size"  # takes as long as all other rules: asked of one page in four, and where something is small
STRUCTURE = {rule: {"enabled": False} for rule in (UNNAMED, *COLOURS)}
SMALL = """() => [...document.querySelectorAll("article :is(button:not(.md-code__button), input, select, summary)")]
  .some(each => each.checkVisibility() && Math.min(each.offsetWidth, each.offsetHeight) < 24)"""
IN_COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": COLOURS}, "resultTypes": ["violations", "passes"]}
SCHEMES = "default", "slate"
# A contrast hangs on colours, sizes and what lies behind, not on the words: of each kind of text some are enough. Some
# cannot be judged where they stand (covered, or out of sight): so a kind is done once axe has judged that many.
CANDIDATES = """([scheme, judged, enough, page]) => {
  document.body.dataset.mdColorScheme = scheme
  const behind = new Map([[null, ""]])
  const look = each => {
    if (!behind.has(each)) {
      const own = getComputedStyle(each)
      const shows = own.backgroundColor !== "rgba(0, 0, 0, 0)" || own.backgroundImage !== "none" || own.opacity !== "1"
      const ground = (shows ? own.backgroundColor + own.backgroundImage + own.opacity : "") +
        (/absolute|fixed|sticky/.test(own.position) ? each.className : "")
      behind.set(each, look(each.parentElement) + ground)
    }
    return behind.get(each)
  }
  const words = /[\\p{L}\\p{N}].*[\\p{L}\\p{N}]/u
  const says = each => [...each.childNodes].some(node => node.nodeType === 3 && words.test(node.data))
  const kinds = {}
  for (const each of document.querySelectorAll("body *")) {
    if (!says(each) && !each.matches("input:not([type=range]), select, textarea") || each.matches(":disabled")
      || !each.checkVisibility({visibilityProperty: true})) continue
    const own = getComputedStyle(each), around = each.closest("a") && getComputedStyle(each.closest("a").parentElement)
    const kind = [scheme, look(each), own.color, own.fontSize, own.fontWeight, own.textDecorationLine, own.textShadow,
      around && around.color + around.textDecorationLine + says(each.closest("a").parentElement)].join("|")
    if ((judged[kind] || 0) < enough) (kinds[kind] = kinds[kind] || []).push(each)
  }
  for (const [kind, all] of Object.entries(kinds))
    for (const place of [0, 1, 2].map(third => Math.floor((third + (page % 10) / 10) * all.length / 3)))
      all[place].dataset[scheme] = kind
  return Object.keys(kinds)
}"""
# axe takes as long as the page is large, so what holds neither a candidate nor a style goes.
PRUNE = """([parts, [one, other]]) => {
  const kept = `[data-${one}], [data-${other}], style`
  for (const each of document.querySelectorAll(parts))
    if (!each.matches(kept) && !each.querySelector(kept)) each.remove()
}"""
LINES = "code > span"  # of code have no structure
REST = "article > *, tbody > tr"
AXE_IN_COLOURS = """async ([scheme, options]) => {
  document.body.dataset.mdColorScheme = scheme
  const candidates = `[data-${scheme}]`
  if (!document.querySelector(candidates)) return {violations: [], judged: []}
  const found = await axe.run({include: [[candidates]]}, options)
  const rules = [...found.passes, ...found.violations].filter(rule => rule.id === "color-contrast")
  const texts = rules.flatMap(rule => rule.nodes).map(node => document.querySelector(node.target[0]))
  return {violations: found.violations, judged: texts.map(each => each?.dataset[scheme]).filter(Boolean)}
}"""
ENOUGH = 3
PARTS = 2  # to be shared among processes
OUT_OF_REACH = """async () => {
  await new Promise(requestAnimationFrame)  // once the page has heard of its new width
  return [...document.querySelectorAll("article *")].filter(each =>
    each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX) && each.tabIndex < 0
    && each.checkVisibility() && !each.querySelector("a, button, input, select, summary, [tabindex]")
  ).map(each => each.outerHTML.slice(0, 100))
}"""  # what scrolls sideways, and not by keys: axe is shown no whole code any more
DESK, PHONE = (1280, 800), (360, 740)
CHAPTERS, SCREENS = ("framework/", "training/"), 15
SHIFTS = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value })
    .observe({type: "layout-shift", buffered: true})
  setTimeout(() => done(sum), 100)
})"""


class Axe:
    """What axe finds on page after page: of the structure, and of the kinds of text that were not judged enough yet."""

    def __init__(self):
        self.judged, self.pages, self.open = Counter(), 0, set()

    def look(self, page):
        """What axe finds in a page, of which only a part is left."""
        page.evaluate(AXE)
        sizes = {SIZES: {"enabled": self.pages % 4 == 0 or page.evaluate(SMALL)}}
        structure = ALL | {"rules": STRUCTURE | sizes}
        for scheme in SCHEMES:
            self.open |= {*page.evaluate(CANDIDATES, [scheme, self.judged, ENOUGH, self.pages])}
        page.evaluate(PRUNE, [LINES, SCHEMES])
        found = {"structure": page.evaluate("options => axe.run('html', options)", structure)}
        page.evaluate(PRUNE, [REST, SCHEMES])
        for scheme in SCHEMES:
            found[scheme] = page.evaluate(AXE_IN_COLOURS, [scheme, IN_COLOURS])
            self.judged.update(found[scheme]["judged"])
        self.pages += 1
        return [
            f"{where}: {violation['id']}: {node['html'][:200]}"
            for where, result in found.items()
            for violation in result["violations"]
            for node in violation["nodes"]
        ]


class Fit:
    """What does not fit a screen: names of pages that are wide, long, or move, and what is out of the keys' reach."""

    def __init__(self, width, height):
        self.width, self.height, self.found = width, height, []

    def load(self, page, name, address):
        shifts = []
        self.take(page)
        while len(shifts) < 3 and 0 not in shifts:  # a font may be late on a busy machine
            page.goto(address)
            shifts.append(page.evaluate(SHIFTS))
        if 0 not in shifts:
            self.found.append((name, "moves", shifts))
        self.look(page, name)

    def take(self, page):
        page.set_viewport_size({"width": self.width, "height": self.height})

    def look(self, page, name):
        self.take(page)
        across, down = page.evaluate("(page => [page.scrollWidth, page.scrollHeight])(document.documentElement)")
        chapter = self.width > 1000 and name.startswith(CHAPTERS)
        problems = {
            "is wide": across > self.width,
            "is long": chapter and down > SCREENS * self.height,
            "is out of reach": page.evaluate(OUT_OF_REACH),
        }
        self.found += [(name, what, how) for what, how in problems.items() if how]


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_and_pages_fit_desktop_and_telephone(browser, pages, server, part):
    """A chapter, with its folds closed, is not longer than a reader scrolls: else it becomes two pages."""
    desk, phone = Fit(*DESK), Fit(*PHONE)
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    visits, page, found, axe = Visits(context, server), context.new_page(), {}, Axe()
    for name in [*pages][part::PARTS]:
        desk.load(page, name, server + name)
        phone.look(page, name)
        desk.take(page)
        if violations := axe.look(page):
            found[name] = violations
    context.close()
    assert found == {} and desk.found == phone.found == []
    assert len(axe.judged) > 50 and len(axe.open - axe.judged.keys()) < len(axe.judged) / 10, "kinds nobody judged"
    visits.assert_calm()


PLANTED = {
    "an image without words": ("<img src='x.svg'>", "structure: image-alt"),
    "pale grey": ("<p style='color: #bbb; background: #fff'>pale</p>", "default: color-contrast"),
    "pale comments in code": ("<style>.highlight .c1 {color: #a5a5a5 !important}</style>", "default: color-contrast"),
    "a pale menu": ("<style>.md-nav__link {color: #a5a5a5 !important}</style>", "default: color-contrast"),
    "small buttons": (
        "<button style='all: revert; width: 9px; height: 9px; padding: 0'>x</button>" * 2,
        "structure: target-size",
    ),
    "black in the dark": ("<p style='color: #222'>black</p>", "slate: color-contrast"),
}


@pytest.fixture(scope="module")
def looked(browser, site):
    """axe, after it has looked at a page; and a browser's page."""
    context, axe = browser.new_context(color_scheme="light", reduced_motion="reduce"), Axe()
    page = context.new_page()
    page.goto((site / "cheat-sheet.html").as_uri())
    axe.look(page)
    yield axe, page
    context.close()


@pytest.mark.long
@pytest.mark.parametrize("fault", PLANTED)
def test_axe_finds_what_is_planted_after_other_pages(looked, site, fault):
    (axe, page), (planted, found) = looked, PLANTED[fault]
    axe = copy.deepcopy(axe)  # as it was
    page.goto((site / "training" / "momentum.html").as_uri())
    page.evaluate("planted => document.querySelector('article').insertAdjacentHTML('beforeend', planted)", planted)
    assert any(each.startswith(found) for each in axe.look(page))


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_a_page_takes_the_colours_of_the_system(browser, site, system, scheme):
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("document.body.dataset.mdColorScheme") == scheme
    context.close()


def test_what_does_not_fit_is_found(browser, site):
    page, desk, phone = browser.new_page(), Fit(*DESK), Fit(*PHONE)
    page.goto((site / "cheat-sheet.html").as_uri())
    page.evaluate(
        "document.querySelector('article').innerHTML += '<div style=\"width: 700px; height: 13000px\"></div>"
        '<div style="width: 50px; overflow-x: auto"><div style="width: 99px; height: 1px"></div></div>\''
    )
    for fit in desk, phone:
        fit.look(page, "training/cheat-sheet.html")
    page.close()
    assert [what for _, what, _ in desk.found] == ["is long", "is out of reach"]
    assert [what for _, what, _ in phone.found] == ["is wide", "is out of reach"]


def test_nothing_moves_while_a_page_loads_on_a_telephone(browser, one_of_each_folder, server):
    """All of them are asked on a desktop."""
    fit, context = Fit(*PHONE), browser.new_context()
    visits, page = Visits(context, server), context.new_page()
    for name in one_of_each_folder:
        fit.load(page, name, server + name)
    context.close()
    assert fit.found == []
    visits.assert_calm()
