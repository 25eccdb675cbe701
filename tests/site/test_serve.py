"""`mkdocs serve` goes on whatever is wrong with a page, and says so; `mkdocs build` fails: see test_strict.py."""

import pytest

from tests.site.serve import serving, wait_for
from tests.site.toy import CHAPTER, SVG, write


@pytest.mark.long
def test_a_page_is_served_though_a_key_is_misspelled_and_a_figure_not_current(toy):
    page = toy / "docs" / "chapters" / "toy.md"
    write(page, f"{CHAPTER}\nNow [[toy.stpes]] steps.\n")
    write(toy / "docs" / "figures" / "toy.svg", SVG.replace("9", "8"))
    with serving(toy) as address:
        wait_for(f"{address}chapters/toy.html", r"Now \[\[toy.stpes\]\] steps")
        said = (toy / "said.txt").read_text("utf-8")
        write(page, f"{CHAPTER}\nNow [[toy.steps]] steps.\n")
        wait_for(f"{address}chapters/toy.html", "Now 300 steps")
        write(page, f"{CHAPTER}\nThen [[toy.stps]] steps.\n")
        wait_for(f"{address}chapters/toy.html", r"Then \[\[toy.stps\]\] steps")
    lines = [line for line in said.splitlines() if "WARNING" in line]
    assert sum("chapters/toy.md: [[toy.stpes]]: there is no 'stpes'; near: steps" in line for line in lines) == 1
    assert sum("chapters/toy.md: figure 'toy' shows what is not current" in line for line in lines) == 1
