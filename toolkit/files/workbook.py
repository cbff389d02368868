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
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

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

_P = rb"<(?:\w+:)?"
_REF = re.compile(_P + rb'c\s(?:[^>]*?\s)?r="([A-Z]+)([0-9]+)"')
_FORMULA = re.compile(
    _P + rb'c\s(?:[^>]*?\s)?r="([A-Z]+)([0-9]+)"[^>]*>\s*' + _P + rb"f\b(?:[^>]*/>|[^>]*>([^<]*))"
)
_ERROR = re.compile(
    _P + rb'c\s(?=[^>]*\bt="e")(?:[^>]*?\s)?r="([A-Z]+)([0-9]+)"[^>]*>.*?' + _P + rb"v>([^<]*)<",
    re.DOTALL,
)
# What zipfile raises, besides BadZipFile, on members that are damaged, encrypted or exotic.
_DAMAGE = (zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_CUSTOM = "docProps/custom.xml"
_WANTED = re.compile(r"\.(xml|rels)$", re.IGNORECASE)


def read_workbook(content: bytes) -> Workbook:
    """The grids of an .xlsx workbook.

    Raises:
        Unreadable: with the reason in the user's language.
    """
    if content.startswith(OLE_MAGIC):
        raise Unreadable(ENCRYPTED_OR_OLD)
    if not content.startswith(ZIP_MAGIC):
        raise Unreadable(NOT_A_WORKBOOK)
    parts = _inflate(content)
    if "xl/workbook.xml" not in parts:
        raise Unreadable(NOT_A_WORKBOOK)
    try:
        sheets = dict(_sheets(parts))
        flags = {name: _flags(parts[part]) for name, part in sheets.items()}
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        grids = {
            name: Grid(book.get_sheet_by_name(name).to_python(skip_empty_area=False), *flags[name])
            for name in book.sheet_names
            if name in flags
        }
        return Workbook(grids, _properties(parts), _saved(parts))
    except (CalamineError, ElementTree.ParseError, KeyError, ValueError, OSError) as error:
        raise Unreadable(BROKEN) from error


def read_properties(content: bytes) -> dict[str, str]:
    """Only the custom properties, cheaply; none where the file is not a sane workbook."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package, package.open(_CUSTOM) as file:
            part = file.read(MAX_PART_SIZE)
        return {} if b"<!" in part else _properties({_CUSTOM: part})
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, *_DAMAGE):
        return {}


def _inflate(content: bytes) -> dict[str, bytes]:
    """The XML parts, read under limits; what is declared is never believed."""
    parts: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > MAX_PARTS:
                raise Unreadable(TOO_LARGE)
            for member in members:
                if not _WANTED.search(member.filename):
                    continue
                with package.open(member) as file:
                    part = file.read(MAX_PART_SIZE + 1)
                total += len(part)
                if len(part) > MAX_PART_SIZE or total > MAX_TOTAL_SIZE:
                    raise Unreadable(TOO_LARGE)
                if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                    raise Unreadable(UNSAFE)
                parts[member.filename.lstrip("/")] = part
    except (zipfile.BadZipFile, *_DAMAGE) as error:
        raise Unreadable(BROKEN) from error
    return parts


def _local(element: ElementTree.Element) -> str:
    """The tag without its namespace: transitional and strict OOXML differ only there."""
    return element.tag.rpartition("}")[2]


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part that holds it."""
    targets = {
        one.attrib["Id"]: one.attrib["Target"]
        for one in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    for element in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():
        if _local(element) != "sheet":
            continue
        relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
        target = targets[relation]
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts:
            yield element.attrib["name"], part


def _flags(part: bytes) -> tuple[dict[At, str], dict[At, str]]:
    """Formulas and errors of a sheet's XML, once its extent is known to be sane."""
    references = set(_REF.findall(part))
    rows = max((int(row) for _, row in references), default=0)
    columns = max((_column(letters) for letters, _ in references), default=-1) + 1
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_AREA:
        raise Unreadable(TOO_FAR)
    formulas = {
        (int(row) - 1, _column(letters)): "=" + unescape(text.decode("utf-8", "replace"))
        for letters, row, text in _FORMULA.findall(part)
    }
    errors = {
        (int(row) - 1, _column(letters)): text.decode("utf-8", "replace")
        for letters, row, text in (_ERROR.findall(part) if b't="e"' in part else ())
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
