"""The source itself: lint, format, and imports that point one way."""

import subprocess
import sys

import pytest

from scripts.engine.places import ROOT

LAYERS = "from importlinter.cli import lint_imports_command as lint; lint()"


@pytest.mark.parametrize(
    "words",
    [["-m", "ruff", "check"], ["-m", "ruff", "format", "--check"], ["-c", LAYERS]],
    ids=["lint", "format", "layers"],
)
def test_source(words):
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_snippet_has_its_test():
    for file in (ROOT / "snippets").glob("[!_]*.py"):
        test = ROOT / "tests" / "snippets" / f"test_{file.name}"
        assert test.exists(), f"write {test.relative_to(ROOT)}: it compares snippets/{file.name} with torch"


def test_snippets_are_short_and_stand_alone():
    for file in (ROOT / "snippets").glob("[!_]*.py"):
        text = file.read_text("utf-8")
        assert text.count("\n") <= 40, f"{file.name} has more than 40 lines"
        assert "scripts" not in text, f"{file.name} must run without this repository"
