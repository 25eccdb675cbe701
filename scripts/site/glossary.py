"""Markdown extension: `[GLOSSARY]` becomes all terms, English and Chinese, each with a link to its page.

The terms stand in glossary.toml. The links are Markdown of the page, so that the site's own check holds them to a page
and an anchor. Paragraphs, not a table: of these the search shows those that hold what was typed. Each Chinese word is
an element of its own, for the search does not cut Chinese into words.
"""

import posixpath
import re
import tomllib
from xml.etree.ElementTree import Element, SubElement

from scripts.site.extension import ResultsExtension
from scripts.site.marked import Marked

BEFORE_INLINE = 22


class Glossary(Marked):
    marker = re.compile(r"\[GLOSSARY\]")

    def __init__(self, md, source, folder):
        super().__init__(md)
        self.source, self.folder = source, folder

    def element(self):
        whole = Element("div", {"class": "glossary"})
        for english, chinese, place, meaning in tomllib.loads(self.source.read_text("utf-8"))["terms"]:
            page, mark, anchor = place.partition("#")
            link = posixpath.relpath(page, self.folder) + mark + anchor
            item = SubElement(whole, "p", {"id": re.sub(r"\W+", "-", english.lower())})
            term = SubElement(item, "span", {"class": "glossary__term"})
            term.text, term.tail = f"**[{english}]({link})** ", " "
            for word in chinese.split(", "):
                span = SubElement(term, "span", {"lang": "zh-Hans"})
                span.text, span.tail = word, ", "
            span.tail = ""
            SubElement(term, "span", {"class": "glossary__colon"}).text = ": "  # where there are no columns
            SubElement(item, "span").text = meaning
        return whole


class GlossaryExtension(ResultsExtension):
    def extendMarkdown(self, md):
        folder = self.getConfig("folder")
        glossary = Glossary(md, self.docs / folder / "glossary.toml", folder)
        md.treeprocessors.register(glossary, "glossary", BEFORE_INLINE)


def makeExtension(**config):
    return GlossaryExtension(**config)
