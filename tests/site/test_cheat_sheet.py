"""The cheat sheet says what the home page and the first checks say, and is one sheet of paper."""

import re

import pytest

from scripts.site.cheat_sheet import fine
from snippets.by_heart import HEART
from snippets.check_columns import COLUMNS
from snippets.check_data import DATA
from snippets.check_future import FUTURE
from snippets.check_loss import LOSS
from snippets.check_model import MODEL
from snippets.check_modes import MODES
from snippets.check_places import PLACES
from snippets.check_start import START
from snippets.check_update import UPDATE
from snippets.trial import TRIAL

PROGRAM = [START, LOSS, UPDATE, MODEL, PLACES, FUTURE, TRIAL, MODES, HEART]
ROWS = """heading => [...document.querySelector(heading + " ~ :is(table, div):has(td)").querySelectorAll("tbody tr")]
  .map(row => [...row.cells].map(cell => cell.textContent + [...cell.querySelectorAll("a")].map(link => link.href)))"""
A4 = 595.92, 842.88  # points, as Chromium rounds it


@pytest.fixture(scope="module")
def sheet(browser, site):
    page = browser.new_page(color_scheme="dark")
    page.goto((site / "cheat-sheet.html").as_uri())
    yield page
    page.close()


def test_its_symptoms_are_those_of_the_home_page(browser, site, sheet):
    home = browser.new_page()
    home.goto((site / "index.html").as_uri())
    symptoms = home.evaluate(ROWS, "#symptoms")
    home.close()
    assert sheet.evaluate(ROWS, "#symptoms") == symptoms
    assert len(symptoms) > 20


def test_its_checks_are_those_of_the_snippets(sheet):
    for heading, tables in {"#first-checks-on-one-batch": PROGRAM, "#checks-of-the-data": [DATA, COLUMNS]}.items():
        told = [(name, *row) for table in tables for name, row in table.items()]
        rows = sheet.evaluate(ROWS, heading)
        assert [row[0] for row in rows] == [name for name, *_ in told]
        assert [row[2] for row in rows] == [fine(least, most) for _, _, least, most, *_ in told]
        assert [row[1] for row in rows] == [question for _, question, *_ in told]


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (0, 0, "none"),
        (1, 1, "yes"),
        (0, 3, "≤ 3"),
        (-1e9, 0.2, "≤ 0.2"),
        (0.05, 1e9, "≥ 0.05"),
        (0.5, 1.3, "0.5 to 1.3"),
    ],
)
def test_a_range_in_words(least, most, words):
    assert fine(least, most) == words


def test_it_is_printed_on_one_sheet_of_a4_with_the_whole_guide(sheet):
    paper = sheet.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    size = [float(number) for number in re.search(rb"/MediaBox\s*\[([\d. ]+)\]", paper)[1].split()]
    assert size[2:] == pytest.approx(A4, abs=1)
    sheet.emulate_media(media="print")
    assert sheet.locator(".guide-map__leaf").count() == sheet.locator(".guide-map__leaf:visible").count() > 10
    sheet.emulate_media(media="screen")
