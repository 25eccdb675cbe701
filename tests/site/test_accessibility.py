"""axe finds nothing, in light and dark; no page is wider than a telephone, or too long; nothing moves while
a page loads."""

from importlib.resources import files

import pytest

from tests.site.visits import Visits

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Material gives each block of code its own unnamed bar with the copy button
ALL = {"runOnly": RULES, "rules": {"landmark-unique": {"enabled": False}}, "resultTypes": ["violations"]}
ALL["preload"] = False  # of style sheets, which a browser refuses from disk
# The colours of code are the same on every page, and most of all elements: one of each kind, on one page, is enough.
# They are taken away, not excluded, since axe asks of every element whether it lies in any of those excluded.
PLAIN = """() => {
  for (const token of document.querySelectorAll("pre span")) token.replaceWith(...token.childNodes)
  for (const code of document.querySelectorAll("pre")) code.normalize()
}"""
TOKENS = """classes => {
  const code = document.querySelector("article").appendChild(document.createElement("div"))
  code.className = "highlight"
  code.innerHTML = "<pre tabindex=0><code>" + classes.map(name => `<span class="${name}">${name}</span>`).join(" ")
}"""
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
SCHEMES = {"default": ALL, "slate": COLOURS}  # the same page in other colours: in the second only these are asked
AXE_IN = """([scheme, options]) => {
  document.body.dataset.mdColorScheme = scheme
  return axe.run("html", options)
}"""
PARTS = 3  # to be shared among processes
OUT_OF_REACH = """() => [...document.querySelectorAll("article *")].filter(each =>
  each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX)
  && each.tabIndex < 0 && each.checkVisibility() && !each.querySelector("a, button, input, select, summary, [tabindex]")
).map(each => each.outerHTML.slice(0, 100))"""  # what scrolls sideways, and not by keys: axe asks it at its own width
CHAPTERS, SCREENS = ("framework/", "training/"), 15
SHIFTS = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value })
    .observe({type: "layout-shift", buffered: true})
  setTimeout(() => done(sum), 100)
})"""


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing(browser, site, pages, part):
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    visits, page, found, tokens = Visits(context, site.as_uri()), context.new_page(), [], set()
    names = list(pages)[part::PARTS]
    for name in names:
        page.goto(pages[name].file.as_uri())
        page.evaluate(AXE)
        tokens |= {*page.evaluate("[...document.querySelectorAll('pre span[class]')].map(token => token.className)")}
        page.evaluate(PLAIN)
        if name == names[-1]:
            page.evaluate(TOKENS, sorted(tokens))
        for scheme, options in SCHEMES.items():
            for violation in page.evaluate(AXE_IN, [scheme, options])["violations"]:
                found += [f"{name}, {scheme}: {violation['id']}: {node['html'][:200]}" for node in violation["nodes"]]
    context.close()
    assert len(tokens) > 10
    assert found == []
    visits.assert_calm()


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_a_page_takes_the_colours_of_the_system(browser, site, system, scheme):
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("document.body.dataset.mdColorScheme") == scheme
    context.close()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)], ids=["telephone", "desktop"])
def test_pages_fit_and_stand_still(browser, pages, server, width, height):
    """A chapter, with its folds closed, is not longer on a desktop than a reader scrolls: else it becomes two pages."""
    context = browser.new_context(viewport={"width": width, "height": height})
    visits, page = Visits(context, server), context.new_page()
    wide, long, moving, unreached = [], [], [], []
    for name in pages:
        shifts = []
        while len(shifts) < 3 and 0 not in shifts:  # a font may be late on a busy machine
            page.goto(server + name)
            shifts.append(page.evaluate(SHIFTS))
        moving += [(name, shifts)] if 0 not in shifts else []
        across, down = page.evaluate("(page => [page.scrollWidth, page.scrollHeight])(document.documentElement)")
        wide += [name] if across > width else []
        chapter = width > 1000 and name.startswith(CHAPTERS)
        long += [name] if chapter and down > SCREENS * height else []
        unreached += [(name, each) for each in page.evaluate(OUT_OF_REACH)]
    context.close()
    assert wide == [] and long == [] and moving == [] and unreached == []
    visits.assert_calm()
