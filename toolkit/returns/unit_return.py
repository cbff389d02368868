"""Return: what one workbook reports; grids + layout → values, each with the place it came from.

Pure: no file is opened here, so every kind of damage can be tested with small grids. The tables
themselves are read by :mod:`toolkit.returns.table_reading`.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, Literal

from toolkit.findings.details import TableDifference
from toolkit.findings.finding import Finding, Location
from toolkit.form.check_code import NoCode
from toolkit.form.contact import is_phone
from toolkit.form.layout import Layout
from toolkit.form.opening_figures import Figures
from toolkit.form.table import Table
from toolkit.grids.document import Medium, Passage
from toolkit.grids.identity import Identity, years_in
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import FarCell, Refusal
from toolkit.returns.explanation_reading import Explanation
from toolkit.returns.sums.lists import UnitsOfSum
from toolkit.roster.roster import Category

FileStatus = Literal["accepted", "superseded", "duplicate", "unreadable", "unrecognised", "ignored"]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that gives no return."""

    path: str
    refusal: Refusal | FarCell
    # Nobody has to mend it, since it is not something that a unit sent.
    ignored: bool = False
    # The form that its properties state all the same.
    stated_form: str | None = None
    # Of a document that was read: whether a label of the form stands in it, or it is named as a
    # workbook is, so that somebody has to look at it; and what it says that it is about.
    labelled: bool = True
    headings: tuple[str, ...] = ()
    # Of its bytes; empty where they were not read, or only their beginning.
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one file."""

    path: str
    status: FileStatus
    unit: str | None = None
    # Every status but accepted has one.
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """What one workbook reports."""

    file: str
    identity: Identity
    # The fields that the workbook states differently in several places → those values.
    contradictions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # When it was saved, as the document says (UTC).
    saved: datetime.datetime | None = None
    # The time of the file, for a document that does not say (UTC).
    stamp: datetime.datetime | None = None
    sha256: str = ""
    # What the cover says of the persons to ask.
    contact: Mapping[str, str] = field(default_factory=dict)
    # Integers of the smallest unit; None where there is no certain figure.
    values: Mapping[str, int | None] = field(default_factory=dict)
    # The tables that go into the sum.
    counted: frozenset[str] = frozenset()
    # The inputs that hold something that is not a figure.
    invalid: frozenset[str] = frozenset()
    # The 填报状态 of each table that was read, or the text in its place.
    states: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    # Nothing at all was typed into a template.
    untouched: bool = False
    # Indicator → sheet and address, where the template has it elsewhere.
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # How the tables of another form differ from those of the form.
    differences: tuple[TableDifference, ...] = ()
    # The totals with a figure in place of the formula → that figure.
    typed: Mapping[str, int] = field(default_factory=dict)
    explanations: tuple[Explanation, ...] = ()
    # Last year's figures, as far as they were put into the template.
    before: Mapping[str, int | None] = field(default_factory=dict)
    # It is a workbook that we sent back, unchanged.
    sent_back: bool = False
    # What a consolidated workbook says of the units that it sums.
    below: UnitsOfSum | None = None
    # Whether there is a cover on which to write who it is.
    has_cover: bool = True
    # What the check code on its cover is made of besides the figures, as the cover shows it; None
    # where its cover has no check code.
    code_text: str | None = None
    # Input → what a formula sees in its cell, where that is not the figure.
    formulas_see: Mapping[str, Decimal | NoCode] = field(default_factory=dict)
    # The texts above its tables, where it does not say by itself who it is, or of what year.
    headings: tuple[str, ...] = ()
    # The form that its properties state, whatever it says elsewhere.
    stated_form: str | None = None
    # In what it is published; None for a workbook.
    medium: Medium | None = None
    # Who has published it, by its metadata.
    publishers: tuple[str, ...] = ()
    # Whether it is a report that we have written.
    own_report: bool = False
    # The running text of a published report.
    narrative: tuple[Passage, ...] = ()

    def __reduce__(self) -> tuple[Callable[[dict[str, Any]], Return], tuple[dict[str, Any]]]:
        return _handed_over, ({one.name: getattr(self, one.name) for one in fields(self)},)

    @property
    def time(self) -> datetime.datetime | None:
        """When it was saved, as far as is known; this decides which of two is the later."""
        return self.saved or self.stamp

    @property
    def phone(self) -> str:
        """The number on the cover, if it is one."""
        text = self.contact.get("phone", "")
        return text if is_phone(text) else ""

    @property
    def name(self) -> str:
        """The file's name without its folders and its ending."""
        return PurePosixPath(self.file).stem

    @property
    def years_told(self) -> set[str]:
        """The years that the file's name and the texts above its tables are about."""
        return set[str]().union(*map(years_in, (self.name, *self.headings)))

    def where(self, code: str, layout: Layout) -> tuple[str, str]:
        """Sheet and address of an indicator in this return."""
        return self.places.get(code) or layout.where(code)

    def place(self, code: str, layout: Layout) -> Location:
        """The same, as the location of a finding."""
        return Location(*self.where(code, layout), code, layout.form.indicators[code].label)

    def said_nothing(self, table: Table) -> bool:
        """Whether it is an optional table that nobody filled in or said anything about."""
        return any(one.code == "STAT-04" and table.sheet in one.tables for one in self.findings)


def _handed_over(state: dict[str, Any]) -> Return:
    """A return that another process has read.

    Each would bring a text of its own for the code of every indicator, and these would take more
    memory than its figures.
    """
    for name in ("values", "before", "typed", "places", "formulas_see"):
        state[name] = {sys.intern(code): figure for code, figure in state[name].items()}
    return Return(**state)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is audited: a return, its unit's category, and the unit's figures of last year."""

    returned: Return
    category: Category | None = None
    before: Figures = field(default_factory=dict)
    # Input that holds no figure → the figure as which it plainly reads; rules are judged with it.
    read_as: Mapping[str, int] = field(default_factory=dict)
    # The running text of the report that the unit published on the year before.
    narrative_before: tuple[Passage, ...] = ()
