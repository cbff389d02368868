"""How the sheets of an .xlsx workbook look, as far as a person may have chosen it.

openpyxl reads styles, colours and filters. It never sees the cells: loading a whole workbook with
it takes as long as reading four hundred returns.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from toolkit.grids.address import column_number
from toolkit.grids.appearance import (
    NO_COLOUR,
    Appearance,
    CellStyles,
    ColumnFilter,
    Link,
    Style,
    Width,
)
from toolkit.grids.grid import At
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.ooxml_parts import Package, attributes, local, tree
from toolkit.spreadsheets.xlsx_sheet_looks import around_cells
from toolkit.spreadsheets.zip_package import damage_is_unreadable

if TYPE_CHECKING:
    from openpyxl.styles import Color
    from openpyxl.worksheet.filters import FilterColumn

# The address and the style of a cell, in whatever order they stand.
_CELL = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})")(?:(?=[^>]*?\bs="([0-9]{1,9})"))?'
)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::.*)?")
# The characters that a program adds to the width of a column for its edges.
_EDGES = 5 / 7
_MOST_COLUMNS = 1_000
# The names of the theme's colours, in the order in which colours are counted.
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_BLACK = "#000000"


def read_appearances(content: bytes, wanted: Collection[str]) -> dict[str, Appearance]:
    """Sheet → how it looks, of those that are wanted and there.

    Raises:
        Unreadable: the package is damaged, or its styles are.
    """
    with damage_is_unreadable():
        package = Package(content)
        sheets = [(name, part) for name, part in package.sheets() if name in wanted]
        styles = _styles(package)
        return {name: _appearance(package, part, styles) for name, part in sheets}


def _appearance(package: Package, part: str, styles: Sequence[Style]) -> Appearance:
    content = package.part(part)
    if content is None:
        raise Unreadable(Refusal.BROKEN)
    around = around_cells(content)
    return Appearance(
        CellStyles(_of_cells(content, len(styles)), styles),
        dict(_widths(around)),
        dict(_filters(package, part, around)),
        dict(_links(package, part, around)),
    )


def _of_cells(content: bytes, styles: int) -> Iterator[tuple[At, int]]:
    """Each cell with the number of its style, of so many."""
    for found in _CELL.finditer(content):
        column, row, style = found.groups(b"0")
        if (number := int(style)) < styles:
            yield (int(row) - 1, column_number(column.decode())), number


# --- Styles ---------------------------------------------------------------------------------------


def _styles(package: Package) -> list[Style]:
    """The styles of cells by their numbers."""
    from openpyxl.styles.stylesheet import Stylesheet

    part = package.part(package.used("styles", package.main))
    if part is None:
        return []
    # LibreOffice writes the font in which it shows Chinese, where it does not have ours.
    named = not _application(package).startswith("LibreOffice")
    sheet, theme = Stylesheet.from_tree(tree(part, package.limits)), _theme(package)  # type: ignore[arg-type]
    fonts = [
        Style(
            colour="" if (colour := _colour(one.color, theme)) == _BLACK else colour,
            bold=bool(one.b),
            italic=bool(one.i),
            underlined=one.u is not None,
            struck=bool(one.strike),
            font=(one.name or "") if named else "",
            size=float(one.sz or 0),
        )
        for one in sheet.fonts
    ]
    fills = [
        _colour(one.fgColor, theme) if getattr(one, "fill_type", None) == "solid" else NO_COLOUR
        for one in sheet.fills
    ]
    return [fonts[one.fontId]._replace(fill=fills[one.fillId]) for one in sheet.cellXfs.xf]


def _application(package: Package) -> str:
    """The program that saved the workbook; empty where it does not say."""
    part = package.part(package.used("extendedproperties"))
    told = tree(part, package.limits) if part else ()
    return next((one.text or "" for one in told if local(one) == "Application"), "")


def _theme(package: Package) -> Sequence[str]:
    """The colours of the workbook's theme, in the order in which they are counted."""
    part = package.part(package.used("theme", package.main))
    if part is None:
        return ()
    named = {local(one): next(iter(one), None) for one in tree(part, package.limits).iter()}
    inner = (named.get(name) for name in _THEME)
    return [
        "" if one is None else f"#{one.get('lastClr', one.get('val', '')).upper()}" for one in inner
    ]


def _colour(colour: Color | None, theme: Sequence[str]) -> str:
    """A colour as "#RRGGBB"; none where the program is to choose it."""
    from openpyxl.styles.colors import COLOR_INDEX

    if colour is None:
        return NO_COLOUR
    found = NO_COLOUR
    if colour.type == "rgb":
        found = f"#{colour.rgb[-6:].upper()}"
    elif colour.type == "theme" and colour.theme < len(theme):
        found = theme[colour.theme]
    elif colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        found = f"#{COLOR_INDEX[colour.indexed][-6:].upper()}"
    return _tinted(found, colour.tint) if found and colour.tint else found


def _tinted(colour: str, tint: float) -> str:
    """Lighter by a part of what lacks to white, or darker by a part of it (ECMA-376, 18.8.19)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    mixed = colorsys.hls_to_rgb(hue, light, saturation)
    return "#" + "".join(f"{round(255 * one):02X}" for one in mixed)


# --- What stands around the cells -----------------------------------------------------------------


def _widths(around: ElementTree.Element) -> Iterator[tuple[int, Width]]:
    for one in (col for cols in around if local(cols) == "cols" for col in cols):
        hidden = one.get("hidden", "0") in ("1", "true")
        with suppress(ValueError):
            first, last = int(one.get("min", "")), int(one.get("max", ""))
            width = Width(max(float(one.get("width", "")) - _EDGES, 0), hidden)
            yield from (
                (column - 1, width) for column in range(first, min(last, _MOST_COLUMNS) + 1)
            )


def _filters(
    package: Package, part: str, around: ElementTree.Element
) -> Iterator[tuple[int, ColumnFilter]]:
    """Those of the sheet and of the tables on it."""
    from openpyxl.worksheet.filters import AutoFilter

    tables = (package.part(one) for one in sorted(package.every("table", part)))
    for root in (around, *(tree(one, package.limits) for one in tables if one)):
        for element in (one for one in root if local(one) == "autoFilter"):
            start = _PLACE.fullmatch(element.get("ref", ""))
            found = AutoFilter.from_tree(element)  # type: ignore[arg-type]  # any tree will do
            for one in found.filterColumn if start and found else ():
                if start and (chosen := _filter(one)):
                    yield column_number(start[1]) + one.colId, chosen


def _filter(one: FilterColumn) -> ColumnFilter | None:
    """None for a kind whose rows only a spreadsheet program can tell: by colour, the first ten."""
    if one.customFilters and one.customFilters.customFilter:
        some = one.customFilters.customFilter
        conditions = tuple((each.operator, str(each.val)) for each in some)
        return ColumnFilter(conditions=conditions, every=bool(one.customFilters._and))
    if one.filters and not one.filters.dateGroupItem:
        return ColumnFilter(tuple(one.filters.filter or ()), bool(one.filters.blank))
    return None


def _links(package: Package, part: str, around: ElementTree.Element) -> Iterator[tuple[At, Link]]:
    targets = package.targets_outside(part)
    for one in (each for links in around if local(links) == "hyperlinks" for each in links):
        stated = attributes(one)
        place = _PLACE.fullmatch(stated.get("ref", ""))
        address = targets.get(stated.get("id", ""))
        if place and (address or stated.get("location")):
            at = int(place[2]) - 1, column_number(place[1])
            yield at, Link(address, stated.get("location"), stated.get("tooltip"))
