"""Builds the site, and reads a built page: its links, ids, images, code and text."""

import os
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LOADS = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("video", "src")}


def build(root, folder, program="mkdocs", **environment):
    """Build the site of a checkout into `folder`, as make site does, or by another program."""
    wanted = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "RESULTS": "", "REPO_URL": "", "SITE_URL": ""}
    return subprocess.run(
        [sys.executable, "-m", program, "build", "--config-file", "mkdocs.yml", "--site-dir", str(folder)],
        cwd=root,
        env=os.environ | wanted | environment,
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
