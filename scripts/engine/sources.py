"""What a file is worth at this moment, as one hash: how the build sees whether something was made from it as it is now.

Notes on what something was made from are {kind: {path from ROOT: hash}}. The kinds:

    code        Python, as its syntax tree: without comments, docstrings and layout; of an experiment's run.py
                also without its SETTINGS
    documented  the same with docstrings, which hold the words of a claim, and with what runs as `__main__`
    bytes       any other file
    names       a folder that was listed
    absent      what was looked for in vain; its hash is null
"""

import ast
import contextlib
import hashlib
import json
import os
import re
import warnings
from pathlib import Path

from scripts.engine.places import CACHE, ROOT

SETTINGS, RUN = "SETTINGS", re.compile(r"scripts/experiments/\w+/run\.py")
UNSEEN = "ctx", "kind", "type_comment", "type_ignores"  # fields of a syntax tree that say nothing new


def digest(data):
    """The hash of bytes, short enough to be read and compared by people."""
    return hashlib.sha256(data).hexdigest()[:16]


def changed(notes, cache):
    """The paths of which something has changed since the notes were taken; none: what was made from them is current."""
    return sorted(
        path for kind, files in notes.items() for path, was in files.items() if look(kind, path, cache) != was
    )


def look(kind, path, cache, data=None):
    """The hash of a file as it is now, or of `data`, its bytes; None if it is not there."""
    full = ROOT / path
    try:
        if kind == "absent":
            return "there" if os.path.lexists(full) else None
        if kind == "names":
            return digest(os.fsencode("\0".join(sorted(name for name in os.listdir(full) if not hidden(name)))))
        if data is None:
            with open(full, "rb") as file:  # the trace knows this file's opens by their frame
                data = file.read()
    except OSError:
        return None
    if kind == "bytes":
        return digest(data)
    if os.path.lexists(full.with_suffix("") / "__init__.py"):
        return "hidden by a package"  # which Python would import in its place
    return cache.code(data, docstrings=kind == "documented", settings=not RUN.fullmatch(path))


def hidden(name):
    return name.startswith(".") or name == "__pycache__"


class Cache:
    """The hash of code by that of its bytes, so that what is known is not parsed again; kept between builds."""

    def __init__(self):
        algorithm = digest(Path(__file__).read_bytes())  # what another one knew is of no use
        self.file = CACHE / f"code-{algorithm}.json"
        try:
            known = json.loads(self.file.read_text("utf-8"))
            self.known = {key: value for key, value in known.items() if isinstance(value, str)}
        except (OSError, ValueError, AttributeError, RecursionError):
            self.known = {}
        self.kept = len(self.known)

    def keep(self):
        """Write it down for the next build."""
        if len(self.known) > self.kept:
            with contextlib.suppress(OSError):
                CACHE.mkdir(parents=True, exist_ok=True)
                unfinished = self.file.with_suffix(f".{os.getpid()}.tmp")
                unfinished.write_text(json.dumps(self.known), "utf-8")
                unfinished.replace(self.file)

    def code(self, data, docstrings=False, settings=True):
        key = digest(data) + "+" * docstrings + "-" * (not settings)
        found = self.known.get(key) or code(data, docstrings, settings)
        if not found.startswith("?"):  # half typed: not worth knowing
            self.known[key] = found
        return found


def code(source, docstrings=False, settings=True):
    """The hash of Python's bytes as code, the same under every Python from 3.11 to 3.13; without `settings`, an
    experiment's SETTINGS do not count.

    What is no Python (half typed) counts by its bytes.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(source)  # bytes: it knows coding lines and byte order marks
        if not docstrings:
            tree.body = [each for each in tree.body if not is_main_guard(each)]
        if not settings:
            tree.body = [each for each in tree.body if not _is_settings(each, tree)]
        told = list(_tell(tree, docstrings))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "?" + digest(source)
    return digest("\0".join(told).encode())


def is_main_guard(statement):
    is_guard = isinstance(statement, ast.If) and not statement.orelse
    return is_guard and ast.unparse(statement.test) == "__name__ == '__main__'"


def _is_settings(statement, tree):
    """Other values to ask with, which nothing in the file reads: a further one changes no result (see `settings`)."""
    return isinstance(statement, ast.Assign) and [*statement.targets] == uses_of_settings(tree)


def uses_of_settings(tree):
    """Every place of a syntax tree that names SETTINGS, be it in a text."""
    return [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == SETTINGS)
        or (isinstance(node, ast.Constant) and node.value == SETTINGS)
        or (isinstance(node, ast.alias) and node.name == SETTINGS)
    ]


def _tell(node, docstrings):
    """A syntax tree as words that vary neither with layout nor with Python's version.

    Versions add fields that are mostly empty, cut the text of an f-string into other pieces, and know other characters
    as printable. A bare constant (docstring, `...`) and `pass` do nothing where they stand.
    """
    match node:
        case list():
            for item in node:
                idle = isinstance(item, ast.Pass) or (
                    isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
                )
                if docstrings or not idle:
                    yield from _tell(item, docstrings)
        case ast.Constant(value=int(value)) if type(value) is int:
            yield hex(value)  # decimals have a limit of digits
        case ast.Constant(value=value):
            yield type(value).__name__ + ascii(value)
        case ast.JoinedStr(values=parts):
            text = ""
            for part in parts:
                if isinstance(part, ast.Constant):
                    text += part.value
                else:
                    yield "f" + ascii(text)
                    yield from _tell(part, docstrings)
                    text = ""
            yield "f" + ascii(text)
        case ast.AST():
            for field in sorted(node._fields):
                value = getattr(node, field, None)
                if value is not None and value != [] and field not in UNSEEN:
                    yield f"{type(node).__name__}.{field}("
                    yield from _tell(value, docstrings)
                    yield ")"
            yield type(node).__name__
        case _:  # a name, a number of dots, None within a list
            yield ascii(node)
