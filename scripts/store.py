"""Where results and figures are kept, how they are read, and how they are written whole or not at all."""

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT / "docs" / "results"
PUBLISHED_SEED = 1000
CACHE = ROOT / ".cache" / "build"  # may be deleted at any time

# The least that the build and the site need of a record, of how it was made, and of a finding.
RECORD = {"fingerprint", "parameters", "made", "result", "hash"}
MADE = {"seed", "device", "versions", "seconds"}
FINDING = {"id", "experiment", "figure", "statement", "kind", "effect", "unit", "interval", "delta", "verdict"}


class BrokenResult(ValueError):
    """A file of results that is not what the build wrote; the message says how."""


def experiments():
    """The names of all experiments: the files of scripts/experiments."""
    return sorted(path.stem for path in (ROOT / "scripts" / "experiments").glob("[!_]*.py"))


def result_file(name, results=PUBLISHED):
    return results / f"{name}.json"


def figure_file(figure, results=PUBLISHED):
    """`figure` is an experiment's name, or NAME-SUFFIX for a further figure of it."""
    folder = results.parent / "figures" if results == PUBLISHED else results / "figures"
    return folder / f"{figure}.svg"


def result_hash(result):
    """What "the same result" means: the numbers, without times and machine."""
    return hashlib.sha256(json.dumps(result, sort_keys=True).encode()).hexdigest()[:16]


def read(name, results=PUBLISHED):
    """The record of an experiment, or None if it has not been run.

    Raises BrokenResult if the file is truncated, is no record, or was edited by hand.
    """
    path = result_file(name, results)
    if not path.exists():
        return None
    record = _from_json(path)
    if not _has(record, RECORD) or not _has(record["made"], MADE):
        raise BrokenResult(f"{path.name} is JSON, but not the record of an experiment")
    if record["hash"] != result_hash(record["result"]):
        raise BrokenResult(f"{path.name} was changed after it was made: its numbers do not match its hash")
    return record


def read_claims(results=PUBLISHED):
    """The findings in a folder of results, as {claim id: finding}; empty if there are none. Raises BrokenResult."""
    path = results / "claims.json"
    if not path.exists():
        return {}
    findings = _from_json(path)
    if not isinstance(findings, list) or not all(_has(finding, FINDING) for finding in findings):
        raise BrokenResult(f"{path.name} is JSON, but not a list of findings")
    return {finding["id"]: finding for finding in findings}


def _from_json(path):
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise BrokenResult(f"{path.name} is not JSON: {error}") from None


def _has(value, keys):
    return isinstance(value, dict) and keys <= value.keys()


def write(path, text):
    """Write all of a file or none of it, whenever the process is stopped or the disk is full."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def to_json(value):
    """JSON with each innermost list on one line, to be read and compared by people."""
    text = json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False)
    return re.sub(r"\[\n[^][{}\"]*\]", lambda numbers: " ".join(numbers[0].split()), text) + "\n"
