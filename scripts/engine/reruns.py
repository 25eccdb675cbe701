"""Other base seeds and settings of published experiments: which are wanted, which are there, which are current."""

from typing import NamedTuple

from scripts.engine.places import PUBLISHED_SEED, is_published, record_file
from scripts.engine.plain import plain
from scripts.engine.settings import settings
from scripts.engine.sources import changed
from scripts.engine.store import read_head, read_rerun_heads, read_reruns

SEEDS = range(PUBLISHED_SEED + 1, PUBLISHED_SEED + 5)
UNASKED = "not asked yet"
STALE = "not asked again since the code changed"


class Wanted(NamedTuple):
    """kind: "seeds" or "settings". changes: {keyword: value} in place of some of run's defaults."""

    kind: str
    seed: int
    changes: dict


def wanted(name):
    """{label: Wanted} of a published experiment. Raises BrokenResult, BadSettings."""
    head = read_head(record_file(name))
    seeds = SEEDS if head and head["made"]["seed"] is not None else ()  # without chance there is nothing to draw anew
    asked = {f"seed {seed}": Wanted("seeds", seed, {}) for seed in seeds}
    return asked | {label: Wanted("settings", PUBLISHED_SEED, changes) for label, changes in settings(name).items()}


def states(name, cache):
    """{label: "" if it is current, else why it does not count} of all that is wanted."""
    asked, heads, known = wanted(name), read_rerun_heads(name), []

    def moved(notes):  # all have mostly read the same files: ask once
        for other, answer in known:
            if other == notes:
                return answer
        known.append((notes, bool(changed(notes, cache))))
        return known[-1][1]

    def why_not(head, want):
        if head is None:
            return UNASKED
        return STALE if head["changes"] != plain(want.changes) or moved(head["from"]) else ""

    return {label: why_not(heads.get(label), want) for label, want in asked.items()}


def asked_of(name, results, cache):
    """{label: what stands of it, as one word}: a part of what claims and figures are made of."""
    if not is_published(results):
        return {}
    heads = read_rerun_heads(name)
    return {f"rerun {label}": why or heads[label]["hash"] for label, why in states(name, cache).items()}


def current_reruns(name, results, cache):
    """What is judged beside a published record: {kind: {label: rerun}}, and {label: why it does not count}."""
    if not is_published(results):
        return {"seeds": {}, "settings": {}, "unasked": {}}
    asked, kept, why = wanted(name), read_reruns(name), states(name, cache)
    found = {
        kind: {label: kept[label] for label, want in asked.items() if want.kind == kind and not why[label]}
        for kind in ("seeds", "settings")
    }
    return found | {"unasked": {label: reason for label, reason in why.items() if reason}}
