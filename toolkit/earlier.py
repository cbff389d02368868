"""Earlier: the consolidated workbook that is about to be replaced, and what people typed there.

What a run writes is recorded within the workbook itself, cell by cell. So the next run can tell
what a person has typed from what stood there, whatever was sorted, and which figures have moved.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.grid import At, Grid, shown_text
from toolkit.worklist import Item

# Where the hidden sheet keeps the record; a cell holds no more than 32,767 characters.
KEY = "written"
_LONGEST = 30_000
# Column → what the cell shows; of a formula what :func:`outline` leaves of it.
Row = Mapping[int, str]
_FUNCTION = re.compile(r"[A-Z][A-Z0-9.]*(?=\()")
_UNKNOWN = "="
# A record that unpacks to more bytes than that is none of ours.
_MOST = 200_000_000


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit as the run before had it. ``figures``: integers of the smallest unit.

    ``inside``: as it was written on 分单位; ``chosen``: what the reviewer had chosen, if anything.
    """

    name: str
    file: str | None
    sha256: str
    inside: bool
    chosen: bool | None
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Record:
    """What a run wrote. ``made``: when, as people write it; ``sheets``: every row of each sheet."""

    made: str
    units: Mapping[str, UnitThen]
    sheets: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Typed:
    """Something that a person typed outside of the cells that are meant for it, as it is listed."""

    cells: tuple[str, ...]


@dataclass(frozen=True)
class Earlier:
    """``inside``: unit → 计入汇总, as the workbook stands now; ``chosen``: where that is a choice.

    ``items``, ``settled``: the rows of its two lists; ``written``: those of the first as we wrote
    them. ``typed``: what else was typed. ``sheets``: sheets that a person has added, with the
    comments on them.
    """

    record: Record
    inside: Mapping[str, bool]
    chosen: Mapping[str, bool]
    items: Sequence[Item] = ()
    settled: Sequence[Item] = ()
    written: Sequence[Item] = ()
    typed: Sequence[Typed] = ()
    sheets: Mapping[str, Grid] = field(default_factory=dict)
    comments: Mapping[str, Mapping[At, str]] = field(default_factory=dict)


def outline(formula: str) -> str:
    """What stays of a formula whichever program saves it: its functions, and whether it points to
    another sheet; of one whose text a format does not give, ``=``."""
    if formula == _UNKNOWN:
        return _UNKNOWN
    functions = ",".join(sorted(set(_FUNCTION.findall(formula.upper().replace("_XLFN.", "")))))
    return f"={functions}{'!' if '!' in formula else '.'}"


def cell_text(value: object) -> str:
    """A cell's value as it is compared.

    Figures have 15 digits at most. A quotient has 17, of which 16 are written; what a program makes
    of the last ones is nobody's typing.
    """
    if isinstance(value, float) and not value.is_integer():
        text = format(value, ".16g")
        return text if sum(map(str.isdigit, text.lstrip("-0."))) <= 15 else format(value, ".12g")
    return shown_text(value)


def rows_of(grid: Grid) -> list[Row]:
    """The rows of a sheet as they are compared; blank cells are left out."""
    rows: list[dict[int, str]] = []
    for values in grid.rows:
        texts = {column: text for column, one in enumerate(values) if (text := cell_text(one))}
        rows.append(texts)
    for (row, column), formula in grid.formulas.items():
        while row >= len(rows):
            rows.append({})
        rows[row][column] = outline(formula)
    return list(rows)


def typed_over(written: Sequence[Row], read: Sequence[Row]) -> Iterator[tuple[int, int, str]]:
    """Row and column of each cell that is not as it was written, and what stood there.

    Rows may have been sorted: each that is not found again is compared with the most similar of
    those that are missing.
    """
    missing = Counter(frozenset(row.items()) for row in written if row)
    strange = []
    for number, row in enumerate(read):
        key = frozenset(row.items())
        if missing[key]:
            missing[key] -= 1
        elif row:
            strange.append(number)
    left = [dict(key) for key, count in missing.items() for _ in range(count)]
    for number in strange:
        row = read[number]
        best = max(left, key=lambda old: _alike(old, row), default=None)
        if best is None or not _alike(best, row):
            best = {}
        else:
            left.remove(best)
        for column in sorted({*best, *row}):
            old, new = best.get(column, ""), row.get(column, "")
            if old != new and not (new == _UNKNOWN and old.startswith(_UNKNOWN)):
                yield number, column, old


def _alike(one: Row, other: Row) -> int:
    return len(one.items() & other.items())


def to_texts(record: Record) -> list[str]:
    """The record as texts that fit into cells: JSON, packed, since it holds every cell."""
    units = {
        code: [one.name, one.file, one.sha256, one.inside, one.chosen, one.figures]
        for code, one in record.units.items()
    }
    sheets = {name: [list(row.items()) for row in rows] for name, rows in record.sheets.items()}
    content = {"made": record.made, "units": units, "sheets": sheets}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    packed = base64.b64encode(zlib.compress(text.encode(), 1)).decode()
    return [packed[at : at + _LONGEST] for at in range(0, len(packed), _LONGEST)]


def from_text(text: str) -> Record | None:
    """The inverse of :func:`to_texts`, joined; None for a text that was changed, or is none."""
    try:
        unpacked = zlib.decompressobj().decompress(base64.b64decode(text), _MOST)
        content = json.loads(unpacked)
        units = {code: UnitThen(*one) for code, one in content["units"].items()}
        sheets = {
            name: [{int(column): str(cell) for column, cell in row} for row in rows]
            for name, rows in content["sheets"].items()
        }
        return Record(str(content["made"]), units, sheets)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, RecursionError):
        return None
