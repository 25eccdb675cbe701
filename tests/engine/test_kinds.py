"""Runs of other kinds: without chance, of other devices, and timings."""

import re

import pytest

from tests.engine.conftest import RUN, SHOW

pytestmark = pytest.mark.long
EXACT = (
    '"""Is it exact?"""\n\n\ndef run(device, *, steps=10):\n    return {"error": 0.0, "values": [2.0, 2.5] * steps}\n'
)
TIMINGS = '''"""How long does it take?"""


def run(device, *, repeats=3):
    return {"seconds": [0.5] * repeats}
'''
SHOW_TIMINGS = (
    SHOW
    + """

def draw_time(figure, result, timings):
    axes = figure.subplots()
    for machine, measured in timings.items():
        axes.plot(measured["seconds"], label=machine)
        axes.set_xlabel(machine)
"""
)


def test_a_run_without_chance_takes_no_seed(fresh):
    fresh.experiment("exact", EXACT, SHOW.replace("[[repeats]]", "[[steps]]"))
    assert fresh.build("--only", "exact").returncode == 0
    assert fresh.record("exact")["made"]["seed"] is None
    assert fresh.build("--only", "exact", "--seed", "5", "--results", "mine").returncode == 0
    assert fresh.record("exact", "mine")["hash"] == fresh.record("exact")["hash"]
    assert "0 run, 1 current" in fresh.build("--only", "exact", "--seed", "6", "--results", "mine").stdout


def test_another_devices_records_lie_beside_the_cpus(fresh):
    before = fresh.files()
    fresh.edit("torch.py", "lambda: False", "lambda: True")
    fresh.edit("torch.py", "class cuda:", "class cuda:\n    get_device_name = staticmethod(lambda: 'Toy GPU')")
    fresh.edit("scripts/experiments/good/run.py", "return {", "return {'device': device, ")
    assert fresh.build("--only", "good").returncode == 0
    published = fresh.record()
    done = fresh.build("--only", "good", "--device", "cuda")
    assert done.returncode == 0, done.stderr
    assert "good: 1 of 1 verdicts are the same on Toy GPU" in done.stdout
    other = fresh.record("good.Toy-GPU", "docs/results/devices")
    assert (other["made"]["device"], other["result"]["device"]) == ("Toy GPU", "cuda")
    assert fresh.record() == published
    assert fresh.shown()["good"]["devices"] == {"Toy GPU": {"good.claim_mean_is_positive": "holds"}}
    assert "0 run, 1 current" in fresh.build("--only", "good", "--device", "cuda").stdout
    assert fresh.files().keys() - before.keys() == {"docs/results/devices/good.Toy-GPU.json"}
    fresh.edit("scripts/experiments/good/run.py", "normal(3)", "normal(4)")
    assert fresh.build("--only", "good").returncode == 0
    assert fresh.shown()["good"]["devices"] == {}, "what was run before an edit is not counted after it"
    for device in "cuda", "cpu":
        assert "1 run" in fresh.build("--only", "good", "--results", "mine", "--device", device).stdout


def test_timings_stand_beside_each_other(fresh):
    """A record for each machine and number of threads, outside the result; the reader's own is added to them."""
    fresh.experiment("timed", RUN, SHOW_TIMINGS)
    fresh.write("scripts/experiments/timed/timings.py", TIMINGS)
    assert fresh.build("--only", "timed").returncode == 0
    record, figure = fresh.record("timed"), fresh.read("docs/figures/timed-time.svg")
    for threads in "1", "2":
        done = fresh.build("--timings", "--threads", threads)
        assert done.returncode == 0, done.stderr
        assert "1 experiment timed, 0 failed" in done.stdout
    machines = fresh.record("timed", "docs/results/timings")["machines"]
    assert [name.rpartition(", ")[2] for name in machines] == ["1 thread", "2 threads"]
    assert [each["made"]["threads"] for each in machines.values()] == [1, 2]
    assert fresh.record("timed") == record
    assert fresh.read("docs/figures/timed-time.svg") != figure
    assert fresh.build("--only", "timed", "--results", "mine").returncode == 0
    measure = fresh.read("scripts/engine/measure.py")
    fresh.write("scripts/engine/measure.py", re.sub(r'"processor": processor\(\)', '"processor": "My CPU"', measure))
    assert fresh.build("--only", "timed", "--results", "mine", "--timings").returncode == 0
    assert list(fresh.record("timed", "mine/timings")["machines"]) == ["My CPU, 1 thread"]
    assert sorted(fresh.record("timed", "docs/results/timings")["machines"]) == sorted(machines)
    assert len(fresh.read("mine/figures/timed-time.svg")) > len(figure)
    fresh.edit("scripts/experiments/timed/timings.py", "0.5", "9.5")
    assert fresh.build("--only", "timed").returncode == 0
    assert fresh.read("docs/figures/timed-time.svg") == figure, "what was timed before an edit is not shown after it"
    assert "nothing to time" in fresh.build("--timings", "--only", "good").stdout
