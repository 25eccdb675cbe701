"""A page's notebook: its cells are the page's blocks of Python, in order, and it runs alone."""

import functools
import json
import re
import subprocess
import sys
import tomllib

import nbformat
import pytest

from scripts.engine.places import ROOT
from scripts.site.notebooks import notebook
from tests.site.test_census import DOCS, PAGES, plain, python_fences

EXECUTED = "framework/shift", "training/kinds", "training/momentum"
RUN = """
import json, sys
names = {"__name__": "__main__"}
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
"""


@functools.cache
def fences(page):
    return python_fences((DOCS / page).read_text("utf-8"))


def read(site, page):
    return nbformat.reads((site / page).with_suffix(".ipynb").read_text("utf-8"), 4)


@pytest.mark.parametrize("page", PAGES)
def test_its_cells_are_the_blocks_of_the_page(site, page):
    if not fences(page):
        assert not (site / page).with_suffix(".ipynb").exists()
        assert ".ipynb" not in (site / page).with_suffix(".html").read_text("utf-8").partition("</article>")[0]
        return
    book = read(site, page)
    nbformat.validate(book)
    cells = [cell.source for cell in book.cells if cell.cell_type == "code"]
    assert [plain(cell) for cell in cells] == [plain(code) for code in fences(page)]
    texts = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    assert not any(re.search(r"^ *`{3,}python|\x02|\]\((?!https?://)", text, re.M) for text in texts)
    assert all(text.strip() == text and not text.startswith("    ") for text in texts)


@pytest.mark.parametrize("page", [page for page in PAGES if fences(page)])
def test_it_names_what_it_needs(site, page):
    """And nothing else than what this repository needs."""
    told = re.search(r"`pip install ([\w -]+)`", read(site, page).cells[0].source)
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    known = {re.match(r"[\w-]+", name)[0] for name in wanted}
    assert {*(told[1].split() if told else ())} <= known
    assert told or page.startswith("about/")


@pytest.mark.long
@pytest.mark.parametrize("page", EXECUTED)
def test_it_runs_alone(site, tmp_path, page):
    """In an empty folder, and without the repository on its path."""
    book = tmp_path / "book.ipynb"
    book.write_bytes((site / f"{page}.ipynb").read_bytes())
    words = [sys.executable, "-I", "-W", "error", "-c", RUN, str(book)]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


PAGE = """# Title

See [there](b.md#x), ![seen](../c.svg) and `f[0](x)`.

1. One

   ```python
   import numpy as np
   if np:
       x = 1
   ```

   [more](https://example.org/a.md)

2. Two

```bash
make
```
"""


@pytest.mark.parametrize(
    ("site_url", "first", "text"),
    [
        ("", "*A site a.html as a notebook", "See there, *Figure (c.svg of the site): seen* and `f[0](x)`."),
        (
            "https://x.org/",
            "*[This page](https://x.org/a.html) as",
            "See [there](b.md#x), ![seen](../c.svg) and `f[0](x)`.",
        ),
    ],
    ids=["from disk", "on the web"],
)
def test_text_between_cells_stands_at_the_margin(site_url, first, text):
    cells = json.loads(notebook(PAGE, "a.html", "A site", site_url))["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "markdown", "code", "markdown"]
    assert cells[0]["source"].startswith(first) and "`pip install numpy`" in cells[0]["source"]
    assert text.replace("b.md", "b.html") in cells[1]["source"]
    assert cells[2]["source"] == "import numpy as np\nif np:\n    x = 1"
    assert cells[3]["source"].startswith("[more](https://example.org/a.md)\n\n2. Two\n\n```bash")


def test_a_page_without_python_has_none():
    assert notebook("# Title\n\n```bash\nmake\n```\n", "a.html", "A site") is None
