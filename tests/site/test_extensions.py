"""The extensions are Markdown's own: another generator can load them, without mkdocs."""

import markdown
import pytest

from scripts.engine.places import ROOT
from tests.site.toy import PAGES, write

NAMES = ["values", "figures", "moving", "gallery", "notes", "ledger", "mathml"]


@pytest.fixture
def render(tmp_path):
    for name in "toy.json", "claims.json":
        write(tmp_path / name, PAGES[f"results/{name}"])
    write(tmp_path / "figures" / "toy.svg", PAGES["figures/toy.svg"])
    write(tmp_path / "chapters" / "toy.md", PAGES["chapters/toy.md"])
    options = {
        "scripts.site.values": {"own": str(tmp_path)},
        "scripts.site.figures": {"own": str(tmp_path), "docs": str(tmp_path), "nav": ["chapters/toy.md"]},
        "pymdownx.arithmatex": {"generic": True},
        "pymdownx.blocks.caption": {"auto": False},
    }
    extensions = [*options, *(f"scripts.site.{name}" for name in NAMES), "pymdownx.superfences"]
    return lambda text: markdown.markdown(text, extensions=list(dict.fromkeys(extensions)), extension_configs=options)


def test_a_page_renders_without_mkdocs(render):
    html = render(PAGES["chapters/toy.md"])
    for part in ("took 300 steps", ">Figure 1.1<", "<math>", "verdict--holds", 'loading="lazy"', "Your own run"):
        assert part in html


def test_code_is_left_alone(render):
    text = "```{.text}\nx[[toy.nothing]]\n```"
    assert "[[toy.nothing]]" in render(text)


def test_only_the_hooks_know_mkdocs():
    for file in (ROOT / "scripts" / "site").glob("*.py"):
        lines = file.read_text("utf-8").splitlines()
        hook = file.name in ("hooks.py", "labs.py", "draft.py")
        assert hook or not any(line.startswith(("import mkdocs", "from mkdocs")) for line in lines)
