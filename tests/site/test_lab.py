"""The lab: its checks tell right from wrong, it runs alone, and its page is a page like the others."""

import ast
import contextlib
import html
import io
import json
import os
import re
import subprocess
import sys

import jupytext
import nbformat
import pytest
from matplotlib.figure import Figure

from scripts.engine.places import ROOT
from scripts.site.labs import drawing, joined
from tests.site.built import build
from tests.site.toy import NAV, write

LAB = ROOT / "docs" / "labs" / "diagnose-it.py"
CELLS = [cell for cell in jupytext.read(LAB).cells if cell.cell_type == "code"]
OURS = [cell for cell in CELLS if "spoiler" in cell.metadata]  # solutions and answers
TASKS = {cell.metadata["task"]: cell.source for cell in CELLS if "task" in cell.metadata and cell not in OURS}
SOLUTIONS = {cell.metadata["task"]: cell.source for cell in OURS if "task" in cell.metadata}
FOUND = ["wrong start", "broken step", "optimization", "overfitting", "mismatch", "healthy"]
NEEDED = {"math", "matplotlib", "torch", "sklearn"}

SIGMOIDS = "def build(layers):\n    return nn.Sequential(nn.Linear(64, {0}), nn.Sigmoid(), {1}nn.Linear({0}, CLASSES))"
WEIGHTS = "def start(network):\n    for layer in network[::2]:\n        nn.init.{}(layer.weight{})"
READ = "def read(part):\n    pixels, labels = SCANS[part]\n    return {}, labels"
WRONG = {  # (task, what somebody might try): (the code, what the check answers)
    ("start", "all zero"): (WEIGHTS.format("zeros_", ""), "they stay equal"),
    ("start", "half the size"): (WEIGHTS.format("normal_", ", std=0.5"), "The loss starts at"),
    ("draw", "always the first"): ("def draw(x, y):\n    return x[:BATCH], y[:BATCH]", "every batch is the same"),
    ("draw", "everything"): ("def draw(x, y):\n    return x, y", "should hold 32"),
    ("build", "wider"): (SIGMOIDS.format(256, "nn.Linear(256, 256), nn.Sigmoid(), " * 2), "still ends at"),
    ("build", "deeper"): (SIGMOIDS.format(64, "nn.Linear(64, 64), nn.Sigmoid(), " * 5), "still ends at"),
    ("choose", "forty others"): ("def choose(rows):\n    return rows[40:80]", "of a guess"),
    ("choose", "validation data"): (
        "def choose(rows):\n    return torch.cat([rows, VALIDATION])",
        "400 of the examples",
    ),
    ("read", "standardized"): (READ.format("(pixels - pixels.mean()) / pixels.std()"), "Look at the pixels"),
    ("read", "both turned"): (READ.format("1 - pixels / 16"), "Look at the pixels"),
}
ALSO_RIGHT = {
    "start": WEIGHTS.format("xavier_normal_", ""),
    "build": SOLUTIONS["build"].replace("Tanh", "ReLU"),
    "choose": "def choose(rows):\n    return rows[:800]",
}


def answer(task, code):
    """What the check of a task says to `code`, in the script as the solutions before it leave it."""
    tools = CELLS[: next(place for place, cell in enumerate(CELLS) if "alt" in cell.metadata)]
    before = [SOLUTIONS[name].partition("\n\n\n")[0] for name in list(TASKS)[: list(TASKS).index(task)]]
    namespace, printed = {}, io.StringIO()
    for source in [*(re.sub(r"^%.*", "", cell.source) for cell in tools), *before]:
        exec(source, namespace)
    with contextlib.redirect_stdout(printed):
        exec(f"{code}\n\n\ncheck_{task}()", namespace)
    return printed.getvalue().splitlines()[-1]


@pytest.mark.parametrize("task", TASKS)
def test_a_check_accepts_the_solution_and_not_the_script_as_it_was(task):
    assert answer(task, TASKS[task]).startswith("Not yet.")
    assert answer(task, SOLUTIONS[task]) == "Right."


@pytest.mark.parametrize("attempt", WRONG, ids=" ".join)
def test_a_check_says_what_is_wrong(attempt):
    code, hint = WRONG[attempt]
    assert re.match(f"Not yet. .*{hint}", answer(attempt[0], code))


@pytest.mark.parametrize("task", ALSO_RIGHT)
def test_a_check_accepts_another_good_fix(task):
    assert answer(task, ALSO_RIGHT[task]) == "Right."


def test_the_guide_in_the_lab_is_the_snippet():
    copied = next(cell.source for cell in CELLS if "def diagnose(" in cell.source)
    snippet = (ROOT / "snippets" / "diagnose.py").read_text("utf-8")
    assert copied.strip() == snippet.strip(), "copy snippets/diagnose.py into the lab's first folded cell"


def test_it_needs_four_packages():
    names = [
        node for node in ast.walk(ast.parse(LAB.read_text("utf-8"))) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    roots = {name.split(".")[0] for node in names for name in [getattr(node, "module", None) or node.names[0].name]}
    assert roots <= NEEDED


@pytest.fixture(scope="module")
def page(pages):
    return pages["labs/diagnose-it.html"]


@pytest.fixture(scope="module")
def printed(page):
    """What the cells printed, as the page shows it."""
    outputs = re.findall(r'<div class="[^"]*\boutput\b[^"]*">.*?<code>(.*?)</code>', page.file.read_text("utf-8"), re.S)
    return [html.unescape(output).strip() for output in outputs]


def run_alone(text, folder):
    """The lines that a script prints, as somebody would run it who took it along."""
    script = folder / "script.py"
    script.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(script)],
        cwd=folder,
        env=os.environ | {"MPLBACKEND": "svg"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line]


def test_the_lab_runs_alone_and_prints_what_the_page_shows(printed, tmp_path):
    """So two runs, one by the site and one here, agree."""
    lines = run_alone(LAB.read_text("utf-8"), tmp_path)
    shown = [line for output in printed for line in output.splitlines() if line]
    assert [line.strip() for line in lines] == [line.strip() for line in shown]
    table = [re.match(r" *(\d+)%   (.*)", line) for line in lines]
    assert [row[2] for row in table if row] == FOUND
    accuracy = [int(row[1]) for row in table if row]
    assert max(accuracy[:5]) < 20 and accuracy[5] > 90, "as the page says"
    leaves = [line.split(":")[0] for line in lines if line.startswith("→")]
    assert leaves[-3:] == ["→ model bias", "→ model bias", "→ optimization"], "the answers to the exercises"


def test_the_page(site, page, printed):
    text = page.file.read_text("utf-8")
    assert len(text.encode()) <= 80_000 and "data:image" not in text
    assert "<math" in text and "<style" not in text[text.index("<article") : text.index("</article>")]
    assert sum(output.startswith("Not yet.") for output in printed) == 5
    assert printed.count("Right.") == text.count("<summary>Solution</summary>") == 5
    assert len(page.images) == 4 and all(len(image["alt"].split()) >= 8 for image in page.images)
    assert all(image["width"] and image["height"] for image in page.images)
    index = (site / "search" / "search_index.json").read_text("utf-8")
    assert "labs/diagnose-it.html" in index and "In [" not in index and "Copied!" not in index


@pytest.fixture(scope="module")
def taken(site):
    """The notebook to take along."""
    return nbformat.reads((site / "labs" / "diagnose-it.ipynb").read_text("utf-8"), 4)


def test_the_notebook_to_take_along(taken):
    nbformat.validate(taken)
    cells = [cell for cell in taken.cells if cell.cell_type == "code"]
    assert [cell.source for cell in cells] == [cell.source for cell in CELLS if cell not in OURS]
    assert not any(cell.outputs for cell in cells)
    assert all(cell.metadata.jupyter.source_hidden for cell in cells if "fold" in cell.metadata)
    assert not any("](../" in cell.source for cell in taken.cells), "a link that leads nowhere from elsewhere"


def test_solutions_are_folded_text_in_every_program(taken):
    """Not code: not every program folds it, and running it would replace what a learner has written."""
    texts = "\n".join(cell.source for cell in taken.cells if cell.cell_type == "markdown")
    found = re.findall(r"<details>\n<summary>([^<]*)</summary>\n\n```python\n(.*?)\n```\n\n</details>", texts, re.S)
    assert found == [(cell.metadata["spoiler"], cell.source) for cell in OURS]


def test_the_script_to_take_along_is_the_notebook(site, taken):
    text = (site / "labs" / "diagnose-it.py").read_text("utf-8")
    script = jupytext.reads(text, "py:percent")
    assert [(cell.cell_type, cell.source) for cell in script.cells] == [
        (cell.cell_type, cell.source) for cell in taken.cells
    ]


SVG = "# %config InlineBackend.figure_formats = ['svg']"
FAULTS = {  # what a lab holds: what the build then says
    "failing cell": ('# %%\nraise ValueError("broken")\n', "ValueError.*broken"),
    "several": (
        "# %%\nimport sys\nimport matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\nprint('oh', file=sys.stderr)\n"
        "# %%\n# %config InlineBackend.figure_formats = ['png']\nplt.plot([1])\nplt.show()\n"
        "# %% [markdown]\n# [a](nowhere.md), [b](../index.md#nowhere), $\\nowhere$\n",
        r"(?=.*figure 1 has no alt text)(?=.*a cell complains: oh)(?=.*figures should be SVG)"
        r"(?=.*nowhere\.md)(?=.*anchor '#nowhere')(?=.*formula .* is broken)",
    ),
}


def add_lab(toy, text):
    """A lab of the toy: its title, figures as on our pages, and `text`."""
    write(toy / "docs" / "labs" / "toy.py", f"# %% [markdown]\n# # Toy\n\n# %%\n{SVG}\n{text}")
    nav, settings = NAV.replace("[", "[labs/toy.py, "), (ROOT / "mkdocs.yml").read_text("utf-8")
    write(toy / "mkdocs.yml", re.sub(r"^nav:.*?\n\n", lambda _: nav, settings, flags=re.M | re.S))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_lab_fails_the_build(toy, fault):
    text, message = FAULTS[fault]
    add_lab(toy, text)
    done = build(toy, toy / "site")
    assert done.returncode != 0
    assert re.search(message, done.stderr, re.S), done.stderr


def test_the_notebook_to_take_along_leads_to_the_site_on_the_web(toy):
    add_lab(toy, "# %% [markdown]\n# [home](../index.md#home)\n")
    done = build(toy, toy / "site", SITE_URL="https://example.org/book/")
    assert done.returncode == 0, done.stderr
    book = json.loads((toy / "site" / "labs" / "toy.ipynb").read_text("utf-8"))
    assert "[home](https://example.org/book/index.html#home)" in "".join(book["cells"][-1]["source"])


def test_a_drawing_is_the_same_bytes_every_time_in_the_colours_of_the_site():
    def draw():
        figure, svg = Figure(), io.StringIO()
        figure.subplots().plot([1, 2], "o-", clip_on=True)
        figure.savefig(svg, format="svg")
        return svg.getvalue()

    first, second = draw(), draw()
    assert first != second and drawing(first) == drawing(second)
    assert "#1f77b4" not in drawing(first) and "var(--c0)" in drawing(first)


def test_what_a_cell_prints_is_one_piece():
    pieces = [
        {"name": "stdout", "text": "a\n"},
        {"name": "stdout", "text": "b\n"},
        {"data": {}},
        {"name": "stdout", "text": "c"},
    ]
    assert [output.get("text") for output in joined(pieces)] == ["a\nb\n", None, "c"]
