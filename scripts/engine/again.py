"""What other base seeds and other settings say of a claim, in words and in numbers."""

from typing import NamedTuple

SEED = "seed "  # begins the label of another base seed


class Agreement(NamedTuple):
    """same: how many say the same as the published run, which is one of `asked`; others: {label: outcome}."""

    same: int
    asked: int
    others: dict


def agreement(finding, kind):
    """kind: "seeds", of which the published run is one, or "settings", which are others."""
    outcomes, verdict = finding["again"][kind], finding["alone"]["verdict"]
    others = {label: outcome for label, outcome in outcomes.items() if outcome["verdict"] != verdict}
    own = 1 if kind == "seeds" and outcomes else 0
    return Agreement(len(outcomes) - len(others) + own, len(outcomes) + own, others)


def how_far(finding):
    """The line under a claim: 'same verdict under 5 of 5 base seeds · in 4 of 6 other settings (...)'."""
    seeds, settings = agreement(finding, "seeds"), agreement(finding, "settings")
    named = settings.others
    if finding["verdict"] != finding["alone"]["verdict"]:  # it depends, and says on which
        named = {label: each for label, each in named.items() if each["verdict"] in ("not settled", "failed")}
    parts = []
    if seeds.asked:
        parts.append(f"same verdict under {seeds.same} of {seeds.asked} base seeds{_others(seeds.others, 'under')}")
    if settings.asked:
        word = "in" if parts else "same verdict in"
        parts.append(f"{word} {settings.same} of {settings.asked} other settings{_others(named, 'with')}")
    elif parts and not finding["again"]["unasked"]:
        parts.append("in one setting only")
    for reason in dict.fromkeys(finding["again"]["unasked"].values()):
        labels = [label for label, why in finding["again"]["unasked"].items() if why == reason]
        named = [label for label in labels if not label.startswith(SEED)]
        missing = len(labels) - len(named)
        counted = [f"{missing} base seed" + "s" * (missing > 1)] if missing else []
        parts.append(f"{', '.join(counted + named)}: {reason}")
    return " · ".join(parts)


def _others(others, word):
    """' (not settled in 1; does not hold with noise 0.2: reversed)': only what is open is not named."""
    said = []
    for verdict in dict.fromkeys(outcome["verdict"] for outcome in others.values()):
        named = {label: outcome for label, outcome in others.items() if outcome["verdict"] == verdict}
        places = ", ".join(_place(label, outcome) for label, outcome in named.items())
        said.append(
            f"{verdict} in {len(named)}"
            if verdict == "not settled" and word == "with"
            else f"{verdict} {word} {places}"
        )
    return f" ({'; '.join(said)})" if said else ""


def _place(label, outcome):
    short = label.removeprefix(SEED)
    why = (
        outcome["detail"] if outcome["verdict"] in ("does not hold", "failed") and ";" not in outcome["detail"] else ""
    )
    return f"{short}: {why}" if why else short
