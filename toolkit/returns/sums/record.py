"""Record: what a run wrote, kept within the consolidated workbook itself.

It holds every cell and every unit's figures. From it the next run can tell what a person has typed,
and the next level up whether the figures are still those of the returns.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ValidationError

from toolkit.findings.details import Number
from toolkit.findings.finding import Correction, Status
from toolkit.grids.appearance import Painted, Style, Width
from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.hidden_sheet import hidden_text

# The key of the hidden sheet that holds it; a cell holds no more than 32,767 characters.
KEY = "written"
LONGEST = 30_000
# A record that unpacks to more bytes than this, or to more than so many times its own, is not ours.
_MOST, _TIMES = 200_000_000, 40
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
class Record:
    """What a run wrote."""

    # When the run was, as people write it.
    made: str
    units: Mapping[str, UnitThen]
    # Unit → 计入汇总 as the reviewer wants it, whether or not the unit is there now.
    chosen: Mapping[str, bool]
    # Every row of each sheet.
    sheets: Mapping[str, Sequence[Row]]
    # The findings, in the order of their rows; none where an earlier version wrote the record.
    told: Sequence[ToldThen] = ()
    # The name of the file with last year's figures that was used, then or in a run before.
    previous: str = ""
    # The sheets that a reviewer works on; none where an earlier version wrote the record.
    painted: Mapping[str, Painted] = field(default_factory=dict)
    # Unit → what it was like when the reviewer chose, as :mod:`toolkit.review.changes` says it.
    chosen_for: Mapping[str, str] = field(default_factory=dict)

    def total(self, code: str) -> int:
        """An indicator over the units that were 计入汇总, an integer of its smallest unit."""
        return sum(one.figures.get(code, 0) for one in self.units.values() if one.inside)


class _Content(BaseModel):
    """How a record is written as JSON; anything that differs was not written by us."""

    made: str
    units: dict[str, tuple[str, str | None, str, bool, bool, dict[str, int]]]
    chosen: dict[str, bool]
    sheets: dict[str, list[list[tuple[int, str]]]]
    told: list[ToldThen] = []
    previous: str = ""
    # Of each sheet: a text for each row, with a character for each column that stands for a style;
    # the widths.
    styles: list[Style] = []
    painted: dict[str, tuple[list[str], dict[int, Width]]] = {}
    chosen_for: dict[str, str] = {}


# The first of the characters that stand for styles, and the one that stands for none.
_FIRST, _NONE = ord("0"), " "


def digest_of_figures(figures: Mapping[str, int]) -> str:
    """The same figures, the same text; zeros and blanks are alike."""
    said = ",".join(f"{code}={value}" for code, value in sorted(figures.items()) if value)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def record_texts(record: Record) -> list[str]:
    """The record as texts that fit into cells: JSON, compressed, since it holds every cell."""
    units = {
        code: (one.name, one.file, one.sha256, one.inside, one.by_rule, dict(one.figures))
        for code, one in record.units.items()
    }
    sheets = {name: [list(row.items()) for row in rows] for name, rows in record.sheets.items()}
    styles: dict[Style, int] = {}
    painted = {
        name: (_spelt(one, styles), dict(one.widths)) for name, one in record.painted.items()
    }
    content = _Content.model_construct(
        made=record.made,
        units=units,
        chosen=dict(record.chosen),
        sheets=sheets,
        told=list(record.told),
        previous=record.previous,
        styles=list(styles),
        painted=painted,
        chosen_for=dict(record.chosen_for),
    )
    written = content.model_dump_json(exclude_defaults=True).encode()
    packed = base64.b64encode(zlib.compress(written, 1)).decode()
    return [packed[at : at + LONGEST] for at in range(0, len(packed), LONGEST)]


def record_from_text(text: str) -> Record | None:
    """The inverse of :func:`record_texts`, joined; None for a text that was changed or is none."""
    try:
        packed = base64.b64decode(text)
        unpacked = zlib.decompressobj().decompress(packed, max(_MOST, _TIMES * len(packed)))
        content = _Content.model_validate_json(unpacked)
    except (ValueError, zlib.error, ValidationError):
        return None
    return Record(
        content.made,
        {code: UnitThen(*one) for code, one in content.units.items()},
        content.chosen,
        {name: [dict(row) for row in rows] for name, rows in content.sheets.items()},
        tuple(content.told),
        content.previous,
        {
            name: Painted(_read(one[0], content.styles), one[1])
            for name, one in content.painted.items()
        },
        content.chosen_for,
    )


def _spelt(painted: Painted, styles: dict[Style, int]) -> list[str]:
    """A text for each row; styles that are not in ``styles`` yet are added to it."""
    spelt = []
    for row in painted.styles:
        known = {column: styles.setdefault(style, len(styles)) for column, style in row.items()}
        columns = range(max(known, default=-1) + 1)
        spelt.append("".join(chr(_FIRST + known[at]) if at in known else _NONE for at in columns))
    return spelt


def _read(rows: Sequence[str], styles: Sequence[Style]) -> list[dict[int, Style]]:
    """The inverse of :func:`_spelt`."""
    known = {chr(_FIRST + number): style for number, style in enumerate(styles)}
    return [{at: known[one] for at, one in enumerate(row) if one in known} for row in rows]


def as_grid(rows: Sequence[Row]) -> Grid:
    """The rows of a sheet as they were written, in the form in which a sheet is read."""
    width = max((int(max(row, default=-1)) for row in rows), default=-1) + 1
    return Grid([[row.get(column, "") for column in range(width)] for row in rows])


def record_in(workbook: Workbook) -> Record | None:
    """The record that a consolidated workbook carries."""
    return record_from_text(hidden_text(workbook, KEY))
