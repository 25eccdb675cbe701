"""The page of all snippets: each once, as the file that it is, with the pages that show it and the figures it made."""

import re

import pytest

from scripts.engine.places import ROOT, experiment_of
from scripts.engine.store import read
from tests.site.test_census import CAPTIONS, DOCS, PAGES

FILES = sorted((ROOT / "snippets").glob("[!_]*.py"))
ITEM = re.compile(r'<li id="(\w+)">(.*?)</li>', re.S)
LINK = re.compile(r'<a href="([^"]*)"')


@pytest.fixture(scope="module")
def items(site):
    text = (site / "about" / "snippets.html").read_text("utf-8")
    return dict(ITEM.findall(text.partition('<ul class="snippets">')[2]))


def test_each_is_there_to_download(site, items):
    assert [*items] == [file.stem for file in FILES]
    for file in FILES:
        assert f'download="{file.name}" href="../snippets/{file.name}"' in items[file.stem]
        assert (site / "snippets" / file.name).read_bytes() == file.read_bytes()


def links(items, name, what):
    found = re.search(rf'<p class="snippets__where">{what} (.*?)</p>', items[name], re.S)
    return [link.removeprefix("../") for link in LINK.findall(found[1])] if found else []


def test_each_names_the_pages_that_show_it(items):
    texts = {page: (DOCS / page).read_text("utf-8") for page in PAGES}
    for file in FILES:
        shown = [page for page, text in texts.items() if re.search(rf'"snippets/{file.name}[":]', text)]
        assert links(items, file.stem, "Shown on") == [page.replace(".md", ".html") for page in shown], file.name


def test_each_names_the_figures_that_it_made(items):
    code = {name: read(name)["from"]["code"] for name in {experiment_of(each.figure) for each in CAPTIONS}}
    for file in FILES:
        path = f"snippets/{file.name}"
        made = [each for each in CAPTIONS if path in code[experiment_of(each.figure)]]
        addresses = [f"{each.page.replace('.md', '.html')}#{each.label}" for each in made]
        assert links(items, file.stem, "Made") == addresses, file.name
    assert sum(bool(links(items, file.stem, "Made")) for file in FILES) > 20


def test_each_says_what_it_is(items):
    for name, item in items.items():
        words = re.sub(r"<[^>]+>|\n", " ", item.partition("</a>")[2].partition("</p>")[0]).split()
        assert len(words) >= 4 and words[-1][-1] in ".?", (name, words)
