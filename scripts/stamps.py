"""What is up to date already: notes on what each experiment's claims and figures were made from."""

import hashlib
import json
from pathlib import Path

from scripts.store import CACHE, ROOT, to_json, write


class Stamps:
    """What the claims and figures of each experiment were made from, so that they are made once."""

    file = CACHE / "stamps.json"

    def __init__(self):
        try:
            self.made = dict(json.loads(self.file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            self.made = {}

    def current(self, name, results, stamp, findings):
        kept = self.made.get(_inside(results / name))
        return kept == [stamp, _hash(findings), {file: _hash(file) for file in kept[2]}] if kept else False

    def keep(self, name, results, stamp, findings, files):
        hashes = {_inside(file): _hash(file) for file in files}
        self.made[_inside(results / name)] = [stamp, _hash(findings), hashes]
        write(self.file, to_json(self.made))


def _inside(path):
    """As seen from the checkout where it lies there, so that a copy of the checkout finds it too."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _hash(thing):
    """Of a file's bytes if `thing` is a path, None if it is not there; else of the value."""
    try:
        content = Path(thing).read_bytes() if isinstance(thing, str | Path) else json.dumps(thing).encode()
    except OSError:
        return None
    return hashlib.sha256(content).hexdigest()[:16]
