"""The conditions of an .ods workbook, and where its conditional formats apply.

Styles name them in one way (``style:map``), sheets in another that not every program writes
(``calcext:conditional-format``), and that has more of them.
"""

from __future__ import annotations

import re

from toolkit.grids.comparison import between, comparison
from toolkit.grids.grid import Area
from toolkit.spreadsheets.sheet_flags import areas

_ASKED = re.compile(r"(?:value|cell-content)\(\)\s*")
_BETWEEN = re.compile(r"(?:cell-content-is-)?between\(([^,()]*),([^,()]*)\)")
_FORMULA = re.compile(r"(?:is-true-formula|formula-is)\(\s*\[\.([A-Z]+[0-9]+)\](.*)\)", re.DOTALL)
_CELL = r"\.\$?([A-Z]{1,3})\$?([0-9]{1,7})"
_RANGE = re.compile(rf"{_CELL}(?::[^:]*?{_CELL})?(?=\s|$)")
# No figure that is stored is an error.
_NEVER = "is-error"


def comparisons_of(condition: str, base: str) -> tuple[str, ...] | None:
    """The comparisons of a condition that must hold; of one that cannot be judged none.

    ``base``: the cell for which its formula is written. None where no figure can fulfil it.
    """
    if condition == _NEVER:
        return None
    if found := _BETWEEN.fullmatch(condition):
        return tuple(between(found[1], found[2]))
    found = _FORMULA.fullmatch(condition)
    if found and base.rpartition(".")[2].replace("$", "") == found[1] and comparison(found[2]):
        return (found[2],)
    return (_ASKED.sub("", condition, count=1),)


def ranges_of(address: str) -> tuple[Area, ...]:
    """The ranges of an address such as ``'表 三'.D6:'表 三'.I28 '表 三'.D30``."""
    found = (match.groups() for match in _RANGE.finditer(address))
    return areas([f"{a}{b}:{c or a}{d or b}" for a, b, c, d in found])
