"""The same source is the same site, to the byte."""

from scripts.engine.places import ROOT
from tests.site.built import build_anew


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_two_builds_are_the_same(site, tmp_path):
    done = build_anew(ROOT, tmp_path / "again", PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert done.returncode == 0, done.stderr
    first, second = contents(site), contents(tmp_path / "again")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
