"""A consolidated workbook, read again: every consumer takes from here what it needs of one."""

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
from toolkit.returns.sums.lists import Below, read_below
from toolkit.returns.sums.record import Record, record_in
from toolkit.returns.sums.typed_over import changed_since
from toolkit.returns.sums.unit_rows import UnitRows, unit_rows


@dataclass(frozen=True)
class SumWorkbook:
    """What a consolidated workbook says, beside its official tables, of the units that it sums.

    Each part is read when somebody first asks for it: no consumer needs all of them.
    """

    workbook: Workbook
    form: Form
    identity: Identity

    @cached_property
    def units(self) -> UnitRows:
        """What stands on 分单位, a line for each unit."""
        return unit_rows(self.workbook.grids.get(BY_UNIT), self.form)

    @cached_property
    def record(self) -> Record | None:
        """What was written into it; None where that was taken away, or changed."""
        return record_in(self.workbook)

    @property
    def lacks_units(self) -> bool:
        """Whether 分单位 lists nobody, or lacks a column of an indicator."""
        return self.units.lacks(self.form)

    @property
    def sums(self) -> Mapping[str, int]:
        """What each input of its tables should be, an integer of the smallest unit: by 分单位, or
        by the record where that sheet is damaged."""
        if self.record and self.lacks_units:
            return {code: self.record.total(code) for code in self.form.inputs}
        return self.units.summed(self.form)

    @property
    def changed(self) -> tuple[Finding, ...]:
        """What stands on 分单位 otherwise than it was written, as far as that can be told."""
        if self.record is None or self.lacks_units:
            return ()
        return changed_since(self.record, self.units, self.form)

    @property
    def below(self) -> Below:
        """What its lists say of the units, and what of it cannot be read."""
        below = read_below(self.workbook.grids, self.record)
        unread = [BY_UNIT] if self.lacks_units and BY_UNIT not in below.unread else []
        recorded = self.record is not None
        return replace(below, unread=(*below.unread, *unread), recorded=recorded)


def read_sum(workbook: Workbook, form: Form) -> SumWorkbook | None:
    """The workbook as a consolidated one; None where it does not say that it is."""
    stated = stated_in(workbook)
    return SumWorkbook(workbook, form, stated) if stated.is_sum else None
