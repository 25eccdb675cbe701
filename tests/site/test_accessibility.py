"""axe finds nothing, in light and dark; no page is wider than a telephone; nothing moves while a page loads."""

from importlib.resources import files

import pytest

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Material gives each block of code its own unnamed bar with the copy button
OPTIONS = {"runOnly": RULES, "rules": {"landmark-unique": {"enabled": False}}, "resultTypes": ["violations"]}
SHIFTS = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value })
    .observe({type: "layout-shift", buffered: true})
  setTimeout(() => done(sum), 100)
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, pages, scheme):
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page, found = context.new_page(), []
    for name, built in pages.items():
        page.goto(built.file.as_uri())
        assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
        page.evaluate(AXE)
        for violation in page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"]:
            found += [f"{name}: {violation['id']}: {node['html'][:200]}" for node in violation["nodes"]]
    context.close()
    assert found == []


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)], ids=["telephone", "desktop"])
def test_pages_fit_and_stand_still(browser, pages, server, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    page, wide, moving = context.new_page(), [], []
    for name in pages:
        shifts = []
        while len(shifts) < 3 and 0 not in shifts:  # a font may be late on a busy machine
            page.goto(server + name)
            shifts.append(page.evaluate(SHIFTS))
        moving += [(name, shifts)] if 0 not in shifts else []
        wide += [name] if page.evaluate("document.documentElement.scrollWidth") > width else []
    context.close()
    assert wide == [] and moving == []
