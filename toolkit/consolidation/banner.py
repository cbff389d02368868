"""Whose figures a sum holds and whose it does not: a value, and the sentences for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.consolidation.words import Banner, lacks, sent_instead
from toolkit.grids.reason import said

if TYPE_CHECKING:
    from toolkit.consolidation.consolidate import Consolidation


@dataclass(frozen=True, slots=True)
class Remark:
    """The name of a unit, and what has to be said of it, if anything."""

    name: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class InTheSum:
    """Names of units, in the order in which they are listed."""

    inside: Sequence[str]
    # Due, and nothing that can be used has come from them.
    missing: Sequence[Remark] = ()
    # Something has come, but is not in the sum.
    left_out: Sequence[Remark] = ()
    # In the sum, with a sum of their own that lacks units.
    partial: Sequence[Remark] = ()
    # In the sum, with errors.
    faulty: Sequence[str] = ()
    # Whether an error of any unit is open; None where this is not known.
    errors: bool | None = None
    # Whether it is known who should be in the sum; if not, only ``inside`` can be relied on.
    listed: bool = True

    @property
    def complete(self) -> bool:
        """Whether it is certain that all who are due have reported, and that nothing is wrong."""
        lacking = self.missing or self.partial or self.faulty
        return self.listed and self.errors is False and not lacking

    @property
    def doubtful(self) -> bool:
        """Whether anything has to be said besides who is in the sum."""
        return bool(self.doubts())

    def doubts(self, room: int | None = None) -> list[str]:
        """A sentence on each group that is not in the sum, or not as it should be."""
        missing, left_out, partial = (
            [Banner.with_reason(one.name, one.reason) for one in some]
            for some in (self.missing, self.left_out, self.partial)
        )
        return [
            *([] if self.listed else [Banner.NOT_LISTED]),
            *([Banner.missing(missing, room)] if missing else []),
            *([Banner.left_out(left_out, room)] if left_out else []),
            *([Banner.partial(partial, room)] if partial else []),
            *([Banner.faulty(self.faulty, room)] if self.faulty else []),
        ]

    def lines(self, room: int | None = None) -> list[str]:
        """All of it in whole sentences; ``room``: how many characters of names each may have."""
        first = [Banner.COMPLETE] if self.complete else []
        return [*first, *self.doubts(room), Banner.inside(self.inside, room)]


def in_the_sum(result: Consolidation) -> InTheSum:
    """Who is in a consolidation."""
    units = result.units
    return InTheSum(
        inside=[one.unit.name for one in units if one.in_total],
        missing=[
            Remark(one.unit.name, sent_instead(one.instead))
            for one in units
            if one.due and one.status == "missing"
        ],
        left_out=[
            Remark(one.unit.name, said(one.reason))
            for one in units
            if not one.in_total and one.status != "missing"
        ],
        partial=[Remark(one.unit.name, lacks(one.lacking)) for one in units if one.lacking],
        faulty=[one.unit.name for one in units if one.in_total and one.status == "with_errors"],
        errors=result.has_errors,
    )
