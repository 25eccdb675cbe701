"""Run the experiments whose code has changed, judge their claims, and draw their figures.

python -m scripts.build                       whatever is stale, on every core
python -m scripts.build --list                say what is stale, and run nothing
python -m scripts.build --only "momentum*"    some experiments
python -m scripts.build --force               whether stale or not
python -m scripts.build --seed 7 --results mine    another run, kept apart and compared with the published one
"""

import argparse
import difflib
import os
import sys
from fnmatch import fnmatch
from pathlib import Path

from filelock import FileLock, Timeout
from tqdm import tqdm

from scripts.compare import compare
from scripts.fingerprint import fingerprint, presentation, version_of
from scripts.pool import run_apart
from scripts.stamps import Stamps
from scripts.store import (
    CACHE,
    PUBLISHED,
    PUBLISHED_SEED,
    ROOT,
    BrokenResult,
    experiments,
    figure_file,
    read,
    read_claims,
    result_file,
    to_json,
    write,
)

TAKEN = "claims", "comparison", "totals"  # files beside the results, and a name on the pages


class Refused(Exception):
    """A wish that cannot be granted; the message names the fix."""


def arguments(words):
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="*", metavar="GLOB", help="the experiments of these names")
    parser.add_argument("--list", action="store_true", help="say what is stale, and run nothing")
    parser.add_argument("--force", action="store_true", help="run them also where they are current")
    parser.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"], help="auto: CUDA if there is one")
    parser.add_argument("--seed", default=PUBLISHED_SEED, type=_natural, metavar="N", help=f"default {PUBLISHED_SEED}")
    parser.add_argument("--jobs", default=_cores(), type=_positive(int), metavar="N", help="experiments side by side")
    parser.add_argument("--timeout", type=_positive(float), metavar="S", help="stop an experiment after S seconds")
    parser.add_argument("--results", default=PUBLISHED, type=_folder, metavar="DIR", help="another folder for them")
    wishes = parser.parse_args(words)
    if wishes.seed != PUBLISHED_SEED and wishes.results == PUBLISHED:
        parser.error(f"published results have seed {PUBLISHED_SEED}: name a folder for yours, such as --results yours")
    return wishes


def _natural(word):
    if not word.isdecimal():
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number, 0 or more")
    return int(word)


def _positive(kind):
    def parse(word):
        try:
            number = kind(word)
        except ValueError:
            number = 0
        if not number > 0:
            raise argparse.ArgumentTypeError(f"{word!r} is not a number above 0")
        return number

    return parse


def _folder(word):
    folder = Path(word).resolve()
    if folder.exists() and not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{word!r} is a file: name a folder, such as yours")
    if folder != PUBLISHED and (ROOT.is_relative_to(folder) or folder.is_relative_to(PUBLISHED.parent)):
        raise argparse.ArgumentTypeError(f"{word!r} is a folder of the project: name one of its own, such as yours")
    return folder


def _cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def chosen(glob):
    for name in experiments():
        if not name.isidentifier() or name in TAKEN:
            raise Refused(f"scripts/experiments/{name}.py: give it another name, of letters, digits and underscores")
    names = [name for name in experiments() if fnmatch(name, glob)]
    if not names:
        near = difflib.get_close_matches(glob, experiments(), 3, 0.4) or experiments()
        raise Refused(f"--only {glob}: no experiment has such a name. Near: {', '.join(near)}")
    return names


def state(name, wishes):
    """("current" | "stale" | "broken", why), and the record where there is one."""
    try:
        record = read(name, wishes.results)
    except BrokenResult as error:
        return "broken", str(error), None
    if record is None:
        return "stale", "it has not been run", None
    if record["fingerprint"] != fingerprint(name):
        return "stale", "its code has changed", record
    if record["made"]["seed"] != wishes.seed:
        return "stale", f"it was run with seed {record['made']['seed']}", record
    made_with = record["made"]["versions"]["torch"].partition("+")[0]
    other = made_with != version_of("torch").partition("+")[0]
    return "current", f"made with torch {made_with}" if other else "", record


def measure(names, wishes):
    """Run experiments and keep what they return; gives back {name: why it failed}."""
    if wishes.device == "cuda":
        for _, status, device in run_apart({"device": ("resolve", wishes.device)}, 1):
            if status == "failed":
                raise Refused(device.splitlines()[0].removeprefix("RuntimeError: "))
    calls = {name: ("measure", name, wishes.device, wishes.seed, fingerprint(name)) for name in names}

    def keep(name, record):
        write(result_file(name, wishes.results), to_json(record))
        return f"{record['made']['seconds']:.1f} s, {record['made']['device']}"

    return _progress("run", calls, wishes, keep)


def _progress(verb, calls, wishes, keep):
    failures = {}
    with tqdm(total=len(calls), unit="experiment", desc=verb, disable=None if calls else True) as bar:
        for name, status, value in run_apart(calls, wishes.jobs, wishes.timeout, lambda running: _tell(bar, running)):
            try:
                note = keep(name, value) if status == "done" else value
            except OSError as error:
                status, note = "failed", f"could not be kept, what was there still is: {error}"
            if status == "failed":
                failures[name] = note
                note = note.splitlines()[0]
            tqdm.write(f"{verb} {name}: {status}, {note}", file=sys.stderr)
            bar.update()
    return failures


def _tell(bar, running):
    bar.set_postfix_str(", ".join(running))


def present(records, findings, wishes):
    """Judge the claims and draw the figures of what has changed; gives back {name: why it failed}."""
    stamps = Stamps()
    stamp = {name: presentation(name, record) for name, record in records.items()}
    stale = [name for name in records if not stamps.current(name, wishes.results, stamp[name], findings.get(name, []))]

    def keep(name, value):
        findings[name], figures = value
        files = [figure_file(figure, wishes.results) for figure in figures]
        for file, svg in zip(files, figures.values(), strict=True):
            if not file.exists() or file.read_text("utf-8") != svg:
                write(file, svg)
        stamps.keep(name, wishes.results, stamp[name], findings[name], files)
        return f"{len(figures)} figures, {len(findings[name])} claims"

    failures = _progress("draw", {name: ("present", name, records[name]) for name in stale}, wishes, keep)
    kept = [finding for name in experiments() for finding in findings.get(name, [])]
    text, file = to_json(kept), wishes.results / "claims.json"
    if not file.exists() or file.read_text("utf-8") != text:
        write(file, text)
    return failures


def _by_experiment(claims):
    findings = {}
    for finding in claims.values():
        findings.setdefault(finding["experiment"], []).append(finding)
    return findings


def _to_compare_with():
    try:
        return read_claims(PUBLISHED)
    except BrokenResult as error:
        raise Refused(f"published {error}. Judge the published claims again first: python -m scripts.build") from None


def show(wishes):
    for name in chosen(wishes.only):
        word, why, _ = state(name, wishes)
        print(f"{word:8}{name}" + (f" ({why})" if why else ""))
    return 0


def build(wishes):
    names = chosen(wishes.only)
    published = None if wishes.results == PUBLISHED else _to_compare_with()
    try:
        findings, judged = _by_experiment(read_claims(wishes.results)), names
    except BrokenResult as error:
        print(f"{error}. All claims are judged again", file=sys.stderr)
        findings, judged = {}, experiments()
    states = {name: state(name, wishes) for name in judged}
    for name in names:
        word, why, _ = states[name]
        if word == "broken":
            print(f"{why}. It is run again", file=sys.stderr)
    stale = [name for name in names if wishes.force or states[name][0] != "current"]
    failures = measure(stale, wishes) if stale else {}
    records = {name: record for name, (word, _, record) in states.items() if word == "current" and name not in stale}
    records |= {name: read(name, wishes.results) for name in stale if name not in failures}
    failures |= present(records, findings, wishes)
    for name, why in failures.items():
        print(f"\n{name} FAILED\n    {why}", file=sys.stderr)
    if published is not None:
        print(compare(published, wishes.results))
    ran = len(stale) - len(failures.keys() & set(stale))
    print(f"{len(names)} experiments: {ran} run, {len(names) - len(stale)} current, {len(failures)} failed")
    return 1 if failures else 0


def main(words=None):
    wishes = arguments(words)
    os.chdir(ROOT)
    try:
        if wishes.list:
            return show(wishes)
        CACHE.mkdir(parents=True, exist_ok=True)
        with FileLock(CACHE / "lock", timeout=0):
            return build(wishes)
    except Timeout:
        print("another build is running in this checkout: wait for it to end, then try again", file=sys.stderr)
    except Refused as error:
        print(f"error: {error}", file=sys.stderr)
    except SyntaxError as error:
        print(f"error: {error.filename}, line {error.lineno}: {error.msg}", file=sys.stderr)
    except OSError as error:
        print(f"error: {error}. What was published before is unharmed", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nstopped: what had ended is kept, and nothing is half written", file=sys.stderr)
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(main())
