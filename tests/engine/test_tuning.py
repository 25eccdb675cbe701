"""Tuning: every seed's scores are kept, and what was chosen lies inside its grid or at its edge."""

import json

import pytest

from scripts.engine.tuning import tuned

TUNE = '''"""Which rate?"""


def run(device, seed, *, repeats=2):
    rates = [0.1, 0.2, 0.4]
    scores = [abs(rate - 0.2) + seed for rate in rates]
    return {"rate": {"grid": rates, "scores": scores, "used": 0.2, "score": "distance"}}
'''


def test_all_seeds_are_kept_beside_the_code(fresh):
    fresh.write("scripts/experiments/good/tune.py", TUNE)
    before = fresh.files()
    done = fresh.build("--tune", "*")
    assert done.returncode == 0, done.stderr
    assert "1 experiment tuned, 0 runs failed" in done.stdout
    kept = json.loads(fresh.read("scripts/experiments/good/tuning.json"))
    assert kept["seeds"] == list(range(10))
    assert kept["parameters"] == {"repeats": 2}
    (choice,) = kept["choices"].values()
    assert (choice["chosen"], choice["used"], choice["where"]) == (0.2, 0.2, "interior")
    assert [len(scores) for scores in choice["scores"]] == [10, 10, 10]
    assert fresh.states()["good"][0] == "current", "tuning is no part of a result"
    assert fresh.files() == before
    fresh.write("scripts/experiments/good/tuning.json", "{}")
    assert fresh.build("--tune", "good").returncode == 0
    assert json.loads(fresh.read("scripts/experiments/good/tuning.json")) == kept
    assert "nothing to tune" in fresh.build("--tune", "other").stdout


def test_a_seed_that_fails_leaves_what_was(fresh):
    fresh.write(
        "scripts/experiments/good/tune.py",
        TUNE.replace("rates = [", "if seed == 4:\n        raise ValueError('no')\n    rates = ["),
    )
    done = fresh.build("--tune", "good")
    assert done.returncode == 1
    assert "good, seed 4 FAILED" in done.stderr
    assert not (fresh.root / "scripts/experiments/good/tuning.json").exists()


def found(*scores, grid=(1, 2, 3)):
    return [{"rate": {"grid": list(grid), "scores": list(row), "used": 2, "score": "loss"}} for row in scores]


@pytest.mark.parametrize(
    ("by_seed", "chosen", "where"),
    [
        (found((3, 1, 2), (3, 1, 2)), 2, "interior"),
        (found((1, 2, 3), (1, 2, 3)), 1, "edge"),
        (found((3, 1, 0), (3, 1, None)), 2, "interior"),  # what diverged with one seed is not chosen
    ],
)
def test_the_least_mean_is_chosen(by_seed, chosen, where):
    choice = tuned(by_seed)["choices"]["rate"]
    assert (choice["chosen"], choice["where"]) == (chosen, where)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"grid": ["a", "b", "c"]}, "a list of two numbers or more"),
        ({"grid": [3, 2, 1]}, "its grid rises"),
        ({"used": 9}, "holds what is used"),
        ({"scores": [1, 2]}, "a score for each of its values"),
        ({"score": None}, "say what its scores are"),
    ],
)
def test_tuning_that_makes_no_sense_is_refused(change, message):
    good, bad = found((3, 1, 2), (3, 1, 2))
    with pytest.raises(ValueError, match=message):
        tuned([good, {"rate": bad["rate"] | change}])


def test_a_grid_on_which_all_diverges_is_refused():
    with pytest.raises(ValueError, match="take a wider grid"):
        tuned(found((None, None, None)))
