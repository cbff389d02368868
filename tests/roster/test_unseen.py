"""What a person cannot see in a roster is told with its row, and never becomes part of a name."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from struct import pack

import pytest
import xlsxwriter

import toolkit
from tests.support.build import CITY, ROSTER_HEAD, command, zipped
from tests.support.old_formats import LABEL, body, cell, record, row, text, xls
from toolkit.errors import CannotRun
from toolkit.roster.roster_file import read_roster

HEAD = f"{ROSTER_HEAD},联系人,联系电话,截止日期,上年代码"
HEADS = HEAD.split(",")
GOOD = ["2", "乙局", "市直部门", CITY, "李四", "0990-2", "2025-02-20", ""]


def with_one(head: str, text: str) -> list[list[str]]:
    """A roster whose first unit has this text under one head."""
    first = ["1", "甲局", "市直部门", CITY, "张三", "0990-1", "2025-02-20", ""]
    first[HEADS.index(head)] = text
    return [HEADS, first, GOOD]


def as_csv(rows: list[list[str]]) -> bytes:
    return "".join(f"{','.join(one)}\n" for one in rows).encode()


def as_xlsx(rows: list[list[str]]) -> bytes:
    """XlsxWriter keeps a control character as Excel does, by its number."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, one in enumerate(rows):
            sheet.write_row(number, 0, one)
    return buffer.getvalue()


def as_xls(rows: list[list[str]]) -> bytes:
    return xls(
        b"".join(
            record(LABEL, pack("<3H", at, column, 0) + text(one))
            for at, some in enumerate(rows)
            for column, one in enumerate(some)
        )
    )


def as_ods(rows: list[list[str]]) -> bytes:
    told = "".join(
        row("".join(cell('office:value-type="string"', f"<text:p>{t}</text:p>") for t in one))
        for one in rows
    )
    content = body(f'<table:table table:name="表">{told}</table:table>').encode()
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content})


MAKERS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "units.csv": as_csv,
    "units.xlsx": as_xlsx,
    "units.xls": as_xls,
    "units.ods": as_ods,
}


def told(tmp_path: Path, rows: list[list[str]], name: str = "units.csv") -> str:
    (tmp_path / name).write_bytes(MAKERS[name](rows))
    with pytest.raises(CannotRun) as caught:
        read_roster(tmp_path / name)
    return str(caught.value)


CONTROL, TURNING, BLANK = (
    "看不见的控制字符",
    "看不见的、会颠倒文字显示方向的字符",
    "看不见的空字符",
)
KINDS = [
    *((one, CONTROL) for one in "\u2028\u2029\ufdd0\ufffe\U0001ffff"),
    *((one, CONTROL) for one in "\x00\x01\x07\x08\x0b\x0c\x1b\x1f\x7f\x80\x85\x9f"),
    *((one, TURNING) for one in "\u061c\u200e\u200f\u202a\u202d\u202e\u2066\u2067\u2068\u2069"),
    *((one, BLANK) for one in "\u00ad\u200b\u200c\u200d\u2060\ufeff\u2800\u3164\U000e0041"),
]


@pytest.mark.parametrize(("piece", "kind"), KINDS)
def test_each_kind_of_character_is_told(tmp_path: Path, piece: str, kind: str) -> None:
    assert told(tmp_path, with_one("单位名称", f"甲{piece}局")).endswith(
        f"中有{kind}（U+{ord(piece):04X}），在第 2 个字的位置。"
        "请清空这一格，用键盘重新输入，不要粘贴。"
    )


@pytest.mark.parametrize("head", HEADS)
def test_every_column_is_looked_at(tmp_path: Path, head: str) -> None:
    assert told(tmp_path, with_one(head, "甲\x07乙")) == (
        f"单位名册 units.csv 第 2 行：“{head}”的“甲 乙”中有看不见的控制字符（U+0007），"
        "在第 2 个字的位置。请清空这一格，用键盘重新输入，不要粘贴。"
    )


@pytest.mark.parametrize("name", ["units.csv", "units.xlsx", "units.xls"])
def test_a_control_character_in_every_format(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, with_one("联系人", "张\x1b三"), name) == (
        f"单位名册 {name} 第 2 行：“联系人”的“张 三”中有看不见的控制字符（U+001B），"
        "在第 2 个字的位置。请清空这一格，用键盘重新输入，不要粘贴。"
    )


@pytest.mark.parametrize("name", MAKERS)
def test_a_mark_of_direction_in_every_format(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, with_one("单位名称", "\u202e甲局"), name) == (
        f"单位名册 {name} 第 2 行：“单位名称”的“甲局”中有看不见的、会颠倒文字显示方向的字符"
        "（U+202E），在第 1 个字的位置。请清空这一格，用键盘重新输入，不要粘贴。"
    )


@pytest.mark.parametrize("escape", ["_x000B_", "_x0041_", "_x005F_", "_x200b_", "_x000D_"])
@pytest.mark.parametrize("name", MAKERS)
def test_a_number_that_stands_for_a_character(tmp_path: Path, name: str, escape: str) -> None:
    """Excel would show an A for _x0041_ where we write a property; here it is shown as it is."""
    assert told(tmp_path, with_one("单位名称", f"甲{escape}局"), name) == (
        f"单位名册 {name} 第 2 行：“单位名称”的“甲{escape}局”中有“{escape}”，"
        f"表格软件会把它当成一个字符的代码，而不是文字。请删去“{escape}”，或改成原来的文字。"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("东海市\n教育局", "东海市 教育局"),
        ("东海市\r\n教育局\r\n", "东海市  教育局"),
        ("\t东海市教育局 \u3000\xa0", "东海市教育局"),
        ("张\U000e0100三", "张\U000e0100三"),
        ("葛\ufe00局", "葛\ufe00局"),
        ("_x000_局", "_x000_局"),
    ],
)
def test_white_space_and_rare_forms_of_characters_are_seen(
    tmp_path: Path, text: str, read: str
) -> None:
    """A line break within a cell is a blank."""
    (tmp_path / "units.xlsx").write_bytes(as_xlsx(with_one("单位名称", text)))
    assert read_roster(tmp_path / "units.xlsx").rows[0].name == read


def test_a_column_of_somebody_s_own_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(f"备注,{ROSTER_HEAD}\n\x07,1,甲局,市直部门,{CITY}\n")
    assert read_roster(tmp_path / "units.csv").rows[0].name == "甲局"


def test_both_commands_and_the_library_stop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    units = tmp_path / "units.csv"
    units.write_bytes(as_csv(with_one("单位名称", "\x1b[31m红局")))
    (tmp_path / "returns").mkdir()
    said = (
        "单位名册 units.csv 第 2 行：“单位名称”的“[31m红局”中有看不见的控制字符（U+001B），"
        "在第 1 个字的位置。请清空这一格，用键盘重新输入，不要粘贴。"
    )
    (tmp_path / "returns" / "a.xlsx").write_bytes(b"")
    for words in (["template", "--units", str(units)], ["collect", "returns"]):
        assert command(*words) == 2
        assert capsys.readouterr().err == f"{said}\n"
    with pytest.raises(CannotRun) as caught:
        toolkit.make_templates(units)
    assert str(caught.value) == said
    with pytest.raises(CannotRun) as caught:
        toolkit.collect("returns")
    assert str(caught.value) == said
    assert sorted(one.name for one in tmp_path.iterdir()) == ["returns", "units.csv"]
