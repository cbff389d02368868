"""The sheet 审核 of a template: every rule that can fail, live, with its true state stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.findings.codes.catalogue import AT_AMOUNTS, CATALOGUE, EXPLAINABLE
from toolkit.form.cover import Cover
from toolkit.form.last_year import Figures
from toolkit.form.layout import Layout
from toolkit.form.number import from_fraction, plain
from toolkit.form.rule import Rule
from toolkit.grids.names import (
    CHECK_HEADS,
    CHECKS,
    COVER,
    EMPTY,
    EXPLAINED,
    EXPLANATION,
    FAILS,
    HOLDS,
    LATER,
    LEAST_EXPLANATION,
    NOT_NUMBERS,
    OTHER_CHECKS,
    QUERY,
    UNTOUCHED,
)
from toolkit.painting.book import Book, protect
from toolkit.painting.formulas import Formulas, count_state, reference
from toolkit.painting.looks import GREEN, HEI, RED, YELLOW
from toolkit.painting.table import INPUT_FILL, lines_of
from toolkit.painting.words import STOP_TITLE
from toolkit.roster.roster import Category
from toolkit.template.words import EXPLANATION_PROMPT, INPUT_CHECKS, STOPS

_FIRST_ROW = 2
_STATE_COLUMN, _EXPLANATION_COLUMN = "F", "G"
_WIDTHS = (9, 36, 46, 14, 12, 28, 40)
_EXPLANATION = CHECK_HEADS.index(EXPLANATION)
_LONGEST_EXPLANATION = 300
_NONE: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Line:
    """One check: ``left``/``right``/``state`` are formulas, the rest their stored results.

    A side that is None is not shown; a state that is None is what its result says. ``table`` is
    None where the check is about no table alone. ``explanation``: what the unit has written, None
    where there is nothing to explain.
    """

    table: str | None
    code: str
    title: str
    label: str
    left: str | None
    right: str | None
    state: str | None
    state_result: str
    array: bool = False
    left_result: float | str = 0
    right_result: float | str = 0
    explanation: str | None = None


class Checks:
    """All live checks of a form over given figures (integers of the smallest unit).

    ``category``: of the unit; rules that are not for it are left out. ``before``: its figures of
    last year. ``prefilled``: the inputs that it gets filled in. ``explanations``: what it wrote,
    by code and place. ``texts``: the inputs that hold a text.
    """

    def __init__(
        self,
        layout: Layout,
        cover: Cover,
        figures: Mapping[str, int],
        states: Mapping[str, str],
        texts: Collection[str] = (),
        category: Category | None = None,
        before: Figures = _NONE,
        prefilled: Iterable[str] = (),
        explanations: Mapping[tuple[str, str | None], str] = _NONE,
    ) -> None:
        self.layout, self.cover, self.form = layout, cover, layout.form
        self.formulas = Formulas(layout, before=before)
        self.figures, self.states, self.texts = figures, states, texts
        self.before, self.explanations = before, explanations
        self.prefilled, self.category = frozenset(prefilled), category
        self.lines: list[Line] = []
        for table in self.form.tables:
            for rule in self.form.declared_rules:
                here = self.form.indicators[rule.at].table == table.code
                if here and self.form.applies(rule.code, category):
                    self.lines.append(self._rule(rule, len(self.lines)))
            for line in self._inputs(table.code, len(self.lines)):
                self.lines.append(line)
        for code in EXPLAINABLE:
            self.lines += [self._other(code, place) for place in self._places(code)]

    def rows(self, table: str) -> tuple[int, int]:
        """First and last row (from 1, as Excel counts) of a table's checks."""
        numbers = [i for i, line in enumerate(self.lines) if line.table == table]
        return _FIRST_ROW + numbers[0] + 1, _FIRST_ROW + numbers[-1] + 1

    def results(self, table: str) -> list[str]:
        return [line.state_result for line in self.lines if line.table == table]

    def _untouched(self, codes: list[str]) -> tuple[str, bool]:
        tables = {self.form.indicators[code].table for code in codes}
        states = [reference(self.cover.states[one], COVER) for one in sorted(tables)]
        some = self.touchable(codes)
        given = self.prefilled.intersection(some)
        typed = (code for code in some if code in self.figures or code in self.texts)
        idle = all(code in given for code in typed)
        return self.formulas.untouched(some, states, len(given)), idle and not any(
            self.states.get(one) for one in tables
        )

    def touchable(self, codes: Sequence[str]) -> Sequence[str]:
        """The inputs that tell whether somebody has begun: what was filled in tells nothing."""
        if not self.prefilled.issuperset(codes):
            return codes
        tables = {self.form.indicators[code].table for code in codes}
        return [code for table in sorted(tables) for code in self.form.table_inputs(table)]

    def begun(self, rule: Rule, formulas: Formulas) -> str:
        """The condition under which a rule may be marked as broken: somebody has typed a figure.

        Empty where every figure was typed by somebody.
        """
        some = self.touchable(formulas.inputs(rule))
        given = len(self.prefilled.intersection(some))
        return f"COUNTA({','.join(formulas.ranges(some))})<>{given}" if given else ""

    def _rule(self, rule: Rule, number: int) -> Line:
        row, spec = _FIRST_ROW + number + 1, self.form.rule_specs[rule.code]
        said = self.explanations.get((rule.code, rule.at), "") if spec.explainable else None
        head: dict[str, Any] = {
            "table": self.form.indicators[rule.at].table,
            "code": rule.code,
            "title": spec.title,
            "label": self.form.indicators[rule.at].label,
            "explanation": said,
        }
        if not self.formulas.judgeable(rule):
            return Line(**head, left=None, right=None, state=None, state_result=LATER)
        inputs = self.formulas.inputs(rule)
        untouched, idle = self._untouched(inputs)
        bad = self.formulas.not_numbers(inputs)
        left, right = self._sides(rule)
        unsure = any(code in self.texts for code in inputs)
        if idle:
            state = UNTOUCHED
        elif unsure:
            state = NOT_NUMBERS
        elif rule.holds(left, right):
            state = HOLDS
        elif said:
            state = EXPLAINED
        else:
            words = QUERY if spec.explainable else FAILS
            state = f"{words}（相差 {plain(from_fraction(left - right))}）"
        cell = f"{_EXPLANATION_COLUMN}{row}" if spec.explainable else None
        return Line(
            **head,
            left=f'IF({bad}>0,"",{self.formulas.side(rule, 1)})',
            right=f'IF({bad}>0,"",{self.formulas.side(rule, -1)})',
            state=self.formulas.state(rule, f"D{row}", f"E{row}", untouched, cell),
            state_result=state,
            left_result="" if unsure else float(left),
            right_result="" if unsure else float(right),
        )

    def _sides(self, rule: Rule) -> tuple[Fraction, Fraction]:
        values = {
            code: sum(self.figures.get(one, 0) * n for one, n in self.form.inputs_of(code).items())
            for code in rule.indicators
        }
        before = {code: self.before.get(code) or 0 for code in rule.before}
        scales = self.form.scales
        return rule.side(1, values, scales, before), rule.side(-1, values, scales, before)

    def _places(self, code: str) -> list[str | None]:
        """Where a finding may come up: at every amount, or once in the whole return."""
        kinds = {one: self.form.indicators[one].kind.type for one in self.form.inputs}
        amounts: list[str | None] = [one for one, kind in kinds.items() if kind == "amount"]
        return amounts if code in AT_AMOUNTS else [None]

    def _other(self, code: str, place: str | None) -> Line:
        """A finding that can only come up later, with a place to explain it in advance."""
        said = self.explanations.get((code, place), "")
        return Line(
            table=None,
            code=code,
            title=CATALOGUE[code].title,
            label=self.form.indicators[place].label if place else OTHER_CHECKS,
            left=None,
            right=None,
            state=None,
            state_result=LATER,
            explanation=said,
        )

    def _inputs(self, table: str, number: int) -> Iterator[Line]:
        codes = list(self.form.table_inputs(table))
        untouched, idle = self._untouched(codes)
        state = reference(self.cover.states[table], COVER)
        zero = f'IF({state}="{EMPTY}",{self.formulas.nonzero(codes)},0)'
        filled = sum(1 for code in codes if self.figures.get(code))
        texts = sum(code in self.texts for code in codes)
        counts = (
            ("text", self.formulas.not_numbers(codes), texts, NOT_NUMBERS),
            ("negative", self.formulas.negatives(codes), 0, FAILS),
            ("fraction", self.formulas.fractions(codes), 0, FAILS),
            ("zero", zero, filled if self.states.get(table) == EMPTY else 0, FAILS),
        )
        for offset, (kind, count, result, words) in enumerate(counts):
            row = _FIRST_ROW + number + offset + 1
            failing = words if kind == "text" else f"{words}（{result} 格）"
            shown = UNTOUCHED if idle else failing if result else HOLDS
            yield Line(
                table=table,
                code=self.form.table(table).sheet,
                title=INPUT_CHECKS[kind],
                label=self.form.table(table).title,
                left=count,
                right=None,
                state=count_state(f"D{row}", untouched, words),
                state_result=shown,
                array=kind == "fraction",
                left_result=result,
            )

    def paint(self, book: Book) -> None:
        """The sheet itself, protected, with the states coloured."""
        sheet = book.sheet(CHECKS, landscape=True)
        widths = _WIDTHS
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        title = book.format(font_name=HEI, font_size=16, align="center")
        sheet.merge_range(0, 0, 0, len(widths) - 1, "", title)
        sheet.write_string(0, 0, CHECKS, title)
        sheet.set_row(0, 30)
        head = book.format(bold=True, align="center", border=1, bg_color="#F5F7FA")
        sheet.set_row(_FIRST_ROW - 1, 22)
        for column, text in enumerate(CHECK_HEADS):
            sheet.write_string(_FIRST_ROW - 1, column, text, head)
        for number, line in enumerate(self.lines):
            self._paint_line(book, sheet, _FIRST_ROW + number, line)
        last = _FIRST_ROW + len(self.lines)
        colour_states(book, sheet, f"{_STATE_COLUMN}{_FIRST_ROW + 1}:{_STATE_COLUMN}{last}")
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.repeat_rows(_FIRST_ROW - 1)
        protect(sheet)

    @staticmethod
    def _paint_line(book: Book, sheet: Worksheet, row: int, line: Line) -> None:
        text = book.format(border=1, text_wrap=True, indent=1)
        middle = book.format(border=1, align="center", text_wrap=True)
        number = book.format(border=1, align="center", shrink=True)
        for column, words in enumerate((line.code, line.title, line.label)):
            sheet.write_string(row, column, words, text if column else middle)
        if line.array:
            formula = f"{{={line.left}}}"
            sheet.write_array_formula(row, 3, row, 3, formula, number, line.left_result)
        else:
            _write_side(sheet, row, 3, line.left, line.left_result, number)
        _write_side(sheet, row, 4, line.right, line.right_result, number)
        if line.state is None:
            sheet.write_string(row, 5, line.state_result, middle)
        else:
            sheet.write_formula(row, 5, f"={line.state}", middle, line.state_result)
        _write_explanation(book, sheet, row, line.explanation)
        told = ((line.title, 1), (line.label, 2), (line.explanation or "", _EXPLANATION))
        lines = max(lines_of(words, _WIDTHS[column] - 2) for words, column in told)
        sheet.set_row(row, 16 * lines + 4)


def _write_side(
    sheet: Worksheet, row: int, column: int, formula: str | None, result: float | str, look: Format
) -> None:
    if formula is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_formula(row, column, f"={formula}", look, result)


def _write_explanation(book: Book, sheet: Worksheet, row: int, said: str | None) -> None:
    """The cell where a unit may say why its figures are right all the same."""
    look: dict[str, object] = {"border": 1, "text_wrap": True, "indent": 1}
    if said is None:
        sheet.write_blank(row, _EXPLANATION, None, book.format(**look))
        return
    look |= {"bg_color": INPUT_FILL, "locked": False, "num_format": "@"}
    if said:
        sheet.write_string(row, _EXPLANATION, said, book.format(**look))
    else:
        sheet.write_blank(row, _EXPLANATION, None, book.format(**look))
    at = (row, _EXPLANATION) * 2
    limit: dict[str, object] = {
        "validate": "length",
        "criteria": "between",
        "minimum": LEAST_EXPLANATION,
        "maximum": _LONGEST_EXPLANATION,
    }
    prompt = {"input_title": EXPLANATION, "input_message": EXPLANATION_PROMPT}
    stop = {"error_title": STOP_TITLE, "error_message": STOPS["explanation"]}
    sheet.data_validation(*at, {**limit, **prompt, **stop})


def colour_states(book: Book, sheet: Worksheet, cells: str) -> None:
    """√ green, ！ yellow, × and 含非数字 red: by colour and by mark, so that either is enough."""
    marks = ((HOLDS[0], GREEN), (QUERY[0], YELLOW), (FAILS[0], RED), (NOT_NUMBERS, RED))
    for words, look in marks:
        sheet.conditional_format(
            cells,
            {
                "type": "text",
                "criteria": "begins with",
                "value": words,
                "format": book.mark(**look),
            },
        )
