"""Bytes of an .xlsx or .xlsm workbook → plain grids with formula and error flags.

python-calamine reads the values fast. But it shows errors as blanks, knows no formulas, asks for as
much memory as a single far-away cell suggests, and stops reading at a comment inside a number. So
it never sees the file: every part is inflated here under limits, looked through once, and handed
over in a package of our own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from python_calamine import CalamineWorkbook

from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.calamine_package import date_styles, packed
from toolkit.spreadsheets.ooxml_parts import Package
from toolkit.spreadsheets.ooxml_texts import SharedTexts, Unusual
from toolkit.spreadsheets.sheet_flags import Flags
from toolkit.spreadsheets.xlsx_apart import Apart, taken_apart
from toolkit.spreadsheets.xlsx_formulas import all_formulas, names_outside
from toolkit.spreadsheets.xlsx_shape import Common, Values, filled, known_shape, remember
from toolkit.spreadsheets.xlsx_sheet import look_through
from toolkit.spreadsheets.xlsx_shown import Looks, shown_cells
from toolkit.spreadsheets.zip_package import OF_A_RETURN, damage_is_unreadable

Rows = Sequence[Sequence[object]]


def read_ooxml(content: bytes, wanted: Collection[str] | None = None) -> Workbook:
    """The grids of the sheets that are wanted, or of all.

    Raises:
        Unreadable: with the reason in the user's language; a damaged package may raise anything.
    """
    package = Package(content)
    listed = list(package.sheets())
    every = dict(listed)
    if not every:
        raise Unreadable(Refusal.BROKEN)
    if len(every) < len(listed):
        # Programs differ in which of them they show under the name.
        raise Unreadable(Refusal.TWIN_SHEETS)
    sheets = {name: part for name, part in every.items() if wanted is None or name in wanted}
    inflated = {
        # A sheet that was left empty, part and all, has no cells.
        part: xml if xml.strip() else b"<worksheet/>"
        for part, xml in package.sheet_parts(set(sheets.values())).items()
    }
    grids = _grids(package, {name: inflated[part] for name, part in sheets.items()})
    return Workbook(
        grids,
        _properties(package),
        package.saved,
        unread=tuple(name for name in every if name not in sheets),
        macros=package.has_macros,
        links=package.has_links,
    )


def _grids(package: Package, sheets: Mapping[str, bytes]) -> dict[str, Grid]:
    """The grids of these sheets, by their names: by their shapes where these are known.

    Raises:
        Unreadable: with the sheet.
    """
    texts, looks = SharedTexts(package), Looks.of(package)
    outside = names_outside(package.book)
    common = None if outside else _common(package, texts, looks)
    if not common:
        return _looked_through(package, sheets, texts, looks, outside)
    apart = {name: one for name, part in sheets.items() if (one := taken_apart(part))}
    by_shape = {name: grid for name, one in apart.items() if (grid := _by_shape(one, common))}
    others = {name: part for name, part in sheets.items() if name not in by_shape}
    looked = _looked_through(package, others, texts, looks, outside)
    for name in looked.keys() & apart.keys():
        remember(apart[name], looked[name], common)
    return {name: by_shape.get(name) or looked[name] for name in sheets}


def _common(package: Package, texts: SharedTexts, looks: Looks) -> Common | None:
    """What is needed to read sheets by their shapes; None where their cells have to be looked at.

    A consolidated workbook has sheets of any size, and is one of its kind.
    """
    if package.limits is not OF_A_RETURN or looks.strings or looks.styles.conditional:
        return None
    dates = date_styles(package.part(package.used("styles", package.main)) or b"")
    if texts.in_order is None or dates is None:
        return None
    return Common(Values(texts.in_order), looks.styles.cells, dates)


def _by_shape(apart: Apart, common: Common) -> Grid | None:
    shape = known_shape(apart)
    if shape:
        with suppress(Unusual):
            return filled(shape, apart, common)
    return None


def _looked_through(
    package: Package,
    sheets: Mapping[str, bytes],
    texts: SharedTexts,
    looks: Looks,
    outside: Mapping[str, str],
) -> dict[str, Grid]:
    """The grids of sheets of which nothing is known.

    Every sheet is looked through before calamine sees the first: it could ask for 500 GB.
    """
    looked: dict[str, tuple[Flags, bytes]] = {}
    for name, part in sheets.items():
        try:
            looked[name] = look_through(part, texts.blank, package.limits)
        except Unreadable as error:
            raise error.on(name) from error
    if not looked:
        return {}
    rows = _values(package, texts.xml, [xml for _, xml in looked.values()])
    return {
        name: _grid(cells, flags, (sheets[name], xml), looks, outside)
        for cells, (name, (flags, xml)) in zip(rows, looked.items(), strict=True)
    }


def _values(package: Package, texts: bytes, sheets: Sequence[bytes]) -> list[Rows]:
    """What the cells of each sheet hold."""
    for formatted in (True, False):
        book = CalamineWorkbook.from_filelike(packed(package, texts, sheets, formatted=formatted))
        # A number that no date can hold may be formatted as one: without formats it is a number.
        with suppress(OverflowError):
            return [
                book.get_sheet_by_index(number).to_python(skip_empty_area=False)
                for number in range(len(sheets))
            ]
    raise Unreadable(Refusal.BROKEN)


def _grid(
    rows: Rows, flags: Flags, parts: tuple[bytes, bytes], looks: Looks, outside: Mapping[str, str]
) -> Grid:
    """The grid of a sheet, with what its cells show.

    ``parts``: the sheet as it is in the file, and as calamine reads it; ``outside``: names that
    lead there.
    """
    part, read = parts
    start = max(read.find(b"sheetData"), 0)
    cells = read[read.find(b">", start) + 1 : read.rfind(b"<", start, read.rfind(b"sheetData>"))]
    formulas = all_formulas(cells, flags.formulas, rows, outside)
    shown = shown_cells(part, read, cells, rows, formulas, looks)
    return Grid(rows, formulas, *flags[1:], shown=shown)


def may_be_a_sum(content: bytes) -> bool:
    """Whether it has the sheets of a consolidated workbook, read cheaply."""
    with suppress(Unreadable), damage_is_unreadable():
        return Package(content).may_be_a_sum
    return False


def read_properties(content: bytes) -> dict[str, str]:
    """Only the custom properties, read cheaply; none where the file is not a sane workbook."""
    with suppress(Unreadable), damage_is_unreadable():
        return _properties(Package(content))
    return {}


def _properties(package: Package) -> dict[str, str]:
    """The custom properties; none where they are broken: who a return is stands elsewhere, too."""
    found = {}
    for one in package.about("customproperties"):
        value = next(iter(one), None)
        if "name" in one.attrib:
            # White space around the value is only that of a file laid out for people.
            found[one.attrib["name"]] = "" if value is None else "".join(value.itertext()).strip()
    return found
