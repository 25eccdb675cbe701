"""What is shown of a record: its findings and its figures. Loaded in the traced process, and listed."""

from importlib import metadata

from scripts.engine.claims import ask_again, judge, outcome_of
from scripts.engine.draw import draw_all
from scripts.evidence.carry import carry

PACKAGES = "matplotlib", "numpy", "scipy"  # another version of these is a reason to draw and judge again


KINDS = "seeds", "settings"


def versions():
    return {name: metadata.version(name) for name in PACKAGES}


def findings_of(name, record, again):
    """The findings of an experiment, each with what other base seeds and settings say of it.

    again: {"seeds": {label: rerun}, "settings": {label: rerun}, "unasked": {label: why}}. A finding's `alone` is what
    the published run says by itself; its verdict is the one over all settings.
    """
    findings = judge(name, record)
    outcomes = {kind: {label: ask_again(name, rerun) for label, rerun in again[kind].items()} for kind in KINDS}
    for finding in findings:
        claim = finding["id"].partition(".")[2]
        said = {kind: {label: each[claim] for label, each in outcomes[kind].items()} for kind in KINDS}
        untouched = _untouched(said["settings"])
        said["settings"] = {label: each for label, each in said["settings"].items() if label not in untouched}
        said = {kind: {label: _kept(each) for label, each in said[kind].items()} for kind in KINDS}
        finding["alone"] = outcome_of(finding)
        finding["again"] = said | {"unasked": again["unasked"], "untouched": untouched}
        finding["verdict"], finding["detail"] = carry(finding["alone"], said["settings"])
    return findings


def _kept(outcome):
    """An outcome as claims.json holds it."""
    return {key: value for key, value in outcome.items() if key != "numbers"}


def _untouched(settings):
    """The settings that give a claim the same numbers as another one: they change what it does not look at.

    They count for one run with fewer repeats, so for none.
    """
    known = [each["numbers"] for each in settings.values() if each["numbers"]]
    return [label for label, each in settings.items() if known.count(each["numbers"]) > 1]


def present(name, record, devices, timings, again):
    """What claims.json keeps of an experiment, but for what it was made from; and its figures as {figure: svg}.

    devices: {device: record}, runs of the same on other devices, which are judged too. timings: {machine: numbers}.
    again: see `findings_of`.
    """
    findings, figures = findings_of(name, record, again), draw_all(name, record["result"], timings)
    for finding in findings:
        if finding["figure"] not in figures:
            figure = finding["figure"]
            raise ValueError(f"{finding['id']} stands under {figure!r}, which is none of {', '.join(figures)}")
    elsewhere = {
        device: {finding["id"]: finding["verdict"] for finding in judge(name, other)}
        for device, other in devices.items()
    }
    return {"versions": versions(), "claims": findings, "devices": elsewhere}, figures
