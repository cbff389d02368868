"""Source: a workbook as the reviewer left it → the figures that may be published, or why not.

The workbook is a consolidated one, or the filled return of one unit. Pure; stored results count,
and results that a program stored without recalculating are detected.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.audit.judge import judge_alone
from toolkit.audit.objections import contradictions
from toolkit.consolidation.banner import InTheSum, Remark
from toolkit.errors import CannotRun
from toolkit.findings import message as finding_words
from toolkit.findings.codes import total
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.lists import listing_on
from toolkit.grids.names import COVERAGE, STATUSES, Excluded, ListHead
from toolkit.publication import words
from toolkit.publication.compose import Figures
from toolkit.returns.read_return import read_return
from toolkit.returns.sums.lists import UNREAD
from toolkit.returns.sums.sum_workbook import read_sum
from toolkit.returns.sums.unit_rows import UnitRow
from toolkit.returns.unit_return import Return, Subject
from toolkit.roster.roster import category_of

_YEAR = re.compile("[0-9]{4}")
_TOTALS = {one.code for one in total.CODES}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What may be published of one workbook, and what there is to say of it."""

    form: Form
    # The code of the unit.
    unit: str
    # The unit as titles call it; None where the workbook has only its code.
    name: str | None
    year: int
    # Integers of the smallest unit; None where no unit has said anything.
    figures: Figures
    # Whose figures are in it; None where it is the return of one unit.
    summed: InTheSum | None = None
    # What speaks against publishing it as it is, without forbidding it.
    findings: Sequence[Finding] = ()
    # When the workbook was saved, as it says itself (UTC).
    saved: datetime.datetime | None = None

    @property
    def doubtful(self) -> bool:
        """Whether there is anything to look into before it is published."""
        return bool(self.findings) or (self.summed is not None and self.summed.doubtful)


# The words in which a workbook is refused: its name, why, and what to do.
Refused = Callable[[str, Sequence[str], str], str]


def review(
    workbook: Workbook, layout: Layout, file: str, refused: Refused = words.report_refused
) -> Reviewed:
    """What one workbook says, ready to be published.

    Raises:
        CannotRun: it is no return, somebody has to mend it first, or it was not recalculated.
    """
    summed = read_sum(workbook, layout.form)
    one = read_return(workbook, layout, file, summed=summed)
    identity = one.identity
    if one.untouched:
        raise CannotRun(refused(file, [words.REPORT_BLANK], ""))
    _must_be_readable(one, layout, refused)
    if not identity.names_unit:
        raise CannotRun(refused(file, [words.REPORT_NO_UNIT], ""))
    if not _YEAR.fullmatch(identity.year or ""):
        raise CannotRun(refused(file, [words.REPORT_NO_YEAR], ""))
    figures: dict[str, int | None] = _figures(one, layout.form)
    in_the_sum = None
    if summed:
        if summed.lacks_units:
            raise CannotRun(refused(file, [words.REPORT_NO_UNITS], ""))
        units = summed.units.rows
        figures = _known_to_any(figures, units, layout.form)
        in_the_sum = _in_the_sum(workbook.grids.get(COVERAGE), units)
    _must_be_known(figures, one, layout, refused)
    return Reviewed(
        form=layout.form,
        unit=identity.unit or identity.name or "",
        name=identity.name,
        year=int(identity.year or ""),
        figures=figures,
        summed=in_the_sum,
        findings=tuple(_doubts(one, layout)),
        saved=workbook.saved,
    )


def _must_be_readable(one: Return, layout: Layout, refused: Refused) -> None:
    """Raise for every error of reading: a table with a doubtful figure is not for the public."""
    wrong = [f for f in (*contradictions(one), *one.findings) if f.is_open_error]
    if wrong:
        told = [finding_words.message(f, layout.form) for f in wrong]
        advice = finding_words.suggestion(wrong[0], layout.form)
        raise CannotRun(refused(one.file, told, advice))


def _figures(one: Return, form: Form) -> dict[str, int | None]:
    """The figures of a return: 0 for a blank in a table that counts, None for all of a table that
    does not count or of which nothing is said."""
    known = {t.code for t in form.tables if t.code in one.counted and not one.said_nothing(t)}
    return {
        code: (one.values.get(code) or 0) if indicator.table in known else None
        for code, indicator in form.indicators.items()
    }


def _known_to_any(figures: Figures, units: Sequence[UnitRow], form: Form) -> dict[str, int | None]:
    """The figures, with None for a sum over units of which not one has a figure.

    A total is None where all of its inputs are.
    """
    told = {
        code
        for code in form.inputs
        if any(unit.inside and unit.figures[code] is not None for unit in units)
    }
    return {
        code: value if told.intersection(form.inputs_of(code)) or value else None
        for code, value in figures.items()
    }


def _must_be_known(figures: Figures, one: Return, layout: Layout, refused: Refused) -> None:
    form = layout.form
    official = {table.code for table in form.tables if table.official}
    gaps = [c for c, f in figures.items() if f is None and form.indicators[c].table in official]
    if gaps:
        place = " ".join(one.where(gaps[0], layout))
        told = words.report_unknown(place, form.indicators[gaps[0]].label, len(gaps) - 1)
        raise CannotRun(refused(one.file, [told], ""))


def _doubts(one: Return, layout: Layout) -> Iterator[Finding]:
    """Findings on balances that do not hold and figures that do not come from where they should.

    Also on what nobody can look into, since the lists or the record of the workbook are gone.
    """
    subject = Subject(one, category_of(one.identity.category), one.before)
    read = {f.code for f in one.findings if f.severity == "warning" or f.code in _TOTALS}
    for finding in judge_alone(subject, layout):
        if finding.is_open_error or finding.code in read or finding.code == UNREAD:
            yield finding


def _in_the_sum(coverage: Grid | None, units: Sequence[UnitRow]) -> InTheSum:
    """Who is in the sum now, as the lists of the workbook say it."""
    # A unit without any figure is in no sum, whatever its switch says.
    summed = [
        one for one in units if one.inside and any(f is not None for f in one.figures.values())
    ]
    inside = {unit.code for unit in summed}
    listed = _coverage(coverage)
    missing: list[Remark] = []
    faulty: list[str] = []
    left_out: list[Remark] = []
    for code, name, status, reason in listed or ():
        if code in inside:
            faulty += [name] if status == STATUSES["with_errors"] else []
        elif Excluded.read(reason):
            continue
        elif status == STATUSES["missing"]:
            missing.append(Remark(name))
        else:
            left_out.append(Remark(name, reason))
    return InTheSum(
        inside=[unit.name for unit in summed],
        missing=missing,
        left_out=left_out,
        faulty=faulty,
        listed=listed is not None,
    )


def _coverage(grid: Grid | None) -> list[tuple[str, str, str, str]] | None:
    """Code, name, status and reason of every unit on 报送情况; None where its heads are lost."""
    heads = (ListHead.UNIT, ListHead.NAME, ListHead.STATUS, ListHead.REASON)
    listing = listing_on(grid, heads)
    if listing is None:
        return None
    lines = ([listing.text(row, head) for head in heads] for row in listing.rows)
    return [(code, name, status, reason) for code, name, status, reason in lines if code]
