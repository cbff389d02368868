"""Workbook → return: identity, cover, tables, explanations, and what a sum says of its units.

Pure: no file is opened here, so every kind of damage can be tested with small grids.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from string import ascii_uppercase

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import CoverField, CoverOpen
from toolkit.findings.finding import Finding, Location
from toolkit.form.contact import faults_of
from toolkit.form.cover import CONTACT, PRINTED, Cover, cover_of
from toolkit.form.layout import Layout
from toolkit.form.opening_figures import KEY, from_text
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import hidden_sources, hidden_text
from toolkit.grids.identity import NEVER_SAVED, Identity, from_pairs, merge
from toolkit.grids.names import CAPTIONS, LEVEL_WORDS
from toolkit.returns.cover_reading import CoverReader
from toolkit.returns.explanation_reading import read_explanations
from toolkit.returns.sums.sum_workbook import SumWorkbook, read_sum
from toolkit.returns.sums.telling import of_a_sum
from toolkit.returns.table_reading import TablesRead, read_tables
from toolkit.returns.unit_return import Return
from toolkit.text import fold, printable, shorten

# How far above the figures of a table, and in texts of what length, its unit and year may stand.
_FURTHEST, _LONGEST = 40, 200

_ZEROS = re.compile("^0+(?=[1-9][0-9]{3}$)")


def identity_of(
    workbook: Workbook, cover: CoverReader
) -> tuple[Identity, list[tuple[str, list[str]]]]:
    """What the workbook says of itself: hidden sheet, then custom properties, then cover."""
    sources = hidden_sources(workbook)
    printed = cover.fields(PRINTED)
    if "unit" in printed:
        printed["unit"] = fold(printed["unit"])
    year = fold(printed.get("year", "")).removesuffix("度").removesuffix("年")
    # A number format may put zeros in front of it.
    year = _ZEROS.sub("", year)
    sources.append(from_pairs({**printed, "level": _level(printed.get("level", "")), "year": year}))
    identity, contradictions = merge(sources)
    # The level that the unit states counts, whatever its template was made for.
    return replace(identity, level=sources[-1].level or identity.level), contradictions


def _level(text: str) -> str:
    """The level that is meant, or the text itself."""
    for level, words in LEVEL_WORDS.items():
        if any(word in text for word in words):
            return level
    return text


def read_return(
    workbook: Workbook,
    layout: Layout,
    file: str,
    sha256: str = "",
    stamp: datetime.datetime | None = None,
    summed: SumWorkbook | None = None,
) -> Return:
    """Everything that one workbook reports, and what is wrong with it.

    ``summed``: the same workbook read as a consolidated one, where the caller has done so already.
    """
    cover = CoverReader(workbook, _cover(layout))
    identity, contradictions = identity_of(workbook, cover)
    if identity.is_sum:
        summed = summed or read_sum(workbook, layout.form)
    previous = _previous(workbook, layout)
    sums = summed.sums if summed else {}
    tables = read_tables(workbook, layout, cover, identity, previous, sums)
    contact = cover.fields(CONTACT)
    changed = summed.changed if summed else ()
    read = of_a_sum(tables.findings) if summed else tables.findings
    of_cover = _of_the_cover(cover) if not summed and _says_something(tables) else ()
    findings = (*_of_the_workbook(workbook), *of_cover, *read, *changed)
    return Return(
        file=file,
        identity=identity,
        contradictions=tuple((key, tuple(values)) for key, values in contradictions),
        saved=workbook.saved if workbook.saved != NEVER_SAVED else None,
        stamp=stamp,
        sha256=sha256,
        contact=contact,
        values={**dict.fromkeys(layout.form.indicators), **tables.values},
        counted=tables.counted,
        invalid=tables.invalid,
        states=tables.states,
        findings=tuple(replace(one, file=file) for one in findings),
        untouched=not (tables.touched or contact),
        places=tables.places,
        typed=tables.typed,
        # Nobody explains in a sum: its lists only repeat what others wrote.
        explanations=() if summed else read_explanations(workbook, layout),
        before=previous,
        below=summed.below if summed else None,
        has_cover=not cover.missing,
        code_text=cover.code_text,
        formulas_see=tables.formulas_see,
        headings=_headings(workbook, layout, tables) if _is_silent(identity) else (),
    )


@lru_cache(8)
def _cover(layout: Layout) -> Cover:
    return cover_of(layout.form)


def _is_silent(identity: Identity) -> bool:
    """Whether something has to be looked for that the workbook does not say by itself."""
    return not (identity.names_unit and identity.year)


def _headings(workbook: Workbook, layout: Layout, tables: TablesRead) -> tuple[str, ...]:
    """The texts on each sheet with a table, above the first figure."""
    first: dict[str, int] = {}
    for code in layout.places:
        if layout.form.indicators[code].table in tables.counted:
            sheet, address = tables.places.get(code) or layout.where(code)
            row = int(address.lstrip(ascii_uppercase)) - 1
            first[sheet] = min(row, first.get(sheet, row))
    return tuple(
        text
        for sheet, row in first.items()
        if sheet in workbook.grids
        for line in workbook.grids[sheet].rows[max(0, row - _FURTHEST) : row]
        for value in line
        if isinstance(value, str) and (text := printable(value[:_LONGEST]).strip())
    )


def _previous(workbook: Workbook, layout: Layout) -> dict[str, int | None]:
    """Last year's figures, as they were put into the template."""
    text = hidden_text(workbook, KEY)
    return from_text(layout.form, text) if text else {}


def _says_something(tables: TablesRead) -> bool:
    """Whether a table was read, and somebody has filled it in or chosen its state."""
    said = any(tables.states.values()) or any(one is not None for one in tables.values.values())
    return tables.touched and bool(tables.counted) and said


def _of_the_cover(cover: CoverReader) -> Iterator[Finding]:
    """One finding for all fields that are blank or cannot be right, at the first of them.

    A field whose caption is not there was not asked for.
    """
    places = {key: at for key in CONTACT if (at := cover.place(key))}
    texts = cover.fields(places)
    faults = {key: one for key, one in faults_of(texts).items() if key in places}
    if faults:
        first = next(iter(faults))
        place = Location(cover.sheet, places[first], label=CAPTIONS[first])
        open_fields = CoverOpen(
            tuple(
                CoverField(key, places[key], fault, shorten(texts.get(key, "")))
                for key, fault in faults.items()
            )
        )
        yield found("COVER-01", place, count=len(faults), details=open_fields)


def _of_the_workbook(workbook: Workbook) -> Iterator[Finding]:
    """The findings on the workbook as a whole."""
    if workbook.macros:
        yield found("FILE-08")
    if workbook.links:
        yield found("FILE-11")
    if not workbook.tells_formulas:
        yield found("FILE-09")
