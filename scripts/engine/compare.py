"""The published findings beside those of another run: same verdict or not?"""

from scripts.engine.store import findings, sealed, write
from scripts.engine.words import describe


def compare(published, shown, results, seed):
    """Write `results`/comparison.json and return the table as text.

    published: {claim id: finding}. shown: {name: entry of claims.json} of the experiments to compare, as of this run.
    """
    fresh = findings(shown)
    rows = [
        {
            "experiment": finding["experiment"],
            "claim": key,
            "published": _alone(published[key]) if key in published else None,
            "fresh": _alone(finding),
            "same": key in published and published[key]["alone"]["verdict"] == finding["alone"]["verdict"],
        }
        for key, finding in fresh.items()
    ]
    write(results / "comparison.json", sealed({"seed": seed, "claims": rows}), results)
    return table(rows, published, fresh, f"seed {seed}")


def _alone(finding):
    """What one run says by itself: the verdict over all settings is another run's too."""
    return {"verdict": finding["alone"]["verdict"], "effect": finding["effect"], "interval": finding["interval"]}


def table(rows, published, fresh, this_run):
    """The comparison in columns, and a line on what it says. this_run: what tells it from the published one."""
    if not rows:
        return "nothing to compare: no experiment ran to its end"
    cells = [("claim", "published", f"this run ({this_run})", "same verdict")]
    for row in rows:
        key = row["claim"]
        same = "yes" if row["same"] else "differs" if row["published"] else "-"
        cells.append((key, _cell(published.get(key)), _cell(fresh[key]), same))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    agreed, new = sum(row["same"] for row in rows), sum(row["published"] is None for row in rows)
    end = f"{agreed} of {len(rows) - new} verdicts are the same" + (f", {new} not published" if new else "")
    return "\n".join([*lines, end, *([DIFFERS] if agreed < len(rows) - new else [])])


DIFFERS = """\
differs: this run decides otherwise than the published one. With another seed, a claim near the edge of its size that
matters may differ by chance: run it on a third seed. With the same seed, please tell us."""


def _cell(finding):
    return f"{finding['alone']['verdict']}: {describe(finding)}" if finding else "not published"


def on_device(shown, device):
    """What a run on another device says of the published verdicts, a line for each experiment.

    shown: {name: entry of claims.json}.
    """
    return "\n".join(f"{name}: {agreement(entry, device)} on {device}" for name, entry in shown.items())


def agreement(entry, device):
    """How many verdicts of an experiment are the same on another device, in words that name the others."""
    verdicts, published = entry["devices"][device], {each["id"]: each["alone"]["verdict"] for each in entry["claims"]}
    others = [f"{key} {verdict}" for key, verdict in verdicts.items() if published.get(key) != verdict]
    same = f"{len(verdicts) - len(others)} of {len(verdicts)} verdicts are the same"
    return same + (f" (there: {', '.join(others)})" if others else "")
