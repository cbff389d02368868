"""Form: the tables, indicators and rules of one official format, as frozen, validated data.

Crossing the leaves of a block's two trees of heads gives the indicators. What a form *means* is
here; where it stands on a sheet is in :mod:`toolkit.form.layout`, and how it is read from YAML in
:mod:`toolkit.form.form_file`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from math import lcm
from typing import Literal

from pydantic import Field, model_validator

from toolkit.form import words
from toolkit.form.counterpart import Counterpart, Equal, spread
from toolkit.form.measure import BigChange
from toolkit.form.narrative import Narrative
from toolkit.form.overview_page import OverviewPage, must_be_consistent
from toolkit.form.rule import Rule, RuleError, parse_rule
from toolkit.form.table import (
    Block,
    Data,
    FigureKind,
    FormError,
    FormId,
    Head,
    HeadPath,
    Label,
    Name,
    RuleCode,
    Table,
    Text,
    Version,
    leaves,
)
from toolkit.grids.identity import SHEET
from toolkit.grids.names import SHEETS
from toolkit.roster.roster import Category

# The parts that only the office's own pages show; a template does not depend on them.
PAGES = {"big_change", "report", "overview", "successor"}
# The families of codes of the toolkit's own findings: no rule may take one of them.
RESERVED_FAMILIES = frozenset(
    {
        "FILE",
        "UNIT",
        "COVER",
        "TAB",
        "STAT",
        "NUM",
        "LIKELY",
        "TOT",
        "YEAR",
        "PEER",
        "LEVEL",
        "TEXT",
        "PUB",
        "EXP",
    }
)
# The sheets that a template or a consolidated workbook has besides those of the form.
RESERVED = {name.casefold() for name in (*SHEETS, SHEET)}


# The shipped forms have some 200 indicators and 40 rules; a workbook could hold many more, but not
# calculate them while somebody types.
_MOST_INDICATORS, _MOST_RULES = 5_000, 5_000


class RuleSpec(Data):
    """A rule as it is written in the form; :func:`toolkit.form.rule.parse_rule` spreads it."""

    code: RuleCode
    title: Label
    check: Text
    at: Text
    severity: Literal["error", "warning"]
    why: Text
    example: Text
    remedy: Text
    # The categories of unit that it holds for; all, where none is named.
    units: tuple[Category, ...] = ()

    @property
    def explainable(self) -> bool:
        """Whether a unit may explain why its figures are right all the same: only for a warning."""
        return self.severity == "warning"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One cell of one official table."""

    code: str
    table: str
    kind: FigureKind
    block: int
    row: int
    column: int
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    help: str
    # The rule by which it is a total.
    total: str | None = None
    total_label: str | None = None
    # The indicators that a total sums; an input has none.
    parts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The official labels of its row and its column, each from outside to inside."""
        return "，".join("→".join(path) for path in (self.row_labels, self.column_labels) if path)


class Form(Data):
    """One official format, as its YAML says."""

    id: FormId
    title: Label
    version: Version
    # The document that prescribes the format.
    basis: Text
    # Name → what the figures of that name are.
    kinds: dict[Name, FigureKind]
    tables: tuple[Table, ...] = Field(min_length=1)
    guide: tuple[Text, ...] = ()
    replaced_by: FormId | None = None
    # Which of its figures mean the same in the form that replaced it.
    successor: tuple[Counterpart, ...] = ()
    rules: tuple[RuleSpec, ...] = ()
    # The texts of the published report.
    report: Narrative | None = None
    big_change: BigChange = BigChange()
    overview: OverviewPage = OverviewPage()

    @model_validator(mode="after")
    def _is_consistent(self) -> Form:
        for name, values in (
            ("表代码", [table.code for table in self.tables]),
            ("工作表名", [table.sheet for table in self.tables]),
        ):
            twice = [value for value, count in Counter(values).items() if count > 1]
            if twice:
                raise FormError(f"{name}“{twice[0]}”重复", "tables")
        for number, table in enumerate(self.tables):
            if table.sheet.casefold() in RESERVED:
                raise FormError(f"工作表名“{table.sheet}”已有别的用途", "tables", number, "sheet")
            if table.widths and min(table.widths) <= 0:
                raise FormError("列宽应大于 0", "tables", number, "widths")
        units = {kind.unit for kind in self.kinds.values()}
        for unit in self.big_change.least_of:
            if unit not in units:
                raise FormError(f"没有计量单位是“{unit}”的种类", "big_change", "least_of", unit)
        crossed = sum(_size(block) for table in self.tables for block in table.blocks)
        if crossed > _MOST_INDICATORS:
            raise FormError(words.too_many_indicators(crossed, _MOST_INDICATORS), "tables")
        if self.successor and not self.replaced_by:
            raise FormError(words.NO_SUCCESSOR, "successor")
        # Building them proves that the rest is consistent.
        _ = self.indicators, self.declared_rules, self.rule_specs
        if self.report:
            measured_in = {code: one.kind.unit for code, one in self.indicators.items()}
            self.report.check(measured_in, {table.code: table.official for table in self.tables})
        must_be_consistent(
            self.overview, {code: one.kind for code, one in self.indicators.items()}, "overview"
        )
        return self

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by its code, in the reading order of the tables."""
        found: dict[str, Indicator] = {}
        for t, table in enumerate(self.tables):
            for b, block in enumerate(table.blocks):
                place = ("tables", t, "blocks", b)
                for indicator in _indicators(self, table, b, block, place):
                    if indicator.code in found:
                        raise FormError(f"指标代码“{indicator.code}”重复", *place)
                    found[indicator.code] = indicator
        return found

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The codes of the indicators that a unit fills in."""
        return tuple(code for code, one in self.indicators.items() if not one.parts)

    @cached_property
    def _inputs_of(self) -> dict[str, Counter[str]]:
        """A cache for :meth:`inputs_of`: totals may sum other totals."""
        return {}

    def inputs_of(self, code: str) -> Counter[str]:
        """The inputs that an indicator sums, each with the number of times that it counts."""
        known = self._inputs_of
        if code not in known:
            parts = self.indicators[code].parts
            known[code] = (
                sum((self.inputs_of(part) for part in parts), Counter())
                if parts
                else Counter((code,))
            )
        return known[code]

    @cached_property
    def declared_rules(self) -> tuple[Rule, ...]:
        """The rules of the form, spread along their axes; those that totals imply are not here."""
        found: list[Rule] = []
        for position, spec in enumerate(self.rules):
            try:
                spread = parse_rule(spec.code, spec.check, spec.at, self.decimals)
                instances = list(islice(spread, _MOST_RULES - len(found) + 1))
                if len(found) + len(instances) > _MOST_RULES:
                    raise FormError(words.too_many_rules(_MOST_RULES), "rules", position)
                found.extend(self._marked(instances))
            except RuleError as error:
                raise FormError(str(error), "rules", position, error.field) from error
        return tuple(found)

    def _marked(self, spread: Sequence[Rule]) -> Iterator[Rule]:
        """Mark each instance that is the sum of others, as the one along a total is."""
        vectors = self._over_inputs(spread)
        keys = [frozenset(vector) for vector in vectors]
        for i, rule in enumerate(spread):
            own = keys[i]
            within = [vectors[j] for j, one in enumerate(keys) if one < own]
            added: Counter[tuple[str, bool]] = Counter()
            for vector in within:
                for key, weight in vector.items():
                    added[key] += weight
            yield replace(rule, derived=bool(within) and added == vectors[i])

    def _over_inputs(self, spread: Sequence[Rule]) -> list[Counter[tuple[str, bool]]]:
        """The weights of rules over inputs, with totals substituted; on one scale, so that they add
        up.

        Keys: an input, and whether its figure is last year's; a constant has the input ``""``.
        """
        scale = lcm(*(rule.gap.scale for rule in spread))
        found = []
        for rule in spread:
            gap, times = rule.gap.over(self.inputs_of, self.inputs_of), scale // rule.gap.scale
            vector = Counter({("", False): times * gap.constant})
            vector.update({(code, False): times * weight for code, weight in gap.now.items()})
            vector.update({(code, True): times * weight for code, weight in gap.before.items()})
            found.append(vector)
        return found

    @cached_property
    def openings(self) -> dict[str, str]:
        """The inputs that carry on a figure of the year before → the input of that figure."""
        found: dict[str, str] = {}
        for rule in self.declared_rules:
            now, before = rule.indicators, rule.before
            if rule.sense != "=" or (len(rule.terms), len(now), len(before)) != (2, 1, 1):
                continue
            same = self.decimals[now[0]] == self.decimals[before[0]]
            if same and now[0] in self.inputs and all(t.coefficient == 1 for t in rule.terms):
                found[now[0]] = before[0]
        return found

    @cached_property
    def decimals(self) -> dict[str, int]:
        """Decimals of every indicator: a figure is held as an integer of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ."""
        return {code: one.kind.decimals for code, one in self.indicators.items()}

    @cached_property
    def scales(self) -> dict[str, int]:
        """10ᵈᵉᶜⁱᵐᵃˡˢ of every indicator."""
        scales: dict[str, int] = {code: 10**digits for code, digits in self.decimals.items()}
        return scales

    @cached_property
    def totals_of(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """Each table's totals with the inputs they sum, each repeated as often as it counts."""
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {t.code: [] for t in self.tables}
        for code, one in self.indicators.items():
            if one.parts:
                found[one.table].append((code, tuple(self.inputs_of(code).elements())))
        return found

    @cached_property
    def rule_specs(self) -> dict[str, RuleSpec]:
        """The declared rules by their code."""
        known = {spec.code: spec for spec in self.rules}
        totals = {one.total for one in self.indicators.values() if one.total}
        codes = set(known) | totals
        if taken := {code for code in codes if code.rpartition("-")[0] in RESERVED_FAMILIES}:
            raise FormError(f"代码“{min(taken)}”已有别的用途", "rules")
        if len(known) < len(self.rules) or totals & set(known):
            raise FormError("审核公式代码重复", "rules")
        return known

    def applies(self, code: str, category: Category | None) -> bool:
        """Whether a declared rule is for this category of unit; true if the category is unknown."""
        named = self.rule_specs[code].units
        return not named or category is None or category in named

    @cached_property
    def total_rules(self) -> dict[str, tuple[str, ...]]:
        """The rules that totals imply: rule code → the totals that obey it."""
        found: dict[str, tuple[str, ...]] = {}
        for code, one in self.indicators.items():
            if one.total:
                found[one.total] = (*found.get(one.total, ()), code)
        return found

    def equals(self, successor: Form) -> tuple[Equal, ...]:
        """The sums of indicators that mean the same in the form that replaced this one.

        Raises:
            FormError: what is said of them does not fit the two forms.
        """
        now, before = (
            {code: one.kind for code, one in form.indicators.items()} for form in (successor, self)
        )
        return spread(self.successor, now, before)

    def table(self, code: str) -> Table:
        """The table of that code."""
        return next(table for table in self.tables if table.code == code)

    def table_inputs(self, table: str) -> tuple[str, ...]:
        """The codes of a table's inputs, in reading order."""
        return self._table_inputs.get(table, ())

    @cached_property
    def _table_inputs(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for code in self.inputs:
            found.setdefault(self.indicators[code].table, []).append(code)
        return {table: tuple(codes) for table, codes in found.items()}

    @cached_property
    def told_by_templates(self) -> str:
        """All that a template of it shows, as JSON."""
        return self.model_dump_json(exclude=PAGES)


def _size(block: Block) -> int:
    """The number of its indicators."""
    rows, columns = (sum(1 for _ in leaves(heads)) or 1 for heads in (block.rows, block.columns))
    return rows * columns


def _indicators(
    form: Form, table: Table, number: int, block: Block, place: tuple[str | int, ...]
) -> Iterator[Indicator]:
    rows = list(leaves(block.rows)) or [()]
    columns = list(leaves(block.columns)) or [()]
    for r, row in enumerate(rows):
        for c, column in enumerate(columns):
            kind = _kind(form, table, block, row, column, place)
            total, parts = _parts(table, rows, columns, row, column, place)
            yield Indicator(
                code=_code(table, row, column),
                table=table.code,
                kind=kind,
                block=number,
                row=r,
                column=c,
                row_labels=_labels(block.rows, row),
                column_labels=_labels(block.columns, column),
                help=" ".join(head.help for head in (*row, *column) if head.help),
                total=total.total if total else None,
                total_label=total.label if total else None,
                parts=parts,
            )


def _code(table: Table, row: HeadPath, column: HeadPath) -> str:
    return ".".join([table.code, *(head.code for head in (*row, *column) if head.code)])


def _labels(roots: tuple[Head, ...], path: HeadPath) -> tuple[str, ...]:
    # A single root over everything ("the applicant's situation") does not tell cells apart.
    named = path[1:] if len(roots) == 1 and len(path) > 1 else path
    return tuple(head.label for head in named)


def _kind(
    form: Form,
    table: Table,
    block: Block,
    row: HeadPath,
    column: HeadPath,
    place: tuple[str | int, ...],
) -> FigureKind:
    """The nearest kind that is stated: the column's, else the row's, the block's, the table's."""
    nearest = [head.kind for head in (*reversed(column), *reversed(row)) if head.kind]
    name = next(iter([*nearest, *filter(None, (block.kind, table.kind))]), None)
    if name is None:
        raise FormError(f"表“{table.sheet}”的指标没有写明种类（kind）", *place)
    if name not in form.kinds:
        raise FormError(f"种类（kind）“{name}”没有在 kinds 中定义", *place)
    return form.kinds[name]


def _parts(
    table: Table,
    rows: list[HeadPath],
    columns: list[HeadPath],
    row: HeadPath,
    column: HeadPath,
    place: tuple[str | int, ...],
) -> tuple[Head | None, tuple[str, ...]]:
    """The head and the parts of a total: the leaves below its siblings, except other totals."""
    for paths, path in ((rows, row), (columns, column)):
        if not path or not path[-1].total:
            continue
        level = len(path) - 1
        siblings = [
            other
            for other in paths
            if len(other) > level and other[:level] == path[:level] and not other[-1].total
        ]
        if not siblings:
            raise FormError(f"合计项“{path[-1].label}”没有可加的同级项", *place)
        codes = (
            _code(table, other, column) if paths is rows else _code(table, row, other)
            for other in siblings
        )
        return path[-1], tuple(codes)
    return None, ()
