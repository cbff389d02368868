"""A sheet taken apart: its cells without their values, and the values in their order.

How one cell is taken apart is remembered by its XML, since the returns of one template share most
of their cells: labels, blanks, formulas with the same result.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.spreadsheets.ooxml_texts import Unusual
from toolkit.spreadsheets.remembered import remembered

# Marks of a value that is no number: of a text that is shared; of one within its cell, without and
# with white space at its ends; of one of type str, as formulas give it; of what is true or not. No
# XML holds these characters, and no value that is taken out.
SHARED, TRIMMED, KEPT, RESULT, TRUTH = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"
_TEXT = rb"([^<\x00-\x08\x0b\x0c\x0e-\x1f]*)"
_ATTRIBUTE = rb' [A-Za-z0-9:]+="[^"<>]*"'
_ROWS = rb"((?:</row>|<row(?:%b)*+/?>)*)" % _ATTRIBUTE
# A cell after "<c ": its address and style, its type, its formula, its value in one of four ways,
# and the rows that end and begin behind it.
_CELL = re.compile(
    rb'(r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="(?:0|[1-9][0-9]*)")?)(?: t="([a-zA-Z]+)")?'
    rb"(?:/>|>(<f(?: [^<>']*)?(?:(?<=/)>|>[^<]*</f>))?"
    rb'(?:<v>%b</v>|(<v/>)|<is><t>%b</t></is>|<is><t xml:space="preserve">%b</t></is>)?</c>)%b'
    % (_TEXT, _TEXT, _TEXT, _ROWS)
)
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=(?!\s*[\"']utf-8[\"'])", re.IGNORECASE)
_FIRST = re.compile(rb"<sheetData>%b" % _ROWS)
# Programs fit the heights of rows to what is written in them.
_HEIGHT = re.compile(rb'(<row(?:%b)*?) ht="[0-9.]*"' % _ATTRIBUTE)
# No sheet of a template has so many bytes in its cells.
_LARGE = 200_000
# The closing tag of a sheet, with white space behind it.
_LONGEST_END = 40
# Cells that are remembered, and the bytes of one; of figures only those of so many digits.
_MOST, _LONGEST, _SHORT = 5_000, 3_000, 2


class Apart(NamedTuple):
    """A sheet taken apart."""

    # What stands before its cells, and after them.
    before: bytes
    after: bytes
    # What stands before the first cell, and each cell as it is without its value.
    cells: tuple[bytes, ...]
    # The values of the cells, in their order, and a blank one.
    values: tuple[bytes, ...]


class _Cells(dict[bytes, tuple[bytes, bytes]]):
    """XML after ``<c `` → the cell without its value, and the value."""

    def __init__(self) -> None:
        super().__init__()
        # What stands before and after digits → the cell without them, and the mark of their kind.
        self._around: dict[tuple[bytes, bytes], tuple[bytes, bytes]] = {}

    def __missing__(self, spelt: bytes) -> tuple[bytes, bytes]:
        """Raise Unusual for a cell that only a parser is sure to understand."""
        head, _, tail = spelt.partition(b"<v>")
        value, closed, rows = tail.partition(b"</v></c>")
        of_digits = bool(closed) and value.isdigit()
        if of_digits and (around := self._around.get((head, rows))):
            without, mark = around
            cell = without, mark + value
            if not mark and len(value) > _SHORT:
                return cell
        else:
            cell = _cell_and_value(spelt)
            if len(spelt) > _LONGEST:
                return cell
            if of_digits:
                self._around[head, rows] = cell[0], cell[1].removesuffix(value)
        if len(self) >= _MOST:
            self.clear()
            self._around.clear()
        self[spelt] = cell
        return cell


def _cell_and_value(spelt: bytes) -> tuple[bytes, bytes]:
    found = _CELL.fullmatch(spelt)
    if not found:
        raise Unusual
    place, kind, formula, value, blank, trimmed, kept, rows = found.groups()
    without = b"%b>%b</c>%b" % (place, formula or b"", _HEIGHT.sub(rb"\1", rows))
    return without, _marked(kind, formula, (b"" if blank else value, trimmed, kept))


def _marked(kind: bytes | None, formula: bytes | None, values: tuple[bytes | None, ...]) -> bytes:
    """The value of a cell, marked where it is no number.

    ``values``: the one of ``v``, and those of ``is`` without and with white space at their ends.
    """
    value, trimmed, kept = values
    if trimmed is kept is None:
        if kind in (None, b"n"):
            return value or b""
        if kind == b"str" and value is not None:
            return RESULT + value
        if kind == b"b" and value:
            return TRUTH + value
        if kind == b"s" and value and not formula:
            return SHARED + value
    elif kind == b"inlineStr" and not formula:
        return KEPT + kept if kept is not None else TRIMMED + (trimmed or b"")
    raise Unusual


_CELLS = _Cells()


def taken_apart(part: bytes) -> Apart | None:
    """A sheet, its values taken out; None where they cannot be told from the rest."""
    start, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    if not 0 <= start < end or end - start > _LARGE:
        return None
    before, after = part[:start], part[end:]
    first, *cells = part[start:end].split(b"<c ")
    if not (_FIRST.fullmatch(first) and _is_usual_before(before) and _is_usual_after(after)):
        return None
    try:
        # Asked for one by one in a loop, they would take several times as long.
        apart = list(map(_CELLS.__getitem__, cells))
    except Unusual:
        return None
    without = (_HEIGHT.sub(rb"\1", first), *[cell for cell, _ in apart])
    return Apart(before, after, without, (*[value for _, value in apart], b""))


# Only a parser tells what is meant where there are comments, programs, or cells elsewhere, where
# the end is missing, or where the encoding is another one.


@remembered(64)
def _is_usual_before(head: bytes) -> bool:
    strange = b"sheetData" in head or b"<!" in head or head.find(b"<?", 1) > 0
    return not strange and not _OTHER_ENCODING.search(head)


@remembered(64)
def _is_usual_after(tail: bytes) -> bool:
    usual = tail.count(b"sheetData") == 1 and b"<!" not in tail and b"<?" not in tail
    return usual and tail[-_LONGEST_END:].rstrip().endswith(b"</worksheet>")
