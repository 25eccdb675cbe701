"""Markdown extension: the tables of the cheat sheet, from the places that the site itself reads.

`[SYMPTOMS]` becomes the rows of the home page's table; the page with the marker lies beside it, so that its links lead
on. `[CHECKS program]` and `[CHECKS data]` become the checks that first-checks.md reports, in its order, each with its
question, its range and where to look, from the snippets.
"""

import re

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from scripts.engine.places import ROOT
from scripts.site.tables import check_tables
from scripts.site.text import literal

BEFORE_FENCES = 28
HOME, PAGE = ROOT / "docs" / "index.md", ROOT / "docs" / "framework" / "first-checks.md"
TABLE = re.compile(r"\{#symptoms\}\n\n\|.*\n\|[-|]+\n((?:\|.*\n)+)")
JOINED = {"program": re.compile(r"^CHECKS = ([A-Z| ]+)$", re.M), "data": re.compile(r"report\(([A-Z| ]+), check_data")}
MARKER = re.compile(r"\[(SYMPTOMS|CHECKS (\w+))\]")
NO_END = 1e8  # a limit as large as this is none


def symptoms():
    return ["| Symptom | First |", "|---|---|", *TABLE.search(HOME.read_text("utf-8"))[1].splitlines()]


def checks(kind):
    tables = check_tables()
    names = JOINED[kind].search(PAGE.read_text("utf-8"))[1].split(" | ")
    rows = [row(check, *told) for name in names for check, told in tables[name][1].items()]
    return ["| Check | Question | Fine | Look for |", "|---|---|---|---|", *rows]


def row(check, question, least, most, outside, where):
    mark = "**" if outside == "fault" else "*"
    cells = f"{mark}{literal(check)}{mark}", literal(question), fine(least, most), literal(where)
    return f"| {' | '.join(cells)} |"


def fine(least, most):
    """The range in words: of a question that is answered, of a count, or from one limit to the other."""
    if least == most:
        return {0: "none", 1: "yes"}[most]
    if most > NO_END:
        return f"≥ {least:g}"
    return f"≤ {most:g}" if least <= 0 else f"{least:g} to {most:g}"


class CheatSheet(Preprocessor):
    def run(self, lines):
        return [part for line in lines for part in self.filled(line)]

    def filled(self, line):
        marker = MARKER.fullmatch(line.strip())
        if not marker:
            return [line]
        return checks(marker[2]) if marker[2] else symptoms()


class CheatSheetExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(CheatSheet(md), "cheat-sheet", BEFORE_FENCES)


def makeExtension(**config):
    return CheatSheetExtension(**config)
