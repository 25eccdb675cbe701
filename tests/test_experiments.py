"""Every experiment runs; what is published is current, and its verdicts and figures come out of it again."""

import copy
import importlib
import inspect
import json
import tomllib

import pytest
import torch

from scripts.claims import claim_functions, judge
from scripts.draw import draw_all
from scripts.evidence import NotExact
from scripts.fingerprint import fingerprint
from scripts.plain import plain
from scripts.store import PUBLISHED, PUBLISHED_SEED, ROOT, experiments, figure_file, read
from scripts.worker import defaults
from tests.prose import typed_numbers

NAMES = experiments()
CLAIMS = [(name, claim) for name in NAMES for claim in claim_functions(name)]
SMALL = {"steps": 20, "repeats": 2}  # what an experiment calls by these names can be made this small
LARGEST_FIGURE = 120_000


def published_claims():
    return json.loads((PUBLISHED / "claims.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_runs_small_and_its_chance_hangs_on_the_seed(name):
    """The same seed gives the same result whatever torch's own generator does, and another seed another result."""
    run = importlib.import_module(f"scripts.experiments.{name}").run
    small = {key: value for key, value in SMALL.items() if key in inspect.signature(run).parameters}
    assert small, "an experiment names its repeats, and its steps if it has any, so that it can be made small"
    results = []
    for seed, stray in ((0, 1), (0, 2), (1, 1)):
        torch.manual_seed(stray)
        results.append(plain(run("cpu", seed, **small)))
    assert results[0] == results[1]
    assert results[0] != results[2]


@pytest.mark.parametrize("name", NAMES)
def test_published_result_is_current(name):
    record = read(name)
    assert record, f"run: python -m scripts.build --only {name}"
    assert record["fingerprint"] == fingerprint(name), f"run: python -m scripts.build --only {name}"
    assert record["made"]["seed"] == PUBLISHED_SEED
    run = importlib.import_module(f"scripts.experiments.{name}").run
    assert record["parameters"] == plain(defaults(run)), "the hash of a record does not cover its parameters"


@pytest.mark.parametrize("name", NAMES)
def test_published_verdicts_are_reproduced(name):
    assert judge(name, read(name)) == [finding for finding in published_claims() if finding["experiment"] == name]


def test_every_claim_names_a_slot_of_the_notes():
    items = tomllib.loads((ROOT / "docs" / "about" / "notes.toml").read_text("utf-8"))["item"]
    slots = {"method", *(item["id"].removeprefix("dl").upper() for item in items)}
    assert {finding["slot"] for finding in published_claims()} <= slots


@pytest.mark.parametrize("name", NAMES)
def test_published_figures_are_drawn_again_to_the_byte(name):
    drawn = draw_all(name, read(name)["result"])
    assert drawn, "an experiment draws at least one figure"
    for figure, svg in drawn.items():
        assert svg.encode() == figure_file(figure).read_bytes()
        assert len(svg.encode()) <= LARGEST_FIGURE


def test_nothing_else_is_published():
    """No result, claim or figure is left of an experiment that is gone."""
    figures = {figure for name in NAMES for figure in draw_all(name, read(name)["result"])}
    assert {file.stem for file in PUBLISHED.glob("*.json")} == {*NAMES, "claims"}
    assert {file.stem for file in figure_file("x").parent.glob("*.svg")} == figures
    assert {finding["experiment"] for finding in published_claims()} <= set(NAMES)


@pytest.mark.parametrize(("name", "claim"), CLAIMS)
def test_every_claim_fails_on_a_contradicting_result(name, claim):
    contradictions = importlib.import_module(f"tests.contradictions.{name}")
    assert hasattr(contradictions, claim), f"tests/contradictions/{name}.py needs {claim}(result)"
    result = getattr(contradictions, claim)(copy.deepcopy(read(name)["result"]))
    try:
        verdict = claim_functions(name)[claim](result).judge()["verdict"]
    except NotExact:
        return
    assert verdict in {"does not hold", "depends"}


@pytest.mark.parametrize(("name", "claim"), CLAIMS)
def test_no_number_is_typed_into_a_claim(name, claim):
    assert typed_numbers(inspect.getdoc(claim_functions(name)[claim])) == []
