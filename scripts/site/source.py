"""The source of the site as an archive to download, so that a page is enough to rebuild its figures."""

import io
import os
import zipfile

from scripts.engine.places import ROOT
from scripts.engine.sources import hidden

NAME = "why-wont-it-train"
ARCHIVE = f"{NAME}.zip"
PARTS = "docs", "scripts", "snippets", "tests"
FILES = ["mkdocs.yml", "pyproject.toml", "Makefile", "README.md", "CONTRIBUTING.md", "conftest.py"]
FILES += ["requirements.txt", "requirements-cluster.txt", "requirements-stress.txt"]
FILES += ["LICENSE", "CITATION.cff", ".ci/run", ".gitignore", ".gitattributes"]
FILES += [".github/workflows/site.yml", ".github/ISSUE_TEMPLATE/my-run-differs.yml"]
START = (1980, 1, 1, 0, 0, 0)  # the same source is the same archive


def source():
    """The archive's bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(parts()):
            entry = zipfile.ZipInfo(f"{NAME}/{file.relative_to(ROOT).as_posix()}", START)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if os.access(file, os.X_OK) else 0o644) << 16
            archive.writestr(entry, file.read_bytes())
    return packed.getvalue()


def parts():
    yield from (ROOT / name for name in FILES if (ROOT / name).exists())
    for part in PARTS:
        for folder, below, names in os.walk(ROOT / part):
            below[:] = [name for name in below if not hidden(name)]
            yield from (ROOT / folder / name for name in names if not hidden(name))
