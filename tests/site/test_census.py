"""Nothing on a page is silently untested: blocks of code, alternative texts, captions.

The blocks themselves run as tests of their own: see conftest.py beside the folder of tests.
"""

import re
import tomllib
from pathlib import Path

import jupytext
import pytest
import yaml
from pytest_markdown_docs.plugin import FenceSyntax, extract_fence_tests, parse_superfences_block_info

from scripts.engine.places import ROOT
from scripts.engine.store import read_claims
from scripts.site.captions import captions, page_paths
from tests.fences import parser
from tests.prose import typed_numbers
from tests.site.built import Page, build
from tests.site.toy import add_to_nav, write

DOCS = ROOT / "docs"
SKIPPED = {}  # page: how many blocks of Python on it are declared `notest`, each with its reason on the page

WIDTH = tomllib.loads((ROOT / "snippets" / "ruff.toml").read_text("utf-8"))["line-length"]
PYTHON = re.compile(  # a line that is likely to be Python
    r"^\s*(?:>>> |@\w|import \w|from [\w.]+ import |(?:def|class|for|with|if|while) .*:$|\w+ = \w|[\w.]+\(.*\)$)", re.M
)
LANGUAGES = {"python", "text", "bash", "console", "powershell", "markdown", "json", "toml"}


class Lenient(yaml.SafeLoader):
    """mkdocs.yml without what !ENV stands for."""


Lenient.add_multi_constructor("!", lambda loader, tag, node: "")
NAV = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Lenient)["nav"]
PAGES = page_paths(NAV)
LABS = [file.relative_to(DOCS).as_posix() for file in sorted(DOCS.glob("labs/*.py"))]
CAPTIONS = captions(DOCS, NAV)


def python_fences(text):
    """The blocks of Python in a page's text, in order, as the tests read it."""
    fences = [token for token in parser().parse(text) if token.type == "fence"]
    languages = [next(iter(parse_superfences_block_info(token.info)), None) for token in fences]
    pairs = zip(fences, languages, strict=True)
    return [token.content for token, language in pairs if language in ("py", "python", "python3")]


def plain(code):
    return [line.rstrip() for line in code.strip().splitlines()]


def untested(page, text, skipped=0):
    """What a built page shows of Python that is not run as a test. text: the page's own."""
    fences, path = python_fences(text), Path("page.md")
    run = list(extract_fence_tests(parser(), text, 0, path, fence_syntax=FenceSyntax.superfences))
    shown = [code for language, code in page.blocks if language == "python"]
    same = [plain(code) for code in shown] == [plain(code) for code in fences]
    return [
        *(shown if not same or len(run) + skipped != len(fences) else []),
        *(code for language, code in page.blocks if language not in LANGUAGES),
        *(code for language, code in page.blocks if language not in ("python", "markdown") and PYTHON.search(code)),
    ]


@pytest.mark.parametrize("page", PAGES)
def test_the_code_that_is_shown_is_the_code_that_is_tested(pages, page):
    text = (DOCS / page).read_text("utf-8")
    assert untested(pages[page.removesuffix(".md") + ".html"], text, SKIPPED.get(page, 0)) == []


@pytest.mark.parametrize("lab", LABS)
def test_the_code_that_a_lab_shows_is_that_of_its_cells(pages, lab):
    shown = pages[lab.removesuffix(".py") + ".html"].blocks
    cells = [re.sub(r"^%.*\n", "", cell, flags=re.M) for cell in blocks(lab)]
    assert [plain(code) for language, code in shown if language == "python"] == list(map(plain, cells))
    assert {language for language, _ in shown} == {"python", "text"}


WAYS = [  # in which Python can be shown and not be run; further ones fail the build: test_strict.py
    "```py3\nx = 1\n```",
    "```Python\nx = 1\n```",
    "```pycon\n>>> x = 1\n```",
    "```\nimport torch\n```",
    "```nothing\nmodel.train()\n```",
    "```{.text}\nfor x in y:\n    f(x)\n```",
    "```{.console}\n>>> x\n```",
    "```{.python notest}\nx = 1\n```",
    '```{.python title="what notest means"}\nx = 1\n```',
    "<div markdown>\n```{.python}\nx = 1\n```\n</div>",
    '??? note "Title"\n    ```{.python}\n    x = 1\n    ```',
    "Text.[^1]\n\n[^1]:\n    ```{.python}\n    x = 1\n    ```",
    '<div class="language-python highlight"><pre><code>x = 1</code></pre></div>',
]


def test_python_that_is_shown_and_not_run_is_found_however_it_is_written(toy):
    tested = '```{.python}\nx = 1\n```\n\n=== "Tab"\n\n    ```{.python}\n    x = 1\n    ```'
    texts = {f"way{place}": f"# A way\n\n{way}\n" for place, way in enumerate([tested, *WAYS])}
    for name, text in texts.items():
        write(toy / "docs" / f"{name}.md", text)
    add_to_nav(toy, [f"{name}.md" for name in texts])
    done = build(toy, toy / "site")
    assert done.returncode == 0, done.stderr
    found = [untested(Page(toy / "site" / f"{name}.html"), text) for name, text in texts.items()]
    assert found[0] == []
    assert [way for way, left in zip(WAYS, found[1:], strict=True) if not left] == []


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
