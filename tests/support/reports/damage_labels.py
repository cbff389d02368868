"""Damage to labels and heads."""

from __future__ import annotations

from tests.support.reports.damage import NotHere, Scene, kind, labels, leaf_rows
from tests.support.reports.model import Cell, Table


def _relabel(scene: Scene, cell: Cell, text: str) -> None:
    scene.done.append(f"label {cell.text!r} -> {text!r}")
    cell.text = text


@kind()
def label_misspelt(scene: Scene) -> None:
    """One character is another one: what is meant is plain, or it is told."""
    cell = scene.rng.choice(labels(scene.table(), 3))
    at = scene.rng.randrange(len(cell.text))
    _relabel(scene, cell, cell.text[:at] + scene.rng.choice("某木日止") + cell.text[at + 1 :])


@kind()
def label_shortened(scene: Scene) -> None:
    cell = scene.rng.choice(labels(scene.table(), 5))
    at = scene.rng.randrange(len(cell.text) - 2)
    _relabel(scene, cell, cell.text[:at] + cell.text[at + 2 :])


@kind()
def label_blanked(scene: Scene) -> None:
    _relabel(scene, scene.rng.choice(labels(scene.table())), "")


@kind()
def group_blanked(scene: Scene) -> None:
    """The label of a whole group of rows of table 3 is not there."""
    table = scene.report.table("t3")
    rows = scene.rng.choice(leaf_rows(table))
    _relabel(scene, table.rows[rows[0]][1], "")


@kind()
def label_of_another_row(scene: Scene) -> None:
    """One label twice, and another one not at all."""
    table = scene.report.table("t3")
    one, other = scene.rng.sample(scene.rng.choice(leaf_rows(table)), 2)
    _relabel(scene, table.rows[one][2], table.rows[other][2].text)
    scene.lose([*table.rows[one], *table.rows[other]])
    scene.must_tell(table)


@kind()
def label_unknown(scene: Scene) -> None:
    """A label of quite another meaning: its figures are no official ones."""
    table = scene.report.table("t3")
    row = table.rows[scene.rng.choice(scene.rng.choice(leaf_rows(table)))]
    _relabel(scene, row[2], "转送乡镇街道办理的咨询电话")
    scene.lose(row)
    scene.must_tell(table)


def _exchange(scene: Scene, first: list[Cell], second: list[Cell]) -> None:
    """What these show is shown of the others."""
    for one, other in zip(first, second, strict=True):
        if one.code in scene.truth and other.code in scene.truth:
            truth = scene.truth
            truth[one.code], truth[other.code] = truth[other.code], truth[one.code]


@kind()
def labels_exchanged(scene: Scene) -> None:
    table = scene.report.table("t3")
    numbers = scene.rng.sample(scene.rng.choice(leaf_rows(table)), 2)
    one, other = (table.rows[number] for number in numbers)
    first, second = one[2].text, other[2].text
    _relabel(scene, one[2], second)
    _relabel(scene, other[2], first)
    _exchange(scene, one[3:], other[3:])


@kind()
def labels_of_table_2_exchanged(scene: Scene) -> None:
    table = scene.report.table("t2")
    pair = [row for row in table.rows if row[0].text in ("规章", "行政规范性文件")]
    one, other = pair
    _relabel(scene, one[0], "行政规范性文件")
    _relabel(scene, other[0], "规章")
    _exchange(scene, one[1:], other[1:])


def _columns(table: Table) -> list[int]:
    """Columns of the same group whose heads are on the same level."""
    return [4, 5, 6, 7] if table.kind == "t3" else [5, 6, 7, 8]


@kind()
def heads_exchanged(scene: Scene) -> None:
    table = scene.table("t3", "t4")
    one, other = scene.rng.sample(_columns(table), 2)
    heads = table.rows[2]
    first, second = heads[one].text, heads[other].text
    _relabel(scene, heads[one], second)
    _relabel(scene, heads[other], first)
    _exchange(scene, [row[one] for row in table.rows], [row[other] for row in table.rows])


@kind()
def groups_of_table_4_exchanged(scene: Scene) -> None:
    table = scene.report.table("t4")
    heads = table.rows[1]
    first, second = heads[5].text, heads[10].text
    _relabel(scene, heads[5], second)
    _relabel(scene, heads[10], first)
    _exchange(scene, table.rows[-1][5:9], table.rows[-1][10:14])


@kind()
def head_of_another_column(scene: Scene) -> None:
    table = scene.table("t3", "t4")
    one, other = scene.rng.sample(_columns(table), 2)
    _relabel(scene, table.rows[2][one], table.rows[2][other].text)
    scene.lose([row[column] for row in table.rows for column in (one, other)])
    scene.must_tell(table)


@kind(harmless=True)
def other_spelling(scene: Scene) -> None:
    """其它 for 其他."""
    cells = [one for kind in ("t3", "t4") for one in labels(scene.report.table(kind))]
    cells = [one for one in cells if "其他" in one.text]
    if not cells:
        raise NotHere
    cell = scene.rng.choice(cells)
    _relabel(scene, cell, cell.text.replace("其他", "其它"))


@kind()
def head_row_lost(scene: Scene) -> None:
    """Without its heads a column is known by its place, or it is told."""
    table = scene.table("t3", "t4")
    number = scene.rng.choice((1, 2))
    scene.done.append(f"head row {number} of {table.kind}")
    del table.rows[number]
