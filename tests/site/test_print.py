"""On paper, and in the colours of the system: what a page says can still be read, all of it."""

import io

import pytest
from PIL import Image

PAPER = """() => {
  const article = document.querySelector("article"), all = selector => [...article.querySelectorAll(selector)]
  const shown = element => element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
  const light = ([...colour]) => colour.slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0)
  const pale = element => 1.05 / (light(getComputedStyle(element).color.match(/[\\d.]+/g).map(Number)) + 0.05) < 4.5
  const says = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  return {
    pale: all("*").filter(element => says(element) && shown(element) && pale(element)).map(each => each.outerHTML),
    buttons: all("button, .md-code__nav").filter(shown).length,
    closed: all("details > :not(summary)").filter(part => !part.getBoundingClientRect().height).length,
    torn: all(".filename").filter(name => getComputedStyle(name.parentElement).breakInside !== "avoid").length,
  }
}"""


@pytest.fixture
def visit(browser):
    contexts = []

    def visit(file, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(file.as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()


def picture(locator):
    return Image.open(io.BytesIO(locator.screenshot())).convert("L")


@pytest.mark.long
def test_a_page_printed_from_the_dark_scheme_is_whole(visit, site):
    """Dark ink, for backgrounds are not printed; no buttons; folds open; the name of a file beside its code."""
    page = visit(site / "index.html", color_scheme="dark")
    for name in "framework/overfitting.html", "labs/diagnose-it.html", "about/method.html", "cheat-sheet.html":
        page.goto((site / name).as_uri())
        page.emulate_media(media="print")
        found = page.evaluate(PAPER)
        assert found == {"pale": [], "buttons": 0, "closed": 0, "torn": 0}, name
        page.emulate_media(media="screen")


@pytest.mark.long
def test_figures_are_printed_on_white(visit, site):
    page = visit(site / "framework" / "overfitting.html", color_scheme="dark")
    figure = page.locator("figure img").first
    assert picture(figure).getpixel((2, 2)) < 60
    page.emulate_media(media="print")
    assert picture(figure).getpixel((2, 2)) > 240


@pytest.mark.long
def test_verdicts_keep_their_sign_in_forced_colours(visit, site):
    page = visit(site / "framework" / "overfitting.html", forced_colors="active")
    verdict = page.locator(".verdict").first
    darkest, lightest = picture(verdict).crop((0, 0, 16, 20)).getextrema()
    assert darkest < 60 and lightest > 200
