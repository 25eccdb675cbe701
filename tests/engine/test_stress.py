"""Builds killed at moments drawn from a seed: no damaged file, nothing left running."""

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from scripts.store import result_hash
from tests.engine.conftest import GOOD

pytestmark = pytest.mark.stress


def running(folder):
    """The processes whose working directory is this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder.resolve() and (process / "stat").read_text().split()[2] != "Z":
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="reads /proc to see what still runs")
@pytest.mark.parametrize("moment", [round(random.Random(0).uniform(0.1, 6) + 0.4 * i, 2) % 6 for i in range(10)])
def test_kill_leaves_nothing_damaged_and_nothing_running(fresh, moment):
    for place in range(6):
        busy = f"    import time; time.sleep({0.1 * place})\n    return {{"
        fresh.experiment(f"toy_{place}", GOOD.replace("    return {", busy).replace("repeats=10", "repeats=5000"))
    build = subprocess.Popen(fresh.command("--force", "--jobs", "3"), cwd=fresh.root, stderr=subprocess.DEVNULL)
    time.sleep(moment)
    build.kill()
    build.wait()
    deadline = time.monotonic() + 30
    while (left := running(fresh.root)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
    for file in (fresh.root / "docs").rglob("[!.]*.*"):
        if file.suffix == ".json" and file.name != "claims.json":
            record = json.loads(file.read_text("utf-8"))
            assert record["hash"] == result_hash(record["result"])
        elif file.suffix == ".json":
            json.loads(file.read_text("utf-8"))
        else:
            assert file.read_text("utf-8").rstrip().endswith("</svg>")
    done = fresh.build()
    assert done.returncode == 0, done.stderr
    assert list(fresh.root.glob("docs/**/.*.tmp")) == []
