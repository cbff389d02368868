"""Bytes of an .xlsx or .xlsm workbook → plain grids with formula and error flags.

python-calamine reads the values fast. But it shows errors as blanks, knows no formulas, asks for as
much memory as a single far-away cell suggests, and stops reading at a comment inside a number. So
it never sees the file: every part is inflated here under limits, looked through once, and handed
over in a package of our own.

Patterns look through a sheet twice as fast as a parser. They cover the way in which spreadsheet
programs spell their XML; what is spelt in any other way goes through the parser, and is handed over
in the parser's spelling.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from html import unescape
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from toolkit.grids.address import cell, column_number
from toolkit.grids.grid import Area, At, Grid, Workbook
from toolkit.grids.names import CHECKS
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.xlsx_formulas import all_formulas, names_outside
from toolkit.spreadsheets.xlsx_shown import Looks, shown_cells
from toolkit.spreadsheets.zip_package import (
    MAX_CELLS,
    MAX_MERGED,
    MAX_PART_SIZE,
    MAX_TAGS,
    ZIP_DAMAGE,
    check_extent,
    inflate,
    open_package,
)

# Each pattern begins with a literal, which keeps a pass over a sheet well under a millisecond. They
# know only the usual spelling; a sheet with anything else in it goes through the parser.
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?: s="[0-9]+")?(?: t="([a-zA-Z]+)")?/?>')
_ROW = re.compile(rb'<row r="([0-9]+)"([^>&\']*)>')
_FORMULA = re.compile(rb'\br="([A-Z]+)([0-9]+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>([^<]*))')
_ERROR = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>(?:<f\b[^>]*(?:/>|>[^<]*</f>))?<v>([^<]*)<'
)
_VALUE = re.compile(rb"<v>[^<&]*</v>")
# At a newer one, such as #SPILL!, calamine would fail on the whole file.
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
_ERRORS_SPELT, _ANY_ERROR = {one.encode() for one in _ERRORS}, "#N/A"
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_PROTECTED = re.compile(rb"<(?:\w+:)?sheetProtection\s[^>]*\bsheet\s*=\s*[\"'](?:1|true)[\"']")
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*\bref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_ATTRIBUTE = re.compile(rb"\b(min|max|hidden)\s*=\s*[\"'](\w+)[\"']")
# Comments, and elements with a prefix.
_UNUSUAL = (b"<!", b"<?", b":c ", b":c>", b":row", b":f>", b":f ", b":v>", b"</v><v", b"extLst")
_HIDDEN = (b'hidden="1"', b'hidden="true"')
_CELL_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_CUSTOM, _BOOK = "docProps/custom.xml", "xl/workbook.xml"
_ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org'
    '/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
# What calamine or we read of a package besides its sheets, which are inflated only when wanted.
BOOK_PARTS = re.compile(r"(xl/[^/]+\.xml|xl/_rels/[^/]+|docProps/[^/]+\.xml)$", re.IGNORECASE)

Rows = Sequence[Sequence[object]]


class Flags(NamedTuple):
    """What calamine does not tell of a sheet, in the order of :class:`toolkit.grids.grid.Grid`."""

    formulas: dict[At, str]
    errors: dict[At, str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    protected: bool
    merged: list[Area]


def read_ooxml(content: bytes, wanted: Collection[str] | None = None) -> Workbook:
    """The grids of the sheets that are wanted, or of all.

    Raises:
        Unreadable: with the reason in the user's language; a damaged package may raise anything.
    """
    package = open_package(content)
    parts = inflate(package, BOOK_PARTS.match)
    if _BOOK not in parts:
        raise Unreadable(Refusal.NOT_A_WORKBOOK)
    listed = list(sheets_of(parts, package))
    every = dict(listed)
    if len(every) < len(listed):
        raise Unreadable(Refusal.BROKEN)
    sheets = {name: part for name, part in every.items() if wanted is None or name in wanted}
    inflated = inflate(package, set(sheets.values()).__contains__)
    # Every sheet is looked through before calamine sees the first: it could ask for 500 GB.
    flags: dict[str, Flags] = {}
    for name, part in sheets.items():
        look = glance_through if name == CHECKS else look_through
        flags[name], inflated[part] = look(inflated[part])
    rows = _values(parts | inflated, sheets)
    looks, outside = Looks.of(parts), names_outside(parts[_BOOK])
    grids = {
        # Of the checks only the texts matter.
        name: _grid(
            rows[name], flags[name], b"" if name == CHECKS else inflated[part], looks, outside
        )
        for name, part in sheets.items()
    }
    names = [name.lower() for name in package.namelist()]
    return Workbook(
        grids,
        _properties(parts),
        _saved(parts),
        unread=tuple(name for name in every if name not in sheets),
        macros=any(name.endswith("vbaproject.bin") for name in names),
        links=any(name.startswith("xl/externallinks/") for name in names),
    )


def _values(parts: dict[str, bytes], sheets: Collection[str]) -> dict[str, Rows]:
    """What the cells of the sheets hold."""
    book = CalamineWorkbook.from_filelike(_packed(parts))
    try:
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in sheets
        }
    except OverflowError:
        # A number that no date can hold is formatted as one: without formats it is a number.
        bare = {name: part for name, part in parts.items() if name != "xl/styles.xml"}
        if len(bare) == len(parts):
            raise
        return _values(bare, sheets)


def _grid(
    rows: Rows,
    flags: Flags,
    part: bytes,
    looks: Looks,
    outside: Mapping[str, str],
) -> Grid:
    """The grid of a sheet, with what its cells show; ``outside``: names that lead there."""
    # Validations and the like, most of a template's sheet, come after the cells.
    start = max(part.find(b"sheetData"), 0)
    cells = part[part.find(b">", start) + 1 : part.rfind(b"<", start, part.rfind(b"sheetData>"))]
    formulas = all_formulas(cells, flags.formulas, rows, outside)
    shown = shown_cells(part, cells, rows, formulas, looks)
    return Grid(rows, formulas, *flags[1:], shown=shown)


def _packed(parts: dict[str, bytes]) -> BytesIO:
    """A package of only those parts, none of them twice, with the workbook where we found it."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("_rels/.rels", _ROOT)
        for name, part in parts.items():
            package.writestr(name, part)
    buffer.seek(0)
    return buffer


def read_properties(content: bytes) -> dict[str, str]:
    """Only the custom properties, read cheaply; none where the file is not a sane workbook."""
    try:
        with open_package(content) as package, package.open(_CUSTOM) as file:
            part = file.read(MAX_PART_SIZE)
        return {} if b"<!" in part else _properties({_CUSTOM: part})
    except (KeyError, Unreadable, ElementTree.ParseError, *ZIP_DAMAGE):
        return {}


def local(element: ElementTree.Element) -> str:
    """The tag without its namespace: transitional and strict OOXML differ only there."""
    return element.tag.rpartition("}")[2]


def _tree(part: bytes) -> ElementTree.Element:
    """The XML of a part as a tree, which takes twenty times the memory of the text.

    Raises:
        Unreadable: it has more elements than any return has.
    """
    if part.count(b"<") > MAX_TAGS:
        raise Unreadable(Refusal.TOO_LARGE)
    return ElementTree.fromstring(part)


def sheets_of(parts: dict[str, bytes], package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part that holds it."""
    # Charts, dialogs and macros may have sheets of their own, which are left out.
    targets = {
        one.attrib["Id"]: one.attrib["Target"]
        for one in _tree(parts["xl/_rels/workbook.xml.rels"])
        if one.attrib["Type"].endswith("/worksheet")
    }
    there = {name.lstrip("/") for name in package.namelist()}
    for element in _tree(parts[_BOOK]).iter():
        if local(element) != "sheet":
            continue
        relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in there:
            yield element.attrib["name"], part


# --- Sheets --------------------------------------------------------------------------------------


def look_through(part: bytes) -> tuple[Flags, bytes]:
    """What calamine does not tell of a sheet, and its XML in a spelling that calamine reads right.

    Raises:
        Unreadable: a cell lies too far out, or occurs twice.
    """
    start, end, cells = _cells(part)
    if cells is None:
        return _parsed(part)
    named, rows, formulas = _CELL.findall(cells), _ROW.findall(cells), _FORMULA.findall(cells)
    faulty = sum(kind == b"e" for _, _, kind in named)
    errors = _ERROR.findall(cells) if faulty else ()
    if (
        (len(named), len(rows)) != (_count(cells, b"<c"), _count(cells, b"<row"))
        or (len(formulas), len(errors)) != (_count(cells, b"<f"), faulty)
        or len(_VALUE.findall(cells)) != _count(cells, b"<v") - cells.count(b"<v/>")
    ):
        return _parsed(part)
    if len(named) > MAX_CELLS:
        raise Unreadable(Refusal.TOO_FAR)
    if any(text not in _ERRORS_SPELT for _, _, text in errors):
        return _parsed(part)
    places = {(row, column) for column, row, _ in named}
    if len(places) != len(named):
        raise Unreadable(Refusal.BROKEN)
    # Only rows with cells count: LibreOffice writes empty rows far down, which are harmless.
    check_extent(
        max((_number(row) for row, _ in places), default=0),
        max((_column(one) for one in {letters for _, letters in places}), default=-1) + 1,
    )
    flags = Flags(
        {_at(c, r): "=" + unescape(text.decode("utf-8", "replace")) for c, r, text in formulas},
        {_at(c, r): text.decode("utf-8", "replace") for c, r, text in errors},
        frozenset(_number(row) - 1 for row, rest in rows if any(one in rest for one in _HIDDEN)),
        _hidden_columns(part[:start]),
        bool(_PROTECTED.search(part, end)),
        _merged(part[end:]),
    )
    return flags, part


def glance_through(part: bytes) -> tuple[Flags, bytes]:
    """The same for a sheet of which only texts matter: only whether it is sane is checked."""
    _, _, cells = _cells(part)
    if cells is None:
        return _parsed(part)
    named = _CELL.findall(cells)
    if len(named) != _count(cells, b"<c") or any(kind == b"e" for _, _, kind in named):
        return _parsed(part)
    if len(named) > MAX_CELLS:
        raise Unreadable(Refusal.TOO_FAR)
    check_extent(
        max((_number(row) for _, row, _ in named), default=0),
        max((_column(one) for one in {letters for letters, _, _ in named}), default=-1) + 1,
    )
    return Flags({}, {}, frozenset(), frozenset(), False, []), part


def _cells(part: bytes) -> tuple[int, int, bytes | None]:
    """Where the cells begin and end, and their XML; None where it is spelt in unusual ways.

    Validations and conditional formats, most of a template's sheet, come after the cells.
    """
    start, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    cells = part[max(start, 0) : end if end > start else None]
    usual = start >= 0 and part.count(b"sheetData") <= 2
    return start, end, cells if usual and not any(one in cells for one in _UNUSUAL) else None


def _count(part: bytes, tag: bytes) -> int:
    return sum(part.count(tag + end) for end in (b" ", b">", b"/", b"\n", b"\r", b"\t"))


def _hidden_columns(head: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for one in _COLUMN.findall(head):
        stated = dict(_ATTRIBUTE.findall(one))
        if stated.get(b"hidden") in (b"1", b"true"):
            last = min(_number(stated.get(b"max", b"0")), 1_000)
            hidden.update(range(_number(stated.get(b"min", b"1")) - 1, last))
    return frozenset(hidden)


def _merged(tail: bytes) -> list[Area]:
    """The merged ranges, which come after the cells."""
    if tail.count(b"mergeCell ") > MAX_MERGED:
        raise Unreadable(Refusal.TOO_LARGE)
    corners = ((_at(c, r), _at(d, s)) for c, r, d, s in _MERGE.findall(tail))
    return [(*first, *last) for first, last in corners]


def _parsed(part: bytes) -> tuple[Flags, bytes]:
    """What :func:`look_through` gives, by a parser, for every spelling that XML allows."""
    root = _tree(part)
    data = [one for one in root if local(one) == "sheetData"]
    if len(data) != 1 or sum(local(one) == "sheetData" for one in root.iter()) != 1:
        raise Unreadable(Refusal.BROKEN)
    formulas: dict[At, str] = {}
    errors: dict[At, str] = {}
    hidden: set[int] = set()
    seen: set[At] = set()
    row = -1
    for line in data[0]:
        if local(line) != "row":
            raise Unreadable(Refusal.BROKEN)
        row = int(line.get("r", row + 2)) - 1
        if line.get("hidden") in ("1", "true"):
            hidden.add(row)
        column = -1
        for one in line:
            at = _cell_at(one.get("r"), row, column)
            column = at[1]
            one.set("r", cell(*at).address)
            for extra in [child for child in one if local(child) == "extLst"]:
                one.remove(extra)
            inner = {local(child): child for child in one}
            is_cell = local(one) == "c" and len(inner) == len(one)
            if at in seen or not is_cell or ("v" in inner and len(inner["v"])):
                raise Unreadable(Refusal.BROKEN)
            seen.add(at)
            if "f" in inner:
                formulas[at] = "=" + (inner["f"].text or "")
            if one.get("t") == "e":
                errors[at] = inner["v"].text or "" if "v" in inner else ""
                if errors[at] not in _ERRORS and "v" in inner:
                    inner["v"].text = _ANY_ERROR
    rows, columns_used = ({at[axis] for at in seen} for axis in (0, 1))
    check_extent(max(rows, default=-1) + 1, max(columns_used, default=-1) + 1)
    columns = _hidden_columns(part[: max(part.find(b"sheetData"), 0)])
    flags = Flags(
        formulas,
        errors,
        frozenset(hidden),
        columns,
        bool(_PROTECTED.search(part)),
        _merged(part[max(part.rfind(b"sheetData>"), 0) :]),
    )
    return flags, ElementTree.tostring(root)


def _cell_at(reference: str | None, row: int, before: int) -> At:
    if reference is None:
        return row, before + 1
    found = _CELL_REF.fullmatch(reference)
    if not found:
        raise Unreadable(Refusal.TOO_FAR)
    return int(found[2]) - 1, column_number(found[1].upper())


def _at(letters: bytes, row: bytes) -> At:
    return int(row) - 1, _column(letters)


def _number(digits: bytes) -> int:
    """No row has more than 7 digits, and int() of a million digits would take its time."""
    return int(digits[:8]) if digits.isdigit() else 0


def _column(letters: bytes) -> int:
    """No column has more than 3 letters; with 4 it lies too far out, whatever follows."""
    return column_number(letters[:4].decode())


# --- Properties ----------------------------------------------------------------------------------


def _properties(parts: dict[str, bytes]) -> dict[str, str]:
    part = parts.get(_CUSTOM)
    if part is None:
        return {}
    return {
        one.attrib["name"]: "".join(one.itertext()) for one in _tree(part) if "name" in one.attrib
    }


def _saved(parts: dict[str, bytes]) -> datetime.datetime | None:
    part = parts.get("docProps/core.xml")
    if part is None:
        return None
    for element in _tree(part):
        if local(element) == "modified" and element.text:
            try:
                saved = datetime.datetime.fromisoformat(element.text.strip())
            except ValueError:
                return None
            if saved.tzinfo is None:
                saved = saved.replace(tzinfo=datetime.UTC)
            return saved.astimezone(datetime.UTC).replace(tzinfo=None)
    return None
