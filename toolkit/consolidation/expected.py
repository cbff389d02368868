"""Expected: what is collected, and from whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from toolkit.form.form import Form
from toolkit.grids.identity import Identity
from toolkit.roster.naming import Naming
from toolkit.roster.roster import Roster, Unit


@dataclass(frozen=True)
class Expected:
    """What is collected: returns of this form on this year, from the units of the roster."""

    form: Form
    roster: Roster
    # The code of the unit that sums them.
    collector: str
    year: int
    # Whether the user has given the year; otherwise most returns state it.
    year_given: bool = False
    # Whether reports that we have written count, as those of last year do.
    own_reports: bool = False
    # Whether what the collecting unit reports and sums itself counts, as beside other years.
    collector_too: bool = False

    @cached_property
    def naming(self) -> Naming:
        return Naming(self.roster, self.collector)

    def refuses(self, code: str) -> bool:
        """Whether a return of that unit is none: it is the one whose figures are the sum."""
        return code == self.collector and not self.collector_too

    def unit(self, stated: Identity) -> Unit | None:
        """The unit that a return names: by its code, else by its exact name on the roster."""
        if stated.unit:
            known = self.roster.units.get(stated.unit)
            return known or Unit(stated.unit, stated.name or stated.unit, None)
        if stated.name:
            named = self.roster.named(stated.name)
            return named[0] if len(named) == 1 else Unit(stated.name, stated.name, None)
        return None
