"""The site opens from disk and under any sub-path, asks no other host for anything, and works without scripts."""

import gzip

import pytest

from tests.site.built import build
from tests.site.visits import Visits

LIGHT = 170_000  # bytes, compressed as a web server does


def test_pages_ask_nobody_else(browser, site, one_of_each_folder, server):
    """Without scripts and from disk; test_accessibility visits all of them, with scripts."""
    disk = f"{site.as_uri()}/"
    for own, scripts in (server, False), (disk, False), (disk, True):
        context = browser.new_context(java_script_enabled=scripts)
        visits, page = Visits(context, own), context.new_page()
        for name in one_of_each_folder:
            page.goto(own + name)
        context.close()
        visits.assert_calm()


@pytest.mark.long
def test_pages_are_no_wider_than_a_telephone_without_scripts(browser, site, pages):
    """test_accessibility asks the same with scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page, wide = context.new_page(), []
    for name in pages:
        page.goto((site / name).as_uri())
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    context.close()
    assert wide == []


def test_pages_load_nothing_of_others(pages, site):
    found = [(name, load) for name, page in pages.items() for load in page.loads if not page.target(load, site)]
    assert [each for each in found if not each[1].startswith("data:")] == []


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


@pytest.mark.parametrize("where", ["nowhere.html", "framework/deep/nowhere.html"])
def test_what_is_not_found_has_a_page_that_needs_no_file(browser, site, server, where):
    """Whatever the depth and the sub-path of the address: its title, its look, and the way home."""
    context = browser.new_context()
    context.route(server + where, lambda route: route.fulfill(path=site / "404.html", content_type="text/html"))
    visits, page = Visits(context, server), context.new_page()
    page.goto(server + where)
    assert page.title() == "No such page - Why won't it train?"
    assert "system-ui" in page.evaluate("getComputedStyle(document.body).fontFamily")
    page.get_by_role("link").click()
    page.wait_for_url(f"{server}index.html")
    context.close()
    visits.assert_calm()


def test_what_is_not_found_knows_the_address_of_its_site(toy):
    done = build(toy, toy / "site", SITE_URL="https://example.org/sub/path/")
    assert done.returncode == 0, done.stderr
    assert 'href="/sub/path/index.html"' in (toy / "site" / "404.html").read_text("utf-8")


def test_fonts_are_asked_for_early(browser, server):
    """Over the web each is fetched once, before the style sheet that names it."""
    page = browser.new_page()
    page.goto(f"{server}framework/three-steps.html", wait_until="networkidle")
    loads = page.evaluate("performance.getEntriesByType('resource').map(each => [each.name, each.initiatorType])")
    page.close()
    fonts = [(url.rpartition("/")[2], by) for url, by in loads if url.endswith(".woff2")]
    assert sorted(fonts) == [(f"{name}.woff2", "link") for name in ("inter-greek", "inter", "site-math")]


def test_the_first_load_of_the_home_page_is_light(browser, site, server):
    context, asked = browser.new_context(), set()
    context.on("request", lambda request: asked.add(request.url))
    page = context.new_page()
    page.goto(f"{server}index.html", wait_until="networkidle")
    context.close()
    files = [(site / url.removeprefix(server)).read_bytes() for url in asked]
    assert sum(min(len(file), len(gzip.compress(file, 6))) for file in files) <= LIGHT
