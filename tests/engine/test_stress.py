"""Builds killed at moments drawn from a seed: no damaged file, nothing left running."""

import random
import time

import pytest

from scripts.engine.store import read, read_shown
from tests.engine.conftest import RUN, no_proc

pytestmark = [pytest.mark.stress, no_proc]


@pytest.mark.parametrize("moment", [round(random.Random(0).uniform(0.1, 6) + 0.4 * i, 2) % 6 for i in range(10)])
def test_kill_leaves_nothing_damaged_and_nothing_running(fresh, moment):
    for place in range(6):
        busy = f"    import time; time.sleep({0.1 * place})\n    return {{"
        fresh.experiment(f"toy_{place}", RUN.replace("    return {", busy).replace("repeats=10", "repeats=5000"))
    with fresh.start("--only", "*", "--force", "--jobs", "3") as build:
        time.sleep(moment)
        build.kill()
        build.communicate()
    assert fresh.left_running() == []
    for name in ["good", "other", *(f"toy_{place}" for place in range(6))]:
        read(name, fresh.root / "docs/results")  # raises if it is damaged
    read_shown(fresh.root / "docs/results")
    for file in (fresh.root / "docs/figures").glob("[!.]*"):
        assert file.read_text("utf-8").rstrip().endswith("</svg>")
    done = fresh.build("--only", "*")
    assert done.returncode == 0, done.stderr
    assert list(fresh.root.glob("docs/**/.*.tmp")) == []
