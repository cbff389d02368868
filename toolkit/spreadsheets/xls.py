"""Bytes of an .xls (or WPS .et) → plain grids, by a walk over its BIFF records.

python-calamine decodes the values (texts, dates). But it believes every count and extent in a file
and reads the tokens of formulas, and a bad one makes it panic or abort. So it never sees the file:
it gets a new, small one, written from the cells that the walk has found to be sane, with formulas
replaced by their results.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from struct import error, pack, unpack_from
from typing import Any

from python_calamine import CalamineWorkbook

from toolkit.grids.grid import Area, At, Grid, Workbook
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.extent import fits, is_blank, too_far
from toolkit.spreadsheets.ole import (
    DOCUMENT_SUMMARY,
    SUMMARY,
    codec_of,
    contained,
    opened,
    properties,
    saved_at,
    small,
)
from toolkit.spreadsheets.xls_shown import FONT, Looks, OddCells
from toolkit.spreadsheets.zip_package import (
    MAX_AREA,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_PART_SIZE,
    MAX_PARTS,
    MAX_ROWS,
    damage_is_unreadable,
)

# Kinds of records, named as in [MS-XLS].
_FORMULA, _EOF, _PROTECT, _EXTERNSHEET, _DATE1904 = 0x06, 0x0A, 0x12, 0x17, 0x22
_NAME = 0x18
_FILEPASS, _CONTINUE, _CODEPAGE, _COLINFO, _BOUNDSHEET = 0x2F, 0x3C, 0x42, 0x7D, 0x85
_MULRK, _RSTRING, _XF, _SST, _LABELSST = 0xBD, 0xD6, 0xE0, 0xFC, 0xFD
_SUPBOOK, _NUMBER, _LABEL, _BOOLERR, _STRING = 0x1AE, 0x203, 0x204, 0x205, 0x207
_MERGED = 0xE5
_ROW, _ARRAY, _RK, _FORMAT, _SHRFMLA, _BOF = 0x208, 0x221, 0x27E, 0x41E, 0x4BC, 0x809
# The least bytes of a cell record: row, column, format, value.
_CELLS = {_NUMBER: 14, _LABEL: 8, _RSTRING: 8, _BOOLERR: 8, _RK: 10, _MULRK: 12, _LABELSST: 10}
# The offset of the length of the tokens, in a formula that several cells share.
_SHARED = {_ARRAY: 12, _SHRFMLA: 8}
_BIFF5, _BIFF8 = 0x0500, 0x0600
_WORKSHEET, _MACRO_SHEET = 0, 1
_MAX_STRINGS = 500_000
# The beginning of a text that is looked at; a longer one is taken for one that shows something.
_LONGEST_BLANK = 32
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_NA = 0x2A
# Token → bytes of its operands; from 0x20 on there are three classes, folded into one.
_OPERANDS = {
    **dict.fromkeys(range(0x03, 0x17), 0),
    **{0x01: 4, 0x02: 4, 0x18: 5, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8},
    **{0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8, 0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2},
    **{0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8, 0x2E: 2, 0x2F: 2},
    **{0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10},
}

BiffRecord = tuple[int, bytes]
# The kind of a token, and the index that it holds: into EXTERNSHEET, or of a defined name.
Reference = tuple[int, int]
_SHEET, _NAMED = 0x39, 0x23


def read_biff(content: bytes, wanted: Collection[str] | None = None) -> Workbook:
    """The grids of an .xls workbook: those of the wanted sheets, or of all.

    Raises:
        Unreadable: with the reason in the user's language.
    """
    with damage_is_unreadable():
        with opened(content) as ole:
            names = {one[0].upper() for one in ole.listdir(storages=True)}
            stream = _stream(ole, names)
            summary, document = (small(ole, one) for one in (SUMMARY, DOCUMENT_SUMMARY))
        globals_ = _Globals.of(stream)
        chosen = [
            (name, start) for name, start in globals_.sheets if wanted is None or name in wanted
        ]
        sheets = _walk(stream, globals_, chosen)
        book = CalamineWorkbook.from_filelike(BytesIO(contained(_rewritten(globals_, sheets))))
        return Workbook(
            {
                name: sheet.grid(book, number)
                for number, ((name, _), sheet) in enumerate(zip(chosen, sheets, strict=True))
            },
            properties(document),
            saved_at(summary),
            tells_formulas=False,
            unread=tuple(name for name, _ in globals_.sheets if name not in dict(chosen)),
            macros=globals_.macro_sheets or "_VBA_PROJECT_CUR" in names or "VBA" in names,
            links=globals_.links,
        )


# --- The stream --------------------------------------------------------------------------------


def _stream(ole: Any, names: Collection[str]) -> bytes:
    if "ENCRYPTEDPACKAGE" in names:
        raise Unreadable(Refusal.ENCRYPTED)
    name = next((one for one in ("Workbook", "Book") if one.upper() in names), None)
    if name is None:
        raise Unreadable(Refusal.NOT_A_WORKBOOK)
    if ole.get_size(name) > MAX_PART_SIZE:
        raise Unreadable(Refusal.TOO_LARGE)
    return bytes(ole.openstream(name).read())


def _records(stream: bytes, start: int) -> Iterator[BiffRecord]:
    """The records of a substream up to its end; those of charts within it get the kind 0."""
    depth = 0
    while True:
        kind, size = unpack_from("<HH", stream, start)
        data = stream[start + 4 : start + 4 + size]
        start += 4 + size
        if len(data) < size or (not depth and kind != _BOF):
            raise Unreadable(Refusal.BROKEN)
        depth += (kind == _BOF) - (kind == _EOF)
        if not depth:
            return
        yield (kind if depth == 1 else 0), data


@dataclass
class _Globals:
    """What the first substream says of the workbook."""

    version: int
    codepage: int = 936
    # The names and offsets of the worksheets.
    sheets: list[tuple[str, int]] = field(default_factory=list)
    # Records that calamine gets unchanged.
    kept: list[BiffRecord] = field(default_factory=list)
    # How many shared strings there are, and the numbers of those that show nothing.
    strings: int = 0
    blanks: set[int] = field(default_factory=set)
    # What formulas refer to that lies in other workbooks.
    outside: frozenset[Reference] = frozenset()
    links: bool = False
    macro_sheets: bool = False
    looks: Looks = field(default_factory=Looks)

    @classmethod
    def of(cls, stream: bytes) -> _Globals:
        if unpack_from("<H", stream)[0] != _BOF:
            raise Unreadable(Refusal.BROKEN)
        found = cls(unpack_from("<H", stream, 4)[0])
        if found.version not in (_BIFF5, _BIFF8):
            raise Unreadable(Refusal.BROKEN)
        books: list[bool] = []
        fonts: list[BiffRecord] = []
        names: list[bytes] = []
        extern = b""
        previous = 0
        for kind, data in _records(stream, 0):
            if kind == _FILEPASS:
                raise Unreadable(Refusal.ENCRYPTED)
            if kind == _CODEPAGE:
                found.codepage = unpack_from("<H", data)[0]
            elif kind == _BOUNDSHEET:
                found._sheet(data)
            elif kind == _SUPBOOK:
                books.append(_is_other_book(data))
            elif kind == _EXTERNSHEET:
                extern = data
            elif kind == _NAME:
                names.append(data)
            elif kind == FONT:
                fonts.append((kind, data))
            elif kind in (_DATE1904, _FORMAT, _XF, _SST) or (kind, previous) == (_CONTINUE, _SST):
                found.kept.append((kind, data))
            previous = kind if kind != _CONTINUE else previous
        found._check_strings()
        codec = None if found.version == _BIFF8 else codec_of(found.codepage)
        found.looks = Looks.of([*fonts, *found.kept], codec)
        if found.version == _BIFF8:
            found.links = any(books)
            found.outside = _with_names(frozenset(_outside(extern, books)), names)
        return found

    def _sheet(self, data: bytes) -> None:
        start, kind, size = unpack_from("<IxBB", data)
        if self.version == _BIFF8:
            wide = data[7] & 1
            raw, codec = data[8 : 8 + (size << wide)], "utf-16-le" if wide else "latin-1"
        else:
            raw, codec = data[7 : 7 + size], codec_of(self.codepage)
        self.macro_sheets |= kind == _MACRO_SHEET
        if kind == _WORKSHEET:
            name = raw.decode(codec, "replace").replace("\0", "")
            if name in dict(self.sheets):
                raise Unreadable(Refusal.TWIN_SHEETS)
            self.sheets.append((name, start))
        if len(self.sheets) > MAX_PARTS:
            raise Unreadable(Refusal.TOO_LARGE)

    def _check_strings(self) -> None:
        """Count the shared strings: calamine reserves room for as many as are declared."""
        for number, (kind, data) in enumerate(self.kept):
            if kind == _SST:
                pieces = [data[8:], *(one for _, one in self.kept[number + 1 :])]
                for text in _texts(pieces):
                    if is_blank(text):
                        self.blanks.add(self.strings)
                    self.strings += 1
                    if self.strings > _MAX_STRINGS:
                        raise Unreadable(Refusal.TOO_LARGE)
                self.kept[number] = (kind, pack("<ii", self.strings, self.strings) + data[8:])


def _texts(pieces: list[bytes]) -> Iterator[str]:
    """The texts that an SST record and its CONTINUE records really hold, long ones cut.

    A text that is cut states its width again in the next record; the data behind a text does not.
    """
    rest = iter(pieces)
    piece, at = b"", 0
    with suppress(StopIteration, IndexError, error):
        while True:
            while at >= len(piece):
                piece, at = next(rest), 0
            size, flags = unpack_from("<HB", piece, at)
            at += 3
            behind = 4 * unpack_from("<H", piece, at)[0] if flags & 8 else 0
            at += 2 if flags & 8 else 0
            behind += unpack_from("<I", piece, at)[0] if flags & 4 else 0
            at += 4 if flags & 4 else 0
            wide, long = flags & 1, size
            text = _text_at(piece, at, size, wide)
            while size << wide > len(piece) - at:
                size -= (len(piece) - at) >> wide
                piece, at = next(rest), 1
                wide = piece[0] & 1
                text += _text_at(piece, at, size, wide)
            at += size << wide
            while behind > len(piece) - at:
                behind -= len(piece) - at
                piece, at = next(rest), 0
            at += behind
            yield text if long <= _LONGEST_BLANK else "…"


def _text_at(piece: bytes, at: int, size: int, wide: int) -> str:
    """The beginning of a text, as long as the longest that is looked at."""
    raw = piece[at : at + (min(size, _LONGEST_BLANK) << wide)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _is_other_book(data: bytes) -> bool:
    """Whether a SUPBOOK is another workbook: not this one, not add-ins, not an unused entry."""
    return len(data) > 4 and data[2:] not in (b"\1\0\0\0", b"\1\0\0 ", b"\1\0\1\0\0", b"\1\0\1 \0")


def _outside(extern: bytes, books: list[bool]) -> Iterator[Reference]:
    count = min(unpack_from("<H", extern)[0], (len(extern) - 2) // 6) if extern else 0
    for number in range(count):
        book = unpack_from("<H", extern, 2 + 6 * number)[0]
        if book < len(books) and books[book]:
            yield _SHEET, number


def _with_names(outside: frozenset[Reference], names: list[bytes]) -> frozenset[Reference]:
    """The same, with the defined names that lead there; a name may stand for an earlier one."""
    for number, data in enumerate(names if outside else (), 1):
        if len(data) < 15:
            continue
        length, size = unpack_from("<BH", data, 3)
        start = 15 + (length << (data[14] & 1))
        if not outside.isdisjoint(_references(data[start : start + size])):
            outside |= {(_NAMED, number)}
    return outside


def _walk(stream: bytes, globals_: _Globals, starts: list[tuple[str, int]]) -> list[_Sheet]:
    """The sheets at these offsets. Sheets that overlap would cost more than the stream is long."""
    sheets = []
    rest, area = len(stream), 0
    for name, start in starts:
        sheet = _Sheet(name, globals_, OddCells(globals_.looks))
        for kind, data in _records(stream, start):
            rest -= 4 + len(data)
            if rest < 0:
                raise Unreadable(Refusal.BROKEN)
            sheet.take(kind, data)
        sheet.finish()
        # calamine holds all sheets in memory at once.
        area += sheet.rows * sheet.columns
        if area > MAX_AREA:
            raise too_far((sheet.rows - 1, sheet.columns - 1)).on(name)
        sheets.append(sheet)
    return sheets


@dataclass
class _Sheet:
    """What the records of one sheet say."""

    name: str
    book: _Globals
    odd: OddCells
    rows: int = 0
    columns: int = 0
    protected: bool = False
    # The records that calamine is to decode, and those of texts that show nothing.
    cells: list[BiffRecord] = field(default_factory=list)
    blank: list[BiffRecord] = field(default_factory=list)
    # The cells that have a record with content.
    seen: set[At] = field(default_factory=set)
    formulas: dict[At, str] = field(default_factory=dict)
    errors: dict[At, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    # The latest formula, and the first of the formulas with which it shares its tokens.
    latest: At = (0, 0)
    first: At = (0, 0)
    # The first cells of shared formulas that refer to other workbooks.
    shared_outside: set[At] = field(default_factory=set)
    # The head of the cell whose text the next STRING record gives.
    pending: bytes = b""

    def take(self, kind: int, data: bytes) -> None:
        if kind in _CELLS:
            self._cell(kind, data)
        elif kind == _FORMULA:
            self._formula(data)
        elif kind == _STRING and self.pending:
            self._text(self.pending + data)
            if not any(data[:2]):
                self.odd.empty.add(self.latest)
            self.pending = b""
        elif kind in _SHARED:
            if self._refers_outside(_tokens(data, _SHARED[kind])):
                self.shared_outside.add(self.first)
                self.formulas[self.latest] = "=[?]"
        elif kind == _ROW:
            row, flags = unpack_from("<H10xI", data)
            if flags & 0x20:
                self.hidden_rows.add(row)
        elif kind == _COLINFO:
            first, last, flags = unpack_from("<HH4xH", data)
            if flags & 1:
                self.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))
        elif kind == _MERGED:
            self._merge(data)
        elif kind == _PROTECT:
            self.protected = unpack_from("<H", data)[0] != 0

    def _merge(self, data: bytes) -> None:
        for number in range(min(unpack_from("<H", data)[0], (len(data) - 2) // 8)):
            top, bottom, left, right = unpack_from("<4H", data, 2 + 8 * number)
            self.merged.append((top, left, bottom, right))
        if len(self.merged) > MAX_MERGED:
            raise Unreadable(Refusal.TOO_LARGE)

    def finish(self) -> None:
        """Take the texts that show nothing, unless they alone would make the sheet too large."""
        places = [unpack_from("<HH", data) for _, data in self.blank]
        rows = max((row + 1 for row, _ in places), default=0)
        columns = max((column + 1 for _, column in places), default=0)
        if places and fits(max(rows, self.rows), max(columns, self.columns)):
            self.rows, self.columns = max(rows, self.rows), max(columns, self.columns)
            self.cells += self.blank

    def _reach(self, row: int, column: int, last: int | None = None) -> None:
        """Take note of cells with content."""
        last = column if last is None else last
        self._once(row, column, last)
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, last + 1)
        if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS:
            raise too_far((row, last)).on(self.name)

    def _once(self, row: int, first: int, last: int) -> None:
        """Refuse a second record of a cell: programs differ in which of them they show."""
        here = {(row, column) for column in range(first, last + 1)}
        if here & self.seen:
            raise Unreadable(Refusal.BROKEN)
        self.seen |= here

    def _cell(self, kind: int, data: bytes) -> None:
        row, column = unpack_from("<HH", data)
        if len(data) < _CELLS[kind]:
            raise Unreadable(Refusal.BROKEN)
        text = unpack_from("<I", data, 6)[0] if kind == _LABELSST else -1
        if text in self.book.blanks:
            self._once(row, column, column)
            self.blank.append((kind, data))
            return
        last = unpack_from("<H", data, len(data) - 2)[0] if kind == _MULRK else column
        if kind == _MULRK and len(data) != 6 + 6 * (last - column + 1):
            raise Unreadable(Refusal.BROKEN)
        if text >= self.book.strings:
            raise Unreadable(Refusal.BROKEN)
        self._reach(row, column, last)
        self.odd.take(kind, data)
        if kind == _BOOLERR and data[7]:
            self._error(row, column, data[6])
        elif kind in (_LABEL, _RSTRING):
            self._text(data)
        else:
            self.cells.append((kind, data))

    def _text(self, data: bytes) -> None:
        """Keep a text; calamine takes one without characters, or of one byte, for damage."""
        if unpack_from("<H", data, 6)[0]:
            self.cells.append((_LABEL, data.ljust(10, b"\0")))

    def _error(self, row: int, column: int, code: int) -> None:
        self.errors[row, column] = _ERRORS.get(code, "#VALUE!")
        self.cells.append((_BOOLERR, pack("<3H2B", row, column, 0, _NA, 1)))

    def _formula(self, data: bytes) -> None:
        row, column, result = unpack_from("<HH2x8s", data)
        tokens = _tokens(data, 20)
        self._reach(row, column)
        shares = tokens[:1] == b"\x01" and len(tokens) >= 5
        self.latest, self.pending = (row, column), b""
        self.first = unpack_from("<HH", tokens, 1) if shares else self.latest
        outside = self._refers_outside(tokens) or self.first in self.shared_outside
        self.formulas[self.latest] = "=[?]" if outside else "="
        self.odd.take(_FORMULA, data)
        if result[6:] != b"\xff\xff":
            self.cells.append((_NUMBER, data[:6] + result))
        elif result[0] == 0:
            self.pending = data[:6]
        elif result[0] == 1:
            self.cells.append((_BOOLERR, data[:6] + bytes([result[2], 0])))
        elif result[0] == 2:
            self._error(row, column, result[2])
        elif result[0] == 3:
            self.odd.empty.add(self.latest)

    def _refers_outside(self, tokens: bytes) -> bool:
        return bool(self.book.outside) and not self.book.outside.isdisjoint(_references(tokens))

    def grid(self, book: CalamineWorkbook, number: int) -> Grid:
        rows: list[list[object]] = [
            # calamine gives integers for what was stored so; other formats give floats, so here
            # too.
            [float(one) if type(one) is int else one for one in row]
            for row in book.get_sheet_by_index(number).to_python(skip_empty_area=False)
        ]
        return Grid(
            rows,
            self.formulas,
            self.errors,
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            self.protected,
            self.merged,
            self.odd.shown(rows),
        )


def _tokens(data: bytes, at: int) -> bytes:
    size = unpack_from("<H", data, at)[0]
    tokens = data[at + 2 : at + 2 + size]
    if len(tokens) < size:
        raise Unreadable(Refusal.BROKEN)
    return tokens


def _references(tokens: bytes) -> Iterator[Reference]:
    """The sheets and defined names in a formula; stops at an unknown token."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        token = token if token < 0x40 else token & 0x1F | 0x20
        at += 1
        if at + 2 > len(tokens) and _OPERANDS.get(token, 1):
            return
        if 0x39 <= token <= 0x3D or token == _NAMED:
            yield min(token, _SHEET), unpack_from("<H", tokens, at)[0]
        if token == 0x17:
            at += 2 + (tokens[at] << (tokens[at + 1] & 1))
        elif token == 0x19:
            # A choice is followed by the offsets of its branches.
            choice = tokens[at] & 4 and at + 3 <= len(tokens)
            at += 3 + (2 * (unpack_from("<H", tokens, at + 1)[0] + 1) if choice else 0)
        elif token in _OPERANDS:
            at += _OPERANDS[token]
        else:
            return


def _rewritten(globals_: _Globals, sheets: list[_Sheet]) -> bytes:
    """The stream that calamine reads; its sheets are named 0000, 0001, …"""
    eof = _record(_EOF, b"")
    # In BIFF8 texts are Unicode, and a code page would mislead calamine.
    codepage = [] if globals_.version == _BIFF8 else [(_CODEPAGE, pack("<H", globals_.codepage))]
    head = _record(_BOF, pack("<HH12x", globals_.version, 5))
    head += b"".join(_record(*one) for one in chain(codepage, globals_.kept))
    flags = b"\0" if globals_.version == _BIFF8 else b""
    bodies = [
        _record(_BOF, pack("<HH12x", globals_.version, 16))
        + b"".join(_record(*one) for one in sheet.cells)
        + eof
        for sheet in sheets
    ]
    start = len(head) + len(sheets) * (15 + len(flags)) + len(eof)
    for number, body in enumerate(bodies):
        name = pack("<IBBB", start, 0, _WORKSHEET, 4) + flags + f"{number:04}".encode()
        head += _record(_BOUNDSHEET, name)
        start += len(body)
    return b"".join((head, eof, *bodies))


def _record(kind: int, data: bytes) -> bytes:
    return pack("<HH", kind, len(data)) + data
