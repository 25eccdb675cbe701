"""A finding as the reader sees it below a figure: the claim, its verdict, what was measured, and on what."""

import re
from xml.etree.ElementTree import Element, SubElement

from scripts.engine.words import describe

OWN_RUN = '<strong class="own-run">Your own run</strong> '
BADGE = '<span class="verdict {}">{}</span>'


def style_of(verdict):
    """The class that gives a verdict its colour and its sign."""
    return "verdict--" + verdict.replace(" ", "-")


def badge(verdict):
    return BADGE.format(style_of(verdict), verdict)


def typeset(text):
    """A minus sign where a hyphen stands before a number, and a space before a percent sign."""
    return re.sub(r"(?<=\d)%", " %", re.sub(r"(?<!\w)-(?=[\d.])", "−", text))


def words(finding):
    """What was measured, for people: '+19.0 points [+17.9, +20.1]'."""
    return typeset(describe(finding))


def _threshold(finding):
    """What the effect was held against."""
    delta, unit = f"{finding['delta']:g}", finding["unit"]
    unit = unit.replace("points", "point") if delta == "1" else unit
    size = f"{delta}{unit}" if unit == "×" else f"{delta} {unit}"
    return {
        "effect": f"size that matters: {size}",
        "equivalence": f"margin: {'1/' + delta + ' to ' if unit == '×' else '±'}{size}",
        "proportion": f"against {delta}",
    }.get(finding["kind"], "")


def _kind(finding):
    """A family is judged by its members' kind; its own row is that of the weakest."""
    return finding["members"][0] if finding["kind"] == "family" else finding


def measured(finding):
    """The parts of the line below the claim, in words."""
    if finding["kind"] == "identity":
        return [words(finding)]
    counts = [each["repeats"] for each in finding.get("members", [finding])]
    parts = [f"{min(counts)} repeats" if min(counts) == max(counts) else f"{min(counts)} to {max(counts)} repeats"]
    if finding["failed"]:
        runs = sum(counts)
        parts.append(f"{finding['failed']} of {runs} runs failed ({finding['failed'] / runs:.0%})")
    parts.append(_threshold(finding | {"kind": _kind(finding)["kind"]}))
    if finding["kind"] == "family":
        weakest = f"weakest in {finding['weakest']}: {words(finding)}"
        return [f"{len(finding['members'])} settings", weakest, *parts]
    return [words(finding), *parts]


def add_claim(parent, finding):
    """Append a finding to a list of claims; its statement and scope are Markdown, which inline processing reads."""
    item = SubElement(parent, "li", {"class": "claim", "id": finding["id"]})
    statement = SubElement(item, "p", {"class": "claim__statement"})
    verdict = SubElement(statement, "span", {"class": f"verdict {style_of(finding['verdict'])}"})
    verdict.text, verdict.tail = finding["verdict"], " " + finding["statement"]
    numbers = " · ".join(filter(None, [finding["detail"], *measured(finding)]))
    SubElement(item, "p", {"class": "claim__numbers"}).text = typeset(numbers)
    SubElement(item, "p", {"class": "claim__scope"}).text = f"Measured on: {finding['scope']}"
    if finding["kind"] == "family":
        item.append(_members(finding["members"]))


def _members(members):
    """Each setting of a family, folded."""
    details = Element("details", {"class": "claim__members"})
    SubElement(details, "summary").text = f"Each of the {len(members)} settings"
    items = SubElement(details, "ul")
    for member in members:
        item = SubElement(items, "li")
        verdict = SubElement(item, "span", {"class": f"verdict {style_of(member['verdict'])}"})
        detail = f" ({member['detail']})" if member["detail"] else ""
        verdict.text, verdict.tail = member["verdict"], f" {member['name']}: {words(member)}{detail}"
    return details
