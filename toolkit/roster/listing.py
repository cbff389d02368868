"""Rows of a roster → its units, or everything that keeps it from being certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.errors import CannotRun
from toolkit.roster import words
from toolkit.roster.certainty import made_top, uncertain
from toolkit.roster.roster import Roster, Unit
from toolkit.roster.rows import Row
from toolkit.roster.spelling import (
    HARMLESS,
    REQUIRED,
    Head,
    category_meant,
    code_meant,
    codes_meant,
    columns_of,
    day_meant,
    twice,
)
from toolkit.text import shorten

# Titles may stand above the heads; nobody puts more than this.
_MOST_TITLES = 30
# A name goes into the properties of a workbook and the footer of its pages, which hold 255.
_LONGEST_NAME, _LONGEST_TEXT = 100, 500


@dataclass(frozen=True, slots=True)
class Table:
    """A roster as it was found: where its columns are, and the rows below the heads."""

    columns: Mapping[Head, int]
    rows: Sequence[Row]
    # The row with the heads.
    head: Row

    @property
    def missing(self) -> list[str]:
        return [head.value for head in REQUIRED if head not in self.columns]


NO_TABLE = Table({}, (), Row(1, ()))


def table_of(rows: Sequence[Row]) -> Table:
    """The rows below the heads: the first row that has all columns that a roster must have.

    Where none has, the one with the most of them.
    """
    tables = [
        Table(columns_of(row.texts), rows[at:], row)
        for at, row in enumerate(rows[:_MOST_TITLES], 1)
    ]
    return max(tables, key=_fit, default=NO_TABLE)


def _fit(table: Table) -> tuple[int, int]:
    return -len(table.missing), len(table.columns) if table.missing else 0


def units_of(name: str, table: Table) -> Roster:
    """The roster; ``name``: that of its file.

    Raises:
        CannotRun: with all problems.
    """
    if table.missing:
        raise CannotRun(words.roster_columns(name, table.missing))
    if fault := table.head.fault:
        told = words.roster_rows([(table.head.number, fault)])
        raise CannotRun(words.roster_problems(name, told))
    if heads := twice(table.head.texts):
        raise CannotRun(words.roster_heads_twice(name, heads))
    units: list[tuple[int, Unit]] = []
    problems: list[tuple[int, str]] = []
    for row in _said(table):
        try:
            units.append((row.number, _unit(row, table)))
        except ValueError as error:
            problems.append((row.number, str(error)))
    told = words.roster_rows(problems)
    # Where a row is missing, those below it seem to report to nobody.
    told += uncertain(units, complete=not told)
    if told:
        raise CannotRun(words.roster_problems(name, told))
    if not units:
        raise CannotRun(words.roster_empty(name))
    return Roster(tuple(made_top(unit) for _, unit in units))


def _said(table: Table) -> Iterator[Row]:
    """The rows that say something of their own, without heads that are repeated."""
    heads = [table.head.texts[at] for at in table.columns.values()]
    for row in table.rows:
        texts = [row.text(at) for at in table.columns.values()]
        if texts != heads and (row.fault or any(map(row.says, table.columns.values()))):
            yield row


def _unit(row: Row, table: Table) -> Unit:
    """The unit of a row; a ValueError says what is wrong with it."""
    if row.fault:
        raise ValueError(row.fault)
    texts = {head: row.text(at) for head, at in table.columns.items()}
    for head, at in table.columns.items():
        must_be_sound(head, row, at)
    if not texts[Head.NAME]:
        raise ValueError(words.roster_name_missing())
    category = category_meant(texts[Head.CATEGORY])
    if not texts[Head.CODE]:
        raise ValueError(words.roster_code_missing())
    return Unit(
        code=code_meant(texts[Head.CODE]),
        name=texts[Head.NAME],
        category=category,
        parent=code_meant(texts[Head.PARENT]) if texts[Head.PARENT] else "",
        contact=texts.get(Head.CONTACT, ""),
        phone=texts.get(Head.PHONE, ""),
        deadline=day_meant(texts.get(Head.DEADLINE, "")),
        predecessors=codes_meant(texts.get(Head.PREDECESSORS, "")),
    )


def must_be_sound(head: Head, row: Row, at: int) -> None:
    """Raise a ValueError that says what is wrong with a cell, where something is."""
    text = row.text(at)
    longest = _LONGEST_NAME if head is Head.NAME else _LONGEST_TEXT
    if at in row.unseen:
        raise ValueError(words.roster_unseen(head.value, text, *row.unseen[at]))
    if at in row.errors:
        raise ValueError(words.roster_error(head.value, row.errors[at]))
    if len(text) > longest:
        raise ValueError(words.roster_long(head.value, shorten(text), len(text), longest))
    if head in HARMLESS:
        return
    if at in row.across:
        raise ValueError(words.roster_across(head.value))
    if at in row.uncalculated:
        raise ValueError(words.roster_uncalculated(head.value))
    if at in row.long:
        raise ValueError(words.roster_long_number(head.value, text))
    if at in row.unclear:
        raise ValueError(words.roster_unclear(head.value, text))
    if at in row.days and head is not Head.DEADLINE:
        raise ValueError(words.roster_day(head.value, text))
