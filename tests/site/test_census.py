"""Nothing on a page is silently untested: blocks of code, alternative texts, captions.

The blocks themselves run as tests of their own: see conftest.py beside the folder of tests.
"""

import re
import tomllib

import jupytext
import pytest
import yaml
from pytest_markdown_docs.plugin import FenceSyntax, extract_fence_tests, parse_superfences_block_info

from scripts.engine.places import ROOT
from scripts.engine.store import read_claims
from scripts.site.captions import captions, page_paths
from tests.fences import parser
from tests.prose import typed_numbers

DOCS = ROOT / "docs"
SKIPPED = {}  # page: how many blocks of Python on it are declared `notest`, each with its reason on the page

WIDTH = tomllib.loads((ROOT / "snippets" / "ruff.toml").read_text("utf-8"))["line-length"]
PYTHON = re.compile(
    r"^\s*(?:>>> |@\w|import \w|from [\w.]+ import |(?:def|class) \w+.*:|(?:for|with|if|while) .*:$|\w+ = \w)", re.M
)
LANGUAGES = {"python", "text", "bash", "console", "powershell", "markdown", "json", "toml"}


class Lenient(yaml.SafeLoader):
    """mkdocs.yml without what !ENV stands for."""


Lenient.add_multi_constructor("!", lambda loader, tag, node: "")
NAV = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Lenient)["nav"]
PAGES = page_paths(NAV)
LABS = [file.relative_to(DOCS).as_posix() for file in sorted(DOCS.glob("labs/*.py"))]
CAPTIONS = captions(DOCS, NAV)


def python_fences(page):
    """(options, code) of each block of Python on a page, in order, as the tests read it."""
    found = []
    for token in parser().parse((DOCS / page).read_text("utf-8")):
        language, *options = parse_superfences_block_info(token.info) if token.type == "fence" else [None]
        if language in ("py", "python", "python3"):
            found.append((options, token.content))
    return found


def plain(code):
    return [line.rstrip() for line in code.strip().splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_the_code_that_is_shown_is_the_code_that_is_tested(pages, page):
    shown = [code for language, code in pages[page.removesuffix(".md") + ".html"].blocks if language == "python"]
    fences = python_fences(page)
    assert [plain(code) for code in shown] == [plain(code) for _, code in fences]
    text = (DOCS / page).read_text("utf-8")
    collected = list(extract_fence_tests(parser(), text, 0, DOCS / page, fence_syntax=FenceSyntax.superfences))
    assert len(collected) + SKIPPED.get(page, 0) == len(fences)


def test_no_code_hides_behind_another_language(pages):
    """A block of pycon or ipython would be shown as Python, and not be tested; so would one that calls itself text."""
    for name, page in pages.items():
        for language, code in page.blocks:
            assert language in LANGUAGES, f"{name}: {code}"
            assert language in ("python", "markdown") or not PYTHON.search(code), f"{name}: this is Python: {code}"


def blocks(page):
    """The code that a page or a lab shows, includes expanded."""
    text = (DOCS / page).read_text("utf-8")
    if page.endswith(".py"):
        return [cell.source for cell in jupytext.reads(text, "py:percent").cells if cell.cell_type == "code"]
    return [token.content for token in parser().parse(text) if token.type == "fence"]


@pytest.mark.parametrize("page", [*PAGES, *LABS])
def test_code_fits_the_column(page):
    """No line of code is wider than the column of a page on a desktop; an address may be."""
    lines = (DOCS / page).read_text("utf-8").splitlines()
    here = {line.strip(): place for place, line in reversed([*enumerate(lines, 1)])}
    wide = [
        f"{page}:{here.get(line.strip(), 'included')}:{len(line)}: {line.strip()}"
        for block in blocks(page)
        for line in block.splitlines()
        if len(line) > WIDTH and "://" not in line
    ]
    assert not wide, "\n".join(wide)


@pytest.mark.parametrize("caption", CAPTIONS, ids=lambda caption: caption.label)
def test_captions_and_alternative_texts(caption):
    assert typed_numbers(caption.text) == [], "a number in a caption comes from a result: [[NAME.key:.1f]]"
    assert len(caption.alt.split()) >= 8 and caption.alt.rstrip().endswith("."), "say what is seen, and what follows"


def test_every_image_has_alternative_text_and_a_size(pages):
    for name, page in pages.items():
        for image in page.images:
            assert image.get("alt"), f"{name}: {image}"
            assert image.get("width") and image.get("height"), f"{name}: {image}"


def test_every_published_claim_is_on_a_page_with_its_verdict(pages):
    anywhere = {identity for page in pages.values() for identity in page.ids}
    missing = [finding for finding in read_claims().values() if finding["id"] not in anywhere]
    assert missing == [], f"show its figure on a page of the nav: {', '.join(each['figure'] for each in missing)}"
