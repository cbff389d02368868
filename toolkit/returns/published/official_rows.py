"""Official rows: the rows of a table of the form, as a document is searched for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.form.form import Form
from toolkit.form.layout import TableLayout
from toolkit.form.table import Block, Head, leaves
from toolkit.returns.published.spelling import label_of


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One official row."""

    block: int
    row: int
    label: str
    printed: str
    # The groups that begin with it.
    groups: tuple[str, ...]
    # The rows that it stands for, where it is a group that is printed as one line.
    within: tuple[int, ...] = ()


def official_rows(layout: TableLayout) -> Iterator[OfficialRow]:
    for number, block in enumerate(layout.table.blocks):
        before: tuple[Head, ...] = ()
        for row, path in enumerate(leaves(block.rows)):
            groups = [one for one in path[:-1] if not any(one is two for two in before)]
            before, label = path, path[-1].label
            yield OfficialRow(
                number, row, label_of(label), label, tuple(label_of(g.label) for g in groups)
            )


def groups_of(layout: TableLayout) -> dict[tuple[int, int], set[str]]:
    """Block and row → the labels of the groups that the row is in."""
    return {
        (number, row): {label_of(one.label) for one in path[:-1]}
        for number, block in enumerate(layout.table.blocks)
        for row, path in enumerate(leaves(block.rows))
    }


def codes_of(layout: TableLayout, form: Form) -> dict[tuple[int, int], list[str]]:
    """Block and row → the indicators of the row, in their order."""
    found: dict[tuple[int, int], list[str]] = {}
    for code in layout.cells:
        one = form.indicators[code]
        found.setdefault((one.block, one.row), []).append(code)
    return found


def groups_as_rows(
    layout: TableLayout, form: Form
) -> tuple[TableLayout, dict[tuple[int, int], list[str]]] | None:
    """A table of one row whose groups of columns all have the same heads, with the groups as rows;
    and block and row → the indicators. None where it is no such table.
    """
    block = layout.table.blocks[0]
    paths = list(leaves(block.columns))
    groups = list(dict.fromkeys(id(path[-2]) for path in paths if len(path) > 1))
    heads = [[path[-1] for path in paths if id(path[-2]) == one] for one in groups]
    if len(groups) < 2 or any(len(path) < 2 for path in paths):
        return None
    if len({tuple(one.label for one in some) for some in heads}) > 1:
        return None
    alike = Block(rows=tuple(map(_without_leaves, block.columns)), columns=tuple(heads[0]))
    every, each = codes_of(layout, form)[0, 0], len(heads[0])
    codes = {(0, row): every[row * each : (row + 1) * each] for row in range(len(groups))}
    table = layout.table.model_copy(update={"blocks": (alike,)})
    return replace(layout, table=table), codes


def _without_leaves(head: Head) -> Head:
    below = tuple(_without_leaves(one) for one in head.children if one.children)
    return head.model_copy(update={"children": below})


@dataclass(frozen=True, slots=True)
class UndividedGroup:
    """A group of rows that earlier layouts print as one line."""

    block: int
    printed: str
    rows: tuple[int, ...]


def undivided_groups(layout: TableLayout) -> Iterator[UndividedGroup]:
    for number, block in enumerate(layout.table.blocks):
        inside: dict[int, tuple[Head, list[int]]] = {}
        for row, path in enumerate(leaves(block.rows)):
            for head in path[:-1]:
                if head.undivided:
                    inside.setdefault(id(head), (head, []))[1].append(row)
        for head, rows in inside.values():
            yield UndividedGroup(number, head.label, tuple(rows))


def rows_within(rows: Sequence[OfficialRow], group: UndividedGroup) -> list[int]:
    return [i for i, one in enumerate(rows) if one.block == group.block and one.row in group.rows]


def as_one_line(rows: Sequence[OfficialRow], group: UndividedGroup) -> list[OfficialRow]:
    """The rows with one for the whole group in place of its own."""
    first, *others = rows_within(rows, group)
    label = label_of(group.printed)
    one = OfficialRow(group.block, group.rows[0], label, group.printed, (), group.rows)
    return [one if i == first else row for i, row in enumerate(rows) if i not in others]
