"""The site, built once from the working tree, and a browser to look at it."""

import contextlib
import functools
import re
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from scripts.engine.places import ROOT
from tests.site.built import Page, build
from tests.site.toy import make

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)  # fastest first


@pytest.fixture(scope="session")
def site(once):
    def make(folder):
        done = build(ROOT, folder)
        assert done.returncode == 0, done.stderr

    return once("site", make)


@pytest.fixture(scope="session")
def pages(site):
    """Every built page but the one for what is not found, which does not know from where it is asked for."""
    return {str(file.relative_to(site)): Page(file) for file in sorted(site.rglob("*.html")) if file.name != "404.html"}


@pytest.fixture(scope="session")
def one_of_each_folder(pages):
    """The name of the last page of each."""
    return [*{name.rpartition("/")[0]: name for name in pages}.values()]


@pytest.fixture(scope="session")
def where(pages):
    """{kind of a figure that moves: its page}"""
    found = re.compile(r'class="moving" data-kind="([\w-]+)"')
    return {kind: page for page in pages.values() for kind in found.findall(page.file.read_text("utf-8"))}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(folder, handler=Quiet):
    """The address of a web server for the files of a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def server(site, tmp_path_factory):
    """The site under a sub-path of a web server."""
    root = tmp_path_factory.mktemp("server")
    (root / "sub").mkdir()
    (root / "sub" / "path").symlink_to(site)
    with serving(root) as address:
        yield f"{address}sub/path/"


@pytest.fixture
def toy(tmp_path):
    return make(tmp_path)


@pytest.fixture(scope="session")
def browser():
    """The Chromium or Chrome that is here, else Playwright's own."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        if not found and not Path(playwright.chromium.executable_path).exists():
            done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
            if done.returncode:
                pytest.exit("The tests of the site need a browser: install Chromium or Google Chrome.", 1)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
