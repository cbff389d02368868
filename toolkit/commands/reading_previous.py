"""Last year's consolidated workbook, last year's returns or a table → what each unit reported.

Returns, published reports among them, are read as ``collect`` reads them, whether it is a folder, a
zip or a single file; findings tell what could not be used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.commands import words
from toolkit.commands.inboxes import inbox_of
from toolkit.commands.reading_table import TableFile
from toolkit.consolidation.assignment import Assignment, assign
from toolkit.consolidation.coverage import records
from toolkit.documents.formats import READERS
from toolkit.errors import CannotRun
from toolkit.files import words as files_words
from toolkit.files.disk import read_existing
from toolkit.files.rehearsal import note_reading
from toolkit.findings import message as finding_words
from toolkit.findings.codes.catalogue import UNREAD_TABLE, found
from toolkit.findings.details import NotUsed, UsedInPart
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.form.opening_figures import complete
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import from_properties, stated_in
from toolkit.grids.identity import SHEET, merge
from toolkit.grids.names import BY_UNIT, SHEETS
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.returns.predecessors import by_this_years_codes
from toolkit.returns.previous_year import Previous, of_return, total
from toolkit.returns.sums.sum_workbook import SumWorkbook
from toolkit.returns.unit_return import FileRecord
from toolkit.roster.roster import Roster
from toolkit.roster.roster_file import is_workbook
from toolkit.spreadsheets.kind import kind_of
from toolkit.spreadsheets.workbook import read_workbook

# So many cells without a figure are named.
_MOST_CELLS = 3


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
        CannotRun: it is not there, is nothing of this kind, or is not of the year before.
    """
    if path.is_dir() or path.suffix.lower() == ".zip":
        return _from_returns(path, form, year, roster, collector, passwords)
    content = read_existing(path)
    if content is None:
        raise CannotRun(files_words.no_such_path(str(path)))
    note_reading(path)
    read = None
    if is_workbook(content) and kind_of(content) not in READERS:
        read = _read(path, content, form, passwords)
    if read is None:
        return _from_return_or_table(path, content, form, year, roster, collector, passwords)
    if reason := _unfit(read, year - 1, collector):
        raise CannotRun(words.previous_unreadable(str(path), reason))
    # A comparison with a figure that was typed over since would be wrong.
    if changed := read.changed:
        reason = finding_words.message(changed[0], form).rstrip("。")
        raise CannotRun(words.previous_changed(str(path), reason, len(changed)))
    # A unit that sent nothing last year is listed, too, but without a single figure.
    told = [one for one in read.units.rows if any(v is not None for v in one.figures.values())]
    figures = {one.code: complete(form, one.figures) for one in told}
    inside = frozenset(one.code for one in told if one.inside)
    known = Previous(
        year - 1,
        figures,
        {one.code: one.name for one in told},
        inside=inside,
        totals=total(form, figures, inside),
    )
    listed = {one.code for one in read.units.rows}
    return by_this_years_codes(known, form, roster, listed, collector)


def _from_return_or_table(
    path: Path,
    content: bytes,
    form: Form,
    year: int,
    roster: Roster,
    collector: str,
    passwords: Sequence[str],
) -> Previous:
    """What a single file says that is no sum; what is nothing else may be a table."""
    table = TableFile(path, content, passwords)
    try:
        known = _from_returns(path, form, year, roster, collector, passwords)
    except CannotRun:
        if of_table := table.previous(form, year - 1, roster, collector):
            return of_table
        raise
    if any(value is not None for some in known.figures.values() for value in some.values()):
        return known
    # The name of a file alone may have said whose return it would be.
    return table.previous(form, year - 1, roster, collector) or known


def _read(path: Path, content: bytes, form: Form, passwords: Sequence[str]) -> SumWorkbook | None:
    """The consolidated workbook in a file; None where the file is a return of a unit."""
    try:
        workbook = read_workbook(content, {BY_UNIT, SHEET}, passwords)
    except Unreadable as error:
        raise CannotRun(words.previous_unreadable(str(path), error.reason.text)) from error
    # The properties come first here, unlike in a return; the hidden sheet says what they do not.
    stated, _ = merge((from_properties(workbook.properties), stated_in(workbook)))
    if stated.is_sum:
        return SumWorkbook(workbook, form, stated)
    if stated.kind is None and BY_UNIT in workbook.grids and _has_other_sheets(workbook):
        # A sum that says no more what it is may hold anything.
        raise CannotRun(words.previous_unreadable(str(path), words.PREVIOUS_KIND))
    return None


def _has_other_sheets(workbook: Workbook) -> bool:
    """Whether there is more of a consolidated workbook than a copy of its sheet 分单位."""
    return not {*workbook.grids, *workbook.unread}.isdisjoint({*SHEETS} - {BY_UNIT})


def _unfit(read: SumWorkbook, year: int, collector: str) -> str | None:
    """Why the workbook cannot be compared with; None where it can. ``year``: the year before."""
    stated = read.identity
    if stated.year != str(year):
        return words.previous_year(stated.year or "", year)
    if collector and stated.unit not in (None, collector):
        return words.previous_of_another(stated.unit or "", collector)
    if not read.units.rows:
        return words.PREVIOUS_SHEET
    count = Counter(one.code for one in read.units.rows)
    return next((words.previous_twice(code) for code in count if count[code] > 1), None)


def _from_returns(
    path: Path, form: Form, year: int, roster: Roster, collector: str, passwords: Sequence[str]
) -> Previous:
    with inbox_of([path], passwords=passwords) as inbox:
        read = list(inbox.reading(form))
    then = roster.a_year_ago()
    assignment = assign(read, form, then, collector, year - 1, own_reports=True)
    if not assignment.returns and Refusal.TIE not in assignment.unusable.values():
        raise CannotRun(
            words.previous_unreadable(str(path), _why_nothing(path, assignment, year - 1))
        )
    figures = {unit: of_return(one, form) for unit, one in assignment.returns.items()}
    inside = frozenset(
        one.unit.code for one in records(assignment, form, then, collector) if one.in_total
    )
    known = Previous(
        year - 1,
        figures,
        {unit: _name_then(unit, assignment, roster) for unit in assignment.returns},
        (*_not_used(assignment.files), *_used_in_part(assignment, form)),
        inside,
        total(form, figures, inside),
        narratives={unit: one.narrative for unit, one in assignment.returns.items()},
    )
    listed = assignment.units.keys()
    return by_this_years_codes(known, form, roster, listed, collector)


def _why_nothing(path: Path, assignment: Assignment, year: int) -> str:
    """Why there are no figures of that year in what was named."""
    named = [one.reason for one in assignment.files if one.path == path.name]
    if len(assignment.files) == 1 and named and named[0]:
        return named[0].text
    unused = [(one.path, one.reason.text) for one in _unusable(assignment.files) if one.reason]
    return words.previous_empty(year, unused)


def _name_then(unit: str, assignment: Assignment, roster: Roster) -> str:
    """What a unit was called; of one that is gone its return says so, and no roster."""
    if unit in roster.units:
        return roster.units[unit].name
    return assignment.returns[unit].identity.name or assignment.units[unit].name


def _not_used(files: Sequence[FileRecord]) -> Iterator[Finding]:
    for one in _unusable(files):
        yield found("YEAR-04", file=one.path, details=NotUsed(one.reason))


def _used_in_part(assignment: Assignment, form: Form) -> Iterator[Finding]:
    """What is not known of the returns that are used."""
    layout = lay_out(form)
    for one in assignment.returns.values():
        tables = {
            each.tables[0] if each.tables else each.sheet or ""
            for each in one.findings
            if each.code in UNREAD_TABLE
        }
        invalid = [code for code in form.inputs if code in one.invalid]
        cells = [" ".join(one.where(code, layout)) for code in invalid[:_MOST_CELLS]]
        if tables or cells:
            told = tuple(table.sheet for table in form.tables if table.sheet in tables)
            details = UsedInPart(told, tuple(cells), len(invalid))
            yield found("YEAR-04", file=one.file, details=details)


def _unusable(files: Sequence[FileRecord]) -> Iterator[FileRecord]:
    return (one for one in files if one.status in ("unreadable", "unrecognised", "superseded"))
