"""The pages work under the policy that is published with them, and under it nothing foreign runs."""

import pytest

from scripts.site.policy import policy
from tests.site.conftest import Quiet, serving
from tests.site.visits import Visits


@pytest.fixture(scope="module")
def strict_server(site):
    """The site as a host serves it that heeds `_headers`."""
    _, *lines = (site / "_headers").read_text("utf-8").splitlines()
    headers = [line.strip().split(": ", 1) for line in lines]

    class Strict(Quiet):
        def end_headers(self):
            for name, value in headers:
                self.send_header(name, value)
            super().end_headers()

    with serving(site, Strict) as address:
        yield address


def test_a_script_of_a_page_is_allowed_by_its_hash_and_data_are_none():
    said = policy(
        ["<script>alert(1)</script>", '<script src="a.js"></script><script type="application/json">{}</script>']
    )
    assert said.count("sha256-") == 1 and "'unsafe-inline'" not in said.split("script-src")[1]


def test_what_is_foreign_does_not_run(browser, strict_server):
    page = browser.new_page()
    page.goto(f"{strict_server}index.html")
    page.evaluate("""() => {
      const script = document.createElement("script")
      script.textContent = "window.foreign = true"
      document.body.append(script)
    }""")
    assert page.evaluate("window.foreign === undefined")
    page.close()


@pytest.mark.stress
def test_every_page_works_under_it(browser, strict_server, pages):
    """Nothing is refused on any page; search, the box for losses, a figure that moves and the playground answer."""
    context = browser.new_context()
    visits, page = Visits(context, strict_server), context.new_page()
    for name in pages:
        page.goto(strict_server + name, wait_until="networkidle")
    page.goto(f"{strict_server}index.html")
    page.get_by_role("button", name="Try an example").click()
    page.wait_for_selector(".diagnosis svg")
    page.get_by_role("textbox", name="Search").press_sequentially("mismatch")
    page.wait_for_selector(".md-search-result__item a[href*='mismatch']")
    page.goto(f"{strict_server}training/warm-up.html")
    page.goto(f"{strict_server}training/schedules.html")
    page.locator(".moving__open").first.click()
    page.wait_for_selector("figure.moves svg")
    page.goto(f"{strict_server}training/playground.html")
    page.get_by_role("button", name="Step").click()
    page.wait_for_selector("#loss path", state="attached")
    page.goto(f"{strict_server}framework/mismatch.html")
    page.locator("figure a.enlarge").first.click()
    page.wait_for_selector("dialog.lightbox img")
    context.close()
    visits.assert_calm()
