"""Return: what one workbook reports; grids + layout → values, each with the place it came from.

Pure: no file is opened here, so every kind of damage can be tested with small grids. The tables
themselves are read by :mod:`toolkit.table_reading`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit.cover import CONTACT, PRINTED, Cover, cover_of
from toolkit.finding import Finding
from toolkit.form import Form
from toolkit.grid import Workbook
from toolkit.identity import PROPERTY, SHEET, Identity, from_pairs, merge
from toolkit.layout import Layout
from toolkit.table_reading import TableReader
from toolkit.text import fold
from toolkit.words.sheets import COVER, LEVELS

FileStatus = Literal["accepted", "superseded", "duplicate", "unreadable", "unrecognised", "ignored"]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one file; every status but accepted has a reason."""

    path: str
    status: FileStatus
    unit: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """``values``: integers of the smallest unit, None where there is no certain figure.

    ``counted`` are the tables that go into the sum; ``invalid`` the inputs that hold something
    that is no figure. ``untouched``: nothing at all was typed into a template.
    """

    file: str
    identity: Identity
    contradictions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    saved: datetime.datetime | None = None
    sha256: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, int | None] = field(default_factory=dict)
    counted: frozenset[str] = frozenset()
    invalid: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    untouched: bool = False


def identify(workbook: Workbook, form: Form) -> tuple[Identity, list[tuple[str, list[str]]]]:
    """What the workbook says of itself: hidden sheet, custom properties, cover, in this order."""
    sources = []
    hidden = workbook.grids.get(SHEET)
    if hidden:
        pairs = {hidden.text(r, 0): hidden.text(r, 1) for r in range(len(hidden.rows))}
        sources.append(from_pairs(pairs))
    own = {k[len(PROPERTY) :]: v for k, v in workbook.properties.items() if k.startswith(PROPERTY)}
    sources.append(from_pairs(own))
    printed = read_cover(workbook, cover_of(form), PRINTED)
    if "unit" in printed:
        printed["unit"] = fold(printed["unit"])
    levels = {text: level for level, text in LEVELS.items()}
    year = fold(printed.get("year", "")).removesuffix("度").removesuffix("年")
    sources.append(
        from_pairs({**printed, "level": levels.get(printed.get("level", "")), "year": year})
    )
    return merge(sources)


def read_cover(workbook: Workbook, cover: Cover, keys: tuple[str, ...]) -> dict[str, str]:
    grid = workbook.grids.get(COVER)
    if grid is None:
        return {}
    texts = {key: grid.text(cover.values[key].row, cover.values[key].column) for key in keys}
    return {key: text for key, text in texts.items() if text}


def read_return(workbook: Workbook, layout: Layout, file: str, sha256: str = "") -> Return:
    """Everything that one workbook reports, and what is wrong with it."""
    form, cover = layout.form, cover_of(layout.form)
    identity, contradictions = identify(workbook, form)
    reading = TableReader(workbook, layout, cover, identity.kind == "consolidated")
    for table in layout.tables:
        reading.table(table)
    contact = read_cover(workbook, cover, CONTACT)
    return Return(
        file=file,
        identity=identity,
        contradictions=tuple((key, tuple(values)) for key, values in contradictions),
        saved=workbook.saved,
        sha256=sha256,
        contact=contact,
        values=reading.values,
        counted=frozenset(reading.counted),
        invalid=frozenset(reading.invalid),
        findings=tuple(replace(one, file=file) for one in reading.findings),
        untouched=not (reading.touched or contact),
    )
