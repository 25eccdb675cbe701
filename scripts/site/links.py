"""The links of a Markdown text, told from what only looks like one in code or in a formula: `layers[0](x)`."""

import re

PIECE = re.compile(
    r"(?P<ticks>`+).*?(?P=ticks)"
    r"|\$\$.*?\$\$|\$[^$\n]+\$"
    r"|(?P<mark>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]*)\)",
    re.S,
)


def replaced(text, make):
    """The text with each link replaced by make(is_image, words, target)."""

    def piece(match):
        return match[0] if match["target"] is None else make(match["mark"] == "!", match["text"], match["target"])

    return PIECE.sub(piece, text)


def targets(text):
    """Where the links and images of a text lead, in order."""
    return [match["target"] for match in PIECE.finditer(text) if match["target"] is not None]


def without(text):
    """The words alone."""
    return replaced(text, lambda image, words, target: words)
