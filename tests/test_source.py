"""The source itself: lint, format, and imports that point one way."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.engine.places import ROOT
from tests.fences import snippets

LAYERS = "from importlinter.cli import lint_imports_command as lint; lint()"


@pytest.mark.parametrize(
    "words",
    [["-m", "ruff", "check"], ["-m", "ruff", "format", "--check"], ["-c", LAYERS]],
    ids=["lint", "format", "layers"],
)
def test_source(words):
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_of_ours_escapes_the_linter():
    seen = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--show-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = {path for folder in ("scripts", "snippets", "tests") for path in (ROOT / folder).rglob("*.py")}
    assert ours - {Path(line) for line in seen.stdout.splitlines()} == set()


def test_every_snippet_has_its_test():
    for file in (ROOT / "snippets").glob("[!_]*.py"):
        test = ROOT / "tests" / "snippets" / f"test_{file.name}"
        assert test.exists(), f"write {test.relative_to(ROOT)}: it compares snippets/{file.name} with torch"


def code_lines(text):
    """The lines of a snippet without blank ones, docstrings, and tables: dicts that stand at the top level."""
    tree, left_out = ast.parse(text), set()
    for node in ast.walk(tree):
        is_table = isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and node in tree.body
        documented = isinstance(node, ast.FunctionDef | ast.Module) and ast.get_docstring(node)
        part = node if is_table else node.body[0] if documented else None
        left_out |= set(range(part.lineno, part.end_lineno + 1)) if part else set()
    lines = [line for place, line in enumerate(text.splitlines(), 1) if line.strip() and place not in left_out]
    return [line for line in lines if not line.startswith(("from snippets.", "# --8<--"))]  # a page shows neither


def test_what_a_page_shows_of_a_snippet_stands_alone():
    """A file that imports another one is shown without that import, below the other one."""
    for page in (ROOT / "docs").rglob("*.md"):
        shown = "\n".join(snippets().run(page.read_text("utf-8").splitlines()))
        assert "from snippets" not in shown, f"{page.name}: include the sections of the file, not all of it"


def test_snippets_are_short_and_stand_alone():
    for file in (ROOT / "snippets").glob("[!_]*.py"):
        text = file.read_text("utf-8")
        assert text.count("\n") <= 80, f"{file.name} has more than 80 lines"
        assert len(code_lines(text)) <= 40, f"{file.name} has more than 40 lines of code"
        assert "scripts" not in text, f"{file.name} must run without this repository"
