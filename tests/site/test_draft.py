"""A contributor's minute: a skeleton that runs, a draft on its page, and an edit of it on the page without a rerun."""

import subprocess
import sys

import pytest

from tests.site.serve import serving, wait_for
from tests.site.toy import write


def python(toy, *words, **options):
    usual = {"cwd": toy, "capture_output": True, "text": True, "check": False}
    return subprocess.run([sys.executable, "-m", *words], **usual | options)


@pytest.mark.long
def test_from_nothing_to_a_draft_on_its_page(toy):
    done = python(toy, "scripts.new", "batch_noise", "docs/chapters/toy.md")
    assert done.returncode == 0, done.stderr
    assert "docs/chapters/toy.md, at its end: move it where it belongs" in done.stdout
    assert "Next: make draft NAME=batch_noise" in done.stdout
    done = python(toy, "scripts.build", "--only", "batch_noise", "--seed", "3", "--results", "drafts")
    assert done.returncode == 0, done.stderr
    record = toy / "drafts" / "batch_noise.json"
    before = record.read_bytes()
    with serving(toy, DRAFT="batch_noise", RESULTS="drafts") as address:
        page = wait_for(address + "chapters/toy.html", "The mean is above nothing")
        assert "seed 3" in page and "Your own run" in page
        show = toy / "scripts" / "experiments" / "batch_noise" / "show.py"
        text = show.read_text("utf-8")
        write(show, text.replace("above nothing", "well above nothing"))
        wait_for(address + "chapters/toy.html", "The mean is well above nothing")
    assert record.read_bytes() == before
    assert not (toy / "docs" / "results" / "batch_noise.json").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["batch-noise"], "'batch-noise' cannot be a name: take small letters, digits and underscores"),
        (["claims"], "'claims' cannot be a name"),
        (["toy"], "scripts/experiments/toy is there already: take another name, or remove it"),
        (["new", "docs/nowhere.md"], "is no page: name one of docs"),
        ([], "python -m scripts.new NAME"),
    ],
)
def test_a_skeleton_is_refused_with_the_mend(toy, words, message):
    done = python(toy, "scripts.new", *words)
    assert done.returncode == 2
    assert message in done.stderr
