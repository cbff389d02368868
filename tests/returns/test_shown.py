"""Cells that show another figure than they hold, and texts with unseen characters."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

import pytest

from toolkit.findings.details import Displayed
from toolkit.findings.message import message, suggestion
from toolkit.findings.seen import Blank, Dated
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.number import plain
from toolkit.grids.grid import At, Grid
from toolkit.grids.number_format import number_shown
from toolkit.grids.shown import Shown, Why
from toolkit.returns.figure_reading import Cells, Inputs, read_inputs
from toolkit.returns.total_reading import read_totals

FORM = default_form()
LAYOUT = lay_out(FORM)
PIECES = "t2.licences.decisions"


def cells_of(table: str, typed: Mapping[str, object], shown: Mapping[str, Shown]) -> Cells:
    spots = next(one for one in LAYOUT.tables if one.table.code == table).spots
    grid_rows: list[list[object]] = [[""] * 40 for _ in range(80)]
    for code, value in typed.items():
        row, column = spots[code]
        grid_rows[row][column] = value
    odd: dict[At, Shown] = {spots[code]: one for code, one in shown.items()}
    return Cells(FORM, Grid(grid_rows, shown=odd), table, spots, live=False)


def read(code: str, value: object, shown: Shown | None) -> Inputs:
    table = FORM.indicators[code].table
    cells = cells_of(table, {code: value}, {code: shown} if shown else {})
    return read_inputs(cells, FORM.table_inputs(table))


def formatted(code: str, look: str, value: float) -> Inputs:
    return read(code, value, number_shown(look, value))


def likely(inputs: Inputs) -> str | None:
    (finding,) = inputs.findings
    return None if finding.suggested is None else plain(finding.suggested)


AMOUNT = next(one for one in FORM.inputs if FORM.indicators[one].kind.unit == "万元")
YUAN = next(one for one in FORM.inputs if FORM.indicators[one].kind.unit == "元")


@pytest.mark.parametrize(
    ("code", "look", "value", "actual", "figure"),
    [
        (AMOUNT, "#,##0,", 120000, "120", "120"),
        (AMOUNT, "0\\.0,", 120000, "12.0", "12"),
        (AMOUNT, '0!.0,"万"', 120000, "12.0万", "12"),
        (AMOUNT, '0!.0000"万元"', 120000, "12.0000万元", "12"),
        (PIECES, '0!.0,"万"', 120000, "12.0万", None),
        (PIECES, "0%", 1, "100%", "100"),
        (PIECES, "0.00%", 0.125, "12.50%", None),
        (PIECES, '"12"件', 5, "12件", "12"),
        (PIECES, '0"0"', 5, "50", "50"),
        (PIECES, ";;;", 77, Blank.CELL, None),
        (PIECES, '"无"', 77, "无", None),
        (PIECES, '0"万"', 12, "12万", None),
        (PIECES, '0"百"', 12, "12百", None),
        (PIECES, "0\\%", 5, "5%", "5"),
        (PIECES, "000-000", 410402, "410-402", None),
        (AMOUNT, '0.00"元"', 12, "12.00元", "0.0012"),
        (YUAN, '0.00"万元"', 12, "12.00万元", None),
    ],
)
def test_a_format_that_shows_another_figure(
    code: str, look: str, value: float, actual: object, figure: str | None
) -> None:
    inputs = formatted(code, look, float(value))
    (finding,) = inputs.findings
    assert (finding.code, finding.severity, finding.actual) == ("NUM-10", "error", actual)
    assert likely(inputs) == figure
    # A formula sees the number that is stored.
    seen = {code: Decimal(str(value))}
    assert inputs == Inputs({}, frozenset({code}), (code,), seen, inputs.findings)


@pytest.mark.parametrize(
    ("code", "look", "value"),
    [
        (AMOUNT, '0.00"万元"', 12),
        (AMOUNT, '0"万"', 12),
        (YUAN, '0.00"元"', 12),
        (PIECES, '0"万元"', 12),
        (PIECES, '0"元"', 12),
        (PIECES, '0"件"', 12),
        (PIECES, "000000", 12),
        (PIECES, "0;-0;;@", 0),
        (PIECES, ";;;", 0),
        (PIECES, "0%", 0),
        (AMOUNT, "0", 12.25),
    ],
)
def test_a_format_that_shows_the_same_figure(code: str, look: str, value: float) -> None:
    inputs = formatted(code, look, float(value))
    assert inputs.findings == ()
    assert set(inputs.values) == {code}


@pytest.mark.parametrize(
    ("look", "value", "actual", "figure"),
    [
        ("[$-804]aaaa;@", 45992, "星期一", None),
        ("[$-804]aaaa;@", 25, "星期三", "25"),
        ("e", 45992, "2025", None),
        ("d", 3_000_000, "#####", None),
    ],
)
def test_a_date_is_told_as_dates_are(
    look: str, value: float, actual: str, figure: str | None
) -> None:
    inputs = formatted(PIECES, look, float(value))
    (finding,) = inputs.findings
    assert (finding.code, finding.actual) == ("NUM-06", Dated(actual))
    assert f"填的是日期或时间 {actual}，不是数" in message(finding, FORM)
    assert likely(inputs) == figure


def test_a_small_number_that_excel_shows_as_a_date() -> None:
    """In 1900 Excel is a day ahead of others."""
    inputs = read(PIECES, datetime.date(1900, 1, 25), Shown("1900-01-25", Why.DATE))
    assert likely(inputs) == "25"
    assert likely(read(PIECES, datetime.date(1900, 5, 1), None)) == "122"


@pytest.mark.parametrize(
    ("value", "shown", "actual", "figure", "said"),
    [
        ("251", Shown("25¹", Why.RAISED, "1", "25"), "25¹", "25", "其中“1”是上标或下标"),
        ("51", Shown("1", Why.STRUCK, "5", "1"), "1", "1", "“5”划了删除线，其余是“1”"),
        (5.0, Shown("", Why.STRUCK, "5", ""), "5", None, "里的“5”划了删除线，无法"),
        ("5", Shown("", Why.STRUCK, "5", ""), "5", None, "里的“5”划了删除线，无法"),
        (0.0, Shown("", Why.STRUCK, "0", ""), "0", None, "里的“0”划了删除线，无法"),
        (77.0, Shown("", Why.HIDDEN), Blank.CELL, None, "什么也不显示，里面存的却是 77"),
        (77.0, Shown("无", Why.HIDDEN), "无", None, "只显示“无”，里面存的却是 77"),
    ],
)
def test_what_is_said_of_it(
    value: object, shown: Shown, actual: object, figure: str | None, said: str
) -> None:
    inputs = read(PIECES, value, shown)
    (finding,) = inputs.findings
    assert (finding.code, finding.actual, likely(inputs)) == ("NUM-10", actual, figure)
    assert said in message(finding, FORM)
    assert ("看来应为" in suggestion(finding, FORM)) == (figure is not None)


@pytest.mark.parametrize(
    "text",
    [
        "\u202d17\u202c",
        "\u200e17",
        "1\u200b7",
        "1\ufeff7",
        "1\u00ad7",
        "17\ufe0f",
        "17\U000e0031",
        "1\u20607",
        "\x0017",
        "17\u3164",
        "\u206817\u2069",
        "1\u034f7",
    ],
)
def test_unseen_characters_in_a_number(text: str) -> None:
    inputs = read(PIECES, text, None)
    (finding,) = inputs.findings
    assert (finding.code, finding.actual, likely(inputs)) == ("NUM-12", "17", "17")
    assert finding.details == Displayed("17", "", Why.UNSEEN, "")
    assert "看不见的字符" in message(finding, FORM)
    assert inputs.values == {}


@pytest.mark.parametrize("text", ["12件 ", " ：", "\t无\n", "\u3000约12\u3000"])
def test_blanks_at_the_edges_of_a_text_are_no_unseen_characters(text: str) -> None:
    (finding,) = read(PIECES, text, None).findings
    assert (finding.code, str(finding.actual).strip()) == ("NUM-01", text.strip())


def test_nothing_but_unseen_characters() -> None:
    inputs = read(PIECES, "\u200e\u202c", None)
    (finding,) = inputs.findings
    assert (finding.code, finding.actual, likely(inputs)) == ("NUM-12", Blank.CELL, None)


def test_unseen_characters_in_what_is_no_number_are_the_lesser_fault() -> None:
    inputs = read(PIECES, "\u202d17件\u202c", None)
    (finding,) = inputs.findings
    assert (finding.code, finding.actual, likely(inputs)) == ("NUM-01", "17件", "17")


@pytest.mark.parametrize("text", [" 17 ", "\u200b17", "17\ufeff", "１７", "\u300017"])
def test_blanks_around_a_number_do_not_count(text: str) -> None:
    inputs = read(PIECES, text, None)
    assert (dict(inputs.values), inputs.findings) == ({PIECES: 17}, ())


def test_a_typed_total_is_what_its_cell_shows() -> None:
    total, parts = next((code, parts) for code, parts in FORM.totals_of["t3"])
    part = next(iter(parts))
    for text, found in (("12", "TOT-01"), ("120", FORM.indicators[total].total)):
        cells = cells_of("t3", {total: 12000.0, part: 12.0}, {total: Shown(text, Why.SCALED)})
        totals = read_totals(cells, "t3", read_inputs(cells, FORM.table_inputs("t3")))
        told = {one.indicator: one.code for one in totals.findings}
        assert told[total] == found
        assert totals.typed[total] == int(text)
        assert totals.values[total] == 12
