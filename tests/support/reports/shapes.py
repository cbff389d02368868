"""What programs and habits make of a table: pieces, empty cells for merged ones, blanks for 0."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from tests.support.reports.model import Cell, Report, Table

# A table → what stands in its place.
Shape = Callable[[Table], Iterable[Table]]


def shaped(report: Report, *shapes: Shape) -> Report:
    """The report with its tables changed, one shape after the other."""
    parts: list[str | Table] = list(report.parts)
    for shape in shapes:
        parts = [new for one in parts for new in (shape(one) if isinstance(one, Table) else (one,))]
    others = [shaped(one, *shapes) for one in report.others]
    return Report(report.subject, parts, report.title, others)


def in_four(table: Table) -> Iterator[Table]:
    """Table 2 in a table for each of its bands."""
    if table.kind != "t2":
        yield table
        return
    begins = [0, *_bands(table), len(table.rows)]
    for first, last in pairwise(begins):
        if first < last:
            yield Table(table.kind, _narrowed(table.rows[first:last]))


def _bands(table: Table) -> list[int]:
    """The rows other than the first that a band fills."""
    return [
        number
        for number, row in enumerate(table.rows)
        if number and "第二十条" in row[0].text and all(cell is row[0] for cell in row)
    ]


def _narrowed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Without the columns in which every cell goes on from the column before."""
    width = max(map(len, rows), default=0)
    kept = [
        column
        for column in range(width)
        if not column
        or any(len(row) <= column or row[column] is not row[column - 1] for row in rows)
    ]
    return [[row[column] for column in kept if column < len(row)] for row in rows]


def cut(*labels: str) -> Shape:
    """Table 3 in pieces, each of which begins with the row of one of these beginnings of labels.

    A merged cell that goes on from the piece before is blank there.
    """

    def pieces(table: Table) -> Iterator[Table]:
        if table.kind != "t3":
            yield table
            return
        begins = [
            number
            for number, row in enumerate(table.rows)
            if number and any(_begins_here(table, number, column, labels) for column in range(3))
        ]
        edges, seen = [0, *begins, len(table.rows)], set[int]()
        for first, last in pairwise(edges):
            rows = table.rows[first:last]
            yield Table(table.kind, _begun_again(rows, seen))
            seen |= {id(cell) for row in rows for cell in row}

    return pieces


def _begins_here(table: Table, number: int, column: int, labels: tuple[str, ...]) -> bool:
    row, above = table.rows[number], table.rows[number - 1]
    if column >= len(row):
        return False
    cell = row[column]
    new = column >= len(above) or above[column] is not cell
    return new and cell.text.startswith(labels)


def _begun_again(rows: list[list[Cell]], seen: Container[int] = ()) -> list[list[Cell]]:
    """The same rows with cells of their own; those that were seen before are blank."""
    twins: dict[int, Cell] = {}

    def own(cell: Cell) -> Cell:
        text = "" if id(cell) in seen else cell.text
        return twins.setdefault(id(cell), replace(cell, text=text))

    return [[own(cell) for cell in row] for row in rows]


def with_head_again(table: Table) -> Iterator[Table]:
    """Table 3 in two pieces; the second one has the whole head again."""
    if table.kind != "t3":
        yield table
        return
    first, *rest = cut("（四）", "(四)")(table)
    yield first
    for piece in rest:
        again = _begun_again(list(takewhile(_is_head, table.rows)))
        yield Table(table.kind, [*again, *piece.rows])


def _is_head(row: list[Cell]) -> bool:
    """Whether it stands above the first row of figures."""
    return not row[0].text.startswith("一、") and not any(cell.code for cell in row)


def empty_below(table: Table) -> Iterator[Table]:
    """Every merged cell is its first cell, and empty cells in the rows below and beside it."""
    seen = set[int]()

    def alone(cell: Cell) -> Cell:
        if id(cell) in seen:
            return Cell("")
        seen.add(id(cell))
        return cell

    yield Table(table.kind, [[alone(cell) for cell in row] for row in table.rows])


def one_left(table: Table) -> Iterator[Table]:
    """The rowspan of 不予公开 is one too small: a browser shows its last row one to the left."""
    if table.kind == "t3":
        for _, _, cell in table.cells:
            if "不予公开" in cell.text:
                cell.down = -1
    yield table


def blank_zeros(table: Table) -> Iterator[Table]:
    """Nothing is typed for 0."""
    for cell in table.figures():
        if cell.text == "0" and not cell.damaged:
            cell.text = ""
    yield table


def thousands(table: Table) -> Iterator[Table]:
    """Thousands are separated by commas."""
    for cell in table.figures():
        if cell.text.isascii() and cell.text.isdigit() and not cell.damaged:
            cell.text = f"{int(cell.text):,}"
    yield table


def some_totals_blank(table: Table) -> Iterator[Table]:
    """The total of every third row of table 3 is left out, where it is more than one figure."""
    for number, row in enumerate(table.rows):
        total = row[-1]
        if table.kind == "t3" and number % 3 == 0 and total.code and not total.damaged:
            total.text = ""
    yield table


def row_over_two_pages(table: Table) -> Iterator[Table]:
    """The first row of 无法提供 goes on below the page end with the rest of its label."""
    rows = list(table.rows)
    for number, row in enumerate(table.rows):
        if table.kind == "t3" and len(row) > 2 and "不掌握" in row[2].text:
            label = row[2]
            cut = label.text.index("掌") + 1
            rest = [*row[:2], replace(label, text=label.text[cut:])]
            label.text = label.text[:cut]
            rows.insert(number + 1, [*rest, *(Cell("") for _ in row[3:])])
    yield Table(table.kind, rows)


def labels_repeated(table: Table) -> Iterator[Table]:
    """The label of a merged cell stands in every row that it covers, as programs export it."""
    rows = []
    for row in table.rows:
        own: dict[int, Cell] = {}
        rows.append([own.setdefault(id(cell), replace(cell)) for cell in row])
    yield Table(table.kind, rows)
