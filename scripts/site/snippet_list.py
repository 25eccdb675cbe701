"""Markdown extension: `[SNIPPETS]` becomes the list of all snippets: what each is, where it is shown, what it made.

A figure is made by a snippet whose code its result says it was made from.
"""

import ast
import functools
import posixpath
import re
from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement

from scripts.engine.places import ROOT, experiment_of
from scripts.site.captions import page_paths
from scripts.site.extension import ResultsExtension
from scripts.site.marked import Marked

BEFORE_INLINE = 22
SHOWN = re.compile(r'--8<-- "snippets/(\w+)\.py')
TITLE = re.compile(r"^# (.+?)(?: *\{[^}]*\})?$", re.M)
END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s")


class Snippets(Marked):
    marker = re.compile(r"\[SNIPPETS\]")

    def __init__(self, md, published, known, pages, folder):
        super().__init__(md)
        self.published, self.known, self.pages, self.folder = published, known, pages, folder

    def element(self):
        shown, made = self.shown(), self.made()
        items = Element("ul", {"class": "snippets"})
        for file in snippet_files():
            item = SubElement(items, "li", {"id": file.stem})
            name = SubElement(item, "p", {"class": "snippets__what"})
            link = SubElement(name, "a", {"href": self.here(f"snippets/{file.name}"), "download": file.name})
            SubElement(link, "code").text = file.name
            link.tail = f" {purpose(file)}"
            self.places(item, "Shown on", [(self.here(page), title) for page, title in shown[file.stem]])
            figures = [(f"{self.here(each.page)}#{each.label}", f"Figure {each.number}") for each in made[file.stem]]
            self.places(item, "Made", figures)
        return items

    def places(self, item, what, places):
        line = SubElement(item, "p", {"class": "snippets__where"}) if places else None
        for place, (address, text) in enumerate(places):
            if place == 0:
                line.text = f"{what} "
            else:
                line[-1].tail = ", "
            SubElement(line, "a", {"href": address}).text = text

    def here(self, path):
        return posixpath.relpath(path, self.folder)

    def shown(self):
        """{snippet: the pages that show it, each with its title}."""
        found = defaultdict(list)
        for page, text in self.pages.items():
            for name in dict.fromkeys(SHOWN.findall(text)):
                title = TITLE.search(text)
                found[name].append((page, title[1] if title else page))
        return found

    def made(self):
        """{snippet: the figures that were made with it, in reading order}."""
        found = defaultdict(list)
        for caption in self.known:
            record = self.published.record(experiment_of(caption.figure)) or {"from": {}}
            for path in record["from"].get("code", ()):
                if path.startswith("snippets/"):
                    found[posixpath.basename(path).removesuffix(".py")].append(caption)
        return found


def snippet_files():
    return sorted((ROOT / "snippets").glob("[!_]*.py"))


@functools.lru_cache
def purpose(file):
    """The first sentence of a snippet's docstring."""
    told = " ".join(ast.get_docstring(ast.parse(file.read_text("utf-8"))).split())
    return END_OF_SENTENCE.split(told, maxsplit=1)[0]


class SnippetsExtension(ResultsExtension):
    def extendMarkdown(self, md):
        files = {page: self.docs / page for page in page_paths(self.getConfig("nav"))}
        pages = {page: file.read_text("utf-8") for page, file in files.items() if file.exists()}
        md.treeprocessors.register(
            Snippets(md, self.published(), self.known(), pages, self.getConfig("folder")), "snippet-list", BEFORE_INLINE
        )


def makeExtension(**config):
    return SnippetsExtension(**config)
