"""Markdown extension: `[DIAGNOSE]` becomes a box that takes the losses of a run, and the guide's table as JSON for it.

`[DIAGNOSE framework/]` is for a page from which the chapters lie in that folder. diagnosis.html is the box;
assets/js/diagnosis.js fills it, from the very table that snippets/diagnose.py walks through, and takes the links to
the chapters from the map of the guide on the same page.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

from markdown.extensions import Extension

from scripts.site.guide_map import BEFORE_LINKS
from scripts.site.marked import Marked
from scripts.site.text import in_page
from snippets.guide import GUIDE, LEAVES, QUESTIONS, RUNS
from snippets.read_losses import NAMES

MARKER = re.compile(r"\[DIAGNOSE ?(\S*)\]")
BOX = Path(__file__).with_suffix(".html")
FIELDS = {  # what diagnose calls a number: what the box calls it
    "untrained": "Loss before the first step",
    "evaluated": "Training loss after model.eval()",
    "zeros": "Loss when every output is zero",
    "recipe": "Last training loss with that recipe",
    "smaller": "Last training loss of the smaller network",
    "one_batch": "Loss of the eight examples at the end",
    "one_batch_guess": "Their own guess, if it is another",
    "bigger": "Last training loss of the wider network",
    "validation_loss": "Validation losses, one or more",
    "test_loss": "Test loss",
}


def rules():
    """The table, for the script."""
    table = {"guide": GUIDE, "questions": QUESTIONS, "runs": RUNS, "leaves": LEAVES, "names": NAMES, "fields": FIELDS}
    return in_page(table)


def box(folder=""):
    element = fromstring(BOX.read_text("utf-8"))
    for part in element.iter():
        part.tail = (part.tail or "").strip() and part.tail
        if part.tag == "a":
            part.set("href", folder + part.get("href"))
    element.append(fromstring('<script type="application/json" id="diagnosis-rules"/>'))
    element[-1].text = rules()
    return element


class Diagnosis(Marked):
    marker = MARKER
    element = staticmethod(box)


class DiagnosisExtension(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(Diagnosis(md), "diagnosis", BEFORE_LINKS)


def makeExtension(**config):
    return DiagnosisExtension(**config)
