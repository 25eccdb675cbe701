"""The words of a result, as text: whoever made the result, nothing in them becomes markup."""

import json
import re

from markdown.util import AtomicString

CONTROL = re.compile(r"[\x00-\x1f\x7f]+")  # lines, and the marks with which Markdown puts things aside
MARKUP = re.compile(r"""[]<>&"*_`\\[!{}#|~^=$?]|[-+](?!\w)|(?<=\d)[.)](?!\w)""")


def typeset(words):
    """A minus sign where a hyphen stands before a number, and a space before a percent sign."""
    return re.sub(r"(?<=\d)%", " %", re.sub(r"(?<!\w)-(?=[\d.])", "−", words))


def said(words):
    """Words for an element, which Markdown leaves alone."""
    return AtomicString(CONTROL.sub(" ", typeset(words)).replace("&", "&amp;"))


def literal(words):
    """Words for a place where Markdown is still to be read: each sign of markup as an entity."""
    return MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", CONTROL.sub(" ", typeset(words)))


def in_page(data):
    """Data as JSON for a <script> of a page, in which no sign is markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", text)


def sentence(words):
    """As `literal`, but for the formulas of a claim."""
    return literal(words).replace(f"&#{ord('$')};", "$")
