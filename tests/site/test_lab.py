"""The labs: their checks tell right from wrong, they run alone, and their pages are pages like the others."""

import ast
import html
import io
import json
import re

import jupytext
import nbformat
import pytest
from matplotlib.figure import Figure

from scripts.engine.places import ROOT
from scripts.site.labs import drawing, joined
from tests.site.built import build
from tests.site.lab import Lab, plain, run_alone, run_here
from tests.site.toy import NAV, write

LABS = [Lab(file.stem) for file in sorted((ROOT / "docs" / "labs").glob("*.py"))]
FIRST = next(lab for lab in LABS if lab.name == "diagnose-it")
NEEDED = {"copy", "statistics", "itertools", "math", "matplotlib", "torch", "sklearn"}
each_lab = pytest.mark.parametrize("lab", LABS, ids=repr)


SOON = 4  # attempts of a task of the first lab, whose checks train networks; the others are long


def attempts(table):
    return [
        pytest.param(
            lab,
            task,
            each,
            id=f"{lab} {task} {each}",
            marks=pytest.mark.long if lab is FIRST and place >= SOON else (),
        )
        for lab in LABS
        for task, tried in getattr(lab.tried, table).items()
        for place, each in enumerate(tried)
    ]


TASKS = [pytest.param(lab, task, id=f"{lab} {task}") for lab in LABS for task in lab.tasks]


@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_a_check_accepts_the_solution_and_not_the_script_as_it_was(lab, task):
    assert re.match(r"Not yet\. (?!It stops|Mend)", lab.answer(task, lab.tasks[task]))
    assert lab.answer(task, lab.solutions[task]) == "Right."


@pytest.mark.parametrize(("lab", "task", "attempt"), attempts("WRONG"))
def test_a_check_says_what_is_wrong(lab, task, attempt):
    tried, hint = lab.tried.WRONG[task][attempt]
    said = lab.answer(task, lab.written(task, tried))
    assert re.match(f"Not yet. .*({hint})", said)
    assert all(len(sentence.split()) <= 20 for sentence in re.split(r"(?<=[.:?]) ", said))


@pytest.mark.long
@pytest.mark.parametrize(("lab", "task", "attempt"), attempts("ALSO_RIGHT"))
def test_a_check_accepts_another_good_fix(lab, task, attempt):
    assert lab.answer(task, lab.written(task, lab.tried.ALSO_RIGHT[task][attempt])) == "Right."


@each_lab
def test_each_task_was_tried_in_many_ways_and_has_a_hint(lab):
    assert lab.tasks.keys() == lab.solutions.keys() == lab.tried.WRONG.keys() == lab.tried.ALSO_RIGHT.keys()
    assert all(len(tried) >= 8 for tried in lab.tried.WRONG.values())
    assert lab is FIRST or len(lab.hints) == len(lab.tasks), "in the first lab the guide's answers are the hints"


def parts(text):
    """The functions and tables of a file, as they are written."""
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.Assign)]
    return [ast.get_source_segment(text, node) for node in nodes]


def test_the_guide_in_the_lab_is_that_of_the_snippets():
    copied = next(cell.source for cell in FIRST.cells if "def diagnose(" in cell.source)
    files = [ROOT / "snippets" / f"{name}.py" for name in ("guide", "curves", "answers", "diagnose")]
    assert parts(copied) == [part for file in files for part in parts(file.read_text("utf-8"))]


def test_the_tools_are_the_same_in_every_lab_that_has_them():
    tools = [cell.source for lab in LABS for cell in lab.cells if "def check(sentences)" in cell.source]
    assert len(tools) == len(LABS) - 1 and len(set(tools)) == 1


@each_lab
def test_it_needs_three_packages_and_nothing_of_this_repository(lab):
    names = [node for node in ast.walk(ast.parse(lab.text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    roots = {name.split(".")[0] for node in names for name in [getattr(node, "module", None) or node.names[0].name]}
    assert roots <= NEEDED


def page_of(lab, pages):
    return pages[f"labs/{lab}.html"]


def printed_by(page):
    """What the cells printed, as the page shows it."""
    outputs = re.findall(r'<div class="[^"]*\boutput\b[^"]*">.*?<code>(.*?)</code>', page.file.read_text("utf-8"), re.S)
    return [html.unescape(output).strip() for output in outputs]


def shown_by(page):
    """Its lines, without what stands around them."""
    return [line.strip() for output in printed_by(page) for line in output.splitlines() if line]


@each_lab
def test_the_page_shows_what_the_text_says(lab, pages):
    lines = shown_by(page_of(lab, pages))
    lab.tried.end(lines)
    lab.tried.story(lines)


@pytest.mark.long
@each_lab
def test_it_prints_what_the_page_shows(lab, pages, tmp_path, monkeypatch):
    """So two runs, one by the site and one here, agree."""
    monkeypatch.chdir(tmp_path)
    assert [line.strip() for line in run_here(lab.text)] == shown_by(page_of(lab, pages))


@each_lab
def test_the_page(lab, site, pages):
    page = page_of(lab, pages)
    printed, text = printed_by(page), page.file.read_text("utf-8")
    # around the article is the menu, which grows with the site
    article = text[text.index("<article") : text.index("</article>")]
    assert len(article.encode()) <= 80_000 and "data:image" not in text
    assert "<math" in article and "<style" not in article
    assert sum(output.startswith("Not yet.") for output in printed) == len(lab.tasks)
    assert printed.count("Right.") == text.count("<summary>Solution</summary>") == len(lab.tasks)
    assert text.count("<summary>A hint</summary>") == len(lab.hints)
    assert len(page.images) == sum("alt" in cell.metadata for cell in lab.cells)
    assert all(len(image["alt"].split()) >= 8 for image in page.images)
    assert all(image["width"] and image["height"] for image in page.images)
    index = (site / "search" / "search_index.json").read_text("utf-8")
    assert f"labs/{lab}.html" in index and "In [" not in index and "Copied!" not in index


def taken(lab, site):
    """The notebook to take along."""
    return nbformat.reads((site / "labs" / f"{lab}.ipynb").read_text("utf-8"), 4)


@each_lab
def test_the_notebook_to_take_along(lab, site):
    book = taken(lab, site)
    nbformat.validate(book)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell.source for cell in cells] == [cell.source for cell in lab.cells if cell not in lab.ours]
    assert not any(cell.outputs for cell in cells)
    assert all(cell.metadata.jupyter.source_hidden for cell in cells if "fold" in cell.metadata)
    assert not any("](../" in cell.source for cell in book.cells), "a link that leads nowhere from elsewhere"


@each_lab
def test_solutions_and_hints_are_folded_text_in_every_program(lab, site):
    """Not code: not every program folds it, and running it would replace what a learner has written."""
    texts = "\n".join(cell.source for cell in taken(lab, site).cells if cell.cell_type == "markdown")
    found = re.findall(r"<details>\n<summary>([^<]*)</summary>\n\n(.*?)\n\n</details>", texts, re.S)
    solutions = [(cell.metadata["spoiler"], f"```python\n{cell.source}\n```") for cell in lab.ours]
    hints = [(cell.metadata["fold"], cell.source) for cell in lab.hints]
    assert sorted(found) == sorted(solutions + hints)


@pytest.mark.long
@each_lab
def test_the_script_to_take_along_is_the_notebook_and_says_what_to_do(lab, site, tmp_path, monkeypatch):
    text, book = (site / "labs" / f"{lab}.py").read_text("utf-8"), taken(lab, site)
    script = jupytext.reads(text, "py:percent")
    assert [(cell.cell_type, cell.source) for cell in script.cells] == [
        (cell.cell_type, cell.source) for cell in book.cells
    ]
    monkeypatch.chdir(tmp_path)
    checks = [line for line in run_here(text) if line.startswith("Not yet.")]
    first, *others = lab.tasks
    assert checks[0] == lab.answer(first, lab.tasks[first])
    assert [line.split(":")[0] for line in checks[1:]] == [f"Not yet. Mend {first} first"] * len(others)


def mended(lab, site, choice):
    """The notebook to take along as a script, with good functions that are not ours."""

    def source(cell):
        task = cell.metadata.get("task")
        own = task and lab.written(task, [*lab.tried.ALSO_RIGHT[task].values()][choice])
        return f"{own}\n\n\ncheck_{task}()" if task else plain(cell)

    return "\n\n".join(source(cell) for cell in taken(lab, site).cells if cell.cell_type == "code")


def kept_to_the_end(lab, lines):
    assert lines.count("Right.") == len(lab.tasks) and not any(line.startswith("Not yet.") for line in lines)
    lab.tried.end(lines)


@pytest.mark.long
def test_fixes_of_ones_own_are_kept_to_the_end_far_from_this_repository(site, tmp_path):
    for lab, lines in zip(LABS, run_alone([mended(lab, site, -1) for lab in LABS], tmp_path), strict=True):
        kept_to_the_end(lab, lines)


@pytest.mark.long
def test_other_fixes_are_kept_as_well(site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    kept_to_the_end(FIRST, run_here(mended(FIRST, site, 0)))


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


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_lab_fails_the_build(toy, fault):
    text, message = FAULTS[fault]
    add_lab(toy, text)
    done = build(toy, toy / "site")
    assert done.returncode != 0
    assert re.search(message, done.stderr, re.S), done.stderr


@pytest.mark.long
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
