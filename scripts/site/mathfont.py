"""Make docs/assets/fonts/site-math.woff2 from Latin Modern Math (Debian's package fonts-lmodern has it).

python -m scripts.site.mathfont latinmodern-math.otf

Run it again after adding characters, when tests/site/test_math.py names one that the font lacks. The
stretched forms of brackets, roots and sums come along; of the forms for small sizes only the primes.
"""

import sys

from fontTools.subset import Options, Subsetter, load_font, save_font

from scripts.engine.places import ROOT

FONT = ROOT / "docs" / "assets" / "fonts" / "site-math.woff2"
RANGES = (
    (0x20, 0x7E),
    (0x2C6, 0x2DC),  # accents
    (0x302, 0x308),
    (0x332, 0x332),
    (0x20D7, 0x20D7),
    (0x391, 0x3F5),  # Greek
    (0x2061, 0x2064),  # invisible operators
    (0x1D400, 0x1D49B),  # bold, italic, bold italic
    (0x1D49C, 0x1D4CF),  # script
    (0x1D6A8, 0x1D6C1),  # bold Greek capitals
    (0x1D6E2, 0x1D71B),  # italic Greek
    (0x1D736, 0x1D755),  # bold italic Greek
)
OTHERS = """
¬ ¯ ° ± · × ÷ ı ‖ † ‡ • … ′ ″ ‴ ℂ ℋ ℍ ℎ ℏ ℐ ℑ ℒ ℓ ℕ ℘ ℙ ℚ ℛ ℜ ℝ ℤ ℬ ℰ ℱ ℳ ℵ 𝔼 𝟙 ← ↑ → ↓ ↔ ↗ ↘ ↦ ↩ ↪
⇐ ⇑ ⇒ ⇓ ⇔ ⇝ ⟵ ⟶ ⟷ ⟸ ⟹ ⟺ ∀ ∂ ∃ ∄ ∅ ∇ ∈ ∉ ∋ ∌ ∏ ∑ − ∓ ∖ ∗ ∘ √ ∝ ∞ ∠ ∣ ∥ ∧ ∨ ∩ ∪ ∫ ∮ ∴ ∵ ∼ ∽ ≁ ≃ ≅ ≈ ≉
≐ ≔ ≜ ≝ ≠ ≡ ≢ ≤ ≥ ≪ ≫ ≰ ≱ ≲ ≳ ≺ ≻ ≼ ≽ ⊂ ⊃ ⊄ ⊆ ⊇ ⊈ ⊎ ⊏ ⊐ ⊑ ⊒ ⊓ ⊔ ⊕ ⊖ ⊗ ⊙ ⊢ ⊣ ⊤ ⊥ ⊲ ⊳ ⋄ ⋅ ⋆ ⋍ ⋮ ⋯ ⋰ ⋱
⌈ ⌉ ⌊ ⌋ ⎴ ⎵ ⏞ ⏟ □ ■ △ ▹ ◊ ○ ◦ ★ ⟂ ⟦ ⟧ ⟨ ⟩ ⩽ ⩾ ⪯ ⪰
"""
PRIMES = "′″‴"


def characters():
    return {*map(ord, "".join(OTHERS.split()))}.union(*(range(first, last + 1) for first, last in RANGES))


def keep_small_forms_of(font, letters):
    """Drop the forms for small sizes (feature ssty) of all but `letters`: half of the file."""
    kept, substitutions = {font.getBestCmap()[ord(letter)] for letter in letters}, font["GSUB"].table
    for record in substitutions.FeatureList.FeatureRecord:
        if record.FeatureTag == "ssty":
            for place in record.Feature.LookupListIndex:
                for table in substitutions.LookupList.Lookup[place].SubTable:
                    for forms in (getattr(table, "alternates", {}), getattr(table, "mapping", {})):
                        for glyph in forms.keys() - kept:
                            del forms[glyph]


def main(source):
    options = Options(flavor="woff2", layout_features=["ssty"], name_IDs=["*"], notdef_outline=True, glyph_names=False)
    options.drop_tables.append("FFTM")
    font = load_font(source, options)
    keep_small_forms_of(font, PRIMES)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters() & font.getBestCmap().keys())
    subsetter.subset(font)
    for record in font["name"].names:  # the licence asks for another name
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = "SiteMath-Regular" if record.nameID == 6 else "Site Math"
    outlines = font["CFF "].cff
    outlines.fontNames, outlines[0].FamilyName, outlines[0].FullName = ["SiteMath-Regular"], "Site Math", "Site Math"
    font["head"].modified = font["head"].created
    save_font(font, FONT, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
