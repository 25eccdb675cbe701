"""Experiments run, judged and drawn in processes of their own, and what comes back is kept."""

import contextlib
import sys
import tomllib
from collections import Counter
from functools import partial

from scripts.engine import store
from scripts.engine.cluster import run_on
from scripts.engine.current import current_timings, device_records, made_of
from scripts.engine.places import EXPERIMENTS, ROOT, device_file, is_published, record_file, tuning_file
from scripts.engine.plain import plain
from scripts.engine.processes import DRAWING, MEASURING, run_apart
from scripts.engine.progress import Progress
from scripts.engine.register import Unregistered, check_findings, registered_parameters
from scripts.engine.reruns import UNASKED, current_reruns, states, wanted
from scripts.engine.settings import BadSettings
from scripts.engine.sources import Cache, digest
from scripts.engine.tuning import TUNING_SEEDS, check, tuned
from scripts.engine.words import count

NOTES = ROOT / "docs" / "about" / "notes.toml"
MEASURE = "scripts.engine.measure.measure"
DRAW_SECONDS = 0.3  # about what it takes to judge and draw
UNKNOWN_SECONDS = 5.0  # of an experiment that was never published


class NoDevice(RuntimeError):
    """The device that was asked for is not here."""


def record_of(name, wishes):
    """The file of the record that this build is about."""
    return device_file(name, wishes.on) if wishes.on else record_file(name, wishes.results)


def expected_seconds(name):
    """What an experiment took when it was published; None where nothing is known."""
    try:
        head = store.read_head(record_file(name))
        return head and head["made"]["seconds"]
    except store.BrokenResult:
        return None


def _where(wishes):
    """What makes the calls that measure, in the same way: processes here, whose server draws as well, or a cluster."""
    where = partial(run_on, wishes.cluster) if wishes.cluster else run_apart
    return {"where": where, "preload": MEASURING + DRAWING, "python": "code"}


def device_here(wishes):
    """The name of the CUDA device. Raises NoDevice."""
    where, calls = _where(wishes)["where"], {"device": ("scripts.engine.measure.name_of_cuda", ())}
    for _, status, value, _ in where(calls, 1, preload=MEASURING, python="code"):
        if status != "done":
            raise NoDevice(value.splitlines()[0].partition(": ")[2])
    return value


def known_slots():
    """What a claim may name as its slot."""
    items = tomllib.loads(NOTES.read_text("utf-8"))["item"]
    return {"method", *(item["id"].removeprefix("dl").upper() for item in items)}


def refuse_unknown_slots(claims):
    """Raise ValueError for a claim whose slot the table of the notes does not hold, where there is this table."""
    slots = known_slots() if NOTES.exists() else None
    for finding in claims:
        if slots and finding["slot"] not in slots:
            where = "docs/about/notes.toml holds no such item: name one of it, without its dl, or Slot method"
            raise ValueError(f"{finding['id']}: Slot {finding['slot']}: {where}")


def _all(verb, calls, expected, keep, wishes, keep_failure=None, where=run_apart, **how):
    """Make the calls, the longest first, and keep what they return; gives back {key: why it failed}."""
    failures = {}
    if not calls:
        return failures
    order = {key: calls[key] for key in sorted(calls, key=expected.get, reverse=True)}
    with Progress(verb, expected) as progress:
        how = {"jobs": wishes.jobs, "timeout": wishes.timeout, "tick": progress.tick} | how
        with contextlib.closing(where(order, **how)) as ended:  # so that Ctrl-C ends it first, wherever it comes
            for key, status, value, notes in ended:
                note = value
                if status == "done":
                    try:
                        note = keep(key, value, notes)
                    except Exception as error:  # what cannot be kept fails alone
                        status, note = "failed", f"could not be kept, what was there still is: {error}"
                if status != "done":
                    failures[key] = note
                if status == "failed" and keep_failure:
                    keep_failure(key, note, notes)
                progress.end(key, status, note.splitlines()[0])
    return failures


def say_failures(failures):
    for name, why in failures.items():
        print(f"\n{name} FAILED\n    {why}", file=sys.stderr)


def _record(value, notes):
    """A record in its order: what says whether it is current stands before the numbers."""
    head = {"from": notes, "made": value["made"], "parameters": value["parameters"]}
    return head | {"hash": store.result_hash(value["result"]), "result": value["result"]}


def measure(names, wishes):
    """Run experiments and keep their records; gives back {name: why it failed}."""
    expected = {name: expected_seconds(name) or UNKNOWN_SECONDS for name in names}
    device = "cuda" if wishes.on else wishes.device
    calls, failures = {}, {}
    for name in names:
        try:
            registered = registered_parameters(name) if is_published(wishes.results) else None
        except (Unregistered, FileNotFoundError, SyntaxError) as error:
            failures[name] = str(error)
            continue
        calls[name] = MEASURE, (f"scripts.experiments.{name}.run", device, wishes.seed, 1, None, registered)

    def keep(name, value, notes):
        if f"scripts/experiments/{name}/run.py" not in {path for files in notes.values() for path in files}:
            raise RuntimeError("its own run.py is not among the files that were noted")
        if wishes.on and value["made"]["device"] != wishes.on:
            raise RuntimeError(f"it ran on {value['made']['device']}, not on {wishes.on}: take workers of one kind")
        store.write(record_of(name, wishes), store.sealed(_record(value, notes)), wishes.results)
        return f"{value['made']['seconds']:.1f} s, {value['made']['device']}"

    return failures | _all("run", calls, expected, keep, wishes, **_where(wishes))


def rerun(names, wishes):
    """Ask published experiments again, where that is due, with other base seeds and settings.

    Gives back ({name and label: why it failed}, how many were due). A run that fails is an answer too, and is kept.
    """
    cache, calls, expected, of = Cache(), {}, {}, {}
    published = {name: store.read_head(record_file(name))["from"] for name in names}  # read by a run that crashed, too
    for name in names:
        asked = wanted(name)
        try:
            why = states(name, cache)
        except store.BrokenResult as error:
            print(f"{error}. All of it is asked again", file=sys.stderr)
            why = dict.fromkeys(asked, UNASKED)
        for label, want in asked.items():
            if why[label] or wishes.force:
                key = f"{name}, {label}"
                of[key], expected[key] = (name, label, want, asked), expected_seconds(name) or UNKNOWN_SECONDS
                calls[key] = MEASURE, (f"scripts.experiments.{name}.run", "cpu", want.seed, 1, want.changes)
    cache.keep()

    def keep(key, value, notes):
        name, label, want, asked = of[key]
        head = {"from": notes, "made": value["made"], "changes": plain(want.changes)}
        head |= {"hash": store.result_hash(value["result"]), "failed": ""}
        store.add_rerun(name, label, head, value["result"], asked)
        return f"{value['made']['seconds']:.1f} s"

    def keep_failure(key, why, notes):
        name, label, want, asked = of[key]
        head = {
            "from": notes or published[name],
            "made": {},
            "changes": plain(want.changes),
            "hash": digest(why.encode()),
            "failed": why,
        }
        store.add_rerun(name, label, head, None, asked)

    return _all("ask", calls, expected, keep, wishes, keep_failure, **_where(wishes)), len(calls)


def findings_of_record(name, record):
    """What its claims say of a record. Raises RuntimeError with the reason where they cannot be judged."""
    calls = {name: ("scripts.engine.claims.judge", (name, record))}
    for _, status, value, _ in run_apart(calls, 1, preload=DRAWING, python="documented"):
        if status == "failed":
            raise RuntimeError(value)
    return value


def present(names, wishes, with_torch):
    """Judge the claims and draw the figures of records; gives back {name: why it failed}."""
    results, failures, calls, of, cache = wishes.results, {}, {}, {}, Cache()
    for name in names:
        try:
            of[name], record = made_of(name, results, cache), store.read(name, results)
            others = [store.read_file(file) for file in device_records(name, results, cache)]
            timings = current_timings(name, results, cache)
        except store.BrokenResult as error:
            failures[name] = f"{error}. Remove it, or make it again"
            continue
        try:
            again = current_reruns(name, results, cache)
        except (BadSettings, store.BrokenResult) as error:
            failures[name] = f"{error}. Then ask again: python -m scripts.build --reruns --only {name}"
            continue
        devices = {other["made"]["device"]: other for other in others}
        timed = {machine: each["result"] for machine, each in timings.items()}
        calls[name] = "scripts.engine.present.present", (name, record, devices, timed, again)

    def keep(name, value, notes):
        entry, figures = value
        refuse_unknown_slots(entry["claims"])
        if is_published(results):
            check_findings(name, entry["claims"])
        digests = {figure: store.write_figure(figure, svg, results) for figure, svg in figures.items()}
        store.write_shown(name, {"of": of[name], "from": notes} | entry | {"figures": digests}, results)
        verdicts = Counter(finding["verdict"] for finding in entry["claims"])
        told = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.items())
        return f"{count(figures, 'figure')}, {count(entry['claims'], 'claim')}" + (f": {told}" if told else "")

    expected = dict.fromkeys(calls, DRAW_SECONDS)
    preload = MEASURING + DRAWING if with_torch else DRAWING
    return failures | _all("draw", calls, expected, keep, wishes, preload=preload, python="documented")


def tune(names, wishes):
    """Tune experiments again on the tuning seeds, and keep what was found; gives back the build's exit status."""
    names = [name for name in names if (EXPERIMENTS / name / "tune.py").exists()]
    if not names:
        print("nothing to tune: an experiment that chooses something has a file tune.py beside run.py")
        return 0
    expected, calls, found, head = {}, {}, {name: {} for name in names}, {}
    for name in names:
        for seed in TUNING_SEEDS:
            expected[f"{name}, seed {seed}"] = expected_seconds(name) or UNKNOWN_SECONDS
            calls[f"{name}, seed {seed}"] = MEASURE, (f"scripts.experiments.{name}.tune", "cpu", seed)

    def keep(key, value, notes):
        name, seed = key.rsplit(", seed ", 1)
        check(value["result"], next(iter(found[name].values()), value["result"]))  # now, not after ten seeds
        found[name][int(seed)], head[name] = value["result"], {"from": notes, "parameters": value["parameters"]}
        if len(found[name]) == len(TUNING_SEEDS):
            store.write(tuning_file(name), store.sealed(head[name] | tuned([found[name][k] for k in TUNING_SEEDS])))
        return f"{value['made']['seconds']:.1f} s"

    failures = _all("tune", calls, expected, keep, wishes, **_where(wishes) | {"preload": MEASURING})
    say_failures(failures)
    print(f"{count(names, 'experiment')} tuned, {len(failures)} runs failed")
    return 1 if failures else 0


def time(names, wishes):
    """Measure the timings of this machine, one experiment after the other; gives back the build's exit status."""
    names = [name for name in names if (EXPERIMENTS / name / "timings.py").exists()]
    if not names:
        print("nothing to time: an experiment that times something has a file timings.py beside run.py")
        return 0
    how = wishes.device, wishes.seed, wishes.threads
    calls = {name: (MEASURE, (f"scripts.experiments.{name}.timings", *how)) for name in names}

    def keep(name, value, notes):
        made = value["made"]
        threads = f"{made['threads']} thread" + "s" * (made["threads"] > 1)
        machine = f"{made['processor']}, {threads}" if made["device"] == "CPU" else made["device"]
        store.add_timing(name, machine, _record(value, notes), wishes.results)
        return machine

    expected = dict.fromkeys(names, UNKNOWN_SECONDS)
    failures = _all("time", calls, expected, keep, wishes, jobs=1, preload=MEASURING, python="code")
    ran = [name for name in names if name not in failures and record_file(name, wishes.results).exists()]
    failures |= present(ran, wishes, with_torch=True)
    say_failures(failures)
    print(f"{count(names, 'experiment')} timed, {len(failures)} failed")
    return 1 if failures else 0
