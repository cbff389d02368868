"""Formulas of an .xlsx sheet that count for more cells than the one in which they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from toolkit.grids.address import column_number
from toolkit.grids.formulas import outside_names, refers_outside, with_names
from toolkit.grids.grid import At
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.ooxml_parts import local
from toolkit.spreadsheets.zip_package import MAX_AREA

# The sheets were looked through before: each cell bears its address, in double quotes.
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f\b([^>]*)'
)
_ATTRIBUTE = re.compile(rb'\b(t|ref|si)="([^"]*)"')
_RANGE = re.compile(rb"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
# What a formula states that counts for a range.
_SHARING = b' ref="'


def names_outside(book: ElementTree.Element) -> dict[str, str]:
    """The defined names that stand for something outside of the workbook."""
    named = (one for one in book.iter() if local(one) == "definedName")
    return outside_names({one.get("name", ""): one.text or "" for one in named})


def all_formulas(
    cells: bytes,
    formulas: Mapping[At, str],
    rows: Sequence[Sequence[object]],
    names: Mapping[str, str],
) -> Mapping[At, str]:
    """The formulas of a sheet, with those of every cell that has one without being told so.

    ``formulas``: what is written in single cells; ``names``: those that lead outside.
    """
    if names:
        formulas = {at: with_names(text, names) for at, text in formulas.items()}
    if not formulas or _SHARING not in cells:
        return formulas
    spread, masters = dict(formulas), dict[bytes, str]()
    room = MAX_AREA
    for letters, digits, attributes in _FORMULA.findall(cells):
        stated = dict(_ATTRIBUTE.findall(attributes))
        at = int(digits) - 1, column_number(letters.decode())
        text = formulas.get(at, "=")
        if stated.get(b"t") in (b"array", b"dataTable"):
            for one in _cells(stated.get(b"ref", b""), rows):
                spread.setdefault(one, text)
                room -= 1
                if room < 0:
                    raise Unreadable(Refusal.TOO_LARGE)
        elif stated.get(b"t") == b"shared":
            # A follower refers outside where the first one does.
            master = masters.setdefault(stated.get(b"si", b""), text)
            if text == "=" and refers_outside(master):
                spread[at] = master
    return spread


def _cells(reference: bytes, rows: Sequence[Sequence[object]]) -> Iterator[At]:
    """The cells of a range, as far as the sheet has any."""
    found = _RANGE.fullmatch(reference)
    if not found:
        return
    left, top, right, bottom = found.groups()
    first, last = column_number(left.decode()), column_number((right or left).decode())
    for row in range(int(top) - 1, min(int(bottom or top), len(rows))):
        for column in range(first, min(last + 1, len(rows[row]))):
            yield row, column
