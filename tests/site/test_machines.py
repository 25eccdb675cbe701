"""What other machines gave, how fast this one is, and how the long proofs ended: on the page, while it is still so."""

import pytest
import torch

from scripts import agreement
from scripts.engine.store import sealed
from tests.site.built import Page, build
from tests.site.test_figures import words
from tests.site.toy import EFFECT, FAMILY, RECORD, write

pytestmark = pytest.mark.long
METHOD = "# Method\n\n[HOW-FAR]\n\n[REGISTERED]\n\n[TUNED]\n\n[AGREEMENT]\n\n[BENCHMARK]\n\n[STRESS]\n"
CLAIMS = {each["id"]: each["alone"]["verdict"] for each in (EFFECT, FAMILY)}
SAID = {
    "toy.claim_helps": {"verdict": "not settled", "effect": -1.0, "interval": [-2.0, 0.0]},
    "toy.claim_everywhere": {"verdict": CLAIMS["toy.claim_everywhere"], "effect": -3.0, "interval": [-4.0, -2.0]},
}
WAY = {"of": RECORD["hash"], "hash": "0" * 16, "published": CLAIMS, "claims": SAID}
FAST = {"of": RECORD["hash"], "share": 0.25, "network": [20, 64, [8, 8, 2]], "gain": 7.0}


@pytest.fixture
def told(toy):
    """What the page says, when these were found out: files of docs/results/method by name."""

    def page(**files):
        write(toy / "docs" / "about" / "method.md", METHOD)
        for name, value in files.items():
            text = value if isinstance(value, str) else sealed(value)
            write(toy / "docs" / "results" / "method" / f"{name}.json", text)
        done = build(toy, toy / "site")
        assert done.returncode == 0, done.stderr
        return words(Page(toy / "site" / "about" / "method.html"))

    return page


def ways(**changes):
    return {"ways": {"two threads": {"toy": WAY | changes}}}


def speed(cold=None, **changes):
    return {"processor": "A core", "experiments": {"toy": FAST | changes}, "tools": {"all": 2.0}, "cold": cold}


def test_other_verdicts_and_moves_are_named(told):
    text = told(agreement=ways())
    assert "two threads 1 0 2 1 toy holds → not settled toy moved by 2 of its interval's half-width" in text
    assert "two threads 1 1 2 1" in told(agreement=ways(hash=RECORD["hash"]))


def test_what_was_compared_with_other_numbers_or_verdicts_is_not_counted(told):
    assert "two threads 0 0 0 0" in told(agreement=ways(of="f" * 16))
    assert "two threads 1 0 1 1" in told(agreement=ways(published=CLAIMS | {"toy.claim_helps": "depends"}))
    assert "two threads 1 0 2 1" in told(agreement=ways(claims=SAID | {"toy.claim_gone": SAID["toy.claim_helps"]},
                                                        published=CLAIMS | {"toy.claim_gone": "holds"}))  # fmt: skip


def test_speeds_are_told_while_the_numbers_are_the_same(told):
    cold = {"of": {"toy": RECORD["hash"]}, "wall": 120.0, "cpu": 200.0, "cores": 2, "same": 1}
    text = told(benchmark=speed(cold))
    assert "reaches 25 % of what" in text and "none of them 40 %" in text and "20 7.0 times" in text
    assert "all 1 experiments took 2.0 minutes on 2 cores: 1.20 times" in text
    assert "A rebuild of all" not in told(benchmark=speed(cold | {"of": {"toy": "f" * 16}}))
    assert "Nothing was measured since" in told(benchmark=speed(of="f" * 16))
    assert "Nothing was measured since" in told(benchmark={**speed(), "experiments": {"toy": {"of": RECORD["hash"]}}})


def test_how_the_long_proofs_ended(told):
    report = {"tests": {"fifty kills": {"passed": 1}, "read only": {"skipped": 1}}, "skipped": {"read only": "root"}}
    text = told(stress=report)
    assert "fifty kills: 1 passed" in text and "read only: 1 skipped (root)" in text


def test_nothing_was_found_out_yet(told):
    text = told()
    assert "Nothing was measured since" in text and "Not yet, here." in text


@pytest.mark.parametrize("name", ["agreement", "benchmark", "stress"])
@pytest.mark.parametrize("text", ["{", sealed({"ways": 3})])
def test_a_damaged_file_is_named(told, name, text):
    with pytest.raises(AssertionError, match=f"method/{name}.json"):
        told(**{name: text})


def test_only_one_thing_differs_from_the_published_run():
    """On a processor with other kernels, two threads would be two differences."""
    made = {"cpu_capability": "AVX512"}
    assert agreement.ways_of(made, "AVX512") == agreement.WAYS
    assert agreement.ways_of(made, "AVX2") == {"another processor, whose kernels are AVX2": ({}, 1)}


def test_the_processor_is_asked_whatever_the_environment_says(monkeypatch):
    usual = torch.backends.cpu.get_cpu_capability()
    monkeypatch.setenv("ATEN_CPU_CAPABILITY", "default")
    assert agreement.cpu_capability() == usual
