"""How results are read, checked, sealed, and written whole or not at all.

Every file of results is JSON, some of it gzipped, whose first line holds the seal of all that follows, so that a change
by hand is noticed.
A record is

    seal, from (see `sources`), made (seed, device, versions, seconds), parameters, hash, result

in this order: what says whether it is current stands before its numbers, and is read without them.
"""

import contextlib
import functools
import gzip
import json
import os
import re
import zlib

from filelock import FileLock

from scripts.engine.places import (
    EXPERIMENTS,
    PUBLISHED,
    ROOT,
    claims_file,
    figure_file,
    method_file,
    record_file,
    registered_file,
    reruns_file,
    timings_file,
    tuning_file,
)
from scripts.engine.sources import digest

SEAL = re.compile(rb'\{\n "seal": "(\w{16})",\n')
RESULT, RESULTS = b'\n "result": ', b'\n "results": '

TEXT, NUMBER = str, (int, float)
NOTES = {"...": {"...": (str, type(None))}}
MADE = {
    "device": TEXT,
    "seed": (int, type(None)),
    "seconds": NUMBER,
    "cpu_seconds": NUMBER,
    "threads": int,
    "versions": {"...": TEXT},
}
HEAD = {"from": NOTES, "made": MADE, "parameters": dict, "hash": TEXT}
RECORD = HEAD | {"result": dict}
RERUN = {"from": NOTES, "made": dict, "changes": dict, "hash": TEXT, "failed": TEXT}
RERUNS = {"heads": {"...": RERUN}, "results": {"...": dict}}
OUTCOME = {"verdict": TEXT, "detail": TEXT}
FINDING = dict.fromkeys(("id", "experiment", "figure", "slot", "statement", "scope"), TEXT) | {
    "kind": TEXT,
    "effect": (*NUMBER, type(None)),
    "unit": TEXT,
    "interval": (list, type(None)),
    "delta": NUMBER,
    "side": int,
    "power": (*NUMBER, type(None)),
    "known": TEXT,
    "repeats": int,
    "failed": int,
    "verdict": TEXT,
    "detail": TEXT,
    "alone": OUTCOME,
    "again": {"seeds": {"...": OUTCOME}, "settings": {"...": OUTCOME}, "unasked": {"...": TEXT}, "untouched": [TEXT]},
}
CHOICE = {"score": TEXT, "grid": list, "scores": [list], "mean": list, "chosen": NUMBER, "used": NUMBER, "where": TEXT}
TUNING = {"from": NOTES, "parameters": dict, "seeds": list, "choices": {"...": CHOICE}}
REGISTERED = {"parameters": dict, "claims": {"...": {"when": TEXT, "code": TEXT, "words": [TEXT]}}, "changes": [dict]}
SHOWN = {"of": {"...": TEXT}, "from": NOTES, "versions": {"...": TEXT}, "claims": [FINDING], "figures": {"...": TEXT}}
CLAIMS = {"experiments": {"...": SHOWN | {"devices": {"...": {"...": TEXT}}}}}
TIMINGS = {"machines": {"...": RECORD}}
WAY = {"of": TEXT, "hash": TEXT, "published": {"...": TEXT}, "claims": {"...": dict}}
METHOD = {  # what was found out about the machines
    "agreement": {"ways": {"...": {"...": WAY}}},
    "benchmark": {"processor": TEXT, "experiments": {"...": {"of": TEXT}}, "tools": {"...": NUMBER}, "cold": object},
    "stress": {"tests": {"...": {"...": int}}, "skipped": {"...": TEXT}},
}


class BrokenResult(ValueError):
    """A file of results that is not what the build wrote; the message says how."""


def result_hash(result):
    """What "the same result" means: the numbers, without times and machine."""
    return digest(json.dumps(result, sort_keys=True).encode())


def named(path):
    """A path for people: as seen from the checkout, where it lies there."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


# Reading


def _bytes(path):
    """The bytes of a sealed file, checked against its seal; None if there is no file. Raises BrokenResult."""
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
    except FileNotFoundError:
        return None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BrokenResult(f"{named(path)} is damaged: it cannot be unpacked") from None
    except OSError as error:
        raise BrokenResult(f"{named(path)} cannot be read: {error.strerror}") from None
    seal = SEAL.match(data)
    if not seal:
        raise BrokenResult(f"{named(path)} is not what a build writes: it begins with no seal")
    if seal[1].decode() != digest(data[seal.end() :]):
        raise BrokenResult(f"{named(path)} was changed after it was made: it does not match its seal")
    return data


def _parsed(path, data, shape):
    def refuse(constant):
        raise ValueError(f"{constant} is no number")

    try:
        value = json.loads(data, parse_constant=refuse)
        _check(value, shape, "it")
    except (ValueError, RecursionError) as error:
        raise BrokenResult(f"{named(path)} is not what a build writes: {error}") from None
    return value


def _check(value, shape, where):
    """Raise ValueError that names the place where a value is of another type than the build writes."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise ValueError(f"{where} is no dict")
        for key in value if "..." in shape else shape:
            if key not in value:
                raise ValueError(f"{where} has no {key}")
            _check(value[key], shape.get(key, shape.get("...")), f"{where}: {key}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise ValueError(f"{where} is no list")
        for place, item in enumerate(value):
            _check(item, shape[0], f"{where}: {place}")
    elif not isinstance(value, shape) or isinstance(value, bool):
        raise ValueError(f"{where} is of the wrong type")


def _read(path, shape):
    data = _bytes(path)
    return None if data is None else _parsed(path, data, shape)


def seal_of(path):
    """The seal that a file claims to have, unchecked; None without one."""
    try:
        with path.open("rb") as file:
            seal = SEAL.match(file.read(64))
        return seal and seal[1].decode()
    except OSError:
        return None


def read_head(path):
    """A record without its numbers, fast; None if there is none. Raises BrokenResult."""
    data = _bytes(path)
    return None if data is None else _parsed(path, data.partition(RESULT)[0].rstrip(b",") + b"}", HEAD)


def read_file(path):
    """The record in a file, or None if there is none.

    Raises BrokenResult if it is truncated, is no record, or was edited by hand.
    """
    record = _read(path, RECORD)
    if record is not None and record["hash"] != result_hash(record["result"]):
        raise BrokenResult(f"{named(path)} was changed after it was made: its numbers do not match its hash")
    return record


def read(name, results=PUBLISHED):
    """The record of an experiment, or None if it has not been run. Raises BrokenResult."""
    return read_file(record_file(name, results))


def read_timings(name, results=PUBLISHED):
    """{machine: record} of an experiment's timings. Raises BrokenResult."""
    return (_read(timings_file(name, results), TIMINGS) or {"machines": {}})["machines"]


def _read_heads(name):
    """{label: a rerun without its numbers} as bytes know it, and the bytes of the numbers. Raises BrokenResult."""
    path = reruns_file(name)
    data = _bytes(path)
    if data is None:
        return {}, b""
    head, _, results = data.partition(RESULTS)
    return _parsed(path, head.rstrip(b",") + b"}", {"heads": RERUNS["heads"]})["heads"], results


def read_rerun_heads(name):
    """{label: rerun without its numbers} of an experiment, fast. Raises BrokenResult."""
    return _read_heads(name)[0]


def read_reruns(name):
    """{label: rerun}, each with its `result`, but for one that failed. Raises BrokenResult."""
    found = _read(reruns_file(name), RERUNS) or {"heads": {}, "results": {}}
    for label, result in found["results"].items():
        if label not in found["heads"] or found["heads"][label]["hash"] != result_hash(result):
            raise BrokenResult(f"{named(reruns_file(name))}: the numbers of {label} do not match their hash")
    return {label: head | {"result": found["results"].get(label)} for label, head in found["heads"].items()}


def read_tuning(name):
    """What was chosen for an experiment on tuning seeds, or None. Raises BrokenResult."""
    return _read(tuning_file(name), TUNING)


def read_registered(name):
    """What was registered of an experiment, or None. Raises BrokenResult."""
    return _read(registered_file(name), REGISTERED)


def read_method(name):
    """What was found out about the machines, see `METHOD`; empty if nothing was. Raises BrokenResult."""
    return _read(method_file(name), METHOD[name]) or {}


def read_shown(results=PUBLISHED):
    """What is shown of each experiment: {name: claims, figures, what they were made from}. Raises BrokenResult."""
    return (_read(claims_file(results), CLAIMS) or {"experiments": {}})["experiments"]


def findings(shown):
    """{claim id: finding} of what `read_shown` returns."""
    return {finding["id"]: finding for each in shown.values() for finding in each["claims"]}


def read_claims(results=PUBLISHED):
    """The findings in a folder of results, as {claim id: finding}; empty if there are none. Raises BrokenResult."""
    return findings(read_shown(results))


# Writing


def to_json(value):
    """JSON with each innermost list on one line, to be read and compared by people."""
    text = json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False)
    return re.sub(r"\[\n[^][{}\"]*\]", lambda numbers: " ".join(numbers[0].split()), text) + "\n"


def sealed(value):
    """A dict as the text of a sealed file."""
    text = to_json(value).removeprefix("{\n")
    return f'{{\n "seal": "{digest(text.encode())}",\n{text}'


@functools.cache
def lock(results):
    """Held while a folder of results is written to: several builds, of several clones, may share one."""
    results.mkdir(parents=True, exist_ok=True)
    return FileLock(results / ".lock")


def write(path, text, results=PUBLISHED):
    """Write all of a file or none of it, whenever the process is stopped or the disk is full.

    results: the folder of results that the file belongs to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.tmp")  # under the lock nobody else has it
    with lock(results):
        data = text.encode()
        if path.suffix == ".gz":
            data = gzip.compress(data, mtime=0)  # the same bytes whenever it is packed
        try:
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise


def write_shown(name, entry, results=PUBLISHED):
    """Put one experiment's claims into claims.json, which others may be writing to as well; None takes them out."""
    with lock(results):
        try:
            shown = read_shown(results)
        except BrokenResult:
            shown = {}
        shown[name] = entry
        kept = {key: shown[key] for key in sorted(shown) if shown[key] is not None}
        write(claims_file(results), sealed({"experiments": kept}), results)


def write_figure(figure, svg, results=PUBLISHED):
    """Write a figure unless it is there already, to the byte; gives back its digest."""
    file, data = figure_file(figure, results), svg.encode()
    if not file.is_file() or file.read_bytes() != data:
        write(file, svg, results)
    return digest(data)


def add_timing(name, machine, record, results=PUBLISHED):
    """Put one machine's timings beside those of the others."""
    with lock(results):
        machines = read_timings(name, results) | {machine: record}
        write(timings_file(name, results), sealed({"machines": machines}), results)


def add_rerun(name, label, head, result, wanted):
    """Put one rerun beside those of an experiment that are still wanted. result: None for one that failed."""
    with lock(PUBLISHED):
        try:
            kept = {key: value for key, value in read_reruns(name).items() if key in wanted}
        except BrokenResult:
            kept = {}  # asked again, and said so, before this one ran
        kept[label] = head | {"result": result}
        kept = {key: kept[key] for key in wanted if key in kept}
        heads = {key: {k: v for k, v in value.items() if k != "result"} for key, value in kept.items()}
        results = {key: value["result"] for key, value in kept.items() if value["result"] is not None}
        write(reruns_file(name), sealed({"heads": heads, "results": results}))


def register(name, value):
    """Write down what an experiment claims."""
    write(registered_file(name), sealed(value))


def sweep(results):
    """Remove what a killed build left half written."""
    with lock(results):
        folder = figure_file("x", results).parent
        others = [registered_file("x").parent.glob(".*.tmp"), EXPERIMENTS.glob("*/.*.tmp")]
        for file in [*results.rglob(".*.tmp"), *folder.glob(".*.tmp"), *(each for glob in others for each in glob)]:
            with contextlib.suppress(OSError):
                file.unlink()
