"""Cover: where the first sheet of a template says who reports, when, and each table's state.

Shared by the writer of the template and the reader of what comes back, as the layout is.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.form.form import Form
from toolkit.grids.address import Place

# Each line has two pairs of caption and value: columns A|B and C|D.
_LINES = (
    ("name",),
    ("unit", "year"),
    ("level", "deadline"),
    ("preparer", "phone"),
    ("head", "date"),
)
_FIRST_LINE = 2
WIDTH = 4

# What every unit types in; the rest is printed, except on the blank official template.
CONTACT = ("preparer", "phone", "head", "date")
PRINTED = ("name", "unit", "year", "level")


@dataclass(frozen=True, slots=True)
class Cover:
    """Every place on the cover."""

    # Field → the place of its caption, and that of its value.
    captions: dict[str, Place]
    values: dict[str, Place]
    heads_row: int
    # Table code → the places of its name, its 填报状态 and the result of its checks.
    names: dict[str, Place]
    states: dict[str, Place]
    results: dict[str, Place]
    overall_row: int
    # What is said of the fields above, below the line of the whole.
    contact: Place
    # The check code, below.
    code: Place
    guide_row: int


def cover_of(form: Form) -> Cover:
    """The cover of a form's template."""
    captions: dict[str, Place] = {}
    values: dict[str, Place] = {}
    for number, keys in enumerate(_LINES):
        row = _FIRST_LINE + number
        for position, key in enumerate(keys):
            left = 2 * position
            right = WIDTH - 1 if len(keys) == 1 else left + 1
            captions[key] = Place(row, left, row, left)
            values[key] = Place(row, left + 1, row, right)
    heads = _FIRST_LINE + len(_LINES) + 1
    rows = {table.code: heads + 1 + i for i, table in enumerate(form.tables)}
    return Cover(
        captions=captions,
        values=values,
        heads_row=heads,
        names={code: Place(row, 0, row, 0) for code, row in rows.items()},
        states={code: Place(row, 1, row, 1) for code, row in rows.items()},
        results={code: Place(row, 2, row, 3) for code, row in rows.items()},
        overall_row=heads + 1 + len(rows),
        contact=Place(heads + 2 + len(rows), 1, heads + 2 + len(rows), WIDTH - 1),
        code=Place(heads + 3 + len(rows), 1, heads + 3 + len(rows), 1),
        guide_row=heads + 4 + len(rows),
    )
