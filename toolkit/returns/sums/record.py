"""Record: what a run wrote, kept within the consolidated workbook itself.

It holds every unit's figures, and every cell besides. From it the next run can tell what a person
has typed, and the next level up whether the figures are still those of the returns.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

from pydantic import BaseModel, Field, ValidationError

from toolkit.findings.details import Number
from toolkit.findings.finding import Correction, Status
from toolkit.form.number import to_float
from toolkit.grids.appearance import MOST_STYLES, Painted, Style, Width, style_mark
from toolkit.grids.cell_text import cell_text
from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.hidden_sheet import hidden_text
from toolkit.grids.names import BY_UNIT

# The key of the hidden sheet that holds it; a cell holds no more than 32,767 characters.
KEY = "written"
LONGEST = 30_000
# A record that unpacks to more bytes than this, or to more than so many times its own, is not ours.
_MOST, _TIMES = 200_000_000, 40
_MOST_COLUMNS, _MOST_DECIMALS = 16_384, 9
# Column, or its head → what the cell shows; for a formula its
# :func:`toolkit.grids.cell_text.outline`.
Row = Mapping[int | str, str]


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit as it was in the previous run."""

    name: str
    file: str | None
    sha256: str
    # 计入汇总 as it was written on 分单位.
    inside: bool
    # The same without the reviewer's decision.
    by_rule: bool
    # Indicator → integer of its smallest unit, without zeros.
    figures: Mapping[str, int]
    # The indicators whose cell on 分单位 was left blank; other cells without a figure hold a 0.
    unknown: frozenset[str] = frozenset()
    # It had no line on 分单位, and its figures are not known.
    apart: bool = False


class FigureColumn(NamedTuple):
    """Where the figures of an indicator stand on 分单位, and how many decimals they have."""

    column: Annotated[int, Field(ge=0, lt=_MOST_COLUMNS)]
    decimals: Annotated[int, Field(ge=0, le=_MOST_DECIMALS)]


# A figure or a text that a finding shows: whether it is a number, and how it is written.
Value = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class ToldThen:
    """What the row of a finding does not show; see :mod:`toolkit.returns.sums.told`."""

    id: str
    status: Status
    indicator: str | None = None
    tables: tuple[str, ...] = ()
    actual: Value | None = None
    expected: Value | None = None
    difference: Value | None = None
    suggested: Number | None = None
    corrections: tuple[tuple[Correction, ...], ...] = ()
    certain: bool = False
    more: int = 0
    beside: tuple[str, ...] = ()
    # The remedy without the word on why it was not judged, and the message to the unit itself.
    suggestion: str = ""
    discreet: str = ""
    mends: bool = False
    # The digest of the return in which it was found.
    sha256: str = ""
    # The id of the finding that it followed from.
    cause: str = ""


@dataclass(frozen=True, slots=True)
class TakenThen:
    """A copy of the workbook, edited by a colleague, whose answers were taken over."""

    # The digest of its file.
    sha256: str
    # By these two it is known again when more was written into it: see :func:`mark_of`.
    mark: str
    name: str
    # What it said otherwise than it was written, as digests: of what, and of the text.
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What a run wrote."""

    # When the run was, as people write it.
    made: str
    units: Mapping[str, UnitThen]
    # Unit → 计入汇总 as the reviewer wants it, whether or not the unit is there now.
    chosen: Mapping[str, bool]
    # Every row of each sheet that holds anything; those of 分单位 without the units' figures.
    sheets: Mapping[str, Sequence[Row]]
    # The findings, in the order of their rows; none where an earlier version wrote the record.
    told: Sequence[ToldThen] = ()
    # The name of the file with last year's figures that was used, then or in a run before.
    previous: str = ""
    # The sheets that a reviewer works on; none where an earlier version wrote the record.
    painted: Mapping[str, Painted] = field(default_factory=dict)
    # Unit → what it was like when the reviewer chose, as :mod:`toolkit.review.changes` says it.
    chosen_for: Mapping[str, str] = field(default_factory=dict)
    # Indicator → where its figures stand; none where an earlier version wrote the record. Then the
    # rows of 分单位 hold them.
    columns: Mapping[str, FigureColumn] = field(default_factory=dict)
    # The id of the run in its journal; empty where it had none.
    run: str = ""
    # The marks of the workbooks that it comes from, the nearest first; see :func:`mark_of`.
    lineage: Sequence[str] = ()
    taken: Sequence[TakenThen] = ()

    def written(self, sheet: str) -> Iterator[Row]:
        """Every row of a sheet that held anything, as it was written; none of an unknown sheet."""
        rows = self.sheets.get(sheet, ())
        if sheet != BY_UNIT or not self.columns:
            yield from rows
            return
        # The units are the last lines of theirs.
        units = [one for one in self.units.values() if not one.apart]
        first = len(rows) - len(units)
        yield from rows[:first]
        for row, one in zip(rows[first:], units, strict=True):
            yield {**row, **self._figures_of(one)}

    def _figures_of(self, unit: UnitThen) -> Row:
        return {
            column: cell_text(to_float(unit.figures.get(code, 0), decimals))
            for code, (column, decimals) in self.columns.items()
            if code not in unit.unknown
        }

    def total(self, code: str) -> int:
        """An indicator over the units that were 计入汇总, an integer of its smallest unit."""
        return sum(one.figures.get(code, 0) for one in self.units.values() if one.inside)


class _Content(BaseModel):
    """How a record is written as JSON; anything that differs was not written by us."""

    made: str
    # The figures are in the order of the columns, None where nothing is known. Earlier versions
    # named the indicator of each figure that is not 0; now a unit without a line names none.
    units: dict[str, tuple[str, str | None, str, bool, bool, list[int | None] | dict[str, int]]]
    columns: dict[str, FigureColumn] = {}
    chosen: dict[str, bool]
    # Of each row the texts, from its first cell on; earlier versions wrote column and text of each.
    rows: dict[str, list[list[str]]] = {}
    sheets: dict[str, list[list[tuple[int, str]]]] = {}
    told: list[ToldThen] = []
    previous: str = ""
    # What the characters in the rows of ``painted`` stand for, in their order.
    styles: Annotated[list[Style], Field(max_length=MOST_STYLES)] = []
    # Of each sheet: its rows; the widths.
    painted: dict[str, tuple[list[str], dict[int, Width]]] = {}
    chosen_for: dict[str, str] = {}
    run: str = ""
    lineage: list[str] = []
    taken: list[TakenThen] = []


def digest_of_figures(figures: Mapping[str, int]) -> str:
    """The same figures, the same text; zeros and blanks are alike."""
    said = ",".join(f"{code}={value}" for code, value in sorted(figures.items()) if value)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def record_texts(record: Record) -> list[str]:
    """The record as texts that fit into cells: JSON, compressed."""
    columns = list(record.columns)
    units = {
        code: (
            *(one.name, one.file, one.sha256, one.inside, one.by_rule),
            {} if one.apart else _figures(one, columns),
        )
        for code, one in record.units.items()
    }
    styles = dict.fromkeys(one for some in record.painted.values() for one in some.styles.values())
    content = _Content.model_construct(
        made=record.made,
        units=units,
        columns=dict(record.columns),
        chosen=dict(record.chosen),
        rows={name: list(map(_texts, rows)) for name, rows in record.sheets.items()},
        told=list(record.told),
        previous=record.previous,
        styles=list(styles),
        painted={
            name: (_spelt(one, list(styles)), dict(one.widths))
            for name, one in record.painted.items()
        },
        chosen_for=dict(record.chosen_for),
        run=record.run,
        lineage=list(record.lineage),
        taken=list(record.taken),
    )
    written = content.model_dump_json(exclude_defaults=True).encode()
    packed = base64.b64encode(zlib.compress(written, 1)).decode()
    return [packed[at : at + LONGEST] for at in range(0, len(packed), LONGEST)]


def record_from_text(text: str) -> Record | None:
    """The inverse of :func:`record_texts`, joined; None for a text that was changed or is none."""
    try:
        packed = base64.b64decode(text)
        unpacked = zlib.decompressobj().decompress(packed, max(_MOST, _TIMES * len(packed)))
        # pydantic's own parser takes four times the memory, half a gigabyte for 20,000 units.
        content = _Content.model_validate(json.loads(unpacked))
        units = {
            code: UnitThen(
                *one[:5],
                *_read_figures(one[5], content.columns),
                apart=bool(content.columns) and isinstance(one[5], dict),
            )
            for code, one in content.units.items()
        }
    except (ValueError, RecursionError, zlib.error, ValidationError):
        return None
    sheets: dict[str, Sequence[Row]] = {
        **{name: [dict(row) for row in rows] for name, rows in content.sheets.items()},
        **{name: list(map(_row, rows)) for name, rows in content.rows.items()},
    }
    lines = sum(not one.apart for one in units.values())
    if content.columns and len(sheets.get(BY_UNIT, ())) < lines:
        return None
    styles = {style_mark(number): style for number, style in enumerate(content.styles)}
    return Record(
        content.made,
        units,
        content.chosen,
        sheets,
        tuple(content.told),
        content.previous,
        {name: Painted(rows, styles, widths) for name, (rows, widths) in content.painted.items()},
        content.chosen_for,
        content.columns,
        content.run,
        tuple(content.lineage),
        tuple(content.taken),
    )


def _figures(unit: UnitThen, columns: Iterable[str]) -> list[int | None]:
    figures: list[int | None] = [unit.figures.get(code, 0) for code in columns]
    for number, code in enumerate(columns) if unit.unknown else ():
        if code in unit.unknown:
            figures[number] = None
    return figures


def _read_figures(
    figures: Sequence[int | None] | Mapping[str, int], columns: Iterable[str]
) -> tuple[Mapping[str, int], frozenset[str]]:
    """The inverse of :func:`_figures`: the figures, and of which indicators nothing is known."""
    if isinstance(figures, Mapping):
        return figures, frozenset()
    named = list(zip(columns, figures, strict=True))
    known = {code: figure for code, figure in named if figure}
    return known, frozenset(code for code, figure in named if figure is None)


def _texts(row: Row) -> list[str]:
    """The texts of a row, from its first cell to the last that holds anything."""
    return [row.get(column, "") for column in range(_width([row]))]


def _row(texts: Sequence[str]) -> Row:
    """The inverse of :func:`_texts`."""
    return {column: text for column, text in enumerate(texts) if text}


def _spelt(painted: Painted, styles: Sequence[Style]) -> list[str]:
    """The rows with the characters by which ``styles`` are known in the record."""
    marks = {style: style_mark(number) for number, style in enumerate(styles)}
    spelt = {ord(mark): marks[style] for mark, style in painted.styles.items()}
    return [row.translate(spelt) for row in painted.rows]


def as_grid(rows: Sequence[Row]) -> Grid:
    """The rows of a sheet as they were written, in the form in which a sheet is read."""
    width = _width(rows)
    return Grid([[row.get(column, "") for column in range(width)] for row in rows])


def _width(rows: Sequence[Row]) -> int:
    return max((int(max(row, default=-1)) for row in rows), default=-1) + 1


def record_in(workbook: Workbook) -> Record | None:
    """The record that a consolidated workbook carries."""
    return record_from_text(hidden_text(workbook, KEY))


def mark_of(workbook: Workbook) -> str:
    """What tells a consolidated workbook from those of other runs, whatever was typed into it."""
    return short_digest(hidden_text(workbook, KEY))


def short_digest(text: str) -> str:
    """The same text, the same digest; nothing for no text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16] if text else ""
