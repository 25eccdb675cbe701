"""Builds the site, and reads a built page: its links, ids, images, code and text."""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LOADS = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("video", "src")}
USUAL = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "RESULTS": "", "REPO_URL": "", "SITE_URL": ""}
SLOW = "mkdocs.__main__", "mkdocs.commands.build", "mkdocs_jupyter.plugin", "material.plugins.search.plugin"
SLOW += "pymdownx.superfences", "pygments.lexers.python", "matplotlib.figure", "scipy.special"  # to load


def build(root, folder, **environment):
    """Build the site of a checkout into `folder`, as make site does; quicker, for the slow packages are loaded once."""
    words = _words(folder)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # which Material asks where it is loaded
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*SLOW])
    with tempfile.TemporaryDirectory() as logs:
        outputs = [Path(logs) / name for name in ("out", "err")]
        process = context.Process(target=_mkdocs, args=(root, words, USUAL | environment, outputs))
        process.start()
        process.join()
        return subprocess.CompletedProcess(words, process.exitcode, *(output.read_text("utf-8") for output in outputs))


def _words(folder):
    return ["build", "--config-file", "mkdocs.yml", "--site-dir", str(folder)]


def _mkdocs(root, words, environment, outputs):
    """In a process of its own, whose packages are those of the checkout."""
    for number, output in enumerate(outputs, 1):
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT), number)
    os.environ.update(environment)
    os.chdir(root)
    sys.path.insert(0, str(root))
    from mkdocs.__main__ import cli

    cli(words)


def build_anew(root, folder, program="mkdocs", **environment):
    """The same by a program that starts anew."""
    return subprocess.run(
        [sys.executable, "-m", program, *_words(folder)],
        cwd=root,
        env=os.environ | USUAL | environment,
        capture_output=True,
        text=True,
        check=False,
    )


class Page(HTMLParser):
    def __init__(self, file):
        super().__init__()
        self.file, self.open = file, []
        self.ids, self.links, self.loads, self.images, self.text = [], [], [], [], []
        self.blocks = []  # of code: [language, text]
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = (attributes.get("class") or "").split()
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "img":
            self.images.append(attributes)
        self.loads += [attributes[name] for name in ("href", "src") if (tag, name) in LOADS and attributes.get(name)]
        if tag not in VOID:
            self.open.append((tag, classes))
        if tag == "pre":
            self.blocks.append([self.language(), ""])

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.inside("pre"):
            self.blocks[-1][1] += data
        elif not any(map(self.inside, ("code", "script", "style"))):
            self.text.append(data)

    def inside(self, name):
        return any(name == tag for tag, _ in self.open)

    def language(self):
        """The language of the block of code that is being read."""
        names = [name for _, classes in self.open for name in classes if name.startswith("language-")]
        return names[-1].removeprefix("language-") if names else ""

    def target(self, link, site):
        """The file that a link of this page leads to, and the anchor in it; None if it leads out of the site."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        file = site / path[1:] if path.startswith("/") else self.file.parent / path if path else self.file
        return (file / "index.html" if file.is_dir() else file).resolve(), unquote(parts.fragment)
