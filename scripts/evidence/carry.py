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
    verdicts = sorted((HOLDS, EXACT, FAILS), key=lambda verdict: verdict != alone["verdict"])  # the published first
    return DEPENDS, "; ".join(filter(None, (_clause(verdict, given) for verdict in verdicts)))


def _verdicts(given):
    return {outcome["verdict"] for outcome in given.values()}


def _disagree(given):
    """Whether a claim, or a member of it, holds in one place and does not hold in another."""
    seen = {}
    for outcome in given.values():  # as a whole, too: a setting may have other members
        for name, verdict in {"": outcome["verdict"], **outcome.get("members", {})}.items():
            seen.setdefault(name, set()).add(verdict)
    return any(FAILS in verdicts and verdicts & {*GOOD} for verdicts in seen.values())


def _clause(verdict, given):
    """'does not hold with noise 0.2 (reversed), noise 0.4 for diabetes'; "" if it is so nowhere.

    Of the published run's own verdict, only that run is named.
    """
    own, *others = (_place(setting, outcome, verdict) for setting, outcome in given.items())
    if given[PUBLISHED]["verdict"] == verdict:
        others = []
    named = ", ".join(filter(None, others))
    places = ", ".join(filter(None, (own, named and f"with {named}")))
    return places and f"{verdict} {places}"


def _place(setting, outcome, verdict):
    """A setting in which the verdict is given, with its detail or the members that it is given of; "" in others."""
    if outcome["verdict"] == verdict:
        return f"{setting} ({outcome['detail']})" if outcome["detail"] and verdict == FAILS else setting
    members = [name for name, each in outcome.get("members", {}).items() if each == verdict]
    return f"{setting} for {', '.join(members)}" if members else ""
