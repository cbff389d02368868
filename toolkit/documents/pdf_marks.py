"""What is not read as it is written: characters that are struck out, and such as nobody sees."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple

from toolkit.documents.pdf_layout import Line
from toolkit.documents.pdf_strokes import Stroke

# A stroke through a character lies so far above its baseline, as a part of its size; one below it
# is under that, and one above it over.
_LOWEST, _HIGHEST = 0.12, 0.7
# It does not reach further beyond the characters, as a part of their size.
_BEYOND = 0.5
# White is seen on what is darker than the first, and is not on what is lighter than the second.
_DARK, _WHITE = 0.8, 0.98
# The parts that the colours have in how bright something is.
_RED, _GREEN, _BLUE = 0.3, 0.59, 0.11


class Ink(Enum):
    """How a character is painted, where that is not just visible."""

    NONE = auto()
    WHITE = auto()


class Glyph(NamedTuple):
    """A character and the beginning of its baseline."""

    text: str
    left: float
    base: float

    @property
    def place(self) -> tuple[str, int, int]:
        return self.text, round(self.left), round(self.base)


def strikes(strokes: Iterable[Stroke], every: Sequence[Line]) -> dict[Stroke, list[Line]]:
    """The strokes that strike out characters → those.

    ``every``: all characters of the page, sorted by their middle.
    """
    size = max((one.size for one in every), default=0)
    found = {}
    for stroke in strokes:
        if stroke.upright:
            continue
        start, end = (
            bisect_left(every, stroke.at + away, key=lambda one: one.middle)
            for away in (-size / 2, size / 2)
        )
        through = [one for one in every[start:end] if _goes_through(stroke, one)]
        if through and _is_no_longer(stroke, through):
            found[stroke] = through
    return found


def _goes_through(stroke: Stroke, one: Line) -> bool:
    above = (one.base - stroke.at) / one.size
    inside = stroke.start < (one.left + one.right) / 2 < stroke.end
    return inside and _LOWEST < above < _HIGHEST and not one.turned


def _is_no_longer(stroke: Stroke, through: Sequence[Line]) -> bool:
    """Whether a stroke is as long as the text is; a border is as long as the cell."""
    beyond = _BEYOND * max(one.size for one in through)
    left, right = min(one.left for one in through), max(one.right for one in through)
    return stroke.start > left - beyond and stroke.end < right + beyond


def as_seen(
    every: Iterable[Line], inks: Mapping[Glyph, Ink | None], areas: Sequence[Mapping[str, Any]]
) -> list[Line]:
    """The characters that are seen, and those that may be.

    ``inks``: all characters with how they are painted; ``areas``: what is painted behind them, as
    pdfplumber describes it.
    """
    visible = {glyph.place for glyph, ink in inks.items() if ink is None}
    odd = {
        (glyph.text, x, y): ink
        for glyph, ink in inks.items()
        if ink and glyph.place not in visible
        for x in range(round(glyph.left) - 1, round(glyph.left) + 2)
        for y in range(round(glyph.base) - 1, round(glyph.base) + 2)
    }
    if not odd:
        return list(every)
    seen = []
    for one in every:
        ink = odd.get(Glyph(one.text, one.left, one.base).place)
        shade = _behind(one, areas) if ink is Ink.WHITE else _WHITE
        if ink is None or shade < _DARK:
            seen.append(one)
        elif shade < _WHITE:
            seen.append(one._replace(doubtful=True))
    return seen


def _behind(one: Line, areas: Iterable[Mapping[str, Any]]) -> float:
    """How bright the darkest is that is painted behind a character: 0 is black, 1 is white."""
    x, y = (one.left + one.right) / 2, one.middle
    shades = (
        _shade(area)
        for area in areas
        if area["x0"] < x < area["x1"] and area["top"] < y < area["bottom"]
    )
    return min(shades, default=1.0)


def _shade(area: Mapping[str, Any]) -> float:
    if area["object_type"] != "image" and not area["fill"]:
        return 1.0
    parts = area.get("non_stroking_color")
    if isinstance(parts, tuple) and all(isinstance(one, int | float) for one in parts):
        if len(parts) == 1:
            return float(parts[0])
        if len(parts) == 3:
            red, green, blue = parts
            return float(_RED * red + _GREEN * green + _BLUE * blue)
        return max(0.0, 1.0 - float(parts[-1]) - float(sum(parts[:-1])) / 3)
    # A picture or a pattern may be anything, and white text is written where it can be seen.
    return 0.0
