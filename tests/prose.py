"""Numbers that somebody typed into a caption or a claim, where each should come from a result."""

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
