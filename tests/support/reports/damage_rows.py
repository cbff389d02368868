"""Damage to the rows of tables."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tests.support.reports.damage import (
    NotHere,
    Scene,
    body,
    drawn_row,
    kind,
    with_other_figures,
)
from tests.support.reports.model import Cell


@kind()
def row_lost(scene: Scene) -> None:
    table, number = drawn_row(scene)
    scene.lose(table.rows.pop(number))
    scene.must_tell(table)


@kind()
def row_doubled_with_other_figures(scene: Scene) -> None:
    table, number = drawn_row(scene)
    row = table.rows[number]
    scene.lose(row)
    at = 2 if table.kind == "t3" else 0
    again = with_other_figures(row, scene.rng.randint(1, 9))
    label = replace(row[at])
    again = [label if cell is row[at] else cell for cell in again]
    table.rows.insert(number + 1, again)
    scene.must_tell(table)


@kind()
def row_added(scene: Scene) -> None:
    """A row with an unknown label has figures that are counted nowhere."""
    table, number = drawn_row(scene, "t3")
    row = table.rows[number]
    label = Cell(scene.rng.choice(("9.属于其他特殊情形", "历年积存申请数量")))
    again = [label if cell is row[2] else cell for cell in with_other_figures(row, 3)]
    table.rows.insert(number + 1, again)
    scene.must_tell(table)


@kind()
def rows_exchanged(scene: Scene) -> None:
    """With their labels: every figure is still plain."""
    table = scene.report.table("t3")
    rows = body(table)
    groups = [
        (one, other)
        for one, other in pairwise(rows)
        if table.rows[one][1] is table.rows[other][1]
        and table.rows[one][2] is not table.rows[one][1]
    ]
    one, other = scene.rng.choice(groups)
    scene.done.append(f"rows {one} and {other}")
    table.rows[one], table.rows[other] = table.rows[other], table.rows[one]


@kind()
def end_of_table_lost(scene: Scene) -> None:
    table = scene.report.table("t3")
    keep = len(table.rows) - scene.rng.randint(2, 12)
    scene.lose([cell for row in table.rows[keep:] for cell in row])
    del table.rows[keep:]
    scene.must_tell(table)


@kind("spans")
def row_hidden(scene: Scene) -> None:
    table, number = drawn_row(scene, "t3")
    for cell in table.rows[number]:
        cell.hidden = bool(cell.code)
    scene.lose(table.rows[number])
    scene.must_tell(table)


@kind(harmless=True)
def note_below(scene: Scene) -> None:
    table = scene.table("t3", "t4")
    table.rows.append([Cell("注：数据截至当年12月31日。")] * table.width)


@kind(harmless=True)
def title_within(scene: Scene) -> None:
    table = scene.table("t3", "t4")
    title = "三、收到和处理政府信息公开申请情况" if table.kind == "t3" else "行政复议、行政诉讼情况"
    table.rows.insert(0, [Cell(title)] * table.width)


@kind(harmless=True)
def blank_row(scene: Scene) -> None:
    table = scene.report.table("t3")
    table.rows.append([Cell("") for _ in range(table.width)])


@kind(nothing_other=True)
def other_in_one_row_of_nothing(scene: Scene) -> None:
    """（六）其他处理 in one row, as in an old layout, and nothing in it."""
    _other_in_one_row(scene)


@kind()
def other_in_one_row(scene: Scene) -> None:
    """（六）其他处理 in one row: of which of its three rows the figures are is not known."""
    table = scene.report.table("t3")
    codes = [
        cell.code
        for cell in table.figures()
        if cell.code.startswith("t3.outcome.other.") and cell.code in scene.truth
    ]
    if not any(any(scene.truth[code]) for code in codes):
        raise NotHere
    uncertain = {code.rpartition(".")[2] for code in codes if any(scene.truth[code])}
    for code in codes:
        if code.rpartition(".")[2] in uncertain:
            scene.truth[code] = ()
    _other_in_one_row(scene)
    scene.must_tell(table)


def _other_in_one_row(scene: Scene) -> None:
    table = scene.report.table("t3")
    rows = [
        number
        for number, row in enumerate(table.rows)
        if row[-1].code.startswith("t3.outcome.other.")
    ]
    label = Cell(table.rows[rows[0]][1].text)
    sums = [
        Cell(str(sum(int(table.rows[number][column].text) for number in rows)))
        for column in range(3, 10)
    ]
    first = table.rows[rows[0]][0]
    table.rows[rows[0] : rows[-1] + 1] = [[first, label, label, *sums]]
    scene.done.append(f"rows {rows} in one")
