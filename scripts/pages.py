"""Build the pages into site/, unless they lie there as their sources would make them: python -m scripts.pages"""

import json
import os
import sys
from importlib import metadata

from scripts.engine.places import ROOT
from scripts.engine.sources import digest
from scripts.site.source import parts

SITE, NOTE = ROOT / "site", ROOT / ".cache" / "pages.json"
SETTINGS = "SITE_URL", "REPO_URL", "RESULTS", "DRAFT", "SOURCE_DATE_EPOCH"  # what mkdocs.yml and the hooks look up


def below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def hashes(paths):
    return {str(path): f"{digest(path.read_bytes())}{' x' * os.access(path, os.X_OK)}" for path in paths}


def made_of():
    """All that the pages depend on: files, settings, and what is installed."""
    own = os.environ.get("RESULTS")
    return {
        "files": hashes([*parts(), *(below(ROOT / own) if own else ())]),
        "settings": {name: os.environ.get(name, "") for name in SETTINGS},
        "versions": [*sorted(f"{each.name} {each.version}" for each in metadata.distributions()), sys.version],
    }


def main():
    of = made_of()  # before anything is read: what is edited meanwhile makes the next build
    try:
        if json.loads(NOTE.read_text("utf-8")) == {"of": of, "made": hashes(below(SITE))}:
            print("The pages in site/ are current.")
            return 0
    except (OSError, ValueError):
        pass
    NOTE.unlink(missing_ok=True)
    from mkdocs.__main__ import cli  # a second to load

    try:
        cli(["build"])
    except SystemExit as end:
        if end.code:
            return end.code
    NOTE.parent.mkdir(exist_ok=True)
    NOTE.write_text(json.dumps({"of": of, "made": hashes(below(SITE))}), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
