"""What a sheet of an .xlsx says, around its cells, of how they look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from toolkit.grids.comparison import between
from toolkit.spreadsheets.conditional import Conditional
from toolkit.spreadsheets.number_formats import Look
from toolkit.spreadsheets.ooxml_parts import local, tree
from toolkit.spreadsheets.sheet_flags import areas
from toolkit.spreadsheets.xlsx_styles import differential

Element = ElementTree.Element

_END = b"</sheetData>"
# No sheet of ours has more columns.
_MOST_COLUMNS = 1_000
_SIGNS = {
    "equal": "=",
    "notEqual": "<>",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}
# No figure that is stored is an error or blank.
_NEVER = ("containsErrors", "containsBlanks")
# An expression that compares a cell with something.
_COMPARED = re.compile(r"\s*=?\s*([A-Za-z]{1,3}[0-9]{1,7})\s*([<>=].*)", re.DOTALL)


def around_cells(part: bytes) -> Element:
    """What stands around the cells of a sheet; nothing where it is broken, as the cells are not."""
    start, end = part.find(b"<sheetData"), part.rfind(_END)
    usual = part.count(b"sheetData") == 2 and 0 <= start < end
    try:
        return tree(part[:start] + part[end + len(_END) :] if usual else part)
    except ElementTree.ParseError:
        return ElementTree.Element("worksheet")


def column_styles(around: Element) -> dict[int, bytes]:
    """Column → the number of the style that it names for its cells."""
    found: dict[int, bytes] = {}
    for one in (col for cols in around if local(cols) == "cols" for col in cols):
        first, last, style = (one.get(key, "").strip() for key in ("min", "max", "style"))
        if all(text.isdecimal() and len(text) < 8 for text in (first, last, style)):
            for column in range(int(first) - 1, min(int(last), _MOST_COLUMNS)):
                found[column] = b"%d" % int(style)
    return found


def conditional_looks(around: Element, shared: Mapping[str, Look]) -> Iterator[Conditional]:
    """The odd looks that conditional formats give to cells.

    ``shared``: those of the styles part by their numbers. Newer formats state theirs themselves.
    """
    for one in around.iter():
        if local(one) != "conditionalFormatting":
            continue
        stated = [one.get("sqref", ""), *(e.text or "" for e in one if local(e) == "sqref")]
        # A single cell is written without a colon.
        names = [name if ":" in name else f"{name}:{name}" for name in " ".join(stated).split()]
        for rule in (each for each in one if local(each) == "cfRule"):
            if rule.get("type") in _NEVER:
                continue
            own = next((differential(each) for each in rule if local(each) == "dxf"), None)
            look = own or shared.get(rule.get("dxfId", "").strip())
            if look and not look.is_plain:
                yield Conditional(areas(names), _conditions(rule, names), look)


def _conditions(rule: Element, names: Sequence[str]) -> list[str]:
    """The comparisons of a rule, as far as it is one with numbers; of any other rule none."""
    formulas = [one.text or "" for one in rule if local(one) in ("formula", "f")]
    kind, compared = rule.get("operator", ""), _COMPARED.fullmatch("".join(formulas[:1]))
    if rule.get("type") == "cellIs" and kind in _SIGNS:
        return [_SIGNS[kind] + one for one in formulas[:1]]
    if rule.get("type") == "cellIs" and kind == "between":
        return between(*formulas)
    # It is written for the first cell, and moves along with the others.
    if rule.get("type") == "expression" and compared and names:
        return [compared[2]] if names[0].partition(":")[0] == compared[1].upper() else []
    return []
