"""A finding as the reader sees it below a figure: the claim, its verdict, what was measured, and on what."""

import re
from xml.etree.ElementTree import Element, SubElement

from scripts.engine.again import how_far
from scripts.engine.words import describe, power, threshold
from scripts.site.text import literal, said, typeset

OWN_RUN = '<strong class="own-run">Your own run</strong> '
SHOWN = 3  # claims of a figure, however many it has
BADGE = '<span class="verdict {}">{}</span>'


def style_of(verdict):
    """The class that gives a verdict its colour and its sign."""
    return "verdict--" + re.sub(r"\W+", "-", verdict)


def badge(finding):
    return BADGE.format(style_of(finding["verdict"]), literal(_worded(finding)))


def badge_of(finding):
    """The badge of a finding or of an outcome, as an element; a check of the code says so."""
    verdict = Element("span", {"class": f"verdict {style_of(finding['verdict'])}"})
    verdict.text = said(_worded(finding))
    return verdict


def _worded(finding):
    return ("check: " if finding.get("known") else "") + finding["verdict"]


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
    return [f"{len(finding['members'])} cases", weakest, *parts, threshold(judged)]


def add_claims(caption, findings, registered):
    """The claims of a figure: the first few, and all that do not hold; the others behind a line that counts them.

    registered: what is registered of their experiment, or None where nothing is.
    """
    hold = [finding for finding in findings[SHOWN:] if finding["verdict"] in ("holds", "exact")]
    folded = hold if len(hold) > 1 else []
    _list(caption, [finding for finding in findings if finding not in folded], registered)
    if folded:
        details = SubElement(caption, "details", {"class": "claims__more"})
        SubElement(details, "summary").text = f"{len(folded)} more: all hold"
        _list(details, folded, registered)


def _list(parent, findings, registered):
    claims = SubElement(parent, "ul", {"class": "claims"})
    for finding in findings:
        add_claim(claims, finding, registered)


def add_claim(parent, finding, registered):
    """Append a finding to a list of claims; its statement and scope are Markdown, which inline processing reads."""
    item = SubElement(parent, "li", {"class": "claim", "id": finding["id"]})
    statement = SubElement(item, "p", {"class": "claim__statement"})
    statement.append(badge_of(finding))
    statement[0].tail = " " + finding["statement"]
    known = f"a check of the code, known beforehand: {finding['known']}" if finding["known"] else ""
    numbers = " · ".join(filter(None, [known, finding["detail"], *measured(finding)]))
    SubElement(item, "p", {"class": "claim__numbers"}).text = said(numbers)
    if finding["verdict"] == "not settled" and finding["kind"] != "family" and power(finding):
        SubElement(item, "p", {"class": "claim__numbers"}).text = said(_sentence(power(finding)))
    if again := how_far(finding):
        SubElement(item, "p", {"class": "claim__again"}).text = said(again)
    SubElement(item, "p", {"class": "claim__scope"}).text = f"Measured on: {finding['scope']}"
    parts = {
        "Each case": _members(finding.get("members", ())),
        "Other base seeds": _seeds(finding),
        "Other settings": _settings(finding),
        "Changed after it was registered": [_text(change) for change in _changes(finding, registered)],
    }
    if any(parts.values()):
        item.append(_folded({name: items for name, items in parts.items() if items}))


def _changes(finding, registered):
    """Why what judges this claim was changed after its registration."""
    key = finding["id"].partition(".")[2]
    return [
        f"{change['why']} ({change['what'][key]})"
        for change in (registered or {"changes": []})["changes"]
        if key in change["what"]
    ]


def _folded(parts):
    """Lists behind one line that names them."""
    details = Element("details", {"class": "claim__members"})
    SubElement(details, "summary").text = _sentence(", ".join(name.lower() for name in parts)).rstrip(".")
    for name, items in parts.items():
        SubElement(details, "p").text = name
        SubElement(details, "ul").extend(items)
    return details


def _sentence(words):
    """With a capital and a full stop; the rest, units among it, as it is."""
    return words[0].upper() + words[1:] + "."


def _text(words):
    item = Element("li")
    item.text = said(words)
    return item


def _line(outcome, what):
    item = Element("li")
    item.append(badge_of({"verdict": outcome["verdict"]}))
    detail = f" ({outcome['detail']})" if outcome["detail"] else ""
    item[0].tail = said(f" {what}{detail}")
    return item


def _members(members):
    def settled(member):
        return f"; {power(member)}" if member["verdict"] == "not settled" and power(member) else ""

    return [_line(member, f"{member['name']}: {words(member)}{settled(member)}") for member in members]


def _said(finding, label, outcome):
    """A family's own number would be that of whoever is weakest there, so none is shown."""
    return label if outcome["effect"] is None or "members" in finding else f"{label}: {words(finding | outcome)}"


def _seeds(finding):
    """What the other base seeds say, a line for each verdict: they are mostly alike."""
    seeds, lines = finding["again"]["seeds"], []
    for verdict in dict.fromkeys(outcome["verdict"] for outcome in seeds.values()):
        alike = [_said(finding, *each) for each in seeds.items() if each[1]["verdict"] == verdict]
        lines.append(_line({"verdict": verdict, "detail": ""}, "; ".join(alike)))
    return lines


def _settings(finding):
    """What other settings say, and which of them cannot change anything."""
    lines = [_line(outcome, _said(finding, label, outcome)) for label, outcome in finding["again"]["settings"].items()]
    untouched = finding["again"]["untouched"]
    return lines + (
        [_text(f"Not counted, for they do not touch this claim: {', '.join(untouched)}")] if untouched else []
    )
