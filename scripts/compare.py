"""The published findings beside those of another run: same verdict or not?"""

from scripts.store import read_claims, to_json, write
from scripts.words import describe

SHOWN = "verdict", "effect", "interval"


def compare(published, results):
    """Write `results`/comparison.json and return the table as text; `published` is {claim id: finding}."""
    fresh = read_claims(results)
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
    agreed, new = sum(row["same"] for row in rows), sum(row["published"] is None for row in rows)
    end = f"{agreed} of {len(rows) - new} verdicts are the same" + (f", {new} not published" if new else "")
    return "\n".join([*lines, end])


def _cell(finding):
    return f"{finding['verdict']}: {describe(finding)}" if finding else "not published"
