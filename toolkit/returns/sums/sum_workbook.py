"""A consolidated workbook, read back: all consumers take what they need of one from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import Identity
from toolkit.grids.names import BY_UNIT
from toolkit.returns.sums.lists import UnitsOfSum, units_of_sum
from toolkit.returns.sums.record import Record, record_in
from toolkit.returns.sums.typed_over import changed_since
from toolkit.returns.sums.unit_rows import UnitRows, unit_rows


@dataclass(frozen=True)
class SumWorkbook:
    """What a consolidated workbook says of the units that it sums, besides its official tables.

    Each part is read when it is first asked for, since no consumer needs all of them.
    """

    workbook: Workbook
    form: Form
    identity: Identity

    @cached_property
    def units(self) -> UnitRows:
        """The content of 分单位, a line for each unit."""
        return unit_rows(self.workbook.grids.get(BY_UNIT), self.form)

    @cached_property
    def record(self) -> Record | None:
        """The record written into it; None where that was removed or changed."""
        return record_in(self.workbook)

    @property
    def lacks_units(self) -> bool:
        """Whether 分单位 lists no unit, or lacks the column of an indicator."""
        return self.units.lacks(self.form)

    @property
    def sums(self) -> Mapping[str, int]:
        """Input → what it should be in its tables, an integer of the smallest unit.

        Taken from 分单位, or from the record where that sheet is damaged.
        """
        if self.record and self.lacks_units:
            return {code: self.record.total(code) for code in self.form.inputs}
        return self.units.summed(self.form)

    @property
    def changed(self) -> tuple[Finding, ...]:
        """What on 分单位 differs from what was written there, as far as can be told."""
        if self.record is None or self.lacks_units:
            return ()
        return changed_since(self.record, self.units, self.form)

    @property
    def below(self) -> UnitsOfSum:
        """What its lists say of the units, and what of it cannot be read."""
        below = units_of_sum(self.workbook.grids, self.record)
        unread = [BY_UNIT] if self.lacks_units and BY_UNIT not in below.unread else []
        recorded = self.record is not None
        return replace(below, unread=(*below.unread, *unread), recorded=recorded)


def read_sum(workbook: Workbook, form: Form) -> SumWorkbook | None:
    """The workbook as a consolidated one; None where it does not say that it is one."""
    stated = stated_in(workbook)
    return SumWorkbook(workbook, form, stated) if stated.is_sum else None
