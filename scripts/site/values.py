"""Markdown extension: measured numbers in the text.

`[[NAME.key.0:.2f]]` is a number of the experiment NAME: from its result, else its parameters, else
its record (`NAME.made.seconds`). `[[NAME.claim_x.effect:.1f]]` is one of its findings; besides the
keys of claims.json a finding has `words`, and for a ratio `factor`, which is above 1. `[[totals.claims]]` counts
the measured claims, `[[totals.holds]]` those of a verdict, and `[[totals.verdicts]]` says these counts in
words; `[[totals.checks]]` counts the claims that are known beforehand.

`[[claim NAME.claim_x: holds]]` stands by advice that rests on a claim: it becomes the verdict, with a link to
the claim, and is a warning when the verdict is another.

Works in prose, captions, tables and formulas, and leaves blocks of code alone. An unknown name or
key is a warning.
"""

import difflib
import posixpath
import re
from collections import Counter

from markdown.preprocessors import Preprocessor

from scripts.engine.again import agreement
from scripts.engine.store import BrokenResult
from scripts.engine.substitute import VALUE, UnknownValue, look_up, substitute
from scripts.engine.words import describe, factor, is_ratio
from scripts.site.extension import ResultsExtension
from scripts.site.published import Published
from scripts.site.report import warn
from scripts.site.text import literal, typeset
from scripts.site.verdicts import badge

ADVICE = re.compile(r"\[\[claim +([\w-]+\.\w+) *: *([^\]]*?) *\]\]")
NO_ADVICE = re.compile(r"\[\[\s*claim\b[^\]]*\]{0,2}", re.I)
ASK = "python -m scripts.build --reruns --only {}"
WORDS = {  # one claim, several claims
    "holds": ("holds", "hold"),
    "exact": ("is exact", "are exact"),
    "depends": ("depends on the setting", "depend on the setting"),
    "does not hold": ("does not hold", "do not hold"),
    "not settled": ("is not settled", "are not settled"),
}
AFTER_FENCES = 24  # superfences has taken the blocks of code out at 25


class Values(Preprocessor):
    def __init__(self, md, published, known):
        super().__init__(md)
        self.published, self.told, self.found = published, set(), {}
        self.pages = {caption.figure: caption.page for caption in known}

    def run(self, lines):
        return [self.line(line) if "[[" in line else line for line in lines]

    def line(self, line):
        line = VALUE.sub(self.value, ADVICE.sub(self.advice, line))
        if slip := NO_ADVICE.search(line):
            warn(self.md, f"{slip[0]}: write it on one line, as [[claim NAME.claim_x: holds]]")
        return line

    def advice(self, match):
        """The verdict of a claim that advice rests on, with a link to it."""
        identity, expected = match.groups()
        findings = self.published.findings()
        finding = findings.get(identity)
        if finding is None:
            near = ", ".join(difflib.get_close_matches(identity, findings, 3, 0.5)) or "none"
            warn(self.md, f"{match[0]}: there is no such claim; near: {near}")
            return match[0]
        own = self.published.is_own(finding["experiment"])  # may come out otherwise, and that is no fault of the page
        if finding["verdict"] != expected and not own:
            mend = "Change the advice"
            if finding["again"]["unasked"]:
                mend = f"Other settings were not asked since the code changed: {ASK.format(finding['experiment'])}"
            warn(self.md, f"{match[0]}: this advice rests on a claim that {finding['verdict']}. {mend}")
        here = self.md.treeprocessors["relpath"].file.src_uri if "relpath" in self.md.treeprocessors else ""
        page = posixpath.relpath(self.pages.get(finding["figure"], here), posixpath.dirname(here) or ".")
        return f"[{badge(finding)}]({page}#{identity})"

    def value(self, match):
        try:
            return typeset(substitute(match[0], self.shown))
        except (UnknownValue, BrokenResult) as error:
            mend = "Correct the name on the page, or run the experiment and build again"
            if ".again." in match[0]:
                mend = f"Correct the name, or ask again: {ASK.format(match[1].partition('.')[0])}"
            warn(self.md, f"{error}. {mend}")
            return match[0]

    def shown(self, keys):
        """A number as it is; anything else as mere text."""
        value = self.find(keys)
        return value if isinstance(value, int | float) else literal(str(value))

    def find(self, keys):
        name, *rest = keys
        if name == "totals":
            return look_up(rest, totals(self.published.findings().values()))
        record = self.published.record(name)
        if record is None:
            near = difflib.get_close_matches(name, self.published.names(), 3, 0.5) or self.published.names()
            raise UnknownValue(f"there is no result of {name!r}; known: {', '.join(near) or 'none yet'}")
        if not rest:
            raise UnknownValue(f"what of {name!r}? keys: {', '.join(record['result'])}")
        why = self.published.why_not_current(name)
        if why and name not in self.told:
            self.told.add(name)
            mend = self.published.how_to_mend(name)
            warn(self.md, f"a number of {name!r} is not current ({why}). Build it again: {mend}")
        return look_up(rest, self.findings(name), record["result"], record["parameters"], record)

    def findings(self, name):
        """The findings of an experiment, as {claim_x: finding with `words`}; a reader's have the published `again`."""
        if name not in self.found:
            shown = self.published.shown(name) or {"claims": ()}
            published = (Published().shown(name) if self.published.is_own(name) else shown) or {"claims": ()}
            again = {each["id"]: {"again": each["again"]} for each in published["claims"]}
            self.found[name] = {
                finding["id"].partition(".")[2]: _in_words(finding | again.get(finding["id"], {}))
                for finding in shown["claims"]
            }
        return self.found[name]


def _in_words(finding):
    """A finding, and each member of a family, with what is said of it."""
    said = {"words": describe(finding)}
    if is_ratio(finding) and finding["effect"]:
        said["factor"] = factor(finding["effect"])
    if "members" in finding:
        said["members"] = [_in_words(member) for member in finding["members"]]
    if "again" in finding:
        judged = finding | {"kind": finding.get("members", [finding])[0]["kind"]}
        said["again"] = {
            kind: {label: outcome | {"words": _outcome(judged, outcome)} for label, outcome in outcomes.items()}
            for kind, outcomes in finding["again"].items()
            if kind in ("seeds", "settings")
        }
    return finding | said


def _outcome(finding, outcome):
    return outcome["detail"] if outcome["effect"] is None and outcome["detail"] else describe(finding | outcome)


def totals(findings):
    """How many measured claims there are, all together and of each verdict, the same in words, and how far they carry.

    What is known beforehand, a check of the code, is counted apart.
    """
    findings = list(findings)
    measured = [finding for finding in findings if not finding["known"]]
    counts = Counter(finding["verdict"] for finding in measured)
    words = ", ".join(
        f"{counts[verdict]} {one if counts[verdict] == 1 else many}"
        for verdict, (one, many) in WORDS.items()
        if counts[verdict]
    )
    found = {"claims": counts.total(), "verdicts": words, "checks": len(findings) - len(measured)}
    for kind in ("seeds", "settings"):
        asked = [each for each in (agreement(finding, kind) for finding in measured) if each.asked]
        found |= {kind: len(asked), f"same_{kind}": sum(each.same == each.asked for each in asked)}
    return found | {verdict: counts[verdict] for verdict in WORDS}


class ValuesExtension(ResultsExtension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Values(md, self.published(), self.known()), "values", AFTER_FENCES)


def makeExtension(**config):
    return ValuesExtension(**config)
