"""A lab as the tests take it apart: its cells and tasks, what its checks say, what it prints when it runs."""

import contextlib
import functools
import importlib
import io
import os
import re
import subprocess
import sys
import warnings

import jupytext
import torch
from matplotlib import pyplot

from scripts.engine.places import ROOT

SCRIPT = "## The script"  # below it stands the last cell that only defines


class Lab:
    def __init__(self, name):
        self.name, self.file = name, ROOT / "docs" / "labs" / f"{name}.py"
        self.text = self.file.read_text("utf-8")
        cells = jupytext.reads(self.text, "py:percent").cells
        script = next(place for place, cell in enumerate(cells) if SCRIPT in cell.source)
        self.cells = [cell for cell in cells if cell.cell_type == "code"]
        self.hints = [cell for cell in cells if cell.cell_type == "markdown" and "fold" in cell.metadata]
        before = sum(cell.cell_type == "code" for cell in cells[:script])
        self.tools = [plain(cell) for cell in self.cells[: before + 1]]
        self.ours = [cell for cell in self.cells if "spoiler" in cell.metadata]  # solutions and answers
        self.tasks = {
            cell.metadata["task"]: cell.source
            for cell in self.cells
            if "task" in cell.metadata and cell not in self.ours
        }
        self.solutions = {cell.metadata["task"]: cell.source for cell in self.ours if "task" in cell.metadata}
        self.tried = importlib.import_module(f"tests.site.tried.{name.replace('-', '_')}")

    def __repr__(self):
        return self.name

    def written(self, task, attempt):
        """The function of an attempt, which may be given by an expression of it."""
        return attempt if attempt.startswith(("def ", "class ", "@")) else self.tried.SHORT[task].format(attempt)

    def answer(self, task, code):
        """What the check of a task says to `code`, in the script as the solutions before it leave it."""
        before = list(self.tasks)[: list(self.tasks).index(task)]
        solved = [self.solutions[name].partition("\n\n\ncheck_")[0] for name in before]
        namespace = {}
        with apart():
            for source in [*self.tools, *solved]:
                exec(compiled(source), namespace)
            namespace["RIGHT"].update(dict.fromkeys(before, True))
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(f"{code}\n\n\ncheck_{task}()", namespace)
        return printed.getvalue().splitlines()[-1]


@functools.cache
def compiled(source):
    return compile(source, "cell", "exec", dont_inherit=True)


def plain(cell):
    """A cell as Python: without what only a notebook understands."""
    return re.sub(r"^%.*", "", cell.source)


@contextlib.contextmanager
def apart():
    """What a lab sets for itself ends with it. A figure is drawn, and cannot be shown here."""
    usual = torch.get_default_dtype()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "FigureCanvas.* cannot be shown")
            warnings.filterwarnings("ignore", category=DeprecationWarning)  # of torch's own parts
            yield
    finally:
        torch.set_default_dtype(usual)
        pyplot.close("all")


def run_here(text):
    """The lines that a script prints, in this process: what is imported already need not be imported again."""
    with apart(), contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(text, "script.py", "exec"), {"__name__": "__main__"})
    return [line for line in printed.getvalue().splitlines() if line]


ONE_BY_ONE = """import runpy, sys, torch
for script in sys.argv[1:]:
    torch.set_default_dtype(torch.float32)  # as it is where a script is alone
    runpy.run_path(script)
    print(chr(12))
"""


def run_alone(texts, folder):
    """The lines that each script prints, as somebody would run it who took it along: without this repository.

    In one process, for most of the time goes by before torch is there.
    """
    names = [f"script{place}.py" for place, _ in enumerate(texts)]
    for name, text in zip(["all.py", *names], [ONE_BY_ONE, *texts], strict=True):
        (folder / name).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "all.py", *names],
        cwd=folder,
        env=os.environ | {"MPLBACKEND": "svg"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [[line for line in part.splitlines() if line] for part in done.stdout.split(chr(12))[:-1]]
