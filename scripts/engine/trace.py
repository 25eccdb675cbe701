"""What a process reads of this repository, noted from the first import to the last: see `sources` for the notes.

Nothing is analysed and nothing declared. A finder before all others takes every module of ours from its source, and
hashes the very bytes that it compiles: no old bytecode can run, and no edit can come between. An audit hook (PEP 578)
hears of each file that is opened and of each folder that is listed, and refuses what nobody could follow. What it
cannot hear: files opened by C code (torch.from_file), whether a file is there if it is then not opened, its size, where
a link leads if it is followed by hand, and the environment.
"""

import functools
import json
import os
import sys
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from urllib.parse import unquote

from scripts.engine.places import ROOT
from scripts.engine.sources import Cache, look

# All of ours that may be loaded before the trace begins: it touches no number, but `once`, which hands out a package's.
EARLY = {f"scripts.engine.{name}" for name in ("apart", "once", "places", "preload", "sources", "trace")}
FOLDERS = "scripts", "scripts.engine"  # their __init__.py, which are loaded too, are noted
READERS = "linecache.py", "tokenize.py", "inspect.py"  # they read a source, but not as data
PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn"}
CHANGES = {f"os.{what}" for what in ("rename", "remove", "mkdir", "rmdir", "link", "symlink", "truncate")}
HEARD = {"open", "os.listdir", "os.scandir", "sqlite3.connect", *PROGRAMS, *CHANGES}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
BASE = str(ROOT)
PREFIXES = {os.path.abspath(sys.prefix) + os.sep, os.path.realpath(sys.prefix) + os.sep}
INSTALLED = tuple(prefix for prefix in PREFIXES if prefix.startswith(BASE + os.sep))  # an environment in the checkout


class NotTraceable(RuntimeError):
    """Something of which nobody could say what it depends on; the message names the way out."""


@functools.cache
def _real(folder):
    return os.path.realpath(folder)


def inside(path):
    """A path as seen from ROOT, or None where it is not the repository's: elsewhere, bytecode, or the environment."""
    path = os.path.abspath(os.fsdecode(path))
    if not (path + os.sep).startswith(BASE + os.sep):  # perhaps through a link to the checkout
        path = os.path.join(_real(os.path.dirname(path)), os.path.basename(path))
        path = os.path.realpath(path) if os.path.islink(path) else path
    if not (path + os.sep).startswith(BASE + os.sep) or path.startswith(INSTALLED):
        return None
    parts = os.path.relpath(path, BASE).split(os.sep)
    return None if "__pycache__" in parts else "/".join(parts)


def loaded():
    """The modules of ours that are loaded. (torch has some whose file is no path.)"""
    files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.copy().items()}
    return {name for name, file in files.items() if os.path.isabs(file) and inside(file)}


def _is_import(reader):
    return reader.startswith("<frozen importlib") or f"{os.sep}importlib{os.sep}" in reader


class Trace:
    """Takes notes for the rest of this process, in all its threads and forks. It cannot be taken back.

    log: a file for the notes, which forks share. python: the kind of note for Python, "code" or "documented".
    Raises NotTraceable if a module of ours was loaded before.
    """

    def __init__(self, log, python="code"):
        self.python, self.seen, self.cache = python, set(), Cache()
        self.log = os.open(log, os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_RDWR)
        if early := loaded() - EARLY - {*FOLDERS, "__main__", "__mp_main__"}:
            raise NotTraceable(f"loaded before anybody could note it: {', '.join(sorted(early))}")
        for package in FOLDERS:
            self.note(os.path.join(BASE, *package.split("."), "__init__.py"), python)
        sys.meta_path.insert(0, self)  # importlib.import_module raises no event "import"
        sys.addaudithook(self.hear)

    def note(self, path, kind, data=None):
        """By the name that was used, and where a link leads."""
        for each in dict.fromkeys((inside(path), inside(os.path.realpath(path)))):
            if each and (each, kind) not in self.seen:
                self.seen.add((each, kind))
                found = look(kind, each, self.cache, data)
                note = [kind if found else "absent", each, found]
                os.write(self.log, json.dumps(note).encode() + b"\n")

    def hear(self, event, args):
        """The audit hook. (sys._getframe raises an event of its own: first see whether this one matters.)"""
        if event not in HEARD:
            return
        if event in PROGRAMS:
            raise NotTraceable(f"{event}: nobody can note what another program reads. Do it in Python")
        reader = sys._getframe(1).f_code.co_filename
        if reader == __file__ or reader == look.__code__.co_filename or not args or isinstance(args[0], int):
            return
        if event in CHANGES:
            for path in (each for each in args[:2] if isinstance(each, str | bytes)):
                self.refuse_to_change(path)
        elif event == "open":
            self.hear_open(os.fsdecode(args[0]), args[2] or 0, reader)
        elif event == "sqlite3.connect":
            self.note(unquote(os.fsdecode(args[0]).removeprefix("file:").partition("?")[0]), "bytes")
        elif not _is_import(reader):
            self.note(args[0] or ".", "names")

    def hear_open(self, path, flags, reader):
        if path.endswith(".pyc") and inside(os.path.dirname(os.path.dirname(os.path.abspath(path)))):
            raise FileNotFoundError(path)  # so that each loader goes to the source
        ours = inside(path)
        if flags & WRITES:
            self.refuse_to_change(path)
        if ours and os.path.isdir(path):
            raise NotTraceable(f"it opens the folder {ours}, to reach files of which nobody hears. Open them by path")
        if ours and ours.startswith("."):
            raise NotTraceable(f"it reads {ours}, which nobody follows. Read what is not hidden")
        kind = "bytes"
        if path.endswith(".py") and (_is_import(reader) or os.path.basename(reader) in READERS):
            kind = self.python
        elif "runpy" in reader:
            kind = "documented"  # with what stands below `if __name__ == "__main__"`
        self.note(path, kind)

    def refuse_to_change(self, path):
        if ours := inside(path):
            raise NotTraceable(f"it writes {ours}, which a later run could read. Write to a folder of tempfile's")

    def find_spec(self, name, path=None, target=None):
        """A module of ours, always from its source; None leaves it to the usual finders."""
        if path is None and name in sys.builtin_module_names:
            return None
        in_vain, elsewhere = [], False  # each would go before a fallback, or before a folder without __init__.py
        for entry in sys.path if path is None else path:
            ours = inside(entry or ".")
            if ours is None:
                elsewhere = path is None and getattr(PathFinder.find_spec(name, [entry]), "loader", None)
                if elsewhere:
                    break  # it goes before what comes later, as in Python
                continue
            base = os.path.join(os.path.abspath(entry), name.rpartition(".")[2])
            package, module = os.path.join(base, "__init__.py"), base + ".py"
            for file, places in (package, [base]), (module, None):
                if os.path.isfile(file):
                    loader = FromSource(name, file)
                    loader.trace = self
                    return spec_from_file_location(name, file, loader=loader, submodule_search_locations=places)
            in_vain += [(ours, package), (ours, module)]
        for ours, file in in_vain:
            if ours != "." or not elsewhere:  # what is installed is not sought at the top of ROOT
                self.note(file, "absent")
        return None

    def notes(self):
        """{kind: {path: hash}}. Raises NotTraceable if a file has changed since it was first used."""
        os.lseek(self.log, 0, os.SEEK_SET)
        with open(self.log, encoding="utf-8", closefd=False) as log:
            lines = {tuple(json.loads(line)) for line in log}
        moved = {path for kind, path, found in lines if look(kind, path, self.cache) != found}
        if moved:
            raise NotTraceable(f"changed while it ran, so its result is not kept: {', '.join(sorted(moved))}")
        if any(kind == "code" and asks_for_docstrings(path) for kind, path, _ in lines):
            told = {path: look("documented", path, self.cache) for kind, path, _ in lines if kind == "code"}
            lines = {line for line in lines if line[0] != "code"}
            lines |= {("documented", path, found) for path, found in told.items()}
        notes = {}
        for kind, path, found in sorted(lines, key=lambda line: line[:2]):
            notes.setdefault(kind, {})[path] = found
        return notes


def asks_for_docstrings(path):
    with open(os.path.join(BASE, path), "rb") as file:
        source = file.read()
    return b"__doc__" in source or b"getdoc" in source


class FromSource(SourceFileLoader):
    def get_code(self, name):
        with open(self.path, "rb") as file:
            source = file.read()
        as_main = "runpy" in sys._getframe(1).f_code.co_filename
        self.trace.note(self.path, "documented" if as_main else self.trace.python, source)  # the very bytes that run
        return self.source_to_code(source, self.path)
