"""The site opens from disk and under any sub-path, asks no other host for anything, and works without scripts."""

import gzip

import pytest

from tests.site.visits import Visits

LIGHT = 160_000  # bytes, compressed as a web server does


@pytest.mark.parametrize("served", [False, True], ids=["from disk", "under a sub-path"])
def test_without_scripts(browser, site, pages, server, served):
    """With scripts the pages are visited by the tests of accessibility, which ask the same."""
    context = browser.new_context(java_script_enabled=False)
    visits, page = Visits(context, server if served else site.as_uri()), context.new_page()
    for name, built in pages.items():
        page.goto(server + name if served else built.file.as_uri())
    context.close()
    visits.assert_calm()


def search(browser, address):
    page = browser.new_page()
    page.goto(address)
    page.get_by_role("textbox", name="Search").press_sequentially("mismatch")
    page.wait_for_selector(".md-search-result__item a[href*='mismatch']", timeout=15000)
    page.close()


def test_search_from_disk(browser, site):
    search(browser, (site / "index.html").as_uri())


def test_search_under_a_sub_path(browser, server):
    search(browser, f"{server}about/method.html")


def test_a_figure_opens_over_the_page(browser, site):
    page = browser.new_page()
    page.goto((site / "framework" / "mismatch.html").as_uri())
    page.locator("figure a.enlarge").first.click()
    assert page.locator("dialog.lightbox img").get_attribute("alt")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.matches('.enlarge')")
    page.close()


def test_a_figure_opens_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "framework" / "mismatch.html").as_uri())
    page.locator("figure a.enlarge").first.click()
    page.wait_for_url("**/figures/*.svg")
    context.close()


def test_the_first_load_of_the_home_page_is_light(browser, site, server):
    context, asked = browser.new_context(), set()
    context.on("request", lambda request: asked.add(request.url))
    page = context.new_page()
    page.goto(f"{server}index.html", wait_until="networkidle")
    context.close()
    files = [(site / url.removeprefix(server)).read_bytes() for url in asked]
    assert sum(min(len(file), len(gzip.compress(file, 6))) for file in files) <= LIGHT
