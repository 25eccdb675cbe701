"""Markdown extension: `[GLOSSARY]` becomes all terms, English and Chinese, each with a link to its page.

The terms stand in glossary.toml. The links are Markdown of the page, so that the site's own check holds them to a page
and an anchor. Each term is a heading, for the search leads to headings; the first Chinese word stands in it, and what
else is said in the text, where the search gives it less weight. Each is an element of its own, for the search does not
cut Chinese into words.
"""

import posixpath
import re
import tomllib
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from scripts.site.extension import ResultsExtension

BEFORE_INLINE = 22


class Glossary(Treeprocessor):
    def __init__(self, md, source, folder):
        super().__init__(md)
        self.source, self.folder = source, folder

    def run(self, root):
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "p" and (child.text or "").strip() == "[GLOSSARY]":
                    parent[place] = self.terms()

    def terms(self):
        whole = Element("div", {"class": "glossary"})
        for english, chinese, place, meaning in tomllib.loads(self.source.read_text("utf-8"))["terms"]:
            page, mark, anchor = place.partition("#")
            link = posixpath.relpath(page, self.folder) + mark + anchor
            term = SubElement(whole, "div", {"class": "glossary__term"})
            title = SubElement(term, "h2", {"id": re.sub(r"\W+", "-", english.lower())})
            first, *others = chinese.split(", ")
            title.text = f"[{english}]({link}) "
            SubElement(title, "span", {"lang": "zh-Hans"}).text = first
            said = SubElement(term, "p")
            said.text = f"{meaning} "
            for word in others:
                span = SubElement(said, "span", {"lang": "zh-Hans"})
                span.text, span.tail = word, " "
        return whole


class GlossaryExtension(ResultsExtension):
    def extendMarkdown(self, md):
        folder = self.getConfig("folder")
        glossary = Glossary(md, self.docs / folder / "glossary.toml", folder)
        md.treeprocessors.register(glossary, "glossary", BEFORE_INLINE)


def makeExtension(**config):
    return GlossaryExtension(**config)
