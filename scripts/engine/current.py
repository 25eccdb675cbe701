"""Is what was made still what would be made? For a record, and for the claims and figures that were made from one."""

import functools
from importlib import metadata
from typing import NamedTuple

from scripts.engine import places
from scripts.engine.sources import changed
from scripts.engine.store import BrokenResult, digest, read_head, seal_of

CAUSES = 3  # how many files a reason names


class State(NamedTuple):
    """word: "current", "stale", "broken" or "new"; why, in words; head: the record without its numbers."""

    word: str
    why: str = ""
    head: dict | None = None


def because(paths):
    """The files that have changed, in words."""
    more = f" and {len(paths) - CAUSES} more" if len(paths) > CAUSES else ""
    return f"{', '.join(paths[:CAUSES])}{more} changed since it was made"


def record_state(path, seed, cache):
    """The state of the record in a file, as of now. seed: the base seed that it should have, None for any."""
    try:
        head = read_head(path)
    except BrokenResult as error:
        return State("broken", str(error))
    if head is None:
        return State("new", "it has not been run")
    if moved := changed(head["from"], cache):
        return State("stale", because(moved), head)
    made = head["made"]
    if seed is not None and made["seed"] not in (seed, None):
        return State("stale", f"it was run with seed {made['seed']}", head)
    others = [f"{name} {was}" for name, was in made["versions"].items() if _differs(name, was)]
    return State("current", f"made with {', '.join(others)}" if others else "", head)


@functools.cache
def _differs(package, was):
    """Whether another release is installed here; how it was built does not count. Python itself says nothing."""
    try:
        return package != "python" and metadata.version(package).partition("+")[0] != was.partition("+")[0]
    except metadata.PackageNotFoundError:
        return True


def device_files(name):
    return sorted((places.PUBLISHED / "devices").glob(f"{name}.*.json"))


def seals(name, results=places.PUBLISHED):
    """{file: seal} of all that is shown of an experiment: its record, those of other devices, its timings."""
    files = {
        f"{name}.json": places.record_file(name, results),
        f"timings/{name}.json": places.timings_file(name, results),
    }
    if places.is_published(results):
        files |= {f"devices/{file.name}": file for file in device_files(name)}
    else:
        files["published timings"] = places.timings_file(name)
    found = {key: seal_of(file) for key, file in files.items()}
    return {key: seal for key, seal in found.items() if seal}


def shown_state(name, entry, results, cache):
    """The state of an experiment's claims and figures. entry: what claims.json holds of it, or None."""
    if entry is None:
        return State("new", "its claims were never judged")
    if entry["of"] != seals(name, results):
        return State("stale", "its claims and figures were made from another record")
    if moved := changed(entry["from"], cache):
        return State("stale", because(moved))
    for figure, was in entry["figures"].items():
        if _figure_digest(figure, results) != was:
            return State("stale", f"{figure}.svg is not as it was drawn")
    others = [f"{name} {was}" for name, was in entry["versions"].items() if _differs(name, was)]
    return State("current", f"judged and drawn with {', '.join(others)}" if others else "")


def _figure_digest(figure, results):
    try:
        return digest(places.figure_file(figure, results).read_bytes())
    except OSError:
        return None


def left_over(shown, results=places.PUBLISHED):
    """Files of results that no experiment makes any more, in words."""
    names, file = set(places.experiments()), places.claims_file(results)
    figures = {figure for entry in shown.values() for figure in entry["figures"]}
    known = {file.name, "comparison.json"}
    found = [path for path in results.glob("*.json") if path.name not in known and path.stem not in names]
    found += [path for path in results.glob("timings/*.json") if path.stem not in names]
    found += [path for path in results.glob("devices/*.json") if path.name.partition(".")[0] not in names]
    found += [path for path in places.figure_file("x", results).parent.glob("*.svg") if path.stem not in figures]
    return sorted(found)
