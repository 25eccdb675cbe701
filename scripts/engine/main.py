"""One build: what is stale is run, judged and drawn. Each step leaves what it has done, whatever comes next."""

import contextlib
import difflib
import keyword
import os
import sys
from fnmatch import fnmatch
from pathlib import Path

from filelock import FileLock, Timeout

from scripts.engine import store
from scripts.engine.cluster import NoCluster
from scripts.engine.compare import compare, on_device
from scripts.engine.current import State, left_over, record_state, shown_state
from scripts.engine.output import make_patient, status_of, stop_on_signals
from scripts.engine.places import (
    CACHE,
    EXPERIMENTS,
    PUBLISHED,
    PUBLISHED_SEED,
    ROOT,
    experiments,
    is_published,
    record_file,
)
from scripts.engine.processes import NoServer
from scripts.engine.register import Unregistered, write_down
from scripts.engine.run import (
    NoDevice,
    device_here,
    expected_seconds,
    findings_of_record,
    measure,
    present,
    record_of,
    rerun,
    say_failures,
    time,
    tune,
)
from scripts.engine.settings import BadSettings, settings
from scripts.engine.sources import Cache
from scripts.engine.store import BrokenResult, findings, read_shown, sweep, write_shown
from scripts.engine.tuning import TUNING_SEEDS
from scripts.engine.wishes import arguments, mark
from scripts.engine.words import count

TAKEN = "claims", "comparison", "totals", "devices", "timings", "reruns"  # names beside the results, or on the pages


class Refused(Exception):
    """A wish that cannot be granted; the message names the fix."""


DRAFTS = ROOT / "drafts"  # where `make draft` keeps the results of a tuning seed


def chosen(glob, word="--only"):
    """The experiments of these names, and those among them that a build without --only leaves alone: the new ones."""
    everything = experiments()
    for name in everything:
        if not name.isidentifier() or keyword.iskeyword(name) or name in TAKEN:
            raise Refused(f"scripts/experiments/{name}: give it another name, of letters, digits and underscores")
    if glob is None:
        new = [name for name in everything if not record_file(name).exists()]
        return [name for name in everything if name not in new], new
    names = [name for name in everything if fnmatch(name, glob)]
    if not names:
        near = difflib.get_close_matches(glob, everything, 3, 0.4) or [*everything[:8], "..."]
        raise Refused(f"{word} {glob}: no experiment has such a name. Near: {', '.join(near)}")
    return names, []


def misplaced():
    """What lies in scripts/experiments and is no experiment, in words that name the mend."""
    for path in sorted(EXPERIMENTS.glob("[!_.]*")):
        place = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            yield f"{place}: an experiment is a folder. Make it {place[:-3]}/run.py and {place[:-3]}/show.py"
        elif path.is_dir() and not (path / "run.py").exists():
            yield f"{place}: it has no run.py, so it is no experiment. Call the file that measures run.py"


def say_what_was_left(new, wishes):
    """What this build did not do and somebody should know of."""
    for words in misplaced():
        print(words, file=sys.stderr)
    for name in new:
        once = f"make draft NAME={name} tries it, and python -m scripts.build --register {name} writes down its claims"
        print(f"{name} is new, and was not run: {once}", file=sys.stderr)
    left = []
    with contextlib.suppress(BrokenResult):
        if is_published(wishes.results):  # another folder may be another clone's too
            left = left_over(read_shown())
    for path in left:
        print(f"{store.named(path)} is left over: no experiment makes it. Remove it", file=sys.stderr)


def show_list(wishes):
    cache, (names, new) = Cache(), chosen(wishes.only)
    width = max(map(len, [*names, *new]), default=0)
    for name in [*names, *new]:
        word, why, _ = record_state(record_of(name, wishes), wishes.seed, cache)
        seconds = expected_seconds(name)
        cost = "" if seconds is None else f"{seconds:6.1f} s"
        print(f"{word:8}{name:{width}} {cost:8} {why and f'({why})'}".rstrip())
    cache.keep()
    for words in misplaced():
        print(words, file=sys.stderr)
    return 0


def build(wishes):
    names, new = chosen(wishes.only)
    published = None if is_published(wishes.results) else findings(_to_compare_with())
    cache = Cache()
    try:
        shown, judged = read_shown(wishes.results), names
    except BrokenResult as error:
        print(f"{error}. All claims are judged again", file=sys.stderr)
        shown, judged = {}, experiments()
    if published is None:  # another folder may be another clone's too
        for gone in shown.keys() - set(experiments()):
            write_shown(gone, None, wishes.results)
    device = None if published is None or wishes.device == "auto" else wishes.device
    states = {name: record_state(record_of(name, wishes), wishes.seed, cache, device) for name in judged}
    for name in names:
        if states[name].word == "broken":
            print(f"{states[name].why}. It is run again", file=sys.stderr)
    stale = [name for name in names if wishes.force or states[name].word != "current"]
    failures = measure(stale, wishes)
    ready = [name for name in judged if name not in failures and (name in stale or states[name].word == "current")]
    if wishes.on:  # another device's records are shown beside the CPU's, which must be there
        ready = [name for name in ready if record_state(record_file(name), wishes.seed, cache).word == "current"]
    due = [name for name in ready if shown_state(name, shown.get(name), wishes.results, cache) != State("current")]
    failures |= present(due, wishes, with_torch=bool(stale))
    cache.keep()
    say_failures(failures)
    if published is not None or wishes.on:
        fresh = read_shown(wishes.results)
        done = {name: fresh[name] for name in names if name in ready and name not in failures}
        print(on_device(done, wishes.on) if wishes.on else compare(published, done, wishes.results, wishes.seed))
    say_what_was_left(new, wishes)
    ran = len(stale) - len(failures.keys() & set(stale))
    good = len(names) - len(stale) - len(failures.keys() & set(names) - set(stale))
    print(f"{count(names, 'experiment')}: {ran} run, {good} current, {len(failures)} failed")
    return 1 if failures else 0


def ask_again(wishes):
    """Other base seeds and settings of what is published and current; then it is judged again."""
    cache, names, failures = Cache(), [], {}
    for name in chosen(wishes.only)[0]:
        settings(name)  # senseless ones stop all of it
        state = record_state(record_file(name), PUBLISHED_SEED, cache, "cpu")
        if state.word == "current":
            names.append(name)
        else:
            failures[name] = f"only what is published and current is asked again, and {state.why or 'it is not'}"
    more, due = rerun(names, wishes)
    failures |= more
    try:
        shown = read_shown()
    except BrokenResult as error:
        print(f"{error}. All claims are judged again", file=sys.stderr)
        shown = {}
    judged = [name for name in names if shown_state(name, shown.get(name), PUBLISHED, cache) != State("current")]
    failures |= present(judged, wishes, with_torch=True)
    cache.keep()
    say_failures(failures)
    print(f"{count(names, 'experiment')}: {due} asked again, {len(failures)} failed")
    return 1 if failures else 0


def register(wishes):
    """Write down what experiments claim, read off a draft, or off what is published where there is none."""
    failures, cache = {}, Cache()
    for name in chosen(wishes.register, "--register")[0]:
        folders = [folder for folder in (DRAFTS, PUBLISHED)
                   if record_state(record_file(name, folder), None, cache).word == "current"]  # fmt: skip
        if not folders:
            failures[name] = f"it has no draft that is current, to read its claims off: make draft NAME={name}"
            continue
        try:
            record = store.read(name, folders[0])
            seed = record["made"]["seed"]
            if folders[0] == DRAFTS and seed not in (None, *TUNING_SEEDS):
                raise Unregistered(f"its draft has seed {seed}, and drafts have seeds 0 to 9: make draft NAME={name}")
            print(f"{name}: {write_down(name, record, findings_of_record(name, record), wishes.because)}")
        except (Unregistered, BrokenResult, RuntimeError, SyntaxError) as error:
            failures[name] = str(error)
    say_failures(failures)
    return 1 if failures else 0


def _to_compare_with():
    try:
        return read_shown(PUBLISHED)
    except BrokenResult as error:
        raise Refused(f"published {error}. Judge the published claims again first: python -m scripts.build") from None


def locked(wishes):
    with FileLock(CACHE / "lock", timeout=0):
        if not is_published(wishes.results):
            mark(wishes.results)
        sweep(wishes.results)
        wishes.on = device_here(wishes) if wishes.device == "cuda" and is_published(wishes.results) else None
        if wishes.reruns:
            return ask_again(wishes)
        if wishes.register is not None:
            return register(wishes)
        if wishes.tune is not None:
            return tune(chosen(wishes.tune, "--tune")[0], wishes)
        return time(chosen(wishes.only)[0], wishes) if wishes.timings else build(wishes)


def main(words=None):
    make_patient()
    stop_on_signals()
    foreign = {str(Path(path).absolute()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep)} - {str(ROOT)}
    sys.path[:] = [path for path in sys.path if path not in foreign]  # or an experiment could import from there
    wishes = arguments(words)
    wishes.on = None
    os.chdir(ROOT)
    try:
        if wishes.list:
            return show_list(wishes)
        CACHE.mkdir(parents=True, exist_ok=True)
        return locked(wishes)
    except Timeout:
        print("another build is running in this checkout: wait for it to end, then try again", file=sys.stderr)
    except (Refused, NoDevice, NoServer, NoCluster, BadSettings) as error:
        print(f"error: {error}", file=sys.stderr)
    except OSError as error:
        print(f"error: {error}. What was published before is unharmed", file=sys.stderr)
    except KeyboardInterrupt as stopped:
        print("\nstopped: what had ended is kept, and nothing is half written", file=sys.stderr, flush=True)
        os._exit(status_of(stopped))  # wait for nobody: the watcher ends what is left
    return 2
