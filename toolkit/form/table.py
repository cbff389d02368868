"""Table: a stack of blocks; a block is a tree of row heads × a tree of column heads.

The validated data that a form is made of, below what it means as a whole
(:mod:`toolkit.form.form`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from toolkit.form.words import unseen_in_form
from toolkit.text import unseen_in


def _all_seen(text: str) -> str:
    if found := unseen_in(text):
        raise ValueError(unseen_in_form(text, *found))
    return text


# A code stands in lists and names of files, a sentence in a cell.
_LONGEST_NAME, _LONGEST_LABEL, _LONGEST_TEXT = 64, 200, 2_000

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=_LONGEST_NAME)]
RuleCode = Annotated[
    str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*-[0-9]{2}$", max_length=_LONGEST_NAME)
]
FormId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=_LONGEST_NAME)
]
_Seen = AfterValidator(_all_seen)
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_LONGEST_TEXT, strip_whitespace=True),
    _Seen,
]
# What stands in a head, at the top of a sheet or in the foot of its page.
Label = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_LONGEST_LABEL, strip_whitespace=True),
    _Seen,
]
# What a workbook keeps as a property, which has room for 255.
Version = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_LONGEST_NAME, strip_whitespace=True),
    _Seen,
]
Help = Annotated[str, StringConstraints(max_length=_LONGEST_TEXT), _Seen]
# The characters that a spreadsheet program forbids in the name of a sheet.
SheetName = Annotated[str, StringConstraints(pattern=r"^[^\[\]:*?/\\']{1,31}$"), _Seen]


class FormError(ValueError):
    """A form that contradicts itself; ``path`` is the place within its data."""

    def __init__(self, problem: str, *path: str | int) -> None:
        super().__init__(problem)
        self.problem, self.path = problem, path


class Data(BaseModel):
    """Frozen data that accepts no unknown (misspelt) key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FigureKind(Data):
    """What a figure is.

    Internally, every figure is an integer of its smallest unit, 10⁻ᵈᵉᶜⁱᵐᵃˡˢ of ``unit``. Other
    types (text indicators) are meant to be added to ``type``; nothing else enumerates the types.
    """

    # ``count``: a whole number ≥ 0; ``amount``: a number ≥ 0 with ``decimals`` places.
    type: Literal["count", "amount"]
    unit: Label
    decimals: int = Field(default=0, ge=0, le=9)

    @model_validator(mode="after")
    def _counts_are_whole(self) -> FigureKind:
        if self.type == "count" and self.decimals:
            raise ValueError("计数指标没有小数：请删去 decimals，或把 type 改为 amount")
        return self


class Head(Data):
    """A row head or column head."""

    label: Label
    code: Name | None = None
    # The name of its figures' kind, where it differs from what is around it.
    kind: Label | None = None
    help: Help | None = None
    # The code of the rule by which it is the sum of its siblings; None: it is no total.
    total: RuleCode | None = None
    children: tuple[Head, ...] = ()
    # How it is spelt in published reports besides, where that is more than other punctuation. No
    # template shows this, nor what follows, so neither makes its templates others.
    also: tuple[Label, ...] = Field(default=(), exclude=True)
    # Whether earlier layouts print it as one line, without its children.
    undivided: bool = Field(default=False, exclude=True)

    @model_validator(mode="after")
    def _totals_are_leaves(self) -> Head:
        if self.total and self.children:
            raise ValueError("合计项（total）不能再有下级（children）")
        return self


class Block(Data):
    """A tree of row heads × a tree of column heads; every pair of leaves is one indicator."""

    rows: tuple[Head, ...] = ()
    columns: tuple[Head, ...] = ()
    title: Label | None = None
    # The text at the top left, above the row heads.
    corner: Label | None = None
    # The name of its figures' kind.
    kind: Label | None = None

    @model_validator(mode="after")
    def _has_heads(self) -> Block:
        if not self.rows and not self.columns:
            raise ValueError("表块至少要有行标题（rows）或列标题（columns）")
        if self.corner and not (self.rows and self.columns):
            raise ValueError("只有行、列标题都有的表块才有左上角文字（corner）")
        return self


class Table(Data):
    """One table: blocks stacked on one sheet."""

    code: Name
    sheet: SheetName
    title: Label
    blocks: tuple[Block, ...] = Field(min_length=1)
    # Whether the official format has it, so that it is published.
    official: bool = True
    # Whether a unit may leave it out.
    optional: bool = False
    # Printed across.
    landscape: bool = False
    # The name of its figures' kind.
    kind: Label | None = None
    # Widths of the columns from the left, as a spreadsheet counts them.
    widths: tuple[Annotated[float, Field(le=255, allow_inf_nan=False)], ...] = ()
    # The least height of a row, in points.
    row_height: float | None = Field(default=None, ge=12, le=200)
    notes: tuple[Text, ...] = ()


HeadPath = tuple[Head, ...]


def leaves(heads: tuple[Head, ...], above: HeadPath = ()) -> Iterator[HeadPath]:
    """The paths from the root to each leaf of a tree of heads, in reading order."""
    for head in heads:
        path = (*above, head)
        if head.children:
            yield from leaves(head.children, path)
        else:
            yield path


def depth(heads: tuple[Head, ...]) -> int:
    """The number of levels of a tree of heads."""
    return 1 + max((depth(head.children) for head in heads), default=0) if heads else 0
