"""Standing: what an earlier run has told and this one could not judge.

Only what was judged and is right is gone. What cannot be judged stands as it was told: its file did
not come, a table or a figure that it needs was not read, last year's data were not given. What is
not known for certain was not judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.audit.rules import Place
from toolkit.consolidation.assignment import Assignment
from toolkit.findings import message
from toolkit.findings.codes import likely
from toolkit.findings.codes.catalogue import CATALOGUE, UNREAD_TABLE
from toolkit.findings.details import AsTold, NotJudged
from toolkit.findings.finding import SEVERITIES, Finding
from toolkit.findings.unjudged import NotThisTime, Unjudged
from toolkit.form.form import Form
from toolkit.form.number import to_number
from toolkit.grids.identity import FEEDBACK_KIND
from toolkit.grids.names import BY_UNIT, COVERAGE, FINDINGS
from toolkit.grids.reason import Advised
from toolkit.returns.previous_year import Previous
from toolkit.returns.sums.lists import INCOMPLETE
from toolkit.returns.sums.typed_over import MOST as MOST_LINES
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster

# The list of a consolidated workbook that a code is read from.
_LIST = {"LEVEL-03": FINDINGS, "LEVEL-04": FINDINGS, INCOMPLETE: COVERAGE, "TOT-06": BY_UNIT}
# What codes need of the year before.
_LAST_YEARS = ("last_year", "last_text")
# What they need of the text of a report; what is compared with something else at all.
_TEXTS = ("text", "last_text")
_COMPARED = {*_LAST_YEARS, *_TEXTS}
_SAME: Mapping[Unjudged, Advised] = {
    Unjudged.NO_PREVIOUS: NotThisTime.NO_PREVIOUS,
    Unjudged.NO_TABLE: NotThisTime.NO_TABLE,
}


@dataclass(frozen=True)
class ThisTime:
    """What one run has read and found, to tell what it could judge."""

    form: Form
    roster: Roster
    collector: str
    assignment: Assignment
    previous: Previous
    # With their ids.
    findings: Sequence[Finding]
    # Unit → the rules that could not be judged, each with its place, and why.
    unjudged: Mapping[str, Mapping[Place, Unjudged]]

    def with_standing(
        self, told: Sequence[Finding], let_go: AbstractSet[str] = frozenset()
    ) -> list[Finding]:
        """The findings of this run, and those of an earlier one that it could not judge.

        ``let_go``: the ids of those that the reviewer does not pursue; they are gone with a unit
        that is no longer concerned.
        """
        standing = {one.id: one for one in self._standing(told, let_go)}
        causes = {
            one.id: standing[one.cause]
            for one in told
            if one.cause in standing and standing[one.cause].status == "open"
        }
        now = [
            replace(one, status="follows", follows=causes[one.id].origin, cause=causes[one.id].id)
            if one.id in causes and one.status == "open"
            else one
            for one in self.findings
            if one.id not in standing
        ]
        return [*now, *self._under_causes(now, standing.values())]

    def _under_causes(
        self, now: Sequence[Finding], standing: Collection[Finding]
    ) -> Iterator[Finding]:
        """What stands; what followed from something that is no longer an error is open by itself.

        Where its cause is gone, it may follow from the cell for which it cannot be judged now.
        """
        heads = {one.id: one for one in (*now, *standing) if one.status == "open"}
        heads |= {one.id: heads[one.cause] for one in now if one.cause in heads}
        now_under = {one.id: one.cause for one in self.findings}
        for one in standing:
            cause = heads.get(one.cause) or heads.get(now_under.get(one.id, ""))
            yield _with_cause(one, cause, self.form) if one.status == "follows" else one

    def _standing(self, told: Sequence[Finding], let_go: AbstractSet[str]) -> Iterator[Finding]:
        now = {one.id: one for one in self.findings}
        below: dict[str, list[Finding]] = defaultdict(list)
        for one in told:
            below[one.cause].append(one)
        for one in told:
            again = now.get(one.id)
            reason: Advised | None
            if again is None:
                # A mistake was found by what follows from it, and cannot be found without that.
                every = (one, *(each for each in below[one.id] if each.id not in now))
                reason = next(filter(None, map(self._not_judged, every)), None)
                if reason is NotThisTime.NOT_LISTED and not let_go.isdisjoint((one.id, one.cause)):
                    continue
            elif again.status == "cannot_judge" != one.status:
                reason = again.details.reason if isinstance(again.details, NotJudged) else None
                reason = reason or NotThisTime.NO_TABLE
            else:
                continue
            if reason and isinstance(one.details, AsTold):
                yield replace(one, judged=False, details=replace(one.details, reason=reason))

    # --- One finding --------------------------------------------------------------------------

    def _not_judged(self, one: Finding) -> Advised | None:
        """Why this run cannot have found it again; None where it would have told it."""
        known = CATALOGUE.get(one.code)
        if known is None and one.code not in {*self.form.rule_specs, *self.form.total_rules}:
            # No version tells it any more.
            return None
        if one.unit is None:
            return self._not_judged_of_file(one)
        if known and (known.office_only or one.code == "UNIT-15"):
            if known.office_only and known.needs == "last_year" and self.previous.year is None:
                return NotThisTime.NO_PREVIOUS
            return self._not_judged_of_roster(one, one.unit)
        returned = self.assignment.returns.get(one.unit)
        if returned is None:
            return NotThisTime.NO_RETURN if self._concerned(one.unit) else NotThisTime.NOT_LISTED
        if known is None:
            return self._not_judged_of_rule(one, one.unit, returned)
        if known.needs == "lists":
            return self._not_judged_of_sum(one, returned)
        if known.needs == "others":
            return self._not_judged_among(one, returned)
        if known.needs in _COMPARED and (why := self._not_compared(one, one.unit)):
            return why
        if known.needs == "formulas" and self._told(one.unit, "FILE-09"):
            return NotThisTime.NO_FORMULAS
        if known.family == likely.FAMILY and self._unmended(one, returned):
            return NotThisTime.TOTALS_RESTORED
        if known.code == "EXP-01":
            return self._not_judged_of_explanation(one, one.unit, returned)
        return self._not_read(one, one.unit)

    def _unmended(self, one: Finding, returned: Return) -> bool:
        """Whether a mistake was not mended, in a workbook that was sent back.

        There the totals are formulas again, so that those by which it was found are gone.
        """
        cells = [change for some in one.corrections for change in some]
        decimals = self.form.decimals
        return returned.identity.kind == FEEDBACK_KIND and all(
            to_number(returned.values.get(x.indicator) or 0, decimals[x.indicator]) == x.actual
            for x in cells
        )

    def _not_judged_of_file(self, one: Finding) -> Advised | None:
        """Of a file that is nobody's.

        Who takes the file away has mended it, unless it lay in something that is shut this time.
        """
        if one.code == "YEAR-04" and self.previous.year is None:
            return NotThisTime.NO_PREVIOUS
        return NotThisTime.SHUT if (one.file or "").startswith(self._shut) else None

    def _not_judged_of_roster(self, one: Finding, unit: str) -> Advised | None:
        if unit in self.roster.units or self.assignment.knows(unit):
            return None
        if one.code == "UNIT-15" and self.previous.year is None:
            return NotThisTime.NO_PREVIOUS
        return NotThisTime.NOT_LISTED if one.file else None

    def _not_judged_of_rule(self, one: Finding, unit: str, returned: Return) -> Advised | None:
        if one.code in self.form.total_rules:
            return self._not_read(one, unit) or self._not_counted(one, returned)
        return self._unjudged(unit, one.code, one.indicator)

    def _unjudged(self, unit: str, code: str, indicator: str | None) -> Advised | None:
        """Why a rule of the form could not be judged; None where it could."""
        reason = self.unjudged.get(unit, {}).get((code, indicator))
        return _SAME.get(reason, reason) if reason else None

    def _not_judged_of_sum(self, one: Finding, returned: Return) -> Advised | None:
        below, read_from = returned.below, _LIST.get(one.code)
        if below is None or read_from in below.unread:
            return NotThisTime.NO_LISTS
        if one.code == "TOT-06":
            if not below.recorded or BY_UNIT in below.unread:
                return NotThisTime.NO_LISTS
            many = len(self._told(one.unit or "", one.code)) >= MOST_LINES
            return NotThisTime.NOT_ONE_BY_ONE if many else None
        if one.code == "TOT-05" and BY_UNIT in below.unread and not below.recorded:
            return NotThisTime.NO_LISTS
        if one.code == "LEVEL-03":
            many = below.number_of_errors > len(below.errors)
            return NotThisTime.NOT_ONE_BY_ONE if many else None
        return self._not_read(one, one.unit or "")

    def _not_judged_among(self, one: Finding, returned: Return) -> Advised | None:
        """Of what only shows beside the returns of other units."""
        returns = self.assignment.returns
        beside = list(one.beside)
        if one.code == "LEVEL-01":
            children = self.roster.children(one.unit or "")
            beside += [child.code for child in children if child.category != Category.VERTICAL]
        others = [returns.get(code) for code in beside]
        table = self._table(one)
        for other in (returned, *others):
            read = other and (table is None or table in other.counted)
            if not other or not read or one.indicator in other.invalid:
                return NotThisTime.NO_OTHERS
        return None

    def _not_of_text(self, one: Finding, unit: str, returned: Return) -> Advised | None:
        """Of what only shows in a report with a text, beside the figure that it is about."""
        if not returned.narrative:
            return NotThisTime.NO_TEXT
        if CATALOGUE[one.code].needs == "last_text":
            if self.previous.year is None:
                return NotThisTime.NO_PREVIOUS
            return None if self.previous.narratives.get(unit) else NotThisTime.NO_LAST_TEXT
        if one.indicator in returned.invalid:
            return Unjudged.BAD_CELLS
        return self._not_counted(one, returned)

    def _not_compared(self, one: Finding, unit: str) -> Advised | None:
        """Of what only shows beside the figures of last year, or in the text of a report."""
        needs, returned = CATALOGUE[one.code].needs, self.assignment.returns[unit]
        if needs in _TEXTS:
            return self._not_of_text(one, unit, returned)
        if self.previous.year is None:
            return NotThisTime.NO_PREVIOUS
        before = self.previous.of(unit)
        if one.indicator is None:
            known = any(value is not None for value in before.values())
            return None if known else Unjudged.NOT_LAST_YEAR
        if before.get(one.indicator) is None:
            return Unjudged.NOT_LAST_YEAR
        if one.indicator in returned.invalid:
            return Unjudged.BAD_CELLS
        return self._not_counted(one, returned)

    def _not_judged_of_explanation(
        self, one: Finding, unit: str, returned: Return
    ) -> Advised | None:
        """Of an explanation that was idle: it still is, unless its rule cannot be judged now."""
        said = next(
            (s for s in returned.explanations if (s.sheet, s.cell) == (one.sheet, one.cell)), None
        )
        if said is None:
            return None
        known = CATALOGUE.get(said.code)
        if known and known.needs == "last_year" and self.previous.year is None:
            return NotThisTime.NO_PREVIOUS
        return self._unjudged(unit, said.code, said.indicator)

    # --- What was read ------------------------------------------------------------------------

    def _concerned(self, unit: str) -> bool:
        """Whether the unit is of this consolidation, by the roster or by a file of its own."""
        listed = self.roster.units.get(unit)
        here = listed is not None and not self.roster.elsewhere(listed, self.collector)
        return here or self.assignment.knows(unit)

    @cached_property
    def _shut(self) -> tuple[str, ...]:
        """How the paths of files begin that lie in something that could not be opened."""
        files = self.assignment.files
        return tuple(f"{one.path}/" for one in files if one.status == "unreadable")

    def _told(self, unit: str, code: str) -> list[Finding]:
        return self._by_code.get((unit, code), [])

    @cached_property
    def _by_code(self) -> Mapping[tuple[str | None, str], list[Finding]]:
        found: dict[tuple[str | None, str], list[Finding]] = defaultdict(list)
        for one in self.findings:
            found[one.unit, one.code].append(one)
        return found

    def _table(self, one: Finding) -> str | None:
        """The code of the table that it is about; None where it is about none."""
        if one.indicator in self.form.indicators:
            return self.form.indicators[one.indicator or ""].table
        sheets = (*one.tables, one.sheet)
        return next((table.code for table in self.form.tables if table.sheet in sheets), None)

    def _not_read(self, one: Finding, unit: str) -> Advised | None:
        """Whether its table was not read; why, is told of the table itself."""
        table = self._table(one)
        if table is None or one.code in UNREAD_TABLE:
            return None
        unread = (found for code in UNREAD_TABLE for found in self._told(unit, code))
        shut = any(self._table(found) == table for found in unread)
        return NotThisTime.NO_TABLE if shut else None

    def _not_counted(self, one: Finding, returned: Return) -> Advised | None:
        table = self._table(one)
        return None if table is None or table in returned.counted else NotThisTime.NO_TABLE


def _with_cause(one: Finding, cause: Finding | None, form: Form) -> Finding:
    """One that followed from something, with the remedy that fits what it follows from now."""
    if cause is None or SEVERITIES.index(cause.severity) > SEVERITIES.index(one.severity):
        now = replace(one, status="open", cause="")
    else:
        now = replace(one, follows=cause.origin)
    if not isinstance(one.details, AsTold):
        return now
    remedy = message.suggestion(replace(now, details=None), form)
    return replace(now, details=replace(one.details, suggestion=remedy))
