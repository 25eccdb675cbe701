"""The build script: what is stale, what bad input does, and that nothing is ever lost."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
import torch

from scripts.worker import defaults
from tests.engine.conftest import GOOD


def record(checkout, name="good", folder="docs/results"):
    return json.loads((checkout.root / folder / f"{name}.json").read_text("utf-8"))


def states(checkout):
    listed = checkout.build("--list").stdout.splitlines()
    return {name: word for word, name, *_ in (line.split(maxsplit=2) for line in listed)}


def test_one_build_makes_result_claims_and_figure(built):
    assert sorted(built.files()) == ["docs/figures/good.svg", "docs/results/claims.json", "docs/results/good.json"]
    made = record(built)["made"]
    assert made["seed"] == 1000
    assert made["threads"] == 1
    assert {"device", "cpu_capability", "versions", "seconds", "cpu_seconds"} < made.keys()
    assert record(built)["parameters"] == {"repeats": 10, "steps": 1}
    (claim,) = json.loads((built.root / "docs/results/claims.json").read_text("utf-8"))
    assert claim["id"] == "good.claim_mean_is_positive"
    assert (claim["slot"], claim["scope"], claim["verdict"]) == ("01", "10 draws.", "holds")


def test_a_second_build_does_nothing(fresh):
    before = fresh.files()
    done = fresh.build()
    assert "0 run, 1 current, 0 failed" in done.stdout
    assert done.stderr == ""
    assert fresh.files() == before


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("Draw some numbers.", "Draw numbers.", "current"),
        ("    return {", "    # why\n    return {", "current"),
        ("1.0)", "2.0)", "current"),
        (".plot(", ".bar(range(10), ", "current"),
        ("repeats=10", "repeats=11", "stale"),
        ("normal(3)", "normal(4)", "stale"),
    ],
)
def test_stale_is_what_changes_a_result(fresh, old, new, word):
    assert old in GOOD
    fresh.experiment("good", GOOD.replace(old, new))
    assert states(fresh) == {"good": word}


def test_stale_follows_imports(fresh):
    fresh.write("snippets/shape.py", '"""Three times."""\n\n\ndef double(x):\n    return 3 * x\n')
    assert states(fresh) == {"good": "stale"}


def test_stale_follows_relative_imports(fresh):
    fresh.experiment("_shared", "def triple(x):\n    return 3 * x\n")
    fresh.experiment("good", GOOD.replace("from snippets.shape import double", "from ._shared import triple as double"))
    assert fresh.build().returncode == 0
    fresh.experiment("_shared", "def triple(x):\n    return 4 * x\n")
    assert states(fresh) == {"good": "stale"}


def test_what_only_claims_and_drawings_use_does_not_count(fresh):
    """Also not in another experiment from which `run` takes one function."""
    borrower = GOOD.replace("from snippets.shape import double", "from scripts.experiments.good import run as other")
    fresh.experiment(
        "borrower", borrower.replace("double(", "float(").replace('{"values"', '{**other(device, seed), "values"')
    )
    assert fresh.build().returncode == 0
    evidence = fresh.root / "scripts/evidence.py"
    evidence.write_text(evidence.read_text("utf-8").replace("FEWEST_REPEATS = 10", "FEWEST_REPEATS = 9"), "utf-8")
    fresh.experiment("good", GOOD.replace("def draw", "def helper():\n    pass\n\n\ndef draw"))
    assert states(fresh) == {"good": "current", "borrower": "current"}
    fresh.experiment("good", GOOD.replace("normal(3)", "normal(4)"))
    assert states(fresh) == {"good": "stale", "borrower": "stale"}


def test_stale_follows_data_files(fresh):
    fresh.write("docs/data/numbers.csv", "1\n2\n")
    fresh.experiment("good", GOOD.replace("\n\ndef run", '\nDATA = "docs/data/numbers.csv"\n\n\ndef run'))
    assert fresh.build().returncode == 0
    assert states(fresh) == {"good": "current"}
    fresh.write("docs/data/numbers.csv", "1\n3\n")
    assert states(fresh) == {"good": "stale"}


def test_a_changed_claim_or_drawing_is_redone_without_a_rerun(fresh):
    before = record(fresh)
    fresh.experiment("good", GOOD.replace("1.0)", "100.0)").replace(".plot(", ".bar(range(10), "))
    figure = fresh.files()["docs/figures/good.svg"]
    assert "0 run" in fresh.build().stdout
    assert record(fresh) == before
    assert fresh.files()["docs/figures/good.svg"] != figure
    assert json.loads(fresh.files()["docs/results/claims.json"])[0]["verdict"] == "does not hold"


def test_a_lost_figure_is_drawn_again(fresh):
    before = fresh.files()
    (fresh.root / "docs/figures/good.svg").unlink()
    assert fresh.build().returncode == 0
    assert fresh.files() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--only", "goood"], "Near: good"),
        (["--seed", "seven"], "'seven' is not a whole number"),
        (["--seed", "7"], "name a folder for yours, such as --results yours"),
        (["--jobs", "0"], "'0' is not a number above 0"),
        (["--timeout", "soon"], "'soon' is not a number above 0"),
        (["--results", "docs"], "'docs' is a folder of the project: name one of its own, such as yours"),
        (["--results", "docs/results/mine"], "is a folder of the project"),
        (["--results", ""], "is a folder of the project"),
        (["--results", "scripts/build.py"], "'scripts/build.py' is a file"),
        (["--device", "tpu"], "invalid choice: 'tpu'"),
        (["--device", "cuda", "--force"], "PyTorch finds no CUDA device here. Use --device cpu, or auto"),
    ],
)
def test_bad_wishes_are_refused(fresh, monkeypatch, words, message):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    before = fresh.files()
    done = fresh.build(*words)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert fresh.files() == before


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda text: text[: len(text) // 2], "good.json is not JSON"),
        (lambda text: "[1, 2]", "good.json is JSON, but not the record of an experiment"),
        (lambda text: "{}", "good.json is JSON, but not the record of an experiment"),
        (lambda text: text.replace('"values": [', '"values": [9.5, '), "changed after it was made"),
        (lambda text: text.replace('"seed"', '"sed"'), "good.json is JSON, but not the record of an experiment"),
    ],
)
def test_a_broken_result_is_reported_and_run_again(fresh, damage, message):
    file = fresh.root / "docs/results/good.json"
    before = record(fresh)
    file.write_text(damage(file.read_text("utf-8")), "utf-8")
    assert states(fresh) == {"good": "broken"}
    done = fresh.build()
    assert done.returncode == 0
    assert message in done.stderr
    assert record(fresh)["hash"] == before["hash"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda text: text[: len(text) // 2], "claims.json is not JSON"),
        (lambda text: '[{"id": "good.claim_mean_is_positive"}]', "claims.json is JSON, but not a list of findings"),
    ],
)
def test_broken_claims_are_reported_and_judged_again(fresh, damage, message):
    fresh.experiment("other")
    assert fresh.build().returncode == 0
    before = fresh.files()
    file = fresh.root / "docs/results/claims.json"
    file.write_text(damage(file.read_text("utf-8")), "utf-8")
    done = fresh.build("--only", "other")
    assert done.returncode == 0
    assert message in done.stderr
    assert fresh.files() == before


def test_text_in_a_result_stays_as_it_is(checkout):
    checkout.experiment("good", GOOD.replace('{"values"', '{"name": "[a  b]", "values"'))
    assert checkout.build().returncode == 0
    assert record(checkout)["result"]["name"] == "[a  b]"
    assert states(checkout) == {"good": "current"}


def test_a_broken_experiment_is_named(fresh):
    before = fresh.files()
    fresh.experiment("typo", "def run(device, seed:\n")
    done = fresh.build()
    assert done.returncode == 2
    assert "typo.py, line " in done.stderr
    assert "Traceback" not in done.stderr
    assert fresh.files() == before


@pytest.mark.parametrize("name", ["batch-noise", "claims"])
def test_a_name_that_cannot_be_used_is_refused(fresh, name):
    fresh.experiment(name)
    done = fresh.build()
    assert done.returncode == 2
    assert f"{name}.py: " in done.stderr
    assert "Traceback" not in done.stderr


FAULTS = {
    "raises": "raise ArithmeticError('no such root')",
    "not_a_number": "return {'loss': [1.0, float('nan')]}",
    "crashes": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "leaves": "import os; os._exit(3)",
    "hangs": "import time; time.sleep(600)",
    "returns_nonsense": "return {'loss': object()}",
    "returns_nothing": "pass",
}
REASONS = {
    "raises": "raises.py, line 4: ArithmeticError: no such root",
    "not_a_number": "result.loss.1 is nan: return None for a run that diverged",
    "crashes": "its process was killed by SIGSEGV",
    "leaves": "its process ended with status 3",
    "hangs": "ran longer than --timeout 5 s, and was stopped",
    "returns_nonsense": "result.loss is a object, which is no plain number",
    "returns_nothing": "run returns a dict of plain numbers, not a NoneType",
}


def test_one_failure_leaves_the_others_running(checkout):
    for name, fault in FAULTS.items():
        checkout.experiment(
            name, f'"""A fault."""\n\ndef run(device, seed):\n    {fault}\n\ndef draw(figure, result): pass\n'
        )
    checkout.experiment("good")
    checkout.experiment("prints", GOOD.replace("    return {", '    print("{not json")\n    return {'))
    done = checkout.build("--timeout", "5", "--jobs", "8")
    assert done.returncode == 1
    assert f"9 experiments: 2 run, 0 current, {len(FAULTS)} failed" in done.stdout
    for name, reason in REASONS.items():
        assert f"{name} FAILED" in done.stderr
        assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert record(checkout)["result"] == record(checkout, "prints")["result"]
    assert {file for file in checkout.files() if file.endswith(".svg")} == {
        "docs/figures/good.svg",
        "docs/figures/prints.svg",
    }


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (GOOD.replace("figure.subplots()", "figure.subplot()"), "has no attribute 'subplot'"),
        (GOOD.replace("Slot 01. ", ""), "its docstring must be a sentence"),
        (GOOD.replace("Slot 01. ", "Slot 01. Figure: more. "), "stands under good-more, not under one of good"),
        (GOOD.replace("[[repeats]]", "[[repeat]]"), "[[repeat]]: there is no 'repeat'; near: repeats"),
        (
            GOOD.replace('Effect(result["values"], "units", 1.0)', "Identity(0.5, 0.1)").replace("Effect", "Identity"),
            "NotExact: an identity is off by 0.5, its tolerance is 0.1",
        ),
    ],
)
def test_a_broken_claim_or_drawing_fails_and_keeps_what_was(fresh, broken, reason):
    before = fresh.files()
    fresh.experiment("good", broken)
    done = fresh.build()
    assert done.returncode == 1
    assert reason in done.stderr
    assert fresh.files() == before


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
    assert fresh.files() == before


def test_a_second_build_in_the_checkout_is_refused(fresh):
    fresh.experiment("slow", GOOD.replace("    return {", "    import time; time.sleep(60)\n    return {"))
    first = subprocess.Popen(fresh.command(), cwd=fresh.root, stderr=subprocess.DEVNULL)
    try:
        while not (fresh.root / ".cache/build/logs/slow.log").exists():
            time.sleep(0.05)
        second = fresh.build()
        assert second.returncode == 2
        assert "another build is running in this checkout" in second.stderr
        first.send_signal(signal.SIGINT)
        assert first.wait(20) == 130
    finally:
        first.kill()
    assert "docs/results/slow.json" not in fresh.files()


SPAWN = "import multiprocessing; multiprocessing.get_all_start_methods = lambda: ['spawn']"


def test_where_fork_is_missing_each_process_starts_anew(fresh):
    """As on Windows: a process that ends without an answer is noticed there too."""
    before = record(fresh)
    fresh.experiment("leaves", GOOD.replace("    return {", "    import os; os._exit(3)\n    return {"))
    done = fresh.build("--force", before=SPAWN)
    assert "its process ended with status 3" in done.stderr
    assert "2 experiments: 1 run, 0 current, 1 failed" in done.stdout
    assert record(fresh)["hash"] == before["hash"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_process_that_leaves_a_child_behind_is_not_waited_for(fresh):
    """The child holds the other end of the pipe until the build has ended."""
    left = """    import os, pathlib, time
    while not os.fork() and not pathlib.Path("ended").exists():
        time.sleep(0.1)
    os._exit(3)
    return {"""
    fresh.experiment("good", GOOD.replace("    return {", left))
    said = fresh.write("said", "")
    try:
        with said.open("wb") as stderr:
            build = subprocess.Popen(fresh.command("--force"), cwd=fresh.root, stderr=stderr)
            assert build.wait(60) == 1
    finally:
        build.kill()
        fresh.write("ended", "")
    assert "its process ended with status 3" in said.read_text("utf-8")


def test_the_parameters_of_a_decorated_run_are_known():
    @torch.no_grad()
    def run(device, seed, *, repeats=10):
        pass

    assert defaults(run) == {"repeats": 10}


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups")
def test_ctrl_c_while_the_server_loads_ends_quietly(fresh):
    fresh.write("slow.py", "import pathlib, time\npathlib.Path('loading').touch()\ntime.sleep(2)\n")
    start = "import scripts.pool as p; p.PRELOAD = ['slow']; from scripts.build import main; raise SystemExit(main())"
    command = [sys.executable, "-c", start, "--force"]
    build = subprocess.Popen(command, cwd=fresh.root, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (fresh.root / "loading").exists():
        time.sleep(0.05)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does
    said = build.communicate(timeout=60)[1]
    assert build.returncode == 130
    assert "stopped: what had ended is kept" in said
    assert "Traceback" not in said


def test_another_run_is_kept_apart_and_compared(fresh):
    before = fresh.files()
    done = fresh.build("--results", "mine", "--seed", "7")
    assert done.returncode == 0
    assert "1 of 1 verdicts are the same" in done.stdout
    assert fresh.files() == before
    mine = record(fresh, folder="mine")
    assert mine["made"]["seed"] == 7
    assert mine["hash"] != record(fresh)["hash"]
    assert (fresh.root / "mine/figures/good.svg").exists()
    (row,) = json.loads((fresh.root / "mine/comparison.json").read_text("utf-8"))
    assert (row["experiment"], row["claim"], row["same"]) == ("good", "good.claim_mean_is_positive", True)
    assert row["published"].keys() == row["fresh"].keys() == {"verdict", "effect", "interval"}


def test_a_differing_verdict_is_shown_and_is_no_failure(fresh):
    claims = fresh.root / "docs/results/claims.json"
    claims.write_text(claims.read_text("utf-8").replace('"holds"', '"not settled"'), "utf-8")
    done = fresh.build("--results", "mine")
    assert done.returncode == 0
    assert "NO" in done.stdout
    assert "0 of 1 verdicts are the same" in done.stdout


def test_a_claim_without_a_published_verdict_is_not_counted(fresh):
    fresh.experiment("new")
    done = fresh.build("--results", "mine")
    assert done.returncode == 0
    assert "1 of 1 verdicts are the same, 1 not published" in done.stdout
