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
NEEDED = {"statistics", "itertools", "math", "matplotlib", "torch", "sklearn"}

SHORT = {  # of most attempts: the function, but for one expression
    "start": "def start(network):\n    for layer in network[::2]:\n        {}",
    "draw": "def draw(images, labels):\n    rows = {}\n    return images[rows], labels[rows]",
    "build": "def build(layers):\n    hidden = [part for _ in range(layers) for part in ({},)]\n"
    "    return nn.Sequential(*hidden, nn.Linear(64, CLASSES))",
    "choose": "def choose(rows):\n    return {}",
    "read": "def read(part):\n    pixels, labels = SCANS[part]\n    return {}, labels",
}
DRAW = "def draw(images, labels):\n    rows = torch.randint(len(images), (BATCH,))\n    return {}, {}"
BUILD = "def build(layers):\n    return nn.Sequential({}nn.Linear({}, CLASSES){})"
TANH = "nn.Linear(64, 64), nn.Tanh(), "
SKIP = """class Skip(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.size = nn.Linear(64, 64), nn.Parameter(torch.{})

    def forward(self, x):
        return x + self.size * {}(self.layer(x))


def build(layers):
    return nn.Sequential(*(Skip() for _ in range(layers)), nn.Linear(64, CLASSES))"""
READ = "def read(part):\n    pixels, labels = SCANS[{}]\n    return {}, {}"
TURNED = "(16 - pixels if part == 'test' else pixels)"
WRONG = {  # task: {what somebody might try: (the function or its expression, what the check answers)}
    "start": {
        "all zero": ("nn.init.zeros_(layer.weight)", "they stay equal"),
        "all equal": ("nn.init.constant_(layer.weight, 1 / 64)", "they stay equal"),
        "half the size": ("nn.init.normal_(layer.weight, std=0.5)", "The loss starts at"),
        "not a number": ("nn.init.constant_(layer.weight, torch.nan)", "The loss starts at nan"),
        "tiny": ("nn.init.normal_(layer.weight, std=1e-6)", "hardly falls"),
        "small": ("nn.init.normal_(layer.weight, std=0.01)", "hardly falls"),
        "no sign": ("nn.init.uniform_(layer.weight, 0, 0.1)", "hardly falls"),
        "every bias 5": ("nn.init.constant_(layer.bias, 5)", "hardly falls"),
        "hidden biases 5": (
            "def start(network):\n    for layer in network[:-1:2]:\n        nn.init.constant_(layer.bias, 5)",
            "hardly falls",
        ),
        "one layer zero": ("def start(network):\n    nn.init.zeros_(network[2].weight)", "they stay equal"),
        "frozen weights": ("layer.weight.requires_grad_(False)", "hardly falls"),
    },
    "draw": {
        "always the first": ("torch.arange(BATCH)", "every batch is the same"),
        "one seed": (
            "torch.randint(len(images), (BATCH,), generator=torch.Generator().manual_seed(0))",
            "every batch is the same",
        ),
        "everything": ("torch.arange(len(images))", "should hold 32"),
        "the first 40": ("torch.randint(40, (BATCH,))", "96% of the images hardly ever"),
        "the last 100": ("len(images) - 1 - torch.randint(100, (BATCH,))", "90% of the images hardly ever"),
        "every second": ("torch.randint(len(images) // 2, (BATCH,)) * 2", "50% of the images hardly ever"),
        "one image": ("torch.randint(len(images), (1,)).repeat(BATCH)", "only 1 different"),
        "sixteen twice": ("torch.randint(len(images), (16,)).repeat(2)", "only 16 different"),
        "a stretch": ("torch.arange(BATCH) + torch.randint(len(images) - BATCH, (1,))", "a piece of the data"),
        "a shuffled stretch": (
            "torch.randperm(BATCH) + torch.randint(len(images) - BATCH, (1,))",
            "a piece of the data",
        ),
        "shifted labels": (DRAW.format("images[rows]", "labels[rows].roll(1)"), "100% of the images"),
        "sorted labels": (DRAW.format("images[rows]", "labels[rows].sort().values"), "the label of another"),
        "the first labels": (DRAW.format("images[rows]", "labels[:BATCH]"), "the label of another"),
    },
    "build": {
        "wider": (
            BUILD.format(
                "*[p for i in range(layers) for p in (nn.Linear(256 if i else 64, 256), nn.Sigmoid())], ", 256, ""
            ),
            "still ends at",
        ),
        "deeper": ("*[p for _ in range(5) for p in (nn.Linear(64, 64), nn.Sigmoid())]", "still ends at"),
        "one layer": (BUILD.format(TANH, 64, ""), "builds 1, 1 and 1"),
        "one layer, as it was": (BUILD.format("nn.Linear(64, 64), nn.Sigmoid(), ", 64, ""), "builds 1, 1 and 1"),
        "always three": (BUILD.format(3 * TANH, 64, ""), "builds 3, 3 and 3"),
        "linear": (BUILD.format("", 64, ""), "builds 0, 0 and 0"),
        "no activation": ("nn.Linear(64, 64)", "builds 0, 0 and 0"),
        "no bend": ("nn.Linear(64, 64), nn.LeakyReLU(1.0)", "builds 0, 0 and 0"),
        "normalized only": ("nn.Linear(64, 64), nn.BatchNorm1d(64)", "builds 0, 0 and 0"),
        "one activation": (
            BUILD.format(TANH + "*(nn.Linear(64, 64) for _ in range(layers - 1)), ", 64, ""),
            "builds 1, 1 and 1",
        ),
        "dropout of nearly all": (TANH + "nn.Dropout(0.99)", "still ends at"),
        "softmax twice": (
            BUILD.format(f"*[p for _ in range(layers) for p in ({TANH})], ", 64, ", nn.Softmax(1)"),
            "still ends at",
        ),
    },
    "choose": {
        "forty others": ("rows[40:80]", "of a guess"),
        "forty, repeated": ("rows[:40].repeat(25)", "of a guess"),
        "five classes": ("rows[SCANS['training'][1][rows] < 5]", "of a guess"),
        "validation data": ("torch.cat([rows, VALIDATION])", "400 of the examples"),
        "one of the validation data": ("torch.cat([rows, VALIDATION[:1]])", "1 of the examples"),
        "every 120": ("rows[:120]", "880 of 1000 images lie idle"),
        "half": ("rows[::2]", "500 of 1000 images lie idle"),
        "half, twice": ("rows[:500].repeat(2)", "500 of 1000 images lie idle"),
        "with replacement": ("rows[torch.randint(len(rows), (1000,))]", "lie idle"),
    },
    "read": {
        "standardized": ("(pixels - pixels.mean()) / pixels.std()", "Look at the pixels"),
        "both turned": ("1 - pixels / 16", "Look at the pixels"),
        "grey tests": ("(pixels * 0 + 8 if part == 'test' else pixels) / 16", "Look at the pixels"),
        "not a number": (f"{TURNED} * torch.nan", "Look at the pixels"),
        "all zero": ("pixels * 0", "Only \\d+% of the test digits"),
        "no contrast": (f"{TURNED} / 1600", "Only \\d+% of the test digits"),
        "training scans": (READ.format("'training'", "pixels / 16", "labels"), "not the test scans' labels"),
        "sorted labels": (READ.format("part", TURNED, "labels.sort().values"), "not the test scans' labels"),
        "the labels": ("nn.functional.one_hot(labels, 64).float()", "depend on their labels"),
        "the labels too": (f"{TURNED} / 16 + nn.functional.one_hot(labels, 64)", "depend on their labels"),
        "not scaled": ("16 - pixels if part == 'test' else pixels / 16", "two images in the two scanners"),
        "scaled twice": ("(16 - pixels) / 32 if part == 'test' else pixels / 16", "two images in the two scanners"),
        "clipped": ("(16 - pixels).clamp(0, 8) / 16 if part == 'test' else pixels / 16", "two images"),
        "negative": ("(-pixels if part == 'test' else pixels) / 16", "two images in the two scanners"),
    },
}
ALSO_RIGHT = {  # task: {what somebody might try: the function or its expression}
    "start": {
        "PyTorch's": "pass",
        "Xavier": "nn.init.xavier_normal_(layer.weight)",
        "He": "nn.init.kaiming_uniform_(layer.weight)",
        "orthogonal": "nn.init.orthogonal_(layer.weight)",
        "std 0.05": "nn.init.normal_(layer.weight, std=0.05)",
        "identity": "nn.init.eye_(layer.weight)",
        "a last layer of zeros": "def start(network):\n    nn.init.zeros_(network[-1].weight)",
    },
    "draw": {
        "without replacement": "torch.randperm(len(images))[:BATCH]",
        "sorted": "torch.randint(len(images), (BATCH,)).sort().values",
        "multinomial": "torch.multinomial(torch.ones(len(images)), BATCH)",
    },
    "build": {
        **{name: f"nn.Linear(64, 64), nn.{name}()" for name in ("ReLU", "SiLU", "GELU", "ELU", "PReLU", "Softplus")},
        "batch norm": "nn.Linear(64, 64), nn.BatchNorm1d(64), nn.Sigmoid()",
        "layer norm": "nn.Linear(64, 64), nn.LayerNorm(64), nn.Sigmoid()",
        "nested": "nn.Sequential(nn.Linear(64, 64), nn.ReLU())",
        "gated": "nn.Linear(64, 128), nn.GLU()",
        "some dropout": "nn.Linear(64, 64), nn.Tanh(), nn.Dropout(0.1)",
        "skip connections": SKIP.format("ones(1)", "torch.sigmoid"),
        "skip connections, closed at first": SKIP.format("zeros(1)", "torch.relu"),
    },
    "choose": {"rows[:800]": "rows[:800]", "rows[100:]": "rows[100:]", "shuffled": "rows[torch.randperm(len(rows))]"},
    "read": {
        "centred": f"{TURNED} / 16 - 0.5",
        "standardized": f"({TURNED} - 4.9) / 6",
        "each by its own": f"({TURNED} - {TURNED}.mean(1, keepdim=True)) / {TURNED}.std(1, keepdim=True)",
        "found by brightness": "(pixels if pixels.mean() < 8 else 16 - pixels) / 16",
        "each by its corner": "torch.where(pixels[:, :1] > 8, 16 - pixels, pixels) / 16",
        "square root": f"{TURNED}.sqrt() / 4",
    },
}


def written(task, attempt):
    """The function of an attempt."""
    return attempt if attempt.startswith(("def ", "class ")) else SHORT[task].format(attempt)


def answer(task, code):
    """What the check of a task says to `code`, in the script as the solutions before it leave it."""
    tools = CELLS[: next(place for place, cell in enumerate(CELLS) if "alt" in cell.metadata)]
    before = list(TASKS)[: list(TASKS).index(task)]
    solved = [SOLUTIONS[name].partition("\n\n\n")[0] for name in before]
    namespace, printed = {}, io.StringIO()
    for source in [*(re.sub(r"^%.*", "", cell.source) for cell in tools), *solved]:
        exec(source, namespace)
    namespace["RIGHT"].update(dict.fromkeys(before, True))
    with contextlib.redirect_stdout(printed):
        exec(f"{code}\n\n\ncheck_{task}()", namespace)
    return printed.getvalue().splitlines()[-1]


@pytest.mark.parametrize("task", TASKS)
def test_a_check_accepts_the_solution_and_not_the_script_as_it_was(task):
    assert answer(task, TASKS[task]).startswith("Not yet.")
    assert answer(task, SOLUTIONS[task]) == "Right."


def attempts(table):
    return [pytest.param(task, each, id=f"{task} {each}") for task, tried in table.items() for each in tried]


@pytest.mark.parametrize(("task", "attempt"), attempts(WRONG))
def test_a_check_says_what_is_wrong(task, attempt):
    tried, hint = WRONG[task][attempt]
    said = answer(task, written(task, tried))
    assert re.match(f"Not yet. .*{hint}", said)
    assert all(len(sentence.split()) <= 20 for sentence in re.split(r"(?<=[.:?]) ", said))


@pytest.mark.parametrize(("task", "attempt"), attempts(ALSO_RIGHT))
def test_a_check_accepts_another_good_fix(task, attempt):
    assert answer(task, written(task, ALSO_RIGHT[task][attempt])) == "Right."


def parts(text):
    """The functions and tables of a file, as they are written."""
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.Assign)]
    return [ast.get_source_segment(text, node) for node in nodes]


def test_the_guide_in_the_lab_is_that_of_the_snippets():
    copied = next(cell.source for cell in CELLS if "def diagnose(" in cell.source)
    files = [ROOT / "snippets" / f"{name}.py" for name in ("guide", "curves", "answers", "diagnose")]
    assert parts(copied) == [part for file in files for part in parts(file.read_text("utf-8"))]


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
    table = [re.match(r" *(\d+)%  (.*)", line) for line in lines]
    assert [row[2] for row in table if row] == FOUND
    accuracy = [int(row[1]) for row in table if row]
    assert max(accuracy[:5]) < 20 and accuracy[5] > 90, "as the page says"
    leaves = [line.split(":")[0] for line in lines if line.startswith("→")]
    assert leaves[-3:] == ["→ model bias", "→ model bias", "→ optimization"], "the answers to the exercises"


def test_the_page(site, page, printed):
    text = page.file.read_text("utf-8")
    article = text[
        text.index("<article") : text.index("</article>")
    ]  # around it is the menu, which grows with the site
    assert len(article.encode()) <= 80_000 and "data:image" not in text
    assert "<math" in article and "<style" not in article
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


def test_the_script_to_take_along_is_the_notebook_and_says_what_to_do(site, taken, tmp_path):
    text = (site / "labs" / "diagnose-it.py").read_text("utf-8")
    script = jupytext.reads(text, "py:percent")
    assert [(cell.cell_type, cell.source) for cell in script.cells] == [
        (cell.cell_type, cell.source) for cell in taken.cells
    ]
    checks = [line for line in run_alone(text, tmp_path) if line.startswith("Not yet.")]
    assert checks[0].startswith("Not yet. The loss starts at")
    assert [line.split(":")[0] for line in checks[1:]] == ["Not yet. Mend start first"] * 4


@pytest.mark.parametrize("choice", [0, -1], ids=["the first", "the last"])
def test_fixes_of_ones_own_are_kept_to_the_end(taken, tmp_path, choice):
    """The notebook, cell by cell, with other good functions than ours."""

    def source(cell):
        task = cell.metadata.get("task")
        own = task and written(task, [*ALSO_RIGHT[task].values()][choice])
        return f"{own}\n\n\ncheck_{task}()" if task else re.sub(r"^%.*", "", cell.source)

    cells = [source(cell) for cell in taken.cells if cell.cell_type == "code"]
    lines = run_alone("\n\n".join(cells), tmp_path)
    assert lines.count("Right.") == 5 and not any(line.startswith("Not yet.") for line in lines)
    assert [line.split("%  ")[1] for line in lines if re.match(r" *\d+%  ", line)] == FOUND


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
