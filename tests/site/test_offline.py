"""The site opens from disk and under any sub-path, asks no other host for anything, and works without scripts."""

import gzip

import pytest

LIGHT = 160_000  # bytes, compressed as a web server does


def visit(browser, addresses, own, javascript):
    """What pages ask of others, and what they complain of."""
    context = browser.new_context(java_script_enabled=javascript)
    asked, complaints = [], []
    context.on("request", lambda request: request.url.startswith((own, "data:", "blob:")) or asked.append(request.url))
    context.on(
        "response", lambda response: response.status < 400 or complaints.append(f"{response.status} {response.url}")
    )
    context.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    for address in addresses:
        page.goto(address)
    context.close()
    return [url for url in asked if not url.startswith((own, "data:", "blob:"))], complaints


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_from_disk(browser, site, pages, javascript):
    asked, complaints = visit(browser, [page.file.as_uri() for page in pages.values()], site.as_uri(), javascript)
    assert asked == []
    assert [text for text in complaints if "CORS" not in text and "ERR_FAILED" not in text] == []  # preloads of fonts


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_under_a_sub_path(browser, pages, server, javascript):
    asked, complaints = visit(browser, [server + name for name in pages], server, javascript)
    assert asked == [] and complaints == []


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
