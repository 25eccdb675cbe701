"""What is claimed is written down before the published run; what is published is held against it."""

import json

import pytest

from scripts.engine import judging, register
from tests.engine.conftest import SHOW, Checkout, copy_of

FILE = "docs/registered/new.json"


@pytest.fixture(scope="module")
def drafted(built, once):
    """A checkout with an experiment that has a draft, and is not registered."""

    def make(folder):
        checkout = copy_of(built, folder)
        checkout.experiment("new")
        (checkout.root / FILE).unlink()
        done = checkout.build("--seed", "3", "--results", "drafts", "--only", "new")
        assert done.returncode == 0, done.stderr

    return Checkout(once("drafted", make))


@pytest.fixture(scope="module")
def registered(drafted, once):
    """The same, registered and published."""

    def make(folder):
        checkout = copy_of(drafted, folder)
        assert checkout.build("--register", "new").returncode == 0
        assert checkout.build("--only", "new").returncode == 0

    return Checkout(once("registered", make))


@pytest.fixture
def new(drafted, tmp_path):
    return copy_of(drafted, tmp_path)


@pytest.fixture
def published(registered, tmp_path):
    return copy_of(registered, tmp_path)


def test_a_claim_is_read_off_a_draft_and_then_published(new):
    done = new.build("--only", "new")
    assert done.returncode == 1
    assert "it is not registered: python -m scripts.build --register new writes down what it claims" in done.stderr
    assert not (new.root / "docs/results/new.json").exists()
    done = new.build("--register", "new")
    assert done.stdout == "new: 1 claim registered before the published run\n"
    written = json.loads(new.read(FILE))
    assert written["parameters"] == {"repeats": 10, "steps": 1}
    (claim,) = written["claims"].values()
    assert claim | {"code": 0} == {
        "when": "before the published run",
        "kind": "effect",
        "unit": "units",
        "delta": 1.0,
        "side": 1,
        "known": "",
        "repeats": 10,
        "code": 0,
        "words": ["The mean is above nothing. Slot 01. Scope: [[repeats]] draws, against [[delta:.0f]]."],
    }
    assert new.build("--only", "new").returncode == 0
    assert new.build("--register", "new").stdout == "new: registered already, and unchanged\n"


def test_without_a_draft_nothing_is_registered(fresh):
    fresh.experiment("new")
    done = fresh.build("--register", "new")
    assert done.returncode == 1
    assert "it has no draft that is current, to read its claims off: make draft NAME=new" in done.stderr
    assert "Near: new" in fresh.build("--register", "nev").stderr


CHANGES = {  # (file, old, new): how it is said
    ("show", '"units", 1.0', '"units", 2.0'): "the code that judges it",
    ("run", "repeats=10", "repeats=12"): "its parameters are not what was registered: repeats is 12, not 10",
}


@pytest.mark.long
@pytest.mark.parametrize("change", CHANGES)
def test_what_judges_changes_only_with_a_reason(published, change):
    file, old, text = change
    published.edit(f"scripts/experiments/new/{file}.py", old, text)
    before = published.files()
    done = published.build()
    assert done.returncode == 1
    assert CHANGES[change] in done.stderr
    assert published.files() == before
    if file == "run":  # else the draft that is there will do
        assert published.build("--seed", "3", "--results", "drafts", "--only", "new").returncode == 0
    done = published.build("--register", "new")
    assert done.returncode == 1
    assert 'Say why it changes: python -m scripts.build --register new --because "REASON"' in done.stderr
    assert published.files() == before
    assert published.build("--register", "new", "--because", "an audit").returncode == 0
    (entry,) = json.loads(published.read(FILE))["changes"]
    assert entry["why"] == "an audit"
    done = published.build()
    assert done.returncode == 0, done.stderr
    (claim,) = json.loads(published.read(FILE))["claims"].values()
    assert claim["when"] == "after publication"


def test_a_stale_result_is_made_again_in_place_while_its_claims_are_the_same(published):
    published.edit("scripts/experiments/new/run.py", "normal(3)", "normal(4)")
    assert "1 run" in published.build("--only", "new").stdout
    assert json.loads(published.read(FILE))["changes"] == []


def test_a_new_wording_needs_no_reason_and_shows_in_the_file(published):
    published.edit("scripts/experiments/new/show.py", "The mean is above nothing.", "The mean is positive.")
    assert published.build().returncode == 0
    (claim,) = json.loads(published.read(FILE))["claims"].values()
    assert [words.partition(" Slot")[0] for words in claim["words"]] == [
        "The mean is above nothing.",
        "The mean is positive.",
    ]
    assert json.loads(published.read(FILE))["changes"] == []


FINDING = {"id": "toy.claim_x", "kind": "effect", "unit": "points", "delta": 1.0, "side": 1, "known": "", "repeats": 20}
FAMILY = FINDING | {
    "kind": "family",
    "unit": "of the weakest",
    "members": [FINDING | {"name": "a"}, FINDING | {"name": "b"}],
}


@pytest.fixture
def entry(monkeypatch):
    """What is registered of a finding, as code and words are; and what has changed."""

    def entry(
        finding=FINDING, code="code", words="It is so.", parameters=(), old=None, published=True, claim="claim_x"
    ):
        monkeypatch.setattr(register, "judging_code", lambda name: {claim: (code, words)})
        finding = finding | {"id": f"toy.{claim}"}
        return register.entry_of("toy", dict(parameters), [finding], old, published)

    return entry


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, {}),
        ({"finding": FINDING | {"repeats": 7}}, {}),  # how many count may hang on the outcome
        ({"words": "It is thus."}, {}),
        ({"code": "other"}, {"claim_x": "the code that judges it"}),
        ({"finding": FINDING | {"delta": 2.0, "side": -1}}, {"claim_x": "delta 1.0 became 2.0, side 1 became -1"}),
        ({"finding": FINDING | {"known": "by symmetry"}}, {"claim_x": "known '' became 'by symmetry'"}),
        ({"claim": "claim_y"}, {"claim_y": "new", "claim_x": "gone"}),
        ({"parameters": {"steps": 9}}, {"run": "steps is new"}),
        ({"finding": FAMILY}, {"claim_x": "kind 'effect' became 'family', members is new"}),
    ],
)
def test_a_change_is_seen_and_said(entry, change, said):
    old, _ = entry()
    assert entry(**change, old=old)[1] == said


def test_a_familys_own_numbers_are_those_of_whoever_is_weakest(entry):
    old, _ = entry(FAMILY)
    assert entry(FAMILY | {"unit": "another", "delta": 9.0}, old=old)[1] == {}
    other = [member | {"delta": 9.0} for member in FAMILY["members"]]
    assert entry(FAMILY | {"members": other}, old=old)[1] != {}


def test_when_it_was_registered(entry):
    """Whatever is registered once there is a result counts as registered after it."""
    before, _ = entry(published=False)
    assert before["claims"]["claim_x"]["when"] == "before the published run"
    assert entry(old=before)[0]["claims"]["claim_x"]["when"] == "before the published run"
    assert entry(old=before, words="New.")[0]["claims"]["claim_x"]["words"] == ["It is so.", "New."]
    assert entry(old=before, code="other")[0]["claims"]["claim_x"]["when"] == "after publication"
    assert (
        entry(old=before, code="other", published=False)[0]["claims"]["claim_x"]["when"] == "before the published run"
    )


@pytest.mark.long
@pytest.mark.parametrize("data", [b"\xff", b'{\n "seal": "0123456789abcdef",\n "claims": {}\n}\n'])
def test_a_damaged_register_is_named(published, data):
    published.write(FILE, data)
    for words in ["--register", "new"], ["--force", "--only", "new"]:
        done = published.build(*words)
        assert done.returncode == 1
        assert "docs/registered/new.json" in done.stderr
        assert "Take it from the history again" in done.stderr
        assert "Traceback" not in done.stderr
    assert published.build("--register", "new").returncode == 1
    assert (published.root / FILE).read_bytes() == data


HELPED = (
    SHOW.replace(
        "def claim",
        """from scripts.experiments.good.beside import above as bar
from snippets.shape import double

LEVEL, DRAWN = 1.0, 3
TABLE = {}
TABLE["x"] = 1.0


def level():
    return LEVEL * TABLE["x"]


def claim""",
        1,
    )
    .replace('"units", 1.0', '"units", level() + 0 * double(bar())')
    .replace("figure.subplots()", "DRAWN; figure.subplots()")
)
BESIDE = "from .more import zero\n\n\ndef above():\n    return zero()\n\n\ndef other():\n    return 1\n"
MORE = "def zero():\n    return 0\n"
EDITS = {  # (file, old, new): is it a change of what judges?
    ("show", "The mean is above", "It is above"): False,
    ("show", "subplots()", "subplots(1)"): False,
    ("show", "DRAWN = 1.0, 3", "DRAWN = 1.0, 4"): True,  # in one statement with what is used
    ("show", "\ndef level", "\n# why\ndef level"): False,
    ("show", "LEVEL, DRAWN = 1.0", "LEVEL, DRAWN = 2.0"): True,
    ("show", "return LEVEL", "return 2 * LEVEL"): True,
    ("show", 'TABLE["x"] = 1.0', 'TABLE["x"] = 2.0'): True,
    ("show", '"units", l', '"points", l'): True,
    ("beside", "return zero()", "return 1 + zero()"): True,
    ("beside", "    return 1", "    return 2"): False,
    ("more", "return 0", "return 2"): True,
    ("shape", "2 * x", "3 * x"): True,
}


def test_the_code_of_a_claim_is_its_own_and_what_it_uses(fresh, monkeypatch):
    monkeypatch.setattr(judging, "ROOT", fresh.root)
    monkeypatch.setattr("scripts.engine.places.EXPERIMENTS", fresh.root / "scripts/experiments")
    folder, shape = "scripts/experiments/good", fresh.read("snippets/shape.py")
    paths = {name: f"{folder}/{name}.py" for name in ("show", "beside", "more")} | {"shape": "snippets/shape.py"}
    texts = {"show": HELPED, "beside": BESIDE, "more": MORE, "shape": shape}

    def code():
        return judging.judging_code("good")["claim_mean_is_positive"][0]

    for name, text in texts.items():
        fresh.write(paths[name], text)
    usual = code()
    for (name, old, new), judges in EDITS.items():
        assert old in texts[name], old
        fresh.write(paths[name], texts[name].replace(old, new))
        assert (code() != usual) == judges, (name, new)
        fresh.write(paths[name], texts[name])


def test_a_claim_that_a_function_makes_is_registered_too(fresh, monkeypatch):
    monkeypatch.setattr(judging, "ROOT", fresh.root)
    monkeypatch.setattr("scripts.engine.places.EXPERIMENTS", fresh.root / "scripts/experiments")
    fresh.write("scripts/experiments/good/show.py", SHOW + "\n\nclaim_again = claim_mean_is_positive\n")
    assert sorted(judging.judging_code("good")) == ["claim_again", "claim_mean_is_positive"]


def test_a_draft_of_a_seed_that_is_asked_elsewhere_is_refused(new):
    assert new.build("--seed", "1001", "--results", "drafts", "--only", "new").returncode == 0
    done = new.build("--register", "new")
    assert done.returncode == 1
    assert "its draft has seed 1001, and drafts have seeds 0 to 9" in done.stderr


@pytest.mark.parametrize("words", [("--register", ""), ("--tune", ""), ("--register", "x", "--because", "a\nb")])
def test_empty_words_are_no_plain_build(fresh, words):
    before = fresh.files()
    assert fresh.build(*words).returncode == 2
    assert fresh.files() == before
