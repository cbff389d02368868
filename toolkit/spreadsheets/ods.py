"""Bytes of an .ods → plain grids, by a parser of our own over content.xml.

python-calamine shows the errors of this format as blanks and loses what is hidden. And a few
characters can stand for a million repeated cells, so repetitions must be read under limits.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol
from xml.parsers import expat

from toolkit.grids.comparison import may_hold
from toolkit.grids.formulas import outside_names, with_names
from toolkit.grids.grid import Area, At, Grid, Workbook
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown, Why
from toolkit.spreadsheets.conditional import Conditional
from toolkit.spreadsheets.extent import is_blank, too_far
from toolkit.spreadsheets.number_formats import Font, Look, Piece, shown_as, shown_pieces
from toolkit.spreadsheets.ods_conditions import comparisons_of, ranges_of
from toolkit.spreadsheets.ods_styles import Styles
from toolkit.spreadsheets.saved_time import saved_time
from toolkit.spreadsheets.zip_package import (
    MAX_AREA,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_PARTS,
    MAX_ROWS,
    ZIP_MAGIC,
    damage_is_unreadable,
    inflate,
    open_package,
)

Attributes = Mapping[str, str]

_CONTENT, _META, _MANIFEST = "content.xml", "meta.xml", "meta-inf/manifest.xml"
_STYLES = "styles.xml"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    **{
        f"{_OASIS}{one}:1.0": one for one in ("office", "table", "text", "meta", "drawing", "style")
    },
    f"{_OASIS}datastyle:1.0": "number",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
    "http://purl.org/dc/elements/1.1/": "dc",
}
# Parts that hold macros; the index files excluded here exist in an empty Basic library, too.
_MACRO = re.compile(r"(?:Basic/(?!.*(?:script|dialog)-l[bc]\.xml$)|Scripts/).*[^/]$")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DURATION = re.compile(
    r"(-?)P(?:([0-9]+)D)?T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?"
)
# Excel writes an error as a number or a text that is shown like this.
_ERROR = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)")
_BLANKS = re.compile("[ \t\r\n]+")
_PREFIX = re.compile(r"[A-Za-z][\w.-]*:(?==)")
# A text in a formula, or a reference in its brackets: [.A1], [$表三.B2:.B3], ['file:…'#$S.A1]. The
# quantifiers are possessive, since a row of apostrophes could be matched in very many ways.
_IN_FORMULA = re.compile(r"\"[^\"]*\"|\[((?:'(?:[^']|'')*+'|[^'\[\]])*+)\]")
_ELSEWHERE = re.compile(r"\$?'(?:[^']|'')*+'#")
_LINK = re.compile(r"\[\$?'(?:[^']|'')*+'#")
_PART_OF_REFERENCE = re.compile(r"((?:'(?:[^']|'')*+'|[^':])++)(:?)")
# The longest formula (Excel's limit is 8,192; longer ones are cut), the most flags in a sheet, and
# the longest number, in characters.
_FORMULA_LIMIT, _FLAGS_LIMIT, _NUMBER_LIMIT = 10_000, 400_000, 400
# Elements whose text or tables are not those of the sheet.
_FOREIGN = {
    "office:annotation",
    "text:ruby-text",
    "text:note",
    "table:shapes",
    "table:tracked-changes",
    "table:dde-links",
    "office:forms",
}


def read_opendocument(content: bytes, wanted: Collection[str] | None = None) -> Workbook:
    """The grids of an .ods workbook: those of the wanted sheets, or of all.

    Raises:
        Unreadable: with the reason in the user's language.
    """
    if not content.startswith(ZIP_MAGIC):
        raise Unreadable(Refusal.NOT_A_WORKBOOK)
    with damage_is_unreadable():
        package = open_package(content)
        parts = inflate(package, {_CONTENT, _META, _MANIFEST, _STYLES}.__contains__)
        if b"encryption-data" in parts.get(_MANIFEST, b""):
            raise Unreadable(Refusal.ENCRYPTED_ODS)
        if _CONTENT not in parts:
            raise Unreadable(Refusal.NOT_A_WORKBOOK)
        body, meta = _Body(wanted, _common_styles(parts.get(_STYLES, b""))), _Meta()
        _parse(parts[_CONTENT], body)
        if not body.spreadsheet:
            raise Unreadable(Refusal.NOT_A_WORKBOOK)
        if _META in parts:
            # Broken properties affect no figure, and who a return is stands elsewhere, too.
            with suppress(expat.ExpatError, ValueError, LookupError):
                _parse(parts[_META], meta)
        return Workbook(
            body.with_names(),
            meta.properties,
            meta.saved,
            unread=tuple(body.unread),
            macros=any(_MACRO.match(one.name) for one in package.every),
            links=body.links,
        )


# --- XML ---------------------------------------------------------------------------------------


class _Handler(Protocol):
    def start(self, name: str, attributes: Attributes) -> object: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


def _parse(part: bytes, handler: _Handler) -> None:
    """Hand the elements of a part to the handler, under their usual prefixes."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: handler.start(
        _short(name), {_short(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: handler.end(_short(name))
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(part, True)


def _refuse(*_: object) -> None:
    """Refuse a DOCTYPE; in a two-byte encoding a search for its ASCII bytes would miss it."""
    raise Unreadable(Refusal.UNSAFE)


@lru_cache(1_000)
def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{_PREFIXES.get(space, '')}:{local}"


@lru_cache(8)
def _common_styles(part: bytes) -> Styles:
    """The styles that all sheets share; programs write the same ones into every workbook."""
    styles = Styles()
    if part:
        _parse(part, styles)
    return styles


class _Meta:
    """meta.xml: the custom properties, and when the workbook was last saved."""

    def __init__(self) -> None:
        self.properties: dict[str, str] = {}
        self.saved: datetime.datetime | None = None
        self._name = ""
        self._pieces: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        self._name = attributes.get("meta:name", "") if name == "meta:user-defined" else ""
        self._pieces = []

    def text(self, text: str) -> None:
        self._pieces.append(text)

    def end(self, name: str) -> None:
        text = "".join(self._pieces)
        if name == "meta:user-defined" and self._name:
            self.properties[self._name] = text.strip()
        if name == "dc:date":
            # LibreOffice writes its local time, here and in .xlsx.
            self.saved = saved_time(text)
        self._pieces = []


def _moment(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


# --- Cells -------------------------------------------------------------------------------------


@dataclass
class _Sheet:
    """One sheet while it is read; a blank repeated a million times takes no memory."""

    name: str
    protected: bool
    rows: list[list[object]] = field(default_factory=list)
    formulas: dict[At, str] = field(default_factory=dict)
    errors: dict[At, str] = field(default_factory=dict)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    width: int = 0
    row: int = 0
    row_repeated: int = 1
    column: int = 0
    # The cells of the current row, each with its columns: value, formula, error.
    cells: list[tuple[range, object, str, str]] = field(default_factory=list)
    # What the cells of the current row show, where that is not what they hold.
    odd: list[tuple[range, Shown]] = field(default_factory=list)
    shown: dict[At, Shown] = field(default_factory=dict)
    # The styles of the cells that name none: those of the row, else those of the columns.
    row_style: str = ""
    column_styles: list[tuple[range, str]] = field(default_factory=list)
    # The ranges of matrix formulas, each with its formula.
    matrices: list[tuple[Area, str]] = field(default_factory=list)
    conditional: list[Conditional] = field(default_factory=list)
    heads: int = 0
    merged: list[Area] = field(default_factory=list)

    def head(self, attributes: Attributes) -> None:
        """Take a column element, which describes columns before there are any rows."""
        here = range(self.heads, self.heads + _repeated(attributes, "columns"))
        self.heads = here.stop
        if style := attributes.get("table:default-cell-style-name"):
            self.column_styles.append((here, style))
        if _hidden(attributes):
            self.hidden_columns.append(here)

    def start_row(self, attributes: Attributes) -> None:
        self.row_repeated = _repeated(attributes, "rows")
        if _hidden(attributes):
            self.hidden_rows.append(range(self.row, self.row + self.row_repeated))
        self.column = 0
        self.cells, self.odd = [], []
        self.row_style = attributes.get("table:default-cell-style-name", "")

    @property
    def default_style(self) -> str:
        """The style of the next cell, if it names none."""
        if self.row_style:
            return self.row_style
        return next((name for here, name in self.column_styles if self.column in here), "")

    def merge(self, attributes: Attributes) -> None:
        """Note the range that a cell covers, if it covers more than itself."""
        down, right = (
            _whole(attributes.get(f"table:number-{of}-spanned", "")) for of in ("rows", "columns")
        )
        if down > 1 or right > 1:
            area = (self.row, self.column, self.row + down - 1, self.column + right - 1)
            self.merged.append(area)
            if len(self.merged) > MAX_MERGED:
                raise Unreadable(Refusal.TOO_LARGE)

    def matrix(self, attributes: Attributes, formula: str) -> None:
        """Note the range that a matrix formula fills."""
        down, right = (
            int(attributes.get(f"table:number-matrix-{of}-spanned", 1))
            for of in ("rows", "columns")
        )
        if down > 1 or right > 1:
            area = (self.row, self.column, self.row + down - 1, self.column + right - 1)
            self.matrices.append((area, formula))

    def show(self, repeated: int, shown: Shown) -> None:
        """Note what the next cells show."""
        self.odd.append((range(self.column, self.column + repeated), shown))

    def add(self, repeated: int, value: object, formula: str, error: str) -> None:
        here = range(self.column, self.column + repeated)
        self.column = here.stop
        if value != "" or formula or error:
            if here.stop > MAX_COLUMNS:
                # A blank at the edge of a sheet is nothing that anybody typed.
                if not (formula or error) and isinstance(value, str) and is_blank(value):
                    return
                raise too_far((self.row, here.stop - 1)).on(self.name)
            self.cells.append((here, value, formula, error))

    def end_row(self, room: int) -> None:
        """Finish a row; ``room``: how many cells this sheet may still have."""
        here = range(self.row, self.row + self.row_repeated)
        self.row = here.stop
        if not self.cells:
            return
        width = self.cells[-1][0].stop
        if here.stop > MAX_ROWS or here.stop * max(self.width, width) > room:
            if all(isinstance(v, str) and is_blank(v) and not f + e for _, v, f, e in self.cells):
                return
            raise too_far((here.stop - 1, width - 1)).on(self.name)
        self.width = max(self.width, width)
        line: list[object] = [""] * width
        for columns, value, _, _ in self.cells:
            line[columns.start : columns.stop] = [value] * len(columns)
        self.rows += [[] for _ in range(here.start - len(self.rows))]
        self.rows += [line] * len(here)
        for columns, _, formula, error in self.cells:
            for flags, text in ((self.formulas, formula), (self.errors, error)):
                if text and len(flags) + len(here) * len(columns) > _FLAGS_LIMIT:
                    raise Unreadable(Refusal.TOO_FAR)
                if text:
                    flags.update(((row, column), text) for row in here for column in columns)
        for columns, shown in self.odd:
            if len(self.shown) + len(here) * len(columns) > _FLAGS_LIMIT:
                raise Unreadable(Refusal.TOO_FAR)
            self.shown.update(((row, column), shown) for row in here for column in columns)

    def grid(self) -> Grid:
        rows = [[*row, *[""] * (self.width - len(row))] for row in self.rows]
        self._spread(len(rows))
        for one in self.conditional:
            self.shown = dict(one.shown(rows)) | self.shown
        return Grid(
            rows,
            self.formulas,
            self.errors,
            _within(self.hidden_rows, len(rows)),
            _within(self.hidden_columns, self.width),
            self.protected,
            self.merged,
            self.shown,
        )

    def _spread(self, height: int) -> None:
        """Give each cell of a matrix its formula, which is written in the first one only."""
        room = _FLAGS_LIMIT
        for (top, left, bottom, right), formula in self.matrices:
            for row in range(top, min(bottom + 1, height)):
                for column in range(left, min(right + 1, self.width)):
                    self.formulas.setdefault((row, column), formula)
                    room -= 1
                    if room < 0:
                        raise Unreadable(Refusal.TOO_FAR)


def _within(ranges: list[range], end: int) -> frozenset[int]:
    return frozenset(one for here in ranges for one in range(here.start, min(here.stop, end)))


def _hidden(attributes: Attributes) -> bool:
    return attributes.get("table:visibility") in ("collapse", "filter")


def _whole(text: str) -> int:
    """A number of rows or columns; 1 where it is none, as in LibreOffice."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _repeated(attributes: Attributes, of: str) -> int:
    times = int(attributes.get(f"table:number-{of}-repeated", 1))
    if times < 1:
        raise Unreadable(Refusal.BROKEN)
    return times


class _Body:
    """content.xml: its sheets, cell by cell."""

    def __init__(self, wanted: Collection[str] | None, common: Styles) -> None:
        self.wanted = wanted
        self.styles = Styles(common)
        self.grids: dict[str, Grid] = {}
        self.unread: list[str] = []
        # The defined names, and what each stands for.
        self.names: dict[str, str] = {}
        self.links = False
        self.spreadsheet = False
        self._room = MAX_AREA
        self._sheet: _Sheet | None = None
        self._foreign = 0
        # Where the conditions apply that come next.
        self._ranges: tuple[Area, ...] = ()
        self._cell: Attributes | None = None
        self._paragraphs: list[list[str]] = []
        self._in_paragraph = 0
        # The pieces of the cell's text that have an odd font, and the fonts that apply just now.
        self._fonts: list[Font | None] = []
        self._pieces: list[Piece] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if self._foreign or name in _FOREIGN or name.startswith("drawing:"):
            self._foreign += 1
            self.links |= name == "table:dde-links"
        elif name == "table:table":
            self._table(attributes)
        elif name == "office:spreadsheet":
            self.spreadsheet = True
        elif name in ("table:named-range", "table:named-expression"):
            stands = attributes.get("table:cell-range-address") or attributes.get(
                "table:expression"
            )
            self.names[attributes.get("table:name", "")] = _formula(stands or "").removeprefix("=")
        elif self._sheet is None:
            self.styles.start(name, attributes)
        elif self._cell is not None:
            self._inline(name, attributes)
        elif name == "calcext:conditional-format":
            self._ranges = ranges_of(attributes.get("calcext:target-range-address", ""))
        elif name == "calcext:condition":
            self._condition(self._sheet, attributes)
        elif name == "table:table-column":
            self._sheet.head(attributes)
        elif name == "table:table-row":
            self._sheet.start_row(attributes)
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._paragraphs = attributes, []
            self._fonts, self._pieces = [], []

    def _condition(self, sheet: _Sheet, attributes: Attributes) -> None:
        """Note a look that the cells of the ranges before it have under a condition."""
        look = self.styles.displayed(attributes.get("calcext:apply-style-name", ""))
        base = attributes.get("calcext:base-cell-address", "")
        comparisons = comparisons_of(attributes.get("calcext:value", ""), base)
        if look and comparisons is not None:
            sheet.conditional.append(Conditional(self._ranges, comparisons, look))

    def with_names(self) -> dict[str, Grid]:
        """The grids; a name that leads outside is told in the formulas that use it."""
        outside = outside_names(self.names)
        if not outside:
            return self.grids
        return {
            name: replace(
                grid, formulas={at: with_names(text, outside) for at, text in grid.formulas.items()}
            )
            for name, grid in self.grids.items()
        }

    def _table(self, attributes: Attributes) -> None:
        name = attributes.get("table:name", "")
        if _ELSEWHERE.match(name):
            # Not a sheet: LibreOffice's copy of data from another workbook.
            self.links = True
            self._foreign += 1
        elif name in self.grids:
            raise Unreadable(Refusal.TWIN_SHEETS)
        elif self._sheet is not None and self._cell is None:
            raise Unreadable(Refusal.BROKEN)
        elif self._cell is not None or (self.wanted is not None and name not in self.wanted):
            # A table within a cell does not belong to the sheet, either.
            self._foreign += 1
            self.unread += [] if self._cell is not None else [name]
        else:
            self._sheet = _Sheet(name, attributes.get("table:protected") == "true")
        if len(self.grids) + len(self.unread) > MAX_PARTS:
            raise Unreadable(Refusal.TOO_LARGE)

    def _inline(self, name: str, attributes: Attributes) -> None:
        if name in ("text:p", "text:h"):
            self._paragraphs.append([])
            self._in_paragraph += 1
        elif self._in_paragraph and name == "text:s":
            # As many blanks as anyone types; a number alone could claim a million.
            count = int(attributes.get("text:c", 1))
            self._paragraphs[-1].append(" " * min(count, 64))
        elif self._in_paragraph and name in ("text:tab", "text:line-break"):
            self._paragraphs[-1].append("\t" if name == "text:tab" else "\n")
        elif self._in_paragraph and name == "text:span":
            font = self.styles.font(attributes.get("text:style-name", ""))
            self._fonts.append(font or self._font)

    @property
    def _font(self) -> Font | None:
        return self._fonts[-1] if self._fonts else None

    def text(self, text: str) -> None:
        if self._in_paragraph and not self._foreign:
            self._paragraphs[-1].append(_BLANKS.sub(" ", text))
            self._pieces.append((text, self._font))
        elif self._sheet is None:
            self.styles.text(text)

    def end(self, name: str) -> None:
        if self._foreign:
            self._foreign -= 1
        elif self._sheet is None:
            self.styles.end(name)
        elif name in ("text:p", "text:h"):
            self._in_paragraph = max(self._in_paragraph - 1, 0)
        elif name == "text:span":
            self._fonts = self._fonts[:-1]
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell(self._sheet)
        elif name == "table:table-row":
            self._sheet.end_row(self._room)
        elif name == "table:table":
            # One limit for all sheets together: a few characters could fill each of a thousand
            # sheets.
            self._room -= len(self._sheet.rows) * self._sheet.width
            self.grids[self._sheet.name] = self._sheet.grid()
            self._sheet = None

    def _end_cell(self, sheet: _Sheet) -> None:
        attributes, self._cell = self._cell or {}, None
        repeated = _repeated(attributes, "columns")
        sheet.merge(attributes)
        shown = "\n".join("".join(one) for one in self._paragraphs)
        formula = _formula(attributes.get("table:formula", ""))
        if formula:
            sheet.matrix(attributes, formula)
        self.links |= _LINK.search(formula) is not None
        if _is_error(attributes, shown, formula):
            sheet.add(repeated, "", formula, shown or "#VALUE!")
        else:
            value = _value(attributes, shown)
            filled = value != "" or formula
            if filled and (odd := self._odd(attributes, value, formula, sheet)):
                sheet.show(repeated, odd)
            sheet.add(repeated, value, formula, "")

    def _odd(
        self, attributes: Attributes, value: object, formula: str, sheet: _Sheet
    ) -> Shown | None:
        """What a cell shows, if that is not what it holds."""
        kind = attributes.get("office:value-type", "")
        if value == "":
            # A formula that was never calculated has neither a type nor a text, be it empty.
            result = kind == "string" or self._paragraphs
            return Shown("", Why.EMPTY) if formula and result else None
        style = attributes.get("table:style-name") or sheet.default_style
        look = self.styles.look(style, percentage=kind == "percentage") or Look()
        if not isinstance(value, str | float):
            return None
        pieces = None
        if isinstance(value, str) and any(font for _, font in self._pieces):
            pieces, look = shown_pieces(self._pieces, look.font), Look(look.code)
        looks = [
            one
            for comparisons, one in self.styles.conditional(style)
            if all(may_hold(each, value) for each in comparisons)
        ]
        some = (shown_as(value, one) for one in (look, *looks))
        return pieces or next(filter(None, some), None)


def _is_error(attributes: Attributes, shown: str, formula: str) -> bool:
    if attributes.get("calcext:value-type") == "error":
        return True
    typed = attributes.get("office:value-type") == "string" and not formula
    return not typed and _ERROR.fullmatch(shown) is not None


def _value(attributes: Attributes, shown: str) -> object:
    """The value of a cell; the text that it shows, where it is not of the type it claims."""
    kind = attributes.get("office:value-type", "string")
    value: object = None
    if kind in ("float", "currency", "percentage"):
        number = attributes.get("office:value", "")
        if len(number) < _NUMBER_LIMIT and _NUMBER.fullmatch(number):
            # LibreOffice writes a truth value as 0 or 1 with a number format.
            is_truth = number in ("0", "1") and shown in ("TRUE", "FALSE")
            value = number == "1" if is_truth else float(number)
    elif kind == "boolean":
        value = {"true": True, "false": False}.get(attributes.get("office:boolean-value", ""))
    elif kind == "date":
        value = _date(attributes.get("office:date-value", ""))
    elif kind == "time":
        value = _duration(attributes.get("office:time-value", ""))
    elif kind == "string":
        value = attributes.get("office:string-value")
    return shown if value is None else value


def _date(text: str) -> datetime.date | None:
    moment = _moment(text)
    if moment is None:
        return None
    return moment.replace(tzinfo=None) if "T" in text else moment.date()


def _duration(text: str) -> datetime.timedelta | None:
    match = _DURATION.fullmatch(text)
    if not match:
        return None
    sign, days, hours, minutes, seconds = match.groups("0")
    try:
        duration = datetime.timedelta(int(days), float(seconds), 0, 0, int(minutes), int(hours))
    except (OverflowError, ValueError):
        return None
    return -duration if sign == "-" else duration


def _formula(text: str) -> str:
    """The formula without its namespace; brackets stay only where it refers to other files."""
    if not text:
        return ""
    bare = _PREFIX.sub("", text[:_FORMULA_LIMIT], count=1)
    if not text.startswith("msoxl:"):
        bare = _IN_FORMULA.sub(_plain, bare)
    return bare if bare.startswith("=") else f"={bare}"


def _plain(match: re.Match[str]) -> str:
    """``[.A1:.B2]`` → ``A1:B2``, ``[$表三.A1]`` → ``表三!A1``, as in the other formats."""
    inner = match[1]
    if inner is None or _ELSEWHERE.match(inner):
        return match[0]
    return "".join(_parts(inner))


def _parts(inner: str) -> Iterator[str]:
    for part, colon in _PART_OF_REFERENCE.findall(inner):
        sheet, _, cell = part.rpartition(".")
        sheet = sheet.removeprefix("$")
        yield f"{sheet}!{cell}{colon}" if sheet else cell + colon
