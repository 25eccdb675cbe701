"""Markdown extension: `[GUIDE-MAP]` becomes the general guide, drawn from the rules that snippets/diagnose.py runs.

`[GUIDE-MAP framework/]` is for a page from which the chapters lie in that folder. The map is nested lists, so that it
reads in order without a style sheet and aloud; assets/css/guide.css makes a map of them.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension

from scripts.site.marked import Marked
from snippets.guide import GUIDE, LEAVES, QUESTIONS, RUNS

MARKER = re.compile(r"\[GUIDE-MAP ?(\S*)\]")
BEFORE_LINKS = 10  # mkdocs checks links, and makes addresses of them, at 0
CHECKS, FLOOR = "first-checks.md", "general-guide.md#floor"
SECTIONS = {  # leaf: where it is treated
    "not a number": f"{CHECKS}#nan",
    "wrong start": f"{CHECKS}#wrong-start",
    "unstable": f"{CHECKS}#oscillates",
    "evaluation mode": f"{CHECKS}#evaluation",
    "unrelated labels": f"{CHECKS}#labels",
    "optimization": "../training/why-stuck.md",
    "too few updates": "general-guide.md#too-few-updates",
    "broken step": CHECKS,
    "model bias": "bias-or-optimization.md",
    "as low as these get": FLOOR,
    "only a guess": FLOOR,
    "overfitting": "remedies.md",
    "mismatch": "mismatch.md",
    "healthy": "trade-off.md",
}


def paragraph(parent, kind, text):
    element = SubElement(parent, "p", {"class": f"guide-map__{kind}"})
    element.text = text
    return element


def add_leaf(item, answer, leaf, folder):
    line = paragraph(item, f"leaf guide-map__leaf--{leaf.replace(' ', '-')}", f"{answer}: ")
    link = SubElement(line, "a", {"href": folder + SECTIONS[leaf]})
    remedy = LEAVES[leaf]
    link.text, link.tail = leaf, f". Try: {remedy}" + "." * (not remedy.endswith("?"))


def add_steps(parent, key, folder):
    """A question, its leaves, and whatever is asked after it: in the same list while there is only one way on."""
    steps = SubElement(parent, "ol")
    while key:
        *_, yes, no = GUIDE[key]
        item = SubElement(steps, "li")
        line = paragraph(item, "question", QUESTIONS[key])
        if key in RUNS:
            SubElement(line, "span", {"class": "guide-map__run"}).text = f" To know, {RUNS[key][0]}."
        ways = {"Yes": yes, "No": no}
        for answer, leaf in ways.items():
            if leaf in LEAVES:
                add_leaf(item, answer, leaf, folder)
        further = {answer: way for way in GUIDE for answer in ways if ways[answer] == way}
        key = next(iter(further.values())) if len(further) == 1 else None
        if key:
            paragraph(item, "next", f"{next(iter(further))}: go on.")
        elif further:
            branches = SubElement(item, "ul")
            for answer, way in further.items():
                branch = SubElement(branches, "li")
                paragraph(branch, "answer", f"{answer}:")
                add_steps(branch, way, folder)


def guide_map(folder=""):
    element = Element("nav", {"class": "guide-map", "aria-label": "The general guide as a map"})
    add_steps(element, next(iter(GUIDE)), folder)
    return element


class GuideMap(Marked):
    marker = MARKER
    element = staticmethod(guide_map)


class GuideMapExtension(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(GuideMap(md), "guide-map", BEFORE_LINKS)


def makeExtension(**config):
    return GuideMapExtension(**config)
