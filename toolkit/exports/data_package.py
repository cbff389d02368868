"""Tidy CSV for other programs, with a Frictionless data package (version 1) that describes it.

The files are UTF-8 with a byte order mark, by which Excel knows the encoding. The package calls
that ``utf-8``: it is the registered name, and readers drop the mark; ``utf-8-sig`` is Python's own.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import __version__
from toolkit.consolidation.words import consolidated_title
from toolkit.errors import CannotRun
from toolkit.exports import words
from toolkit.exports.tidy_tables import (
    DESCRIPTOR,
    DESCRIPTOR_BEGINS,
    FIGURE,
    REQUIRED,
    Cell,
    Field,
    Table,
    csv_of,
)
from toolkit.files import words as files_words
from toolkit.files.disk import read_existing
from toolkit.form.layout import lay_out
from toolkit.form.number import plain, to_number
from toolkit.grids.reason import said

if TYPE_CHECKING:
    from toolkit.consolidation.consolidate import Consolidation


_UNIT, _INDICATOR = (Field(one, constraints=REQUIRED) for one in ("unit", "indicator"))
_LABEL = Field("label")
_TO_INDICATORS = {"indicator": "indicators"}
VALUES = Table(
    "values",
    (
        _UNIT,
        _INDICATOR,
        _LABEL,
        Field("value", "number", FIGURE, words.UNKNOWN_IS_BLANK),
    ),
    ("unit", "indicator"),
    {"unit": "reporting-units", **_TO_INDICATORS},
)
TOTALS = Table(
    "totals",
    (_INDICATOR, _LABEL, Field("value", "number", {**REQUIRED, **FIGURE})),
    ("indicator",),
    _TO_INDICATORS,
)
INDICATORS = Table(
    "indicators",
    (
        _INDICATOR,
        _LABEL,
        *(Field(one, constraints=REQUIRED) for one in ("sheet", "table", "cell", "measure")),
        Field("decimals", "integer", {**REQUIRED, **FIGURE}),
        Field("computed", "boolean", REQUIRED),
    ),
    ("indicator",),
)
# Not units.csv: that is the name of a roster, which is looked for beside the returns.
UNITS = Table(
    "reporting-units",
    (
        _UNIT,
        Field("name"),
        Field("category"),
        Field("status", constraints={**REQUIRED, "enum": ["received", "missing", "with_errors"]}),
        Field("in_total", "boolean", REQUIRED),
        Field("reason"),
        Field("file"),
    ),
    ("unit",),
)
TABLES = (VALUES, TOTALS, INDICATORS, UNITS)
# The names of all files of a package.
FILES = (*(one.path for one in TABLES), DESCRIPTOR)


def must_be_our_package(folder: Path, collector: str | None = None) -> None:
    """Raise CannotRun where the folder holds anything but what an earlier run has made.

    ``collector``: the unit that run must have been for; None while it is not known.
    """
    for path, begins in [
        (folder / DESCRIPTOR, DESCRIPTOR_BEGINS),
        *((folder / one.path, one.head) for one in TABLES),
    ]:
        content = read_existing(path)
        if content is None:
            continue
        another = path.name == DESCRIPTOR and collector not in (None, _collector(content))
        if another or not content.startswith(begins):
            raise CannotRun(files_words.foreign_file(str(path)))


def _collector(content: bytes) -> str | None:
    """Whose data a data package of ours holds."""
    try:
        return str(json.loads(content)["toolkit"]["collector"])
    except (ValueError, KeyError, TypeError):
        return None


def data_package(result: Consolidation, now: datetime.datetime) -> list[tuple[str, bytes]]:
    """The name and the bytes of every file, the descriptor last."""
    rows = {
        VALUES.name: _values(result),
        TOTALS.name: _totals(result),
        INDICATORS.name: _indicators(result),
        UNITS.name: _units(result),
    }
    contents = {one: one.head + csv_of(rows[one.name], mark=False) for one in TABLES}
    described = _describe(result, now, [one.descriptor(each) for one, each in contents.items()])
    return [(one.path, each) for one, each in contents.items()] + [(DESCRIPTOR, described)]


def _describe(
    result: Consolidation, now: datetime.datetime, resources: Sequence[Mapping[str, Any]]
) -> bytes:
    form = result.form
    title = consolidated_title(result.collector_title, result.year, form.title)
    name = f"{form.id}-{result.collector}-{result.year}"
    content = {
        "toolkit": {
            "version": __version__,
            "form": form.id,
            "year": result.year,
            "collector": result.collector,
        },
        "profile": "tabular-data-package",
        "name": re.sub("[^a-z0-9._-]+", "-", name.lower()),
        "title": title,
        "description": words.description(title),
        "created": now.isoformat(timespec="seconds"),
        "sources": [{"title": words.RETURNS}, {"title": form.basis}],
        "resources": resources,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _values(result: Consolidation) -> Iterator[list[Cell]]:
    indicators = result.form.indicators
    for record in result.units:
        counted = record.returned.counted if record.returned else ()
        invalid = record.returned.invalid if record.returned else ()
        for code, one in indicators.items():
            value = record.figures.get(code)
            # A blank that counts as 0 is written as 0: a blank here means "not known".
            zero = value is None and one.table in counted and code not in invalid
            shown = _figure(0 if zero else value, one.kind.decimals)
            yield [record.unit.code, code, one.label, shown]


def _totals(result: Consolidation) -> Iterator[list[Cell]]:
    for code, one in result.form.indicators.items():
        yield [code, one.label, _figure(result.totals[code], one.kind.decimals)]


def _indicators(result: Consolidation) -> Iterator[list[Cell]]:
    form, layout = result.form, lay_out(result.form)
    for code, one in form.indicators.items():
        sheet, cell = layout.where(code)
        place = [sheet, form.table(one.table).title, cell]
        yield [code, one.label, *place, one.kind.unit, one.kind.decimals, bool(one.parts)]


def _units(result: Consolidation) -> Iterator[list[Cell]]:
    for one in result.units:
        file = one.returned.file if one.returned else None
        unit = [one.unit.code, one.unit.name, one.unit.category]
        yield [*unit, one.status, one.in_total, said(one.reason), file]


def _figure(value: int | None, decimals: int) -> str | None:
    return None if value is None else plain(to_number(value, decimals))
