"""Rows of a table that a page end cuts: the figures of both halves belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from toolkit.documents.pdf_layout import Box, begins_item, is_figure

# A row: None where a merged cell covers it.
Row = list[Box | None]
# A strip without text that is lower than a line is what a page end leaves of a row.
_LOWEST = 12.0
# So many labels of a column begin with a number where all of them do.
_NUMBERED = 3
_NUMBER = re.compile(r"[0-9]{1,2}[.．、]")


def join_over_page_ends(every: Sequence[list[Row]]) -> None:
    """Put together the figures of rows that go on on the next page; ``every``: by their pages."""
    numbered = _numbered_columns(every)
    for above, below in pairwise(every):
        heads = _heads_repeated(every[0], below)
        while len(above) > 1 and _is_strip(above[-1]):
            above.pop()
        while len(below) > heads + 1 and _is_strip(below[heads]):
            del below[heads]
        if not heads and above is every[0] and not _has_figures(above):
            _put_heads_together(above, below)
        elif len(below) > heads:
            _put_together(above[-1], below[heads], numbered)


def _numbered_columns(every: Sequence[Sequence[Row]]) -> set[int]:
    """The columns whose labels begin with numbers, but for heads and what page ends cut."""
    found = set()
    for column in range(len(every[0][0])):
        cells = (row[column] for rows in every for row in rows[1:])
        texts = [one.text for one in cells if one and _is_label(one)]
        numbers = sum(map(_has_number, texts))
        if numbers >= _NUMBERED and numbers > len(texts) - numbers:
            found.add(column)
    return found


def _heads_repeated(first: Sequence[Row], rows: Sequence[Row]) -> int:
    """How many rows at the head of a page are those at the head of the table."""
    count = 0
    for head, row in zip(first, rows, strict=False):
        if [one and one.text for one in head] != [one and one.text for one in row]:
            break
        count += 1
    return count


def _has_figures(rows: Sequence[Row]) -> bool:
    return any(one and _is_number(one.text) for row in rows for one in row)


def _put_heads_together(above: list[Row], below: list[Row]) -> None:
    """Put the heads of a table that stand alone at a page end above its rows."""
    first = below[0]
    for column, one in enumerate(first):
        owner = next((row for row in reversed(above) if row[column]), None)
        upper = owner and owner[column]
        if owner and one and upper and _is_rest(one, upper):
            owner[column] = upper._replace(text=f"{upper.text}\n{one.text}".strip())
            first[column] = None
    below[:0] = above
    above.clear()


def _is_rest(one: Box, upper: Box) -> bool:
    """Whether a cell is the rest of a merged one that a page end cuts."""
    return not one.text or (one.open_above and upper.open_below)


def _is_strip(row: Row) -> bool:
    boxes = [one for one in row if one]
    low = max(one.bottom - one.top for one in boxes) < _LOWEST
    return low and not any(one.text for one in boxes)


def _put_together(above: Row, below: Row, numbered: set[int]) -> None:
    """Put the figures of a row that is cut by a page end into its upper half.

    It is certain that digits go on where each stands under a number that fills its cell, and others
    do not go on, or the row has no label of its own: one that begins with a number like those of
    the others in its column. Where only the label tells it, both halves stay apart in one cell,
    which is no figure then.
    """
    figures = [at for at, one in enumerate(below) if one and is_figure(one.text)]
    labels = [at for at, one in enumerate(below) if one and one.text and at not in figures]
    if not figures or any(begins_item(one.text) for one in below if one):
        return
    pairs = [(at, above[at], below[at]) for at in figures]
    full = all(one and one.full for _, one, _ in pairs)
    goes_on = all(at in numbered and _is_cut(above[at]) for at in labels)
    if not (full and any(_stays(*pair) for pair in zip(above, below, strict=True))):
        standing = all(one and (is_figure(one.text) or not one.text) for _, one, _ in pairs)
        labelled = any(_is_label(one) for one in above)
        if not (goes_on and standing and labelled):
            return
    for at, upper, lower in pairs:
        if upper and lower:
            between = "\n" if upper.text and not full else ""
            above[at] = upper._replace(text=f"{upper.text}{between}{lower.text}")
            below[at] = lower._replace(text="")


def _stays(upper: Box | None, lower: Box | None) -> bool:
    """Whether a figure does not go on."""
    return bool(upper and lower and not lower.text and _is_number(upper.text))


def _is_cut(one: Box | None) -> bool:
    """Whether a label may go on on the next page."""
    alone = bool(one and _NUMBER.fullmatch(one.text))
    return alone or bool(one and one.full and _has_number(one.text))


def _is_label(one: Box | None) -> bool:
    return bool(one and one.text and not _is_number(one.text))


def _has_number(text: str) -> bool:
    return begins_item(text) or _NUMBER.fullmatch(text) is not None


def _is_number(text: str) -> bool:
    """Not so the number of an item alone."""
    return is_figure(text) and not _NUMBER.fullmatch(text)
