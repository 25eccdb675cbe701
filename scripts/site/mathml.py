"""Markdown extension: formulas as MathML, made when the site is built, so that no page needs a script for them.

pymdownx.arithmatex with `generic: true` finds the formulas; math-core translates them. A formula
that it cannot read is a warning. NT$100 and $5-$10 are prices: no formula begins behind a letter or a digit, nor ends
before a digit.
"""

import re
from html import unescape

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from math_core import LatexError, LatexToMathML
from pymdownx.arithmatex import RE_BRACKET_INLINE, InlineArithmatexPattern

from scripts.site.report import warn

AFTER_ATTRIBUTES = 6  # the inline patterns run at 20, attributes are read at 8, the table of contents at 5
FORMULA = r"(?<![\\\w$])()(\$)(?![\s$])((?:\\.|[^\\$\x02\x03])+?)(?<!\s)\$(?![\d$])"  # with arithmatex's groups
LONE_REFERENCE = re.compile(r"<math><mtext>(<a .*?</a>)</mtext></math>")


class MathML(Treeprocessor):
    def run(self, root):
        found = [element for element in root.iter() if element.get("class") == "arithmatex"]
        formulas = [(unescape(element.text).strip()[2:-2].strip(), element.tag == "div") for element in found]
        converter = LatexToMathML(fancy_error=False)
        try:
            translated = converter.convert_all(formulas)  # together, so that \eqref finds the \label of its page
        except LatexError:
            self.name_the_broken(converter, formulas)
            return
        for element, xml in zip(found, translated, strict=True):
            link = LONE_REFERENCE.fullmatch(xml)  # a lone \eqref is a link: nothing inside <math> takes the focus
            element.text = self.md.htmlStash.store(link[1] if link else xml)

    def name_the_broken(self, converter, formulas):
        for formula, display in formulas:
            try:
                converter.convert_with_local_state(formula, displaystyle=display)
            except LatexError as error:
                warn(self.md, f"the formula {formula!r} is broken: {error}")


class MathMLExtension(Extension):
    def extendMarkdown(self, md):
        inline = InlineArithmatexPattern(f"{FORMULA}|{RE_BRACKET_INLINE}", {"generic": True})
        md.inlinePatterns.register(inline, "arithmatex-inline", 189.9)  # in the place of arithmatex's own
        md.treeprocessors.register(MathML(md), "mathml", AFTER_ATTRIBUTES)


def makeExtension(**config):
    return MathMLExtension(**config)
