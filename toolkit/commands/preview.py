"""Preview: what was understood of single files, before anything is collected."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from pathlib import Path

from toolkit.audit.objections import dated, of_another_form
from toolkit.commands.checking import Checked, Checks, check_alone, judged, read_named
from toolkit.commands.distributing import collector_of, reporting_year
from toolkit.commands.read_files import Progress
from toolkit.consolidation.claims import Claim, identify
from toolkit.consolidation.expected import Expected
from toolkit.findings.codes.catalogue import NO_TABLE, UNREAD_TABLE, as_unit_sees
from toolkit.findings.details import AsPublished
from toolkit.findings.finding import Finding
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.form.layout import Layout, lay_out
from toolkit.form.table import Table
from toolkit.grids.identity import years_in
from toolkit.returns.unit_return import Return, Unread
from toolkit.roster.roster import Roster, category_of
from toolkit.roster.roster_file import RosterFile, named_roster, read_roster

# A table that is not there at all.
_MISSING = "TAB-01"


class TableState(StrEnum):
    """What was made of one official table."""

    READ = auto()
    # It may be left out, and is.
    LEFT_OUT = auto()
    # It is there, and no figure is in it.
    BLANK = auto()
    MISSING = auto()
    # Its labels do not show for certain which figure is which.
    UNCLEAR = auto()
    # Its formulas have lost their results.
    LOST = auto()


@dataclass(frozen=True, slots=True)
class Preview:
    """Some files, each as it was understood by itself."""

    checks: Checks
    # None where whose each file is is known from that file alone.
    roster: RosterFile | None = None


def preview(
    paths: Sequence[Path],
    wish: Form | str | None = None,
    *,
    year: int | None = None,
    roster: Path | None = None,
    passwords: Sequence[str] = (),
    progress: Progress = iter,
) -> Preview:
    """What each file is understood to be, and what is doubtful in it; nothing is written.

    ``wish``: the form, or its id or path; None: the one that most files state. ``roster``: decides
    whose each file is, as in ``collect``; but none is chosen among several of one unit.

    Raises:
        CannotRun: a file is not there, or form or roster cannot be read.
    """
    path = named_roster(roster) if roster else None
    used = RosterFile(path, read_roster(path)) if path else None
    form, read = read_named(paths, wish, progress, passwords, roster=path)
    layout = lay_out(form)
    if used is None:
        checked = [_as_shown(check_alone(one, layout, year)) for one in read]
        return Preview(Checks(checked, form, year))
    by_roster = ByRoster(layout, used.units, year, read)
    checked = [_as_shown(by_roster.check(one)) for one in read]
    return Preview(Checks(checked, form, year, Voice.OFFICE), used)


def tables_of(one: Checked) -> list[tuple[Table, TableState]]:
    """What was made of each official table; empty where the file was not read for those of ours."""
    returned = one.returned
    if returned is None or of_another_form(returned, one.form):
        return []
    unread = dict(_unread_tables(returned.findings))
    return [
        (table, unread.get(table.sheet) or _state(returned, table)) for table in one.form.tables
    ]


def as_published(one: Checked) -> Finding | None:
    """The hint that a file is a published report, and by what its unit and its year are known."""
    return next((each for each in one.findings if _is_published(each)), None)


def _state(one: Return, table: Table) -> TableState:
    if one.said_nothing(table):
        return TableState.LEFT_OUT
    return TableState.READ if table.code in one.counted else TableState.BLANK


def _unread_tables(findings: Iterable[Finding]) -> Iterable[tuple[str, TableState]]:
    """The sheets of the tables of which nothing was read."""
    for one in findings:
        if one.code in UNREAD_TABLE:
            lost = TableState.UNCLEAR if one.code in NO_TABLE else TableState.LOST
            state = TableState.MISSING if one.code == _MISSING else lost
            yield one.tables[0] if one.tables else one.sheet or "", state


def _as_shown(one: Checked) -> Checked:
    """What is no return that anybody has filled in is left alone, and nothing is told of it.

    That a file is a published report is no doubt here: it is what was named.
    """
    if one.record.status == "ignored":
        return Checked(one.form, one.record)
    hints = [replace(told, severity="info") for told in one.findings if _is_published(told)]
    others = [told for told in one.findings if not _is_published(told)]
    return replace(one, findings=(*others, *hints))


def _is_published(one: Finding) -> bool:
    return isinstance(one.details, AsPublished)


class ByRoster:
    """Tells whose each file is by a roster; ``collector_too``: one of the collecting unit, too."""

    def __init__(
        self,
        layout: Layout,
        roster: Roster,
        asked: int | None,
        read: Sequence[Return | Unread],
        *,
        collector_too: bool = False,
    ) -> None:
        self._layout, self._roster, self._asked = layout, roster, asked
        self._collector = collector_of(roster, None) or ""
        self._usual = asked or _usual_year(read)
        self._collector_too = collector_too
        self._expected: dict[int, Expected] = {}

    def check(self, one: Return | Unread) -> Checked:
        """One file, and what is wrong with it."""
        claim = identify(one, self._of_year(self._year(one)))
        another = [claim.of_another_year] if claim.of_another_year else []
        every = (*claim.findings, *another, *claim.if_it_counts)
        told = [as_unit_sees(self._unguessed(each)) for each in every]
        if isinstance(one, Unread):
            return Checked(self._layout.form, claim.record, tuple(told))
        known = self._known(one, claim)
        listed = self._roster.units.get(known.identity.unit or "")
        stated = category_of(known.identity.category)
        category = self._roster.audited_as(listed) if listed else stated
        return judged(known, self._layout, told, category, claim.record)

    def _year(self, one: Return | Unread) -> int:
        """The year of a file: the one that was asked for, else its own, else that of the others."""
        if self._asked:
            return self._usual
        if isinstance(one, Unread):
            named = years_in(one.path)
            return int(next(iter(named))) if len(named) == 1 else self._usual
        return _number(dated(one)[0].identity.year) or self._usual

    def _of_year(self, year: int) -> Expected:
        if year not in self._expected:
            given = self._asked is not None
            of_whom = self._layout.form, self._roster, self._collector
            self._expected[year] = Expected(
                *of_whom, year, given, own_reports=True, collector_too=self._collector_too
            )
        return self._expected[year]

    def _unguessed(self, one: Finding) -> Finding:
        """Nobody has said which year it should be where none was asked for."""
        return one if self._asked else replace(one, suggested=None) if _is_of_year(one) else one

    def _known(self, one: Return, claim: Claim) -> Return:
        """The return with the unit and the year that it is known to be of."""
        known = claim.returned or dated(one, self._asked)[0]
        unit = claim.unit
        if unit is None:
            return known
        name = unit.name if unit.code in self._roster.units else known.identity.name
        code = None if unit.code == known.identity.name else unit.code
        return replace(known, identity=replace(known.identity, unit=code, name=name))


def _is_of_year(one: Finding) -> bool:
    return one.code == "FILE-06"


def _usual_year(read: Iterable[Return | Unread]) -> int:
    """The year that most files are of; else the one that is collected now."""
    every = (dated(one)[0].identity.year for one in read if isinstance(one, Return))
    years = Counter(filter(None, map(_number, every)))
    latest = max(years, key=lambda year: (years[year], year), default=None)
    return latest or reporting_year(datetime.date.today())


def _number(year: str | None) -> int | None:
    return int(year) if year and year.isascii() and year.isdecimal() else None
