"""The years of all units side by side: who is who, what is missing, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.build import BALANCED, BUREAU, COUNTY, OFFICE, filled
from tests.support.many_years import FINANCE, NEW
from tests.support.published_returns import document, returned
from toolkit.chronicle.chronicle import Chronicle, Gap
from toolkit.chronicle.heard import Heard, Source
from toolkit.chronicle.line_up import line_up
from toolkit.consolidation.reasons import OtherForm
from toolkit.grids.identity import CONSOLIDATED_KIND, Identity
from toolkit.grids.names import FILLED
from toolkit.returns.sums.unit_rows import UnitRow
from toolkit.returns.unit_return import FileRecord, Return
from toolkit.roster.roster import Category, Roster, Unit

RECEIVED = "t3.received.natural_person"


def heard(one: Return, status: str = "accepted", *, rows: tuple[UnitRow, ...] = ()) -> Heard:
    stated = one.identity
    record = FileRecord(one.file, status, stated.unit or stated.name)  # type: ignore[arg-type]
    return Heard(record, NEW, one, rows=rows)


def of(unit: Unit, year: int, received: int = 12, file: str = "") -> Heard:
    cells = {"表三!D6": received, "表三!D8": received}
    one = returned(filled(cells, unit, year=year))
    return heard(replace(one, file=file or f"{unit.code}-{year}.xlsx"))


def known(one: Chronicle) -> dict[str, list[int]]:
    return {unit.code: list(unit.years) for unit in one.units}


def received(one: Chronicle, code: str, year: int) -> int | None:
    unit = next(unit for unit in one.units if unit.code == code)
    line = next(line for line in one.lines if line.code == RECEIVED)
    return one.value(line, unit, year)


def test_years_run_from_the_first_to_the_last() -> None:
    one = line_up(NEW, [of(BUREAU, 2024), of(BUREAU, 2021)])
    assert one.years == (2021, 2022, 2023, 2024)
    assert known(one) == {BUREAU.code: [2021, 2024]}


def test_what_lies_between_is_missing_and_what_others_have_is_told_apart() -> None:
    some = [
        of(BUREAU, 2021),
        of(BUREAU, 2023),
        of(OFFICE, 2020),
        of(OFFICE, 2021),
        of(OFFICE, 2022),
    ]
    one = line_up(NEW, [*some, of(COUNTY, 2025)])
    assert one.gaps == (
        Gap("", "", (2024,), True),
        Gap(OFFICE.code, OFFICE.name, (2023, 2025), False),
        Gap(BUREAU.code, BUREAU.name, (2022,), True),
        Gap(BUREAU.code, BUREAU.name, (2020, 2025), False),
        Gap(COUNTY.code, COUNTY.name, (2020, 2021, 2022, 2023), False),
    )


def test_a_file_that_might_have_filled_a_gap_is_named_with_it() -> None:
    lost = of(BUREAU, 2022, file="坏.xlsx")
    record = replace(lost.record, status="unrecognised", reason=OtherForm("disclosure-2012"))
    one = line_up(NEW, [of(BUREAU, 2021), replace(lost, record=record), of(BUREAU, 2023)])
    told = (("坏.xlsx", "是另一种表式（disclosure-2012）"),)
    assert one.gaps == (Gap(BUREAU.code, BUREAU.name, (2022,), True, told),)
    some = [of(unit, year) for unit in (BUREAU, OFFICE) for year in (2021, 2023)]
    one = line_up(NEW, [*some, replace(lost, record=record)])
    assert one.gaps == (Gap("", "", (2022,), True, told),)


def test_the_roster_gives_the_order_and_sums_come_first() -> None:
    whole = Identity(kind=CONSOLIDATED_KIND, year="2024", unit="990000", name="东海市")
    total = replace(returned(filled(BALANCED)), identity=whole, file="汇总.xlsx")
    row = UnitRow(OFFICE.code, OFFICE.name, True, {RECEIVED: 4}, frozenset(), 5)
    some = [of(FINANCE, 2024), of(BUREAU, 2024), heard(total, rows=(row,))]
    one = line_up(NEW, some, Roster((COUNTY, BUREAU, OFFICE)))
    assert list(known(one)) == ["990000", BUREAU.code, OFFICE.code, FINANCE.code]
    assert [unit.is_sum for unit in one.units] == [True, False, False, False]
    assert one.units[2].years[2024].source is Source.IN_A_SUM
    # The rest of its line is not known.
    assert received(one, OFFICE.code, 2024) == 4
    assert one.units[2].years[2024].figures["t3.received.company"] is None


def test_a_unit_that_only_a_title_names_is_the_one_of_that_name() -> None:
    titled = heard(document(identity=Identity(name=BUREAU.name, year="2023")))
    one = line_up(NEW, [of(BUREAU, 2024), titled])
    assert known(one) == {BUREAU.code: [2023, 2024]}


def test_titles_add_the_government_and_leave_out_the_city() -> None:
    def titled(name: str, year: int) -> Heard:
        return heard(document(identity=Identity(name=name, year=str(year))))

    some = [titled(f"{COUNTY.name}人民政府", 2022), titled(f"东海市{COUNTY.name}人民政府", 2023)]
    assert known(line_up(NEW, [of(COUNTY, 2024), *some])) == {COUNTY.code: [2022, 2023, 2024]}
    assert known(line_up(NEW, some)) == {f"东海市{COUNTY.name}人民政府": [2022, 2023]}
    office = titled(f"{COUNTY.name}人民政府办公室", 2024)
    assert len(known(line_up(NEW, [*some, office]))) == 2


def test_of_two_of_one_name_it_is_neither() -> None:
    twin = Unit("990009", BUREAU.name, Category.DEPARTMENT, "990000")
    titled = heard(document(identity=Identity(name=BUREAU.name, year="2023")))
    one = line_up(NEW, [of(BUREAU, 2024), of(twin, 2024), titled])
    assert known(one) == {BUREAU.code: [2024], twin.code: [2024], BUREAU.name: [2023]}


@pytest.mark.parametrize("year", ["9999", "1024", "２０２４", "2"])
def test_a_year_that_no_report_can_be_on_is_the_reason(year: str) -> None:
    odd = returned(filled(BALANCED))
    odd = replace(odd, identity=replace(odd.identity, year=year))
    one = line_up(NEW, [heard(odd), of(OFFICE, 2024)])
    assert known(one) == {OFFICE.code: [2024]}
    record = one.files[0].record
    assert record.status == "unrecognised" and record.reason
    assert record.reason.text == f"写的年度是“{year}”，不像报告年度"


def test_only_what_was_accepted_counts() -> None:
    one = line_up(NEW, [heard(returned(filled(BALANCED)), "unrecognised"), of(OFFICE, 2024)])
    assert known(one) == {OFFICE.code: [2024]}
    assert [file.record.status for file in one.files] == ["unrecognised", "accepted"]


def test_a_blank_that_counts_as_0_is_0_and_a_table_that_was_not_read_is_not_known() -> None:
    some = {"t2": FILLED, "t3": FILLED, "t4": "", "t6": ""}
    read = returned(filled({"表三!D6": 5, "表三!D8": 5}, states=some))
    one = line_up(NEW, [heard(read)])
    figures = one.units[0].years[2024].figures
    assert (figures["t2.licences.decisions"], figures["t4.review.total"]) == (0, None)
    assert one.files[0].notes == ("表四没有读出", "审核有 1 处错误，请先用 toolkit check 核对")


def test_cells_without_a_figure_are_named() -> None:
    read = document(invalid=(RECEIVED,))
    one = line_up(NEW, [heard(read)])
    assert one.files[0].notes == ("1 格不是有效的数（表三 D6）",)


# --- Units that have changed ---------------------------------------------------------------------

OLD_CODE = Unit("990088", "东海市教育体育局", Category.DEPARTMENT, "990000")


def test_a_unit_takes_the_years_under_its_former_code_along() -> None:
    heir = replace(BUREAU, predecessors=(OLD_CODE.code,))
    one = line_up(NEW, [of(OLD_CODE, 2022), of(OLD_CODE, 2023), of(BUREAU, 2024)], Roster((heir,)))
    assert known(one) == {BUREAU.code: [2022, 2023, 2024]}
    assert one.units[0].years[2022].notes == ("名册写明其数来自：东海市教育体育局（990088）",)
    assert one.gaps == ()


def test_units_that_merged_are_added_up_and_stay_besides() -> None:
    heir = replace(BUREAU, predecessors=(OLD_CODE.code, FINANCE.code))
    some = [of(OLD_CODE, 2022, 3), of(OLD_CODE, 2023, 4), of(FINANCE, 2023, 5), of(BUREAU, 2024, 6)]
    one = line_up(NEW, some, Roster((heir,)))
    # A part is not the whole.
    assert known(one)[BUREAU.code] == [2023, 2024]
    assert received(one, BUREAU.code, 2023) == 9
    assert known(one)[OLD_CODE.code] == [2022, 2023]
    assert known(one)[FINANCE.code] == [2023]


def test_what_a_unit_reported_itself_goes_before() -> None:
    heir = replace(BUREAU, predecessors=(OLD_CODE.code,))
    some = [of(OLD_CODE, 2023, 3), of(BUREAU, 2023, 8)]
    one = line_up(NEW, some, Roster((heir,)))
    assert received(one, BUREAU.code, 2023) == 8
    assert known(one)[OLD_CODE.code] == [2023]


def test_what_two_claim_is_nobodys() -> None:
    heirs = [replace(unit, predecessors=(OLD_CODE.code,)) for unit in (BUREAU, OFFICE)]
    one = line_up(NEW, [of(OLD_CODE, 2023)], Roster(tuple(heirs)))
    assert known(one) == {OLD_CODE.code: [2023]}


# --- Changes -------------------------------------------------------------------------------------


def test_a_change_is_against_the_year_right_before() -> None:
    some = [of(BUREAU, 2021, 100), of(BUREAU, 2022, 131), of(BUREAU, 2024, 60)]
    one = line_up(NEW, some)
    line = next(line for line in one.lines if line.code == RECEIVED)
    changes = [one.change(line, one.units[0], year) for year in one.years]
    assert [(each.difference, each.big) for each in changes] == [
        (None, False),
        (31, True),
        (None, False),
        (None, False),
    ]
