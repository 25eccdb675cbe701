"""Is what was made still what would be made? For a record, and for the claims and figures that were made from one."""

import contextlib
import functools
from importlib import metadata
from typing import NamedTuple

from scripts.engine import places
from scripts.engine.reruns import asked_of
from scripts.engine.settings import BadSettings
from scripts.engine.sources import changed, digest
from scripts.engine.store import BrokenResult, read_head, read_timings, seal_of

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


def record_state(path, seed, cache, device=None):
    """The state of the record in a file, as of now. seed, device: what it should have; None for any."""
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
    if device and (device == "cpu") != (made["device"] == "CPU"):
        return State("stale", f"it was run on {made['device']}", head)
    return State("current", _with_others("made", made["versions"]), head)


def _with_others(done, versions):
    """What was done with other releases than are installed here, in words; "" if with the same."""
    others = [f"{name} {was}" for name, was in versions.items() if _differs(name, was)]
    return f"{done} with {', '.join(others)}" if others else ""


@functools.cache
def _differs(package, was):
    """Whether another release is installed here; how it was built does not count. Python itself says nothing."""
    try:
        return package != "python" and metadata.version(package).partition("+")[0] != was.partition("+")[0]
    except metadata.PackageNotFoundError:
        return True


def device_records(name, results, cache):
    """The files of its records from other devices, as far as they are current; beside published ones only."""
    files = sorted((places.PUBLISHED / "devices").glob(f"{name}.*.json")) if places.is_published(results) else ()
    return [file for file in files if record_state(file, None, cache).word == "current"]


def current_timings(name, results, cache):
    """{machine: record} of its timings, published and own, as far as they are current. Raises BrokenResult."""
    timings = read_timings(name) | read_timings(name, results)
    return {machine: record for machine, record in timings.items() if not changed(record["from"], cache)}


def made_of(name, results, cache):
    """What its claims and figures are made of, {what: seal or hash}: its record, and what stands beside it."""
    of = {"record": seal_of(places.record_file(name, results)) or ""}
    of |= {file.stem: seal_of(file) or "" for file in device_records(name, results, cache)}
    try:
        of |= asked_of(name, results, cache)
    except (BrokenResult, BadSettings) as error:
        of |= {"reruns": str(error)}  # is not what anything was made of: so it is noticed, and said
    with contextlib.suppress(BrokenResult):
        timings = current_timings(name, results, cache)
        of |= {f"timed on {machine}": record["hash"] for machine, record in timings.items()}
    return of


def shown_state(name, entry, results, cache):
    """The state of an experiment's claims and figures. entry: what claims.json holds of it, or None."""
    if entry is None:
        return State("new", "its claims were never judged")
    if entry["of"] != made_of(name, results, cache):
        return State("stale", "its claims and figures were made from another record")
    if moved := changed(entry["from"], cache):
        return State("stale", because(moved))
    for figure, was in entry["figures"].items():
        if _figure_digest(figure, results) != was:
            return State("stale", f"{figure}.svg is not as it was drawn")
    return State("current", _with_others("judged and drawn", entry["versions"]))


def _figure_digest(figure, results):
    try:
        return digest(places.figure_file(figure, results).read_bytes())
    except OSError:
        return None


def left_over(shown, results=places.PUBLISHED):
    """Files of results that no experiment makes any more. What only lies in the wrong place may still make them."""
    names, file = {path.stem for path in places.EXPERIMENTS.iterdir()}, places.claims_file(results)
    figures = {figure for entry in shown.values() for figure in entry["figures"]}
    known = {file.name, "comparison.json"}
    found = [path for path in results.glob("*.json") if path.name not in known and path.stem not in names]
    found += [path for path in results.glob("timings/*.json") if path.stem not in names]
    found += [path for path in results.glob("reruns/*.json.gz") if path.name.partition(".")[0] not in names]
    if places.is_published(results):
        found += [path for path in places.registered_file("x").parent.glob("*.json") if path.stem not in names]
        found += [path for path in places.EXPERIMENTS.glob("*/tuning.json") if not (path.parent / "tune.py").exists()]
    found += [path for path in results.glob("devices/*.json") if path.name.partition(".")[0] not in names]
    unjudged = names - shown.keys()  # whose figures nobody can tell yet
    for path in places.figure_file("x", results).parent.glob("*.svg"):
        if path.stem not in figures and places.experiment_of(path.stem) not in unjudged:
            found.append(path)
    return sorted(found)
