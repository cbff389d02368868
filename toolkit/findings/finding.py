"""Finding: one problem, with its place, what is there and what was expected.

A finding is a value; :mod:`toolkit.findings.message` puts it into words. The codes of a form's own
rules are defined in the form; every other code has its record in
:mod:`toolkit.findings.codes.catalogue`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypedDict, Unpack

from toolkit.findings.details import Details, Number
from toolkit.findings.seen import Seen, Shown

Severity = Literal["error", "warning", "info"]
# ``follows``: it goes away with its cause, and is told under that.
Status = Literal["open", "explained", "cannot_judge", "follows"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a finding is, as far as it has a place."""

    sheet: str | None = None
    # The address.
    cell: str | None = None
    indicator: str | None = None
    # The name that people know it by.
    label: str | None = None


NOWHERE = Location()


class Origin(NamedTuple):
    """What tells a finding from the others of its unit, before it has an id."""

    code: str
    file: str | None
    sheet: str | None
    cell: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What one cell should probably say, in its own unit of measure; never applied."""

    indicator: str
    sheet: str
    cell: str
    label: str
    actual: Number
    value: Number
    # How the figure would have become what it is.
    kind: str
    # The place of the other cell, where two were exchanged or a figure slipped into the
    # neighbour's.
    partner: str | None = None
    like_last_year: bool = False


@dataclass(frozen=True, slots=True)
class Likely:
    """A cell and what it should probably say, in its own unit of measure."""

    # None for a cell that holds none, as on the cover.
    indicator: str | None
    sheet: str
    cell: str
    value: Number


@dataclass(frozen=True, slots=True)
class ReadAs:
    """A cell that holds no figure, and the one as which it reads; never summed."""

    sheet: str
    cell: str
    value: Number


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. All figures are in the indicator's own unit of measure."""

    code: str
    severity: Severity
    status: Status = "open"
    # The unit and the file that it is about.
    unit: str | None = None
    unit_name: str | None = None
    file: str | None = None
    # Where it is.
    sheet: str | None = None
    cell: str | None = None
    indicator: str | None = None
    label: str | None = None
    # The tables that it is about, by the names of their sheets in the template.
    tables: tuple[str, ...] = ()
    # What is there, and what was expected.
    actual: Seen = None
    expected: Shown = None
    difference: Number | None = None
    # The likely value of the cell, and what it was derived from: what stands there, the balances of
    # the form, or both.
    suggested: Number | None = None
    suggested_by: Literal["cell", "balance", "both"] = "cell"
    # The cells without a figure for which it was judged with the figure as which they read.
    read_as: tuple[ReadAs, ...] = ()
    # How many things it is about, where that is told.
    count: int = 0
    # How many more places have the same problem, and their addresses, where they are told.
    more: int = 0
    more_cells: tuple[str, ...] = ()
    details: Details | None = None
    # What the unit has written to explain it.
    explanation: str = ""
    # It was found in a consolidated workbook, where nobody types figures.
    in_a_sum: bool = False
    # At most three answers, the most plausible first: each a set of cells that would mend it if all
    # of them were changed; ``certain``: there is only one answer.
    corrections: tuple[tuple[Correction, ...], ...] = ()
    certain: bool = False
    # The other units whose returns it was found with.
    beside: tuple[str, ...] = ()
    # Set once it is known what else was found; see :mod:`toolkit.findings.identity`.
    id: str = ""
    # An earlier run has told it, and this one could not judge it, if False.
    judged: bool = True
    # What it follows from, and the id of that, set together with its own.
    follows: Origin | None = None
    cause: str = ""

    @property
    def likely(self) -> tuple[Likely, ...]:
        """The cells that are probably wrong, the most plausible first."""
        cells = (
            Likely(one.indicator, one.sheet, one.cell, one.value)
            for solution in self.corrections
            for one in solution
        )
        if self.corrections or self.suggested is None or not (self.sheet and self.cell):
            return tuple(dict.fromkeys(cells))
        return (Likely(self.indicator, self.sheet, self.cell, self.suggested),)

    @property
    def origin(self) -> Origin:
        return Origin(self.code, self.file, self.sheet, self.cell, self.label)

    @property
    def is_open_error(self) -> bool:
        return self.severity == "error" and self.status == "open"


class Facts(TypedDict, total=False):
    """What a finding may say besides code and place; see the fields of :class:`Finding`."""

    status: Status
    unit: str | None
    unit_name: str | None
    file: str | None
    tables: tuple[str, ...]
    actual: Seen
    expected: Shown
    difference: Number | None
    suggested: Number | None
    read_as: tuple[ReadAs, ...]
    count: int
    more: int
    more_cells: tuple[str, ...]
    details: Details | None
    explanation: str
    beside: tuple[str, ...]


def finding_at(code: str, severity: Severity, place: Location, **facts: Unpack[Facts]) -> Finding:
    """A finding at a place."""
    return Finding(
        code,
        severity,
        sheet=place.sheet,
        cell=place.cell,
        indicator=place.indicator,
        label=place.label,
        **facts,
    )
