"""Plan: all that decides what stands in one template; its sheets are painted from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from toolkit.form.cover import Cover, cover_of
from toolkit.form.form import Form
from toolkit.form.layout import Layout, lay_out
from toolkit.form.opening_figures import Figures
from toolkit.form.rule import Rule
from toolkit.grids.names import COVER, LEVELS
from toolkit.painting.formulas import Formulas, reference
from toolkit.roster.roster import Category, Unit
from toolkit.template.filling import UNFILLED, Filling
from toolkit.template.words import AS_ANNOUNCED


@dataclass(frozen=True)
class Plan:
    """One template: the places of its form, whom it is for, and what it comes with."""

    layout: Layout
    cover: Cover
    # None for the blank official template.
    unit: Unit | None = None
    # None where the unit has to fill it in.
    year: int | None = None
    # The category that the unit is audited as: the rules for other categories are left out.
    category: Category | None = None
    # The unit's figures of last year, by indicator: integers of the smallest unit.
    before: Figures = field(default_factory=dict)
    filling: Filling = UNFILLED
    # The inputs among those of the filling that we have filled in: they only carry on last year's
    # figures, and do not show that somebody has begun.
    prefilled: frozenset[str] = frozenset()

    @property
    def form(self) -> Form:
        return self.layout.form

    def of(self, unit: Unit | None, before: Figures, category: Category | None) -> Plan:
        """The same for a unit, with the figures that only carry on those of last year filled in.

        These are not filled in where somebody has typed a figure or chosen a state.
        """
        filling = self.filling
        is_begun = filling.figures or filling.states
        openings = {} if is_begun else opening_figures(self.form, before)
        return replace(
            self,
            unit=unit,
            category=category or (unit.category if unit else None),
            before=before,
            filling=replace(filling, figures={**openings, **filling.figures}),
            prefilled=frozenset(openings),
        )

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that this unit is audited by."""
        form = self.form
        return [one for one in form.declared_rules if form.applies(one.code, self.category)]

    @cached_property
    def amounts(self) -> frozenset[str]:
        """The amounts that can be compared with those of last year."""
        return frozenset(
            code
            for code in self.form.inputs
            if self.form.indicators[code].kind.type == "amount" and self.before.get(code)
        )

    @cached_property
    def printed(self) -> dict[str, str]:
        """The fields of the cover that are there for good; the others are inputs."""
        year = str(self.year) if self.year else ""
        if self.unit is None:
            return {"year": year} if year else {}
        return {
            "name": self.unit.name,
            "unit": self.unit.code,
            "year": year,
            "level": LEVELS[self.unit.level],
            "deadline": self.unit.deadline.isoformat() if self.unit.deadline else AS_ANNOUNCED,
        }

    def formulas(self, home: str = "") -> Formulas:
        """The formulas over its cells, as seen from the sheet ``home``."""
        return Formulas(self.layout, home, before=self.before)

    def untouched(self, codes: Sequence[str]) -> tuple[str, bool]:
        """The condition that nobody has typed anything yet for these inputs, and whether it holds.

        It holds while there is no figure but what we have filled in, and no state of their tables.
        """
        filling = self.filling
        tables = self._tables(codes)
        states = [reference(self.cover.states[one], COVER) for one in tables]
        some = self._telling(codes)
        given = self.prefilled.intersection(some)
        typed = (code for code in some if code in filling.figures or code in filling.texts)
        idle = all(code in given for code in typed)
        condition = self.formulas().untouched(some, states, len(given))
        return condition, idle and not any(filling.states.get(one) for one in tables)

    def begun(self, rule: Rule, formulas: Formulas) -> str:
        """The condition under which a rule may be marked as broken: somebody has typed a figure.

        Empty where we have filled in nothing, so that every figure was typed by somebody.
        """
        some = self._telling(formulas.inputs(rule))
        given = len(self.prefilled.intersection(some))
        return f"COUNTA({','.join(formulas.ranges(some))})<>{given}" if given else ""

    def _telling(self, codes: Sequence[str]) -> Sequence[str]:
        """The inputs that tell whether somebody has begun.

        Where we have filled in all of these inputs, all inputs of their tables are looked at.
        """
        if not self.prefilled.issuperset(codes):
            return codes
        return [code for one in self._tables(codes) for code in self.form.table_inputs(one)]

    def _tables(self, codes: Sequence[str]) -> list[str]:
        return sorted({self.form.indicators[code].table for code in codes})


def plan_of(
    form: Form,
    unit: Unit | None,
    year: int | None,
    filling: Filling,
    *,
    before: Figures,
    category: Category | None,
) -> Plan:
    """The plan of a template."""
    blank = Plan(lay_out(form), cover_of(form), year=year, filling=filling)
    return blank.of(unit, before, category)


def opening_figures(form: Form, before: Figures) -> dict[str, int]:
    """What a template comes with: figures that only carry on those of the year before."""
    carried = {code: before.get(one) for code, one in form.openings.items()}
    return {code: figure for code, figure in carried.items() if figure is not None}
