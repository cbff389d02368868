"""The years side by side as tidy CSV, with a data package that describes it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from toolkit import __version__
from toolkit.chronicle.chronicle import Chronicle
from toolkit.errors import CannotRun
from toolkit.exports import words
from toolkit.exports.tidy_tables import (
    DESCRIPTOR,
    DESCRIPTOR_BEGINS,
    REQUIRED,
    Cell,
    Field,
    Table,
    csv_of,
)
from toolkit.exports.years_entries import (
    change_entries,
    cross_year_entries,
    difference_entries,
    gap_entries,
    line_entries,
    source_entries,
    value_entries,
)
from toolkit.files import words as files_words
from toolkit.files.disk import read_existing
from toolkit.grids.identity import YEARS_KIND

_UNIT, _NAME = Field("unit", constraints=REQUIRED), Field("name")
_YEAR = Field("year", "integer", REQUIRED)
_INDICATOR, _LABEL = Field("indicator", constraints=REQUIRED), Field("label")
_OF_LINES = {"indicator": "lines"}
_UNKNOWN = words.UNKNOWN_IS_BLANK
LINES = Table(
    "lines",
    (
        _INDICATOR,
        _LABEL,
        *(Field(one, constraints=REQUIRED) for one in ("form", "table", "measure")),
        Field("decimals", "integer", REQUIRED),
        Field("computed", "boolean", REQUIRED),
        Field("codes", constraints=REQUIRED),
    ),
    ("indicator",),
)
VALUES = Table(
    "years-values",
    (
        *(_UNIT, _NAME, _YEAR, Field("form", constraints=REQUIRED), _INDICATOR, _LABEL),
        Field("value", "number", {"minimum": 0}, _UNKNOWN),
        *(Field(one, constraints=REQUIRED) for one in ("source", "file")),
    ),
    ("unit", "year", "indicator"),
    _OF_LINES,
)
CHANGES = Table(
    "years-changes",
    (
        *(_UNIT, _NAME, _YEAR, _INDICATOR, _LABEL),
        *(Field(one, "number", REQUIRED) for one in ("value", "before", "change")),
        Field("percent", "number"),
        Field("big", "boolean", REQUIRED),
    ),
    ("unit", "year", "indicator"),
    _OF_LINES,
)
CROSS_YEARS = Table(
    "cross-years",
    (
        *(_UNIT, _NAME, _YEAR),
        *(Field(one, constraints=REQUIRED) for one in ("code", "severity", "outcome")),
        *(_INDICATOR, _LABEL, Field("sheet"), Field("cell")),
        *(Field(one, "number") for one in ("actual", "expected", "difference")),
        Field("reason", description=words.WHY_NOT_JUDGED),
    ),
    ("unit", "year", "code", "indicator"),
)
GAPS = Table(
    "gaps", (Field("unit"), _NAME, _YEAR, Field("between", "boolean", REQUIRED)), ("unit", "year")
)
SOURCES = Table(
    "sources",
    (
        Field("path", constraints=REQUIRED),
        Field("status", constraints=REQUIRED, description=words.FILE_STATUS),
        *(Field("unit"), _NAME, Field("year", "integer"), Field("form"), Field("source")),
        Field("reason", description=words.WHY_NOT_USED),
    ),
    ("path",),
)
DIFFERENCES = Table(
    "differences",
    (
        *(_UNIT, _NAME, _YEAR, _INDICATOR, _LABEL, Field("value", "number"), Field("file")),
        *(Field("other_value", "number"), Field("other_file", constraints=REQUIRED)),
        Field("reason", constraints=REQUIRED, description=words.WHY_NOT_USED),
    ),
    ("unit", "year", "indicator", "other_file"),
    _OF_LINES,
)
TABLES = (VALUES, CHANGES, CROSS_YEARS, GAPS, SOURCES, DIFFERENCES, LINES)


def must_be_our_years(folder: Path) -> None:
    """Raise CannotRun where the folder holds anything but what an earlier run has made."""
    descriptor = read_existing(folder / DESCRIPTOR)
    if descriptor is not None and not _is_of_years(descriptor):
        raise CannotRun(files_words.foreign_file(str(folder / DESCRIPTOR)))
    for one in TABLES:
        content = read_existing(folder / one.path)
        if content is not None and not content.startswith(one.head):
            raise CannotRun(files_words.foreign_file(str(folder / one.path)))


def _is_of_years(descriptor: bytes) -> bool:
    if not descriptor.startswith(DESCRIPTOR_BEGINS):
        return False
    try:
        return bool(json.loads(descriptor)["toolkit"].get("kind") == YEARS_KIND)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def years_package(one: Chronicle, now: datetime.datetime) -> list[tuple[str, bytes]]:
    """The name and the bytes of every file, the descriptor last."""
    rows: Mapping[str, Iterable[Mapping[str, object]]] = {
        VALUES.name: value_entries(one),
        CHANGES.name: change_entries(one),
        CROSS_YEARS.name: cross_year_entries(one),
        GAPS.name: gap_entries(one),
        SOURCES.name: source_entries(one),
        DIFFERENCES.name: difference_entries(one),
        LINES.name: line_entries(one),
    }
    contents = {each: _content(each, rows[each.name]) for each in TABLES}
    title = words.years_title(one.form.title, one.years[0], one.years[-1])
    described = {
        "toolkit": {
            "version": __version__,
            "kind": YEARS_KIND,
            "form": one.form.id,
            "years": list(one.years),
        },
        "profile": "tabular-data-package",
        "name": f"{one.form.id}-{one.years[0]}-{one.years[-1]}",
        "title": title,
        "description": words.description(title),
        "created": now.isoformat(timespec="seconds"),
        "sources": [{"title": words.YEARS}, {"title": one.form.basis}],
        "resources": [each.descriptor(content) for each, content in contents.items()],
    }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    files = [(each.path, content) for each, content in contents.items()]
    return [*files, (DESCRIPTOR, text.encode())]


def _content(table: Table, entries: Iterable[Mapping[str, object]]) -> bytes:
    names = [one.name for one in table.fields]
    rows = ([_cell(entry[name]) for name in names] for entry in entries)
    return table.head + csv_of(rows, mark=False)


def _cell(value: object) -> Cell:
    return value if isinstance(value, int | Decimal | None) else str(value)
