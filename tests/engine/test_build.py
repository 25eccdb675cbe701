"""The build script: what it makes, what it leaves alone, and what bad input does."""

import json
import re
import shutil

import pytest
import torch

from scripts.engine.measure import defaults
from scripts.engine.store import sealed
from tests.engine.conftest import RUN, SHOW, Checkout


def test_one_build_makes_result_claims_and_figure(built):
    made = ["docs/figures/good.svg", "docs/figures/other.svg"]
    made += [f"docs/registered/{name}.json" for name in ("good", "other")]
    assert sorted(built.files()) == [*made, *(f"docs/results/{name}.json" for name in ("claims", "good", "other"))]
    record = built.record()
    assert list(record) == ["seal", "from", "made", "parameters", "hash", "result"]
    assert (record["made"]["seed"], record["made"]["threads"]) == (1000, 1)
    assert {"torch", "numpy", "scipy", "scikit-learn", "mnist1d", "python"} == record["made"]["versions"].keys()
    assert record["parameters"] == {"repeats": 10, "steps": 1}
    ours = {
        "scripts/experiments/good/run.py",
        "snippets/shape.py",
        "scripts/engine/measure.py",
        "scripts/engine/plain.py",
    }
    assert {path for path in record["from"]["code"] if "__init__" not in path} == ours | {"torch.py"}  # the stand-in
    (claim,) = built.shown()["good"]["claims"]
    assert claim["id"] == "good.claim_mean_is_positive"
    assert (claim["slot"], claim["scope"], claim["verdict"]) == ("01", "10 draws, against 1.", "holds")


def test_a_second_build_does_nothing_and_starts_nothing(fresh):
    before = fresh.files()
    start = "import subprocess, os\ndef no(*_, **__): raise SystemExit('started a process')\n"
    done = fresh.build(before=start + "subprocess.Popen = os.fork = os.posix_spawn = no")
    assert "0 run, 2 current, 0 failed" in done.stdout
    assert done.stderr == ""
    assert fresh.files() == before


def test_a_build_with_work_to_do_is_calm(fresh):
    """No warning that nobody can act on, however strict Python is asked to be."""
    for python in [], ["-W", "error"]:
        done = fresh.build("--force", python=python)
        assert done.returncode == 0, done.stderr
        said = [line for line in done.stderr.splitlines() if line.strip()]
        assert {line.split(":")[0] for line in said} - {"draw good", "draw other"} == {"run good", "run other"}


@pytest.mark.long
def test_what_was_never_published_is_not_run(fresh):
    fresh.experiment("new")
    before = fresh.files()
    done = fresh.build("--force")
    assert done.returncode == 0
    assert "new is new, and was not run: make draft NAME=new tries it" in done.stderr
    assert "python -m scripts.build --register new writes down its claims" in done.stderr
    assert fresh.files().keys() == before.keys()
    assert fresh.states()["new"] == ("new", "it has not been run")
    assert "1 run" in fresh.build("--only", "new").stdout


def test_what_is_left_over_is_named(fresh):
    """A renamed drawing and a removed experiment."""
    fresh.edit("scripts/experiments/good/show.py", "def draw(", "def draw_more(")
    fresh.edit("scripts/experiments/good/show.py", "Slot 01. ", "Slot 01. Figure: more. ")
    shutil.rmtree(fresh.root / "scripts/experiments/other")
    done = fresh.build()
    assert done.returncode == 0
    for path in (
        "docs/figures/good.svg",
        "docs/figures/other.svg",
        "docs/results/other.json",
        "docs/registered/other.json",
    ):
        assert f"{path} is left over: no experiment makes it. Remove it" in done.stderr
        (fresh.root / path).unlink()
    assert list(fresh.shown()) == ["good"]
    assert fresh.build().stderr == ""


def test_a_lost_or_damaged_figure_is_drawn_again(fresh):
    before = fresh.files()
    (fresh.root / "docs/figures/good.svg").unlink()
    fresh.write("docs/figures/other.svg", b"\xff\xfe")
    assert fresh.build().returncode == 0
    assert fresh.files() == before


REFUSALS = [
    (["--only", "goood"], "Near: good"),
    (["--seed", "seven"], "'seven' is not a whole number"),
    (["--seed", "7"], "name a folder for yours, such as --results yours"),
    (["--jobs", "0"], "'0' is not a number above 0"),
    (["--timeout", "soon"], "'soon' is not a number above 0"),
    (["--timeout", "nan"], "'nan' is not a number above 0"),
    (["--threads", "2"], "--threads goes with --timings"),
    (["--results", "docs"], "'docs' is a folder of the project: name one of its own, such as yours"),
    (["--results", "docs/results/mine"], "is a folder of the project"),
    (["--results", "site"], "is a folder of the project"),
    (["--results", ".cache/build"], "is a folder of the project"),
    (["--results", "scripts/experiments"], "is a folder of the project"),
    (["--results", ""], "is a folder of the project"),
    (["--results", "link/mine"], "is a folder of the project"),
    (["--results", "pictures"], "'pictures' holds other things than results"),
    (["--results", "notes.txt"], "'notes.txt' is a file"),
    (["--results", 300 * "x"], "cannot be a folder"),
    (["--device", "tpu"], "invalid choice: 'tpu'"),
    (["--device", "cuda", "--force"], "PyTorch finds no CUDA device here. Use --device cpu, or auto"),
]


@pytest.mark.long
def test_bad_wishes_are_refused(fresh, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    fresh.write("pictures/mine.png", "")
    fresh.write("notes.txt", "")
    (fresh.root / "link").symlink_to(fresh.root / "docs")
    before = fresh.files()
    for words, message in REFUSALS:
        done = fresh.build(*words)
        assert done.returncode == 2, words
        assert message in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert fresh.files() == before


def test_published_results_behind_a_link_are_published_results(fresh):
    (fresh.root / "docs/results").rename(fresh.root / "elsewhere")
    (fresh.root / "docs/results").symlink_to(fresh.root / "elsewhere")
    for folder in "docs/results", "elsewhere":
        done = fresh.build("--seed", "7", "--results", folder)
        assert done.returncode == 2
        assert "published results have seed 1000" in done.stderr
    assert "0 run, 2 current" in fresh.build().stdout


NAMES = ["batch-noise", "claims", "timings"]


def test_what_is_misplaced_or_misnamed_is_named(fresh):
    fresh.write("scripts/experiments/old.py", RUN)
    fresh.write("scripts/experiments/slip/runs.py", RUN)
    done = fresh.build()
    assert done.returncode == 0
    assert (
        "scripts/experiments/old.py: an experiment is a folder. Make it scripts/experiments/old/run.py" in done.stderr
    )
    assert "scripts/experiments/slip: it has no run.py" in done.stderr
    for name in NAMES:
        fresh.experiment(name)
        done = fresh.build()
        assert done.returncode == 2
        assert f"scripts/experiments/{name}: give it another name" in done.stderr
        shutil.rmtree(fresh.root / "scripts/experiments" / name)


RUNS = {  # experiment: (its run.py, what is said)
    "raises": ("raise ArithmeticError('no such root')", "raises/run.py, line 5: ArithmeticError: no such root"),
    "not_a_number": (
        "return {'loss': [1.0, float('nan')]}",
        "result.loss.1 is nan: return None for a run that diverged",
    ),
    "crashes": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "its process was killed by SIGSEGV"),
    "leaves": ("import os; os._exit(3)", "its process ended with status 3"),
    "hangs": ("import time; time.sleep(600)", "ran longer than --timeout 4 s, and was stopped"),
    "nonsense": ("return {'loss': object()}", "result.loss is a object, which is no plain number"),
    "nothing": ("pass", "run returns a dict of plain numbers, not a NoneType"),
    "surrogate": ("return {'s': '\\ud800'}", r"result.s is '\ud800', which cannot be written as UTF-8"),
    "same_keys": ("return {1: 1, '1': 2}", "result has keys that are the same as text"),
    "long": ("raise ValueError('\\x1b\\x07' + 'x' * 5_000_000)", "ValueError: ??xxx"),
    "typo": ("return {", "typo/run.py, line 5: SyntaxError: '{' was never closed"),
    "babbles": (
        "import os, stat, time\n    for number in range(3, 64):\n        try:\n"
        "            stat.S_ISSOCK(os.fstat(number).st_mode) and os.write(number, b'half an answer')\n"
        "        except OSError:\n            pass\n    time.sleep(300)",
        "its process sent what is no answer, and was stopped",
    ),
    "unprintable": ("\n    class E(Exception):\n        def __str__(self): raise ValueError\n    raise E", ": E: "),
}
SHOWS = {  # experiment: (its show.py, what is said)
    "no_axes": (SHOW.replace("subplots()", "subplot()"), "show.py, line 15: AttributeError: 'Figure' object has no"),
    "no_slot": (
        SHOW.replace("Slot 01. ", ""),
        "show.py, line 6, claim_mean_is_positive: ValueError: its docstring must",
    ),
    "no_figure": (
        SHOW.replace("Slot 01. ", "Slot 01. Figure: more. "),
        "stands under 'no_figure-more', which is none of",
    ),
    "no_key": (SHOW.replace("[[repeats]]", "[[repeat]]"), "[[repeat]]: there is no 'repeat'; near: repeats"),
    "no_drawing": (SHOW.replace("def draw", "def sketch"), "no_drawing/show.py draws no figure"),
    "slip": (SHOW.replace("def claim_", "def claims_"), "claims_mean_is_positive is no claim and no drawing"),
    "inexact": (
        SHOW.replace('Effect(result["values"], "units", 1.0)', "Identity(0.5, 0.1)").replace("Effect", "Identity"),
        "NotExact: an identity is off by 0.5, its tolerance is 0.1",
    ),
}
GOOD = {
    "prints": RUN.replace("    return {", '    print("{not json")\n    return {'),
    "counts": RUN.replace("    return {", "    import enum\n    class Two(enum.IntEnum):\n        TWO = 2\n"
                          '    return {"two": Two.TWO, "text": "[a  b]", "name": type("S", (str,), {})("é"),'),
}  # fmt: skip


def test_one_failure_leaves_the_others_running(checkout):
    for name, (fault, _) in RUNS.items():
        checkout.experiment(name, f'"""A fault."""\n\n\ndef run(device, seed):\n    {fault}\n')
    for name, (show, _) in SHOWS.items():
        checkout.experiment(name, show=show)
    for name, run in GOOD.items():
        checkout.experiment(name, run)
    (checkout.experiment("showless").parent / "show.py").unlink()
    (checkout.root / "docs/results/taken.json").mkdir(parents=True)
    checkout.experiment("taken")
    done = checkout.build("--only", "*", "--timeout", "4", "--jobs", "8")
    assert done.returncode == 1
    for name, (_, reason) in (RUNS | SHOWS).items():
        assert f"\n{name} FAILED\n" in done.stderr
        assert reason in done.stderr, (name, done.stderr[-3000:])
    assert "scripts/experiments/showless/show.py is missing: its claims and drawings belong there" in done.stderr
    assert "taken FAILED\n    could not be kept, what was there still is" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 50_000
    assert f"{len(RUNS) + len(SHOWS) + len(GOOD) + 2} experiments: " in done.stdout
    assert sorted(checkout.shown()) == sorted(GOOD)
    assert checkout.record("counts")["result"] | {"values": 0} == {"two": 2, "text": "[a  b]", "name": "é", "values": 0}


def test_a_failed_claim_keeps_what_was(fresh):
    before = fresh.files()
    fresh.edit("scripts/experiments/good/show.py", "[[repeats]]", "[[repeat]]")
    assert fresh.build().returncode == 1
    assert fresh.files() == before


DAMAGE = {
    "cut": lambda data: data[: len(data) // 2],
    "list": lambda data: b"[1, 2]",
    "empty": lambda data: b"",
    "number": lambda data: data.replace(b'"values": [', b'"values": [ 9.5, '),
    "key": lambda data: data.replace(b'"seed"', b'"sed"'),
    "parameter": lambda data: data.replace(b'"repeats": 10', b'"repeats": 99'),
    "device": lambda data: data.replace(b'"CPU"', b'"NVIDIA H100"'),
    "bytes": lambda data: b"\xff\xfe" + data,
    "deep": lambda data: b"[" * 100_000,
    "gone": None,
}


@pytest.mark.long
def test_damaged_files_heal(checkout):
    """Results, claims, figures: each is noticed, named, and made again."""
    for name in DAMAGE:
        checkout.experiment(name)
    assert checkout.build("--only", "*").returncode == 0
    before = checkout.files()
    for name, damage in DAMAGE.items():
        file = checkout.root / f"docs/results/{name}.json"
        data = file.read_bytes()
        file.unlink()
        if damage:
            file.write_bytes(damage(data))
    states = checkout.states()
    assert {word for word, _ in states.values()} == {"broken", "new"}
    assert states["parameter"][1].endswith("/parameter.json was changed after it was made: it does not match its seal")
    done = checkout.build("--only", "*")
    assert done.returncode == 0, done.stderr
    assert "parameter.json was changed after it was made: it does not match its seal. It is run again" in done.stderr
    assert "bytes.json is not what a build writes: it begins with no seal" in done.stderr
    assert checkout.record("number")["hash"] == json.loads(before["docs/results/number.json"])["hash"]
    shown = {name: entry["claims"] for name, entry in checkout.shown().items()}
    checkout.write("docs/results/claims.json", b"\xff\xfe")
    done = checkout.build("--only", "cut")
    assert done.returncode == 0, done.stderr
    assert "claims.json is not what a build writes: it begins with no seal. All claims are judged again" in done.stderr
    assert {name: entry["claims"] for name, entry in checkout.shown().items()} == shown


FULL = """
import errno, pathlib
whole = pathlib.Path.open
class Full:
    def __init__(self, file): self.file = file
    def __enter__(self): return self
    def __exit__(self, *error): self.file.close()
    def __getattr__(self, name): return getattr(self.file, name)
    def write(self, text):
        self.file.write(text[: len(text) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")
def short(self, mode="r", *args, **kwargs):
    file = whole(self, mode, *args, **kwargs)
    return Full(file) if "w" in mode and "results" in str(self) else file
pathlib.Path.open = short
"""


def test_a_full_disk_loses_nothing(fresh):
    before = fresh.files()
    done = fresh.build("--force", before=FULL)
    assert done.returncode == 1
    assert "could not be kept, what was there still is" in done.stderr
    assert "No space left on device" in done.stderr
    assert "2 experiments: 0 run, 0 current, 2 failed" in done.stdout
    assert fresh.files() == before


@pytest.mark.long
def test_a_server_that_cannot_load_a_package_is_survived(fresh):
    """An experiment that does not need it runs; where the server itself ends, it is said."""
    broken = "import scripts.engine.processes as p; p.MEASURING = ('broken', 'antigravity_')"
    fresh.write("broken.py", "raise OSError('libgomp.so.1: cannot open shared object file')\n")
    assert fresh.build("--force", "--only", "good", before=broken).returncode == 0
    fresh.write("broken.py", "import os\nos._exit(1)\n")
    done = fresh.build("--force", "--only", "good", before=broken)
    assert done.returncode == 2
    assert "the server of processes has ended" in done.stderr
    assert "Traceback" not in done.stderr


SPAWN = "import multiprocessing; multiprocessing.get_all_start_methods = lambda: ['spawn']"


def test_where_fork_is_missing_each_process_starts_anew(fresh):
    """As on Windows: a process that ends without an answer is noticed there too."""
    before = fresh.record()
    fresh.edit("scripts/experiments/other/run.py", "    return {", "    import os; os._exit(3)\n    return {")
    done = fresh.build("--force", before=SPAWN)
    assert "its process ended with status 3" in done.stderr
    assert "2 experiments: 1 run, 0 current, 1 failed" in done.stdout
    assert fresh.record()["hash"] == before["hash"]


def test_the_parameters_of_a_decorated_run_are_known():
    @torch.no_grad()
    def run(device, seed, *, repeats=10):
        pass

    assert defaults(run) == {"repeats": 10}


def test_another_run_is_kept_apart_and_compared(fresh):
    """Only what this build was asked for, by its seed; the folder is the build's own from then on."""
    before = fresh.files()
    fresh.edit("scripts/experiments/other/run.py", "    return {", "    raise OSError('not today')\n    return {")
    done = fresh.build("--results", "mine", "--seed", "7")
    assert done.returncode == 1
    assert "this run (seed 7)" in done.stdout
    assert "1 of 1 verdicts are the same" in done.stdout
    assert "other.claim" not in done.stdout
    assert fresh.files() == before
    mine = fresh.record(folder="mine")
    assert mine["made"]["seed"] == 7
    assert mine["hash"] != fresh.record()["hash"]
    assert (fresh.root / "mine/figures/good.svg").exists()
    compared = json.loads(fresh.read("mine/comparison.json"))
    assert compared["seed"] == 7
    (row,) = compared["claims"]
    assert (row["experiment"], row["claim"], row["same"]) == ("good", "good.claim_mean_is_positive", True)
    assert "nothing to compare" in fresh.build("--results", "mine", "--seed", "8", "--only", "other").stdout


def test_a_differing_verdict_says_what_it_means_and_is_no_failure(fresh):
    claims = fresh.shown()
    claims["good"]["claims"][0]["alone"]["verdict"] = "not settled"
    fresh.write("docs/results/claims.json", sealed({"experiments": claims}))
    fresh.experiment("new")
    done = fresh.build("--only", "*", "--results", "mine")
    assert done.returncode == 0
    assert "1 of 2 verdicts are the same, 1 not published" in done.stdout
    assert "differs: this run decides otherwise" in done.stdout
    assert "With the same seed, please tell us" in done.stdout


@pytest.mark.long
def test_two_clones_share_a_folder_of_results(fresh, tmp_path_factory):
    """Each with its own experiments, at the same time: the claims of both are there in the end."""
    shared = tmp_path_factory.mktemp("shared") / "results"
    clone = Checkout(shutil.copytree(fresh.root, tmp_path_factory.mktemp("clone") / "clone"))
    words = "--results", str(shared), "--only"
    with fresh.start(*words, "good") as one, clone.start(*words, "other") as two:
        assert (one.wait(60), two.wait(60)) == (0, 0)
    assert sorted(json.loads((shared / "claims.json").read_text("utf-8"))["experiments"]) == ["good", "other"]


def test_the_list_names_costs_and_other_versions(fresh):
    assert re.match(r"current +good +\d+\.\d s$", fresh.build("--list").stdout.splitlines()[0])
    record = fresh.record()
    record["made"]["versions"]["numpy"] = "0.1"
    del record["seal"]
    fresh.write("docs/results/good.json", sealed(record))
    assert fresh.states()["good"] == ("current", "made with numpy 0.1")
