"""How far a verdict carries: what other settings say of a claim, and of each member of a family."""

from scripts.evidence.rule import FAILS, HOLDS

DEPENDS, EXACT, FAILED = "depends", "exact", "failed"
GOOD = HOLDS, EXACT
PUBLISHED = "as published"


def carry(alone, settings):
    """The verdict over all settings, and in words what it depends on.

    alone: the outcome of the published run. settings: {setting: outcome} of those that were asked. An outcome has a
    verdict and a detail, that of a family also `members`, {name: verdict}. A claim that holds in one and does not hold
    in another depends; so does a family of which one member does so, or which itself depends in any. What is not
    settled somewhere, or failed to run, does not change the verdict.
    """
    given = {PUBLISHED: alone, **settings}
    if alone["verdict"] == DEPENDS or not (_disagree(given) or DEPENDS in _verdicts(given)):
        return alone["verdict"], alone["detail"]
    clauses = [_clause(verdict, given) for verdict in (HOLDS, EXACT, FAILS)]
    return DEPENDS, "; ".join(filter(None, clauses))


def _verdicts(given):
    return {outcome["verdict"] for outcome in given.values()}


def _parts(outcome):
    return outcome.get("members") or {"": outcome["verdict"]}


def _disagree(given):
    """Whether a claim, or a member of it, holds in one place and does not hold in another."""
    seen = {}
    for outcome in given.values():
        for name, verdict in _parts(outcome).items():
            seen.setdefault(name, set()).add(verdict)
    return any(FAILS in verdicts and verdicts & {*GOOD} for verdicts in seen.values())


def _clause(verdict, given):
    """'does not hold with noise 0.2 (reversed), with noise 0.4 for diabetes'; "" if it is so nowhere."""
    whole, partly = [], []
    for setting, outcome in given.items():
        place = setting if setting == PUBLISHED else f"with {setting}"
        members = [name for name, each in outcome.get("members", {}).items() if each == verdict]
        if outcome["verdict"] == verdict:
            whole.append(f"{place} ({outcome['detail']})" if outcome["detail"] and verdict == FAILS else place)
        elif members:
            partly.append(f"{place} for {', '.join(members)}")
    places = whole if whole and verdict in GOOD else whole + partly  # where it holds throughout, that says enough
    return f"{verdict} {', '.join(places)}" if places else ""
