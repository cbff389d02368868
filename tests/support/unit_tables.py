"""Plain tables of last year's figures, as offices have them, and what is read of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from tests.support.build import CITY, EVERYONE, YEAR
from toolkit.commands.reading_previous import read_previous
from toolkit.findings.details import Untaken, UntakenWhy
from toolkit.form.form import Form
from toolkit.form.form_file import default_form
from toolkit.returns.previous_year import Previous
from toolkit.roster.roster import Roster

# Codes of the newest form, short for the tests.
CARRIED, COMPANY, TOTAL = (
    f"t3.carried_out.{one}" for one in ("natural_person", "company", "total")
)
STOCK, FEES = "t2.normative_documents.in_force", "t2.fees.amount"


def csv(*rows: Any, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    lines = (delimiter.join("" if one is None else str(one) for one in row) for row in rows)
    return "\n".join([*lines, ""]).encode(encoding)


def xlsx(*rows: Any, sheet: str = "Sheet1", merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(
    tmp_path: Path,
    content: bytes,
    name: str = "上年.csv",
    *,
    roster: Roster | None = None,
    form: Form | None = None,
) -> Previous:
    """What a file says of the year before this one."""
    path = tmp_path / name
    path.write_bytes(content)
    units = roster or Roster(EVERYONE)
    return read_previous(path, form or default_form(), YEAR + 1, units, CITY)


def known(previous: Previous) -> dict[str, dict[str, int]]:
    """The figures that are known, by unit."""
    return {
        unit: {code: value for code, value in figures.items() if value is not None}
        for unit, figures in previous.figures.items()
    }


def told(previous: Previous) -> Mapping[UntakenWhy, list[tuple[int | None, int | None, str]]]:
    """What was not used, by why: row, column and text of each."""
    details = [one.details for one in previous.findings]
    assert {one.code for one in previous.findings} <= {"YEAR-04"}
    return {
        one.why: [(spot.row, spot.column, spot.text) for spot in one.spots]
        for one in details
        if isinstance(one, Untaken)
    }
