"""How PDFium says that the characters of a page are painted."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_double, c_uint
from typing import Any

from pypdfium2 import raw

from toolkit.documents.pdf_marks import Glyph, Ink

# Of 255: no less is white, and no more is seen.
_WHITE, _FAINT = 250, 12
_UNPAINTED = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINED = (
    raw.FPDF_TEXTRENDERMODE_STROKE,
    raw.FPDF_TEXTRENDERMODE_FILL_STROKE,
    raw.FPDF_TEXTRENDERMODE_STROKE_CLIP,
    raw.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP,
)


def inks(page: Any) -> dict[Glyph, Ink | None]:
    """The characters of a page with how they are painted, by their places as the page is shown."""
    text = page.get_textpage()
    turned, box = page.get_rotation(), page.get_mediabox()
    try:
        return {
            Glyph(character, *_shown_at(x, y, turned, box)): _ink(text, number)
            for number, character, x, y in _characters(text)
        }
    finally:
        text.close()


def _characters(text: Any) -> Iterator[tuple[int, str, float, float]]:
    x, y = c_double(), c_double()
    for number in range(text.count_chars()):
        # It adds blanks and line ends where there are none.
        added = raw.FPDFText_IsGenerated(text, number)
        if not added and raw.FPDFText_GetCharOrigin(text, number, x, y):
            code = raw.FPDFText_GetUnicode(text, number)
            yield number, chr(code), x.value, y.value


def _ink(text: Any, number: int) -> Ink | None:
    """How a character is painted; None where it can be seen."""
    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, number))
    if mode in _UNPAINTED:
        return Ink.NONE
    of = raw.FPDFText_GetStrokeColor if mode in _OUTLINED else raw.FPDFText_GetFillColor
    red, green, blue, cover = c_uint(), c_uint(), c_uint(), c_uint()
    if not of(text, number, red, green, blue, cover):
        return None
    if cover.value <= _FAINT:
        return Ink.NONE
    return Ink.WHITE if min(red.value, green.value, blue.value) >= _WHITE else None


def _shown_at(
    x: float, y: float, turned: int, box: tuple[float, float, float, float]
) -> tuple[float, float]:
    """A place of the page, counted from its upper left corner as it is turned."""
    left, bottom, right, top = box
    return {
        90: (y - bottom, x - left),
        180: (right - x, y - bottom),
        270: (top - y, right - x),
    }.get(turned, (x - left, top - y))
