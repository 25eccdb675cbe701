"""What the site shows: the published results, or the reader's own where these exist."""

import functools
from dataclasses import dataclass
from pathlib import Path

from scripts import store


@functools.lru_cache
def _read(name, folder, changed):
    return store.read(name, folder)


@functools.lru_cache
def _claims(folder, changed):
    try:
        return store.read_claims(folder)
    except store.BrokenResult as error:
        raise store.BrokenResult(f"{error}. Judge the claims again: python -m scripts.build") from None


@dataclass(frozen=True)
class Published:
    """`own` names the folder of the reader's own run, as `make figures` fills it; empty without one."""

    own: str = ""

    def folder(self, name):
        """Where the results of an experiment come from."""
        own = store.ROOT / self.own
        return own if self.is_own(name) else store.PUBLISHED

    def is_own(self, name):
        return bool(self.own) and store.result_file(name, store.ROOT / self.own).exists()

    def record(self, name):
        """The record of an experiment, or None without one. Raises store.BrokenResult."""
        path = store.result_file(name, self.folder(name))
        return _read(name, path.parent, path.stat().st_mtime_ns) if path.exists() else None

    def names(self):
        return sorted(path.stem for path in store.PUBLISHED.glob("*.json") if path.stem != "claims")

    def findings(self):
        """The findings of all experiments, as {id of the claim: finding}. Raises store.BrokenResult."""
        found = {}
        for folder in dict.fromkeys([store.PUBLISHED, store.ROOT / self.own if self.own else store.PUBLISHED]):
            path = folder / "claims.json"
            if path.exists():
                found |= _claims(folder, path.stat().st_mtime_ns)
        return found

    def figure(self, figure):
        """The file of a figure, NAME or NAME-SUFFIX."""
        return store.figure_file(figure, self.folder(experiment_of(figure)))


def experiment_of(figure):
    """The experiment that a figure, NAME or NAME-SUFFIX, belongs to."""
    return Path(figure).stem.partition("-")[0]
