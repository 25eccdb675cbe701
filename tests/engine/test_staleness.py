"""A result is current while nothing of what it was made from has changed: many edits, made at once after one build."""

import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.engine.sources import code
from tests.engine.conftest import Checkout
from tests.engine.edits import CASES

RUN = '"""Q?"""\n\n{}\n\ndef run(device, seed, *, repeats=10):\n    return {{"v": {}}}\n'
SHOW = '''"""Claims and drawing."""

from scripts.evidence.rule import Effect


def claim_x(result):
    """A sentence.

    Slot 01. Scope: draws.
    """
    return Effect([1.0, 2.0] * 5, "units", 0.5)


def draw(figure, result):
    figure.subplots().plot([1, 2])
'''
REFUSED = {
    "program": (
        "import subprocess\n",
        "subprocess.run(['true']).returncode",
        "nobody can note what another program reads",
    ),
    "system": ("import os\n", "os.system('true')", "nobody can note what another program reads"),
    "writes": ("", "open('docs/kept', 'w').write('1')", "it writes docs/kept, which a later run could read"),
    "by_folder": ("import os\n", "os.open('docs', 0)", "it opens the folder docs"),
    "links": ("import os\n", "os.link('snippets/shape.py', 'snippets/new')", "it writes snippets/shape.py"),
    "replaces": ("import os\n", "os.replace('/dev/null', 'docs/kept')", "it writes docs/kept"),
    "removes": ("import os\n", "os.remove('snippets/shape.py')", "it writes snippets/shape.py"),
    "hidden": ("", "open('.cache/mine').read()", "it reads .cache/mine, which nobody follows"),
    "anew": (
        "import multiprocessing\n",
        "multiprocessing.get_context('spawn').Process(target=print).start()",
        "it starts a process anew",
    ),
    "joblib": (
        "import joblib\n",
        "joblib.Parallel(2)(joblib.delayed(abs)(x) for x in (1, 2))",
        "it starts a process anew",
    ),
}


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """The state of every case after its edit, and what a build with none of them edited has said."""
    checkout = Checkout.make(tmp_path_factory.mktemp("edited"), torch=True)
    for case in CASES:
        for path, text in case.files.items():
            checkout.write(case.path(path), text)
        checkout.experiment(case.name, RUN.format(case.top, case.value), SHOW, delta=0.5)
    for name, (top, value, _) in REFUSED.items():
        checkout.experiment(name, RUN.format(top, value), SHOW, delta=0.5)
    (checkout.root / "docs/data/link").symlink_to("target")
    done = checkout.build("--only", "*", before="import scripts.engine.main as m; m.present = lambda *_, **__: {}")
    before = checkout.states()
    for case in CASES:
        for path, (old, new) in case.edits.items():
            path = case.path(path)
            if old is None:
                checkout.write(path, new)
            elif new is None:
                (checkout.root / path).unlink()
            else:
                checkout.edit(path, old, new)
    return done.stderr, before, checkout.states(), checkout


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_an_edit_makes_of_a_result(edited, case):
    said, before, after, _ = edited
    assert before[case.name][0] == "current", said
    word, why = after[case.name]
    assert word == case.expect
    if word == "stale":
        edited_file = case.path(next(iter(case.edits)))
        named = why.split(" changed")[0].split(", ")
        assert any(edited_file.startswith(name.removesuffix(".py")) for name in named), why


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_could_follow_is_refused(edited, name):
    assert REFUSED[name][2] in edited[0]
    assert edited[1][name][0] == "new"


def test_the_words_of_a_claim_count_for_what_is_shown(fresh):
    """claims.json lists show.py with its docstrings, and the rule; comments count nowhere."""
    before = fresh.files()
    show = "scripts/experiments/good/show.py"
    assert {show, "scripts/evidence/rule.py"} <= fresh.shown()["good"]["from"]["documented"].keys()
    fresh.edit(show, "def draw", "# why\ndef draw")
    done = fresh.build()
    assert fresh.files() == before
    assert done.stderr == ""
    fresh.edit(show, "The mean is above nothing.", "The mean is not below nothing.")
    assert "0 run, 2 current" in fresh.build().stdout
    assert fresh.shown()["good"]["claims"][0]["statement"] == "The mean is not below nothing."


def test_old_bytecode_never_runs(fresh):
    """Same size, same time, other digit: Python itself would take the bytecode that lies there."""
    shape = fresh.root / "snippets/shape.py"
    py_compile.compile(str(shape))
    assert list((fresh.root / "snippets/__pycache__").glob("shape.*"))
    time = shape.stat()
    fresh.edit("snippets/shape.py", "2 *", "4 *")
    os.utime(shape, ns=(time.st_atime_ns, time.st_mtime_ns))
    before = fresh.record()["result"]["values"]
    assert fresh.states()["good"] == ("stale", "snippets/shape.py changed since it was made")
    assert fresh.build().returncode == 0
    assert fresh.record()["result"]["values"] == pytest.approx([2 * value for value in before], rel=1e-5)


def test_an_edit_while_it_runs_is_noticed(fresh):
    """Edited while another experiment runs, and undone afterwards: what is kept was made by what is there."""
    wait = (
        "    import pathlib, time\n    while not pathlib.Path('go').exists():\n        time.sleep(0.02)\n    return {"
    )
    fresh.edit("scripts/experiments/good/run.py", "    return {", wait)
    with fresh.start("--only", "good") as build:
        trace = fresh.wait_for(".cache/build/logs/*/good.trace")
        while "shape.py" not in trace.read_text("utf-8"):
            pass
        fresh.edit("snippets/shape.py", "2 *", "3 *")
        fresh.write("go", "")
        said = build.communicate(timeout=60)[1]
        assert build.returncode == 1
    assert "changed while it ran, so its result is not kept: snippets/shape.py" in said


@pytest.mark.long
def test_a_draft_drawn_meanwhile_leaves_the_notes_alone(fresh):
    """Two builds of one experiment at once, as a draft and a published run may be: each notes for itself."""
    fresh.edit("scripts/experiments/good/run.py", "    return {", "    import time; time.sleep(2)\n    return {")
    draw = "from scripts.engine.run import present; from scripts.engine.wishes import arguments as a; "
    with fresh.start("--only", "good") as build:
        fresh.wait_for(".cache/build/logs/*/good.trace")
        words = "print(present(['good'], a(['--only', 'good']), with_torch=False))"
        done = subprocess.run([sys.executable, "-c", draw + words], cwd=fresh.root, capture_output=True, text=True)
        assert done.stdout == "{}\n", done.stderr
        assert build.wait(60) == 0
    assert "scripts/experiments/good/run.py" in fresh.record()["from"]["code"]


def test_the_engine_may_change_but_what_touches_numbers_may_not(fresh):
    fresh.edit("scripts/engine/store.py", "import functools\n", "import functools\n\nZ = 1\n")
    assert {word for word, _ in fresh.states().values()} == {"current"}
    fresh.edit("scripts/engine/plain.py", ".6g", ".3g")
    assert {word for word, _ in fresh.states().values()} == {"stale"}


def test_what_was_loaded_before_is_refused(fresh):
    fresh.edit("scripts/engine/preload.py", "import os\n", "import os\n\nimport snippets.shape\n")
    done = fresh.build("--force", "--only", "good")
    assert done.returncode == 1
    assert "loaded before anybody could note it: snippets, snippets.shape" in done.stderr


@pytest.mark.long
def test_the_surroundings_change_nothing(fresh):
    """Neither variables nor a matplotlibrc of the reader's own."""
    ask = '    import os\n    return {"mine": os.environ.get("MINE"), "hash": hash("a"), '
    fresh.edit("scripts/experiments/good/run.py", "    return {", ask)
    shutil.rmtree(fresh.root / "matplotlib")  # the stand-in
    assert fresh.build("--force").returncode == 0
    figure = fresh.files()["docs/figures/good.svg"]
    fresh.write("matplotlibrc", "axes.linewidth: 9\nfont.size: 30\n")
    results = []
    for mine in "1", "2":
        assert fresh.build("--force", env=os.environ | {"MINE": mine, "PYTHONHASHSEED": mine}).returncode == 0
        results.append(fresh.record()["hash"])
    assert results[0] == results[1]
    assert fresh.record()["result"]["mine"] is None
    assert fresh.files()["docs/figures/good.svg"] == figure


def test_packages_have_empty_beginnings():
    """A package's __init__ is loaded by whoever imports anything of it."""
    from scripts.engine.places import ROOT

    for part in "scripts", "snippets":
        for file in (ROOT / part).rglob("__init__.py"):
            assert file.read_text("utf-8").strip().startswith('"""') or file.stat().st_size == 0, file


def test_the_hash_of_code_is_the_same_everywhere():
    """Fixed here, so that every Python that runs this test agrees: f-strings, generics and defaults differ most."""
    source = Path(__file__).with_name("sample.txt").read_bytes()
    assert code(source) == "b1d6fa947a6c8f32"
