"""The words of the command line, checked; each refusal names the fix."""

import argparse
import os
import re
from pathlib import Path

from scripts.engine.cluster import JOBS
from scripts.engine.places import PUBLISHED, PUBLISHED_SEED, ROOT, is_published

MADE_BY_BUILD = ".results"  # marks a folder of results, so that no other folder is written into
OUR_OWN = "docs", "site", "scripts", "snippets", "tests", ".git", ".venv", ".cache", ".ci"
EXAMPLES = """\
python -m scripts.build                       whatever is stale, on every core
python -m scripts.build --list                say what is stale and what it costs, and run nothing
python -m scripts.build --only "momentum*"    some experiments, also those that were never published
python -m scripts.build --force               whether stale or not
python -m scripts.build --seed 7 --results mine    another run, kept apart and compared with the published one
python -m scripts.build --device cuda         on a GPU; kept beside the published results, which are a CPU's
python -m scripts.build --cluster tcp://10.0.0.1:8786    on the workers of a Dask scheduler; or slurm
python -m scripts.build --reruns              ask what is published again: four more base seeds, other settings
python -m scripts.build --register momentum   write down what it claims, before its published run
python -m scripts.build --tune momentum       tune it again, on seeds 0 to 9
python -m scripts.build --timings             measure the timings of this machine, one after the other
"""


def arguments(words):
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build",
        description="Run the experiments whose code has changed, judge their claims, and draw their figures.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--only", metavar="GLOB", help="the experiments of these names")
    add("--list", action="store_true", help="say what is stale and what it costs, and run nothing")
    add("--force", action="store_true", help="run them also where they are current")
    add("--device", default="auto", choices=["auto", "cpu", "cuda"], help="auto: CUDA if there is one, for --results")
    add("--seed", default=PUBLISHED_SEED, type=_natural, metavar="N", help=f"default {PUBLISHED_SEED}")
    add("--cluster", type=_cluster, metavar="WHERE", help="run them there: tcp://HOST:PORT (Dask), slurm, or local")
    add("--jobs", type=_positive(int), metavar="N", help="experiments side by side, default a core each")
    add("--timeout", type=_positive(float), metavar="S", help="stop an experiment after S seconds")
    add("--results", default=PUBLISHED, type=_folder, metavar="DIR", help="another folder for them")
    add("--timings", action="store_true", help="measure timings in place of results")
    add("--threads", default=1, type=_positive(int), metavar="N", help="of each timing, default 1")
    add("--reruns", action="store_true", help="ask again with other base seeds and settings, where that is due")
    add("--register", metavar="GLOB", help="write down what these experiments claim, read off a draft")
    add("--because", metavar="WHY", default="", help="the reason, where something registered changes")
    add("--tune", metavar="GLOB", help="tune these again, into their tuning.json")
    wishes = parser.parse_args(words)
    other = [
        f"--{name}"
        for name in ("reruns", "register", "tune", "timings", "list")
        if getattr(wishes, name) not in (None, False)
    ]
    if len(other) > 1:
        parser.error(f"{' and '.join(other)}: one at a time")
    wishes.because = wishes.because.strip()
    if wishes.because and wishes.register is None:
        parser.error("--because goes with --register")
    if not wishes.because.isprintable():
        parser.error("--because: a sentence on one line, please, in characters that can be written")
    if other and other[0] in ("--reruns", "--register", "--tune"):
        _refuse_others(parser, wishes, other[0])
    if wishes.cluster:
        here = [f"--{name}" for name in ("list", "register", "timings") if f"--{name}" in other]
        if here or wishes.jobs:
            parser.error(f"{(*here, '--jobs')[0]} is about this machine: leave --cluster out")
    wishes.jobs = wishes.jobs or _cores()
    if wishes.seed != PUBLISHED_SEED and wishes.results == PUBLISHED:
        parser.error(f"published results have seed {PUBLISHED_SEED}: name a folder for yours, such as --results yours")
    if wishes.threads != 1 and not wishes.timings:
        parser.error("--threads goes with --timings: results are made with one thread each")
    if wishes.device == "auto" and wishes.results == PUBLISHED and not wishes.timings:
        wishes.device = "cpu"  # which makes the published results
    return wishes


def _refuse_others(parser, wishes, what):
    """These are about the published results, on a CPU, and with seeds of their own."""
    if wishes.seed != PUBLISHED_SEED:
        parser.error(f"{what} has seeds of its own: leave --seed out")
    if wishes.device not in ("auto", "cpu"):
        parser.error(f"{what} runs on the CPU, as what is published did: leave --device out")
    if wishes.results != PUBLISHED:
        parser.error(f"{what} is about the published results: leave --results out")


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
        if not 0 < number < float("inf"):
            raise argparse.ArgumentTypeError(f"{word!r} is not a number above 0")
        return number

    return parse


def _cluster(word):
    if word not in JOBS and not re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", word):
        raise argparse.ArgumentTypeError(f"{word!r} is no cluster: name a scheduler, as tcp://10.0.0.1:8786, or slurm")
    return word


def _folder(word):
    try:
        folder = Path(word).expanduser().resolve()
        return PUBLISHED if is_published(folder) else _checked(word, folder)
    except (OSError, RuntimeError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{word!r} cannot be a folder: {error}") from None


def _checked(word, folder):
    """A folder for another run's results: the build's own, or empty, or not there yet."""

    def refuse(why):
        raise argparse.ArgumentTypeError(f"{word!r} {why}: name one of its own, such as yours")

    if folder.exists() and not folder.is_dir():
        refuse("is a file")
    ours = [ROOT / name for name in OUR_OWN] + [PUBLISHED]
    if ROOT.is_relative_to(folder) or any(folder.is_relative_to(own.resolve()) for own in ours):
        refuse("is a folder of the project")
    if folder.exists() and any(folder.iterdir()) and not (folder / MADE_BY_BUILD).exists():
        refuse("holds other things than results")
    return folder


def mark(folder):
    """Make the folder, and say that it is the build's own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MADE_BY_BUILD).touch()


def _cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
