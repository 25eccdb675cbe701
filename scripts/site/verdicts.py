"""A finding as the reader sees it below a figure: the claim, its verdict, what was measured, and on what."""

import re
from xml.etree.ElementTree import Element, SubElement

from scripts.engine.again import how_far
from scripts.engine.words import describe, power, threshold

OWN_RUN = '<strong class="own-run">Your own run</strong> '
BADGE = '<span class="verdict {}">{}</span>'


def style_of(verdict):
    """The class that gives a verdict its colour and its sign."""
    return "verdict--" + verdict.replace(" ", "-")


def badge(finding):
    return BADGE.format(style_of(finding["verdict"]), _said(finding))


def badge_of(finding):
    """The badge of a finding, as an element; a check of the code says so."""
    verdict = Element("span", {"class": f"verdict {style_of(finding['verdict'])}"})
    verdict.text = _said(finding)
    return verdict


def _said(finding):
    return ("check: " if finding["known"] else "") + finding["verdict"]


def typeset(text):
    """A minus sign where a hyphen stands before a number, and a space before a percent sign."""
    return re.sub(r"(?<=\d)%", " %", re.sub(r"(?<!\w)-(?=[\d.])", "−", text))


def words(finding):
    """What was measured, for people: '+19.0 points [+17.9, +20.1]'."""
    return typeset(describe(finding))


def measured(finding):
    """The parts of the line below the claim, in words."""
    if finding["kind"] == "identity":
        return [words(finding)]
    counts = [each["repeats"] for each in finding.get("members", [finding])]
    parts = [f"{min(counts)} repeats" if min(counts) == max(counts) else f"{min(counts)} to {max(counts)} repeats"]
    if finding["failed"]:
        runs = sum(counts)
        parts.append(f"{finding['failed']} of {runs} runs failed ({finding['failed'] / runs:.0%})")
    if finding["kind"] != "family":
        return [words(finding), *parts, threshold(finding)]
    weakest = f"weakest in {finding['weakest']}: {words(finding)}"
    judged = finding | {"kind": finding["members"][0]["kind"]}  # as its members are; its numbers are the weakest's
    return [f"{len(finding['members'])} settings", weakest, *parts, threshold(judged)]


def add_claim(parent, finding, registered):
    """Append a finding to a list of claims; its statement and scope are Markdown, which inline processing reads.

    registered: what is registered of its experiment, or None where nothing is.
    """
    item = SubElement(parent, "li", {"class": "claim", "id": finding["id"]})
    statement = SubElement(item, "p", {"class": "claim__statement"})
    statement.append(badge_of(finding))
    statement[0].tail = " " + finding["statement"]
    known = f"a check of the code, known beforehand: {finding['known']}" if finding["known"] else ""
    numbers = " · ".join(filter(None, [known, finding["detail"], *measured(finding)]))
    SubElement(item, "p", {"class": "claim__numbers"}).text = typeset(numbers)
    if finding["verdict"] == "not settled" and finding["kind"] != "family" and power(finding):
        SubElement(item, "p", {"class": "claim__numbers"}).text = typeset(power(finding).capitalize() + ".")
    if again := how_far(finding):
        SubElement(item, "p", {"class": "claim__again"}).text = typeset(again)
    SubElement(item, "p", {"class": "claim__scope"}).text = f"Measured on: {finding['scope']}"
    if finding["kind"] == "family":
        item.append(_members(finding["members"]))
    if any(finding["again"][kind] for kind in ("seeds", "settings")):
        item.append(_again(finding))
    if changes := _changes(finding, registered):
        details, items = _folded("Changed after it was registered")
        for change in changes:
            SubElement(items, "li").text = change
        item.append(details)


def _changes(finding, registered):
    """Why what judges this claim was changed after its registration."""
    key = finding["id"].partition(".")[2]
    return [f"{change['why']} ({change['what'][key]})" for change in (registered or {"changes": []})["changes"] if key in change["what"]]


def _folded(summary):
    details = Element("details", {"class": "claim__members"})
    SubElement(details, "summary").text = summary
    return details, SubElement(details, "ul")


def _line(items, outcome, what):
    item = SubElement(items, "li")
    verdict = SubElement(item, "span", {"class": f"verdict {style_of(outcome['verdict'])}"})
    detail = f" ({outcome['detail']})" if outcome["detail"] else ""
    verdict.text, verdict.tail = outcome["verdict"], typeset(f" {what}{detail}")


def _members(members):
    """Each setting of a family, folded."""
    details, items = _folded(f"Each of the {len(members)} settings")
    for member in members:
        settled = f"; {power(member)}" if member["verdict"] == "not settled" and power(member) else ""
        _line(items, member, f"{member['name']}: {words(member)}{settled}")
    return details


def _again(finding):
    """What each other base seed and setting says, folded."""
    seeds, settings = finding["again"]["seeds"], finding["again"]["settings"]
    details, items = _folded(f"Each of the {len(seeds) + len(settings)} other seeds and settings")
    judged = finding | {"kind": finding.get("members", [finding])[0]["kind"]}

    def said(label, outcome):
        return label if outcome["effect"] is None else f"{label}: {words(judged | outcome)}"

    for verdict in dict.fromkeys(outcome["verdict"] for outcome in seeds.values()):  # a line for each: they are alike
        alike = {label: outcome for label, outcome in seeds.items() if outcome["verdict"] == verdict}
        _line(items, {"verdict": verdict, "detail": ""}, "; ".join(said(*each) for each in alike.items()))
    for label, outcome in settings.items():
        _line(items, outcome, said(label, outcome))
    return details
