"""The years of all units side by side, with everything that has to be known of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from toolkit.chronicle.choosing import Unused
from toolkit.chronicle.cross_years import CrossYear, Outcome, cross_years
from toolkit.chronicle.heard import Said, Source
from toolkit.chronicle.lines import Line
from toolkit.form.form import Form
from toolkit.form.measure import Measure
from toolkit.returns.unit_return import FileRecord


@dataclass(frozen=True)
class UnitYears:
    """A unit in all years of which something is known."""

    code: str
    name: str
    # Year → what counts.
    years: Mapping[int, Said]

    @property
    def is_sum(self) -> bool:
        """Whether its figures are the sum over others in any year."""
        return any(one.source is Source.SUM for one in self.years.values())


@dataclass(frozen=True, slots=True)
class Change:
    """A figure, and the change against the year before where both are known."""

    now: int | None
    before: int | None
    # Whether the form calls it big.
    big: bool = False

    @property
    def difference(self) -> int | None:
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class Gap:
    """Years of a unit of which nothing is known."""

    # "" where no unit has them.
    unit: str
    name: str
    years: tuple[int, ...]
    # Whether years before and after them are known; else only other units have them.
    between: bool
    # Files of that unit and year that could not be used, as path and reason.
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileNote:
    """One file: what became of it, and what has to be known of its figures."""

    record: FileRecord
    # The unit's name, the year, the format and the kind of source, as far as they are known.
    name: str = ""
    year: int | None = None
    form: Form | None = None
    source: Source | None = None
    notes: tuple[str, ...] = ()
    # How many errors ``check`` finds in it; of what is not used none is counted.
    errors: int = 0


@dataclass(frozen=True)
class Chronicle:
    """All of it."""

    # The form by whose lines they are compared, and the forms before it that occur.
    form: Form
    earlier: tuple[Form, ...]
    units: tuple[UnitYears, ...]
    lines: tuple[Line, ...]
    files: tuple[FileNote, ...]
    unused: tuple[Unused, ...] = ()
    # Unit → year → the files that could not be used, as path and reason.
    refused: Mapping[str, Mapping[int, Sequence[tuple[str, str]]]] = field(default_factory=dict)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year from the first to the last, those of which nothing is known among them."""
        known = [year for unit in self.units for year in unit.years]
        return tuple(range(min(known), max(known) + 1)) if known else ()

    @cached_property
    def cross_years(self) -> tuple[CrossYear, ...]:
        """Every cross-year rule of every unit, in the order of the units and years."""
        return tuple(one for unit in self.units for one in cross_years(unit.years, self.lines))

    @property
    def has_errors(self) -> bool:
        return any(one.is_error for one in self.cross_years)

    def number(self, outcome: Outcome) -> int:
        """How many rules have come out so."""
        return sum(one.outcome is outcome for one in self.cross_years)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing: years that nobody has, and of each unit those that it lacks."""
        if len(self.units) == 1:
            return tuple(self._gaps(self.units[0], set(self.years)))
        have = {year for unit in self.units for year in unit.years}
        nobody = tuple(year for year in self.years if year not in have)
        files = tuple(
            one for some in self.refused.values() for year in nobody for one in some.get(year, ())
        )
        whole = [Gap("", "", nobody, True, files)] if nobody else []
        return (*whole, *(gap for unit in self.units for gap in self._gaps(unit, have)))

    def _gaps(self, unit: UnitYears, have: set[int]) -> Iterator[Gap]:
        first, last = min(unit.years), max(unit.years)
        lacking = [year for year in self.years if year in have and year not in unit.years]
        refused = self.refused.get(unit.code, {})
        for between in (True, False):
            years = tuple(year for year in lacking if (first < year < last) is between)
            if years:
                files = tuple(one for year in years for one in refused.get(year, ()))
                yield Gap(unit.code, unit.name, years, between, files)

    def value(self, line: Line, unit: UnitYears, year: int) -> int | None:
        """A figure; None where it is not known, or the format of that year has no such figure."""
        said = unit.years.get(year)
        return line.value(said.form, said.figures) if said else None

    def is_in_format(self, line: Line, unit: UnitYears, year: int) -> bool:
        """Whether the format of that year has such a figure at all."""
        said = unit.years.get(year)
        return said is None or bool(line.codes_in(said.form))

    def change(self, line: Line, unit: UnitYears, year: int) -> Change:
        """A figure beside the one of the year right before."""
        now, before = (self.value(line, unit, one) for one in (year, year - 1))
        if now is None or before is None:
            return Change(now, before)
        return Change(now, before, line.form.big_change.marks(now, before, line.kind))

    def lines_for(self, unit: UnitYears) -> list[Line]:
        """The lines that say something of a unit: what only a form before has, if it used that."""
        used = {one.form.id for one in unit.years.values()}
        return [one for one in self.lines if self._is_for(one, used)]

    def _is_for(self, line: Line, used: set[str]) -> bool:
        if line.combines:
            return bool(used & line.before.keys())
        return line.form.id == self.form.id or line.form.id in used

    @cached_property
    def _line_of(self) -> Mapping[str, Line]:
        own = (one for one in self.lines if one.form.id == self.form.id and not one.combines)
        return {one.code: one for one in own}

    def lines_of(self, measure: Measure) -> list[Line]:
        """The lines that a measure is made of."""
        return [self._line_of[code] for code in measure.codes]
