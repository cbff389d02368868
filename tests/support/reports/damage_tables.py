"""Damage to the columns, cells and merged cells of tables, and to whole tables."""

from __future__ import annotations

from dataclasses import replace

from tests.support.reports.damage import (
    NotHere,
    Scene,
    body,
    drawn_row,
    kind,
    labels,
    with_other_figures,
)
from tests.support.reports.model import Cell, Subject, Table
from tests.support.reports.official import official_report, random_figures

# --- Columns -------------------------------------------------------------------------------------


def _column(scene: Scene) -> tuple[Table, int]:
    table = scene.table("t3", "t4")
    column = scene.rng.randrange(4, 8) if table.kind == "t3" else scene.rng.choice((0, 2, 6, 12))
    scene.done.append(f"column {column} of {table.kind}")
    return table, column


@kind()
def column_lost(scene: Scene) -> None:
    table, column = _column(scene)
    scene.lose([row.pop(column) for row in table.rows])
    scene.must_tell(table)


@kind()
def column_added(scene: Scene) -> None:
    table, column = _column(scene)
    for number, row in enumerate(table.rows):
        figure = Cell(str(scene.rng.randint(1, 9)))
        row.insert(column + 1, figure if row[column].code else row[column])
        if number == 2:
            row[column + 1] = Cell("个体工商户" if table.kind == "t3" else "撤回起诉")
    scene.must_tell(table)


@kind()
def column_doubled_with_other_figures(scene: Scene) -> None:
    table, column = _column(scene)
    scene.lose([row[column] for row in table.rows])
    leaf = Cell(table.rows[2][column].text)
    for number, row in enumerate(table.rows):
        (again,) = with_other_figures([row[column]], 2)
        row.insert(column + 1, leaf if number == 2 else again)
    scene.must_tell(table)


@kind(harmless=True)
def blank_column(scene: Scene) -> None:
    table = scene.report.table("t3")
    for row in table.rows:
        row.append(Cell(""))


# --- Cells ---------------------------------------------------------------------------------------


@kind()
def cell_dropped(scene: Scene) -> None:
    """What stands behind it is shown one column further left."""
    table, number = drawn_row(scene, "t3", "t4")
    row = table.rows[number]
    figures = [column for column, cell in enumerate(row) if cell.code]
    column = scene.rng.choice(figures[:-1])
    texts = [cell.text for cell in row[column + 1 :]]
    for cell, text in zip(row[column:], [*texts, "0"], strict=True):
        if cell.code in scene.truth:
            scene.truth[cell.code] = (int(text),)
    del row[column]


@kind()
def cell_added(scene: Scene) -> None:
    """One figure too many: which of them is of which column is not certain."""
    table, number = drawn_row(scene, "t3", "t4")
    row = table.rows[number]
    figures = [column for column, cell in enumerate(row) if cell.code]
    text = scene.rng.choice(("0", "7"))
    if text == "0" and {row[column].text for column in figures} == {"0"}:
        raise NotHere
    scene.lose(row)
    row.insert(scene.rng.choice(figures), Cell(text, damaged=True))
    scene.must_tell(table)


@kind()
def blank_cell_added(scene: Scene) -> None:
    """What stands behind it is one column further right: it is read in its order, or told."""
    table, number = drawn_row(scene, "t3", "t4")
    row = table.rows[number]
    figures = [column for column, cell in enumerate(row) if cell.code]
    row.insert(scene.rng.choice(figures), Cell("", damaged=True))


@kind("spans")
def rowspan_wrong(scene: Scene) -> None:
    table = scene.report.table("t3")
    cell = scene.rng.choice([one for one in labels(table, 3) if _tall(table, one)])
    cell.down = scene.rng.choice((-1, 1))
    scene.done.append(f"rowspan of {cell.text!r} {cell.down:+}")


@kind("spans")
def colspan_wrong(scene: Scene) -> None:
    table = scene.table("t3", "t4")
    cells = labels(table, 2)
    cell = scene.rng.choice([one for one in cells if any(_wide(row, one) for row in table.rows)])
    cell.across = scene.rng.choice((-1, 1))
    scene.done.append(f"colspan of {cell.text!r} {cell.across:+}")


def _tall(table: Table, cell: Cell) -> bool:
    return sum(cell in row for row in table.rows) > 1


def _wide(row: list[Cell], cell: Cell) -> bool:
    return row.count(cell) > 1


# --- Whole tables --------------------------------------------------------------------------------


@kind()
def table_lost(scene: Scene) -> None:
    table = scene.table()
    scene.report.parts.remove(table)
    scene.lose(table.figures())
    scene.must_tell(table)


@kind()
def block_lost(scene: Scene) -> None:
    """One of the four blocks of table 2."""
    table = scene.report.table("t2")
    first, last = scene.rng.choice(((0, 4), (4, 7), (7, 11), (11, 14)))
    scene.lose([cell for row in table.rows[first:last] for cell in row])
    del table.rows[first:last]
    scene.must_tell(table)


@kind()
def table_doubled_with_other_figures(scene: Scene) -> None:
    table = scene.table("t3", "t4", "t2")
    rows = [with_other_figures(row, 1) for row in table.rows]
    scene.report.parts.insert(scene.report.parts.index(table) + 1, Table(table.kind, rows))
    scene.lose(table.figures())
    scene.must_tell(table)


@kind()
def damaged_copy_with_other_figures(scene: Scene) -> None:
    """The table once more with other figures, where the second one cannot be read as a whole."""
    table = scene.table("t3", "t2")
    rows = [with_other_figures(row, 1) for row in table.rows]
    del rows[scene.rng.choice(body(table)[1:])]
    scene.report.parts.insert(scene.report.parts.index(table) + 1, Table(table.kind, rows))
    scene.lose(table.figures())
    scene.must_tell(table)


@kind()
def table_doubled(scene: Scene) -> None:
    """The same once more: every figure is plain."""
    table = scene.table("t3", "t4", "t2")
    again: dict[int, Cell] = {}
    rows = [[again.setdefault(id(cell), replace(cell)) for cell in row] for row in table.rows]
    scene.report.parts.insert(scene.report.parts.index(table) + 1, Table(table.kind, rows))


@kind(harmless=True)
def tables_in_another_order(scene: Scene) -> None:
    parts = scene.report.parts
    one, other = (parts.index(scene.report.table(name)) for name in ("t3", "t4"))
    parts[one - 1 : one + 1], parts[other - 1 : other + 1] = (
        parts[other - 1 : other + 1],
        parts[one - 1 : one + 1],
    )


@kind(harmless=True)
def unofficial_table(scene: Scene) -> None:
    """A table of the office's own stands in the narrative."""
    rows = [
        [Cell("栏目"), Cell("条数")],
        [Cell("公示公告"), Cell("35")],
        [Cell("其他"), Cell("12")],
    ]
    scene.report.parts.insert(3, Table("own", rows))


@kind()
def two_reports(scene: Scene) -> None:
    """Another unit's report follows in the same file."""
    subject = Subject("东海市卫生健康委员会", scene.report.subject.year)
    figures = random_figures(scene.rng.randrange(1_000))
    scene.report.others = [official_report(figures, subject)]
    for table in scene.report.tables:
        scene.lose(table.figures())
        scene.must_tell(table)
