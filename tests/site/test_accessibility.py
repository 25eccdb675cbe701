"""axe finds nothing, in light and dark; no page is wider than a telephone; nothing moves while a page loads."""

from importlib.resources import files

import pytest

from tests.site.visits import Visits

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Material gives each block of code its own unnamed bar with the copy button
ALL = {"runOnly": RULES, "rules": {"landmark-unique": {"enabled": False}}, "resultTypes": ["violations"]}
ALL["preload"] = False  # of style sheets, which a browser refuses from disk
# The colours of code are the same on every page, and half of all elements: one of each kind, on one page, is enough
WITHOUT_TOKENS = {"include": [["html"]], "exclude": [["pre span"]]}
TOKENS = """classes => {
  const code = document.querySelector("article").appendChild(document.createElement("div"))
  code.className = "highlight"
  code.innerHTML = "<pre tabindex=0><code>" + classes.map(name => `<span class="${name}">${name}</span>`).join(" ")
}"""
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
SHIFTS = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value })
    .observe({type: "layout-shift", buffered: true})
  setTimeout(() => done(sum), 100)
})"""


@pytest.mark.parametrize(("scheme", "options"), [("light", ALL), ("dark", COLOURS)], ids=["light", "dark"])
def test_axe_finds_nothing(browser, site, pages, scheme, options):
    """The two schemes are the same page in other colours, so in the second only the rules on colours are asked."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    visits, page, found, tokens = Visits(context, site.as_uri()), context.new_page(), [], set()
    *_, last = pages.values()
    for name, built in pages.items():
        page.goto(built.file.as_uri())
        assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
        page.evaluate(AXE)
        tokens |= {*page.evaluate("[...document.querySelectorAll('pre span[class]')].map(token => token.className)")}
        scope = WITHOUT_TOKENS
        if built is last:
            page.evaluate(TOKENS, sorted(tokens))
            scope = {"include": [["html"]]}
        for violation in page.evaluate("([scope, options]) => axe.run(scope, options)", [scope, options])["violations"]:
            found += [f"{name}: {violation['id']}: {node['html'][:200]}" for node in violation["nodes"]]
    context.close()
    assert len(tokens) > 10
    assert found == []
    visits.assert_calm()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)], ids=["telephone", "desktop"])
def test_pages_fit_and_stand_still(browser, pages, server, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    visits, page, wide, moving = Visits(context, server), context.new_page(), [], []
    for name in pages:
        shifts = []
        while len(shifts) < 3 and 0 not in shifts:  # a font may be late on a busy machine
            page.goto(server + name)
            shifts.append(page.evaluate(SHIFTS))
        moving += [(name, shifts)] if 0 not in shifts else []
        wide += [name] if page.evaluate("document.documentElement.scrollWidth") > width else []
    context.close()
    assert wide == [] and moving == []
    visits.assert_calm()
