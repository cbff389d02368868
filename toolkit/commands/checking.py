"""Checking: what is wrong with single returns, without roster and without adding up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audit.judge import judge_alone
from toolkit.audit.objections import (
    contradictions,
    dated,
    not_read,
    of_another_form,
    of_another_year,
    unstated,
)
from toolkit.commands import words
from toolkit.commands.earlier import Earlier
from toolkit.commands.inboxes import inbox_of
from toolkit.commands.read_files import Progress
from toolkit.commands.stated import Read, read_as_stated
from toolkit.consolidation.coverage import UnitRecord, UnitStatus
from toolkit.consolidation.file_names import misnamed_by_pattern
from toolkit.consolidation.published import by_pattern, of_year, told_as_published
from toolkit.consolidation.reasons import OtherForm, OtherYear, WrittenFor
from toolkit.errors import CannotRun
from toolkit.findings.codes.catalogue import as_unit_sees, found
from toolkit.findings.details import Known
from toolkit.findings.finding import Finding
from toolkit.findings.identity import identified
from toolkit.findings.voice import Voice
from toolkit.findings.worst_first import worst_first
from toolkit.form.form import Form
from toolkit.form.layout import Layout, lay_out
from toolkit.grids.identity import Identity, from_file_name
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import Refusal
from toolkit.returns.previous_year import of_return
from toolkit.returns.unit_return import FileRecord, FileStatus, Return, Subject, Unread
from toolkit.roster.roster import Category, Unit, category_of

if TYPE_CHECKING:
    from toolkit.audit.against_workbook import Verdict
    from toolkit.publication.source import Reviewed


@dataclass(frozen=True, slots=True)
class Checked:
    """One file and what is wrong with it."""

    form: Form
    # What ``collect`` would make of it, were it the only file and its unit on the roster.
    record: FileRecord
    # Worst first.
    findings: tuple[Finding, ...] = ()
    # What it reports; None where it could not be read.
    returned: Return | None = None
    # What it was held against gave, where it was.
    verdict: Verdict | None = None
    # Whether it was held against the year before; None where none was named.
    compared: bool | None = None

    @property
    def file(self) -> str:
        return self.record.path

    @property
    def name(self) -> str:
        """The unit that the file states, by its name or else its code; blank where none is."""
        stated = self.returned.identity if self.returned else Identity()
        return stated.name or stated.unit or ""

    @property
    def year(self) -> str:
        """The year that the file states; blank where it states none."""
        return (self.returned and self.returned.identity.year) or ""

    @property
    def left_alone(self) -> Reason | None:
        """Why it was not looked into; None where it was."""
        return None if self.returned or self.findings else self.record.reason

    @property
    def unit(self) -> UnitRecord | None:
        """The unit that the file states, with what it reports; None where it states none."""
        if self.returned is None or not self.name:
            return None
        stated = self.returned.identity
        unit = Unit(stated.unit or self.name, self.name, category_of(stated.category))
        status: UnitStatus = "with_errors" if self.has_errors else "received"
        return UnitRecord(unit, status, False, False, self.record.reason, self.returned)

    @property
    def has_errors(self) -> bool:
        return any(one.is_open_error for one in self.findings)

    def told_of_unit(self) -> Iterator[Finding]:
        """The findings, with the unit that the file states."""
        told = self.unit.unit if self.unit else None
        for one in self.findings:
            yield replace(one, unit=told.code, unit_name=told.name) if told else one


@dataclass(frozen=True, slots=True)
class Checks:
    """Some files, each checked by itself: as a rule by their unit, before it sends them."""

    checked: Sequence[Checked]
    form: Form
    # The year that was asked for; None for any.
    year: int | None
    # Whom its words speak to.
    voice: Voice = Voice.UNIT
    # The workbook that they were held against, where they were.
    against: Reviewed | None = None

    @property
    def files(self) -> Sequence[FileRecord]:
        return [one.record for one in self.checked]

    @property
    def units(self) -> Sequence[UnitRecord]:
        return [one.unit for one in self.checked if one.unit]

    @property
    def findings(self) -> Sequence[Finding]:
        """Those of all files, worst first."""
        every = (finding for one in self.checked for finding in one.told_of_unit())
        units = dict.fromkeys(one.unit.code for one in self.units)
        return identified(worst_first(every, lay_out(self.form), units))


def check_files(
    paths: Sequence[Path],
    wish: Form | str | None,
    year: int | None,
    progress: Progress = iter,
    passwords: Sequence[str] = (),
    cluster: str | None = None,
    previous: Path | None = None,
) -> Iterator[Checked]:
    """The verdict on each file, as ``collect`` would give it.

    ``wish``: the form, or its id or path; None: the one that most files state. ``cluster``: the
    address of one that reads them. ``previous``: what the same units have reported on the year
    before.

    Raises:
        CannotRun: a file is not there, or the form cannot be read.
    """
    form, read = read_named(paths, wish, progress, passwords, cluster)
    layout = lay_out(form)
    earlier = Earlier.read(previous, form, passwords)
    for each in read:
        if isinstance(each, Return) and each.own_report:
            record = FileRecord(each.file, "ignored", reason=Refusal.OWN_REPORT)
            yield Checked(form, record)
            continue
        yield check_alone(each, layout, year, earlier)


def read_named(
    paths: Sequence[Path],
    wish: Form | str | None,
    progress: Progress,
    passwords: Sequence[str],
    cluster: str | None = None,
    roster: Path | None = None,
) -> tuple[Form, Read]:
    """Every file under the paths as a return of a form, as :func:`check_files` is asked.

    Raises:
        CannotRun: a file is not there, there are none, or the form cannot be read.
    """
    with inbox_of(paths, roster, passwords, cluster) as inbox:
        if inbox.empty:
            raise CannotRun(words.no_returns([str(path) for path in paths]))
        return read_as_stated(inbox, wish, progress)


def check_alone(
    one: Return | Unread, layout: Layout, year: int | None, earlier: Earlier | None = None
) -> Checked:
    """The verdict on one file that was read, by what it says itself.

    ``earlier``: what is known of the year before.
    """
    form = layout.form
    if isinstance(one, Unread):
        return _not_read(one, form)
    if one.medium and one.untouched:
        # Nobody fills a report in to send it as blank, as may happen with a workbook.
        return Checked(form, FileRecord(one.file, "ignored", reason=Refusal.UNTOUCHED))
    one, told = _by_circumstance(one, form, year)
    findings = map(as_unit_sees, (*_stated(one, form, year), *told))
    category = category_of(one.identity.category)
    record = _record(one, form, year)
    last = earlier.of(one.identity) if earlier else None
    checked = judged(one, layout, findings, category, record, last)
    return replace(checked, compared=earlier.knows(last)) if earlier else checked


def judged(
    one: Return,
    layout: Layout,
    told: Iterable[Finding],
    category: Category | None,
    record: FileRecord,
    last: Return | None = None,
) -> Checked:
    """A return with what is wrong with its figures, besides what is told of it already."""
    if of_another_form(one, layout.form):
        # Its cells are none of those that our rules are about, even where they have the same codes.
        return Checked(layout.form, record, tuple(worst_first(told, layout)), _bare(one, layout))
    before = of_return(last, layout.form) if last else one.before
    subject = Subject(one, category, before, narrative_before=last.narrative if last else ())
    of_figures = map(as_unit_sees, judge_alone(subject, layout))
    ordered = tuple(worst_first((*told, *of_figures), layout))
    return Checked(layout.form, record, ordered, one)


def _bare(one: Return, layout: Layout) -> Return:
    """Who it is from, without what it says in its tables."""
    return Return(
        one.file,
        one.identity,
        one.contradictions,
        one.saved,
        one.stamp,
        one.sha256,
        values=dict.fromkeys(layout.form.indicators),
        untouched=one.untouched,
        medium=one.medium,
    )


def _not_read(one: Unread, form: Form) -> Checked:
    if one.ignored or not one.labelled:
        reason = one.refusal if one.ignored else Refusal.NO_REPORT
        return Checked(form, FileRecord(one.path, "ignored", reason=reason))
    record = FileRecord(one.path, "unreadable", reason=one.refusal)
    return Checked(form, record, (not_read(one),))


def _by_circumstance(one: Return, form: Form, year: int | None) -> tuple[Return, list[Finding]]:
    """The return with the unit and the year that it does not state, as far as the name of its file
    does, or the year that was asked for; and the findings on them.
    """
    if one.untouched:
        return one, []
    if one.medium:
        return _as_published(one, form, year)
    told = []
    by_name = from_file_name(one.name)
    if by_name.unit and not one.identity.names_unit:
        known = found("UNIT-05", file=one.file, details=Known("name"))
        told.append(replace(known, unit=by_name.unit, unit_name=by_name.name))
        stated = replace(one.identity, unit=by_name.unit, name=by_name.name)
        one = replace(one, identity=replace(stated, year=stated.year or by_name.year))
    one, guessed = dated(one, year)
    # A year that is wrong is told as such.
    if guessed and one.identity.year == str(year or one.identity.year):
        told.append(guessed)
    return one, told


def _as_published(one: Return, form: Form, asked: int | None) -> tuple[Return, list[Finding]]:
    """The same for a report that was written for readers."""
    one, unit_by = by_pattern(one)
    one, year_by = of_year(one, asked)
    told = told_as_published(one, unit_by, year_by)
    # What is not accepted is told for what it is.
    counts = _record(one, form, asked).status == "accepted"
    return one, [told] if told and counts else []


def _record(one: Return, form: Form, year: int | None) -> FileRecord:
    """The first thing that speaks against the file decides, as in ``collect``."""
    stated = one.identity
    reason: Reason | None = None
    if of_another_form(one, form):
        reason = OtherForm(stated.form_version)
    elif one.untouched:
        return FileRecord(one.file, "ignored", stated.unit, Refusal.UNTOUCHED)
    elif one.contradictions:
        reason = Refusal.CONTRADICTION
    elif not stated.names_unit:
        reason = Refusal.NO_UNIT
    elif misnamed_by_pattern(one):
        reason = WrittenFor(stated.unit or "", stated.name or "")
    elif not stated.year:
        reason = Refusal.NO_YEAR
    elif year and stated.year != str(year):
        reason = OtherYear(stated.year)
    status: FileStatus = "unrecognised" if reason else "accepted"
    return FileRecord(one.file, status, stated.unit or stated.name, reason)


def _stated(one: Return, form: Form, year: int | None) -> Iterator[Finding]:
    """Findings on what the workbook says of itself, as far as they need no roster."""
    if not one.untouched and (misnamed := misnamed_by_pattern(one)):
        yield found("UNIT-11", file=one.file, details=misnamed)
    yield from contradictions(one)
    if other := of_another_form(one, form):
        yield other
    if not one.identity.names_unit and not one.untouched:
        yield found("FILE-02", file=one.file, details=unstated(one, Refusal.NO_UNIT))
    if wrong := of_another_year(one, form, year):
        yield wrong
