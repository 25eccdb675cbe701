"""Formulas are MathML, all of them, and the font has every character that they need."""

import html
import re

import markdown
import pytest
from fontTools.ttLib import TTFont

FORMULA = re.compile(r"<math.*?</math>", re.S)
RAW = re.compile(r"\\[a-zA-Z(\[]|\$[^$\s\d][^$]*(?<!\s)\$(?!\d)|\$\$|\[\[\w+\.|\{\{")  # $5 and $10 are prices
ITALIC = {"h": "ℎ", "∂": "𝜕", "ϵ": "𝜖", "ϕ": "𝜙", "ϑ": "𝜗", "∇": "𝛻"}
ALPHABETS = ("a", "z", 0x1D44E), ("A", "Z", 0x1D434), ("α", "ω", 0x1D6FC), ("Α", "Ω", 0x1D6E2)
INVISIBLE = {*range(0x2061, 0x2065), *range(0xFE00, 0xFE10)}


def drawn(letter):
    """The character that a browser draws for a variable's name of one letter: the italic one."""
    places = [chr(start + ord(letter) - ord(first)) for first, last, start in ALPHABETS if first <= letter <= last]
    return ITALIC.get(letter) or (places[0] if places else letter)


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$5 and $10", 0),
        ("$5-$10", 0),
        ("NT$100 and NT$200", 0),
        ("US$5, or a$", 0),
        ("$5 (it was $3)", 0),
        (r"\$x and y\$", 0),
        ("$x$", 1),
        ("$10^{-3}$, $2$ and ($n$-th) $k$s", 4),
        (r"$\$5$ and \(x\)", 2),
        ("*$x$*, $a$–$b$", 3),
        ("$$a = b$$", 1),
    ],
)
def test_prices_are_no_formulas(text, formulas):
    options = {"pymdownx.arithmatex": {"generic": True}}
    made = markdown.markdown(text, extensions=[*options, "scripts.site.mathml"], extension_configs=options)
    assert made.count("<math") == formulas, made
    assert formulas or made == f"<p>{text.replace(chr(92), '')}</p>"


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
