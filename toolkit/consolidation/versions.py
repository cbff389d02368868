"""Versions: which of several returns of one unit counts, and what became of the others."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.consolidation.reasons import Duplicate, NotChosen, Published, Superseded
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Beside, Changed, Details, Differing, Instead, Number, Versions
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.number import to_number
from toolkit.grids.identity import FEEDBACK_KIND
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import FileRecord, Return
from toolkit.roster.roster import Unit

_MOST_CHANGES = 3
# So many cells are told in which a report differs from the workbook.
_MOST_CELLS = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the returns of one unit counts."""

    # None where it cannot be told which of them was saved last.
    counts: Return | None
    # What became of the files that do not count.
    others: tuple[FileRecord, ...] = ()
    findings: tuple[Finding, ...] = ()


def choose(
    versions: Sequence[Return], unit: Unit, layout: Layout, preferred: Collection[str]
) -> Choice:
    """The return of a unit that was saved last counts; where several tie for it, none does.

    A file that is ``preferred`` counts before all others.
    """
    own = [one for one in versions if not one.sent_back or one.file in preferred]
    # What we sent back ourselves is an answer only where the unit has sent nothing else.
    sent = own or versions
    reports = _besides_workbooks(sent, preferred)
    kept = {one.file for one in sent}
    answers = [one for one in sent if one.file not in {report.file for report in reports}]
    copies = _copies(answers, preferred)
    choice = _among(
        [one for one in answers if one.file not in copies], unit, layout.form, preferred
    )
    others = [
        FileRecord(one.file, "ignored", unit.code, Refusal.SENT_BACK)
        for one in versions
        if one.file not in kept
    ]
    told = []
    # Where several workbooks tie, their figures have to be settled first.
    workbook = choice.counts or min(answers, key=lambda one: one.file)
    for one in reports:
        others.append(FileRecord(one.file, "superseded", unit.code, Published(workbook.file)))
        told += [_compared(one, choice.counts, unit, layout)] if choice.counts else []
    for file, original in copies.items():
        others.append(FileRecord(file, "duplicate", unit.code, Duplicate(original)))
        told.append(_found("UNIT-08", file, unit, Instead(original)))
    return Choice(choice.counts, (*others, *choice.others), (*told, *choice.findings))


def _besides_workbooks(sent: Sequence[Return], preferred: Collection[str]) -> list[Return]:
    """The published reports of a unit that has sent a workbook, which counts whatever the times."""
    reports = [one for one in sent if one.medium]
    chosen = any(one.file in preferred for one in reports)
    return [] if chosen or len(reports) == len(sent) else reports


def _copies(answers: Sequence[Return], preferred: Collection[str]) -> dict[str, str]:
    """File → the file that says the same and is kept: the preferred one, or the one saved later."""
    kept: list[Return] = []
    copies = {}
    for one in sorted(answers, key=lambda one: (one.file not in preferred, _age(one))):
        original = next((other for other in kept if _same(one, other)), None)
        if original is None:
            kept.append(one)
        else:
            copies[one.file] = original.file
    return copies


def _among(rivals: Sequence[Return], unit: Unit, form: Form, preferred: Collection[str]) -> Choice:
    """The choice between returns that say different things."""
    if len(rivals) == 1:
        return Choice(rivals[0])
    wanted = [one for one in rivals if one.file in preferred]
    undated = any(one.time is None for one in rivals)
    latest = None if undated else max(one.time for one in rivals if one.time)
    last = wanted or [one for one in rivals if not undated and one.time == latest]
    files = tuple(one.file for one in rivals)
    if len(last) == 1:
        findings = list(_replaced(last[0], rivals, unit, form, chosen=bool(wanted)))
        if wanted or last[0].identity.kind != FEEDBACK_KIND:
            # A corrected copy of what we sent back is meant to replace the return: no finding.
            findings.append(_found("UNIT-06", last[0].file, unit, Versions(files, bool(wanted))))
        reason = NotChosen(last[0].file) if wanted else Superseded(last[0].file)
        others = [one for one in rivals if one is not last[0]]
        return Choice(last[0], _superseded(others, unit, reason), tuple(findings))
    tie = Versions(files, bool(wanted), "undated" if undated else "same_time")
    tied = _found("UNIT-07", rivals[0].file, unit, tie)
    return Choice(None, _superseded(rivals, unit, Refusal.TIE), (tied,))


def _superseded(some: Iterable[Return], unit: Unit, reason: Reason) -> tuple[FileRecord, ...]:
    return tuple(FileRecord(one.file, "superseded", unit.code, reason) for one in some)


def _replaced(
    counts: Return, rivals: Iterable[Return], unit: Unit, form: Form, *, chosen: bool
) -> Iterator[Finding]:
    """For each other return, a finding on the figures where it differs from the one that counts."""
    for one in rivals:
        if one is not counts:
            yield _found("UNIT-12", one.file, unit, _instead(one, counts, form, chosen=chosen))


def _instead(old: Return, new: Return, form: Form, *, chosen: bool) -> Instead:
    """The return that counts, and the figures in which a superseded one differs from it."""
    changed = [code for code in form.inputs if old.values[code] != new.values[code]]
    shown = []
    for code in changed[:_MOST_CHANGES]:
        decimals = form.decimals[code]
        pair = (old.values[code], new.values[code])
        numbers = [None if v is None else to_number(v, decimals) for v in pair]
        shown.append(Changed(form.indicators[code].label, *numbers))
    return Instead(new.file, tuple(shown), len(changed), chosen)


def _compared(report: Return, workbook: Return, unit: Unit, layout: Layout) -> Finding:
    """The finding on a report beside a workbook, with the cells of it in which they differ.

    A blank says 0 in both; what is certain in neither of them cannot be compared.
    """
    both = report.counted & workbook.counted
    form = layout.form
    tables = {table.code for table in form.tables if table.official and table.code in both}
    cells = [
        cell
        for code in form.inputs
        if form.indicators[code].table in tables
        and (cell := _differing(code, report, workbook, layout))
    ]
    medium = report.medium
    assert medium is not None
    shown = tuple(cells[:_MOST_CELLS])
    details = Beside(medium, workbook.file, bool(tables), shown)
    finding = _found("UNIT-20", report.file, unit, details)
    severity = finding.severity if cells else "info"
    more = len(cells) - len(shown)
    return replace(finding, severity=severity, count=len(cells), more=more)


def _differing(code: str, report: Return, workbook: Return, layout: Layout) -> Differing | None:
    """One cell, where the two differ."""
    there, here = (_figure(code, one, layout.form) for one in (report, workbook))
    if there == here:
        return None
    sheet, cell = workbook.where(code, layout)
    return Differing(layout.form.indicators[code].label, sheet, cell, here, there)


def _figure(code: str, one: Return, form: Form) -> Number | None:
    return None if code in one.invalid else to_number(one.values[code] or 0, form.decimals[code])


def _found(code: str, file: str, unit: Unit, details: Details) -> Finding:
    return found(code, file=file, details=details, unit=unit.code, unit_name=unit.name)


def _age(one: Return) -> float:
    """A number that is greater the earlier the return was saved."""
    return -(one.time - datetime.datetime(1970, 1, 1)).total_seconds() if one.time else 0.0


def _same(one: Return, other: Return) -> bool:
    """The same bytes, or the same in all that counts."""
    if one.sha256 == other.sha256:
        return True
    return (one.values, one.counted, one.invalid) == (
        other.values,
        other.counted,
        other.invalid,
    )
