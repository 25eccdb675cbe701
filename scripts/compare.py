"""The published findings beside those of another run: same verdict or not?"""

import json

from scripts.store import PUBLISHED, to_json, write
from scripts.words import describe

SHOWN = "verdict", "effect", "interval"


def load_claims(results):
    """The findings in a folder of results, as {claim id: finding}; empty if there are none."""
    try:
        return {finding["id"]: finding for finding in json.loads((results / "claims.json").read_text("utf-8"))}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def compare(results):
    """Write `results`/comparison.json and return the table as text."""
    published, fresh = load_claims(PUBLISHED), load_claims(results)
    rows = [
        {
            "experiment": finding["experiment"],
            "claim": key,
            "published": {shown: published[key][shown] for shown in SHOWN} if key in published else None,
            "fresh": {shown: finding[shown] for shown in SHOWN},
            "same": key in published and published[key]["verdict"] == finding["verdict"],
        }
        for key, finding in fresh.items()
    ]
    write(results / "comparison.json", to_json(rows))
    cells = [("claim", "published", "this run", "same verdict")]
    for row in rows:
        key = row["claim"]
        same = "yes" if row["same"] else "NO" if row["published"] else "-"
        cells.append((key, _cell(published.get(key)), _cell(fresh[key]), same))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    agreed = sum(row["same"] for row in rows)
    return "\n".join([*lines, f"{agreed} of {len(rows)} verdicts are the same"])


def _cell(finding):
    return f"{finding['verdict']}: {describe(finding)}" if finding else "not published"
