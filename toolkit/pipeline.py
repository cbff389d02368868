"""The steps, each named once: files → returns → who they belong to → findings → consolidation."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.assignment import Assignment, assign
from toolkit.audit import audit
from toolkit.consolidation import (
    Consolidation,
    FileRecord,
    UnitRecord,
    add_up,
    add_up_by_category,
    tabulate,
)
from toolkit.errors import CannotRun
from toolkit.files.book import write_file
from toolkit.files.consolidated import make_consolidated
from toolkit.files.form_yaml import default_form, load_form, shipped_forms
from toolkit.files.inbox import Incoming, open_inbox
from toolkit.files.roster_file import find_roster, read_roster
from toolkit.files.workbook import read_properties, read_workbook
from toolkit.finding import SEVERITIES, Finding, found
from toolkit.form import Form
from toolkit.grid import Unreadable
from toolkit.identity import PROPERTY, SHEET
from toolkit.layout import Layout, lay_out
from toolkit.report_json import to_json
from toolkit.returns import Return, read_return
from toolkit.roster import Roster
from toolkit.words import stops
from toolkit.words.sheets import COVER

Progress = Callable[[Sequence[Incoming]], Iterable[Incoming]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for; None where the returns or the roster decide."""

    paths: Sequence[Path]
    units: Path | None = None
    form: str | None = None
    year: int | None = None
    collector: str | None = None
    strict: bool = False


def collect(wishes: Wishes, progress: Progress = iter) -> Consolidation:
    """Read, check and add up everything under the paths.

    Raises:
        CannotRun: no files, no roster, no year, or it is not plain whose sum this is.
    """
    incoming = list(open_inbox(wishes.paths))
    if not incoming:
        raise CannotRun(stops.no_returns([str(path) for path in wishes.paths]))
    roster = read_roster(wishes.units or find_roster(wishes.paths))
    collector = roster.collector(wishes.collector)
    form = load_form(wishes.form) if wishes.form else form_of(incoming)
    layout = lay_out(form)
    read = list(read_all(progress(incoming), layout))
    year = wishes.year or year_of(one for one in read if isinstance(one, Return))
    assignment = assign(read, form, roster, collector, year)
    return consolidate(assignment, layout, roster, collector, year, wishes.strict)


def consolidate(
    assignment: Assignment,
    layout: Layout,
    roster: Roster,
    collector: str,
    year: int,
    strict: bool,
) -> Consolidation:
    form = layout.form
    findings = list(assignment.findings)
    for code, one in assignment.returns.items():
        name = assignment.units[code].name
        for finding in (*one.findings, *audit(one, layout)):
            findings.append(replace(finding, unit=code, unit_name=name))
    for code in roster.repeated:
        findings.append(found("UNIT-03", unit=code, unit_name=roster.units[code].name))
    failing = {one.unit for one in findings if one.is_open_error}
    units = list(assignment.records(form, roster, collector, failing if strict else set(), failing))
    findings.extend(assignment.missing(units))
    figures = tabulate(form, units)
    known = roster.units.get(collector)
    return Consolidation(
        form=form,
        year=year,
        collector=collector,
        collector_name=known.name if known else collector,
        files=assignment.files,
        units=units,
        findings=sorted(findings, key=_order(units, layout)),
        figures=figures,
        totals=add_up(figures, units),
        subtotals=add_up_by_category(figures, units),
    )


def read_all(incoming: Iterable[Incoming], layout: Layout) -> Iterator[Return | FileRecord]:
    """Each file as a return, or as what is to be said of it."""
    wanted = {COVER, SHEET, *(table.sheet for table in layout.form.tables)}
    for one in incoming:
        if one.ignored:
            yield FileRecord(one.path, "ignored", reason=one.ignored)
        elif one.unreadable:
            yield FileRecord(one.path, "unreadable", reason=one.unreadable)
        else:
            try:
                workbook = read_workbook(one.content, wanted)
            except Unreadable as error:
                yield FileRecord(one.path, "unreadable", reason=str(error))
                continue
            digest = hashlib.sha256(one.content).hexdigest()
            yield read_return(workbook, layout, one.path, digest)


def form_of(incoming: Iterable[Incoming]) -> Form:
    """The form that most returns say they are of; the newest shipped one where none says."""
    stated = Counter(
        form for one in incoming if (form := read_properties(one.content).get(f"{PROPERTY}form"))
    )
    if not stated:
        return default_form()
    most = max(stated.items(), key=lambda pair: (pair[1], pair[0]))[0]
    if most not in shipped_forms():
        raise CannotRun(stops.form_not_shipped(most))
    return load_form(most)


def year_of(returns: Iterable[Return]) -> int:
    """The year that most returns state; ties go to the later.

    Raises:
        CannotRun: no return states one.
    """
    stated = Counter(
        int(one.identity.year)
        for one in returns
        if one.identity.year and one.identity.year.isdecimal() and not one.untouched
    )
    if not stated:
        raise CannotRun(stops.no_year())
    return max(stated.items(), key=lambda pair: (pair[1], pair[0]))[0]


def _order(units: Sequence[UnitRecord], layout: Layout) -> Callable[[Finding], tuple[object, ...]]:
    """Errors first, then by unit as on the roster, then by place as on the form."""
    place = {record.unit.code: number for number, record in enumerate(units)}
    indicators = {code: number for number, code in enumerate(layout.places)}

    def key(one: Finding) -> tuple[object, ...]:
        return (
            SEVERITIES.index(one.severity),
            place.get(one.unit or "", len(place)),
            one.file or "",
            indicators.get(one.indicator or "", -1),
            one.code,
        )

    return key


def collect_into(
    wishes: Wishes, out: Path | None, json: Path | None, progress: Progress = iter
) -> tuple[Consolidation, list[Path]]:
    """Collect, then write the consolidated workbook and, if wanted, the JSON.

    Raises:
        CannotRun: as :func:`collect`, or the output is not writable or would replace a return.
    """
    for path in filter(None, (out, json)):
        _writable(path, wishes.paths)
    if out and out.suffix.lower() != ".xlsx":
        raise CannotRun(stops.not_an_excel_name(str(out)))
    result = collect(wishes, progress)
    target = out or Path(stops.default_output(result.year))
    _writable(target, wishes.paths)
    written = [(target, make_consolidated(result, datetime.datetime.now()))]
    if json:
        written.append((json, to_json(result).encode()))
    for path, content in written:
        write_file(path, content)
    return result, [path for path, _ in written]


def _writable(path: Path, returns: Sequence[Path]) -> None:
    """An output never replaces a return; only a consolidated workbook of ours may be replaced."""
    if path.is_dir():
        raise CannotRun(stops.not_writable(str(path)))
    if path.suffix.lower() == ".xlsx" and path.is_file():
        kind = read_properties(path.read_bytes()).get(f"{PROPERTY}kind")
        if kind != "consolidated":
            raise CannotRun(stops.output_is_input(str(path)))
    if any(path.resolve() == one.resolve() for one in returns):
        raise CannotRun(stops.output_is_input(str(path)))
