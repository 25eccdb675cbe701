"""A checkout of the engine alone, with toy experiments, for what must not touch the real results."""

import shutil
import subprocess
import sys

import pytest

from scripts.store import ROOT

GOOD = '''"""Does chance have a mean?"""

import numpy

from scripts.evidence import Effect
from snippets.shape import double


def run(device, seed, *, repeats=10, steps=1):
    """Draw some numbers."""
    return {"values": [double(numpy.random.default_rng([seed, r]).normal(3)) for r in range(repeats)]}


def claim_mean_is_positive(result):
    """The mean is above nothing.

    Slot 01. Scope: [[repeats]] draws.
    """
    return Effect(result["values"], "units", 1.0)


def draw(figure, result):
    figure.subplots().plot(result["values"])
'''


class Checkout:
    def __init__(self, root):
        self.root = root
        for file in (ROOT / "scripts").glob("*.py"):
            self.write(f"scripts/{file.name}", file.read_text("utf-8"))
        for package in "scripts/experiments", "snippets":
            self.write(f"{package}/__init__.py", "")
        self.write("snippets/shape.py", '"""Twice."""\n\n\ndef double(x):\n    return 2 * x\n')

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def experiment(self, name, text=GOOD):
        return self.write(f"scripts/experiments/{name}.py", text)

    def command(self, *words):
        return [sys.executable, "-m", "scripts.build", *words]

    def build(self, *words, before=""):
        """Run the build to its end; `before` is Python to run in its process first."""
        start = f"{before}\nimport sys\nfrom scripts.build import main\nsys.exit(main())"
        command = [sys.executable, "-c", start, *words] if before else self.command(*words)
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False, timeout=120)

    def files(self):
        """Everything that was published, and anything half written beside it."""
        return {
            str(file.relative_to(self.root)): file.read_bytes()
            for file in sorted((self.root / "docs").rglob("*"))
            if file.is_file()
        }


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A checkout with one experiment, `good`, built; copied for each test that wants one."""
    checkout = Checkout(tmp_path_factory.mktemp("built"))
    checkout.experiment("good")
    done = checkout.build()
    assert done.returncode == 0, done.stderr
    return checkout


@pytest.fixture
def fresh(built, tmp_path):
    shutil.copytree(built.root, tmp_path, dirs_exist_ok=True)
    return Checkout(tmp_path)
