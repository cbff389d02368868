"""What is told of the text of a report, from the first run to the reviewer's last."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.build import BALANCED, BUREAU, OFFICE, YEAR, Collected, code_at, collect, filled
from tests.support.reports.model import Report, Subject
from tests.support.reports.official import FAULTS, official_report
from tests.support.reports.pages import plain_page
from tests.support.reviewed import decide, line
from toolkit.form.form_file import default_form
from toolkit.form.opening_figures import complete

pytestmark = pytest.mark.slow

FORM = default_form()
UNITS = (OFFICE, BUREAU)
COPIED = (
    "我局把信息公开纳入股室年度考核，每季度对照目录检查栏目更新情况，对发现的问题逐项登记、"
    "限期整改。"
)


def report(year: int, *paragraphs: str, cells: dict[str, int] | None = None) -> bytes:
    """The page of the bureau, with these paragraphs at the beginning of its first section."""
    typed = {code_at(at): figure for at, figure in (cells or BALANCED).items()}
    figures = complete(FORM, {**dict.fromkeys(FORM.inputs, 0), **typed})
    known = {code: value or 0 for code, value in figures.items()}
    made: Report = official_report(known, Subject(BUREAU.name, year))
    at = made.parts.index("一、总体情况") + 1
    made.parts[at:at] = paragraphs
    if year < YEAR:
        made.parts = [one for one in made.parts if one != FAULTS]
    return plain_page(made)


def told(result: Collected) -> dict[str, bool]:
    """The ids of what is told of texts, and whether each was judged this time."""
    found = result.json["findings"]
    return {one["id"]: one["judged"] for one in found if one["code"].startswith("TEXT-")}


# What tells a sentence from others is made of all of it but its numbers.
AGAIN = f"TEXT-05:{BUREAU.code}:一、总体情况:ec76cf26"
WRONG = f"TEXT-01:{BUREAU.code}:{code_at('表三!J6')}:c43bfaef"


def test_a_text_is_told_of_until_it_is_judged_and_right(tmp_path: Path) -> None:
    before = tmp_path / "上年年报"
    before.mkdir()
    # Last year nothing was carried over.
    then = {"表三!D6": 9, "表三!D8": 9}
    (before / "bureau.html").write_bytes(report(YEAR - 1, COPIED, cells=then))
    sent = {"office.xlsx": filled(BALANCED, OFFICE)}
    wrong = report(YEAR, COPIED, "全年共收到政府信息公开申请21件。")
    sent["bureau.html"] = wrong
    first = collect(tmp_path, sent, "--previous", before, units=UNITS)
    assert told(first) == {AGAIN: True, WRONG: True}
    assert first.unit(BUREAU)["status"] == "received"

    decide(first, "TEXT-01", "已核实", "以表格为准")
    # Last year's text is not there this time; the decision stays with its problem.
    second = collect(tmp_path, sent, "--no-previous", units=UNITS)
    assert told(second) == {AGAIN: False, WRONG: True}
    assert line(second, "TEXT-01")["处理意见"] == "已核实"
    assert line(second, "TEXT-05")["状态"] == "本次未审核"

    sent["bureau.html"] = report(YEAR, "全年共收到政府信息公开申请12件。")
    third = collect(tmp_path, sent, "--previous", before, units=UNITS)
    assert told(third) == {}
    assert [line(third, code, "已消除")["规则"] for code in ("TEXT-01", "TEXT-05")]
    assert line(third, "TEXT-01", "已消除")["备注"] == "以表格为准"


def test_of_two_sentences_each_keeps_its_decision(tmp_path: Path) -> None:
    """When the first is mended, what was decided on it is not taken for that on the second."""
    first, second = "本局共收到政府信息公开申请21件。", "全年总计收到政府信息公开申请31件。"
    sent = {"bureau.html": report(YEAR, first, second)}
    one = collect(tmp_path, sent, units=[BUREAU])
    ids = sorted(told(one))
    assert len(ids) == 2 and len({each.rpartition(":")[0] for each in ids}) == 1
    sent["bureau.html"] = report(YEAR, first.replace("21", "12"), second)
    (left,) = told(collect(tmp_path, sent, units=[BUREAU]))
    assert left in ids
    sent["bureau.html"] = report(YEAR, first, second.replace("31", "12"))
    assert {left, *told(collect(tmp_path, sent, units=[BUREAU]))} == set(ids)


def test_a_workbook_instead_of_the_report_says_nothing_of_its_text(tmp_path: Path) -> None:
    sent = {"bureau.html": report(YEAR, "全年共收到政府信息公开申请21件。")}
    collect(tmp_path, sent, units=[BUREAU])
    (tmp_path / "returns" / "bureau.html").unlink()
    result = collect(tmp_path, {"bureau.xlsx": filled(BALANCED, BUREAU)}, units=[BUREAU])
    assert told(result) == {WRONG: False}
    assert line(result, "TEXT-01")["状态"] == "本次未审核"


def test_what_goes_back_claims_nothing_of_a_cell_that_is_right(tmp_path: Path) -> None:
    """It is the text that is wrong, and the unit has typed nothing else into the cell."""
    sent = {"bureau.html": report(YEAR, "全年共收到政府信息公开申请21件。")}
    out = tmp_path / "退回"
    collect(tmp_path, sent, "--feedback", out, units=[BUREAU])
    (notice,) = out.glob("*通知.txt")
    text = notice.read_text(encoding="utf-8-sig")
    assert "TEXT-01" in text and "写的是“21件”" in text
    assert "现填：21" not in text and "应为／可能是" not in text
    (book,) = out.glob("*.xlsx")
    comments = [
        cell.comment.text
        for sheet in openpyxl.load_workbook(book)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and "TEXT-01" in cell.comment.text
    ]
    assert comments and not any("原填" in one or "应为" in one for one in comments)


def test_beside_a_workbook_the_text_of_a_report_is_not_told_of(tmp_path: Path) -> None:
    sent = {
        "bureau.html": report(YEAR, "全年共收到政府信息公开申请21件。"),
        "bureau.xlsx": filled(BALANCED, BUREAU),
    }
    result = collect(tmp_path, sent, units=[BUREAU])
    assert told(result) == {}


def test_a_text_changes_no_total(tmp_path: Path) -> None:
    result = collect(
        tmp_path, {"bureau.html": report(YEAR, "全年共收到政府信息公开申请21件。")}, units=[BUREAU]
    )
    assert result.exit_code == 0
    assert result.total("表三!J6") == 12
