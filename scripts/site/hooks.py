"""What only mkdocs itself can do: publish more files, and complete Material's page."""

from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from scripts import store

SEARCH = 'data-md-component="search" role="dialog"'


def on_config(config):
    """No edit links without a repository that they could lead to, and no own run without its results."""
    if not config.repo_url:
        config.edit_uri = None
    own = config.extra.get("own")
    if own and not (store.ROOT / own / "claims.json").exists():
        raise PluginError(f"RESULTS={own}: no results lie there. Run: python -m scripts.build --results {own}")
    return config


def on_files(files, config):
    """Publish the source of each experiment, and the reader's own results in place of the published ones."""
    for name in store.experiments():
        publish(files, config, f"sources/{name}.py", store.ROOT / "scripts" / "experiments" / f"{name}.py")
    own = store.ROOT / config.extra["own"] if config.extra.get("own") else None
    if own:
        for path in sorted([*own.glob("*.json"), *own.glob("figures/*.svg")]):
            kind = "figures" if path.suffix == ".svg" else "results"
            publish(files, config, f"{kind}/{path.name}", path)
    return files


def publish(files, config, uri, path: Path):
    if uri in files.src_uris:
        files.remove(files.src_uris[uri])
    files.append(File.generated(config, uri, abs_src_path=str(path)))


def on_post_page(output, **_):
    """Name the search dialog, which has no name for a screen reader."""
    return output.replace(SEARCH, f'{SEARCH} aria-label="Search"')
