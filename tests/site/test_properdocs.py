"""ProperDocs, which goes on with MkDocs 1, builds the same pages."""

import importlib.util
import re

import pytest

from scripts.engine.places import ROOT
from tests.site.built import build_anew

GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


@pytest.mark.stress
@pytest.mark.skipif(not importlib.util.find_spec("properdocs"), reason="make stress installs properdocs")
def test_properdocs_builds_the_same_pages(site, tmp_path):
    done = build_anew(ROOT, tmp_path, program="properdocs")
    assert done.returncode == 0, done.stderr
    names = {file.relative_to(site) for file in site.rglob("*") if file.is_file()}
    assert names == {file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file()}
    read = {
        folder: {name: GENERATOR.sub(b"", (folder / name).read_bytes()) for name in names}
        for folder in (site, tmp_path)
    }
    assert [str(name) for name in names if read[site][name] != read[tmp_path][name]] == []
