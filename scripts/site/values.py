"""Markdown extension: measured numbers in the text.

`[[NAME.key.0:.2f]]` is a number of the experiment NAME: from its result, else its parameters, else
its record (`NAME.made.seconds`). `[[NAME.claim_x.effect:.1f]]` is one of its findings; besides the
keys of claims.json a finding has `words`. `[[totals.claims]]` counts all findings, `[[totals.holds]]`
those of a verdict, and `[[totals.verdicts]]` says these counts in words.

Works in prose, captions, tables and formulas, and leaves blocks of code alone. An unknown name or
key is a warning.
"""

import difflib
from collections import Counter

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from scripts.engine.store import BrokenResult
from scripts.engine.substitute import VALUE, UnknownValue, look_up, substitute
from scripts.engine.words import describe
from scripts.site.published import Published
from scripts.site.report import warn
from scripts.site.verdicts import typeset

PLURALS = {
    "holds": "hold",
    "exact": "are exact",
    "depends": "depend on the setting",
    "does not hold": "do not hold",
    "not settled": "are not settled",
}
AFTER_FENCES = 24  # superfences has taken the blocks of code out at 25


class Values(Preprocessor):
    def __init__(self, md, published):
        super().__init__(md)
        self.published, self.told = published, set()

    def run(self, lines):
        return [VALUE.sub(self.value, line) if "[[" in line else line for line in lines]

    def value(self, match):
        try:
            return typeset(substitute(match[0], self.find))
        except (UnknownValue, BrokenResult) as error:
            warn(self.md, f"{error}. Correct the name on the page, or run the experiment and build again")
            return match[0]

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
        """The findings of an experiment, as {claim_x: finding with `words`}."""
        return {
            key.partition(".")[2]: finding | {"words": describe(finding)}
            for key, finding in self.published.findings().items()
            if finding["experiment"] == name
        }


def totals(findings):
    """How many findings there are, all together and of each verdict, and the same in words."""
    counts = Counter(finding["verdict"] for finding in findings)
    words = ", ".join(f"{counts[verdict]} {plural}" for verdict, plural in PLURALS.items() if counts[verdict])
    return {"claims": counts.total(), "verdicts": words} | {verdict: counts[verdict] for verdict in PLURALS}


class ValuesExtension(Extension):
    def __init__(self, **config):
        self.config = {"own": ["", "The folder of the reader's own results; empty for the published ones"]}
        super().__init__(**config)

    def extendMarkdown(self, md):
        md.preprocessors.register(Values(md, Published(self.getConfig("own") or "")), "values", AFTER_FENCES)


def makeExtension(**config):
    return ValuesExtension(**config)
