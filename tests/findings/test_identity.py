"""The id of a finding, and what the JSON says of the cells that are likely wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import (
    BUREAU,
    COUNTY,
    LATER,
    OFFICE,
    Collected,
    code_at,
    collect,
    collect_one,
    command,
    dated,
    edit,
    filled,
)
from toolkit.findings.finding import Correction, Finding, Likely
from toolkit.findings.identity import identified, problem_of
from toolkit.grids.names import BY_UNIT, FINDINGS

PERSON = "t3.received.natural_person"


def ids(result: Collected) -> list[str]:
    return [one["id"] for one in result.json["findings"]]


def finding(code: str = "T3-01", **facts: Any) -> Finding:
    return Finding(code, "error", **facts)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (finding(unit="1", indicator="t3.a", cell="D6", label="甲"), "T3-01:1:t3.a"),
        (finding(unit="1", sheet="表三", cell="K9"), "T3-01:1:表三!K9"),
        (
            finding(unit="1", sheet="封面", cell="B9", label="表三", tables=("表三",)),
            "T3-01:1:表三!表三",
        ),
        (finding(unit="1", sheet=FINDINGS, cell="L9", label="某镇，T3-01"), "T3-01:1:某镇，T3-01"),
        (finding(unit="1", sheet=BY_UNIT, cell="D9"), "T3-01:1"),
        (finding(unit="1", file="a.xlsx"), "T3-01:1"),
        (finding("FILE-01", file="文件夹/a.pdf"), "FILE-01:文件夹/a.pdf"),
        (finding("UNIT-10", file="a.xlsx", sheet="封面", cell="B5"), "UNIT-10:a.xlsx:封面!B5"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_id_is_made_of_code_unit_and_place(one: Finding, expected: str) -> None:
    assert problem_of(one) == expected
    assert [told.id for told in identified([one])] == [expected]


def test_twins_have_numbers_that_do_not_depend_on_the_order() -> None:
    twins = [finding("UNIT-09", unit="1", file=f"{name}.xlsx") for name in "bca"]
    told = identified([*twins, finding("UNIT-09", unit="2")])
    assert [one.id for one in told] == ["UNIT-09:1#2", "UNIT-09:1#3", "UNIT-09:1", "UNIT-09:2"]
    assert {one.file: one.id for one in identified(twins[::-1])} == {
        one.file: one.id for one in told[:3]
    }


def test_an_id_that_is_there_is_kept_and_not_given_again() -> None:
    old = finding("UNIT-09", unit="1", file="z.xlsx", id="UNIT-09:1")
    told = identified([finding("UNIT-09", unit="1", file="a.xlsx"), old])
    assert [one.id for one in told] == ["UNIT-09:1#2", "UNIT-09:1"]


def test_ids_are_the_same_whatever_the_figures_the_file_and_the_other_findings_are(
    tmp_path: Path,
) -> None:
    first = collect(tmp_path / "1", {"b.xlsx": filled({"表三!D6": 12, "表三!D8": 9}, BUREAU)})
    other = edit(filled({"表三!D6": 30, "表三!D8": 7}, BUREAU), {"表三!E8": "5件"})
    files = {"sub/new.xlsx": other, "a.pdf": b"%PDF-1.4", "o.xlsx": filled({}, OFFICE)}
    second = collect(tmp_path / "2", files)
    wanted = f"T3-01:{BUREAU.code}:{code_at('表三!D29')}"
    assert wanted in ids(first) and wanted in ids(second)
    assert f"UNIT-01:{COUNTY.code}" in ids(first) and f"UNIT-01:{COUNTY.code}" in ids(second)
    assert "FILE-01:a.pdf" in ids(second)
    assert len(set(ids(second))) == len(ids(second))


def test_the_json_of_check_has_them_too(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.xlsx").write_bytes(edit(filled(), {"表三!D6": "12件"}))
    import toolkit

    told = json.loads(toolkit.check([tmp_path / "a.xlsx", tmp_path / "b.xlsx"]).to_json())
    of_cell = [one["id"] for one in told["findings"] if one["code"] == "NUM-01"]
    assert of_cell == [f"NUM-01:{BUREAU.code}:{PERSON}", f"NUM-01:{BUREAU.code}:{PERSON}#2"]
    assert command("check", tmp_path / "a.xlsx") == 1


# --- likely, more, cause, judged ------------------------------------------------------------------


def test_the_suggested_value_is_likely_at_its_own_cell(tmp_path: Path) -> None:
    found = collect_one(tmp_path, edit(filled({"表三!D8": 12}), {"表三!D6": "12件"})).finding(
        "NUM-01"
    )
    assert found["likely"] == [{"indicator": PERSON, "sheet": "表三", "cell": "D6", "value": 12}]
    assert (found["cause"], found["more"], found["judged"]) == (None, 0, True)


def test_the_cells_of_corrections_are_likely_the_best_first() -> None:
    def change(cell: str, value: int) -> Correction:
        return Correction(f"t3.{cell}", "表三", cell, cell, 1, value, "replaced")

    solutions = ((change("D8", 81), change("D6", 90)), (change("D8", 81),), (change("D9", 7),))
    one = finding(sheet="表三", cell="D29", suggested=5, corrections=solutions)
    assert one.likely == (
        Likely("t3.D8", "表三", "D8", 81),
        Likely("t3.D6", "表三", "D6", 90),
        Likely("t3.D9", "表三", "D9", 7),
    )
    assert finding(sheet="表三", cell="D29").likely == ()
    assert finding(suggested=2024).likely == (), "no cell to put it into"


def test_a_folded_finding_says_how_many_places_it_stands_for(tmp_path: Path) -> None:
    wrong = edit(filled(), {"表三!L9": 5, "表三!L10": 6, "表三!L11": 7})
    assert collect_one(tmp_path, wrong).finding("TAB-03")["more"] == 2


def test_several_files_of_a_unit_have_one_id_each(tmp_path: Path) -> None:
    files = {
        "a.xlsx": filled({"表三!D6": 1}, BUREAU),
        "b.xlsx": dated(filled({"表三!D6": 2}, BUREAU), LATER),
    }
    told = ids(collect(tmp_path, files))
    assert len(set(told)) == len(told)
    assert f"UNIT-06:{BUREAU.code}" in told
