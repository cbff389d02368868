"""The official tables and the text around them, in one of the wordings that offices use."""

from __future__ import annotations

import random
from functools import cache

from tests.support.figures import balanced, every_value
from tests.support.figures import random_figures as random_inputs
from tests.support.reports.model import Cell, Figure, Figures, Report, Subject, Table
from toolkit.form.form import Form
from toolkit.form.form_file import default_form
from toolkit.form.layout import FIRST_ROW, Layout, TableLayout, lay_out
from toolkit.form.number import plain, to_number

_QUOTES = ('"{}"', "‘{}’", "「{}」", "＂{}＂", "{}")
_NEXT_YEAR = ("结转下一年度继续办理", "结转下一年继续办理", "结转下年度继续办理")
FAULTS = "公开内容还不够贴近群众需要，解读形式比较单一。下一步将加强培训，充实力量，逐项改进。"
_TOTAL = ("(七)总计", "七、总计", "总计（7）", "（七） 总计")


@cache
def official_layout() -> Layout:
    """The layout of the form of today."""
    return lay_out(default_form())


def official_tables() -> list[TableLayout]:
    """The tables that are published."""
    return [one for one in official_layout().tables if one.table.official]


def official_inputs() -> list[str]:
    """The indicators of these that are no totals."""
    return [code for one in official_tables() for code in one.cells if code not in one.totals]


def random_figures(seed: int, top: int = 999, *, nothing_other: bool = False) -> dict[str, Figure]:
    """Balanced figures with all totals; about half of what is not needed for them is 0."""
    form, rng = default_form(), random.Random(seed)
    drawn = random_inputs(form, seed, top)
    for code in drawn:
        if rng.random() < 0.5 and ".received." not in code and ".carried_in." not in code:
            drawn[code] = 0
        if nothing_other and code.startswith("t3.outcome.other."):
            drawn[code] = 0
    return of_inputs(form, drawn)


def of_inputs(form: Form, inputs: dict[str, int]) -> dict[str, Figure]:
    """All published figures, where ``inputs`` are integers of the smallest unit."""
    right = balanced(form, inputs)
    values = every_value(form, right)
    return {
        code: to_number(values[code], form.decimals[code])
        for one in official_tables()
        for code in one.cells
    }


def spelt(number: Figure) -> str:
    """A figure as it is typed."""
    return str(number) if isinstance(number, int) else plain(number)


# --- The tables ----------------------------------------------------------------------------------


def official_table(one: TableLayout, figures: Figures, rng: random.Random | None) -> Table:
    """One official table; ``rng`` draws the wording, without it everything is as in the form."""
    height = one.last_row - FIRST_ROW + 1
    rows = [[Cell("") for _ in range(one.width)] for _ in range(height)]
    wording = Wording(rng)
    placed = [
        (label.place, Cell(wording.label(label.text, label.role)))
        for label in one.labels
        if label.role != "title"
    ]
    placed += [(place, Cell(spelt(figures[code]), code)) for code, place in one.cells.items()]
    for place, cell in placed:
        for row in range(place.row - FIRST_ROW, place.last_row - FIRST_ROW + 1):
            for column in range(place.column, place.last_column + 1):
                rows[row][column] = cell
    return Table(one.table.code, rows)


class Wording:
    """How one office spells the labels: a habit is kept through the whole report."""

    def __init__(self, rng: random.Random | None) -> None:
        self.varied = rng is not None
        rng = rng or random.Random(0)
        self.half_brackets, self.commas, self.no_other = (rng.random() < 0.3 for _ in range(3))
        self.no_corner, self.bare_third = rng.random() < 0.3, rng.random() < 0.3
        self.quotes, self.next_year = rng.choice(_QUOTES), rng.choice(_NEXT_YEAR)
        self.total = rng.choice(_TOTAL)

    def label(self, text: str, role: str) -> str:
        """A label of the form in this wording."""
        if not self.varied:
            return text
        if role == "corner" and self.no_corner and text.startswith("（"):
            return ""
        if text == "（七）总计":
            return self.total
        text = text.replace("结转下年度继续办理", self.next_year)
        text = text.replace("“三安全一稳定”", self.quotes.format("三安全一稳定"))
        if text == "3.其他" and self.bare_third:
            return "3其他"
        if self.no_other:
            text = text.replace("2.其他法律", "2.法律")
        if self.commas and text[1:2] == ".":
            text = f"{text[0]}、{text[2:]}"
        if self.half_brackets:
            text = text.replace("（", "(").replace("）", ")")
        return text


# --- The report ----------------------------------------------------------------------------------


def official_report(figures: Figures, subject: Subject, seed: int | None = None) -> Report:
    """A report in the six official sections; without a seed its labels are those of the form."""
    rng = None if seed is None else random.Random(seed)
    second, third, fourth = (official_table(one, figures, rng) for one in official_tables())
    heads = [one.table.title for one in official_tables()]
    parts: list[str | Table] = [
        f"本报告由{subject.unit}依据《中华人民共和国政府信息公开条例》编制，共六个部分。",
        "一、总体情况",
        *_overview(figures, subject),
        heads[0],
        second,
        heads[1],
        third,
        heads[2],
        fourth,
        "五、存在的主要问题及改进情况",
        FAULTS,
        "六、其他需要报告的事项",
        "本机关没有其他需要报告的事项。",
        f"联系方式：{subject.unit}办公室，电话 {subject.phone}。",
    ]
    return Report(subject, parts)


def _overview(figures: Figures, subject: Subject) -> list[str]:
    received, carried_in, done, carried_out = (
        spelt(figures[f"t3.{row}.total"])
        for row in ("received", "carried_in", "outcome.total", "carried_out")
    )
    return [
        f"（一）主动公开。{subject.year}年，通过门户网站及时公布群众关心的办学政策和招生安排。",
        f"（二）依申请公开。全年新收政府信息公开申请{received}件，上年结转{carried_in}件，"
        f"共办结{done}件，结转下年度继续办理{carried_out}件。",
        "（三）监督保障。定期检查公开栏目，发现问题随时整改。",
    ]
