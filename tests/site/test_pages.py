"""`make site` builds the pages when something differs, and only then."""

import re
import sys
from types import SimpleNamespace

import pytest

from scripts import pages
from scripts.engine.places import ROOT


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A checkout whose pages are built by something quick; returns what a further `make site` says, and its builds."""
    source, site = tmp_path / "docs" / "index.md", tmp_path / "site" / "index.html"
    source.parent.mkdir()
    source.write_text("A page.")
    done = SimpleNamespace(times=0, status=0, source=source, site=site, run=lambda: (pages.main(), done.times))

    def cli(command):
        done.times += 1
        site.parent.mkdir(exist_ok=True)
        site.write_text(source.read_text())
        raise SystemExit(done.status)

    monkeypatch.setitem(sys.modules, "mkdocs.__main__", SimpleNamespace(cli=cli))
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    monkeypatch.setattr(pages, "SITE", tmp_path / "site")
    monkeypatch.setattr(pages, "NOTE", tmp_path / ".cache" / "pages.json")
    monkeypatch.setattr(pages, "parts", lambda: [source])
    assert done.run() == (0, 1)
    return done


def test_nothing_is_built_twice(built, capsys):
    assert built.run() == (0, 1)
    assert "current" in capsys.readouterr().out


@pytest.mark.parametrize("spoil", ["edit the source", "edit the page", "lose the page", "add a page", "set an address"])
def test_what_differs_is_built(built, spoil, monkeypatch):
    {
        "edit the source": lambda: built.source.write_text("B page."),  # as long as before
        "edit the page": lambda: built.site.write_text("B page."),
        "lose the page": built.site.unlink,
        "add a page": lambda: (built.site.parent / "left.html").write_text("?"),
        "set an address": lambda: monkeypatch.setenv("SITE_URL", "https://example.org/"),
    }[spoil]()
    assert built.run() == (0, 2)
    assert built.site.read_text() == built.source.read_text()


def test_a_build_that_failed_is_done_again(built):
    built.source.write_text("[A link to nowhere](nowhere.md)")
    built.status = 1
    assert [built.run(), built.run()] == [(1, 2), (1, 3)]


def test_what_is_edited_meanwhile_makes_the_next_build(built, monkeypatch):
    cli = sys.modules["mkdocs.__main__"].cli

    def edited(command):
        try:
            cli(command)
        finally:
            built.source.write_text("Written while it was built.")

    built.source.write_text("Read.")
    monkeypatch.setattr(sys.modules["mkdocs.__main__"], "cli", edited)
    assert built.run() == (0, 2)
    assert built.run() == (0, 3)


def test_all_that_mkdocs_looks_up_counts():
    """A setting that mkdocs.yml or a hook reads from the environment is one of those asked."""
    names = set()
    for file in [ROOT / "mkdocs.yml", *(ROOT / "scripts" / "site").rglob("*.py")]:
        text = file.read_text("utf-8")
        names |= {*re.findall(r"!ENV \[(\w+)", text)} | {*re.findall(r"""environ(?:\.get\(|\[)"(\w+)""", text)}
    assert names - {*pages.SETTINGS} == {"JUPYTER_CONFIG_PATH"}  # which labs.py only adds to
