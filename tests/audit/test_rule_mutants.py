"""Mutants of the shipped forms: every rule changed in every small way, and each is found out.

A battery of returns stands for what the official rules say: what is right, what is wrong, and word
for word what must be told of it. A mutant that tells the same of all of them survives, which means
that a mistake in the form would go unnoticed. Nothing here opens a file but the forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pytest

from tests.support.figures import COLUMNS, outcomes
from toolkit.audit.rules import audit
from toolkit.findings.detail_words import detail_words
from toolkit.findings.finding import Finding
from toolkit.form.form import Form, Indicator, RuleSpec
from toolkit.form.form_file import load_form, shipped_forms
from toolkit.form.layout import Layout, lay_out
from toolkit.form.table import FormError
from toolkit.grids.grid import Grid, Workbook
from toolkit.returns.read_return import read_return
from toolkit.returns.unit_return import Return, Subject
from toolkit.roster.roster import Category

pytestmark = pytest.mark.slow

# --- The battery ---------------------------------------------------------------------------------

Figures = Mapping[str, int]


class Told(NamedTuple):
    """A finding: what it is, where, what stands there and should, and the two sides in words."""

    code: str
    severity: str
    at: str
    actual: object
    expected: object
    said: str = ""


@dataclass(frozen=True)
class Case:
    """A return of this year, what its unit reported last year, and what must be told of it.

    ``typed``: totals over which another figure was typed; all are typed over, with the right one.
    """

    name: str
    now: Figures
    before: Figures = field(default_factory=dict)
    category: Category | None = Category.OWN
    typed: Figures = field(default_factory=dict)
    told: tuple[Told, ...] = ()


def table_3(**rows: Sequence[int]) -> dict[str, int]:
    """Rows of table 3, the six columns of each in their order."""
    return {
        f"t3.{row.replace('__', '.')}.{column}": figure
        for row, figures in rows.items()
        for column, figure in zip(COLUMNS, figures, strict=True)
    }


# In every column 一 + 二 = （一） + 四, and 二 is 四 of last year; no figure is 0.
RIGHT = table_3(
    received=(100, 10, 7, 15, 3, 2),
    carried_in=(5, 4, 3, 2, 1, 6),
    outcome__granted=(90, 8, 6, 14, 2, 3),
    carried_out=(15, 6, 4, 3, 2, 5),
)
LAST_YEAR = table_3(carried_out=(5, 4, 3, 2, 1, 6))
MORE, LESS = (101, 11, 8, 16, 4, 3), (99, 9, 6, 14, 2, 1)


def balance(left: int, right: int) -> str:
    return (
        f"一、本年新收政府信息公开申请数量 + 二、上年结转政府信息公开申请数量 = {left}，"
        f"（七）总计 + 四、结转下年度继续办理 = {right}，两边应相等，相差 {abs(left - right)}"
    )


def opening(now: int, then: int) -> str:
    return (
        f"二、上年结转政府信息公开申请数量 = {now}，上年的“四、结转下年度继续办理” = {then}，"
        f"两边应相等，相差 {abs(now - then)}"
    )


def of_balances() -> Iterator[Case]:
    """T3-01 and T3-04, which both forms have."""
    yield Case("in balance", RIGHT, LAST_YEAR)
    for category, received in ((Category.OWN, MORE), (None, LESS)):
        yield Case(
            "one more received" if received == MORE else "one less received",
            RIGHT | table_3(received=received),
            LAST_YEAR,
            category,
            told=tuple(
                Told(
                    "T3-01",
                    "error",
                    f"t3.outcome.total.{column}",
                    done,
                    done + received[n] - RIGHT[f"t3.received.{column}"],
                    balance(received[n] + carried_in, done + carried_out),
                )
                for n, (column, done, carried_in, carried_out) in enumerate(
                    zip(
                        COLUMNS,
                        (90, 8, 6, 14, 2, 3),
                        (5, 4, 3, 2, 1, 6),
                        (15, 6, 4, 3, 2, 5),
                        strict=True,
                    )
                )
            ),
        )
    for category, then in ((Category.OWN, (6, 5, 4, 3, 2, 7)), (None, (4, 3, 2, 1, 0, 5))):
        yield Case(
            f"carried on otherwise, {category}",
            RIGHT,
            table_3(carried_out=then),
            category,
            told=tuple(
                Told("T3-04", "error", f"t3.carried_in.{column}", now, was, opening(now, was))
                for column, now, was in zip(COLUMNS, (5, 4, 3, 2, 1, 6), then, strict=True)
            ),
        )


def stock(issued: int, repealed: int, in_force: int) -> dict[str, int]:
    """The same of 规章 and of 行政规范性文件."""
    return {
        f"t2.{kind}.{column}": figure
        for kind in ("regulations", "normative_documents")
        for column, figure in zip(
            ("issued", "repealed", "in_force"), (issued, repealed, in_force), strict=True
        )
    }


# Whether a unit of unknown kind may issue 规章 is not known either.
PERHAPS = Told("T2-02", "cannot_judge", "t2.regulations.issued", None, None)


def of_stock() -> Iterator[Case]:
    """T2-01: 248 + 9 − 4 = 253."""
    yield Case("a stock that follows", RIGHT | stock(9, 4, 253), LAST_YEAR | stock(1, 2, 248))
    for category, in_force in ((Category.OWN, 250), (None, 255)):
        comparison = (
            f"现行有效件数 = {in_force}，上年的“现行有效件数” + 本年制发件数 - 本年废止件数 = 253，"
            f"两边应相等，相差 {abs(in_force - 253)}"
        )
        yield Case(
            f"a stock of {in_force}",
            RIGHT | stock(9, 4, in_force),
            LAST_YEAR | stock(1, 2, 248),
            category,
            told=tuple(
                Told("T2-01", "warning", f"t2.{kind}.in_force", in_force, 253, comparison)
                for kind in ("regulations", "normative_documents")
            )
            + ((PERHAPS,) if category is None else ()),
        )


def of_powers() -> Iterator[Case]:
    """T2-02: who has no power to issue 规章; the stock of each is as it should be."""
    then, now = stock(0, 0, 8), stock(3, 2, 9)
    for category in (*Category, None):
        without = category not in (Category.OWN, None)
        yield Case(
            f"规章 of {category}",
            RIGHT | now,
            LAST_YEAR | then,
            category,
            told=tuple(
                Told(
                    "T2-02",
                    "warning",
                    f"t2.regulations.{column}",
                    figure,
                    0,
                    f"{label} = {figure}，应等于 0",
                )
                for column, label, figure in (
                    ("issued", "规章", 3),
                    ("repealed", "规章", 2),
                    ("in_force", "规章", 9),
                )
                if without
            )
            + ((PERHAPS,) if category is None else ()),
        )
        none = {code: 0 for code in now if ".regulations." in code}
        yield Case(f"none of {category}", RIGHT | now | none, LAST_YEAR | then | none, category)


def of_totals(form: Form) -> Iterator[Case]:
    """Every part of every total has a figure; then every total is one more, and one less."""
    reviews = [code for code in form.inputs if form.indicators[code].table == "t4"]
    every = {code: 1 + number for number, code in enumerate(reviews)}
    for n, column in enumerate(COLUMNS):
        some = {code: 1 + n + number for number, code in enumerate(outcomes(form, column))}
        every |= some | {f"t3.received.{column}": sum(some.values()) - 7}
        every |= {f"t3.carried_in.{column}": 11, f"t3.carried_out.{column}": 4}
    before = {f"t3.carried_out.{column}": 11 for column in COLUMNS}
    yield Case("every part", every, before)
    for more in (1, -1):
        right = _totals(form, every)
        yield Case(
            f"every total {more:+}",
            every,
            before,
            typed={code: value + more for code, value in right.items()},
            told=tuple(
                Told(form.indicators[code].total or "", "error", code, value + more, value)
                for code, value in right.items()
            ),
        )


def _totals(form: Form, figures: Figures) -> dict[str, int]:
    """What every total comes to."""
    return {
        code: sum(figures.get(part, 0) * times for part, times in form.inputs_of(code).items())
        for code, one in form.indicators.items()
        if one.parts
    }


def battery(form: Form) -> list[Case]:
    cases = [*of_totals(form), *of_balances()]
    if "T2-01" in form.rule_specs:
        cases += [*of_stock(), *of_powers()]
    return cases


# --- What is told --------------------------------------------------------------------------------


def workbook(layout: Layout, case: Case) -> Workbook:
    """The tables of the official form with its labels; totals are typed, blanks are 0."""
    figures = {**dict.fromkeys(layout.form.inputs, 0), **case.now}
    figures |= {**_totals(layout.form, figures), **case.typed}
    grids = {}
    for table in layout.tables:
        rows: list[list[object]] = [[""] * table.width for _ in range(table.last_row + 1)]
        for label in table.labels:
            rows[label.place.row][label.place.column] = label.text
        for code, (row, column) in table.spots.items():
            rows[row][column] = float(figures[code])
        grids[table.table.sheet] = Grid(rows)
    return Workbook(grids)


class Prepared(NamedTuple):
    """A case of the battery, its workbook painted and read once, by the official form."""

    case: Case
    form: Form
    workbook: Workbook
    returned: Return

    @property
    def told(self) -> list[Told]:
        return sorted(self.case.told, key=str)


def prepared(form: Form) -> list[Prepared]:
    layout = lay_out(form)
    books = [(one, workbook(layout, one)) for one in battery(form)]
    return [Prepared(one, form, book, read_return(book, layout, "a.xlsx")) for one, book in books]


def told(layout: Layout, one: Prepared) -> list[Told]:
    """What a form tells of a case, of the codes that the official one has."""
    codes = {*one.form.rule_specs, *one.form.total_rules}
    form, returned = layout.form, one.returned
    if form.indicators is not one.form.indicators:
        returned = read_return(one.workbook, layout, "a.xlsx")
    before = {**dict.fromkeys(form.inputs, 0), **one.case.before}
    subject = Subject(returned, one.case.category, before)
    findings = (*returned.findings, *audit([subject], layout).findings[0])
    return sorted((_told(each, form) for each in findings if each.code in codes), key=str)


def _told(one: Finding, form: Form) -> Told:
    severity = one.severity if one.status == "open" else one.status
    said = detail_words(one, form).get("comparison", "")
    return Told(one.code, severity, one.indicator or "", one.actual, one.expected, said)


# --- Mutants -------------------------------------------------------------------------------------


class Mutant(NamedTuple):
    name: str
    form: Form


# Where a rule might be told by mistake, beside the places that the rules themselves name.
OTHER_PLACES = {"t2.normative_documents.*", "t3.outcome.granted.*"}
_TERM = re.compile(r"(?:^|([+-]) *)(previous\([^)]*\)|[^ +-]+) *")


def mutants(form: Form) -> Iterator[Mutant]:
    """All that are forms at all."""
    for number, spec in enumerate(form.rules):
        yield Mutant(f"{spec.code} dropped", changed(form, number, None))
        for name, one in of_a_rule(form, spec):
            mutant = changed(form, number, one)
            try:
                same = mutant.declared_rules == form.declared_rules and one == spec
            except FormError:
                continue
            if not same:
                yield Mutant(f"{spec.code}: {name}", mutant)
    yield from of_the_totals(form)


def changed(form: Form, number: int, spec: RuleSpec | None) -> Form:
    """The form with one rule changed, or left out."""
    rules = (*form.rules[:number], *((spec,) if spec else ()), *form.rules[number + 1 :])
    mutant = fresh(form.model_copy(update={"rules": rules}))
    vars(mutant)["indicators"] = form.indicators
    return mutant


def fresh(form: Form) -> Form:
    """Without what was found out about the form that it was copied from."""
    for name in set(vars(form)) - set(Form.model_fields):
        del vars(form)[name]
    return form


def of_a_rule(form: Form, spec: RuleSpec) -> Iterator[tuple[str, RuleSpec]]:
    for check in dict.fromkeys(checks(spec.check)):
        yield check, spec.model_copy(update={"check": check})
    patterns = {term for one in form.rules for term in re.findall(r"t\d[\w.*]*", one.check)}
    for at in sorted((patterns | OTHER_PLACES) - {spec.at}):
        yield f"at {at}", spec.model_copy(update={"at": at})
    for rule in form.declared_rules:
        if rule.code == spec.code:
            head, _, tail = spec.at.partition("*")
            only = rule.at.removeprefix(head).removesuffix(tail)
            single = {key: getattr(spec, key).replace("*", only) for key in ("check", "at")}
            yield f"only {only}", spec.model_copy(update=single)
    severity = "warning" if spec.severity == "error" else "error"
    yield severity, spec.model_copy(update={"severity": severity})
    for category in Category:
        units = tuple(one for one in spec.units if one != category)
        if units == spec.units:
            units = (*spec.units, category)
        yield f"for {'、'.join(units)}", spec.model_copy(update={"units": units})
    if spec.units:
        yield "for all", spec.model_copy(update={"units": ()})


def checks(check: str) -> Iterator[str]:
    """A formula with one small change: its sense; a term, its sign, its coefficient, its year."""
    left, sense, right = re.split(" (<=|>=|=) ", check)
    yield from (f"{left} {other} {right}" for other in ("=", "<=", ">=") if other != sense)
    sides = [terms(left), terms(right)]
    for side, number in ((s, n) for s in (0, 1) for n in range(len(sides[s]))):
        sign, term = sides[side][number]
        other = "-" if sign == "+" else "+"
        inside = term.removeprefix("previous(").removesuffix(")")
        swapped = inside if term != inside else f"previous({term})"
        changes = [[], [(other, term)], [(sign, f"2 * {term}")], [(sign, swapped)]]
        if term == "0":
            changes = [[(sign, "1")]]
        for change in changes:
            new = [*sides[side][:number], *change, *sides[side][number + 1 :]]
            both = [*sides[:side], new, *sides[side + 1 :]]
            yield f" {sense} ".join(text_of(one) for one in both)


def terms(side: str) -> list[tuple[str, str]]:
    return [(found[1] or "+", found[2]) for found in _TERM.finditer(side.strip())]


def text_of(side: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{sign} {term}" for sign, term in side).removeprefix("+ ") or "0"


def of_the_totals(form: Form) -> Iterator[Mutant]:
    """A head left out of a total, or counted twice, in every line where it stands."""
    groups: dict[tuple[str, tuple[str, ...]], list[Indicator]] = {}
    for one in form.indicators.values():
        if one.total:
            first = form.indicators[one.parts[0]]
            head = one.row_labels if first.row_labels != one.row_labels else one.column_labels
            groups.setdefault((one.total, head), []).append(one)
    for (code, head), totals in groups.items():
        for number in range(len(totals[0].parts)):
            for times in (0, 2):
                changes = {
                    one.code: replace(one, parts=_times(one.parts, number, times)) for one in totals
                }
                mutant = fresh(form.model_copy())
                vars(mutant)["indicators"] = {**form.indicators, **changes}
                part = totals[0].parts[number]
                yield Mutant(f"{code} {'→'.join(head)}: {times} × {part}", mutant)


def _times(parts: tuple[str, ...], number: int, times: int) -> tuple[str, ...]:
    return parts[:number] + parts[number : number + 1] * times + parts[number + 1 :]


# --- Tests ---------------------------------------------------------------------------------------

FORMS = {name: load_form(name) for name in shipped_forms()}


def survives(mutant: Mutant, cases: Sequence[Prepared]) -> bool:
    layout = lay_out(mutant.form)
    return all(told(layout, one) == one.told for one in cases)


# How many there are: a mutant that is not made is not killed.
NUMBERS = {"disclosure-2019": 136, "disclosure-2021": 186}


@pytest.mark.parametrize("name", FORMS)
def test_the_battery_tells_what_the_official_rules_say(name: str) -> None:
    for one in prepared(FORMS[name]):
        assert told(lay_out(FORMS[name]), one) == one.told, one.case.name


@pytest.mark.parametrize("name", FORMS)
def test_no_mutant_of_a_rule_survives(name: str) -> None:
    cases, every = prepared(FORMS[name]), list(mutants(FORMS[name]))
    survivors = [mutant.name for mutant in every if survives(mutant, cases)]
    assert survivors == []
    assert len(every) == NUMBERS[name]
