"""What findings of single codes say besides place and figures, as values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from toolkit.findings.seen import Formula, Seen
from toolkit.form.contact import Fault
from toolkit.form.rule import Rule
from toolkit.grids.document import Medium
from toolkit.grids.reason import Advised, Reason, Refusing
from toolkit.grids.shown import Why

Number = int | Decimal

# --- Of files and units --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is not used (FILE-01, FILE-02)."""

    reason: Refusing


@dataclass(frozen=True, slots=True)
class Unstated:
    """What a return does not say of itself (FILE-02, FILE-06)."""

    # Why the file is not used.
    reason: Reason
    # Whether that is who it is from; whether it is of what year.
    unit: bool
    year: bool
    # Whether it has a cover to write that on.
    cover: bool
    # The years that the name of the file and the texts above its tables give, where they differ.
    told: tuple[str, ...] = ()
    # Whether it is a published report, which has a title in the place of a cover.
    published: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """By what the unit of a return, or its year, is known (UNIT-05, FILE-13)."""

    by: Literal["name", "heading", "option"]


# By what the unit of a published report is known, and by what its year.
UnitKnownBy = Literal["title", "name", "publisher", "folder"]
YearKnownBy = Literal["title", "heading", "name", "option"]


@dataclass(frozen=True, slots=True)
class AsPublished:
    """A published report that counts as a return (FILE-12)."""

    medium: Medium
    unit: UnitKnownBy
    year: YearKnownBy


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as a file names it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A file whose name names other units than it holds the return of (UNIT-11)."""

    inside: Named
    named: tuple[Named, ...]
    # Whether it is beyond doubt that its name speaks against it.
    certain: bool


@dataclass(frozen=True, slots=True)
class NotUsed:
    """Why a file of last year is not used (YEAR-04)."""

    reason: Reason | None


@dataclass(frozen=True, slots=True)
class UsedInPart:
    """What could not be read of a file of last year that is used (YEAR-04)."""

    # The names of the sheets of its tables.
    tables: tuple[str, ...]
    # The first cells that hold no figure, and how many there are.
    cells: tuple[str, ...]
    number: int


# What is wrong with a line of the table, which is a row or a column, or with a cell.
UntakenWhy = Literal[
    "unknown_unit",
    "no_unit",
    "two_units",
    "namesakes",
    "unit_twice",
    "new_unit",
    "damaged",
    "unknown_column",
    "no_head",
    "several",
    "column_twice",
    "measure",
    "contradiction",
    "another_year",
    "figure",
    "total",
]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a table, or a whole row or column of it, counted from 0; and what it says."""

    row: int | None
    column: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Untaken:
    """What is not used of a plain table of last year's figures (YEAR-04)."""

    why: UntakenWhy
    # The first of them, and how many there are.
    spots: tuple[Spot, ...]
    number: int

    @property
    def key(self) -> str:
        """What tells it from what else is not used of the same table."""
        return self.why


@dataclass(frozen=True, slots=True)
class TableDifference:
    """How one table of another form differs from ours (FILE-03)."""

    sheet: str
    # The labels that only theirs has, and those that only ours has.
    theirs: tuple[str, ...]
    ours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormDifference:
    """How the tables of another form differ from ours (FILE-03)."""

    differences: tuple[TableDifference, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field that a return states in several ways (UNIT-04); ``actual`` holds them."""

    # The key of the field on the cover.
    field: str
    # Whether it is a published report: its titles and the name of its file state the field.
    published: bool = False


@dataclass(frozen=True, slots=True)
class NotSent:
    """What is known of a unit that sent nothing (UNIT-01)."""

    # Whom to ask.
    person: str
    phone: str
    # The file of a blank template of this unit, where one was found.
    blank_template: str | None
    sent_last_year: bool
    # The files that bear its name and cannot be used, each with the reason.
    instead: tuple[tuple[str, Reason], ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """Several returns of one unit with different figures (UNIT-06, UNIT-07)."""

    files: tuple[str, ...]
    # Whether the office chose one; else the one saved last counts.
    chosen: bool
    # Why none of them counts as the last.
    tie: Literal["undated", "same_time"] | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that differs between two returns; None where it is blank."""

    label: str
    old: Number | None
    new: Number | None


@dataclass(frozen=True, slots=True)
class Instead:
    """The file that counts in place of this one (UNIT-08, UNIT-12)."""

    file: str
    # The first figures in which they differ, and how many do.
    changed: tuple[Changed, ...] = ()
    number: int = 0
    # Whether the office chose it; else it was saved later.
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Differing:
    """A cell in which a report differs from the workbook; None where it holds no figure."""

    label: str
    # Its place in the workbook.
    sheet: str
    cell: str
    workbook: Number | None
    report: Number | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A published report of a unit that has sent a workbook, which counts (UNIT-20)."""

    medium: Medium
    # The workbook.
    file: str
    # Whether both have a table that can be compared.
    compared: bool
    # The first cells that differ.
    cells: tuple[Differing, ...] = ()


# So many units with the same figures are told; thousands may have sent in one sample.
MOST_ALIKE = 100


@dataclass(frozen=True, slots=True)
class CopiedFigures:
    """The figures are the same as those of other units (UNIT-16 to UNIT-18)."""

    # The names of the other units; one more than are told where there are more.
    others: tuple[str, ...]
    # UNIT-17: how many other units should be in its figures as well.
    not_summed: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """Units of the roster, or of last year (UNIT-19, YEAR-05, YEAR-06)."""

    # Names, or codes where names do not tell them apart.
    units: tuple[str, ...]


# --- Of tables and cells -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Home:
    """Where the cell is in the template (TAB-04)."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden rows and columns, from 0 (TAB-05)."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The range of a merged cell (TAB-09)."""

    area: str


@dataclass(frozen=True, slots=True)
class Displayed:
    """What a cell shows, and what it holds (NUM-10, NUM-12)."""

    text: str
    stored: str
    why: Why
    # The piece that is struck out or raised.
    apart: str


@dataclass(frozen=True, slots=True)
class Copy:
    """The same cell of the same table on another sheet, and what stands there (TAB-08)."""

    sheet: str
    cell: str
    value: Seen


@dataclass(frozen=True, slots=True)
class AtCell:
    """A cell of a table."""

    indicator: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Strays:
    """The figures beside the cells to fill in, within the table (TAB-03)."""

    # Address and figure.
    figures: tuple[tuple[str, Number], ...]
    # Where the balances are told that are broken by just these figures.
    mends: tuple[AtCell, ...] = ()


@dataclass(frozen=True, slots=True)
class OnlyCarried:
    """All figures of a table reported as empty are carried on from last year (STAT-01)."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A table without a state that was not filled in (STAT-03)."""

    # Only the figures carried on from last year were filled in.
    carried: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """It stands in a document, which is no template and has no place for a state (TAB-01, TAB-02,
    STAT-02).
    """

    # What differs is in what its figures are counted.
    measure: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """One way to read a figure in a text: what it would be, where that stands, and its value."""

    label: str
    # The cells that are added up, with the name of their sheet.
    cells: tuple[str, ...]
    value: Number


@dataclass(frozen=True, slots=True)
class InText:
    """A sentence of a report (TEXT-01 to TEXT-06)."""

    # The heading of its section; blank above the first.
    section: str
    sentence: str
    # The figure as it is written there, with what it counts.
    stated: str = ""
    # What it may mean, and the figures that the text divides it into.
    readings: tuple[Read, ...] = ()
    parts: tuple[str, ...] = ()
    # Of a paragraph of last year: its section then, and how much is the same, in per cent.
    before: str = ""
    percent: int = 0
    # What tells its sentence from others in every run: the whole of it without its numbers.
    key: str = ""

    @property
    def of_parts(self) -> bool:
        """Whether it is about the sum of parts that the text itself does not add up."""
        return bool(self.parts and self.readings)


HeadingFault = Literal["words", "order", "place", "twice", "empty", "unread"]


@dataclass(frozen=True, slots=True)
class Heading:
    """What is wrong with a heading, or with what stands below it (PUB-02)."""

    how: HeadingFault


@dataclass(frozen=True, slots=True)
class CoverField:
    """A field of the cover that is blank, or holds what cannot be right."""

    # Its key on the cover.
    key: str
    cell: str
    fault: Fault
    # What is there.
    text: str


@dataclass(frozen=True, slots=True)
class CoverOpen:
    """All such fields of one cover (COVER-01)."""

    fields: tuple[CoverField, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """The text in the place of a 填报状态 (STAT-05)."""

    text: str


@dataclass(frozen=True, slots=True)
class Jump:
    """Last year's figure (YEAR-01 to YEAR-03)."""

    before: Number


@dataclass(frozen=True, slots=True)
class Peers:
    """The other units of the category (PEER-01)."""

    category: str
    # Of their amounts that are not 0, and how many times it the amount is.
    median: Number
    factor: int


@dataclass(frozen=True, slots=True)
class Idle:
    """The code that an explanation is about (EXP-01)."""

    code: str


# --- Of rules ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule of the form that does not hold, and the values of its two sides."""

    rule: Rule
    left: Fraction
    right: Fraction
    # Whether ``expected`` at the finding's own place would mend it.
    mends: bool


@dataclass(frozen=True, slots=True)
class NotJudged:
    """Why a rule cannot be judged."""

    reason: Advised


@dataclass(frozen=True, slots=True)
class Displaced:
    """Figures that one mistake put elsewhere (LIKELY-02)."""

    # Two columns or rows were exchanged, or a block was shifted this way.
    kind: Literal["columns", "rows", "down", "up", "right", "left"]
    # The first cell of the one line and of the other, or the first and the last of the block.
    first: AtCell
    other: AtCell


@dataclass(frozen=True, slots=True)
class OneMistake:
    """What a mistake breaks (LIKELY-01, LIKELY-02)."""

    # Where the balances are told that hold once it is mended.
    mends: tuple[AtCell, ...]
    # Whether nothing else is wrong with the return, and whether they hold if only this is mended.
    only: bool
    alone: bool = True
    displaced: Displaced | None = None


@dataclass(frozen=True, slots=True)
class AsTold:
    """A finding of an earlier run, in the words in which it was told then."""

    message: str
    suggestion: str
    # The message to the unit itself, where that is another.
    discreet: str = ""
    # Whether ``expected`` at the finding's own place would mend it.
    mends: bool = False
    # The digest of the return in which it was found; empty where there was none.
    sha256: str = ""
    # Why it could not be judged this time.
    reason: Advised | None = None


# --- Of a consolidated workbook ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotTheSum:
    """An official cell that is not the sum of the units (TOT-05)."""

    # A figure replaced the formula; otherwise the formula was not recalculated.
    typed: bool


@dataclass(frozen=True, slots=True)
class Retyped:
    """A figure on 分单位 that has changed (TOT-06)."""

    # It is a text now.
    as_text: bool
    # The unit is in the sum.
    summed: bool


@dataclass(frozen=True, slots=True)
class LineChanged:
    """A whole line of 分单位 that has changed (TOT-06)."""

    how: Literal["added", "gone", "recoded", "more"]
    # For a line that has another code now.
    old_code: str = ""
    new_code: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A unit on the list of the units that report there."""

    code: str
    name: str
    # The address of its line.
    line: str
    person: str = ""
    phone: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error on the list of findings of a consolidated workbook."""

    # The unit whose error it is; a file that belongs to nobody has neither code nor name.
    code: str
    name: str
    # The address of the error on the list; empty where the line was removed.
    line: str
    rule: str
    # Its place in the return of the unit.
    sheet: str
    cell: str
    label: str
    said: str
    # The decision and the note of the reviewer there.
    decision: str = ""
    note: str = ""
    # Rule and label of what follows from the unit's errors, in its own return.
    breaks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gaps:
    """Who is missing from a sum, and who is in it and should not be (LEVEL-02)."""

    # How many should be summed, and how many are.
    due: int
    inside: int
    missing: tuple[Child, ...]
    left_out: tuple[Child, ...]
    # The units in the sum that are not for that unit to sum.
    besides: tuple[Child, ...]
    # The names of the units on none of its lists, and of those whose own sum is not complete.
    unlisted: tuple[str, ...]
    incomplete: tuple[str, ...]
    # The codes of the units whose returns are here, too.
    here: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenBelow:
    """An error that nobody there settled (LEVEL-03)."""

    trouble: Trouble
    # Whether the unit's return is here, too.
    here: bool


@dataclass(frozen=True, slots=True)
class MoreBelow:
    """How many such errors there are besides those that are told (LEVEL-03)."""

    number: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """Errors that the reviewer there let stand: the first, and how many in all (LEVEL-04)."""

    shown: tuple[Trouble, ...]
    number: int


@dataclass(frozen=True, slots=True)
class MissingLists:
    """The parts of a consolidated workbook that cannot be read (LEVEL-05)."""

    lists: tuple[str, ...]
    # Whether the record written when it was made is gone.
    record: bool


FileDetails = (
    Refused
    | Unstated
    | Known
    | Misnamed
    | NotUsed
    | UsedInPart
    | Untaken
    | FormDifference
    | Contradiction
    | NotSent
    | Versions
    | Instead
    | CopiedFigures
    | Listed
)
ReportDetails = AsPublished | Beside | InText | Heading
CellDetails = (
    Home
    | Hidden
    | Merged
    | Displayed
    | Copy
    | Strays
    | Unfilled
    | OnlyCarried
    | Printed
    | Stated
    | Formula
    | Jump
    | Peers
    | Idle
)
RuleDetails = Broken | NotJudged | OneMistake
SumDetails = (
    NotTheSum | Retyped | LineChanged | Gaps | OpenBelow | MoreBelow | Accepted | MissingLists
)
Details = FileDetails | ReportDetails | CoverOpen | CellDetails | RuleDetails | SumDetails | AsTold
