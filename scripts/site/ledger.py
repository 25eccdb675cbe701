"""Markdown extension: three tables for the page about the method.

`[HOW-FAR]` becomes all claims, each with its verdict and how far it carries; `[REGISTERED]` what was changed after it
was registered, and why; `[TUNED]` what was chosen on the tuning seeds.
"""

import posixpath
import re
from xml.etree.ElementTree import Element, SubElement

from scripts.engine.again import agreement
from scripts.engine.store import BrokenResult
from scripts.engine.tuning import INTERIOR
from scripts.site.extension import ResultsExtension
from scripts.site.marked import Marked
from scripts.site.report import warn
from scripts.site.verdicts import badge_of

BEFORE_INLINE = 22
LABELS = {"seeds": "Base seeds", "settings": "Settings"}
CHOSEN = "Tried", "Best", "Used", "Best lies"


class Ledger(Marked):
    marker = re.compile(r"\[(HOW-FAR|REGISTERED|TUNED)\]")

    def __init__(self, md, published, known, folder):
        super().__init__(md)
        self.published, self.folder = published, folder
        self.pages = {caption.figure: caption.page for caption in known}
        self.tables = {"HOW-FAR": self.how_far, "REGISTERED": self.registered, "TUNED": self.tuned}

    def element(self, what):
        try:
            return self.tables[what]()
        except BrokenResult as error:
            warn(self.md, f"[{what}]: {error}. Take it from the history again, or make it again")

    def link(self, figure, anchor):
        return f"{posixpath.relpath(self.pages[figure], self.folder)}#{anchor}" if figure in self.pages else ""

    def how_far(self):
        wrapper, body = table("Claim", "Verdict", *LABELS.values())
        for finding in self.published.findings().values():
            row = SubElement(body, "tr")
            claim = SubElement(
                SubElement(row, "th", {"scope": "row"}), "a", {"href": self.link(finding["figure"], finding["id"])}
            )
            claim.text = finding["statement"]
            SubElement(row, "td").append(badge_of(finding))
            for kind in ("seeds", "settings"):
                asked = agreement(finding, kind)
                told = f"{asked.same} of {asked.asked}" if asked.asked else "–"
                SubElement(row, "td", {"data-label": LABELS[kind]}).text = told
        return wrapper

    def registered(self):
        items = Element("ul")
        for name in self.published.names():
            for change in (self.published.registered(name) or {"changes": []})["changes"]:
                what = "; ".join(
                    f"{key.removeprefix('claim_').replace('_', ' ')}: {how}" for key, how in change["what"].items()
                )
                item = SubElement(items, "li")
                SubElement(item, "strong").text = name
                item[0].tail = f" {change['why']}"
                details = SubElement(item, "details", {"class": "claim__members"})
                SubElement(details, "summary").text = "What was changed"
                SubElement(details, "p").text = what
        return items

    def tuned(self):
        wrapper, body = table("Experiment", "What was chosen, and by which score", *CHOSEN)
        for name in self.published.names():
            for choice, found in (self.published.tuning(name) or {"choices": {}})["choices"].items():
                where = "inside" if found["where"] == INTERIOR else "at the edge"
                grid = ", ".join(f"{value:g}" for value in found["grid"])
                cells = grid, f"{found['chosen']:g}", f"{found['used']:g}", where
                row(body, name, (None, *CHOSEN), (f"{choice}; {found['score']}", *cells))
        return wrapper


def table(*columns):
    """A table with these heads, and its body; it scrolls by itself where it is too wide."""
    wrapper = Element("div", {"class": "ledger", "tabindex": "0"})
    whole = SubElement(wrapper, "table")
    head = SubElement(SubElement(whole, "thead"), "tr")
    for column in columns:
        SubElement(head, "th", {"scope": "col"}).text = column
    return wrapper, SubElement(whole, "tbody")


def row(body, head, labels, cells):
    """A row of a table. A cell with a label shows it on a telephone, where cells stand one below the other."""
    whole = SubElement(body, "tr")
    SubElement(whole, "th", {"scope": "row"}).text = head
    for label, text in zip(labels, cells, strict=True):
        SubElement(whole, "td", {"data-label": label} if label else {}).text = text
    return whole


class LedgerExtension(ResultsExtension):
    def extendMarkdown(self, md):
        ledger = Ledger(md, self.published(), self.known(), self.getConfig("folder"))
        md.treeprocessors.register(ledger, "ledger", BEFORE_INLINE)


def makeExtension(**config):
    return LedgerExtension(**config)
