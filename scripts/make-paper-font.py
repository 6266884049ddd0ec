"""Makes the fonts of official papers, in which every sign that people type is a glyph of its own, so that the text of a PDF keeps it.

U+200C gets an empty glyph that shaping engines do not drop; an alef with tanvin («مثلاً») becomes one glyph instead of a letter and a mark,
which typesetters write apart and twice. Run as docs/how-to/subset-the-font.md says, with `fonttools` and `uharfbuzz`:
`python scripts/make-paper-font.py FOLDER-OF-TTF kardad/documents/fonts`.
"""

import sys
from pathlib import Path

import uharfbuzz
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph

KEPT, TANVIN = "zwnj.kept", "uni064B"
# Alef alone and at the end, lam-alef alone and at the end, each as it is typed with its tanvin.
CARRIERS = ("اً", "باً", "لاً", "بلاً")


def made(source: Path) -> TTFont:
    """The font with the glyphs and the substitutions that lead to them."""
    font = TTFont(source, recalcTimestamp=False)
    places = [shaped(source, font, text) for text in CARRIERS]
    add(font, KEPT, Glyph(), 0, 0)
    joined = otTables.LigatureSubst()
    joined.ligatures = {}
    for base, across, up in places:
        name = f"{base}.tanvin"
        pen = TTGlyphPen(font.getGlyphSet())
        pen.addComponent(base, (1, 0, 0, 1, 0, 0))
        pen.addComponent(TANVIN, (1, 0, 0, 1, across, up))
        add(font, name, pen.glyph(), *font["hmtx"].metrics[base])
        ligature = otTables.Ligature()
        ligature.LigGlyph, ligature.Component, ligature.CompCount = name, [TANVIN], 2
        joined.ligatures[base] = [ligature]
    single = otTables.SingleSubst()
    single.mapping = {font.getBestCmap()[0x200C]: KEPT}
    substitute(font, 1, single)
    substitute(font, 4, joined)
    return font


def shaped(source: Path, font: TTFont, text: str) -> tuple[str, int, int]:
    """The glyph that carries the mark, and where the mark stands on it."""
    shaper = uharfbuzz.Font(uharfbuzz.Face(source.read_bytes()))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    names = [font.getGlyphName(info.codepoint) for info in buffer.glyph_infos]
    mark = names.index(TANVIN)
    return names[mark + 1], buffer.glyph_positions[mark].x_offset, buffer.glyph_positions[mark].y_offset


def add(font: TTFont, name: str, glyph: Glyph, advance: int, bearing: int) -> None:
    """The glyph stands at the end of the font."""
    order = [*font.getGlyphOrder(), name]
    font["glyf"].glyphs[name] = glyph
    font.setGlyphOrder(order)
    font["glyf"].setGlyphOrder(order)
    font["hmtx"].metrics[name] = (advance, bearing)


def substitute(font: TTFont, kind: int, table: object) -> None:
    """The substitution is made in all Arabic writing, after the letters have taken their forms."""
    lookups, features = font["GSUB"].table.LookupList, font["GSUB"].table.FeatureList
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = kind, 0, [table], 1
    lookups.Lookup.append(lookup)
    lookups.LookupCount = len(lookups.Lookup)
    for record in features.FeatureRecord:
        if record.FeatureTag == "rlig":
            record.Feature.LookupListIndex.append(lookups.LookupCount - 1)
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)


if __name__ == "__main__":
    for weight in ("Regular", "Bold"):
        made(Path(sys.argv[1]) / f"Vazirmatn-{weight}.ttf").save(Path(sys.argv[2]) / f"Vazirmatn-{weight}.ttf")
