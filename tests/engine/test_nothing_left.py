"""However a build ends, and whatever its experiments do, nothing is left running and nothing half written."""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.engine.conftest import RUN, no_groups, no_proc

pytestmark = [no_proc, no_groups]

STUBBORN = {  # what cannot be asked to stop
    "holds": "import re; re.match('(a+)+$', 'a' * 48 + 'b')",  # holds the interpreter, in C
    "stopped": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "parent": "import os, time; os.fork(); os.fork(); time.sleep(300)",
    "deaf": "import signal, time; [signal.signal(s, signal.SIG_IGN) for s in (1, 2, 3, 15)]; time.sleep(300)",
}


@pytest.fixture
def stubborn(fresh):
    for name, what in STUBBORN.items():
        begun = f"    open({str(marker(fresh, name))!r}, 'w').close()\n"
        fresh.experiment(name, RUN.replace("    return {", f"{begun}    {what}\n    return {{"))
    yield fresh
    for name in STUBBORN:
        marker(fresh, name).unlink(missing_ok=True)


def marker(checkout, name):
    """What an experiment makes when it has begun; outside the checkout, where it may write."""
    return Path(tempfile.gettempdir(), f"{checkout.root.name}-{name}")


def wait_until_all_run(checkout):
    deadline = time.monotonic() + 60
    while not all(marker(checkout, name).exists() for name in STUBBORN):
        assert time.monotonic() < deadline
        time.sleep(0.02)


ENDS = {
    "kill": (lambda build: build.kill(), -9),
    "terminate": (lambda build: build.terminate(), 143),
    "hang up": (lambda build: build.send_signal(signal.SIGHUP), 129),
    "Ctrl-C": (lambda build: os.killpg(build.pid, signal.SIGINT), 130),
    "Ctrl-C twice": (lambda build: [os.killpg(build.pid, signal.SIGINT), time.sleep(0.05), build.send_signal(2)], None),
}


@pytest.mark.parametrize(
    "end", [pytest.param(end, marks=[] if end in ("kill", "Ctrl-C") else [pytest.mark.long]) for end in ENDS]
)
def test_nothing_is_left_running(stubborn, end):
    before = stubborn.files()
    stop, status = ENDS[end]
    with stubborn.start("--only", "*", "--jobs", "8") as build:
        wait_until_all_run(stubborn)
        stop(build)
        said = build.communicate(timeout=60)[1]
    assert status in (build.returncode, None)
    assert stubborn.left_running() == []
    assert stubborn.files() == before
    if status and status > 0:
        assert "stopped: what had ended is kept, and nothing is half written" in said
        assert "Traceback" not in said


def test_a_timeout_leaves_nothing_running(stubborn):
    done = stubborn.build("--only", "*", "--jobs", "8", "--timeout", "2")
    assert "2 run" not in done.stderr
    assert done.stderr.count("ran longer than --timeout 2 s, and was stopped") >= len(STUBBORN)
    assert stubborn.left_running() == []


def test_a_process_that_leaves_a_child_behind_is_not_waited_for(fresh):
    """The child holds the other end of the pipe, and is ended with its parent's group."""
    leave = "    import os, time\n    if not os.fork():\n        time.sleep(300)\n    os._exit(3)\n    return {"
    fresh.edit("scripts/experiments/good/run.py", "    return {", leave)
    done = fresh.build("--only", "good")
    assert done.returncode == 1
    assert "its process ended with status 3" in done.stderr
    assert fresh.left_running() == []


def test_a_second_build_in_the_checkout_is_refused(fresh):
    fresh.edit("scripts/experiments/good/run.py", "    return {", "    import time; time.sleep(60)\n    return {")
    with fresh.start() as first:
        fresh.wait_for(".cache/build/logs/*/good.log")
        second = fresh.build()
        assert second.returncode == 2
        assert "another build is running in this checkout" in second.stderr
        first.send_signal(signal.SIGINT)
        assert first.wait(20) == 130


def test_ctrl_c_while_the_server_loads_ends_quietly(fresh):
    fresh.write("slow.py", "import pathlib, time\npathlib.Path('loading').touch()\ntime.sleep(1)\n")
    before = "import scripts.engine.processes as p; p.MEASURING = ('slow',)"
    with fresh.start("--force", before=before) as build:
        fresh.wait_for("loading")
        os.killpg(build.pid, signal.SIGINT)
        said = build.communicate(timeout=60)[1]
    assert build.returncode == 130
    assert "stopped: what had ended is kept" in said
    assert "Traceback" not in said


OUTPUTS = {
    "closed": "exec {} >&- 2>&-",
    "stdout closed": "exec {} >&-",
    "stderr closed": "exec {} 2>&-",
    "cut off": "{} 2>&1 | head -c 1",
    "few characters": "PYTHONIOENCODING=ascii PYTHONUTF8=0 LC_ALL=C exec {}",
}


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_output_that_nobody_reads_loses_nothing(fresh):
    """Closed, cut off, or of few characters: the results are there, and the status is that of the build."""
    command = " ".join(fresh.command("--only", "good", "--results", "{}"))
    for number, shell in enumerate(OUTPUTS.values()):
        done = subprocess.run(shell.format(command.format(f"mine{number}")), shell=True, cwd=fresh.root, check=False,
                              capture_output=True, text=True, timeout=60)  # fmt: skip
        assert done.returncode == 0, (shell, done.stderr)
        assert (fresh.root / f"mine{number}/comparison.json").exists(), (shell, done.stderr)
        assert "Error" not in done.stderr
