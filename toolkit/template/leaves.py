"""The values of a template's contents that may be others for another unit, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from toolkit.painting.table import Content
from toolkit.template.checks import CheckLine
from toolkit.template.code_cells import CodeCell
from toolkit.template.contents import Contents, Judged
from toolkit.template.figures import Highlight, TableFigures

Leaf = str | float | None
# The fields of the cover that are printed for a unit.
_OF_UNIT = ("name", "unit", "level", "deadline")


class Change(Protocol):
    """What becomes of a leaf."""

    def __call__(self, leaf: Leaf, /) -> Any: ...


def with_leaves(contents: Contents, change: Change) -> Contents:
    """The same contents with every leaf changed.

    What a painter draws from them is the same but for the leaves, each of which it writes as it is.
    Nothing else depends on what a leaf says, but how high a comment is.
    """
    whose = {key: change(contents.printed[key]) for key in _OF_UNIT if key in contents.printed}
    identity = contents.identity
    hidden = {key: change(getattr(identity, key)) for key in ("level", "template", "category")}
    # These two are the same text as on the cover.
    same = {key: whose.get(key) for key in ("name", "unit")}
    return Contents(
        {**contents.printed, **whose},
        replace(identity, **hidden, **same),
        tuple((key, change(text)) for key, text in contents.told),
        _of_judged(contents.judged, change),
        _of_cells(contents.code, change),
    )


def _of_judged(one: Judged, change: Change) -> Judged:
    return Judged(
        {code: _of_table(table, change) for code, table in one.tables.items()},
        replace(one.checks, lines=tuple(_of_line(line, change) for line in one.checks.lines)),
        {code: _of_pair(live, change) for code, live in one.verdicts.items()},
        _of_pair(one.overall, change),
        _of_pair(one.problem, change),
        _of_cells(one.sums, change),
    )


def _of_cells(cells: Iterable[CodeCell], change: Change) -> tuple[CodeCell, ...]:
    return tuple(replace(one, result=change(one.result)) for one in cells)


def _of_pair(live: tuple[str, str], change: Change) -> tuple[str, str]:
    return live[0], change(live[1])


def _of_line(line: CheckLine, change: Change) -> CheckLine:
    """A state that is only told is the same for every unit."""
    if line.state is None:
        return line
    return CheckLine(
        line.table,
        line.code,
        line.title,
        line.label,
        line.link,
        left=change(line.left),
        right=change(line.right),
        state=change(line.state),
        state_result=change(line.state_result),
        left_result=change(line.left_result),
        # What is blank has no result.
        right_result=line.right_result if line.right is None else change(line.right_result),
        array=line.array,
        explanation=line.explanation,
    )


def _of_table(table: TableFigures, change: Change) -> TableFigures:
    return TableFigures(
        _of_contents(table.contents, change),
        tuple(Highlight(one.places, change(one.formula), one.look) for one in table.highlights),
    )


def _of_contents(contents: Mapping[str, Content], change: Change) -> dict[str, Content]:
    """A blank input without a note has no leaf."""
    return {
        code: one
        if one.value is None and not one.comment
        else Content(
            change(one.value), one.formula, one.look, change(one.comment), one.link, one.tip
        )
        for code, one in contents.items()
    }
