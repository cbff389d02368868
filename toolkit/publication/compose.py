"""Report: what is published of a year's figures, as a value: title, sections, official tables.

Pure; :mod:`toolkit.publication.word` and :mod:`toolkit.publication.html` only draw it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from toolkit.form.form import Form
from toolkit.form.layout import FIRST_ROW, Layout, Role, TableLayout, lay_out
from toolkit.form.measure import Measure
from toolkit.form.narrative import UNIT, YEAR, Narrative, Section, split
from toolkit.form.number import from_fraction, plain, to_number
from toolkit.grids.address import Place
from toolkit.publication import words

Figures = Mapping[str, int | None]
_HEADS = ("band", "corner", "column")
_PERCENT_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text."""

    text: str
    # Whether the text says what a person has to put in its place.
    gap: bool = False


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One cell of a table, merged or not."""

    # Counted from the table's own first row.
    place: Place
    text: str
    role: Role | Literal["figure"]


@dataclass(frozen=True)
class PrintedTable:
    """An official table with its figures."""

    title: str
    # In reading order.
    cells: tuple[ReportCell, ...]
    # How many rows and columns it has.
    rows: int
    width: int
    # How many columns the row heads take.
    head_columns: int
    # The widths of the columns, in any measure.
    widths: tuple[float, ...]

    @cached_property
    def lines(self) -> tuple[tuple[ReportCell, ...], ...]:
        """The cells that begin in each row."""
        lines: list[list[ReportCell]] = [[] for _ in range(self.rows)]
        for one in self.cells:
            lines[one.place.row].append(one)
        return tuple(map(tuple, lines))

    @cached_property
    def blocks(self) -> tuple[tuple[int, int, int], ...]:
        """Of each block: its first row, its first row with figures, and the row after its last."""
        bodies = [any(one.role == "figure" for one in line) for line in self.lines]
        tops = [
            row
            for row in range(self.rows)
            if any(one.role in _HEADS for one in self.lines[row]) and (row == 0 or bodies[row - 1])
        ] or [0]
        ends = [*tops[1:], self.rows]
        return tuple(
            (top, next(r for r in range(top, end) if bodies[r]), end)
            for top, end in zip(tops, ends, strict=True)
        )


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section of the report: its heading, and the text and the table below it."""

    heading: Paragraph
    paragraphs: tuple[Paragraph, ...] = ()
    table: PrintedTable | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report as it is published."""

    # It may have several lines.
    title: Paragraph
    sections: tuple[PrintedSection, ...]

    @property
    def name(self) -> str:
        """The title in one line."""
        return "".join(one.text for one in self.title).replace("\n", "")

    @property
    def gaps(self) -> list[str]:
        """What people have to fill in, in reading order."""
        return [piece.text for text in self._texts() for piece in text if piece.gap]

    def _texts(self) -> Iterator[Paragraph]:
        yield self.title
        for one in self.sections:
            yield from (one.heading, *one.paragraphs)


def compose(form: Form, unit: str | None, year: int, figures: Figures) -> Report:
    """The report of a unit; ``figures``: integers of the smallest unit, None where not known.

    Every figure of an official table has to be known.
    """
    layout = lay_out(form)
    told = form.report or _tables_alone(form)
    values = {UNIT: Piece(unit) if unit else Piece(words.gap(words.UNIT_NAME), gap=True)}
    values[YEAR] = Piece(str(year))
    for name, measure in told.measures.items():
        values[name] = _shown(measure, figures, form.decimals)
    sections = [
        PrintedSection(
            _filled(one.heading, values),
            tuple(_filled(text, values) for text in one.paragraphs),
            print_table(_layout_of(layout, one.table), form, figures) if one.table else None,
        )
        for one in told.sections
    ]
    return Report(_filled(told.title, values), tuple(sections))


def print_table(layout: TableLayout, form: Form, figures: Figures) -> PrintedTable:
    """The table as it is printed: its labels and figures, without the title above."""
    cells = [
        ReportCell(_raised(one.place), one.text, one.role)
        for one in layout.labels
        if one.role != "title"
    ]
    for code, place in layout.cells.items():
        cells.append(
            ReportCell(_raised(place), _digits(figures[code], form.decimals[code]), "figure")
        )
    given = layout.table.widths[: layout.width]
    spare = sum(given) / len(given) if given else 1.0
    return PrintedTable(
        layout.table.title,
        tuple(sorted(cells, key=lambda one: one.place)),
        layout.last_row - FIRST_ROW + 1,
        layout.width,
        layout.head_columns if layout.table.blocks[0].rows else 0,
        (*given, *[spare] * (layout.width - len(given))),
    )


def _tables_alone(form: Form) -> Narrative:
    """The report on a form that describes none: its official tables under their titles."""
    tables = [one for one in form.tables if one.official] or form.tables
    return Narrative(
        title=words.default_title(form.title),
        sections=tuple(Section(heading=one.title, table=one.code) for one in tables),
    )


def _layout_of(layout: Layout, table: str) -> TableLayout:
    return next(one for one in layout.tables if one.table.code == table)


def _raised(place: Place) -> Place:
    """The place without the two rows that a sheet has above its table."""
    up = FIRST_ROW
    return Place(place.row - up, place.column, place.last_row - up, place.last_column)


def _digits(figure: int | None, decimals: int) -> str:
    if figure is None:
        raise ValueError("an official table without one of its figures")
    return plain(to_number(figure, decimals))


def _shown(measure: Measure, figures: Figures, decimals: Mapping[str, int]) -> Piece:
    value = measure.value(figures, decimals)
    if value is None:
        return Piece(words.gap(measure.label), gap=True)
    return Piece(_percent(value) if measure.over else plain(from_fraction(value)))


def _percent(share: Fraction) -> str:
    """Rounded half up, as offices do."""
    scale = 10**_PERCENT_DECIMALS
    whole = (share * 100 * scale + Fraction(1, 2)).__floor__()
    return f"{plain(to_number(whole, _PERCENT_DECIMALS))}%"


def _filled(text: str, values: Mapping[str, Piece]) -> Paragraph:
    """A text with its names filled in, split where a person has to put something in."""
    pieces: list[Piece] = []
    for number, part in enumerate(split(text)):
        if number % 2:
            pieces.append(values[part])
        else:
            pieces += [
                Piece(one, gap=bool(words.GAP.fullmatch(one)))
                for one in re.split(words.GAP, part)
                if one
            ]
    return tuple(_joined(pieces))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbouring stretches of plain text as one."""
    plain_text = ""
    for one in pieces:
        if not one.gap:
            plain_text += one.text
            continue
        if plain_text:
            yield Piece(plain_text)
        plain_text = ""
        yield one
    if plain_text:
        yield Piece(plain_text)
