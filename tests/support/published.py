"""What a published report has to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.form.form import Form
from toolkit.form.layout import FIRST_ROW, lay_out

Grid = list[list[str]]


def expected(form: Form, totals: Mapping[str, Any]) -> list[Grid]:
    """The official tables cell by cell; a merged cell has its text in all of its places."""
    grids = []
    for one in lay_out(form).tables:
        if not one.table.official:
            continue
        grid = [[""] * one.width for _ in range(one.last_row - FIRST_ROW + 1)]
        texts = [(label.place, label.text) for label in one.labels if label.role != "title"]
        texts += [(place, plain_number(totals[code])) for code, place in one.cells.items()]
        for place, text in texts:
            for row in range(place.row, place.last_row + 1):
                for column in range(place.column, place.last_column + 1):
                    grid[row - FIRST_ROW][column] = text
        grids.append(grid)
    return grids


def plain_number(value: float) -> str:
    text = format(value, ".6f") if isinstance(value, float) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
