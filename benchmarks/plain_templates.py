"""The texts and formulas of a template written for every unit of a roster by XlsxWriter.

    python -m benchmarks.plain_templates TEMPLATE ROSTER TARGET

Formats, validations, notes and protection are left out: it is the least that writing them one by
one can take.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import openpyxl
import xlsxwriter

Cells = dict[str, list[tuple[int, int, object]]]


def cells_of(template: Path) -> Cells:
    return {
        sheet.title: [
            (cell.row - 1, cell.column - 1, getattr(cell.value, "text", cell.value))
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        for sheet in openpyxl.load_workbook(template)
    }


def write(path: Path, cells: Cells, code: str, name: str) -> None:
    with xlsxwriter.Workbook(path) as book:
        for title, some in cells.items():
            sheet = book.add_worksheet(title)
            for row, column, value in some:
                sheet.write(row, column, value)
        book.set_custom_property("unit", code)
        book.set_custom_property("name", name)


def main() -> None:
    template, roster, target = map(Path, sys.argv[1:])
    cells = cells_of(template)
    target.mkdir(exist_ok=True)
    with roster.open(encoding="utf-8-sig", newline="") as file:
        for code, name, *_ in list(csv.reader(file))[1:]:
            write(target / f"{code}_{name}.xlsx", cells, code, name)


if __name__ == "__main__":
    main()
