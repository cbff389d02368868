"""Lines: the rows of all tables of a document, one after the other, with what their texts mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.grids.document import Piece
from toolkit.grids.shown import Shown
from toolkit.returns.likely_value import looks_like_figure
from toolkit.returns.published.spelling import Meaning, Speller, words
from toolkit.text import visible

# A report has some 60 lines; so many are no report.
MOST_LINES = 5_000
# So many lines above a table may be its captions, and none is longer.
_CAPTIONS, _LONGEST_CAPTION = 4, 40
# Behind such a mark 652 is shown as 256.
_TURNED = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# What is said of the table above.
_NOTE = re.compile("[(（【]?(?:注|说明|备注|附注)|以上|上表")


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    # The number of its table, and its own there.
    piece: int
    row: int
    # Column → the text of each cell that begins there; a merged cell begins at its first one.
    cells: Mapping[int, str]
    # Column → what is shown, where a piece of the text is struck out or raised.
    shown: Mapping[int, Shown]
    # Column → the label that the text is.
    meanings: Mapping[int, Meaning]
    # How many columns its table has, and its page; 0 in a document without pages.
    width: int
    page: int
    # The short lines of text right above its table, for its first row.
    captions: tuple[str, ...] = ()

    @cached_property
    def labels(self) -> dict[str, int]:
        """Label → the first column where it stands, itself or nearly."""
        found: dict[str, int] = {}
        for column, one in self.meanings.items():
            found.setdefault(one.label, column)
        return found

    @property
    def text(self) -> str:
        """All its texts, for people."""
        return " ".join(filter(None, self.cells.values()))

    def figures_after(self, column: int) -> list[int]:
        """The columns behind one in which a cell begins."""
        return [one for one in self.cells if one > column]

    @property
    def has_figures(self) -> bool:
        """Whether a cell without a label holds what may be a figure."""
        return any(
            at not in self.meanings and looks_like_figure(text)
            for at, text in self.cells.items()
            if text
        )


def lines_of(parts: Sequence[str | Piece], speller: Speller) -> list[Line]:
    """Every row, in the order of the document."""
    found: list[Line] = []
    above: list[str] = []
    number = 0
    for part in parts:
        if isinstance(part, str):
            if found and not above and _NOTE.match(part.strip()):
                found[-1] = replace(found[-1], captions=(*found[-1].captions, part))
            else:
                above.append(part)
            continue
        captions = tuple(_captions(above))
        looks: dict[int, dict[int, Shown]] = {}
        for (row, at), look in part.shown.items():
            looks.setdefault(row, {})[at] = look
        for row, cells in enumerate(part.rows):
            texts = {at: _seen(text) for at, text in enumerate(cells) if text is not None}
            shown = looks.get(row, {})
            line = Line(number, row, texts, shown, {}, len(cells), part.page, captions)
            captions = ()
            if texts:
                found.append(_with_meanings(line, speller))
        number += 1
        above.clear()
    return _joined(found, speller)


def _seen(text: str) -> str:
    """A text without what shows nothing; what turns its direction shows, and stays."""
    return text.strip() if _TURNED.search(text) else visible(text).strip()


def _captions(above: Sequence[str]) -> Iterator[str]:
    """The short lines right above a table."""
    for text in above[-_CAPTIONS:]:
        if len(text) <= _LONGEST_CAPTION:
            yield text


def _with_meanings(line: Line, speller: Speller) -> Line:
    known = {at: speller.meaning(text) for at, text in line.cells.items()}
    return replace(line, meanings={at: one for at, one in known.items() if one})


# --- What a page end, or the height of a row, has broken into two --------------------------------


def _joined(lines: Sequence[Line], speller: Speller) -> list[Line]:
    """The same lines, with what was one made one again."""
    found: list[Line] = []
    for line in lines:
        above = _before_heads(found, line)
        broken = _broken(found[above], line, speller) if above is not None else {}
        if above is None or not broken:
            found.append(line)
        elif _are_two(held := found[above], line, broken):
            # Only a label that stands beside both has been broken.
            found[above] = _with_meanings(replace(held, cells={**held.cells, **broken}), speller)
            rest = {at: "" if at in broken else text for at, text in line.cells.items()}
            found.append(_with_meanings(replace(line, cells=rest), speller))
        else:
            found[above] = _with_meanings(_one_line(held, line), speller)
    return found


def _before_heads(found: Sequence[Line], line: Line) -> int | None:
    """The line that may be the beginning of this one: that before it, and before the heads that are
    printed again on a new page.
    """
    at = len(found) - 1
    while at >= 0 and found[at].piece == line.piece and line.page and _is_head(found[at]):
        at -= 1
    if at < 0 or (at < len(found) - 1 and found[at].piece == line.piece):
        return len(found) - 1 if found else None
    return at


def _is_head(line: Line) -> bool:
    return len(line.meanings) > 1 and not line.has_figures


def _broken(above: Line, below: Line, speller: Speller) -> dict[int, str]:
    """Column → the label of which one line has the beginning and the other the end."""
    found = {}
    # A row of which nothing but its number stands on the page before.
    alone = above.piece != below.piece and not any(one.exact for one in above.meanings.values())
    for at, end in below.cells.items():
        begin = above.cells.get(at)
        if not (begin and end) or _means(above, at) or looks_like_figure(end):
            continue
        if _means(below, at) and not (alone and _numbers(begin)):
            continue
        whole = speller.meaning(begin + end)
        if whole and whole.exact:
            found[at] = begin + end
    return found


def _numbers(text: str) -> bool:
    """Whether it is what numbers a row, and no figure."""
    return not text.isalnum() and not words(text).strip("0123456789一二三四五六七八九十")


def _means(line: Line, at: int) -> bool:
    return at in line.meanings and line.meanings[at].exact


def _are_two(above: Line, below: Line, broken: Mapping[int, str]) -> bool:
    """Whether two lines are rows of their own: each has a whole label besides, or is a head."""
    for half in (above, below):
        if not any(one.exact for at, one in half.meanings.items() if at not in broken):
            return not (above.has_figures or below.has_figures)
    return True


def _one_line(above: Line, below: Line) -> Line:
    """Both halves; where each has a figure, nobody knows whether that is one."""
    cells = {}
    for at in sorted(above.cells.keys() | below.cells.keys()):
        halves = [one for one in (above.cells.get(at), below.cells.get(at)) if one]
        apart = "\n" if all(map(looks_like_figure, halves)) else ""
        cells[at] = apart.join(halves)
    return replace(above, cells=cells, shown={**below.shown, **above.shown})
