"""Bytes → plain grids with formula and error flags.

python-calamine reads the values, fast; but it shows errors as blanks, knows no formulas, and asks
for as much memory as a single far-away cell suggests. So every part is inflated here under limits,
looked through once, and only then handed over.
"""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from toolkit.grid import At, Grid, Unreadable, Workbook
from toolkit.words.reasons import (
    BROKEN,
    ENCRYPTED_OR_OLD,
    NOT_A_WORKBOOK,
    TOO_FAR,
    TOO_LARGE,
    UNSAFE,
)

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

# Limits of a return. A template of ours has 20 parts and less than 0.5 MB of XML.
MAX_PARTS = 1_000
MAX_PART_SIZE = 50_000_000
MAX_TOTAL_SIZE = 100_000_000
# calamine holds a sheet densely: rows × columns up to the last used cell.
MAX_ROWS, MAX_COLUMNS, MAX_AREA = 20_000, 1_000, 2_000_000

# Patterns begin with a literal, which keeps a pass over a sheet well under a millisecond.
# calamine reads references in any spelling; what is not spelt as usual is not let through.
_ANY_REF = re.compile(rb"\br\s*=")
_REF = re.compile(rb"\br\s*=\s*[\"']([A-Z]*)([0-9]+)[\"']")
_ROW_OF_CELLS = re.compile(
    rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']([0-9]+)[\"'][^>]*(?<!/)>\s*<(?:\w+:)?c\b"
)
_FORMULA = re.compile(rb'\br="([A-Z]+)([0-9]+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*))')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")(?:[^>]*?\s)?r="([A-Z]+)([0-9]+)"[^>]*>'
    rb".*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
# What zipfile raises on members that are damaged, encrypted or exotic.
ZIP_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
_CUSTOM, _BOOK = "docProps/custom.xml", "xl/workbook.xml"
# What calamine or we read of a package, sheets apart; a sheet is inflated only when it is wanted.
_COMMON = re.compile(r"(xl/[^/]+\.xml|xl/_rels/[^/]+|docProps/[^/]+\.xml)$", re.IGNORECASE)


def read_workbook(content: bytes, wanted: Collection[str] | None = None) -> Workbook:
    """The grids of an .xlsx workbook: of the sheets that are wanted, or of all.

    Raises:
        Unreadable: with the reason in the user's language.
    """
    if content.startswith(OLE_MAGIC):
        raise Unreadable(ENCRYPTED_OR_OLD)
    if not content.startswith(ZIP_MAGIC):
        raise Unreadable(NOT_A_WORKBOOK)
    try:
        package = zipfile.ZipFile(BytesIO(content))
        parts = _inflate(package, _COMMON.match)
        if _BOOK not in parts:
            raise Unreadable(NOT_A_WORKBOOK)
        sheets = {
            name: part for name, part in _sheets(parts, package) if wanted is None or name in wanted
        }
        inflated = _inflate(package, set(sheets.values()).__contains__)
        # Every sheet is looked through before calamine sees the first: it may ask for 500 GB.
        flags = {name: _flags(inflated[part]) for name, part in sheets.items()}
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        grids = {
            name: Grid(book.get_sheet_by_name(name).to_python(skip_empty_area=False), *flags[name])
            for name in sheets
        }
        return Workbook(grids, _properties(parts), _saved(parts))
    except Unreadable:
        raise
    except BaseException as error:
        # Whatever a parser throws at a damaged file, a panic of calamine's (which is no Exception)
        # included, costs this one file and not the run.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise Unreadable(BROKEN) from error


def read_properties(content: bytes) -> dict[str, str]:
    """Only the custom properties, cheaply; none where the file is not a sane workbook."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package, package.open(_CUSTOM) as file:
            part = file.read(MAX_PART_SIZE)
        return {} if b"<!" in part else _properties({_CUSTOM: part})
    except (KeyError, ElementTree.ParseError, *ZIP_DAMAGE):
        return {}


def _inflate(package: zipfile.ZipFile, chosen: Callable[[str], object]) -> dict[str, bytes]:
    """The chosen XML parts, read under limits; what is declared is never believed."""
    parts: dict[str, bytes] = {}
    members = package.infolist()
    if len(members) > MAX_PARTS:
        raise Unreadable(TOO_LARGE)
    total = 0
    for member in members:
        name = member.filename.lstrip("/")
        if not chosen(name):
            continue
        with package.open(member) as file:
            part = file.read(MAX_PART_SIZE + 1)
        total += len(part)
        if len(part) > MAX_PART_SIZE or total > MAX_TOTAL_SIZE:
            raise Unreadable(TOO_LARGE)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise Unreadable(UNSAFE)
        parts[name] = part
    return parts


def _local(element: ElementTree.Element) -> str:
    """The tag without its namespace: transitional and strict OOXML differ only there."""
    return element.tag.rpartition("}")[2]


def _sheets(parts: dict[str, bytes], package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part that holds it."""
    targets = {
        one.attrib["Id"]: one.attrib["Target"]
        for one in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    there = {name.lstrip("/") for name in package.namelist()}
    for element in ElementTree.fromstring(parts[_BOOK]).iter():
        if _local(element) != "sheet":
            continue
        relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
        target = targets[relation]
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in there:
            yield element.attrib["name"], part


def _flags(part: bytes) -> tuple[dict[At, str], dict[At, str]]:
    """Formulas and errors of a sheet's XML, once its extent is known to be sane."""
    # Validations and conditional formats, most of a template's sheet, come behind the cells.
    start, end = part.find(b"sheetData"), part.rfind(b"sheetData>")
    part = part[max(start, 0) : end if end > start else None]
    references = _REF.findall(part)
    if len(references) != len(_ANY_REF.findall(part)):
        raise Unreadable(TOO_FAR)
    letters = {one for one, _ in references if one}
    # An empty row far down is harmless, and LibreOffice writes some; one with cells counts.
    numbers = {one for name, one in references if name} | set(_ROW_OF_CELLS.findall(part))
    rows = max(map(int, numbers), default=0)
    columns = max(map(_column, letters), default=-1) + 1
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_AREA:
        raise Unreadable(TOO_FAR)
    formulas = {
        (int(row) - 1, _column(column)): "=" + unescape(text.decode("utf-8", "replace"))
        for column, row, text in _FORMULA.findall(part)
    }
    errors = {
        (int(row) - 1, _column(column)): text.decode("utf-8", "replace")
        for column, row, text in (_ERROR.findall(part) if b't="e"' in part else ())
    }
    return formulas, errors


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number - 1


def _properties(parts: dict[str, bytes]) -> dict[str, str]:
    part = parts.get(_CUSTOM)
    if part is None:
        return {}
    return {
        one.attrib["name"]: "".join(one.itertext())
        for one in ElementTree.fromstring(part)
        if "name" in one.attrib
    }


def _saved(parts: dict[str, bytes]) -> datetime.datetime | None:
    part = parts.get("docProps/core.xml")
    if part is None:
        return None
    for element in ElementTree.fromstring(part):
        if _local(element) == "modified" and element.text:
            try:
                saved = datetime.datetime.fromisoformat(element.text.strip())
            except ValueError:
                return None
            if saved.tzinfo is None:
                saved = saved.replace(tzinfo=datetime.UTC)
            return saved.astimezone(datetime.UTC).replace(tzinfo=None)
    return None
