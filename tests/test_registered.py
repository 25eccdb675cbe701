"""What says that it was registered before its published run was so, wherever the history tells it."""

import shutil
import subprocess

import pytest

from scripts.engine.places import PUBLISHED, ROOT, experiments, record_file, registered_file
from scripts.engine.register import BEFORE
from scripts.engine.store import read_head, read_registered


def git(folder, *words):
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def first_commit(folder, text, file):
    """The first commit of the current history in which a file held a text; "" if none did."""
    return git(folder, "log", "--format=%H", "--reverse", f"-S{text}", "--", file).partition("\n")[0]


def too_late(folder, codes, registered, digest, record):
    """Those of {claim: hash of its code} that were registered in no earlier commit than the result was published in."""
    published = first_commit(folder, digest, record)
    late = []
    for claim, code in codes.items():
        commit = first_commit(folder, code, registered)
        earlier = commit and commit != published and git(folder, "merge-base", commit, published or "HEAD") == commit
        if not earlier:
            late.append(claim)
    return late if published else []  # not committed yet: nothing to compare


def is_whole_history(folder):
    own = git(folder, "rev-parse", "--show-toplevel") == str(folder.resolve())
    return own and git(folder, "rev-parse", "--is-shallow-repository") == "false"


@pytest.mark.skipif(not shutil.which("git") or not is_whole_history(ROOT), reason="no history, or a part of one")
@pytest.mark.parametrize("name", experiments())
def test_registered_before_the_published_run(name):
    claims = {key: claim["code"] for key, claim in read_registered(name)["claims"].items() if claim["when"] == BEFORE}
    files = (path.relative_to(ROOT).as_posix() for path in (registered_file(name), record_file(name, PUBLISHED)))
    registered, record = files
    assert too_late(ROOT, claims, registered, read_head(record_file(name))["hash"], record) == []


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_the_order_is_read_from_the_history(tmp_path):
    def commit(**files):
        for name, text in files.items():
            (tmp_path / name).write_text(text, "utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false", "commit", "-qm", "x")

    def late(**codes):
        return too_late(tmp_path, codes, "register", "result2", "record")

    git(tmp_path, "init", "-q")
    commit(register="code1", record="result1")
    commit(register="code1 code2")
    assert late(a="code1", b="code2") == []  # nothing is published yet
    commit(register="code1 code2 code3", record="result2")
    assert late(a="code1", b="code2") == []
    assert late(c="code3") == ["c"], "in the same commit"
    commit(register="code1 code2 code3 code4")
    assert late(a="code1", d="code4", e="code5") == ["d", "e"], "afterwards, or never"
