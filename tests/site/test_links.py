"""Every link leads somewhere, and no page loads anything from elsewhere."""

import subprocess
import sys
import zipfile
from urllib.parse import urlsplit

from scripts.engine.places import PUBLISHED, experiments


def test_links_and_anchors_hold(site, pages):
    ids = {page.file.resolve(): page.ids for page in pages.values()}
    broken = []
    for name, page in pages.items():
        for link in [*page.links, *page.loads]:
            assert not link.startswith("/"), f"{name}: {link} does not work under a sub-path or from disk"
            target = page.target(link, site)
            if target:
                file, anchor = target
                state = anchor.startswith("surface=")  # of the playground; its own tests try each
                if not file.exists() or (anchor and not state and file in ids and anchor not in ids[file]):
                    broken.append(f"{name}: {link}")
    assert not broken


def test_ids_are_used_once(pages):
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name


def test_nothing_is_loaded_from_elsewhere(pages):
    for name, page in pages.items():
        assert [link for link in page.loads if urlsplit(link).netloc] == [], name


def test_data_and_code_of_every_experiment_are_published(site):
    published = {file.relative_to(PUBLISHED) for kind in ("json", "json.gz") for file in PUBLISHED.rglob(f"*.{kind}")}
    assert {file.relative_to(site / "results") for file in (site / "results").rglob("*.*")} == published
    for name in experiments():
        assert {"run.py", "show.py"} <= {file.name for file in (site / "sources" / name).iterdir()}


def test_the_source_is_there_to_download(site, tmp_path):
    """With it somebody who starts from a page can rebuild its figures; the build of it runs."""
    with zipfile.ZipFile(site / "why-wont-it-train.zip") as archive:
        archive.extractall(tmp_path)
    root = tmp_path / "why-wont-it-train"
    assert {"Makefile", "README.md", "requirements.txt", "mkdocs.yml"} <= {path.name for path in root.iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "scripts.build"], cwd=root, capture_output=True, text=True, check=False
    )
    assert f"0 run, {len(experiments())} current, 0 failed" in done.stdout, done.stderr
