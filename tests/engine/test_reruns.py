"""Other base seeds and settings: asked once, kept, judged with the published run, and stale when the code changes."""

import gzip
import json

import pytest

from tests.engine.conftest import RUN, Checkout, copy_of

SETTINGS = 'SETTINGS = {"as much": {"shift": 2.9}, "less than nothing": {"shift": -3}}\n\n\n'
ASKED = (
    RUN.replace("def run(", SETTINGS + "def run(").replace("steps=1", "shift=3").replace("normal(3)", "normal(shift)")
)
SEEDS = [f"seed {seed}" for seed in (1001, 1002, 1003, 1004)]
BREAKS = ASKED.replace("    return {", "    if shift < 0:\n        raise ValueError('it blew up')\n    return {")


def ask(checkout, *words):
    done = checkout.build("--reruns", *words)
    assert "Traceback" not in done.stderr
    return done


def kept(checkout, name="good"):
    return json.loads(gzip.decompress((checkout.root / f"docs/results/reruns/{name}.json.gz").read_bytes()))


def finding(checkout, name="good"):
    (claim,) = checkout.shown()[name]["claims"]
    return claim


@pytest.fixture(scope="module")
def again(built, once):
    """A checkout in which `good` has settings, and was asked again."""

    def make(folder):
        checkout = copy_of(built, folder)
        checkout.experiment("good", ASKED)
        assert checkout.build().returncode == 0
        done = ask(checkout, "--only", "good")
        assert done.returncode == 0, done.stderr
        assert "1 experiment: 6 asked again, 0 failed" in done.stdout

    return Checkout(once("again", make))


@pytest.fixture
def asked(again, tmp_path):
    return copy_of(again, tmp_path)


def test_a_claim_is_judged_from_all_of_them(asked):
    claim = finding(asked)
    assert list(claim["again"]["seeds"]) == SEEDS
    assert {each["verdict"] for each in claim["again"]["seeds"].values()} == {"holds"}
    assert [each["verdict"] for each in claim["again"]["settings"].values()] == ["holds", "does not hold"]
    assert claim["alone"] == {"verdict": "holds", "detail": ""}
    assert claim["verdict"] == "depends"
    assert claim["detail"] == "holds as published; does not hold with less than nothing (reversed)"
    results = kept(asked)["results"]
    assert list(results) == [*SEEDS, "as much", "less than nothing"]
    assert len({str(result) for result in results.values()}) == 6
    assert "0 asked again" in ask(asked, "--only", "good").stdout


def test_only_reruns_asks_again_and_a_new_wording_asks_nothing(asked):
    before = (asked.root / "docs/results/reruns/good.json.gz").read_bytes()
    asked.edit("scripts/experiments/good/show.py", "The mean is above nothing.", "The mean is positive.")
    assert "0 run, 2 current, 0 failed" in asked.build().stdout
    claim = finding(asked)
    assert (claim["statement"], claim["verdict"], len(claim["again"]["seeds"])) == (
        "The mean is positive.",
        "depends",
        4,
    )
    assert (asked.root / "docs/results/reruns/good.json.gz").read_bytes() == before


def test_a_change_of_the_code_makes_them_stale(asked):
    asked.edit("snippets/shape.py", "2 * x", "3 * x")
    assert asked.build().returncode == 0
    claim = finding(asked)
    assert claim["again"]["seeds"] == claim["again"]["settings"] == {}
    assert set(claim["again"]["unasked"].values()) == {"not asked again since the code changed"}
    assert len(claim["again"]["unasked"]) == 6
    assert claim["verdict"] == "holds"
    assert "6 asked again" in ask(asked, "--only", "good").stdout
    assert finding(asked)["verdict"] == "depends"


@pytest.mark.long
def test_a_further_setting_asks_for_itself_alone(asked):
    asked.edit("scripts/experiments/good/run.py", "SETTINGS = {", 'SETTINGS = {"more": {"shift": 9}, ')
    asked.edit("scripts/experiments/good/run.py", '"shift": 2.9', '"shift": 2.8')
    assert asked.states()["good"][0] == "current"
    assert "0 run" in asked.build().stdout
    unasked = finding(asked)["again"]["unasked"]
    assert unasked == {"more": "not asked yet", "as much": "not asked again since the code changed"}
    assert "2 asked again" in ask(asked, "--only", "good").stdout
    assert list(kept(asked)["heads"]) == [*SEEDS, "more", "as much", "less than nothing"]
    asked.edit("scripts/experiments/good/run.py", ', "less than nothing": {"shift": -3}', "")
    assert asked.build().returncode == 0
    assert finding(asked)["verdict"] == "holds", "a setting that is gone is not counted"


def test_settings_that_the_run_reads_are_part_of_it(asked):
    asked.edit("scripts/experiments/good/run.py", "    return {", "    str(SETTINGS)\n    return {")
    assert asked.states()["good"][0] == "stale"


@pytest.mark.long
def test_a_run_that_fails_is_counted_and_not_asked_again(fresh):
    fresh.experiment("good", BREAKS)
    assert fresh.build().returncode == 0
    done = ask(fresh, "--only", "good")
    assert done.returncode == 1
    assert "good, less than nothing FAILED" in done.stderr
    outcome = finding(fresh)["again"]["settings"]["less than nothing"]
    assert outcome["verdict"] == "failed"
    assert outcome["detail"].endswith("ValueError: it blew up")
    assert finding(fresh)["verdict"] == "holds"
    done = ask(fresh, "--only", "good")
    assert (done.returncode, "0 asked again" in done.stdout) == (0, True)


@pytest.mark.long
def test_a_run_that_crashes_is_counted_too(fresh):
    fresh.experiment("good", BREAKS.replace("raise ValueError('it blew up')", "import os; os._exit(3)"))
    assert fresh.build().returncode == 0
    assert ask(fresh, "--only", "good").returncode == 1
    outcome = finding(fresh)["again"]["settings"]["less than nothing"]
    assert (outcome["verdict"], "ended with status 3" in outcome["detail"]) == ("failed", True)


@pytest.mark.long
def test_settings_of_another_file_are_part_of_it(asked):
    """Only those of run.py are left out, and only where nothing else reads them."""
    asked.write("scripts/experiments/good/how.py", "SETTINGS = {'base': 0}\n")
    asked.edit("scripts/experiments/good/run.py", "import numpy", "import numpy\n\nfrom .how import SETTINGS as HOW")
    asked.edit("scripts/experiments/good/run.py", "double(", "HOW['base'] + double(")
    assert asked.build().returncode == 1  # SETTINGS is used elsewhere in the file now
    asked.edit("scripts/experiments/good/run.py", SETTINGS.strip(), "OTHER = 1")
    assert "1 run" in asked.build().stdout
    asked.write("scripts/experiments/good/how.py", "SETTINGS = {'base': 1}\n")
    assert asked.states()["good"][0] == "stale"


@pytest.mark.long
def test_a_run_that_diverges_settles_nothing(fresh):
    fresh.experiment("good", ASKED.replace('{"values": [', '{"values": [None if shift < 0 else '))
    assert fresh.build().returncode == 0
    assert ask(fresh, "--only", "good").returncode == 0
    outcome = finding(fresh)["again"]["settings"]["less than nothing"]
    assert (outcome["verdict"], outcome["detail"]) == ("not settled", "only 0 of 10 runs finished")


def test_a_run_without_chance_has_no_other_seeds(fresh):
    exact = (
        '"""Is it?"""\n\n\ndef run(device, *, steps=1):\n    return {"values": [2.0, 2.5] * 5 * steps, "repeats": 10}\n'
    )
    fresh.experiment("exact", exact)
    assert fresh.build("--only", "exact").returncode == 0
    assert "0 asked again" in ask(fresh, "--only", "exact").stdout
    assert finding(fresh, "exact")["again"] == {"seeds": {}, "settings": {}, "unasked": {}, "untouched": []}


def test_only_what_is_published_and_current_is_asked(fresh):
    fresh.edit("snippets/shape.py", "2 * x", "3 * x")
    before = fresh.files()
    done = ask(fresh, "--only", "good")
    assert done.returncode == 1
    assert "good FAILED\n    only what is published and current is asked again" in done.stderr
    assert fresh.files() == before


@pytest.mark.long
@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: b"{}", lambda data: gzip.compress(b"{}")])
def test_damaged_reruns_are_named_and_asked_again(asked, damage):
    file = asked.root / "docs/results/reruns/good.json.gz"
    file.write_bytes(damage(file.read_bytes()))
    done = asked.build()
    assert done.returncode == 1
    assert "docs/results/reruns/good.json.gz is" in done.stderr
    assert "Then ask again: python -m scripts.build --reruns --only good" in done.stderr
    done = ask(asked, "--only", "good")
    assert (done.returncode, "6 asked again" in done.stdout) == (0, True), done.stderr
    assert "All of it is asked again" in done.stderr
    assert asked.build().returncode == 0


SENSELESS = {  # SETTINGS: what is said of it
    "[1, 2]": "must be a dict of names",
    "{'a': {'depth': 2}}": "gives 'a' a depth, which run does not take; it takes repeats, shift",
    "{'a': {'seed': 2}}": "gives 'a' a seed, which run does not take",
    "{'a': {'shift': 3}}": "gives 'a' the values that run has by default",
    "{'a': {'repeats': 20}}": "gives 'a' the values that run has by default",
    "{'a': {'shift': 4, 'repeats': 9}}": "gives 'a' 9 repeats: 10 or more settle something",
    "{'a': {'shift': 4}, 'b': {'shift': 4}}": "gives 'b' what 'a' has",
    "{'a': 4}": "must give 'a' a dict of keywords",
    "{'a/b': {'shift': 4}}": "has a name 'a/b'",
    "{'seed 7': {'shift': 4}}": "has a name 'seed 7'",
    "{'a': {'shift': double(2)}}": "must be plain values",
    "{'a': {'shift': 4}, 'a': {'shift': 5}}": "has the same name twice",
    "{}\nSETTINGS['a'] = {'shift': 4}": "must be set once",
}


@pytest.mark.long
def test_senseless_settings_are_refused(asked):
    """By the command that would run them, and by the build, which would have to say how far a verdict carries."""
    for text, message in SENSELESS.items():
        asked.experiment("good", ASKED.replace(SETTINGS, f"SETTINGS = {text}\n\n\n"))
        before = asked.files()
        done = ask(asked, "--only", "good")
        assert done.returncode == 2, text
        assert "scripts/experiments/good/run.py, line 8: SETTINGS " + message in done.stderr, done.stderr
        assert asked.files() == before
    done = asked.build()
    assert done.returncode == 1
    assert "must be set once" in done.stderr


WISHES = {
    ("--seed", "7"): "--reruns has seeds of its own: leave --seed out",
    ("--device", "cuda"): "--reruns runs on the CPU",
    ("--results", "mine"): "--reruns is about the published results",
    ("--timings",): "--reruns and --timings: one at a time",
    ("--because", "I like it"): "--because goes with --register",
}


@pytest.mark.parametrize("words", WISHES)
def test_other_seeds_devices_and_folders_are_refused(fresh, words):
    done = ask(fresh, *words)
    assert done.returncode == 2
    assert WISHES[words] in done.stderr
