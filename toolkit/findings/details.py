"""What single codes have to tell besides place and figures, as values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from toolkit.findings.seen import Formula, Seen
from toolkit.form.rule import Rule
from toolkit.grids.reason import Advised, Reason

Number = int | Decimal

# --- Of files and units --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is not used (FILE-01, FILE-02)."""

    reason: Advised


@dataclass(frozen=True, slots=True)
class NotUsed:
    """Why a file of last year is not used (YEAR-04)."""

    reason: Reason | None


@dataclass(frozen=True, slots=True)
class TableDifference:
    """How one table of another form differs from ours (FILE-03)."""

    sheet: str
    # The labels that only theirs has, and those that only ours has.
    theirs: tuple[str, ...]
    ours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormDifference:
    """FILE-03."""

    differences: tuple[TableDifference, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """UNIT-04. ``field``: its key on the cover; what is said of it is the ``actual``."""

    field: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """UNIT-01."""

    # Whom to ask.
    person: str
    phone: str
    # A blank template of the unit's that was found.
    blank_template: str | None
    sent_last_year: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """Several returns of one unit with different figures (UNIT-06, UNIT-07)."""

    files: tuple[str, ...]
    # Whether one was chosen by the office; else the last saved counts.
    chosen: bool
    # Why none of them is the last.
    tie: Literal["undated", "same_time"] | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure of two returns, None where it is blank."""

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


@dataclass(frozen=True, slots=True)
class Alike:
    """Figures that are those of others (UNIT-16 to UNIT-18)."""

    # Their names.
    others: tuple[str, ...]
    # UNIT-17: how many units there are whose figures should be in it as well.
    not_summed: int = 0


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
class Copy:
    """The same cell of the same table on another sheet, and what stands there (TAB-08)."""

    sheet: str
    cell: str
    value: Seen


@dataclass(frozen=True, slots=True)
class Unfilled:
    """STAT-03. ``carried``: all but the figures that carry on from last year."""

    carried: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands in the place of a 填报状态 (STAT-05)."""

    text: str


@dataclass(frozen=True, slots=True)
class Jump:
    """Last year's figure (YEAR-01 to YEAR-03)."""

    before: Number


@dataclass(frozen=True, slots=True)
class Idle:
    """The code that an explanation is about (EXP-01)."""

    code: str


# --- Of rules ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule of the form that does not hold, and what its two sides come to."""

    rule: Rule
    left: Fraction
    right: Fraction
    # Whether ``expected`` at the finding's own place would mend it.
    mends: bool


@dataclass(frozen=True, slots=True)
class NotJudged:
    """Why a rule cannot be judged."""

    reason: Advised


# --- Of a consolidated workbook ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotTheSum:
    """TOT-05."""

    # A figure stands in place of the formula, which else was not calculated anew.
    typed: bool


@dataclass(frozen=True, slots=True)
class Retyped:
    """A figure on 分单位 that is another now (TOT-06)."""

    # What stands there is a text.
    as_text: bool
    # The unit is in the sum.
    summed: bool


@dataclass(frozen=True, slots=True)
class LineChanged:
    """A whole line of 分单位 (TOT-06)."""

    how: Literal["added", "gone", "recoded", "more"]
    # Of one that is under another code now.
    old_code: str = ""
    new_code: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A unit on the list of those who report there; ``line``: the address of its line."""

    code: str
    name: str
    line: str
    person: str = ""
    phone: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error on the list of findings of a consolidated workbook."""

    # Whose it is; a file that is nobody's has neither code nor name.
    code: str
    name: str
    # The address of what is said there; empty where the line was taken away.
    line: str
    rule: str
    # Its place in the return of the unit.
    sheet: str
    cell: str
    label: str
    said: str
    # What the reviewer there chose, and noted.
    decision: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Who is not in a sum that should be, and the other way round (LEVEL-02)."""

    # How many should be summed, and how many are.
    due: int
    inside: int
    missing: tuple[Child, ...]
    left_out: tuple[Child, ...]
    # In the sum, though not for that unit to sum.
    besides: tuple[Child, ...]
    # Names of those that stand on none of its lists, and of those whose own sum is not complete.
    unlisted: tuple[str, ...]
    incomplete: tuple[str, ...]
    # The codes of those of whom there is a return here, too.
    here: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenBelow:
    """An error that nobody there has settled (LEVEL-03). ``here``: there is a return of it here."""

    trouble: Trouble
    here: bool


@dataclass(frozen=True, slots=True)
class MoreBelow:
    """How many such errors there are besides those that are told (LEVEL-03)."""

    number: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """Errors that the reviewer there let stand: the first of them, and how many (LEVEL-04)."""

    shown: tuple[Trouble, ...]
    number: int


@dataclass(frozen=True, slots=True)
class MissingLists:
    """What cannot be read of a consolidated workbook (LEVEL-05)."""

    lists: tuple[str, ...]
    # Whether what was recorded when it was made is gone.
    record: bool


FileDetails = (
    Refused | NotUsed | FormDifference | Contradiction | NotSent | Versions | Instead | Alike
)
CellDetails = Home | Hidden | Merged | Copy | Unfilled | Stated | Formula | Jump | Idle
RuleDetails = Broken | NotJudged
SumDetails = (
    NotTheSum | Retyped | LineChanged | Gaps | OpenBelow | MoreBelow | Accepted | MissingLists
)
Details = FileDetails | CellDetails | RuleDetails | SumDetails
