"""Each page's Markdown says what the page says, and so does what is made from it: llms.txt and the tables."""

import functools
import html
import importlib
import json
import re
from collections import Counter
from types import SimpleNamespace

import markdown
import pytest

from scripts.engine.places import ROOT
from scripts.site.captions import FENCE
from scripts.site.links import targets
from scripts.site.markdown_of import TEXTS
from scripts.site.tables import ranges
from snippets.guide import GUIDE, LEAVES, QUESTIONS, RUNS
from tests.site.built import build
from tests.site.test_accessibility import ALL, AXE
from tests.site.test_census import LABS, PAGES, plain
from tests.site.visits import Visits

ARTICLE = re.compile(r"<article\b.*?</article>", re.S)
NO_TEXT = re.compile(
    r'<(math|pre|script|style|select|svg|button)\b.*?</\1>|<(\w+)\b[^>]* hidden\b.*?</\2>|<p class="take">.*?</p>', re.S
)
TAG = re.compile(r"<[^>]+>")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
VERDICT = re.compile(r'<span class="verdict[^"]*">([^<]*)</span>')
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\$\$.*?\$\$|\$[^$\n]+\$", re.S)
LEFT = re.compile(r"\[\[|--8<--|^ *///|\{\.|\{#|</?(?:div|span|p|a|nav|details)\b|\x02|\x03|^ *\[[A-Z-]+ ?\S*\]$", re.M)


def stem(page):
    return page.rpartition(".")[0]


@functools.cache
def text_of(site, page):
    return (site / f"{stem(page)}.md").read_text("utf-8")


@functools.cache
def article_of(site, page):
    return ARTICLE.search((site / f"{stem(page)}.html").read_text("utf-8"))[0]


@pytest.mark.parametrize("page", [*PAGES, *LABS])
def test_it_is_plain_markdown(site, page):
    prose = CODE.sub("", FENCE.sub("", text_of(site, page)))
    assert LEFT.findall(prose) == []
    assert prose.startswith("# ")


@pytest.mark.parametrize("page", [*PAGES, *LABS])
def test_it_has_every_number_and_every_verdict_of_the_page(site, page):
    text, article = text_of(site, page), article_of(site, page)
    shown = {*NUMBER.findall(html.unescape(TAG.sub(" ", NO_TEXT.sub(" ", article))))}
    assert shown - {*NUMBER.findall(text)} == set()
    for verdict, times in Counter(map(html.unescape, VERDICT.findall(article))).items():
        assert len(re.findall(rf"[\[*]{re.escape(verdict)}[\]*]", text)) >= times, verdict


@pytest.mark.parametrize("page", [*PAGES, *LABS])
def test_it_has_the_blocks_of_code_of_the_page(site, pages, page):
    found = [fence[0].splitlines() for fence in FENCE.finditer(text_of(site, page))]
    indents = [len(lines[0]) - len(lines[0].lstrip()) for lines in found]
    blocks = [
        (lines[0].strip().strip("`"), [line[indent:].rstrip() for line in lines[1:-1]])
        for lines, indent in zip(found, indents, strict=True)
    ]
    shown = [(language, plain(code)) for language, code in pages[f"{stem(page)}.html"].blocks]
    assert [each for each in blocks if each[0]] == shown


@pytest.mark.parametrize("page", [*PAGES, *LABS])
def test_its_links_lead_somewhere(site, page):
    folder = (site / page).parent
    paths = [target.partition("#")[0] for target in targets(FENCE.sub("", text_of(site, page))) if "://" not in target]
    assert [path for path in paths if not (folder / path).is_file()] == []


def test_links_to_pages_lead_to_their_markdown(site):
    text = text_of(site, "training/momentum.md")
    assert "[the next page](momentum-valleys.md)" in text
    assert "](../about/references.md#sutskever-2013)" in text
    assert "[holds](momentum.html#momentum_rule.claim_it_is_another_when_the_rate_is_cut)" in text
    assert "](../labs/diagnose-it.md)" in text_of(site, "framework/general-guide.md")


def test_what_only_a_page_can_do_is_a_sentence_in_it(site):
    home, playground = text_of(site, "index.md"), text_of(site, "training/playground.md")
    assert "The page has a box for them. It is also [in Python](framework/general-guide.md#your-run)." in home
    assert "JavaScript" not in home
    assert "and has arrived. The playground is on the page.\n\nA is blue" in playground
    assert playground.count("](playground.html#surface=") == 5
    assert "[Past a saddle](playground.html#surface=product&start0=1&start1=-0.999&steps=100&" in playground


WRITTEN = {  # Markdown of a page: what becomes of it
    "nested lists": (
        "1. One\n    - two\n\n        more\n\n2. Three",
        "1. One\n   - two\n\n     more\n2. Three",
    ),
    "a table": ("| a | b |\n|--:|---|\n| `x|y` | z |", "| a | b |\n| ---: | --- |\n| `x\\|y` | z |"),
    "a fold": ('??? abstract "Why *so*"\n\n    Text.\n\n    - item', "**Why *so***\n\nText.\n\n- item"),
    "tabs": ('=== "One"\n\n    1st\n\n=== "Two"\n\n    2nd', "**One**\n\n1st\n\n**Two**\n\n2nd"),
    "formulas": ("$a_1 < b$ and\n\n$$\nc^2\n$$", "$a_1 < b$ and\n\n$$\nc^2\n$$"),
    "code": ("Call `f(a)` and ``b`c``.", "Call `f(a)` and ``b`c``."),
    "a fence": ('```{.python continuation title="x.py"}\na = "<&"\n```', '`x.py`:\n\n```python\na = "<&"\n```'),
    "a fence in a list": (
        "1. So:\n\n    ```{.python}\n    if x:\n        y\n    ```",
        "1. So:\n\n   ```python\n   if x:\n       y\n   ```",
    ),
    "signs": ("1 \\* 2 &lt;b&gt; a&amp;b &#42;", "1 \\* 2 &lt;b> a&b *"),
    "attributes": ("## Title {#anchor}\n\n<span id=x></span>Text.", "## Title\n\nText."),
    "an image": ("![What is\nseen.](a.svg){ width=3 }", "![What is seen.](a.svg)"),
    "a block for the eye": ('<div class="x" markdown>\n\nText.\n\n</div>\n\n<script>x</script>', "Text."),
    "controls": (
        "<div markdown>\n\nText *and*\n\n</div>\n\n<form><label>l</label><button>b</button><p>more</p></form>",
        "Text *and*\n\nmore",
    ),
    "a link in HTML": (
        'See <a href="#x=1&amp;y">there, *so*</a>, <a href="b.html">b</a>.',
        "See there, *so*, [b](b.html).",
    ),
    "a sentence instead": (
        '<div data-markdown="On the page.">\n<p>x</p><a href="c">c</a>\n</div>\n\nText.',
        "On the page.\n\nText.",
    ),
    "without scripts": ("<div><noscript><p>Takes scripts.</p></noscript></div>\n\nText.", "Text."),
    "definitions": ("Term\n:   What it *is*.", "**Term**\n\nWhat it *is*."),
    "a quotation": ("> Said\n>\n> so", "> Said\n> \n> so"),
    "a line": ("a\n\n---\n\nb", "a\n\n---\n\nb"),
    "emphasis": ("*a* **b** <https://x.org>", "*a* **b** <https://x.org>"),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_how_it_is_written(case):
    names = ["admonition", "attr_list", "def_list", "md_in_html", "tables", "pymdownx.arithmatex", "pymdownx.details"]
    names += [
        "pymdownx.highlight",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "scripts.site.mathml",
        "scripts.site.markdown_of",
    ]
    options = {
        "pymdownx.arithmatex": {"generic": True},
        "pymdownx.highlight": {"pygments_lang_class": True},
        "pymdownx.tabbed": {"alternate_style": True},
    }
    md = markdown.Markdown(extensions=names, extension_configs=options)
    page = SimpleNamespace(src_uri="a.md", dest_uri="a.html", is_documentation_page=lambda: True)
    known = SimpleNamespace(file=page, files=SimpleNamespace(src_uris={"a.md": page}), run=lambda root: None)
    md.treeprocessors.register(known, "relpath", 0)
    source, written = WRITTEN[case]
    md.convert(source)
    assert TEXTS.pop("a.md") == written + "\n"


def test_a_site_on_the_web_has_whole_addresses(toy):
    done = build(toy, toy / "site", SITE_URL="https://example.org/sub/")
    assert done.returncode == 0, done.stderr
    text = (toy / "site" / "chapters" / "toy.md").read_text("utf-8")
    assert "![Two lines cross, and nothing follows from it.](https://example.org/sub/figures/toy.svg)" in text
    assert "see [Figure 1.1](https://example.org/sub/chapters/toy.html#fig-toy), and $y = 0.25$" in text
    assert "(https://example.org/sub/chapters/toy.md" in (toy / "site" / "llms.txt").read_text("utf-8")


def test_what_a_result_says_becomes_no_markup_in_it(toy):
    """As on the page: a figure's evidence, line by line."""
    done = build(toy, toy / "site")
    assert done.returncode == 0, done.stderr
    text = (toy / "site" / "chapters" / "toy.md").read_text("utf-8")
    assert "**Figure 1.1** Accuracy of 20 draws, as in [Figure 1.1](toy.html#fig-toy). More." in text
    assert "- **holds** It *helps* with $x^2$.\n  - −3.0 points [−4.0, −2.0] · 20 repeats · 1 of 20" in text
    assert "  - Other settings:\n    - **holds** noise 0.2: −3.0 points" in text


def test_llms_txt_lists_every_page_once_with_what_it_answers(site):
    text = (site / "llms.txt").read_text("utf-8")
    lines = re.findall(r"^- \[(.+)\]\((\S+)\): (.+)$", text, re.M)
    listed = [target for _, target, _ in lines if target.endswith(".md")]
    assert sorted(listed) == sorted(f"{stem(page)}.md" for page in [*PAGES, *LABS])
    assert [target for _, target, _ in lines if not (site / target).is_file()] == []
    assert all(len(told.split()) > 2 for *_, told in lines), lines
    assert re.match(r"# .+\n\n> .+\n\n", text), "as llmstxt.org has it"


def test_the_guide_is_that_of_the_snippet(site):
    found = json.loads((site / "guide.json").read_text("utf-8"))
    questions = found["questions"]
    assert found["first"] == next(iter(GUIDE))
    assert {key: each["question"] for key, each in questions.items()} == QUESTIONS
    told = {key: (each["yes_up_to"], each["unit"], each["yes"], each["no"]) for key, each in questions.items()}
    assert told == GUIDE and [*told] == [*GUIDE]
    assert {key: (each["measure"], each["called"]) for key, each in questions.items() if "measure" in each} == RUNS
    assert {leaf: each["try"] for leaf, each in found["leaves"].items()} == LEAVES
    assert {way for each in questions.values() for way in (each["yes"], each["no"])} == {*LEAVES, *GUIDE} - {"finite"}


def test_the_checks_are_those_of_the_snippets_and_pages(site, pages):
    found, told = json.loads((site / "checks.json").read_text("utf-8")), {}
    for each in found["checks"]:
        row = tuple(each[key] for key in ("question", "least", "most", "outside", "look_for"))
        told.setdefault(each["file"], {})[each["check"]] = row
    for file, rows in told.items():
        module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
        assert rows in [value for value in vars(module).values() if isinstance(value, dict)], file
    named = {name for each in found["mend"] for name in re.findall(r"\*(\w+)\*", each["check"])}
    assert named and named <= {each["check"] for each in found["checks"]}
    assert len(found["symptoms"]) > 20 and all(each["see"] and each["first"] for each in found["symptoms"])
    guide = json.loads((site / "guide.json").read_text("utf-8"))
    links = {link for part in ("mend", "symptoms") for each in found[part] for link in each.get("links", ())}
    links |= {leaf["page"] for leaf in guide["leaves"].values()}
    ends = [link.partition("#") for link in sorted(links) if "://" not in link]
    assert [(path, anchor) for path, _, anchor in ends if anchor and anchor not in pages[path].ids] == []
    assert [path for path, *_ in ends if not (site / path).is_file()] == []


def test_every_table_of_checks_is_there():
    head = "= {  # check: (question, least, most, verdict outside, where to look)"
    files = [file for file in (ROOT / "snippets").glob("*.py") if head in file.read_text("utf-8")]
    assert {each["file"] for each in ranges()} == {f"snippets/{file.name}" for file in files}


@pytest.fixture
def page(browser, server):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server}training/momentum.html")
    yield page
    context.close()


def test_the_markdown_is_copied_by_the_keyboard(page, site, server):
    visits = Visits(page.context, server)
    page.get_by_role("button", name="Copy as Markdown").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.take [role=status]').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == text_of(site, "training/momentum.md")
    found = page.evaluate(f"() => {{ {AXE}; return axe.run('.take', {json.dumps(ALL)}) }}")
    assert found["violations"] == []
    visits.assert_calm()


@pytest.mark.long
@pytest.mark.parametrize("offline", [True, False], ids=["offline", "refused"])
def test_a_text_that_cannot_be_copied_is_said(page, offline):
    """And the page stays: what the browser shows instead, offline, is its own page of errors."""
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    page.context.set_offline(offline)
    page.get_by_role("button", name="Copy as Markdown").click()
    page.wait_for_function("document.querySelector('.take [role=status]').textContent.startsWith('Could not copy')")
    assert page.url.endswith("/training/momentum.html")


@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False], ids=["from disk", "without scripts"])
def test_where_nothing_can_be_copied_there_is_the_link(browser, site, server, scripts):
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto((site / "training" / "momentum.html").as_uri() if scripts else f"{server}training/momentum.html")
    assert page.get_by_role("button", name="Copy as Markdown").count() == 0
    assert page.locator(".take").get_by_role("link", name="Notebook").get_attribute("href") == "momentum.ipynb"
    assert page.locator(".take").get_by_role("link", name="Markdown").get_attribute("href") == "momentum.md"
    context.close()
