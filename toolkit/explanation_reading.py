"""Reading explanations: what a unit wrote beside a check on the sheet 审核."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.grid import Grid, Workbook
from toolkit.layout import Layout, cell
from toolkit.text import fold, printable
from toolkit.words.sheets import CHECK_HEADS, CHECKS, EXPLANATION

_CODE, _LABEL = CHECK_HEADS[0], CHECK_HEADS[2]


@dataclass(frozen=True, slots=True)
class Explanation:
    """``code``: of the finding that it is about; ``indicator``: where, None for any place."""

    code: str
    indicator: str | None
    text: str
    sheet: str
    cell: str


def read_explanations(workbook: Workbook, layout: Layout) -> tuple[Explanation, ...]:
    """Everything written under 情况说明, each known by the code and the place of its line."""
    grid = workbook.grids.get(CHECKS)
    return tuple(_lines(grid, layout)) if grid else ()


def _lines(grid: Grid, layout: Layout) -> Iterator[Explanation]:
    heads: dict[str, int] = {}
    for row in range(len(grid.rows)):
        texts = {fold(grid.text(row, column)): column for column in range(len(grid.rows[row]))}
        if fold(EXPLANATION) in texts and fold(_CODE) in texts:
            heads = texts
            continue
        if not heads or not (text := printable(grid.text(row, heads[fold(EXPLANATION)])).strip()):
            continue
        code = grid.text(row, heads[fold(_CODE)]).strip()
        label = grid.text(row, heads[fold(_LABEL)]) if fold(_LABEL) in heads else ""
        at = cell(row, heads[fold(EXPLANATION)]).address
        place = next(
            (
                rule.at
                for rule in layout.form.declared_rules
                if rule.code == code and fold(layout.form.indicators[rule.at].label) == fold(label)
            ),
            None,
        )
        yield Explanation(code, place, text, CHECKS, at)
