"""Build the digits face "TPS So": figures of Be Vietnam Pro with one width.

Be Vietnam Pro has no tabular numerals ("1" is 385 units wide, "4" is 710), so figures do not
stand under one another. The Open Font License allows the change under another name.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "TPS So"
FIGURES = "0123456789+-\u2212\u2013"
MARKS = ",."
FIGURE_WIDTH = {400: 668, 700: 690}
MARK_WIDTH = 310
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."


def set_width(font: TTFont, sign: str, width: int) -> None:
    """Give the glyph of `sign` the width and put its outline in the middle."""
    name = font.getBestCmap()[ord(sign)]
    glyph = font["glyf"][name]
    glyph.recalcBounds(font["glyf"])
    left = round((width - (glyph.xMax - glyph.xMin)) / 2)
    glyph.coordinates.translate((left - glyph.xMin, 0))
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, left)


def keep_only_signs(font: TTFont) -> None:
    options = Options()
    # Kerning would undo the widths; hints no longer fit outlines that moved.
    options.layout_features = []
    options.hinting = False
    options.drop_tables += ["GPOS", "GSUB", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(text=FIGURES + MARKS)
    subsetter.subset(font)


def rename(font: TTFont, weight: int) -> None:
    """Another name, as the licence asks; the copyright line stays."""
    style = {400: "Regular", 700: "Bold"}[weight]
    copyright_line = font["name"].getDebugName(0)
    font["name"].names = []
    texts = {
        0: copyright_line,
        1: FAMILY,
        2: style,
        4: f"{FAMILY} {style}",
        6: f"TPSSo-{style}",
        10: "Figures of one width, derived from Be Vietnam Pro.",
        13: LICENCE,
    }
    for identifier, text in texts.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)


def build_digits(source: Path, target: Path, weight: int) -> None:
    font = TTFont(source, recalcTimestamp=False)
    keep_only_signs(font)
    for sign in FIGURES:
        set_width(font, sign, FIGURE_WIDTH[weight])
    for sign in MARKS:
        set_width(font, sign, MARK_WIDTH)
    rename(font, weight)
    font.flavor = "woff2"
    font.save(target)
