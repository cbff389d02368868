"""What a published report has to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from toolkit.form.form import Form
from toolkit.form.layout import FIRST_ROW, TableLayout, lay_out
from toolkit.grids.address import Place

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


def as_page(form: Form, title: str, totals: Mapping[str, Any]) -> bytes:
    """A page with the official tables, as an office writes it by hand."""
    tables = [_table(one, totals) for one in lay_out(form).tables if one.table.official]
    head = f"<html><head><meta charset='utf-8'><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1>{''.join(tables)}</body></html>".encode()


def _table(one: TableLayout, totals: Mapping[str, Any]) -> str:
    cells = [(label.place, label.text) for label in one.labels if label.role != "title"]
    cells += [(place, plain_number(totals[code])) for code, place in one.cells.items()]
    rows: dict[int, list[tuple[Place, str]]] = defaultdict(list)
    for place, text in cells:
        rows[place.row].append((place, text))
    ordered = (sorted(rows[row], key=_column) for row in sorted(rows))
    lines = ["".join(_cell(*each) for each in row) for row in ordered]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _cell(place: Place, text: str) -> str:
    down, across = place.last_row - place.row + 1, place.last_column - place.column + 1
    return f"<td rowspan='{down}' colspan='{across}'>{text}</td>"


def _column(cell: tuple[Place, str]) -> int:
    return cell[0].column
