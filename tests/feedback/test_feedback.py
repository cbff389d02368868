"""collect --feedback: what goes back to the units, where it is marked, and what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    CITY,
    COUNTY,
    CUSTOMS,
    LATER,
    OFFICE,
    TOWN,
    Collected,
    collect,
    command,
    edit,
    filled,
    parts,
    raw,
    refused,
)
from toolkit.feedback.receipts import RECEIPT
from toolkit.findings import message
from toolkit.findings.codes.catalogue import CATALOGUE, found
from toolkit.findings.details import CopiedFigures
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.grids.names import FILLED
from toolkit.roster.roster import Category, Unit
from toolkit.spreadsheets.xlsx import read_properties

pytestmark = pytest.mark.slow

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
STEM = "990000-11_东海市教育局_2024"
BOOK, NOTICE = f"{STEM}_退回.xlsx", f"{STEM}_退回通知.txt"
UNBALANCED = "【错误】T3-01 本年新收加上年结转，等于办理结果加结转下年\n"
CONTACT = {"preparer": "张三", "phone": "0990-1234567", "head": "李四", "date": "2025-01-20"}
# A text, a negative, a total typed over, an unbalanced column, a table without a state.
FAULTS: Mapping[str, object] = {
    "表三!G6": "12件",
    "表三!H6": -5,
    "表三!J8": 99,
    "封面!B12": None,
    "表三!E6": 9,
    "表四!A6": 4,
}
ALL_TABLES = ["表二", "表三", "表四", "附表"]


def faulty(faults: Mapping[str, object] = FAULTS) -> bytes:
    return edit(filled(BALANCED, BUREAU, contact=CONTACT), faults)


def sent(
    tmp_path: Path, files: Mapping[str, bytes], *options: str | Path, units: Any = (BUREAU,)
) -> Collected:
    return collect(tmp_path, files, "--feedback", tmp_path / "退回", *options, units=units)


def names(tmp_path: Path) -> list[str]:
    """What is in the folder, without the receipts."""
    every = (tmp_path / "退回").glob("*")
    return sorted(path.name for path in every if not path.name.endswith(RECEIPT))


def book(tmp_path: Path, name: str = BOOK) -> Any:
    return openpyxl.load_workbook(tmp_path / "退回" / name)


def text(tmp_path: Path, name: str = NOTICE) -> str:
    return (tmp_path / "退回" / name).read_bytes().decode("utf-8-sig")


def listed(page: Any) -> list[list[Any]]:
    """The points on 退回意见: what stands below the heads."""
    rows = [[None if cell.value == "" else cell.value for cell in row] for row in page.iter_rows()]
    heads = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return rows[heads + 1 :]


def links(page: Any) -> dict[str, str]:
    return {
        str(cell.value): cell.hyperlink.location
        for row in page.iter_rows()
        for cell in row
        if cell.hyperlink
    }


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feedback")
    result = sent(folder, {"a.xlsx": faulty()})
    assert result.exit_code == 1
    return folder


# --- The workbook --------------------------------------------------------------------------------


def test_a_workbook_and_a_notice(feedback: Path) -> None:
    assert names(feedback) == [BOOK, NOTICE]


def test_the_points_errors_first(feedback: Path) -> None:
    rows = listed(book(feedback)["退回意见"])
    assert [row[:4] for row in rows] == [
        [1, "错误", "NUM-01", "表三 G6"],
        [2, "错误", "NUM-02", "表三 H6"],
        [3, "错误", "T3-03", "表三 J8"],
        [4, "错误", "T3-01", "表三 E29"],
        # The text and the negative, taken for 12 and for 5, do not balance either.
        [5, "错误", "T3-01", "表三 G29"],
        [6, "错误", "T3-01", "表三 H29"],
        [7, "警告", "STAT-02", "封面 B12"],
    ]
    assert [row[5:7] for row in rows] == [
        ["12件", 12],
        [-5, 5],
        [99, 10],
        [0, 9],
        [0, 12],
        [0, 5],
        [None, None],
    ]
    assert rows[0][4] == "一、本年新收政府信息公开申请数量，法人或其他组织→社会公益组织"
    assert rows[0][7] == "表三 G6 填的是“12件”，不是数，未计入汇总。"
    assert rows[0][8] == "请只填数字，不带单位和说明文字；看来应为 12。"
    assert "已恢复合计公式" in rows[2][8] and "10" in rows[2][8]


def test_what_to_do_at_hand_may_name_the_likely_value(tmp_path: Path) -> None:
    unseen = "<is><t>\u202d17\u202c</t></is>"
    content = raw(filled(BALANCED, BUREAU), {"表二!B9": f't="inlineStr"{unseen}'})
    sent(tmp_path, {"a.xlsx": content})
    (row,) = listed(book(tmp_path)["退回意见"])
    assert (row[2], row[8]) == ("NUM-12", "请用键盘重新输入数字；看来应为 17。")
    assert "怎么改：请用键盘重新输入数字；看来应为 17。" in text(tmp_path)


def test_every_place_is_a_link_to_its_cell(feedback: Path) -> None:
    assert links(book(feedback)["退回意见"]) == {
        "表三 G6": "'表三'!G6",
        "表三 H6": "'表三'!H6",
        "表三 J8": "'表三'!J8",
        "表三 E29": "'表三'!E29",
        "表三 G29": "'表三'!G29",
        "表三 H29": "'表三'!H29",
        "封面 B12": "'封面'!B12",
    }


def test_the_list_stands_first_and_is_shown_first(feedback: Path) -> None:
    found = book(feedback)
    assert found.sheetnames[:2] == ["退回意见", "封面"]
    assert found.active.title == "退回意见"
    # Sheets that are chosen together would all take what is typed into one.
    chosen = [one.title for one in found if one.sheet_view.tabSelected]
    assert chosen == ["退回意见"]
    page = found["退回意见"]
    assert page["A1"].value == "东海市教育局 2024 年度报表退回意见"
    assert "6 处错误、1 处警告" in page["A2"].value
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.protection.sheet is True


def test_exactly_the_faults_are_marked_and_commented(feedback: Path) -> None:
    found = book(feedback)
    comments = {
        f"{page.title}!{cell.coordinate}": cell.comment.text
        for page in found
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }
    assert comments == {
        "表三!G6": "【错误】NUM-01 不是数\n原填：12件\n可能是：12",
        "表三!H6": "【错误】NUM-02 负数\n原填：-5\n可能是：5",
        "表三!J8": "【错误】T3-03 合计与分项之和不符\n原填：99\n应为：10",
        "表三!E29": f"{UNBALANCED}两边应相等，相差 9。\n可能是：9",
        "表三!G29": f"{UNBALANCED}两边应相等，相差 12。\n可能是：12",
        "表三!H29": f"{UNBALANCED}两边应相等，相差 5。\n可能是：5",
        "封面!B12": "【警告】STAT-02 未选填报状态",
    }
    fills = {
        address: found[address.split("!")[0]][address.split("!")[1]].fill.fgColor.rgb
        for address in comments
    }
    assert fills == dict.fromkeys(comments, RED) | {"封面!B12": YELLOW}


def test_the_unit_s_own_figures_are_in_it(feedback: Path) -> None:
    found = book(feedback)
    page, cover = found["表三"], found["封面"]
    assert [page[cell].value for cell in ("D6", "D8", "D30", "E6")] == [12, 10, 2, 9]
    assert [page[cell].value for cell in ("G6", "H6")] == ["12件", "-5"]
    assert str(page["J8"].value).startswith("=SUM(")
    assert [cover[cell].value for cell in ("B6", "D6", "B7")] == ["张三", "0990-1234567", "李四"]
    assert str(cover["D7"].value).startswith("2025-01-20")
    assert [cover[f"B{row}"].value for row in (10, 11, 12, 13)] == [FILLED, FILLED, None, FILLED]


def test_marked_inputs_can_be_typed_into_and_the_lock_is_that_of_a_template(feedback: Path) -> None:
    found = book(feedback)
    fresh = openpyxl.load_workbook(feedback / "returns" / "a.xlsx")
    for sheet in ["封面", *ALL_TABLES]:
        assert found[sheet].protection.sheet
        for row in fresh[sheet].iter_rows():
            for cell in row:
                other = found[sheet][cell.coordinate]
                assert other.protection.locked == cell.protection.locked, cell.coordinate
        assert len(found[sheet].conditional_formatting) == len(fresh[sheet].conditional_formatting)


def test_what_it_says_it_is(feedback: Path) -> None:
    stated = read_properties((feedback / "退回" / BOOK).read_bytes())
    assert [stated[f"toolkit.{key}"] for key in ("kind", "unit", "year", "level")] == [
        "feedback",
        BUREAU.code,
        "2024",
        "own",
    ]


def test_stored_results_know_of_the_texts(feedback: Path) -> None:
    page = openpyxl.load_workbook(feedback / "退回" / BOOK, data_only=True)["审核"]
    states = {(row[0].value, row[1].value): row[5].value for row in page.iter_rows(min_row=3)}
    assert states["表三", "非数字的格数"] == "含非数字"
    assert states["表三", "负数的格数"] == "√ 相符"


# --- Places --------------------------------------------------------------------------------------


def test_a_table_that_was_moved_is_at_home_again(tmp_path: Path) -> None:
    content = edit(filled({}, BUREAU), {"附表!C4": "4件"})
    sent(tmp_path, {"a.xlsx": content})
    before = listed(book(tmp_path)["退回意见"])
    moved = edit(content, change=lambda some: some["附表"].insert_rows(1, 3))
    (tmp_path / "returns" / "a.xlsx").write_bytes(moved)
    result = sent(tmp_path, {})
    assert result.finding("NUM-01")["cell"] == "C7"
    assert listed(book(tmp_path)["退回意见"]) == before
    assert before[0][3] == "附表 C4"
    assert links(book(tmp_path)["退回意见"]) == {"附表 C4": "'附表'!C4"}
    assert book(tmp_path)["附表"]["C4"].value == "4件"


def test_a_table_that_was_not_read_is_blank_and_has_no_state(tmp_path: Path) -> None:
    """Its state would make nothing of what the unit had reported."""
    content = edit(filled(BALANCED | {"表二!B6": 3}, BUREAU), {"表三!B8": "别的"})
    sent(tmp_path, {"a.xlsx": content})
    found = book(tmp_path)
    assert [found["封面"][f"B{row}"].value for row in (10, 11)] == [FILLED, None]
    assert (found["表二"]["B6"].value, found["表三"]["D6"].value) == (3, None)
    (row,) = listed(found["退回意见"])
    assert row[2:4] == ["TAB-02", "原文件 表三 B8"]
    assert links(found["退回意见"]) == {"原文件 表三 B8": "'表三'!A1"}
    assert "表三未能读取" in found["退回意见"]["A3"].value
    assert "表三未能读取" in text(tmp_path)


def test_a_figure_beside_the_table_and_a_formula(tmp_path: Path) -> None:
    content = edit(filled(BALANCED, BUREAU), {"表三!M9": 77, "表三!D9": "='[a.xlsx]S'!A1"})
    sent(tmp_path, {"a.xlsx": content})
    found = book(tmp_path)
    assert [row[2:4] for row in listed(found["退回意见"])] == [
        ["NUM-08", "表三 D9"],
        ["TAB-03", "原文件 表三 M9"],
    ]
    # As text, so that it is no figure until somebody types one.
    cell = found["表三"]["D9"]
    assert (cell.value, cell.data_type) == ("='[a.xlsx]S'!A1", "s")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", filled(BALANCED, BUREAU, year=2023), "FILE-04"),
        (f"{STEM}.pdf", b"%PDF-1.4", "FILE-01"),
        (f"{STEM}.xlsx", b"PK\x03\x04", "FILE-01"),
    ],
    ids=["another year", "a PDF", "damaged"],
)
def test_a_file_of_no_use_gives_a_blank_workbook(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    files = {name: content, "b.xlsx": filled(BALANCED, COUNTY)}
    sent(tmp_path, files, "--year", "2024", units=[BUREAU, COUNTY])
    assert names(tmp_path) == [BOOK, NOTICE]
    found = book(tmp_path)
    assert [row[2] for row in listed(found["退回意见"])] == [code]
    assert found["表三"]["D6"].value is None
    assert "未能采用" in found["退回意见"]["A2"].value and "未能采用" in text(tmp_path)


def test_for_a_cover_alone_no_workbook_goes_back(tmp_path: Path) -> None:
    """What it lacks is told in a workbook that goes back for something else."""
    sound, broken = filled(contact={}), filled({"表三!D6": 12, "表三!D8": 10}, OFFICE, contact={})
    result = collect(
        tmp_path,
        {"a.xlsx": sound, "b.xlsx": broken},
        *("--feedback", tmp_path / "back"),
        units=[BUREAU, OFFICE],
    )
    assert result.codes().count("COVER-01") == 2
    notices = {path.name: path for path in (tmp_path / "back").glob("*通知.txt")}
    assert list(notices) == [f"{OFFICE.code}_{OFFICE.name}_2024_退回通知.txt"]
    assert "封面上有 4 项没有填好" in notices.popitem()[1].read_text("utf-8-sig")


def test_a_file_of_unknown_origin_gives_nothing(tmp_path: Path) -> None:
    files = {"表.pdf": b"%PDF-1.4", "b.xlsx": filled(BALANCED, BUREAU)}
    assert sent(tmp_path, files).codes() == ["FILE-01"]
    assert names(tmp_path) == []


def test_who_is_off_the_roster_gets_nothing(tmp_path: Path) -> None:
    stranger = Unit("991111", "西河县", Category.COUNTY, "991000")
    files = {"a.xlsx": filled(BALANCED, BUREAU), "b.xlsx": filled({"表三!D6": 9}, stranger)}
    assert "UNIT-02" in sent(tmp_path, files).codes()
    assert names(tmp_path) == []
    assert not list((tmp_path / "退回").glob(f"{stranger.code}*"))


def test_a_unit_further_down_that_has_sent_something(tmp_path: Path) -> None:
    files = {
        "a.xlsx": filled(BALANCED, COUNTY),
        "b.xlsx": edit(filled(BALANCED, TOWN), {"表三!E6": "9件"}),
    }
    sent(tmp_path, files, "--as", CITY, units=[COUNTY, TOWN])
    assert names(tmp_path) == [
        "990001101_河口镇_2024_退回.xlsx",
        "990001101_河口镇_2024_退回通知.txt",
    ]


# --- Put right and sent in again -----------------------------------------------------------------


def corrected(tmp_path: Path) -> bytes:
    """The workbook that went back, with every point put right."""
    right = {
        "表三!G6": 12,
        "表三!G8": 12,
        "表三!H6": 5,
        "表三!H8": 5,
        "表三!E8": 9,
        "封面!B12": FILLED,
    }
    return edit((tmp_path / "退回" / BOOK).read_bytes(), right, saved=LATER)


def test_the_corrected_workbook_is_clean_and_counts(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": faulty()})
    (tmp_path / "returns" / "b.xlsx").write_bytes(corrected(tmp_path))
    result = sent(tmp_path, {})
    assert (result.codes(), result.exit_code) == (["UNIT-12"], 0)
    assert result.files() == {"a.xlsx": "superseded", "b.xlsx": "accepted"}
    assert [result.total(f"表三!{cell}") for cell in ("G6", "H6", "E6")] == [12, 5, 9]
    # Nothing is to be asked any more: what had been written for it is gone.
    assert names(tmp_path) == []


def test_the_corrected_workbook_alone_is_clean(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": faulty()})
    (tmp_path / "returns" / "a.xlsx").write_bytes(corrected(tmp_path))
    result = sent(tmp_path, {})
    assert (result.codes(), result.exit_code) == ([], 0)


def test_what_is_still_wrong_goes_back_again(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": faulty()})
    half = edit((tmp_path / "退回" / BOOK).read_bytes(), {"表三!G6": 12}, saved=LATER)
    (tmp_path / "returns" / "b.xlsx").write_bytes(half)
    result = sent(tmp_path, {})
    assert "NUM-02" in result.codes() and "NUM-01" not in result.codes()
    codes = [row[2] for row in listed(book(tmp_path)["退回意见"])]
    assert codes == ["NUM-02", "T3-01", "T3-01", "T3-01", "STAT-02"]


def test_a_copy_that_nobody_has_opened_is_no_answer(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": faulty()})
    before = sent(tmp_path, {"a.xlsx": faulty()}).codes()
    (tmp_path / "returns" / "b.xlsx").write_bytes((tmp_path / "退回" / BOOK).read_bytes())
    result = sent(tmp_path, {})
    assert result.codes() == before
    assert result.files() == {"a.xlsx": "accepted", "b.xlsx": "ignored"}


def test_what_goes_back_as_it_was_counts_where_there_is_nothing_else(tmp_path: Path) -> None:
    """Warnings that are right need no change: the unit may send the very workbook."""
    sent(tmp_path, {"a.xlsx": filled({**BALANCED, "表二!B5": 3}, BUREAU)})
    (tmp_path / "returns" / "a.xlsx").unlink()
    (tmp_path / "returns" / "b.xlsx").write_bytes((tmp_path / "退回" / BOOK).read_bytes())
    result = sent(tmp_path, {})
    assert result.files() == {"b.xlsx": "accepted"}
    assert (result.codes(), result.total("表三!D6")) == (["T2-02"], 12)


# --- Notices and reminders -----------------------------------------------------------------------


def test_the_notice_is_a_text_for_notepad(feedback: Path) -> None:
    raw = (feedback / "退回" / NOTICE).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") > 10
    lines = text(feedback).split("\r\n")
    assert lines[0] == "东海市教育局："
    assert "有 6 处错误、1 处警告" in lines[2] and "2024 年度" in lines[2]
    label = "一、本年新收政府信息公开申请数量，法人或其他组织→社会公益组织"
    assert lines[4:9] == [
        f"1. 【错误】表三 G6 {label}（NUM-01）",
        "   现填：12件",
        "   应为／可能是：12",
        "   问题：表三 G6 填的是“12件”，不是数，未计入汇总。",
        "   怎么改：请只填数字，不带单位和说明文字；看来应为 12。",
    ]
    assert any(BOOK in line for line in lines)


def with_deadlines(tmp_path: Path, deadline: str) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(
        "单位代码,单位名称,单位类别,上级代码,联系人,联系电话,截止日期\n"
        "990000,东海市,本级,,,,\n"
        f"990000-01,东海市政府办公室,本级,990000,示例甲,0990-1,{deadline}\n"
        f"990000-11,东海市教育局,市直部门,990000,示例乙,0990-2,{deadline}\n"
        "990001,东山区,县（市、区）,990000,,,\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def on_the_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tenth of February 2025."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1739145600")


@pytest.mark.usefixtures("on_the_tenth")
@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ("2025-02-20", "请于 2025-02-20 前"),
        ("2025-01-31", "请尽快（截止日期 2025-01-31 已过）"),
        ("", "请尽快把"),
    ],
)
def test_the_deadline_is_in_the_notice(tmp_path: Path, deadline: str, words: str) -> None:
    sent(tmp_path, {"a.xlsx": faulty()}, "--units", with_deadlines(tmp_path, deadline))
    assert words in text(tmp_path)
    assert "\r\n东海市\r\n" in text(tmp_path)


@pytest.mark.usefixtures("on_the_tenth")
def test_who_has_sent_nothing_is_reminded(tmp_path: Path) -> None:
    roster = with_deadlines(tmp_path, "2025-01-31")
    sent(tmp_path, {"a.xlsx": filled(BALANCED, BUREAU)}, "--units", roster)
    assert names(tmp_path) == ["催报名单.txt"]
    lines = text(tmp_path, "催报名单.txt").split("\r\n")
    assert "截至 2025-02-10，未报送的单位有 2 个：" in lines
    assert (
        "1. 990000-01 东海市政府办公室　联系人：示例甲　电话：0990-1　截止日期：2025-01-31"
        "　已迟报 10 天" in lines
    )
    assert "2. 990001 东山区" in lines
    messages = lines[lines.index("催报通知，每个单位一份，可直接粘贴：") :]
    assert messages[:-2] == [
        "催报通知，每个单位一份，可直接粘贴：",
        "",
        "———— 东海市政府办公室　联系人：示例甲　电话：0990-1 ————",
        "",
        "东海市政府办公室：",
        "",
        "    截至 2025-02-10，尚未收到贵单位的 2024 年度《政府信息公开工作年度报告》报表"
        "（截止日期：2025-01-31，已迟报 10 天）。请抓紧填写，尽快报送；"
        "已经报送的，请与我们核对是否收到。谢谢支持！",
        "",
        "东海市",
        "",
        "———— 东山区 ————",
        "",
        "东山区：",
        "",
        "    截至 2025-02-10，尚未收到贵单位的 2024 年度《政府信息公开工作年度报告》报表。"
        "请抓紧填写，尽快报送；已经报送的，请与我们核对是否收到。谢谢支持！",
        "",
        "东海市",
        "",
    ]


def test_who_sent_what_cannot_be_opened_is_answered_and_not_reminded(tmp_path: Path) -> None:
    files = {"990000-11_东海市教育局_2024.pdf": b"%PDF-1.4", "b.xlsx": filled(BALANCED, OFFICE)}
    result = sent(tmp_path, files, units=[OFFICE, BUREAU, COUNTY])
    assert result.unit(BUREAU)["status"] == "missing"
    assert names(tmp_path) == [BOOK, NOTICE, "催报名单.txt"]
    told = text(tmp_path, "催报名单.txt")
    assert "未报送的单位有 1 个" in told and "另有 1 个单位" in told


def test_a_clean_city_gets_only_receipts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(tmp_path, {"a.xlsx": filled(BALANCED, BUREAU)})
    assert [path.name for path in (tmp_path / "退回").iterdir()] == [f"{STEM}{RECEIPT}"]
    assert "没有需要退回或催报的单位，回执 1 份，" in capsys.readouterr().out


def test_where_nothing_came_and_nobody_is_due_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(tmp_path, {"表.pdf": b"%PDF-1.4"}, "--as", CITY, "--year", "2024", units=[CUSTOMS])
    assert not (tmp_path / "退回").exists()
    assert "没有需要退回或催报的单位。" in capsys.readouterr().out


def test_the_terminal_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent(tmp_path, {"a.xlsx": faulty()}, units=[BUREAU, COUNTY])
    assert "退回 1 个单位（工作簿和通知各一份），催报 1 个单位" in capsys.readouterr().out


# --- Nobody sees the figures of others -----------------------------------------------------------


def test_no_figure_of_another_unit_is_in_any_part(tmp_path: Path) -> None:
    files = {
        "a.xlsx": edit(filled({"表三!D6": 987654}, BUREAU), {"表三!E6": "987654件"}),
        "b.xlsx": filled({"表三!D6": 9}, OFFICE),
        "c.xlsx": filled({"表三!D6": 9}, COUNTY),
    }
    sent(tmp_path, files, units=[OFFICE, BUREAU, COUNTY])
    holding = set()
    for path in (tmp_path / "退回").iterdir():
        content = path.read_bytes()
        every = parts(content) if path.suffix == ".xlsx" else {"": content}
        if any(b"987654" in one for one in every.values()):
            holding.add(path.name)
    assert len(names(tmp_path)) == 6
    assert holding == {BOOK, NOTICE}


def test_a_discreet_wording_leaves_the_figures_of_others_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    code = replace(
        CATALOGUE["UNIT-14"],
        title="与其他单位雷同",
        unit_message="{unit_name}的数据与另一单位的相同。",
        unit_remedy="请核实。",
        needs="others",
    )
    monkeypatch.setattr(message, "CATALOGUE", {**CATALOGUE, "UNIT-14": code})
    told = found(
        "UNIT-14", unit="1", unit_name="甲", actual="987654", details=CopiedFigures(("乙 987654",))
    )
    assert "987654" in message.message(told, form)
    for voice in (Voice.UNIT, Voice.SENT_BACK, Voice.NOTICE):
        assert message.message(told, form, voice) == "甲的数据与另一单位的相同。"
        assert message.suggestion(told, form, voice) == "请核实。"
    hidden = message.without_others(told)
    # What the unit itself has put there is its own.
    assert (hidden.actual, hidden.expected, hidden.suggested, hidden.details) == (
        "987654",
        None,
        None,
        None,
    )
    region = Unit(BUREAU.code, BUREAU.name, Category.COUNTY, BUREAU.parent)
    sent(tmp_path, {"a.xlsx": filled(BALANCED, region)})
    (row,) = listed(book(tmp_path)["退回意见"])
    assert row[2:] == [
        "UNIT-14",
        "封面 B5",
        None,
        "本地区汇总",
        None,
        "东海市教育局的数据与另一单位的相同。",
        "请核实。",
    ]
    assert (
        book(tmp_path)["封面"]["B5"].comment.text
        == "【错误】UNIT-14 与其他单位雷同\n原填：本地区汇总"
    )


@pytest.fixture
def form() -> Form:
    from toolkit.form.form_file import default_form

    return default_form()


# --- What an earlier run has left ----------------------------------------------------------------


def test_running_again_changes_nothing(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": faulty()})
    before = {path: path.read_bytes() for path in (tmp_path / "退回").iterdir()}
    sent(tmp_path, {})
    assert {path: path.read_bytes() for path in (tmp_path / "退回").iterdir()} == before


def test_what_is_clean_now_is_removed_and_foreign_files_stay(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": faulty()}, units=[BUREAU, COUNTY])
    folder = tmp_path / "退回"
    assert names(tmp_path) == [BOOK, NOTICE, "催报名单.txt"]
    last_year = folder / BOOK.replace("2024", "2023")
    last_year.write_bytes((folder / BOOK).read_bytes())
    (folder / "记录.txt").write_text("x", encoding="utf-8")
    files = {"a.xlsx": filled(BALANCED, BUREAU), "b.xlsx": filled(BALANCED, COUNTY)}
    sent(tmp_path, files, units=[BUREAU, COUNTY])
    assert names(tmp_path) == [last_year.name, "记录.txt"]


@pytest.mark.parametrize("clean", [True, False], ids=["clean now", "still wrong"])
def test_what_somebody_has_changed_is_kept_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], clean: bool
) -> None:
    sent(tmp_path, {"a.xlsx": faulty()})
    folder = tmp_path / "退回"
    changed = edit((folder / BOOK).read_bytes(), {"表三!G6": 12})
    (folder / BOOK).write_bytes(changed)
    noted = (folder / NOTICE).read_bytes() + "已电话告知".encode()
    (folder / NOTICE).write_bytes(noted)
    capsys.readouterr()
    sent(tmp_path, {"a.xlsx": filled(BALANCED, BUREAU) if clean else faulty({"表三!G6": "1件"})})
    assert (folder / BOOK).read_bytes() == changed
    assert (folder / NOTICE).read_bytes() == noted
    shown = capsys.readouterr().out
    for name in (BOOK, NOTICE):
        assert f"已被改动过的退回文件，未覆盖也未删除：{folder / name}" in shown


def test_a_notice_that_notepad_saved_again_is_still_ours(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": faulty()})
    path = tmp_path / "退回" / NOTICE
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))
    sent(tmp_path, {"a.xlsx": filled(BALANCED, BUREAU)})
    assert names(tmp_path) == []


@pytest.mark.parametrize("where", ["returns", "returns/退回"])
def test_not_within_the_returns(
    folder: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    told = refused(capsys, "collect", "returns", "--feedback", where)
    assert told.startswith(f"--feedback 的文件夹 {where} 在报送件文件夹 returns 里面")
    assert not (folder / "汇总-2024.xlsx").exists()


def test_not_where_a_file_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "collect", "returns", "--feedback", "units.csv")
    assert told == "units.csv 已存在且不是文件夹，无法在其中生成文件。"


def test_without_the_feedback_nothing_is_written(folder: Path) -> None:
    (folder / "returns" / "a.xlsx").write_bytes(faulty())
    assert command("collect", "returns", "--feedback", "units.csv/退回") == 2
    assert not (folder / "汇总-2024.xlsx").exists()
