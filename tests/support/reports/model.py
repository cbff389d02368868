"""A report as every style prints it: running text, and tables whose merged cells are one object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

Figure = int | Decimal
# Indicator → what is reported, in its own unit of measure.
Figures = Mapping[str, Figure]
Look = Literal["", "struck", "raised"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose report it is."""

    unit: str = "东海市教育局"
    year: int = 2024
    publisher: str = "东海市教育局办公室"
    phone: str = "0999-8123456"

    @property
    def title(self) -> str:
        """The title of the report."""
        return f"{self.unit}{self.year}年政府信息公开工作年度报告"


@dataclass(eq=False, slots=True)
class Cell:
    """A cell; a merged one is the same object in every place that it covers."""

    text: str
    # The indicator of a figure.
    code: str = ""
    # A piece before or behind the text that is struck out or raised.
    apart: str = ""
    look: Look = ""
    # By how much the page states a wrong rowspan or colspan.
    down: int = 0
    across: int = 0
    # Its row is not displayed.
    hidden: bool = False
    # It is damaged, and no style may mend it.
    damaged: bool = False


@dataclass(slots=True)
class Table:
    """A table, row by row; ``kind`` is the code of the official table that it is, or a piece of."""

    kind: str
    rows: list[list[Cell]]

    @property
    def width(self) -> int:
        """The number of its columns."""
        return max(map(len, self.rows))

    @property
    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Every place with its cell, row by row."""
        for number, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                yield number, column, cell

    def figures(self) -> list[Cell]:
        """The cells of indicators, each once, in the order of the table."""
        return list({id(cell): cell for _, _, cell in self.cells if cell.code}.values())


@dataclass(slots=True)
class Report:
    """A whole report."""

    subject: Subject
    parts: list[str | Table]
    # What the page says it is called, where that is not the subject's title.
    title: str = ""
    # Whole reports that follow in the same file.
    others: list[Report] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        """The tables alone."""
        return [one for one in self.parts if isinstance(one, Table)]

    @property
    def heading(self) -> str:
        """The title above it."""
        return self.title or self.subject.title

    def table(self, kind: str) -> Table:
        """The first table of a kind."""
        return next(one for one in self.tables if one.kind == kind)


class Tag(NamedTuple):
    """A cell where it begins, with how far it reaches."""

    cell: Cell
    rowspan: int
    colspan: int


def tags(table: Table) -> list[list[Tag]]:
    """The cells of every row that begin in it, as a page has them."""
    covered = set[tuple[int, int]]()
    found: list[list[Tag]] = []
    for number, row in enumerate(table.rows):
        begins: list[Tag] = []
        for column, cell in enumerate(row):
            if (number, column) in covered:
                continue
            wide = _run([one is cell for one in row[column:]])
            below = [column < len(one) and one[column] is cell for one in table.rows[number:]]
            tall = _run(below)
            covered |= {
                (number + down, column + across) for down in range(tall) for across in range(wide)
            }
            begins.append(Tag(cell, tall, wide))
        found.append(begins)
    return found


def matrix(table: Table) -> list[list[str]]:
    """The text of every place; of a merged cell only the first one has it."""
    rows = [[""] * table.width for _ in table.rows]
    seen = set[int]()
    for number, column, cell in table.cells:
        if id(cell) not in seen:
            rows[number][column] = cell.text
        seen.add(id(cell))
    return rows


def _run(same: Sequence[bool]) -> int:
    """How many of them are true from the first one on."""
    return next((number for number, one in enumerate(same) if not one), len(same))
