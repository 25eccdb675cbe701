"""Markdown extension: what was meant as a formula or as code and became neither is a warning.

So is code that no test finds, because it is indented, or HTML; and an empty block, whose include names lines that are
not there.
"""

import re

from markdown.blockprocessors import CodeBlockProcessor
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from scripts.site.report import warn

AFTER_FENCES = 23  # superfences has taken the blocks of code out at 25; includes were put in at 32
INDENTED = 80  # in the place of Markdown's own
LAST = 0  # when all that was put aside is back
MARK = re.compile(r"^\s*(?:```|~~~)|(?<!`)--8<--")
FENCED = "a block of code begins with ```{.python} and its options, and ends with ```"
VERBATIM = re.compile(r"<(pre|code|math|script|style)\b.*?</\1>", re.S)
TAG = re.compile(r"<[^>]+>")
BLOCK = re.compile(
    r'(<div class="language-\S+ [^>]*>(?:<span class="filename">[^<]*</span>)?)?<pre\b[^>]*>(.*?)</pre>', re.S
)


class Marks(Preprocessor):
    def run(self, lines):
        for line in filter(MARK.search, lines):
            warn(self.md, f"{line.strip()!r} is mere text: {FENCED}, and an include stands alone on a line of it")
        return lines


class Indented(CodeBlockProcessor):
    def run(self, parent, blocks):
        warn(self.md, f"{blocks[0].strip()[:40]!r} is code by its indent: {FENCED}")
        super().run(parent, blocks)


class Leftovers(Postprocessor):
    def run(self, html):
        for line in TAG.sub("", VERBATIM.sub("", html)).splitlines():
            if "$$" in line:
                warn(self.md, f"{line.strip()[:80]!r} holds $$: a displayed formula is a paragraph of its own")
        for fence, code in BLOCK.findall(html):
            if not fence:
                warn(self.md, f"there is a <pre> in HTML: {FENCED}")
            if not TAG.sub("", code).strip():
                warn(self.md, "a block of code is empty: does its include name lines that are there?")
        return html


class LeftoversExtension(Extension):
    def extendMarkdown(self, md):
        indented = Indented(md.parser)
        indented.md = md
        md.preprocessors.register(Marks(md), "marks", AFTER_FENCES)
        md.parser.blockprocessors.register(indented, "code", INDENTED)
        md.postprocessors.register(Leftovers(md), "leftovers", LAST)


def makeExtension(**config):
    return LeftoversExtension(**config)
