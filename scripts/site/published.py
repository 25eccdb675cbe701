"""What the site shows: the published results, or the reader's own where these exist."""

import functools

from scripts.engine import places
from scripts.engine.current import record_state, shown_state
from scripts.engine.sources import Cache
from scripts.engine.store import BrokenResult, findings, read, read_registered, read_shown, read_tuning
from scripts.site.text import sentence

DRAFTS = "drafts"  # where `make draft` keeps the results of tuning seeds


@functools.lru_cache(maxsize=256)
def _read(name, folder, changed):
    return read(name, folder)


@functools.lru_cache
def _shown(folder, changed):
    """What claims.json holds. Sentences are Markdown where they are published; else text, with formulas."""
    try:
        shown = read_shown(folder)
    except BrokenResult as error:
        raise BrokenResult(f"{error}. Judge the claims again: python -m scripts.build") from None
    if not places.is_published(folder):
        for finding in (finding for entry in shown.values() for finding in entry["claims"]):
            finding |= {key: sentence(finding[key]) for key in ("statement", "scope")}
    return shown


class Build:
    """What was asked while mkdocs builds once. Nothing is remembered beyond it: a server builds again after an edit."""

    shared = None  # by all pages of the build that runs: what files hold, and what is current

    @classmethod
    def begin(cls):
        cls.shared = Cache(), {}

    @classmethod
    def end(cls):
        cls.shared = None


class Published:
    """`own` names the folder of the reader's own run, as `make figures` fills it; empty without one.

    Made anew for each page: what is current is asked once for a page, or once for a whole build.
    """

    def __init__(self, own=""):
        self.own, (self.cache, self.asked) = own, Build.shared or (Cache(), {})

    def folder(self, name):
        """Where the results of an experiment come from."""
        return places.ROOT / self.own if self.is_own(name) else places.PUBLISHED

    def is_own(self, name):
        return bool(self.own) and places.record_file(name, places.ROOT / self.own).exists()

    def record(self, name):
        """The record of an experiment, or None without one. Raises BrokenResult."""
        path = places.record_file(name, self.folder(name))
        return _read(name, path.parent, path.stat().st_mtime_ns) if path.exists() else None

    def names(self):
        return [name for name in places.experiments() if places.record_file(name).exists()]

    def shown(self, name):
        """What claims.json holds of an experiment, or None. Raises BrokenResult."""
        folder = self.folder(name)
        path = places.claims_file(folder)
        return _shown(folder, path.stat().st_mtime_ns).get(name) if path.exists() else None

    def findings(self):
        """The findings of all experiments, as {id of the claim: finding}. Raises BrokenResult."""
        if self.own not in self.asked:
            found = {name: self.shown(name) for name in places.experiments()}
            self.asked[self.own] = findings({name: entry for name, entry in found.items() if entry})
        return self.asked[self.own]

    def registered(self, name):
        """What is registered of an experiment, or None; of the reader's own results nothing is. Raises BrokenResult."""
        return None if self.is_own(name) else read_registered(name)

    def tuning(self, name):
        """What was chosen for an experiment on tuning seeds, or None. Raises BrokenResult."""
        return read_tuning(name)

    def figure(self, figure):
        """The file of a figure, NAME or NAME-SUFFIX."""
        return places.figure_file(figure, self.folder(places.experiment_of(figure)))

    def why_not_current(self, name):
        """Why what is shown of an experiment is not what its files, as they are now, would make; "" if it is."""
        if (self.own, name) not in self.asked:
            folder = self.folder(name)
            seed = places.PUBLISHED_SEED if places.is_published(folder) else None
            made = record_state(places.record_file(name, folder), seed, self.cache)
            shown = shown_state(name, self.shown(name), folder, self.cache)
            self.asked[self.own, name] = next((state.why for state in (made, shown) if state.word != "current"), "")
        return self.asked[self.own, name]

    def missing(self, figure):
        """What a figure lacks, in words that name the mend: a result, claims, or an experiment; "" if nothing."""
        name = places.experiment_of(figure)
        try:
            record, entry = self.record(name), self.shown(name)
        except BrokenResult as error:
            return f"figure {figure!r}: {error}. Build it again: python -m scripts.build --only {name}"
        if record is None:
            return f"figure {figure!r} has no result: run python -m scripts.build --only {name}, or correct it"
        if entry is None:
            return f"figure {figure!r}: its claims were never judged. Build it again: python -m scripts.build"
        if figure not in entry["figures"]:
            return f"figure {figure!r} is drawn by no experiment; {name} draws {', '.join(entry['figures']) or 'none'}"
        return ""

    def problem(self, figure):
        """Why a figure should not be shown, in words that name the mend; "" for one that is current."""
        name = places.experiment_of(figure)
        if missing := self.missing(figure):
            return missing
        why = self.why_not_current(name)
        return why and f"figure {figure!r} shows what is not current ({why}). Build it again: {self.how_to_mend(name)}"

    def how_to_mend(self, name):
        if not self.is_own(name):
            return "make site"
        if self.own == DRAFTS:
            return f"stop, and make draft NAME={name}"
        return f"python -m scripts.build --only {name} --results {self.own}"
