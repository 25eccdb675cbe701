"""What takes minutes to prove: builds killed at moments drawn from a seed, lacks of all kinds, a moved checkout."""

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.engine.places import ROOT, experiments
from scripts.engine.store import read, read_claims
from tests.engine.conftest import Checkout, no_proc

pytestmark = [pytest.mark.stress, no_proc]
KILLS = 50
CHEAP = ["t[ahr]*", "b[au][rt]*", "o*", "c[ra]*", "slopes", "adam*", "flex*", "random*", "dead*", "momentum_r*"]


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A clone of this checkout, with what is not committed."""
    root = tmp_path_factory.mktemp("clone") / "checkout"
    subprocess.run(["git", "clone", "--quiet", ROOT, root], check=True)
    return Checkout(root)


def kept(results):
    """The experiments that a folder of results holds, whole. Raises BrokenResult for one that is damaged."""
    names = [name for name in experiments() if (results / f"{name}.json").exists()]
    for name in names:
        read(name, results)
    read_claims(results)
    for figure in results.glob("figures/[!.]*"):
        assert figure.read_text("utf-8").rstrip().endswith("</svg>")
    return names


@pytest.mark.timeout(1200)
def test_fifty_kills_leave_nothing_damaged_and_nothing_running(real, tmp_path):
    """Builds of real experiments, killed at moments drawn from a seed; what had ended before is whole."""
    chance, results, whole = random.Random(0), tmp_path / "results", set()
    begun = time.monotonic()
    assert real.build("--only", "dead*", "--force", "--results", str(tmp_path / "first")).returncode == 0
    short = time.monotonic() - begun  # on this machine
    for _ in range(KILLS):
        glob, moment = chance.choice(CHEAP), short * chance.uniform(0.05, 1.5)
        with real.start("--only", glob, "--force", "--results", str(results), stdout=subprocess.DEVNULL) as build:
            time.sleep(moment)
            build.kill()
            build.communicate()
        assert real.left_running() == []
        whole |= {*kept(results)}
    assert len(whole) >= 5, "too few had ended before a kill: nothing was shown"
    done = real.build("--only", "t[ahr]*", "--results", str(results))
    assert done.returncode == 0, done.stderr
    assert [*tmp_path.rglob(".*.tmp")] == []
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=real.root, capture_output=True, text=True, check=True
    )
    assert changed.stdout == "", "what is published was touched"


def limited(kind, amount):
    """In a child: no more of something than `amount`."""
    return lambda: resource.setrlimit(kind, (amount, amount))


LACKS = {
    "memory": (resource.RLIMIT_AS, 1_500_000_000, "def run(device, seed, *, repeats=10):\n    x = bytearray(10**10)\n"),
    "disk": (resource.RLIMIT_FSIZE, 20_000, "def run(device, seed, *, repeats=10):\n    x = [0.5] * 10**5\n"),
}


@pytest.mark.parametrize("lack", LACKS)
def test_who_lacks_memory_or_disk_fails_alone_and_loses_nothing(fresh, lack):
    kind, amount, run = LACKS[lack]
    before = fresh.files()
    fresh.experiment("hungry", f'"""More than there is?"""\n\n\n{run}    return {{"values": [*x]}}\n')
    fresh.edit("scripts/experiments/other/run.py", "normal(3)", "normal(4)")
    done = fresh.build("--only", "*", "--results", "mine", preexec_fn=limited(kind, amount))
    assert done.returncode == 1 and "hungry FAILED" in done.stderr
    assert fresh.record("other", "mine")["result"]
    after = {name: data for name, data in fresh.files().items() if "hungry" not in name}
    assert after == before and fresh.left_running() == []


@pytest.mark.parametrize("year", [1985, 2099])
def test_the_clock_says_nothing(fresh, year):
    """Whatever the times of the files: what is current is seen by what they hold."""
    moment = time.mktime((year, 1, 1, 0, 0, 0, 0, 0, 0))
    for file in fresh.root.rglob("*"):
        os.utime(file, (moment, moment))
    assert {word for word, _ in fresh.states().values()} == {"current"}
    fresh.edit("scripts/experiments/good/run.py", "normal(3)", "normal(4)")
    os.utime(fresh.root / "scripts/experiments/good/run.py", (moment, moment))
    assert {name for name, (word, _) in fresh.states().items() if word == "stale"} == {"good"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: run it as another user")
def test_what_may_not_be_written_is_said_and_loses_nothing(fresh):
    before, folder = fresh.files(), fresh.root / "docs" / "results"
    folder.chmod(0o500)
    try:
        done = fresh.build("--force")
    finally:
        folder.chmod(0o700)
    assert done.returncode != 0 and "Permission denied" in done.stderr
    assert fresh.files() == before


def test_two_builds_at_once_leave_one_whole(fresh):
    for place in range(4):
        fresh.experiment(f"toy_{place}")
    with fresh.start("--only", "*", "--force") as first, fresh.start("--only", "*", "--force") as second:
        codes = sorted((first.wait(120), second.wait(120)))
    assert codes in ([0, 0], [0, 2]), "one after the other, or one refused"
    assert {word for word, _ in fresh.states().values()} == {"current"}


def test_a_checkout_that_moves_stays_current(fresh):
    moved = Path(f"{fresh.root} moved, ünd with spaces")
    fresh.root.rename(moved)
    try:
        assert {word for word, _ in Checkout(moved).states().values()} == {"current"}
        done = Checkout(moved).build("--force")
        assert done.returncode == 0, done.stderr
    finally:
        moved.rename(fresh.root)


ALONE = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import torch
gone = set(sys.argv[2:])
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in gone:
            raise ModuleNotFoundError(f"{name}: torch alone is there", name=name)
sys.meta_path.insert(0, Without())
import snippets
for each in pkgutil.iter_modules(snippets.__path__):
    try:
        importlib.import_module(f"snippets.{each.name}")
    except ModuleNotFoundError as error:
        print(each.name, error.name.partition(".")[0])
"""
OTHERS = "scipy", "sklearn", "matplotlib", "mnist1d", "pandas", "scripts", "tqdm", "torchvision"


def test_snippets_need_torch_alone_but_for_one_that_says_so(tmp_path):
    command = [sys.executable, "-I", "-c", ALONE, ROOT, *OTHERS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["tell_apart sklearn"]


def test_no_package_is_known_to_be_unsafe():
    """pip-audit, where it is installed and reaches the list of what is known."""
    pytest.importorskip("pip_audit", reason="make stress installs it")
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        ROOT / "requirements.txt",
        "--no-deps",
        "--disable-pip",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if "ConnectionError" in done.stderr or "Max retries" in done.stderr or "HTTPError" in done.stderr:
        pytest.skip("the list of what is known cannot be reached from here")
    assert done.returncode == 0, done.stdout
