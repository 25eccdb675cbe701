"""Numbers that somebody typed into a caption or a claim, where each should come from a result; and long sentences."""

import re

NO_MEASUREMENT = re.compile(
    r"\[\[.*?\]\]"  # filled from a result
    r"|\]\([^)]*\)"  # a link's target
    r"|95 %|middle [89]0 %"  # the level of every interval, and of bands
    r"|\b(?:19|20)\d\d\b"  # a year
    r"|\d+×\d+"  # the name of a size, as in 8×8 digits
    r"|[A-Za-z]+-?\d+[A-Z]?\b"  # a name, as in MNIST-1D
    r"|[_^]\{?\d\}?"  # an index or a square
    r"|(?:Slot|Figure:) [\w-]+"
)


def typed_numbers(text):
    return re.findall(r"\d[\d.,]*", NO_MEASUREMENT.sub("", text))


NO_PROSE = re.compile(r"^ *```.*?^ *```$|\$\$.*?\$\$|<!--.*?-->|!\[[^\]]*\]\([^)]*\)", re.DOTALL | re.MULTILINE)
ONE_WORD = re.compile(r"\[\[[^\]]*\]\]|\$[^$\n]+\$|`[^`\n]+`")  # a number to be filled in, a formula, code
NO_WORD = re.compile(r"\]\([^)]*\)|<[^>]+>|^ *///.*$", re.MULTILINE)
PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:- |\d+\. |\||#|!!!|\?\?\?))")
NO_PARAGRAPH = "|", "#", "!!!", "???", "---"
END = re.compile(r"(?<=[.?!:;])[\"”*)\]]*\s+")


def sentences(page):
    """The sentences of a page of Markdown, as lists of words; a colon or a semicolon ends one too."""
    text = NO_WORD.sub("", ONE_WORD.sub("x", NO_PROSE.sub("", page)))
    for paragraph in PARAGRAPH.split(text):
        if not paragraph.lstrip().startswith(NO_PARAGRAPH):
            for sentence in END.split(paragraph):
                yield [word for word in sentence.split() if re.search(r"\w", word)]
