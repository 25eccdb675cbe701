"""Experiments on a cluster: a real scheduler of Dask with two workers over loopback, and submitit on this machine."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from tests.engine.conftest import RUN, no_groups, no_proc

pytestmark = [no_proc, no_groups]
needs_dask = pytest.mark.skipif(not find_spec("distributed"), reason="Dask comes with requirements-cluster.txt")
needs_submitit = pytest.mark.skipif(not find_spec("submitit"), reason="submitit comes with requirements-cluster.txt")

HANGS = """    import os, time
    mark = {mark!r}
    if not os.path.exists(mark):
        with open(mark + ".part", "w") as file:
            file.write(str(os.getpid()))
        os.rename(mark + ".part", mark)
        time.sleep(300)
    return {{"""


@contextlib.contextmanager
def dask(checkout, what, *words):
    """A part of Dask, started in the checkout as its command line does it."""
    command = [sys.executable, "-m", "dask", what, "--no-dashboard", "--host", "127.0.0.1", *words]
    log = (checkout.root / ".cache" / f"{what}.log").open("w")
    with log, subprocess.Popen(command, cwd=checkout.root, stderr=log) as process:
        try:
            yield
        finally:
            process.terminate()


@contextlib.contextmanager
def two_workers(checkout):
    """The address of a scheduler that two workers have joined."""
    from distributed import Client

    file = ".cache/scheduler.json"
    with (
        dask(checkout, "scheduler", "--port", "0", "--scheduler-file", file),
        dask(checkout, "worker", "--nworkers", "2", "--nthreads", "1", "--scheduler-file", file),
    ):
        with Client(scheduler_file=str(checkout.wait_for(file)), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address


@pytest.fixture
def toy(fresh):
    """Its processes load nothing early, for there is a server of them for each call."""
    fresh.edit("scripts/engine/processes.py", 'DRAWING = ("scipy.special",)', "DRAWING = ()")
    return fresh


@pytest.fixture
def mark():
    """A file that says who hangs; outside the checkout, where an experiment may write."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder, "mark")


def wait_until(true, patience=60):
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def left_of_experiments(checkout):
    """Once they are gone, or after a while: what still runs that is not Dask's own."""
    with contextlib.suppress(AssertionError):
        wait_until(lambda: not [words for words in checkout.running() if "scripts" in words], 30)
    return [words for words in checkout.running() if "scripts" in words]


@needs_dask
def test_dask(toy, mark):
    """One fails, one loses its worker midway and runs again, one hangs, one is stopped; the rest is as it is here."""
    before, words = toy.record(), ("--results", "mine", "--cluster")
    toy.experiment("fails", RUN.replace("    return {", "    raise OSError('not today')\n    return {"))
    toy.experiment("lost", RUN.replace("    return {", HANGS.format(mark=str(mark))))
    with two_workers(toy) as address:
        with toy.start("--only", "[fgl]*", "--force", "--cluster", address, stdout=subprocess.PIPE) as build:
            wait_until(mark.exists)
            parents = psutil.Process(int(mark.read_text("utf-8"))).parents()  # server, errand, worker, nanny
            parents[2].kill()
            out, said = build.communicate(timeout=60)
        assert build.returncode == 1, said
        assert "3 experiments: 2 run, 0 current, 1 failed" in out, said
        assert "\nfails FAILED\n    scripts/experiments/fails/run.py, line 10: OSError: not today" in said
        assert toy.record()["hash"] == toy.record("lost")["hash"] == before["hash"]
        assert toy.record()["from"] == before["from"]
        assert left_of_experiments(toy) == []

        mark.unlink()
        done = toy.build("--only", "lost", *words, address, "--timeout", "1")
        assert "\nlost FAILED\n    ran longer than --timeout 1 s, and was stopped" in done.stderr
        assert left_of_experiments(toy) == []

        mark.unlink(missing_ok=True)
        with toy.start("--only", "lost", *words, address) as build:
            wait_until(mark.exists)
            os.killpg(build.pid, signal.SIGINT)
            said = build.communicate(timeout=60)[1]
        assert build.returncode == 130
        assert "stopped: what had ended is kept" in said
        assert "Traceback" not in said
        assert left_of_experiments(toy) == []

        toy.write("other/mnist1d-0.1.dist-info/METADATA", "Name: mnist1d\nVersion: 0.1\n")
        done = toy.build("--only", "good", *words, address, before="import sys; sys.path.insert(0, 'other')")
        assert done.returncode == 2
        assert "is another: mnist1d is 0.0.2.post1, not 0.1" in done.stderr


@pytest.mark.long
@needs_submitit
def test_jobs(toy, mark):
    """submitit's executor on this machine: one fails, one is stopped."""
    before = toy.record()
    toy.experiment("fails", RUN.replace("    return {", "    raise OSError('not today')\n    return {"))
    done = toy.build("--only", "[fg]*", "--force", "--cluster", "local")
    assert "2 experiments: 1 run, 0 current, 1 failed" in done.stdout, done.stderr
    assert "\nfails FAILED\n    scripts/experiments/fails/run.py, line 10: OSError: not today" in done.stderr
    assert (toy.record()["hash"], toy.record()["from"]) == (before["hash"], before["from"])

    toy.experiment("hangs", RUN.replace("    return {", HANGS.format(mark=str(mark))))
    with toy.start("--only", "hangs", "--cluster", "local") as build:
        wait_until(mark.exists)
        os.killpg(build.pid, signal.SIGINT)
        build.communicate(timeout=60)
    assert build.returncode == 130
    assert left_of_experiments(toy) == []
    assert list((toy.root / ".cache/build").glob("jobs-*")) == []


REFUSALS = {
    "tcp:/10.0.0.1": "'tcp:/10.0.0.1' is no cluster: name a scheduler, as tcp://10.0.0.1:8786, or slurm",
    "tcp://127.0.0.1:1": "needs Dask: python -m pip install -r requirements-cluster.txt",
    "slurm": "needs submitit: python -m pip install -r requirements-cluster.txt",
}


def test_what_cannot_be_used_is_refused(toy):
    before, missing = toy.files(), "import sys; sys.modules['distributed'] = sys.modules['submitit'] = None"
    for cluster, message in REFUSALS.items():
        done = toy.build("--force", "--cluster", cluster, before=missing)
        assert done.returncode == 2
        assert message in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    for word in "--list", "--timings", "--jobs=2":
        assert "is about this machine: leave --cluster out" in toy.build("--cluster", "local", word).stderr
    assert toy.files() == before
