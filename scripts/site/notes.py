"""Markdown extension: `[NOTES]` becomes the table of all that the notes hold, and where each item went.

The items stand in notes.toml. An item with `at` is placed: a page and an anchor, which the site's own
check of links holds to. A measured or computed image needs its figures and claims too, a timing its
figure; one that is missing is a warning.
"""

import difflib
import posixpath
import re
import tomllib
from xml.etree.ElementTree import Element, SubElement

from scripts.site.extension import ResultsExtension
from scripts.site.marked import Marked
from scripts.site.report import warn
from scripts.site.verdicts import badge_of

BEFORE_INLINE = 22
NEEDS = {"measure": ("figures", "claims"), "compute": ("figures", "claims"), "timing": ("figures",)}
COLUMNS = "Item", "What the notes hold", "Where it is", "Verdicts"


class Notes(Marked):
    marker = re.compile(r"\[NOTES\]")

    def __init__(self, md, source, published, known, folder):
        super().__init__(md)
        self.source, self.folder = source, folder
        self.findings = published.findings()
        self.places = {caption.figure: caption for caption in known}

    def element(self):
        items = tomllib.loads(self.source.read_text("utf-8"))["item"]
        wrapper = Element("div", {"class": "notes"})
        placed = sum("at" in item for item in items)
        SubElement(wrapper, "p").text = f"{placed} of {len(items)} items are placed."
        table = SubElement(wrapper, "table")
        head = SubElement(SubElement(table, "thead"), "tr")
        for column in COLUMNS:
            SubElement(head, "th", {"scope": "col"}).text = column
        body = SubElement(table, "tbody")
        for item in items:
            self.row(body, item)
        return wrapper

    def row(self, body, item):
        status = "placed" if "at" in item else "not-yet"
        row = SubElement(body, "tr", {"id": item["id"], "data-status": status, "class": f"notes__{item['kind']}"})
        SubElement(row, "th", {"scope": "row"}).text = item["id"]
        what = SubElement(row, "td")
        what.text = item["english"]
        if "text" in item:
            SubElement(what, "br").tail = ""
            SubElement(what, "span", {"lang": "zh", "class": "notes__original"}).text = item["text"]
        where, verdicts = SubElement(row, "td"), SubElement(row, "td")
        if status == "not-yet":
            where.text = "not yet"
            return
        self.require(item)
        links = [f"[the text]({self.link(item['at'])})", *self.figures(item)]
        where.text = ", ".join(links)
        for identity in item.get("claims", ()):
            self.verdict(verdicts, item, identity)

    def link(self, place):
        page, _, anchor = place.partition("#")
        return posixpath.relpath(page, self.folder) + (f"#{anchor}" if anchor else "")

    def require(self, item):
        for part in NEEDS.get(item["kind"], ()):
            if not item.get(part):
                warn(self.md, f"notes.toml: {item['id']} is placed but names no {part}: add them, or remove its `at`")

    def figures(self, item):
        for figure in item.get("figures", ()):
            if figure in self.places:
                caption = self.places[figure]
                yield f"[]({self.link(f'{caption.page}#{caption.label}')})"
            else:
                near = difflib.get_close_matches(figure, self.places, 3, 0.4)
                warn(self.md, f"notes.toml: {item['id']}: no page shows figure {figure!r}; near: {', '.join(near)}")

    def verdict(self, cell, item, identity):
        finding = self.findings.get(identity)
        if finding is None:
            near = difflib.get_close_matches(identity, self.findings, 3, 0.4)
            warn(
                self.md, f"notes.toml: {item['id']}: there is no claim {identity!r}; near: {', '.join(near) or 'none'}"
            )
        elif finding["figure"] not in self.places:
            warn(self.md, f"notes.toml: {item['id']}: no page shows {finding['figure']!r}, the figure of {identity!r}")
        else:
            page = self.places[finding["figure"]].page
            link = SubElement(cell, "a", {"href": self.link(f"{page}#{identity}"), "title": finding["statement"]})
            link.append(badge_of(finding))
            link.tail = " "


class NotesExtension(ResultsExtension):
    def extendMarkdown(self, md):
        folder = self.getConfig("folder")
        notes = Notes(md, self.docs / folder / "notes.toml", self.published(), self.known(), folder)
        md.treeprocessors.register(notes, "notes", BEFORE_INLINE)


def makeExtension(**config):
    return NotesExtension(**config)
