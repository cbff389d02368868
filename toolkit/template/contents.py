"""Contents: all that a template shows and that another one of its form may not show.

Everything is worked out here; the painters of the sheets only put it where it belongs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit import __version__
from toolkit.form.opening_figures import KEY, to_texts
from toolkit.grids.identity import Identity, template_id
from toolkit.template.checks import Checks, checks_of
from toolkit.template.code_cells import CodeCell, code_cells, figure_sums
from toolkit.template.figures import TableFigures, table_figures
from toolkit.template.plan import Plan
from toolkit.template.verdicts import first_problem, overall_verdict, table_verdict

# A formula, and its present result.
Live = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The figures of a template, and what is said of them: this depends on no name."""

    # By code of the table.
    tables: Mapping[str, TableFigures]
    checks: Checks
    # By code of the table: what the cover says of it.
    verdicts: Mapping[str, Live]
    # What the cover says of the whole, and what stands above all checks.
    overall: Live
    problem: Live
    # The hidden sums of the check code.
    sums: tuple[CodeCell, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """One template."""

    # The fields of the cover that are there for good; the others are inputs.
    printed: Mapping[str, str]
    identity: Identity
    # What stands on the hidden sheet beside the identity: keys and texts.
    told: tuple[tuple[str, str], ...]
    judged: Judged
    # The check code, and what else of it depends on whose it is.
    code: tuple[CodeCell, ...]


def contents_of(plan: Plan, kind: str, judged: Judged) -> Contents:
    """``kind``: what the workbook says it is; ``judged``: what :func:`judged` gives for it."""
    told = tuple((KEY, text) for text in to_texts(plan.form, plan.before))
    code = code_cells(plan, judged.sums)
    return Contents(plan.printed, _identity(plan, kind, told), told, judged, code)


def judged(plan: Plan) -> Judged:
    """What the figures of a plan are, and what its checks say of them."""
    checks = checks_of(plan)
    return Judged(
        {one.table.code: table_figures(plan, one) for one in plan.layout.tables},
        checks,
        {one.code: table_verdict(plan, checks, one.code) for one in plan.form.tables},
        overall_verdict(plan, checks),
        first_problem(checks),
        figure_sums(plan),
    )


def _identity(plan: Plan, kind: str, told: tuple[tuple[str, str], ...]) -> Identity:
    """``told``: what stands on the hidden sheet beside the identity."""
    form, unit, year = plan.form, plan.unit, plan.year
    deadline = unit.deadline if unit else None
    return Identity(
        kind=kind,
        form=form.id,
        version=form.version,
        level=unit.level if unit else None,
        year=str(year) if year else None,
        unit=unit.code if unit else None,
        name=unit.name if unit else None,
        template=template_id(__version__, form.told_by_templates, unit, year, deadline, *told),
        category=str(plan.category) if plan.category else None,
    )
