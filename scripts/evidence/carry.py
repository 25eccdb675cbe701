"""How far a verdict carries: what other base seeds and other settings say of it."""

from scripts.evidence.rule import FAILS, HOLDS

DEPENDS, EXACT, FAILED = "depends", "exact", "failed"


def carry(alone, settings):
    """The verdict over all settings, and in words what it depends on.

    alone: the finding of the published run. settings: {setting: outcome}, each with a verdict and a detail, of the
    settings that were asked. A claim that holds in one and does not hold in another depends; so does one whose family
    depends in any. What is not settled somewhere, or failed to run, does not change the verdict.
    """
    given = {"as published": alone, **settings}
    verdicts = {outcome["verdict"] for outcome in given.values()}
    if alone["verdict"] == DEPENDS or not ((verdicts & {HOLDS, EXACT} and FAILS in verdicts) or DEPENDS in verdicts):
        return alone["verdict"], alone["detail"]
    return DEPENDS, "; ".join(
        _clause(verdict, given) for verdict in (HOLDS, EXACT, FAILS, DEPENDS) if verdict in verdicts
    )


def _clause(verdict, given):
    """'does not hold with noise 0.2 (reversed)'."""
    names = []
    for name, outcome in given.items():
        if outcome["verdict"] == verdict:
            why = (
                f" ({outcome['detail']})"
                if outcome["detail"] and verdict == FAILS and ";" not in outcome["detail"]
                else ""
            )
            names.append((name if name == "as published" else f"with {name}") + why)
    return f"{verdict} {', '.join(names)}"
