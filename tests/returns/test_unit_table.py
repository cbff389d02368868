"""A plain table of last year's figures: which unit, which indicator, which figure, and what not."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.build import BUREAU, CITY, COUNTY, CUSTOMS, EVERYONE, OFFICE, TOWN, YEAR
from tests.support.places import SECOND_FORM
from tests.support.unit_tables import (
    CARRIED,
    COMPANY,
    FEES,
    STOCK,
    TOTAL,
    csv,
    known,
    read,
    told,
    xlsx,
)
from toolkit.errors import CannotRun
from toolkit.form.form_file import default_form, load_form, shipped_forms
from toolkit.form.layout import lay_out
from toolkit.grids.grid import Grid
from toolkit.painting.official_heads import levels_of
from toolkit.returns.unit_table.found_table import Sheet, found_table
from toolkit.returns.unit_table.labels import Labels
from toolkit.returns.unit_table.read_table import read_table
from toolkit.roster.roster import Category, Roster, Unit

FORM = default_form()
LABELS = Labels(lay_out(FORM))
ROSTER = Roster(EVERYONE)


def label(code: str) -> str:
    return FORM.indicators[code].label


CARRIED_LABEL, STOCK_LABEL = label(CARRIED), label(STOCK)


# --- Heads ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*shipped_forms(), str(SECOND_FORM)])
def test_every_label_means_its_own_indicator_and_no_other(name: str) -> None:
    form = load_form(name)
    labels = Labels(lay_out(form))
    for code, one in form.indicators.items():
        for text in (one.label, " ".join(one.label), "→".join(filter(None, levels_of(form, one)))):
            spelt = labels.spelt(text)
            assert spelt and labels.meant(spelt.labels) == {code}, text


def heads(*codes: str, levels: int) -> list[list[str]]:
    """The heads of these columns, the labels on so many levels, each where it begins."""
    if not levels:
        return [list(codes)]
    if levels == 1:
        return [[label(code) for code in codes]]
    rows = [
        list(row) for row in zip(*(levels_of(FORM, FORM.indicators[c]) for c in codes), strict=True)
    ]
    for n in range(len(rows) - 1):
        for column in range(len(codes) - 1, 0, -1):
            same = all(rows[m][column] == rows[m][column - 1] for m in range(n))
            if same and rows[n][column] == rows[n][column - 1]:
                rows[n][column] = ""
    return rows


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_table_is_read_and_nothing_else(data: st.DataObject) -> None:
    """Any columns in any order, codes or labels, merged heads taken apart, sideways or not."""
    codes = data.draw(st.lists(st.sampled_from(FORM.inputs), min_size=1, max_size=12, unique=True))
    levels = data.draw(st.sampled_from((0, 1, 4)))
    if levels == 4:
        # What stands side by side on a sheet of ours keeps its order.
        codes = [code for code in FORM.inputs if code in codes]
    figure = st.none() | st.integers(0, 99_999)
    units = data.draw(st.lists(st.sampled_from(EVERYONE), min_size=1, unique=True))
    typed = {one.code: [data.draw(figure) for _ in codes] for one in units}
    above = heads(*codes, levels=levels)
    first = [["单位代码"], *([[""]] * (len(above) - 1))]
    table = [[*naming, *row] for naming, row in zip(first, above, strict=True)]
    cells = [[code, *("" if v is None else float(v) for v in row)] for code, row in typed.items()]
    rows: Sequence[Sequence[object]] = [*table, *cells]
    if data.draw(st.booleans()):
        rows = [list(column) for column in zip(*rows, strict=True)]
    found = found_table(Sheet("", Grid(rows)), LABELS, YEAR)
    assert found and list(found.columns) == codes and not found.unused
    got = read_table(found, FORM, ROSTER, CITY, YEAR, "t")
    expected = {
        code: {c: v * FORM.scales[c] for c, v in zip(codes, row, strict=True) if v is not None}
        for code, row in typed.items()
    }
    inputs = {
        unit: {code: figures[code] for code in FORM.inputs if figures[code] is not None}
        for unit, figures in got.previous.figures.items()
    }
    assert inputs == {unit: figures for unit, figures in expected.items() if figures}
    assert got.filled == any(expected.values()) and not got.previous.findings


def test_heads_that_mean_nothing_several_or_the_same(tmp_path: Path) -> None:
    inner = FORM.indicators[STOCK].column_labels[-1]
    rows = [
        ["单位代码", "备注", label(CARRIED), inner, "甲", CARRIED, COMPANY, ""],
        [BUREAU.code, "x", 1, 2, 3, 4, 5, 6],
    ]
    previous = read(tmp_path, xlsx(*rows), "a.xlsx")
    assert known(previous) == {BUREAU.code: {COMPANY: 5}}
    assert told(previous) == {
        "several": [(None, 3, inner)],
        "unknown_column": [(None, 4, "甲")],
        "column_twice": [(None, 2, label(CARRIED)), (None, 5, CARRIED)],
        "no_head": [(None, 7, "")],
    }
    # Nothing is lost with a column that is blank.
    rows[1] = [BUREAU.code, "x", "", "", "", "", 5, ""]
    assert [*told(read(tmp_path, xlsx(*rows), "a.xlsx"))] == ["column_twice"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("（万元）", {FEES: 1_500_000}),
        ("（单位：万元）", {FEES: 1_500_000}),
        ("（元）", {}),
        ("（千元）", {}),
    ],
)
def test_what_a_column_is_counted_in(tmp_path: Path, head: str, expected: dict[str, int]) -> None:
    fees = FORM.indicators[FEES].row_labels[-1]
    previous = read(tmp_path, csv(["单位代码", CARRIED, f"{fees}{head}"], [BUREAU.code, 1, 1.5]))
    assert known(previous) == {BUREAU.code: {CARRIED: 1, **expected}}
    assert bool(told(previous)) == (not expected)


@pytest.mark.parametrize(
    ("measure", "is_used"), [("件、万元", True), ("元", False), ("千元", False)]
)
def test_what_a_table_is_counted_in(tmp_path: Path, measure: str, is_used: bool) -> None:
    rows = ["上年数", "", f"单位：{measure}"], ["单位代码", CARRIED, FEES], [BUREAU.code, 1, 1.5]
    previous = read(tmp_path, xlsx(*rows), "a.xlsx")
    assert known(previous)[BUREAU.code].get(FEES) == (1_500_000 if is_used else None)
    assert told(previous) == ({} if is_used else {"measure": [(None, 2, FEES)]})


def test_a_code_and_a_label_that_contradict_each_other(tmp_path: Path) -> None:
    rows = ["单位代码", label(CARRIED), label(STOCK)], ["", COMPANY, STOCK], [BUREAU.code, 1, 2]
    previous = read(tmp_path, xlsx(*rows), "a.xlsx")
    assert known(previous) == {BUREAU.code: {STOCK: 2}}
    assert told(previous) == {"contradiction": [(None, 1, f"{label(CARRIED)}→{COMPANY}")]}


def test_what_narrows_a_head_is_not_overlooked(tmp_path: Path) -> None:
    """Only what begins where the units stand is a title, and may say anything."""
    outer, inner = label(CARRIED).split("，")
    company = FORM.indicators[COMPANY].column_labels[-1]
    rows = [
        ["本级各单位", "", ""],
        ["", f"{outer}（其中涉外）", outer],
        ["单位代码", inner, company],
        [BUREAU.code, 1, 2],
    ]
    previous = read(tmp_path, xlsx(*rows), "a.xlsx")
    assert known(previous) == {BUREAU.code: {COMPANY: 2}}
    assert told(previous) == {"unknown_column": [(None, 1, f"{outer}（其中涉外）→{inner}")]}


@pytest.mark.parametrize(
    ("above", "is_used"),
    [
        # A title, a year and a measure say nothing of single columns.
        ([["", "各单位结转情况", ""], ["单位代码", CARRIED_LABEL, STOCK_LABEL]], True),
        ([["单位代码", f"{YEAR}年度", f"{YEAR} 年"], ["", CARRIED_LABEL, STOCK_LABEL]], True),
        ([["", "", "单位：件"], ["单位代码", CARRIED_LABEL, STOCK_LABEL]], True),
        # A head over some columns may say that only a part is meant.
        ([["单位代码", "其中：网上申请", ""], ["", CARRIED_LABEL, STOCK_LABEL]], False),
        ([["", "网上申请", "本级"], ["单位代码", CARRIED_LABEL, STOCK_LABEL]], False),
    ],
)
def test_heads_above_the_labels(tmp_path: Path, above: list[list[object]], is_used: bool) -> None:
    content = xlsx(*above, [BUREAU.code, 1, 2])
    if is_used:
        assert known(read(tmp_path, content, "a.xlsx")) == {BUREAU.code: {CARRIED: 1, STOCK: 2}}
    else:
        # Merged heads that were taken apart may go on to the right.
        with pytest.raises(CannotRun):
            read(tmp_path, content, "a.xlsx")


# --- Units ---------------------------------------------------------------------------------------


def test_units_by_code_by_name_and_by_neither(tmp_path: Path) -> None:
    rows = [
        ["单位代码", "单位名称", CARRIED],
        [OFFICE.code, "", 1],
        ["", BUREAU.name, 2],
        [COUNTY.code, CUSTOMS.name, 3],
        ["990000-77", "某局", 4],
        ["", "", 5],
        ["", "全市合计", 15],
        [CITY, "东海市", 15],
        ["说明：以上为上年数", "", ""],
        [TOWN.code, "河口乡", 6],
        ["99 00", "", 7],
    ]
    previous = read(tmp_path, xlsx(*rows), "a.xlsx")
    assert known(previous) == {
        OFFICE.code: {CARRIED: 1},
        BUREAU.code: {CARRIED: 2},
        TOWN.code: {CARRIED: 6},
    }
    # What a unit was called then, where its code says which it is.
    assert previous.names[TOWN.code] == "河口乡" and previous.names[OFFICE.code] == OFFICE.name
    assert previous.inside == {OFFICE.code, BUREAU.code}
    found = told(previous)
    assert found["two_units"] == [(3, None, f"{COUNTY.code} {CUSTOMS.name}")]
    assert found["unknown_unit"] == [(4, None, "990000-77 某局")]
    assert found["no_unit"] == [(5, None, "")]
    assert [spot[:2] for spot in found["damaged"]] == [(10, None)]
    assert len(found) == 4


def test_a_unit_twice_and_a_name_that_two_have(tmp_path: Path) -> None:
    twin = Unit("990002101", TOWN.name, Category.TOWNSHIP, CITY)
    rows = [
        ["单位代码", "单位名称", CARRIED],
        [OFFICE.code, "", 1],
        ["", OFFICE.name, 1],
        ["", TOWN.name, 2],
        [twin.code, TOWN.name, 3],
    ]
    previous = read(tmp_path, xlsx(*rows), "a.xlsx", roster=Roster((*EVERYONE, twin)))
    assert known(previous) == {twin.code: {CARRIED: 3}}
    assert told(previous) == {
        "unit_twice": [(1, None, OFFICE.code), (2, None, OFFICE.name)],
        "namesakes": [(3, None, TOWN.name)],
    }


OLD, OTHER = "990000-18", "990000-19"


@pytest.mark.parametrize(
    ("predecessors", "rows", "expected"),
    [
        # By last year's codes, by this year's, and by both at once.
        ((OLD,), [[OLD, 3]], 3),
        ((OLD,), [[BUREAU.code, 3]], 3),
        ((OLD,), [[BUREAU.code, 3], [OLD, 4]], None),
        ((OLD, OTHER), [[OLD, 3], [OTHER, 4]], 7),
        ((OLD, OTHER), [[BUREAU.code, 3]], 3),
        ((OLD, OTHER), [[OLD, 3]], None),
        ((OLD, OTHER), [[OLD, 3], [OTHER, ""]], None),
        # The code of one that others have joined: its own figure, or that of all of them?
        ((BUREAU.code, OLD), [[BUREAU.code, 3]], None),
        ((BUREAU.code, OLD), [[BUREAU.code, 3], [OLD, 4]], 7),
        ((), [[BUREAU.code, 3]], None),
    ],
)
def test_merged_and_renamed_units(
    tmp_path: Path, predecessors: tuple[str, ...], rows: list[list[object]], expected: int | None
) -> None:
    roster = Roster((OFFICE, replace(BUREAU, predecessors=predecessors)))
    table = [["单位代码", CARRIED], [OFFICE.code, 1], *rows]
    previous = read(tmp_path, xlsx(*table), "a.xlsx", roster=roster)
    assert previous.of(BUREAU.code).get(CARRIED) == expected
    assert previous.of(OFFICE.code)[CARRIED] == 1
    incomplete = [row for row in rows if row[1] == ""]
    assert (expected is None and not incomplete) == bool(previous.findings)


def test_a_unit_by_its_code_of_now_and_by_an_earlier_one_is_told_once(tmp_path: Path) -> None:
    roster = Roster((OFFICE, replace(BUREAU, predecessors=(OLD,))))
    rows = ["单位代码", CARRIED], [OFFICE.code, 1], [BUREAU.code, 3], [OLD, 4]
    previous = read(tmp_path, xlsx(*rows), "a.xlsx", roster=roster)
    assert told(previous) == {"unit_twice": [(2, None, BUREAU.code), (3, None, OLD)]}
    assert len(previous.findings) == 1


def test_a_row_that_says_of_whom_it_is_the_sum(tmp_path: Path) -> None:
    roster = Roster((replace(BUREAU, predecessors=(BUREAU.code, OLD)), OFFICE))
    rows = ["单位代码", "上年代码", CARRIED], [BUREAU.code, f"{BUREAU.code}+{OLD}", 3]
    assert known(read(tmp_path, xlsx(*rows), "a.xlsx", roster=roster)) == {
        BUREAU.code: {CARRIED: 3}
    }


# --- Figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    ["12件", "—", "无", -1, 1.5, True, "1e3", "１.5", datetime.date(2024, 1, 5), "1,23", 1e15],
)
def test_what_is_no_figure_is_told_and_not_taken(tmp_path: Path, value: object) -> None:
    previous = read(tmp_path, xlsx(["单位代码", CARRIED, STOCK], [BUREAU.code, value, 1]), "a.xlsx")
    assert known(previous) == {BUREAU.code: {STOCK: 1}}
    assert [(spot[0], spot[1]) for spot in told(previous)["figure"]] == [(1, 1)]


@pytest.mark.parametrize("value", [0, 7, "7", " ７ ", "1,234", "", None])
def test_what_is_a_figure_or_a_blank(tmp_path: Path, value: object) -> None:
    number = None if value in ("", None) else int(str(value).replace(",", ""))
    previous = read(tmp_path, xlsx(["单位代码", CARRIED, STOCK], [BUREAU.code, value, 1]), "a.xlsx")
    assert previous.of(BUREAU.code)[CARRIED] == number and not previous.findings
    assert previous.of(BUREAU.code)[TOTAL] is None


def test_a_figure_that_several_cells_share_is_none(tmp_path: Path) -> None:
    rows = ["单位代码", CARRIED, STOCK], [BUREAU.code, 3, 1], [OFFICE.code, "", 2]
    previous = read(tmp_path, xlsx(*rows, merged=["B2:B3"]), "a.xlsx")
    assert known(previous) == {BUREAU.code: {STOCK: 1}, OFFICE.code: {STOCK: 2}}
    assert [*told(previous)] == ["figure"]


def test_totals_that_agree_that_stand_alone_and_that_contradict(tmp_path: Path) -> None:
    parts = FORM.indicators[TOTAL].parts
    rows = [
        ["单位代码", *parts, TOTAL],
        [OFFICE.code, 1, 2, 0, 0, 0, 0, 3],
        [BUREAU.code, 1, 2, 0, 0, 0, 0, 4],
        [COUNTY.code, "", "", "", "", "", "", 9],
        [CUSTOMS.code, 5, "", "", "", "", "", 4],
        [TOWN.code, 5, "", "", "", "", "", 6],
    ]
    previous = read(tmp_path, csv(*rows))
    totals = {unit: figures[TOTAL] for unit, figures in previous.figures.items()}
    assert totals == {
        OFFICE.code: 3,
        BUREAU.code: 3,
        COUNTY.code: 9,
        CUSTOMS.code: None,
        TOWN.code: 6,
    }
    assert told(previous) == {"total": [(2, 7, "4"), (4, 7, "4")]}
    # Of the three that are summed one does not say who the applicants were.
    assert previous.totals == {TOTAL: 15}


def test_many_of_a_kind_are_counted(tmp_path: Path) -> None:
    units = tuple(Unit(f"990000-{n}", f"第{n}局", Category.DEPARTMENT, CITY) for n in range(20, 40))
    rows = [["单位代码", CARRIED, STOCK], *([one.code, "多", 1] for one in units)]
    previous = read(tmp_path, csv(*rows), roster=Roster(units))
    (found,) = [one.details for one in previous.findings]
    assert (len(found.spots), found.number) == (5, 20)  # type: ignore[union-attr]


# --- Texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "，", ";", "\t", "|"])
def test_a_text_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = ["单位名称", label(CARRIED).replace("，", "→"), STOCK], [BUREAU.name, 3, ""]
    content = csv(*rows, delimiter=delimiter, encoding=encoding)
    assert known(read(tmp_path, content)) == {BUREAU.code: {CARRIED: 3}}


def test_lines_that_are_torn_are_told(tmp_path: Path) -> None:
    text = (
        f"单位代码,{CARRIED},{COMPANY}\n{OFFICE.code},1,234,5\n{BUREAU.code},1\n{COUNTY.code},1,2\n"
    )
    previous = read(tmp_path, f'{text}{TOWN.code},"3,4\n'.encode())
    assert known(previous) == {COUNTY.code: {CARRIED: 1, COMPANY: 2}}
    assert [spot[0] for spot in told(previous)["damaged"]] == [1, 2, 4]


# --- Which year, and what is none -----------------------------------------------------------------


ROW = ["单位代码", CARRIED], [BUREAU.code, 1]


@pytest.mark.parametrize(
    ("name", "title", "fits"),
    [
        ("上年.xlsx", f"{YEAR} 年度上年数", True),
        (f"{YEAR}.xlsx", "", True),
        ("上年.xlsx", f"{YEAR - 1}年度", False),
        (f"{YEAR + 1}年.xlsx", "", False),
        (f"{YEAR + 1}年.xlsx", f"{YEAR}年度", True),
        ("上年.xlsx", "按国办公开办函〔2021〕30号", True),
    ],
)
def test_the_year(tmp_path: Path, name: str, title: str, fits: bool) -> None:
    content = xlsx([title], *ROW)
    if fits:
        assert known(read(tmp_path, content, name)) == {BUREAU.code: {CARRIED: 1}}
    else:
        with pytest.raises(CannotRun, match=f"它是 {YEAR - 1 if title else YEAR + 1} 年度的"):
            read(tmp_path, content, name)


def test_a_column_of_another_year_is_told(tmp_path: Path) -> None:
    rows = [
        ["单位代码", f"{YEAR}年{label(CARRIED)}", f"{YEAR - 1}年{label(CARRIED)}"],
        [BUREAU.code, 1, 2],
    ]
    previous = read(tmp_path, xlsx(*rows), "a.xlsx")
    assert known(previous) == {BUREAU.code: {CARRIED: 1}}
    assert [*told(previous)] == ["another_year"]


def test_nobody_has_filled_it_in(tmp_path: Path) -> None:
    previous = read(tmp_path, xlsx(["单位代码", CARRIED], [BUREAU.code, ""]), "上年数.xlsx")
    assert previous.unfilled == "上年数.xlsx"
    assert (previous.year, previous.figures, previous.findings) == (None, {}, ())


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["单位代码", CARRIED], ["990000-77", 1]], "表中没有能用的数（第 2 行“990000-77”"),
        ([["单位代码", CARRIED], [BUREAU.code, "多"]], "表中没有能用的数（B2 “多”不是有效的数）"),
        ([["单位代码", "甲"], [BUREAU.code, 1]], "没有找到报表中的任何一张表"),
        ([["甲", CARRIED], [BUREAU.code, 1]], "没有找到报表中的任何一张表"),
    ],
)
def test_what_is_of_no_use_is_refused(
    tmp_path: Path, rows: list[list[object]], reason: str
) -> None:
    with pytest.raises(CannotRun) as caught:
        read(tmp_path, xlsx(*rows), "a.xlsx")
    assert f"不能用：{reason}" in str(caught.value)


def test_two_sheets_with_a_table(tmp_path: Path) -> None:
    def both(first: str, second: str) -> bytes:
        book = openpyxl.load_workbook(BytesIO(xlsx(*ROW, sheet=first)))
        page = book.create_sheet(second)
        for row in ROW:
            page.append(row)
        buffer = BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    assert known(read(tmp_path, both(f"{YEAR}年", f"{YEAR - 1}年"), "a.xlsx"))
    with pytest.raises(CannotRun, match="有 2 张工作表都是上年数的表（“甲”、“乙”）"):
        read(tmp_path, both("甲", "乙"), "a.xlsx")
