"""The sheet 审核 of a template: every rule that can fail, live, with its true state stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from toolkit.cover import Cover
from toolkit.files.book import GREEN, HEI, RED, Book, protect
from toolkit.files.table import lines_of
from toolkit.formula import Formulas, count_state, reference
from toolkit.layout import Layout
from toolkit.number import from_fraction, plain
from toolkit.rule import Rule
from toolkit.words.sheets import (
    CHECK_HEADS,
    CHECKS,
    COVER,
    EMPTY,
    FAILS,
    HOLDS,
    INPUT_CHECKS,
    NOT_NUMBERS,
    UNTOUCHED,
)

_FIRST_ROW = 2
_STATE_COLUMN = "F"
_WIDTHS = (9, 40, 56, 15, 13, 32)


@dataclass(frozen=True, slots=True)
class Line:
    """One check: ``left``/``right``/``state`` are formulas, the rest their stored results."""

    table: str
    code: str
    title: str
    label: str
    left: str
    right: str | None
    state: str
    array: bool
    left_result: float | str
    right_result: float | str
    state_result: str


class Checks:
    """All live checks of a form over given figures (integers of the smallest unit).

    ``texts``: the inputs that hold a text.
    """

    def __init__(
        self,
        layout: Layout,
        cover: Cover,
        figures: Mapping[str, int],
        states: Mapping[str, str],
        texts: Collection[str] = (),
    ) -> None:
        self.layout, self.cover, self.form = layout, cover, layout.form
        self.formulas = Formulas(layout)
        self.figures, self.states, self.texts = figures, states, texts
        self.lines: list[Line] = []
        for table in self.form.tables:
            for rule in self.form.declared_rules:
                if self.form.indicators[rule.at].table == table.code:
                    self.lines.append(self._rule(rule, len(self.lines)))
            for line in self._inputs(table.code, len(self.lines)):
                self.lines.append(line)

    def rows(self, table: str) -> tuple[int, int]:
        """First and last row (from 1, as Excel counts) of a table's checks."""
        numbers = [i for i, line in enumerate(self.lines) if line.table == table]
        return _FIRST_ROW + numbers[0] + 1, _FIRST_ROW + numbers[-1] + 1

    def results(self, table: str) -> list[str]:
        return [line.state_result for line in self.lines if line.table == table]

    def _untouched(self, codes: list[str]) -> tuple[str, bool]:
        tables = {self.form.indicators[code].table for code in codes}
        states = [reference(self.cover.states[one], COVER) for one in sorted(tables)]
        idle = not any(code in self.figures or code in self.texts for code in codes)
        return self.formulas.untouched(codes, states), idle and not any(
            self.states.get(one) for one in tables
        )

    def _rule(self, rule: Rule, number: int) -> Line:
        row = _FIRST_ROW + number + 1
        inputs = self.formulas.inputs(rule)
        untouched, idle = self._untouched(inputs)
        bad = self.formulas.not_numbers(inputs)
        values = {
            code: sum(self.figures.get(one, 0) * n for one, n in self.form.inputs_of(code).items())
            for code in rule.indicators
        }
        scales = self.form.scales
        left, right = rule.side(1, values, scales), rule.side(-1, values, scales)
        wrong = f"{FAILS}（相差 {plain(from_fraction(left - right))}）"
        unsure = any(code in self.texts for code in inputs)
        state = NOT_NUMBERS if unsure else HOLDS if rule.holds(left, right) else wrong
        return Line(
            table=self.form.indicators[rule.at].table,
            code=rule.code,
            title=self.form.rule_specs[rule.code].title,
            label=self.form.indicators[rule.at].label,
            left=f'IF({bad}>0,"",{self.formulas.side(rule, 1)})',
            right=f'IF({bad}>0,"",{self.formulas.side(rule, -1)})',
            state=self.formulas.state(rule, f"D{row}", f"E{row}", untouched),
            array=False,
            left_result="" if unsure else float(left),
            right_result="" if unsure else float(right),
            state_result=UNTOUCHED if idle else state,
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
                array=kind == "fraction",
                left_result=result,
                right_result=0,
                state_result=shown,
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
            sheet.write_array_formula(row, 3, row, 3, f"{{={line.left}}}", number, line.left_result)
        else:
            sheet.write_formula(row, 3, f"={line.left}", number, line.left_result)
        if line.right is None:
            sheet.write_blank(row, 4, None, number)
        else:
            sheet.write_formula(row, 4, f"={line.right}", number, line.right_result)
        sheet.write_formula(row, 5, f"={line.state}", middle, line.state_result)
        lines = max(lines_of(line.title, _WIDTHS[1] - 2), lines_of(line.label, _WIDTHS[2] - 2))
        sheet.set_row(row, 16 * lines + 4)


def colour_states(book: Book, sheet: Worksheet, cells: str) -> None:
    """√ green, × and 含非数字 red: by colour and by mark, so that either is enough."""
    for words, look in ((HOLDS[0], GREEN), (FAILS[0], RED), (NOT_NUMBERS, RED)):
        sheet.conditional_format(
            cells,
            {
                "type": "text",
                "criteria": "begins with",
                "value": words,
                "format": book.mark(**look),
            },
        )
