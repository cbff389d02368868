"""Returns compared with those of other units: alike, and a sum with what it sums.

Most is tried on plain values; what the files themselves bring along goes through the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    CUSTOMS,
    EVERYONE,
    OFFICE,
    TOWN,
    code_at,
    collect,
    edit,
    filled,
    raw,
)
from toolkit.audit.copied_figures import copied_figures
from toolkit.audit.parent_sums import compare_levels
from toolkit.findings.detail_words import detail_words
from toolkit.findings.finding import Finding
from toolkit.findings.message import message
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import Identity
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster, Unit

FORM = default_form()
LAYOUT = lay_out(FORM)
ALL_TABLES = frozenset(table.table.code for table in LAYOUT.tables)
CELLS = [f"表四!{column}6" for column in "ABCDFGHI"]

# A county with its own office, a department and a town.
OWN = Unit("990001-01", "东山区政府办公室", Category.OWN, COUNTY.code)
DEPARTMENT = Unit("990001-11", "东山区教育局", Category.DEPARTMENT, COUNTY.code)
BELOW = (OWN, DEPARTMENT, TOWN)

Cells = Mapping[str, int]


def sent(cells: Cells, unit: Unit, without: Iterable[str] = (), bad: Iterable[str] = ()) -> Return:
    """A return that counts, but for the tables that it is without; ``bad``: cells of no figure."""
    return Return(
        f"{unit.code}.xlsx",
        Identity(unit=unit.code, level=unit.level),
        values={code_at(cell): figure for cell, figure in cells.items()},
        counted=ALL_TABLES - set(without),
        invalid=frozenset(code_at(cell) for cell in bad),
    )


def likenesses(figures: Mapping[Unit, Cells], *others: Unit) -> list[tuple[str, str, str]]:
    """Code, unit and the others that are named."""
    returns = {unit.code: sent(cells, unit) for unit, cells in figures.items()}
    roster = Roster((*figures, *others))
    found = copied_figures(returns, roster, LAYOUT)
    return [(one.code, one.unit or "", detail_words(one, FORM)["others"]) for one in found]


def levels(returns: Mapping[Unit, Return], *others: Unit) -> list[Finding]:
    roster = Roster((*returns, *others))
    every = {unit.code: one for unit, one in returns.items()}
    return list(compare_levels(every, roster, LAYOUT))


# --- The same figures as another unit ------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "whole", "table"),
    [
        ((1, 2, 3, 3, 3), True, False),
        ((1, 2, 2, 2, 2), False, False),
        ((1, 2, 3, 4), False, False),
        ((1, 2, 3, 4, 0, 0), False, False),
        ((1, 2, 3, 4, 4, 4), True, True),
        ((1, 2, 3, 3, 3, 3), True, False),
        ((1, 2, 3, 4, 5), True, False),
    ],
)
def test_it_takes_some_figures_to_be_told_alike(
    figures: tuple[int, ...], whole: bool, table: bool
) -> None:
    """Five other than 0 and three different ones for a return; six and four for a table."""
    cells = dict(zip(CELLS, figures, strict=False))
    assert bool(likenesses({OFFICE: cells, BUREAU: cells})) == whole
    # With one figure elsewhere only the table is the same.
    told = likenesses({OFFICE: cells, BUREAU: {**cells, "表二!B9": 1}})
    assert [code for code, _, _ in told] == (["UNIT-18"] * 2 if table else [])


SIX = dict(zip(CELLS, (1, 2, 3, 4, 4, 4), strict=False))


def test_of_very_many_that_are_alike_some_are_told() -> None:
    """A sample that thousands send in: each is told, and no finding grows with their number."""
    many = [
        Unit(f"990000-1{n:03}", f"东海市第{n}局", Category.DEPARTMENT, CITY) for n in range(250)
    ]
    returns = {unit.code: sent(SIX, unit) for unit in many}
    findings = list(copied_figures(returns, Roster(tuple(many)), LAYOUT))
    assert [(one.code, one.unit) for one in findings] == [("UNIT-16", one.code) for one in many]
    assert {len(one.beside) for one in findings} == {101}
    assert not [one for one in findings if one.unit in one.beside]
    assert detail_words(findings[0], FORM)["others"].endswith("等 100 个以上的单位")
    exact = dict(list(returns.items())[:101])
    first = next(copied_figures(exact, Roster(tuple(many)), LAYOUT))
    assert detail_words(first, FORM)["others"].endswith("等 100 个单位")


def test_of_very_many_alike_one_that_differs_elsewhere_is_told_of_the_table() -> None:
    many = [
        Unit(f"990000-1{n:03}", f"东海市第{n}局", Category.DEPARTMENT, CITY) for n in range(250)
    ]
    returns = {unit.code: sent(SIX, unit) for unit in many}
    returns[BUREAU.code] = sent({**SIX, "表二!B9": 1}, BUREAU)
    findings = list(copied_figures(returns, Roster((*many, BUREAU)), LAYOUT))
    told = [(one.code, len(one.beside)) for one in findings if one.unit == many[200].code]
    assert told == [("UNIT-16", 101), ("UNIT-18", 1)]
    assert [one.code for one in findings if one.unit == BUREAU.code] == ["UNIT-18"]


def test_of_three_that_are_alike_each_is_told_of_both_others() -> None:
    third = Unit("990000-12", "东海市民政局", Category.DEPARTMENT, CITY)
    told = likenesses({OFFICE: SIX, BUREAU: SIX, third: SIX})
    assert told == [
        ("UNIT-16", OFFICE.code, f"{BUREAU.name}、{third.name}"),
        ("UNIT-16", BUREAU.code, f"{OFFICE.name}、{third.name}"),
        ("UNIT-16", third.code, f"{OFFICE.name}、{BUREAU.name}"),
    ]


def test_a_third_with_one_table_is_told_of_that_table_only() -> None:
    third = Unit("990000-12", "东海市民政局", Category.DEPARTMENT, CITY)
    told = likenesses({OFFICE: SIX, BUREAU: SIX, third: {**SIX, "表二!B9": 1}})
    assert [(code, unit) for code, unit, _ in told] == [
        ("UNIT-16", OFFICE.code),
        ("UNIT-16", BUREAU.code),
        ("UNIT-18", OFFICE.code),
        ("UNIT-18", BUREAU.code),
        ("UNIT-18", third.code),
    ]
    assert told[2][2] == told[3][2] == third.name


@pytest.mark.parametrize("child", [TOWN, DEPARTMENT])
def test_a_parent_is_not_the_same_as_another_unit(child: Unit) -> None:
    """A sum of one unit has its figures."""
    assert likenesses({COUNTY: SIX, child: SIX}) == []


def test_nor_is_a_parent_further_up() -> None:
    village = Unit("990001101-1", "河口村", Category.TOWNSHIP, TOWN.code)
    assert likenesses({COUNTY: SIX, village: SIX}, TOWN) == []


def test_children_of_one_parent_are_other_units() -> None:
    told = likenesses({TOWN: SIX, DEPARTMENT: SIX}, COUNTY)
    assert [(code, unit) for code, unit, _ in told] == [
        ("UNIT-16", TOWN.code),
        ("UNIT-16", DEPARTMENT.code),
    ]


def test_units_that_are_their_own_parents_end_somewhere() -> None:
    first = Unit("A", "甲", Category.DEPARTMENT, "B")
    second = Unit("B", "乙", Category.DEPARTMENT, "A")
    assert likenesses({first: SIX, second: SIX}) == []


def test_a_table_that_does_not_count_is_not_compared() -> None:
    returns = {one.code: sent(SIX, one, without=["t4"]) for one in (OFFICE, BUREAU)}
    assert list(copied_figures(returns, Roster((OFFICE, BUREAU)), LAYOUT)) == []


def test_a_unit_off_the_roster_is_named_as_it_names_itself(tmp_path: Path) -> None:
    files = {"a.xlsx": filled(SIX, OFFICE), "b.xlsx": filled(SIX, BUREAU)}
    result = collect(tmp_path, files, units=[OFFICE])
    told = {
        one["unit"]: one["message"] for one in result.json["findings"] if one["code"] == "UNIT-16"
    }
    assert f"与{BUREAU.name}的完全相同" in told[OFFICE.code]
    assert f"与{OFFICE.name}的完全相同" in told[BUREAU.code]


# --- A county with the figures of its own office -------------------------------------------------

THREE = {"表三!D6": 5, "表三!D8": 4, "表三!D30": 1}


@pytest.mark.parametrize(
    ("figures", "told"), [((5, 4, 1), True), ((5, 5), False), ((5, 5, 5), False)]
)
def test_three_figures_of_two_kinds_tell_a_county(figures: tuple[int, ...], told: bool) -> None:
    cells = dict(zip(("表三!D6", "表三!D8", "表三!D30"), figures, strict=False))
    found = likenesses({COUNTY: cells, OWN: cells})
    assert found == ([("UNIT-17", COUNTY.code, OWN.name)] if told else [])


def reason(figures: Mapping[Unit, Cells], *others: Unit) -> str | None:
    """Why the county's figures cannot be those of its own office; None where they can."""
    returns = {unit.code: sent(cells, unit) for unit, cells in figures.items()}
    found = [
        one
        for one in copied_figures(returns, Roster((*figures, *others)), LAYOUT)
        if one.code == "UNIT-17" and one.sheet == "表三"
    ]
    return detail_words(found[0], FORM)["reason"] if found else None


def test_where_all_others_report_nothing_the_sum_is_that_of_the_office() -> None:
    assert reason({COUNTY: THREE, OWN: THREE, DEPARTMENT: {}, TOWN: {}}) is None


@pytest.mark.parametrize(
    ("figures", "others", "told"),
    [
        ({}, (), "名册中没有其他下级单位可以对照"),
        ({DEPARTMENT: {}}, (TOWN,), "似乎没有加上其余 2 个下级单位的数"),
        ({DEPARTMENT: {}, TOWN: {"表三!E6": 1}}, (), "似乎没有加上其余 2 个下级单位的数"),
        # One of 垂直管理 is in no sum.
        (
            {Unit("9-91", "东山税务局", Category.VERTICAL, COUNTY.code): THREE},
            (),
            "名册中没有其他下级单位可以对照",
        ),
    ],
)
def test_where_others_are_left_out_it_is_told(
    figures: dict[Unit, Cells], others: tuple[Unit, ...], told: str
) -> None:
    assert reason({COUNTY: THREE, OWN: THREE, **figures}, *others) == told


def test_a_county_without_an_office_of_its_own_is_not_told() -> None:
    assert reason({COUNTY: THREE, DEPARTMENT: THREE, TOWN: {"表三!E6": 1}}) is None


def test_another_unit_than_a_county_is_not_told() -> None:
    """Whoever sums one office."""
    above = Unit("990000-20", "东海市开发区", Category.DEPARTMENT, CITY)
    own = Unit("990000-21", "开发区办公室", Category.OWN, above.code)
    assert likenesses({above: THREE, own: THREE}) == []


# --- A sum and what it sums ----------------------------------------------------------------------


def of_below(*figures: int) -> dict[Unit, Return]:
    return {unit: sent({"表三!D6": n}, unit) for unit, n in zip(BELOW, figures, strict=False)}


def with_county(total: int, *figures: int) -> dict[Unit, Return]:
    return {COUNTY: sent({"表三!D6": total}, COUNTY), **of_below(*figures)}


def test_a_sum_that_is_that_of_its_units_is_no_finding() -> None:
    assert levels(with_county(6, 1, 2, 3)) == []


@pytest.mark.parametrize("total", [5, 7])
def test_a_sum_that_is_not(total: int) -> None:
    (found,) = levels(with_county(total, 1, 2, 3))
    assert (found.code, found.severity, found.status) == ("LEVEL-01", "error", "open")
    assert (found.unit, found.file) == (COUNTY.code, "990001.xlsx")
    assert (found.sheet, found.cell) == ("表三", "D6")
    assert (found.actual, found.expected, found.difference) == (total, 6, total - 6)
    assert (found.count, found.more_cells) == (3, ())


def test_of_several_cells_the_one_that_differs_most_is_shown_for_each_table() -> None:
    returns = with_county(6, 1, 2, 3)
    cells = {"表三!D6": 7, "表三!E6": 30, "表三!F6": 2, "表四!A6": 1}
    found = levels({**returns, COUNTY: sent(cells, COUNTY)})
    assert [(one.cell, one.difference, one.more_cells) for one in found] == [
        ("E6", 30, ("F6", "D6")),
        ("A6", 1, ()),
    ]
    assert "（另有 2 处：F6、D6）" in message(found[0], FORM)


def test_amounts_are_compared_exactly() -> None:
    """0.1 and 0.2 are 0.3, in units of their smallest part."""
    returns = {
        COUNTY: sent({"表二!B16": 300_000}, COUNTY),
        OWN: sent({"表二!B16": 100_000}, OWN),
        TOWN: sent({"表二!B16": 200_000}, TOWN),
    }
    assert levels(returns) == []
    (found,) = levels({**returns, COUNTY: sent({"表二!B16": 300_001}, COUNTY)})
    assert str(found.difference) == "0.000001"


def test_while_a_child_is_missing_it_is_named_and_nothing_else_is_said() -> None:
    (found,) = levels(with_county(9, 1, 2), TOWN)
    assert (found.severity, found.status, found.unit) == ("info", "cannot_judge", COUNTY.code)
    assert detail_words(found, FORM)["reason"] == "所属单位 河口镇 未报或不能用"
    assert (found.actual, found.expected) == (None, None)


def test_a_county_none_of_whose_units_have_sent_anything_here_is_not_compared() -> None:
    """They report to the county, not to us."""
    assert levels({COUNTY: sent(THREE, COUNTY)}, *BELOW) == []


def test_one_of_another_administration_is_in_no_sum_and_not_missed() -> None:
    tax = Unit("990001-91", "东山税务局", Category.VERTICAL, COUNTY.code)
    assert levels(with_county(6, 1, 2, 3), tax) == []
    assert levels({**with_county(6, 1, 2, 3), tax: sent({"表三!D6": 50}, tax)}) == []


def test_a_child_s_table_that_does_not_count_cannot_be_compared() -> None:
    """The others of its tables can."""
    returns = with_county(6, 1, 2, 3)
    returns[TOWN] = sent({"表四!A6": 2}, TOWN, without=["t3"])
    told = [(one.sheet, one.status, one.actual, one.expected) for one in levels(returns)]
    assert told == [("表三", "cannot_judge", None, None), ("表四", "open", 0, 2)]
    assert "河口镇" in message(levels(returns)[0], FORM)


def test_a_table_of_the_county_that_does_not_count_is_told_elsewhere() -> None:
    returns = with_county(9, 1, 2, 3)
    returns[COUNTY] = sent({}, COUNTY, without=["t3"])
    assert levels(returns) == []


@pytest.mark.parametrize("whose", [COUNTY, TOWN], ids=["the county's", "a child's"])
def test_a_cell_without_a_figure_is_left_out(whose: Unit) -> None:
    returns = with_county(9, 1, 2, 3)
    returns[whose] = sent({"表三!E6": 4}, whose, bad=["表三!D6"])
    (found,) = levels(returns)
    assert (found.cell, found.more_cells) == ("E6", ())


def test_where_only_cells_without_a_figure_could_differ_it_is_said() -> None:
    returns = of_below(1, 1, 1) | {COUNTY: sent({CELLS[0]: 3}, COUNTY)}
    returns[TOWN] = sent({}, TOWN, bad=[CELLS[0]])
    returns[COUNTY] = sent({}, COUNTY)
    (one,) = [f for f in levels(returns) if f.sheet == "表四"]
    assert (one.status, one.severity, one.cell) == ("cannot_judge", "info", "A6")


def test_a_county_with_its_own_office_alone_on_the_roster_is_not_compared() -> None:
    returns = {COUNTY: sent({CELLS[0]: 30}, COUNTY), OWN: sent({CELLS[0]: 3}, OWN)}
    assert levels(returns) == []


def test_the_other_cells_that_differ_are_named() -> None:
    county = sent({CELLS[0]: 30, CELLS[1]: 4, CELLS[2]: 5}, COUNTY)
    returns = {COUNTY: county, OWN: sent({}, OWN), TOWN: sent({}, TOWN)}
    (one,) = levels(returns)
    assert (one.cell, one.more_cells) == ("A6", ("C6", "B6"))


def test_a_county_s_own_office_may_not_make_rules_either(tmp_path: Path) -> None:
    files = {
        "own.xlsx": filled({"表二!B5": 1}, OWN),
        "county.xlsx": filled({"表二!B5": 1}, COUNTY),
        "city.xlsx": filled({"表二!B5": 1}, OFFICE),
    }
    result = collect(tmp_path, files, units=[OFFICE, COUNTY, OWN])
    told = {one["unit"] for one in result.json["findings"] if one["code"] == "T2-02"}
    assert told == {OWN.code, COUNTY.code}


def test_a_county_is_told_once_of_all_its_tables() -> None:
    figures = {CELLS[0]: 4, CELLS[1]: 5, CELLS[2]: 6, "表三!D6": 9, "表三!D8": 9, "表三!D7": 1}
    returns = {unit.code: sent(figures, unit) for unit in (COUNTY, OWN)}
    roster = Roster((COUNTY, OWN, TOWN))
    (one,) = [f for f in copied_figures(returns, roster, LAYOUT) if f.code == "UNIT-17"]
    assert (one.severity, one.tables) == ("warning", ("表三", "表四"))
    (alone,) = [
        f for f in copied_figures(returns, Roster((COUNTY, OWN)), LAYOUT) if f.code == "UNIT-17"
    ]
    assert alone.severity == "info"


def test_a_department_with_units_below_it_reports_itself_alone() -> None:
    """Unless what it sends is a sum."""
    station = Unit("990000-111", "东海市教育考试院", Category.DEPARTMENT, BUREAU.code)
    returns = {BUREAU: sent(THREE, BUREAU), station: sent({"表三!D6": 1}, station)}
    assert levels(returns) == []
    summed = Return(
        "a.xlsx",
        Identity(kind="consolidated", unit=BUREAU.code),
        values=returns[BUREAU].values,
        counted=ALL_TABLES,
    )
    (found,) = levels({**returns, BUREAU: summed})
    assert (found.unit, found.actual, found.expected) == (BUREAU.code, 5, 1)


def test_what_the_return_says_of_its_scope_counts() -> None:
    """A county that says 本机关 is told that it is wrong, not that its sum is."""
    own = Return(
        "a.xlsx",
        Identity(unit=COUNTY.code, level="own"),
        values={code_at("表三!D6"): 1},
        counted=ALL_TABLES,
    )
    assert levels({COUNTY: own, **of_below(1, 2, 3)}) == []


def test_units_without_a_parent_are_nobody_s() -> None:
    """A blank 上级代码 is no unit of its own."""
    top = Unit("990009", "东河区", Category.COUNTY, "")
    alone = Unit("990010", "东海大学", Category.DEPARTMENT, "")
    assert levels({top: sent(THREE, top), alone: sent({"表三!D6": 1}, alone)}) == []
    assert likenesses({top: SIX, alone: SIX}) == [
        ("UNIT-16", top.code, alone.name),
        ("UNIT-16", alone.code, top.name),
    ]


# --- Through the command -------------------------------------------------------------------------


def county_and_town(town: int = 3, county: int = 5) -> dict[str, bytes]:
    def cells(figure: int) -> dict[str, int]:
        return {"表三!D6": figure, "表三!D8": figure}

    return {
        "office.xlsx": filled(cells(1), OFFICE),
        "county.xlsx": filled(cells(county), COUNTY),
        "town.xlsx": filled(cells(town), TOWN),
    }


UNITS = (OFFICE, COUNTY, CUSTOMS, TOWN)


def test_a_sum_that_differs_is_an_error_and_counts_all_the_same(tmp_path: Path) -> None:
    result = collect(tmp_path, county_and_town(), units=UNITS)
    assert (result.codes(), result.exit_code) == (["LEVEL-01"], 1)
    assert result.unit(COUNTY)["status"] == "with_errors"
    assert result.total("表三!D6") == 6


def test_strict_leaves_it_out_and_its_children_where_they_were(tmp_path: Path) -> None:
    result = collect(tmp_path, county_and_town(), "--strict", units=UNITS)
    assert result.unit(COUNTY)["reason"] == "有错误，按 --strict 不计入"
    assert result.unit(TOWN)["reason"] == "下级单位，由其上级汇总"
    assert result.total("表三!D6") == 1


def test_strict_does_not_mind_what_cannot_be_compared(tmp_path: Path) -> None:
    result = collect(tmp_path, county_and_town(), "--strict", units=(*UNITS, OWN))
    assert result.finding("LEVEL-01")["status"] == "cannot_judge"
    assert result.finding("LEVEL-01")["message"] == (
        "“与下级单位之和不符”（表二 B5（规章，本年制发件数））无法判断："
        "所属单位 东山区政府办公室 未报或不能用。"
    )
    assert result.finding("LEVEL-01")["suggestion"] == (
        "请先催报所属单位，收齐后再核对上下级的数。"
    )
    assert (result.total("表三!D6"), result.exit_code) == (6, 0)


def test_a_child_s_text_is_its_own_fault_and_not_the_county_s(tmp_path: Path) -> None:
    files = county_and_town(5, 5)
    files["town.xlsx"] = edit(files["town.xlsx"], {"表三!D6": "5件"})
    result = collect(tmp_path, files, units=UNITS)
    assert result.finding("LEVEL-01")["status"] == "cannot_judge"
    assert result.codes(COUNTY) == ["LEVEL-01"]


@pytest.fixture(scope="module")
def county_s_sum(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the county's own office got from its two units: 1 and 3."""
    files = {
        "own.xlsx": filled({"表三!D6": 1, "表三!D8": 1}, OWN),
        "town.xlsx": filled({"表三!D6": 3, "表三!D8": 3}, TOWN),
    }
    made = collect(tmp_path_factory.mktemp("county"), files, units=[OWN, TOWN])
    return made.workbook.read_bytes()


def city_with(county: bytes, town: int, tmp_path: Path) -> Any:
    files = {
        "county.xlsx": county,
        "own.xlsx": filled({"表三!D6": 1, "表三!D8": 1}, OWN),
        "town.xlsx": filled({"表三!D6": town, "表三!D8": town}, TOWN),
    }
    return collect(tmp_path, files, "--as", CITY, units=[*EVERYONE[:3], OWN, TOWN])


def test_a_county_s_consolidated_workbook_is_the_sum_of_its_units(
    tmp_path: Path, county_s_sum: bytes
) -> None:
    result = city_with(county_s_sum, 3, tmp_path)
    assert result.codes(COUNTY) == []
    assert result.total("表三!D6") == 4


def test_a_unit_that_was_changed_since_is_told_at_the_county(
    tmp_path: Path, county_s_sum: bytes
) -> None:
    result = city_with(county_s_sum, 30, tmp_path)
    found = result.finding("LEVEL-01")
    assert (found["unit"], found["file"]) == (COUNTY.code, "county.xlsx")
    assert (found["sheet"], found["cell"]) == ("表三", "D6")
    assert (found["actual"], found["expected"], found["difference"]) == (4, 31, -27)
    assert "所属 2 个单位之和为 31，相差 -27（另有 1 处：D8）" in found["message"]


def test_a_county_s_sum_that_was_typed_over_is_told_twice(
    tmp_path: Path, county_s_sum: bytes
) -> None:
    """That it was typed over, and that it is not the sum."""
    content = raw(county_s_sum, {"表二!B9": "<v>500</v>"})
    result = city_with(content, 3, tmp_path)
    assert result.codes(COUNTY) == ["LEVEL-01", "TOT-05"]
    assert result.finding("LEVEL-01")["difference"] == 500
