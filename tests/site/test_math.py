"""Formulas are MathML, all of them, and the font has every character that they need."""

import html
import re

from fontTools.ttLib import TTFont

FORMULA = re.compile(r"<math.*?</math>", re.S)
RAW = re.compile(r"\\[a-zA-Z(\[]|\$[^$\s][^$]*\$|\$\$|\[\[\w+\.|\{\{")
ITALIC = {"h": "ℎ", "∂": "𝜕", "ϵ": "𝜖", "ϕ": "𝜙", "ϑ": "𝜗", "∇": "𝛻"}
ALPHABETS = ("a", "z", 0x1D44E), ("A", "Z", 0x1D434), ("α", "ω", 0x1D6FC), ("Α", "Ω", 0x1D6E2)
INVISIBLE = {*range(0x2061, 0x2065), *range(0xFE00, 0xFE10)}


def drawn(letter):
    """The character that a browser draws for a variable's name of one letter: the italic one."""
    places = [chr(start + ord(letter) - ord(first)) for first, last, start in ALPHABETS if first <= letter <= last]
    return ITALIC.get(letter) or (places[0] if places else letter)


def test_no_raw_formula_or_value_is_left(pages):
    for name, page in pages.items():
        assert RAW.findall(" ".join(page.text)) == [], name


def test_the_font_has_every_character(site, pages):
    known = TTFont(site / "assets" / "fonts" / "site-math.woff2").getBestCmap().keys() | INVISIBLE
    needed = {"√"}
    for page in pages.values():
        for formula in FORMULA.findall(page.file.read_text("utf-8")):
            names = [html.unescape(name) for name in re.findall(r"<mi>([^<]+)</mi>", formula)]
            needed |= {drawn(name) for name in names if len(name) == 1}
            needed |= set(html.unescape(re.sub(r"<mi>[^<]</mi>|<[^>]+>", "", formula)))
    missing = [letter for letter in sorted(needed) if ord(letter) not in known and not letter.isspace()]
    assert missing == [], "add them to scripts/site/mathfont.py, and run it"


def test_formulas_show_without_scripts(browser, site):
    """A fraction stands higher than its letters, in our font: the browser has laid it out."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "framework" / "three-steps.html").as_uri())
    box, line = page.locator("math[display=block]").first.bounding_box(), page.locator("math mi").first.bounding_box()
    assert box["height"] > 1.5 * line["height"] > 0
    context.close()
