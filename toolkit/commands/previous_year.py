"""Last year's consolidated workbook, or a folder of last year's returns → what each unit reported.

A folder is read as ``collect`` reads one; what could not be used of it is said in findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.commands import words
from toolkit.commands.read_files import Reading
from toolkit.consolidation.assignment import assign
from toolkit.consolidation.coverage import records
from toolkit.errors import CannotRun
from toolkit.files import words as files_words
from toolkit.files.disk import read_existing
from toolkit.files.folder import open_inbox
from toolkit.findings import message as finding_words
from toolkit.findings.codes.catalogue import found
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.last_year import complete
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import SHEET
from toolkit.grids.names import BY_UNIT
from toolkit.grids.refusals import TIE, Unreadable
from toolkit.returns.previous_year import Previous, of_return, total
from toolkit.returns.sums.record import record_in
from toolkit.returns.sums.typed_over import changed_since
from toolkit.returns.sums.unit_rows import UnitRows, unit_rows
from toolkit.returns.unit_return import FileRecord
from toolkit.roster.roster import Roster
from toolkit.spreadsheets.workbook import read_workbook


def read_previous(
    path: Path,
    form: Form,
    year: int,
    roster: Roster,
    collector: str,
    passwords: Sequence[str] = (),
) -> Previous:
    """What the units reported for the year before ``year``.

    Raises:
        CannotRun: it is not there, is no consolidated workbook, or is not of the year before.
    """
    if path.is_dir() or path.suffix.lower() == ".zip":
        return _from_returns(path, form, year, roster, collector, passwords)
    content = read_existing(path)
    if content is None:
        raise CannotRun(files_words.no_such_path(str(path)))
    try:
        workbook = read_workbook(content, {BY_UNIT, SHEET}, passwords)
    except Unreadable as error:
        raise CannotRun(words.previous_unreadable(str(path), str(error))) from error
    stated = stated_in(workbook)
    if not stated.is_sum:
        raise CannotRun(words.previous_unreadable(str(path), words.PREVIOUS_KIND))
    before = stated.year or ""
    if before != str(year - 1):
        reason = words.previous_year(before, year - 1)
        raise CannotRun(words.previous_unreadable(str(path), reason))
    theirs = stated.unit or ""
    if collector and theirs not in ("", collector):
        reason = words.previous_of_another(theirs, collector)
        raise CannotRun(words.previous_unreadable(str(path), reason))
    read = unit_rows(workbook.grids.get(BY_UNIT), form)
    units = read.rows
    if not units:
        raise CannotRun(words.previous_unreadable(str(path), words.PREVIOUS_SHEET))
    twice = [unit for unit, count in Counter(one.code for one in units).items() if count > 1]
    if twice:
        reason = words.previous_twice(twice[0])
        raise CannotRun(words.previous_unreadable(str(path), reason))
    _must_be_as_reported(path, workbook, read, form)
    # A unit that had sent nothing then is listed, too, without a single figure.
    told = [one for one in units if any(value is not None for value in one.figures.values())]
    figures = {one.code: complete(form, one.figures) for one in told}
    inside = frozenset(one.code for one in told if one.inside)
    return Previous(
        year - 1,
        figures,
        {one.code: one.name for one in told},
        inside=inside,
        totals=total(form, figures, inside),
    )


def _must_be_as_reported(path: Path, workbook: Workbook, units: UnitRows, form: Form) -> None:
    """Raise where a figure of last year was typed over: what is compared with it would be wrong."""
    record = record_in(workbook)
    changed = changed_since(record, units, form) if record and not units.lacks(form) else ()
    if changed:
        reason = finding_words.message(changed[0], form).rstrip("。")
        raise CannotRun(words.previous_changed(str(path), reason, len(changed)))


def _from_returns(
    path: Path, form: Form, year: int, roster: Roster, collector: str, passwords: Sequence[str]
) -> Previous:
    incoming = list(open_inbox([path], passwords=passwords))
    read = list(Reading(incoming, form, passwords))
    assignment = assign(read, form, roster, collector, year - 1)
    if not assignment.returns and TIE not in assignment.unusable.values():
        reason = words.previous_empty(year - 1)
        raise CannotRun(words.previous_unreadable(str(path), reason))
    figures = {unit: of_return(one, form) for unit, one in assignment.returns.items()}
    inside = frozenset(
        one.unit.code for one in records(assignment, form, roster, collector) if one.in_total
    )
    return Previous(
        year - 1,
        figures,
        {unit: assignment.units[unit].name for unit in assignment.returns},
        tuple(_not_used(assignment.files)),
        inside,
        total(form, figures, inside),
    )


def _not_used(files: Sequence[FileRecord]) -> Iterator[Finding]:
    for one in files:
        if one.status in ("unreadable", "unrecognised", "superseded"):
            yield found("YEAR-04", file=one.path, details={"reason": one.reason or ""})
