"""Worst first: the one order in which findings are told, wherever they are listed.

What is wrong with the roster comes before all else, since it may concern any unit. Then come
errors, warnings and infos, and among these what changes the totals most. What follows from a
mistake stands right behind that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.codes.code import LeftOut
from toolkit.findings.details import OneMistake
from toolkit.findings.finding import SEVERITIES, Finding
from toolkit.form.layout import Layout

Key = tuple[int | str, ...]


def worst_first(
    findings: Iterable[Finding], layout: Layout, units: Iterable[str] = ()
) -> list[Finding]:
    """The findings in the order in which people should read them.

    ``units``: the codes of the units as on the roster. Findings between which nothing decides keep
    their order.
    """
    every, order = list(findings), _Order(layout, units)
    causes = _causes(every)
    under: dict[int, list[Finding]] = defaultdict(list)
    for one, cause in zip(every, causes, strict=True):
        if cause is not None:
            under[cause].append(one)
    heads = [n for n, cause in enumerate(causes) if cause is None]
    heads.sort(key=lambda n: order.rank(every[n], len(under.get(n, ()))))
    return [
        one for n in heads for one in (every[n], *sorted(under.get(n, ()), key=order.on_the_form))
    ]


def _causes(every: Sequence[Finding]) -> list[int | None]:
    """Where the cause of each finding stands; None where it has none, or none that is a head."""
    ids: dict[object, int] = {}
    for n, one in enumerate(every):
        ids.setdefault((one.unit, one.origin), n)
        ids.setdefault(one.id, n)
    found = [
        ids.get(one.cause or None, ids.get((one.unit, one.follows)) if one.follows else None)
        for one in every
    ]
    return [None if at is None or found[at] is not None else at for at in found]


def _leaves_out(one: Finding) -> LeftOut | None:
    """What is not in the sum for it, or should not be."""
    known = CATALOGUE.get(one.code)
    if known and known.not_its_own:
        return "tables" if one.tables else "return"
    return known.effect.leaves_out if known else None


class _Order:
    """What tells the worse of two findings."""

    def __init__(self, layout: Layout, units: Iterable[str]) -> None:
        form = layout.form
        self.units = {code: number for number, code in enumerate(units)}
        self.places = {code: number for number, code in enumerate(layout.places)}
        self.sheet_of = layout.sheet_of
        self.tables = {table.sheet: number for number, table in enumerate(form.tables)}
        self.inputs = {table.sheet: len(form.table_inputs(table.code)) for table in form.tables}

    def rank(self, one: Finding, followed_by: int) -> Key:
        """Less is worse; ``followed_by``: how many findings follow from it."""
        known = CATALOGUE.get(one.code)
        return (
            not (known and known.of_roster),
            SEVERITIES.index(one.severity),
            -self._at_stake(one, followed_by),
            self.units.get(one.unit or "", len(self.units)),
            one.file or "",
            *self.on_the_form(one),
        )

    def on_the_form(self, one: Finding) -> Key:
        """Its place as on the form; what is about a return or a table as a whole comes first."""
        at = one.indicator or ""
        sheets = (self.sheet_of.get(at), *one.tables, one.sheet)
        table = next((self.tables[sheet] for sheet in sheets if sheet in self.tables), -1)
        return table, self.places.get(at, -1), one.code

    def _at_stake(self, one: Finding, followed_by: int) -> int:
        """How many figures are not in the sum for it, or at odds with others."""
        if one.severity == "info" or one.status != "open":
            return 0
        if isinstance(one.details, OneMistake):
            cells = len(one.corrections[0]) if one.corrections else 1
            return cells + followed_by
        match _leaves_out(one):
            case "return":
                return sum(self.inputs.values())
            case "tables":
                sheet = self.sheet_of.get(one.indicator or "", one.sheet or "")
                return sum(self.inputs.get(table, 0) for table in one.tables or (sheet,))
            case "figures":
                return 1 + one.more + followed_by
        return 0 if one.difference is None else 1 + one.more + followed_by
