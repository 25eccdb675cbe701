"""The guide and the checks as tables that a program can read, from the very files that the pages show and run."""

import ast
import posixpath
import re

from scripts.engine.places import ROOT
from scripts.site.guide_map import SECTIONS
from scripts.site.links import targets, without
from snippets.guide import GUIDE, LEAVES, QUESTIONS, RUNS

CHAPTERS = "framework/"  # from which the guide's links lead
ROW = re.compile(r"^ *\|(.*)\|$")
TITLES = {"You see": "see", "First thing to do": "first", "Check": "check", "What you see in training": "see"}
TITLES |= {"Usual cause": "cause", "Mend": "mend"}


def guide():
    """Every question with the largest number that means yes, and where each answer leads: to a question or a leaf."""
    questions = {}
    for key, (limit, unit, yes, no) in GUIDE.items():
        measure, name = RUNS.get(key, (None, None))
        questions[key] = {"question": QUESTIONS[key], "yes_up_to": limit, "unit": unit, "yes": yes, "no": no}
        questions[key] |= {"measure": measure, "called": name} if measure else {}
    leaves = {leaf: {"try": what, "page": address(SECTIONS[leaf], CHAPTERS)} for leaf, what in LEAVES.items()}
    return {"first": next(iter(GUIDE)), "questions": questions, "leaves": leaves}


def checks(pages):
    """Every check with its range; the pages' tables of what each one sees, and of symptoms. pages: {page: Markdown}."""
    return {"checks": list(ranges()), "mend": table(pages, "check"), "symptoms": table(pages, "first")}


def ranges():
    told = "question", "least", "most", "outside", "look_for"
    for file, rows in check_tables().values():
        for check, row in rows.items():
            yield {"check": check} | dict(zip(told, row, strict=True)) | {"file": f"snippets/{file.name}"}


def check_tables():
    """{table of checks: its file, and {check: (question, least, most, what lies outside, where to look)}}.

    Read, not imported: they would load torch.
    """
    found = {}
    for file in sorted((ROOT / "snippets").glob("*.py")):
        for statement in ast.parse(file.read_text("utf-8")).body:
            table = literal(statement.value) if isinstance(statement, ast.Assign) else None
            if (
                table
                and isinstance(table, dict)
                and all(isinstance(row, tuple) and len(row) == 5 for row in table.values())
            ):
                found[statement.targets[0].id] = file, table
    return found


def literal(node):
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def table(pages, column):
    """The rows of the pages' tables whose heads are known and have this column; links lead from the site's root."""
    found = []
    for page, text in pages.items():
        head = None
        for line in text.splitlines():
            row = ROW.match(line)
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row[1])] if row else None
            if not row:
                head = None
            elif head is None:
                head = [TITLES.get(cell, "") for cell in cells]
            elif column in head and "" not in head and not set(cells) <= {"---"}:
                links = [address(link, posixpath.dirname(page)) for link in targets(line)]
                said = {name: without(cell) for name, cell in zip(head, cells, strict=True)}
                found.append(said | ({"links": links} if links else {}))
    return found


def address(link, folder):
    """A link of a page in this folder, from the site's root and to the page itself."""
    path, mark, anchor = link.partition("#")
    return re.sub(r"\.md$", ".html", posixpath.normpath(posixpath.join(folder, path))) + mark + anchor
