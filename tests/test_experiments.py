"""Every experiment runs; what is published is current, and its verdicts and figures come out of it again."""

import copy
import functools
import importlib
import inspect
import sys
from statistics import fmean, stdev

import pytest
import torch

from scripts.engine.claims import claim_functions
from scripts.engine.current import current_timings, left_over, record_state, shown_state
from scripts.engine.draw import draw_all
from scripts.engine.main import misplaced
from scripts.engine.measure import call, function_run, has_chance
from scripts.engine.places import (
    EXPERIMENTS,
    PUBLISHED,
    PUBLISHED_SEED,
    ROOT,
    experiments,
    figure_file,
    record_file,
    registered_file,
)
from scripts.engine.plain import plain
from scripts.engine.present import findings_of
from scripts.engine.register import check_findings, registered_parameters
from scripts.engine.reruns import SEEDS, current_reruns, states
from scripts.engine.run import known_slots
from scripts.engine.sources import Cache
from scripts.engine.store import read, read_claims, read_head, read_rerun_heads, read_shown, read_tuning
from scripts.evidence.rule import NotExact
from tests.prose import typed_numbers

NAMES = experiments()
SOURCES = Cache()  # nothing is edited meanwhile
CLAIMS = [(name, claim) for name in NAMES for claim in claim_functions(name)]
SMALL = {
    "steps": 20,
    "repeats": 2,
    "rounds": 1,
    "sound_repeats": 1,
    "compared": 40,
    "most": 40,
}  # what an experiment calls by these names can be made this small
SMALLER = {  # of seventy programs, once is enough; of a short run, a shorter one
    "first_checks": {"repeats": 1},
    "small_batch_norms": {"sizes": (32, 128), "examples": 128, "epochs": 1},
    "batch_size": {"epochs": 1, "updates": 5},
    "adam_small_batch": {"seen": 512},
    "momentum_network": {"full_steps": 20},
    "loss_start": {"stuck_steps": 20},
    "why_stuck": {"tasks": ("waves", "diabetes"), "looks": 4, "repeats": 1},
    "schedule_rates": {"made": 1500, "examples": 1000, "held_out": 200},
    "detector": {"trees": 3},
    "injected_shift": {"steps": 20, "examples": 200, "plain_rates": (0.01, 0.1)},
    "checks_and_guide": {"repeats": 1},
    "dead_units": {"most": 2},  # hidden units, of six
    "rate_sweep": {"few": 10},
    "edge": {"after_steps": 20, "entropy_steps": 20, "adam_steps": 50},
    "noise_floor": {"after_steps": 20, "digits_steps": 20, "soon_steps": 10},
    "slopes": {"steps": 20_000},  # or none would get down
    "ten_points": {"steps": 5000, "adaptive_steps": 1000},
    "three_factors": {"updates": (4, 4, 2, 2)},
    "warmup_cause": {"steps": 30, "filling": 5, "layers": 2},  # longer than its warm-up of 20
    "batch_norm_eval": {"epochs": 1, "repeats": 2, "sizes": (4, 128), "train_size": 256, "test_size": 128},
    "loss_surfaces": {"points": 5, "class_counts": (2, 10)},
    "double_descent": {"test": 50, "features": (5, 50, 60, 80, 200, 400)},
    "loss_faults": {"steps": 20, "planted_steps": 20, "tuned_repeats": 2, "every": 10, "early": 10},
    "warmup_range": {"steps": 10, "warm": 4, "layers": 2},
    "sharpness": {"signals_goal": 5.0, "digits_goal": 5.0},  # or no network would arrive
}
MANY = "first_checks", "checks_and_guide"  # of their seventy programs, every fourth is enough
LARGEST_FIGURE = 125_000


@functools.cache
def shown():
    return read_shown()


def small(name, run):
    """The keywords that make an experiment's `run` small."""
    return {key: size for key, size in SMALL.items() if key in inspect.signature(run).parameters} | SMALLER.get(
        name, {}
    )


@pytest.fixture
def run_small(name, monkeypatch):
    """Runs the experiment small, as a record would hold it."""
    module = f"scripts.experiments.{name}.run"
    run = function_run(module)
    for table in ("FAULTS", "SOUND") if name in MANY else ():
        programs = getattr(sys.modules[module], table)
        monkeypatch.setattr(f"{module}.{table}", dict([*programs.items()][::4]))
    options = small(name, run)
    assert options or not has_chance(run), (
        "an experiment names its repeats, and its steps, so that it can be made small"
    )
    return lambda: plain(call(run, "cpu", 0, **options))


@pytest.mark.parametrize("name", NAMES)
def test_runs_small(name, run_small):
    assert run_small()


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_runs_the_same_whatever_torchs_own_generator_does(name, run_small):
    """And wherever in memory its numbers lie."""
    results, elsewhere = [], []
    for stray in 1, 2:
        torch.manual_seed(stray)
        elsewhere.append([bytearray(size * stray) for size in range(1, 4000, 7)])
        results.append(run_small())
    assert results[0] == results[1]


@pytest.mark.parametrize("name", NAMES)
def test_another_seed_gives_another_result(name):
    """Without chance, which a run says by taking no seed, there is only one result."""
    seeds = SEEDS if has_chance(function_run(f"scripts.experiments.{name}.run")) else ()
    hashes = [read_head(record_file(name))["hash"], *(read_rerun_heads(name)[f"seed {seed}"]["hash"] for seed in seeds)]
    assert len(set(hashes)) == 1 + len(seeds)


@pytest.mark.parametrize("name", NAMES)
def test_published_result_is_current(name):
    """And so are its claims and figures."""
    mend = f"run: python -m scripts.build --only {name}"
    made = record_state(record_file(name), PUBLISHED_SEED, SOURCES)
    drawn = shown_state(name, shown().get(name), PUBLISHED, SOURCES)
    assert [state.word for state in (made, drawn)] == ["current", "current"], f"{made.why} {drawn.why}: {mend}"
    assert made.head["made"]["device"] == "CPU"


@pytest.mark.parametrize("name", NAMES)
def test_other_seeds_and_settings_were_asked_since_the_code_changed(name):
    due = [label for label, why in states(name, SOURCES).items() if why]
    assert due == [], f"run: python -m scripts.build --reruns --only {name}"


@pytest.mark.parametrize("name", NAMES)
def test_published_verdicts_are_reproduced(name):
    """From the published record, and from those of other seeds and settings."""
    again = current_reruns(name, PUBLISHED, SOURCES)
    assert findings_of(name, read(name), again) == shown()[name]["claims"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_published_is_what_was_registered(name):
    before = registered_file(name).read_bytes()
    check_findings(name, shown()[name]["claims"])
    assert registered_parameters(name) == read_head(record_file(name))["parameters"]
    assert registered_file(name).read_bytes() == before, "a new wording is not in the register: python -m scripts.build"


@pytest.mark.parametrize("name", [name for name in NAMES if (EXPERIMENTS / name / "tune.py").exists()])
def test_what_is_used_is_what_tuning_chose(name):
    """Or as good: no worse than the best of its grid by more than twice the standard error of their difference."""
    tuning = read_tuning(name)
    assert tuning, f"run: python -m scripts.build --tune {name}"
    for choice, found in tuning["choices"].items():
        used, best = (found["scores"][found["grid"].index(found[key])] for key in ("used", "chosen"))
        differences = [u - b for u, b in zip(used, best, strict=True)]
        assert fmean(differences) <= 2 * stdev(differences) / len(differences) ** 0.5, (
            f"{choice}: take {found['chosen']}"
        )


def test_every_claim_names_a_slot_of_the_notes():
    slots = known_slots()
    wrong = [f"{claim} names Slot {finding['slot']}" for claim, finding in read_claims().items()
             if finding["slot"] not in slots]  # fmt: skip
    assert wrong == [], "name one of docs/about/notes.toml, without its dl, or method"


@pytest.mark.parametrize("name", NAMES)
def test_published_figures_are_drawn_again_to_the_byte(name):
    timed = {machine: each["result"] for machine, each in current_timings(name, PUBLISHED, SOURCES).items()}
    drawn = draw_all(name, read(name)["result"], timed)
    assert drawn, "an experiment draws at least one figure"
    for figure, svg in drawn.items():
        assert svg.encode() == figure_file(figure).read_bytes()
        assert len(svg.encode()) <= LARGEST_FIGURE


@pytest.mark.parametrize("name", [name for name in NAMES if (EXPERIMENTS / name / "timings.py").exists()])
def test_a_figure_of_times_is_drawn_without_a_word_where_there_are_none(name):
    assert all(svg.startswith("<?xml") for svg in draw_all(name, read(name)["result"]).values())


def test_nothing_else_is_published():
    """No result, claim or figure is left of an experiment that is gone, and nothing lies where an experiment should."""
    assert shown().keys() == set(NAMES)
    assert left_over(shown()) == []
    assert list(misplaced()) == []


@pytest.mark.parametrize(("name", "claim"), CLAIMS)
def test_every_claim_fails_on_a_contradicting_result(name, claim):
    file = ROOT / "tests" / "contradictions" / f"{name}.py"
    assert file.exists(), (
        f"tests/contradictions/{name}.py is missing: write {claim}(result) there (CONTRIBUTING, step 3)"
    )
    contradictions = importlib.import_module(f"tests.contradictions.{name}")
    assert hasattr(contradictions, claim), f"tests/contradictions/{name}.py needs {claim}(result)"
    result = getattr(contradictions, claim)(copy.deepcopy(read(name)["result"]))
    try:
        verdict = claim_functions(name)[claim](result).judge()["verdict"]
    except NotExact:
        return
    where = f"tests/contradictions/{name}.py, {claim}"
    assert verdict in {"does not hold", "depends"}, f"{where}: on the result that should contradict it, it is {verdict}"


@pytest.mark.parametrize("name", NAMES)
def test_contradictions_are_of_claims(name):
    """One that is left over belongs to a claim that was renamed, and perhaps is none any more."""
    contradictions = vars(importlib.import_module(f"tests.contradictions.{name}"))
    left = {key for key in contradictions if key.startswith("claim_")} - claim_functions(name).keys()
    assert left == set(), f"scripts/experiments/{name}/show.py has no such claim: remove it, or name the claim so"


@pytest.mark.parametrize(("name", "claim"), CLAIMS)
def test_no_number_is_typed_into_a_claim(name, claim):
    typed = typed_numbers(inspect.getdoc(claim_functions(name)[claim]))
    assert typed == [], f"scripts/experiments/{name}/show.py, {claim}: take a number from the result, as in [[repeats]]"


@pytest.mark.parametrize("name", NAMES)
def test_files_are_short(name):
    for file in (ROOT / "scripts" / "experiments" / name).glob("*.py"):
        assert file.read_text("utf-8").count("\n") <= 300, f"{file.name} of {name} asks several questions: cut it"
