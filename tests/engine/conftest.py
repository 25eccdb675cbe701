"""A checkout of the engine alone, with toy experiments, for what must not touch the real results."""

import ast
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest

from scripts.engine import judging, places, register, settings
from scripts.engine.places import ROOT
from scripts.engine.store import sealed

RUN = '''"""Does chance have a mean?"""

import numpy

from snippets.shape import double


def run(device, seed, *, repeats=10, steps=1):
    """Draw some numbers."""
    return {"values": [double(numpy.random.default_rng([seed, r]).normal(3)) for r in range(repeats)]}
'''
SHOW = '''"""Claims and drawing."""

from scripts.evidence.rule import Effect


def claim_mean_is_positive(result):
    """The mean is above nothing.

    Slot 01. Scope: [[repeats]] draws, against [[delta:.0f]].
    """
    return Effect(result["values"], "units", 1.0)


def draw(figure, result):
    figure.subplots().plot(result["values"])
'''


STAND_INS = {
    "torch.py": """
class Tensor:
    threads = 1


class cuda:
    is_available = staticmethod(lambda: False)


class backends:
    class cpu:
        get_cpu_capability = staticmethod(lambda: "TOY")


def set_num_threads(threads):
    Tensor.threads = threads


def get_num_threads():
    return Tensor.threads
""",
    "matplotlib/__init__.py": """
import contextlib

rcParams = {}
rcdefaults = rcParams.clear
rc_context = contextlib.nullcontext
""",
    "matplotlib/figure.py": """
class Figure:
    def __init__(self):
        self.drawn = []

    def subplots(self):
        return self

    def plot(self, *values, **_):
        self.drawn.append(str(values))

    set_xlabel = plot

    def savefig(self, file, **_):
        file.write(f'<svg><style type="text/css"></style>{self.drawn}</svg>')
""",
}
LISTED = re.compile(r"^(?P<word>\w+) +(?P<name>\S+)(?: +[\d.]+ s)?(?: +\((?P<why>.*)\))?$", re.M)


class Checkout:
    def __init__(self, root):
        self.root = root

    @classmethod
    def make(cls, root, torch=False):
        """The engine, what experiments import, and one snippet; without `torch`, stand-ins that load in no time."""
        hidden = shutil.ignore_patterns("__pycache__")
        for part in "engine", "evidence":
            shutil.copytree(ROOT / "scripts" / part, root / "scripts" / part, ignore=hidden)
        checkout = cls(root)
        for file in (ROOT / "scripts").glob("*.py"):
            checkout.write(f"scripts/{file.name}", file.read_text("utf-8"))
        for package in "scripts/experiments", "snippets":
            checkout.write(f"{package}/__init__.py", "")
        checkout.write("snippets/shape.py", '"""Twice."""\n\n\ndef double(x):\n    return 2 * x\n')
        if not torch:
            for path, text in STAND_INS.items():
                checkout.write(path, text)
            text = checkout.read("scripts/engine/processes.py")
            for name, packages in ("DRAWING", '("scipy.special",)'), ("MEASURING", '("numpy",)'):
                text = re.sub(f"^{name} = .*", f"{name} = {packages}", text, flags=re.M)
            checkout.write("scripts/engine/processes.py", text)
        return checkout

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def read(self, path):
        return (self.root / path).read_text("utf-8")

    def edit(self, path, old, new):
        text = self.read(path)
        assert old in text, (path, old)
        return self.write(path, text.replace(old, new))

    def experiment(self, name, run=RUN, show=SHOW, **facts):
        """Write an experiment, and register it."""
        self.write(f"scripts/experiments/{name}/__init__.py", "")
        self.write(f"scripts/experiments/{name}/show.py", show)
        file = self.write(f"scripts/experiments/{name}/run.py", run)
        self.register(name, **facts)
        return file

    def register(self, name, **facts):
        """What `--register` would write of an experiment with claims as in SHOW, but for `facts`; without a run."""
        folder = self.root / "scripts" / "experiments"
        with mock.patch.object(judging, "ROOT", self.root), mock.patch.object(places, "EXPERIMENTS", folder):
            judged_by = self.unless_half_typed(judging.judging_code, name)
        run = (self.root / f"scripts/experiments/{name}/run.py").read_bytes()
        keywords = self.unless_half_typed(lambda: settings.keywords(ast.parse(run)))
        usual = {"kind": "effect", "unit": "units", "delta": 1.0, "side": 1, "known": "", "repeats": 10} | facts
        claims = {
            key: {"when": register.BEFORE} | usual | {"code": hashed, "words": [words]}
            for key, (hashed, words) in judged_by.items()
        }
        parameters = {key: ast.literal_eval(value) for key, value in keywords.items()}
        value = {"parameters": parameters, "claims": claims, "changes": []}
        self.write(f"docs/registered/{name}.json", sealed(value))

    @staticmethod
    def unless_half_typed(read, *words):
        try:
            return read(*words)
        except SyntaxError:
            return {}

    def command(self, *words, before="", python=()):
        """A build; `before` is Python to run in its process first, `python` are options of the interpreter."""
        start = f"{before}\nimport sys\nfrom scripts.engine.main import main\nsys.exit(main())"
        return [sys.executable, *python, *(["-c", start] if before else ["-m", "scripts.build"]), *words]

    def build(self, *words, before="", python=(), **options):
        """Run a build to its end."""
        command = self.command(*words, before=before, python=python)
        usual = {"cwd": self.root, "capture_output": True, "text": True, "check": False, "timeout": 120}
        return subprocess.run(command, **usual | options)

    @contextlib.contextmanager
    def start(self, *words, before="", **options):
        """A build that runs meanwhile, in a process group of its own as a terminal would have it."""
        usual = {"cwd": self.root, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
        with subprocess.Popen(self.command(*words, before=before), **usual | options) as build:
            try:
                yield build
            finally:
                build.kill()

    def record(self, name="good", folder="docs/results"):
        return json.loads(self.read(f"{folder}/{name}.json"))

    def shown(self, folder="docs/results"):
        return json.loads(self.read(f"{folder}/claims.json"))["experiments"]

    def states(self):
        """{name: (word, why)} as --list says it."""
        lines = LISTED.finditer(self.build("--list").stdout)
        return {line["name"]: (line["word"], line["why"] or "") for line in lines}

    def files(self):
        """Everything that was published, and anything half written beside it."""
        return {
            str(file.relative_to(self.root)): file.read_bytes()
            for file in sorted((self.root / "docs").rglob("*"))
            if file.is_file() and file.name != ".lock"
        }

    def running(self):
        """The processes whose working directory is this checkout."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                here = (process / "cwd").resolve() == self.root.resolve()
                if here and (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    found.append((process / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found

    def left_running(self, patience=30):
        """What still runs after a while; nothing is what should."""
        deadline = time.monotonic() + patience
        while (left := self.running()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return left

    def wait_for(self, pattern, patience=60):
        deadline = time.monotonic() + patience
        while not (found := list(self.root.glob(pattern))):
            assert time.monotonic() < deadline, f"{pattern} never came"
            time.sleep(0.02)
        return found[0]


@pytest.fixture
def checkout(tmp_path):
    return Checkout.make(tmp_path)


@pytest.fixture(scope="session")
def built(once):
    """A checkout with two experiments, `good` and `other`, built; copied for each test that wants one."""

    def make(folder):
        checkout = Checkout.make(folder)
        checkout.experiment("good")
        checkout.experiment("other")
        done = checkout.build("--only", "*")
        assert done.returncode == 0, done.stderr

    return Checkout(once("toy", make))


@pytest.fixture
def fresh(built, tmp_path):
    return copy_of(built, tmp_path)


def copy_of(checkout, folder):
    """The same checkout in another folder, to be spoiled."""
    shutil.copytree(checkout.root, folder, dirs_exist_ok=True)
    return Checkout(folder)


no_proc = pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="reads /proc to see what still runs")
no_groups = pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups")
