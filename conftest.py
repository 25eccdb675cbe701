"""pytest runs the code of the pages as a reader would: block by block, in one fresh interpreter outside the repository.

pytest-markdown-docs alone would run it in pytest's own process, and all earlier fences again for each
`continuation`.
"""

import gc
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

import pytest
import sklearn.datasets
from filelock import FileLock
from pytest_markdown_docs._runners import DefaultRunner, get_runner, register_runner
from xdist.scheduler import LoadScopeScheduling

from scripts.engine.once import made_once
from scripts.engine.places import method_file
from scripts.engine.store import sealed, write
from tests.fences import parser

INTERPRETER = [sys.executable, "-I", "-W", "error", Path(__file__).parent / "tests" / "page_interpreter.py"]
collect_ignore_glob = ["docs/**/*.py", "tests/page_interpreter.py"]  # else --markdown-docs imports them
SHARED = "test_staleness.py", "test_search.py", "test_rules.py", "test_moving_numbers.py"
SHARED += (".md",)  # all tests of such a file run in one process


sklearn.datasets.load_digits = made_once(sklearn.datasets.load_digits)  # before any experiment is imported

# Where the tests run in the background of a shell, or under nohup, they ignore these, and so would what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class BlockFailed(Exception):
    """A block of code of a page raised; the message is its traceback."""


@register_runner(default=True)
class PageRunner(DefaultRunner):
    """page: the one whose blocks run; done: its text so far; process: the interpreter that each page is a fork of."""

    def __init__(self):
        self.page, self.done, self.process, self.folder = None, "", None, None

    def start(self, page):
        self.end()
        if not self.process:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(INTERPRETER, stdin=pipe, stdout=pipe, text=True, process_group=0)
        self.page, self.done, self.folder = page, "", tempfile.TemporaryDirectory()
        print(self.folder.name, file=self.process.stdin, flush=True)

    def ask(self, line):
        """What the interpreter answers. Raises BlockFailed where it has ended: the next page gets another one."""
        try:
            print(line, file=self.process.stdin, flush=True)
            return json.loads(self.process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):
            self.close()
            raise BlockFailed("the interpreter of all pages has ended, or could not start") from None

    def end(self):
        """End the page. Raises BlockFailed where it had ended by itself, and what was asked went to nobody."""
        if not self.page:
            return
        page, answer = self.page, self.ask("")
        self.gone()
        if answer != {"ended": 0}:
            self.close()
            raise BlockFailed(f"the interpreter of {page}, the page before, ended by itself: {answer}")

    def gone(self):
        if self.page:
            self.folder.cleanup()
        self.page = None

    def close(self):
        """Whatever it does."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate()
        self.process = None
        self.gone()

    def runtest(self, test, args, **_):
        page = str(test.source_path)
        if page != self.page:
            self.start(page)
        new = test.source
        if self.done and new.startswith(self.done):
            new = "\n" * self.done.count("\n") + new[len(self.done) :]
        answer = self.ask(json.dumps({"name": page, "code": new, "shown": test.source}))
        if "ended" in answer:
            self.close()  # for who read the block, the page or the interpreter of all, is not known
            raise BlockFailed(f"its interpreter ended with status {answer['ended']}")
        if answer["failure"]:
            self.end()
            raise BlockFailed(answer["failure"])
        self.done = test.source

    def repr_failure(self, test, excinfo, style=None):
        return str(excinfo.value) if excinfo.errisinstance(BlockFailed) else super().repr_failure(test, excinfo, style)


def pytest_collection():
    """Thousands of tests are made, and stay: a search for garbage among them finds none, and takes long."""
    gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.enable()


def pytest_markdown_docs_markdown_it():
    return parser()


class PagesWhole(LoadScopeScheduling):
    """Where tests run in several processes: the blocks of a page in one of them, as are tests that share much set-up.

    (xdist's own groups do nothing with pytest 9.2, which no longer lets it change a test's name.)
    """

    def _split_scope(self, nodeid):
        file, _, _ = nodeid.partition("::")
        return file if file.endswith(SHARED) else nodeid


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """once(name, make): a folder that the first of all processes makes, by make(folder), and the others find made."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root

    def once(name, make):
        folder = root / name
        with FileLock(root / f"{name}.lock"):
            if not folder.exists():
                make(root / f"{name}.part")
                (root / f"{name}.part").rename(folder)
        return folder

    return once


def pytest_xdist_make_scheduler(config, log):
    return PagesWhole(config, log)


def pytest_addoption(parser):
    parser.addoption("--report", action="store_true", help="keep how each test ended, beside the results")


class Report:
    """How the long proofs ended: {test: {outcome: how many}}, and why some were skipped."""

    def __init__(self):
        self.tests, self.why = {}, {}

    def pytest_runtest_logreport(self, report):
        if "stress" in report.keywords and (report.when == "call" or report.outcome != "passed"):
            name = report.nodeid.partition("::")[2].partition("[")[0].removeprefix("test_").replace("_", " ")
            outcomes = self.tests.setdefault(name, {})
            outcomes[report.outcome] = outcomes.get(report.outcome, 0) + 1
            if report.skipped and isinstance(report.longrepr, tuple):
                self.why[name] = report.longrepr[2].removeprefix("Skipped: ")

    def pytest_sessionfinish(self, exitstatus):
        if not self.tests or exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return  # it was stopped, or some could not be collected
        versions = {"python": platform.python_version(), "torch": metadata.version("torch")}
        value = {"versions": versions, "tests": dict(sorted(self.tests.items())), "skipped": self.why}
        write(method_file("stress"), sealed(value))


def pytest_configure(config):
    if config.getoption("--report") and not hasattr(config, "workerinput"):  # of the process that hears from all others
        config.pluginmanager.register(Report())


def pytest_sessionfinish():
    get_runner(None).close()
