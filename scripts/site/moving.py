"""Markdown extension: `[MOVING step-size] What to try, and what is then seen.` below a captioned figure lets it move.

A button, a slider and the numbers that the drawing needs come between the image and its caption. What moves and where
its numbers are from says moving_kinds.py; docs/assets/js/moving.js draws. The page names its scripts and style in its
front matter. An unknown kind, or one that is not below a figure of its experiment, is a warning.
"""

import json
import re
from xml.etree.ElementTree import SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from scripts.engine.places import experiment_of
from scripts.site.extension import ResultsExtension
from scripts.site.moving_kinds import KINDS
from scripts.site.report import warn
from scripts.site.text import in_page

AFTER_IMAGES = 14.5  # figures.py looks after images at 16, mathml.py after formulas at 15
MARKER = re.compile(r"\[MOVING\b\s*([^\]]*?)\s*\]\s*")
IMAGE = re.compile(r"([\w-]+)\.svg$")


def block(kind, record):
    """The numbers of a kind, for the script."""
    data = KINDS[kind].data(record["parameters"], record["result"])
    return in_page(data)


class Moving(Treeprocessor):
    def __init__(self, md, published):
        super().__init__(md)
        self.published = published

    def run(self, root):
        for parent in list(root.iter()):
            before = None
            for child in list(parent):
                marker = MARKER.match(child.text or "") if child.tag == "p" else None
                if not marker:
                    before = child
                elif self.is_right(marker[1], before):
                    parent.remove(child)
                    child.text = child.text[marker.end() :]
                    self.add(marker[1], before, child)

    def is_right(self, kind, figure):
        """Whether the kind is known and stands below its figure; what is wrong is a warning."""
        wrong = ""
        if kind not in KINDS:
            wrong = f"nothing moves by that name; known: {', '.join(KINDS)}"
        elif figure is None or figure.tag != "figure" or figure.find("figcaption") is None:
            wrong = "it stands in a paragraph of its own right below a captioned figure"
        else:
            found = IMAGE.search(figure.find(".//img").get("src", ""))
            own = KINDS[kind].experiment
            if not found or experiment_of(found[1]) != own:
                wrong = f"it stands below a figure of {own!r}, from which it has its numbers"
            elif self.published.record(own) is None:
                wrong = f"there is no result of {own!r} yet: python -m scripts.build --only {own}"
        if wrong:
            warn(self.md, f"[MOVING {kind}]: {wrong}")
        return not wrong

    def add(self, kind, figure, prompt):
        """A button between image and caption, and behind it the slider. Without scripts no style sheet shows them."""
        moves, slider = KINDS[kind], f"moving-{kind}"
        data = block(kind, self.published.record(moves.experiment))
        numbers = json.loads(data)
        name = f"{numbers['name']} {numbers['sign']}"
        box = figure.makeelement("div", {"class": "moving", "data-kind": kind, "data-search-exclude": ""})
        figure.insert(list(figure).index(figure.find("figcaption")), box)
        button(box, "open", "Move it", {"aria-label": f"Move it: {name}"})
        inside = SubElement(box, "div", {"class": "moving__inside", "hidden": "hidden"})
        inside.append(prompt)
        slide = SubElement(inside, "div", {"class": "moving__slide"})
        SubElement(slide, "label", {"for": slider}).text = AtomicString(f"{name} =")
        SubElement(slide, "span", {"class": "moving__value", "aria-hidden": "true"})
        last, value = len(numbers["values"]) - 1, numbers["values"].index(numbers["begin"])
        stops = {"min": "0", "max": str(last), "value": str(value), "autocomplete": "off"}
        SubElement(slide, "input", {"type": "range", "id": slider} | stops)
        if moves.plays:
            button(slide, "play", "Play")
        button(slide, "back", "Back to the figure")
        SubElement(inside, "output", {"for": slider})
        SubElement(box, "script", {"type": "application/json"}).text = AtomicString(data)


def button(parent, name, text, more=None):
    SubElement(parent, "button", {"type": "button", "class": f"moving__{name}"} | (more or {})).text = text


class MovingExtension(ResultsExtension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(Moving(md, self.published()), "moving", AFTER_IMAGES)


def makeExtension(**config):
    return MovingExtension(**config)
