"""Python started anew: what it prints, how it fails, and that it does not outlive who asked."""

import signal
import subprocess
import sys
import time

import pytest

from scripts.engine.anew import run_anew
from scripts.engine.places import ROOT
from tests.engine.conftest import no_groups

ASK = "from scripts.engine.anew import run_anew\nrun_anew('-c', {!r})"
SLEEP = "import os, time; open({!r}, 'w').write(str(os.getpid())); time.sleep(300)"


def test_what_it_prints_is_given_and_a_failure_is_one():
    said, seconds = run_anew("-c", "import os; print(os.environ['WORD'])", WORD="here")
    assert said == "here\n" and seconds > 0
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run_anew("-c", "raise SystemExit('no')")
    assert failed.value.stderr == "no\n"


@pytest.mark.long
@no_groups
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_who_asked(tmp_path, end):
    marker = tmp_path / "process"
    command = [sys.executable, "-c", ASK.format(SLEEP.format(str(marker)))]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as asking:
        try:
            number = until(lambda: marker.exists() and marker.read_text())
            asking.send_signal(end)
            asking.wait(30)
            assert until(lambda: ended(int(number)))
        finally:
            asking.kill()


def ended(number):
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False)
    return done.stdout.strip() in ("", "Z")


def until(true, patience=30):
    deadline = time.monotonic() + patience
    while not (found := true()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found
