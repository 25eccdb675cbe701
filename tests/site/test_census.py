"""Nothing on a page is silently untested: blocks of code, alternative texts, captions.

The blocks themselves run as tests of their own: see conftest.py beside the folder of tests.
"""

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

LANGUAGES = {"python", "text", "bash", "console", "powershell", "markdown", "json", "toml"}


class Lenient(yaml.SafeLoader):
    """mkdocs.yml without what !ENV stands for."""


Lenient.add_multi_constructor("!", lambda loader, tag, node: "")
NAV = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Lenient)["nav"]
PAGES = page_paths(NAV)
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
    shown = pages[page.removesuffix(".md") + ".html"].python
    fences = python_fences(page)
    assert [plain(code) for code in shown] == [plain(code) for _, code in fences]
    text = (DOCS / page).read_text("utf-8")
    collected = list(extract_fence_tests(parser(), text, 0, DOCS / page, fence_syntax=FenceSyntax.superfences))
    assert len(collected) + SKIPPED.get(page, 0) == len(fences)


def test_no_code_hides_behind_another_language(pages):
    """A block of pycon, py3 or ipython would be shown as Python, and not be tested."""
    assert set().union(*(page.languages for page in pages.values())) <= LANGUAGES


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
