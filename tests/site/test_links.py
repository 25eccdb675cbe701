"""Every link leads somewhere, and no page loads anything from elsewhere."""

from urllib.parse import urlsplit

from scripts.store import PUBLISHED, experiments


def test_links_and_anchors_hold(site, pages):
    ids = {page.file.resolve(): page.ids for page in pages.values()}
    broken = []
    for name, page in pages.items():
        for link in [*page.links, *page.loads]:
            assert not link.startswith("/"), f"{name}: {link} does not work under a sub-path or from disk"
            target = page.target(link, site)
            if target:
                file, anchor = target
                if not file.exists() or (anchor and file in ids and anchor not in ids[file]):
                    broken.append(f"{name}: {link}")
    assert not broken


def test_ids_are_used_once(pages):
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name


def test_nothing_is_loaded_from_elsewhere(pages):
    for name, page in pages.items():
        assert [link for link in page.loads if urlsplit(link).netloc] == [], name


def test_data_and_code_of_every_experiment_are_published(site):
    assert {file.stem for file in (site / "sources").iterdir()} == set(experiments())
    assert {file.name for file in (site / "results").iterdir()} == {file.name for file in PUBLISHED.glob("*.json")}


def test_what_is_not_found_has_a_page(site):
    assert "No such page" in (site / "404.html").read_text("utf-8")
