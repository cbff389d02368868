"""One mistake is told once: at its cell, with all that it breaks under it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.correction import MODES
from benchmarks.told_once import audited, drawn, faults
from tests.support.build import BUREAU, COUNTY, YEAR, Collected, collect, collect_one, edit, filled
from tests.support.by_hand import FORM, cell, figures, typed_by_hand
from tests.support.explained import WHY
from tests.support.reviewed import decide
from toolkit.grids.names import EMPTY
from toolkit.roster.roster import Category, Unit

GRANTED = "t3.outcome.granted.natural_person"
MEANT = figures(5)
TYPED, FORMULAS = MODES[1], MODES[3]


def found(result: Collected, *statuses: str) -> list[tuple[str, str | None]]:
    some = [one for one in result.json["findings"] if one["status"] in statuses or not statuses]
    return [(one["code"], one["cell"]) for one in some]


def errors(result: Collected) -> list[dict[str, object]]:
    some = result.json["findings"]
    return [one for one in some if one["status"] == "open" and one["severity"] == "error"]


# --- A wrong digit beside typed totals -----------------------------------------------------------


@pytest.fixture(scope="module")
def wrong_digit(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    wrong = {GRANTED: MEANT[GRANTED] + 10}
    return collect_one(tmp_path_factory.mktemp("digit"), typed_by_hand(MEANT, wrong))


def test_a_wrong_digit_is_one_error_at_its_cell(wrong_digit: Collected) -> None:
    (told,) = errors(wrong_digit)
    assert {key: told[key] for key in ("code", "sheet", "cell", "actual", "expected")} == {
        "code": "LIKELY-01",
        "sheet": "表三",
        "cell": "D8",
        "actual": 65,
        "expected": 55,
    }
    assert told["likely"] == [{"indicator": GRANTED, "sheet": "表三", "cell": "D8", "value": 55}]
    assert (told["id"], told["cause"]) == (f"LIKELY-01:{BUREAU.code}:{GRANTED}", None)
    assert wrong_digit.exit_code == 1


def test_what_it_breaks_follows_and_has_no_remedy_of_its_own(wrong_digit: Collected) -> None:
    below = [one for one in wrong_digit.json["findings"] if one["status"] == "follows"]
    assert sorted((one["code"], one["cell"]) for one in below) == [
        ("T3-01", "D29"),
        ("T3-02", "D29"),
        ("T3-02", "J29"),
        ("T3-03", "J8"),
    ]
    for one in below:
        assert one["cause"] == f"LIKELY-01:{BUREAU.code}:{GRANTED}"
        assert (one["likely"], one["severity"]) == ([], "error")
        assert one["suggestion"] == "请按“表三 D8”一条改正，本条不用另改。"


def test_the_unit_and_the_counts_know_of_one_error(wrong_digit: Collected) -> None:
    (unit,) = wrong_digit.json["units"]
    assert (unit["status"], unit["in_total"]) == ("with_errors", True)
    folded = [one for one in wrong_digit.json["findings"] if one["code"] == "TOT-01"]
    assert [(one["sheet"], one["more"]) for one in folded] == [("表三", 27), ("表四", 2)]


def test_sound_totals_typed_by_hand_are_a_hint_a_table(tmp_path: Path) -> None:
    result = collect_one(tmp_path, typed_by_hand(MEANT))
    assert [(one["code"], one["cell"], one["more"]) for one in result.json["findings"]] == [
        ("TOT-01", "J6", 30),
        ("TOT-01", "E6", 2),
    ]
    assert (
        result.json["findings"][0]["message"] == "表三 J6 等 31 个合计是手填的，与各分项之和一致。"
    )
    assert result.exit_code == 0


def test_a_wrong_total_alone_stays_open_with_its_value(tmp_path: Path) -> None:
    total = "t3.outcome.granted.total"
    right = sum(MEANT[code] for code in FORM.inputs_of(total))
    result = collect_one(tmp_path, typed_by_hand(MEANT, {total: right + 1}))
    (told,) = errors(result)
    assert (told["code"], told["cell"], told["cause"]) == ("T3-03", "J8", None)
    assert told["likely"] == [{"indicator": total, "sheet": "表三", "cell": "J8", "value": right}]
    assert found(result, "follows") == []


def test_two_cells_exchanged_are_one_mistake_with_both(tmp_path: Path) -> None:
    one, other = GRANTED, "t3.outcome.granted.company"
    result = collect_one(tmp_path, typed_by_hand(MEANT, {one: MEANT[other], other: MEANT[one]}))
    (told,) = errors(result)
    assert told["code"] == "LIKELY-01"
    assert {(x["cell"], x["value"]) for x in told["likely"]} == {  # type: ignore[attr-defined]
        ("D8", MEANT[one]),
        ("E8", MEANT[other]),
    }


def test_a_blank_cell_is_told_as_blank(tmp_path: Path) -> None:
    result = collect_one(tmp_path, typed_by_hand(MEANT, {GRANTED: None}))
    (told,) = errors(result)
    assert (told["code"], told["cell"], told["actual"]) == ("LIKELY-01", "D8", None)
    assert "现为空白，应为 55" in str(told["message"])


# --- Several answers -----------------------------------------------------------------------------


def test_several_answers_are_one_group_told_at_its_first_balance(tmp_path: Path) -> None:
    """One case was put a row too low, and in either column it may have been."""
    cells = {"D6": 10, "E6": 10, "D8": 5, "E8": 6, "D9": 5, "E9": 4, "J8": 12, "J9": 8, "J29": 20}
    result = collect_one(tmp_path, edit(filled({}), {f"表三!{at}": n for at, n in cells.items()}))
    (head,) = errors(result)
    (other,) = [one for one in result.json["findings"] if one["status"] == "follows"]
    assert [(one["code"], one["cell"]) for one in (head, other)] == [
        ("T3-03", "J8"),
        ("T3-03", "J9"),
    ]
    assert other["cause"] == head["id"]
    assert {(one["cell"], one["value"]) for one in head["likely"]} == {  # type: ignore[attr-defined]
        *(("D8", 6), ("D9", 4)),
        *(("E8", 7), ("E9", 3)),
        # Or both totals.
        *(("J8", 11), ("J9", 9)),
    }


def test_an_empty_column_is_given_no_cell(tmp_path: Path) -> None:
    result = collect_one(tmp_path, filled({"表三!D6": 5}))
    (told,) = errors(result)
    assert (told["code"], told["cell"], told["likely"]) == ("T3-01", "D29", [])


# --- What the unit has explained -----------------------------------------------------------------


def test_what_is_explained_neither_follows_nor_counts(tmp_path: Path) -> None:
    """The stock of 规章 as exchanged with the one below it; the one is explained."""
    last = {"t2.regulations.in_force": 4, "t2.normative_documents.in_force": 9}
    cells = {cell(code): count for code, count in last.items()}
    before = tmp_path / "before"
    before.mkdir()
    (before / "a.xlsx").write_bytes(filled(cells, BUREAU, year=YEAR - 1))
    now = {"表二!D5": 9, "表二!D6": 4}
    one = ("--previous", before)
    both = collect_one(tmp_path / "a", filled(now), *one)
    # T2-02 asks who may issue 规章 at all. What are warnings stays one.
    assert found(both, "open") == [("T2-01", "D5"), ("T2-02", "D5")]
    assert found(both, "follows") == [("T2-01", "D6")]
    assert both.exit_code == 0
    assert {(one["cell"], one["value"]) for one in both.json["findings"][0]["likely"]} == {
        ("D5", 4),
        ("D6", 9),
    }
    said = {("T2-01", "表二!D5"): WHY}
    told = collect_one(tmp_path / "b", filled(now, explanations=said), *one)
    assert found(told, "follows") == []
    assert found(told, "explained") == [("T2-01", "D5")]
    assert found(told, "open") == [("T2-02", "D5"), ("T2-01", "D6")]


# --- Cells that read as a figure -----------------------------------------------------------------


def test_a_text_is_judged_with_the_figure_as_which_it_reads(tmp_path: Path) -> None:
    content = edit(filled({"表三!D6": 12, "表三!D8": 5}), {"表三!D6": "12件"})
    result = collect_one(tmp_path, content)
    assert found(result, "open") == [("NUM-01", "D6"), ("T3-01", "D29")]
    balance = result.json["findings"][1]
    assert balance["message"].endswith("两边应相等，相差 7（其中表三 D6 按 12 计）。")
    (values,) = result.json["values"].values()
    assert values["t3.received.natural_person"] is None
    assert result.total("表三!D6") == 0


def test_a_text_that_balances_says_so_and_leaves_nothing_open(tmp_path: Path) -> None:
    content = edit(filled({"表三!D6": 12, "表三!D8": 12}), {"表三!D6": "12件"})
    result = collect_one(tmp_path, content)
    assert found(result, "open") == [("NUM-01", "D6")]
    number, balance = result.json["findings"]
    assert number["suggestion"].endswith("看来应为 12，与勾稽关系相符。")
    assert (balance["code"], balance["status"]) == ("T3-01", "cannot_judge")
    assert balance["cause"] == number["id"]


def test_a_text_that_reads_as_a_wrong_figure_is_the_mistake_itself(tmp_path: Path) -> None:
    """Its row and its column say 55: nothing but the cell with the text is wrong."""
    result = collect_one(tmp_path, typed_by_hand(MEANT, {GRANTED: "56件"}))
    (told,) = errors(result)
    assert (told["code"], told["cell"], told["likely"]) == (
        "NUM-01",
        "D8",
        [{"indicator": GRANTED, "sheet": "表三", "cell": "D8", "value": 55}],
    )
    assert {one["cause"] for one in result.json["findings"] if one["status"] == "follows"} == {
        told["id"]
    }


# --- Other causes --------------------------------------------------------------------------------


def test_a_carry_in_a_table_reported_as_empty(tmp_path: Path) -> None:
    result = collect_one(tmp_path, filled({"表三!D7": 1}, states=EMPTY))
    (told,) = errors(result)
    assert (told["code"], told["cell"]) == ("STAT-01", "D7")
    assert told["message"] == (
        "表三选了“零报告”，但 表三 D7（二、上年结转政府信息公开申请数量，自然人） 有上年结转 1："
        "有上年结转的，不是零报告。"
    )
    assert found(result, "follows") == [("T3-01", "D29")]


def test_an_inserted_row_and_the_difference_that_it_makes_are_one(tmp_path: Path) -> None:
    """The unit has a kind of outcome of its own, and counts it in its totals."""

    def insert(book: object) -> None:
        sheet = book["表三"]  # type: ignore[index]
        sheet.insert_rows(19)
        sheet["D19"], sheet["J19"] = 3, 3
        sheet["D6"], sheet["J6"] = sheet["D6"].value + 3, sheet["J6"].value + 3
        for address in ("D30", "J30"):
            sheet[address] = sheet[address].value + 3

    result = collect_one(tmp_path, edit(typed_by_hand(MEANT), change=insert))
    (told,) = errors(result)
    assert (told["code"], told["cell"], told["actual"]) == ("TAB-03", "D19", "3")
    assert {one["cause"] for one in result.json["findings"] if one["status"] == "follows"} == {
        told["id"]
    }
    assert "的差额正是这些数" in str(told["message"])


def test_a_township_s_error_is_told_once_at_the_county(tmp_path: Path) -> None:
    town = Unit("990001101", "河口镇", Category.TOWNSHIP, COUNTY.code)
    unbalanced = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 1}
    below = collect(tmp_path / "county", {"t.xlsx": filled(unbalanced, town)}, units=[town])
    result = collect(
        tmp_path / "city", {"county.xlsx": below.workbook.read_bytes()}, units=[COUNTY]
    )
    assert [(one["code"], one["status"]) for one in result.json["findings"]] == [
        ("LEVEL-03", "open"),
        ("T3-01", "follows"),
    ]
    level, balance = result.json["findings"]
    assert balance["cause"] == level["id"]


def test_a_township_s_mistake_is_known_by_what_it_breaks(tmp_path: Path) -> None:
    town = Unit("990001101", "河口镇", Category.TOWNSHIP, COUNTY.code)
    content = typed_by_hand(MEANT, {GRANTED: MEANT[GRANTED] + 10}, town)
    below = collect(tmp_path / "county", {"t.xlsx": content}, units=[town])
    result = collect(
        tmp_path / "city", {"county.xlsx": below.workbook.read_bytes()}, units=[COUNTY]
    )
    opened = [(one["code"], one["status"]) for one in result.json["findings"]]
    assert opened == [("LEVEL-03", "open"), ("T3-01", "follows")]


def test_what_follows_from_an_accepted_mistake_is_not_told_under_another_error(
    tmp_path: Path,
) -> None:
    town = Unit("990001101", "河口镇", Category.TOWNSHIP, COUNTY.code)
    wrong: dict[str, object] = {GRANTED: MEANT[GRANTED] + 10, "t3.received.company": "见附件"}
    content = typed_by_hand(MEANT, wrong, town)
    below = collect(tmp_path / "county", {"t.xlsx": content}, units=[town])
    decide(below, "LIKELY-01", "已核实")
    county = {"county.xlsx": below.workbook.read_bytes()}
    result = collect(tmp_path / "city", county, units=[COUNTY])
    assert ("LEVEL-03", "L8") in found(result, "open")
    assert ("T3-01", "D29") in found(result, "open")
    assert found(result, "follows") == []


# --- Many returns --------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [TYPED, FORMULAS], ids=["totals typed", "totals formulas"])
def test_one_mistake_in_many_returns_is_one_error(mode: object) -> None:
    assert shortfalls(mode, 1, 150) == {}


def test_two_independent_mistakes_are_two_errors() -> None:
    assert shortfalls(TYPED, 2, 60) == {}


def shortfalls(mode: object, mistakes: int, number: int) -> Mapping[int, list[str]]:
    """The returns in which not every mistake is told once, each with what is wrong."""
    chance = random.Random(f"{mistakes}")
    wrong = {}
    for n in range(number):
        one, truth = drawn(chance, mode, mistakes)  # type: ignore[arg-type]
        some = audited(one)
        if some and (told := list(faults(some, truth, mistakes))):
            wrong[n] = told
    return wrong
