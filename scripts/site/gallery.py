"""Markdown extension: `[GALLERY]` becomes all figures of the site, each with its number, the first sentence of its
caption, its verdicts, and a link to its place. Each card names its page, by which a script lets readers filter.
"""

import posixpath
import re
from collections import defaultdict
from html import escape
from urllib.parse import quote

from markdown.preprocessors import Preprocessor

from scripts.engine.places import experiment_of
from scripts.site.extension import ResultsExtension
from scripts.site.verdicts import OWN_RUN, badge

BEFORE_FENCES = 28  # and before values (24), so that a caption's numbers are filled in here too
LINK = re.compile(r"\]\((?!\w+:)([^()\s]*)\)")
TITLE, MARKS = re.compile(r"^# (.+?)(?: \{.*\})?$", re.M), re.compile(r"[`*]")
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")


class Gallery(Preprocessor):
    def __init__(self, md, published, known, docs, folder):
        super().__init__(md)
        self.published, self.known, self.docs, self.folder = published, known, docs, folder

    def run(self, lines):
        return [part for line in lines for part in (self.cards() if line.strip() == "[GALLERY]" else [line])]

    def cards(self):
        findings = defaultdict(list)
        for finding in self.published.findings().values():
            findings[finding["figure"]].append(finding)
        cards = [line for caption in self.known for line in self.card(caption, findings[caption.figure])]
        return ['<div class="gallery-filter"></div>', "", '<div class="gallery" markdown>', "", *cards, "</div>"]

    def card(self, caption, findings):
        page, image = self.here("", caption.page), self.here(caption.path, caption.page)
        place, alt = f"{page}#{caption.label}", " ".join(caption.alt.split())
        verdicts = [f"[{badge(finding)}]({page}#{quote(finding['id'])})" for finding in findings]
        text = END_OF_SENTENCE.split(" ".join(caption.text.split()), maxsplit=1)[0]
        text = LINK.sub(lambda link: f"]({self.here(link[1], caption.page)})", text)
        mark = OWN_RUN if self.published.is_own(experiment_of(caption.figure)) else ""
        card = [f"[![{alt}]({image})]({place})", f"{mark}[]({place}) {text}", " ".join(verdicts)]
        return [
            f'<div class="gallery__card" data-page="{escape(self.title(caption.page))}" markdown>',
            "",
            *(line for part in card for line in (part, "")),
            "</div>",
            "",
        ]

    def title(self, page):
        first = TITLE.search((self.docs / page).read_text("utf-8"))
        return MARKS.sub("", first[1]) if first else page

    def here(self, link, page):
        """A link of `page`, relative to the gallery."""
        path, mark, anchor = link.partition("#")
        target = posixpath.join(posixpath.dirname(page), path) if path else page
        return posixpath.relpath(target, self.folder) + mark + anchor


class GalleryExtension(ResultsExtension):
    def extendMarkdown(self, md):
        gallery = Gallery(md, self.published(), self.known(), self.docs, self.getConfig("folder"))
        md.preprocessors.register(gallery, "gallery", BEFORE_FENCES)


def makeExtension(**config):
    return GalleryExtension(**config)
