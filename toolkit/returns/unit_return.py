"""Return: what one workbook reports; grids + layout → values, each with the place it came from.

Pure: no file is opened here, so every kind of damage can be tested with small grids. The tables
themselves are read by :mod:`toolkit.returns.table_reading`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from toolkit.findings.details import TableDifference
from toolkit.findings.finding import Finding, Location
from toolkit.form.last_year import Figures
from toolkit.form.layout import Layout
from toolkit.form.table import Table
from toolkit.grids.identity import Identity
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import Refusal
from toolkit.returns.explanation_reading import Explanation
from toolkit.returns.sums.lists import Below
from toolkit.roster.roster import Category

FileStatus = Literal["accepted", "superseded", "duplicate", "unreadable", "unrecognised", "ignored"]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that gives no return.

    ``ignored``: nobody has to mend it, since it is none that a unit has sent.
    """

    path: str
    refusal: Refusal
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one file; every status but accepted has a reason."""

    path: str
    status: FileStatus
    unit: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """``values``: integers of the smallest unit, None where there is no certain figure.

    ``counted`` are the tables that go into the sum; ``invalid`` the inputs that hold something
    that is no figure. ``states``: the 填报状态 of each table that was read, or what stands in its
    place. ``untouched``: nothing at all was typed into a template. ``saved``: as the
    document says; ``stamp``: the time of the file where it does not (both UTC). ``places``: sheet
    and address of what does not stand where the template has it. ``differences``: how the tables of
    another form differ from those of the form. ``typed``: the totals whose formula
    gave way to a figure, and that figure. ``before``: last year's figures, as far as the template
    was made with them. ``sent_back``: what we sent back, as it was. ``below``: what a consolidated
    workbook says of those whose sum it is.
    """

    file: str
    identity: Identity
    contradictions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    saved: datetime.datetime | None = None
    stamp: datetime.datetime | None = None
    sha256: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, int | None] = field(default_factory=dict)
    counted: frozenset[str] = frozenset()
    invalid: frozenset[str] = frozenset()
    states: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    untouched: bool = False
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    differences: tuple[TableDifference, ...] = ()
    typed: Mapping[str, int] = field(default_factory=dict)
    explanations: tuple[Explanation, ...] = ()
    before: Mapping[str, int | None] = field(default_factory=dict)
    sent_back: bool = False
    below: Below | None = None

    @property
    def time(self) -> datetime.datetime | None:
        """When it was saved, as far as is known: by this the later of two is told."""
        return self.saved or self.stamp

    def where(self, code: str, layout: Layout) -> tuple[str, str]:
        """Sheet and address of an indicator in this return."""
        return self.places.get(code) or layout.where(code)

    def place(self, code: str, layout: Layout) -> Location:
        """The same, as the place of a finding."""
        return Location(*self.where(code, layout), code, layout.form.indicators[code].label)

    def said_nothing(self, table: Table) -> bool:
        """Whether it is an optional table that nobody has filled in or said anything of."""
        return any(one.code == "STAT-04" and table.sheet in one.tables for one in self.findings)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is audited: a return, of what category of unit, and last year's figures of it."""

    returned: Return
    category: Category | None = None
    before: Figures = field(default_factory=dict)
