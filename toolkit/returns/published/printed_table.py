"""Printed tables: one official table as it stands in a document, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.form.form import Form
from toolkit.form.layout import TableLayout
from toolkit.returns.published.columns import Doubt
from toolkit.returns.published.lines import Line
from toolkit.returns.published.measures import other_measure

# So much of a table has to be there for it to be one of its own, and not a piece of another.
WHOLE = 0.5


@dataclass(frozen=True, slots=True)
class Printed:
    """The figure of one indicator, as it is printed: the text, and the place in the document."""

    text: str
    line: Line
    column: int | None


@dataclass
class PrintedTable:
    """One official table as it stands in a document."""

    layout: TableLayout
    # The share of its labels that were found.
    share: float = 0.0
    # Indicator → its figure.
    figures: dict[str, Printed] = field(default_factory=dict)
    # It is read only where there are none.
    faults: list[Doubt] = field(default_factory=list)
    # The labels of rows whose cells cannot be told apart.
    uneven: list[str] = field(default_factory=list)
    # In what its figures are counted, where that is another measure than the form's.
    measure: Doubt | None = None
    near: list[Doubt] = field(default_factory=list)
    # The labels of rows whose cells do not stand below their heads.
    slipped: list[str] = field(default_factory=list)
    # The labels of rows and columns that stand in another order than the official one.
    moved: list[str] = field(default_factory=list)
    # Inputs of a group that is printed as one line → the figure of that line.
    undivided: dict[tuple[str, ...], Printed] = field(default_factory=dict)
    # The same inputs → the label of the line.
    groups: dict[tuple[str, ...], str] = field(default_factory=dict)
    # What may be figures and stands in no official cell.
    strays: list[Printed] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether it is certain which figure is which."""
        return not (self.faults or self.uneven or self.measure)

    def tell_measure(self, lines: Sequence[Line], form: Form) -> None:
        """Nothing is read of a table that says itself that its figures are of another measure."""
        units = {form.indicators[code].kind.unit for code in self.layout.cells}
        if other := other_measure(lines, units):
            alike = sorted(units, key=lambda one: (one[-1] != other[-1], one))
            self.measure = Doubt(alike[0], other)
