"""What a process reads of this repository, noted from the first import to the last: see `sources` for the notes.

Nothing is analysed and nothing declared. A finder before all others takes every module of ours from its source, and
hashes the very bytes that it compiles: no old bytecode can run, and no edit can come between. An audit hook (PEP 578)
hears of each file that is opened and of each folder that is listed. What it cannot hear: files opened by C code
(torch.from_file), whether a file is there if it is then not opened, the environment.
"""

import functools
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location

from scripts.engine.places import ROOT
from scripts.engine.sources import Cache, hidden, look

# All of ours that may be loaded before the trace begins: it touches no number.
EARLY = {f"scripts.engine.{name}" for name in ("apart", "places", "preload", "sources", "trace")}
FOLDERS = "scripts", "scripts.engine"  # their __init__.py, which are loaded too, are noted
READERS = "importlib", "linecache.py", "tokenize.py", "inspect.py", "runpy.py"  # they read a source, but not as data
PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn"}
HEARD = {"open", "os.listdir", "os.scandir", "sqlite3.connect", *PROGRAMS}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
BASE = str(ROOT)
PREFIX = os.path.realpath(sys.prefix) + os.sep
INSTALLED = (PREFIX,) if PREFIX.startswith(BASE + os.sep) else ()  # an environment in the checkout, under a plain name


class NotTraceable(RuntimeError):
    """Something of which nobody could say what it depends on; the message names the way out."""


@functools.cache
def _real(folder):
    return os.path.realpath(folder)


def inside(path):
    """A path as seen from ROOT, or None where it is not the repository's: elsewhere, hidden, or the environment."""
    path = os.path.abspath(os.fsdecode(path))
    if not (path + os.sep).startswith(BASE + os.sep):  # perhaps through a link to the checkout
        path = os.path.join(_real(os.path.dirname(path)), os.path.basename(path))
    if not (path + os.sep).startswith(BASE + os.sep):
        return None
    parts = os.path.relpath(path, BASE).split(os.sep)
    not_ours = path.startswith(INSTALLED) or any(hidden(part) and part != "." for part in parts)
    return None if not_ours else "/".join(parts)


def loaded():
    """The modules of ours that are loaded. (torch has some whose file is no path.)"""
    files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.copy().items()}
    return {name for name, file in files.items() if os.path.isabs(file) and inside(file)}


class Trace:
    """Takes notes for the rest of this process, in all its threads and forks. It cannot be taken back.

    log: a file for the notes, which forks share. python: the kind of note for Python, "code" or "documented".
    Raises NotTraceable if a module of ours was loaded before.
    """

    def __init__(self, log, python="code"):
        self.python, self.seen, self.cache = python, set(), Cache()
        self.log = os.open(log, os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_RDWR)
        if early := loaded() - EARLY - {*FOLDERS, "__main__", "__mp_main__"}:
            raise NotTraceable(f"loaded before anybody could note it: {', '.join(sorted(early))}")
        for package in FOLDERS:
            self.note(os.path.join(BASE, *package.split("."), "__init__.py"), python)
        sys.meta_path.insert(0, self)  # importlib.import_module raises no event "import"
        sys.addaudithook(self.hear)

    def note(self, path, kind, data=None):
        path = inside(path)
        if path and (path, kind) not in self.seen:
            self.seen.add((path, kind))
            found = look(kind, path, self.cache, data)
            line = f"absent\t\t{path}" if found is None else f"{kind}\t{found}\t{path}"
            os.write(self.log, f"{line}\n".encode())

    def hear(self, event, args):
        """The audit hook. (sys._getframe raises an event of its own: first see whether this one matters.)"""
        if event not in HEARD:
            return
        if event in PROGRAMS:
            raise NotTraceable(f"{event}: nobody can note what another program reads. Do it in Python")
        reader = sys._getframe(1).f_code.co_filename
        if reader == __file__ or reader == look.__code__.co_filename or not args or isinstance(args[0], int):
            return
        if event == "open":
            self.hear_open(os.fsdecode(args[0]), args[2] or 0, reader)
        elif event == "sqlite3.connect":
            self.note(os.fsdecode(args[0]).removeprefix("file:").partition("?")[0], "bytes")
        elif "importlib" not in reader:
            self.note(args[0] or ".", "names")

    def hear_open(self, path, flags, reader):
        ours = inside(path)
        if ours and flags & WRITES:
            raise NotTraceable(f"it writes {ours}, which a later run could read. Write to a folder of tempfile's")
        if ours and os.path.isdir(path):
            raise NotTraceable(f"it opens the folder {ours}, to reach files of which nobody hears. Open them by path")
        as_code = path.endswith(".py") and any(each in reader for each in READERS)
        self.note(path, self.python if as_code else "bytes")

    def find_spec(self, name, path=None, target=None):
        """A module of ours, always from its source; None leaves it to the usual finders."""
        for entry in sys.path if path is None else path:
            if inside(entry or ".") is None:
                continue
            base = os.path.join(os.path.abspath(entry), name.rpartition(".")[2])
            package, module = os.path.join(base, "__init__.py"), base + ".py"
            for file, places in (package, [base]), (module, None):
                if os.path.isfile(file):
                    loader = FromSource(name, file)
                    loader.trace = self
                    return spec_from_file_location(name, file, loader=loader, submodule_search_locations=places)
            if path or os.path.isdir(base):  # what a fallback, or a folder without __init__.py, would give way to
                self.note(package, "absent")
                self.note(module, "absent")
        return None

    def notes(self):
        """{kind: {path: hash}}. Raises NotTraceable if a file has changed since it was first used."""
        os.lseek(self.log, 0, os.SEEK_SET)
        with open(self.log, encoding="utf-8", closefd=False) as log:
            lines = {tuple(line.rstrip("\n").split("\t", 2)) for line in log}
        moved = {path for kind, found, path in lines if look(kind, path, self.cache) != (found or None)}
        if moved:
            raise NotTraceable(f"changed while it ran, so its result is not kept: {', '.join(sorted(moved))}")
        if any(kind == "code" and asks_for_docstrings(path) for kind, _, path in lines):
            told = {path: look("documented", path, self.cache) for kind, _, path in lines if kind == "code"}
            lines = {(kind, found, path) for kind, found, path in lines if kind != "code"}
            lines |= {("documented", found, path) for path, found in told.items()}
        notes = {}
        for kind, found, path in sorted(lines, key=lambda line: (line[0], line[2])):
            notes.setdefault(kind, {})[path] = found or None
        return notes


def asks_for_docstrings(path):
    with open(os.path.join(BASE, path), "rb") as file:
        source = file.read()
    return b"__doc__" in source or b"getdoc" in source


class FromSource(SourceFileLoader):
    def get_code(self, name):
        with open(self.path, "rb") as file:
            source = file.read()
        self.trace.note(self.path, self.trace.python, source)  # the very bytes that run
        return self.source_to_code(source, self.path)
