"""`toolkit check`: the verdict on single files, for a unit before it sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.build import BUREAU, command, edit, filled, raw, roster

CLEAN = "没有发现问题。"


def checked(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    *options: str,
    name: str = "a.xlsx",
) -> tuple[int, list[str]]:
    """Exit code and lines of ``check`` for one file."""
    path = tmp_path / name
    path.write_bytes(content)
    capsys.readouterr()
    code = command("check", path, *options)
    return code, capsys.readouterr().out.splitlines()


def test_a_right_return(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(tmp_path, capsys, filled()) == (0, [f"a.xlsx　东海市教育局　{CLEAN}"])


def test_every_finding_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = checked(tmp_path, capsys, edit(filled({}), {"表三!D6": "12件"}))
    assert code == 1
    assert lines[0] == "a.xlsx　东海市教育局　有 1 处错误、0 处警告："
    assert lines[1].startswith("错误 NUM-01 表三 D6（")
    assert lines[2] == "    → 请只填数字，不带单位和说明文字；看来应为 12。"
    assert lines[3].startswith("提示 T3-01 ") and "无法判断" in lines[3]


def test_warnings_are_no_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = raw(filled({"表三!D6": 12, "表三!D8": 12}), {"表三!D6": "<f>5+7</f><v>12</v>"})
    code, lines = checked(tmp_path, capsys, content)
    assert (code, lines[0]) == (0, "a.xlsx　东海市教育局　有 0 处错误、1 处警告：")


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ({"封面!B4": "990001"}, "UNIT-04", "“990000-11”、“990001”"),
        ({"_identity!B2": "other"}, "UNIT-04", "“other”、“disclosure-2021”"),
    ],
)
def test_a_workbook_that_contradicts_itself(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    cells: dict[str, object],
    code: str,
    words: str,
) -> None:
    exit_code, lines = checked(tmp_path, capsys, edit(filled(), cells))
    assert exit_code == 1
    assert any(line.startswith(f"错误 {code} ") and words in line for line in lines)


def test_a_return_that_names_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A unit that forgot to write its name should hear it before it sends."""
    code, lines = checked(tmp_path, capsys, filled(unit=None))
    assert code == 1
    assert lines[1] == "错误 FILE-02 文件“a.xlsx”无法认定为报送件：没有填写单位名称和代码。"


def test_the_year_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = checked(tmp_path, capsys, filled(), "--year", "2025")
    assert code == 1
    assert lines[1].startswith("错误 FILE-04 文件“a.xlsx”是 2024 年度的报表")
    assert checked(tmp_path, capsys, filled(), "--year", "2024")[0] == 0


def test_a_return_without_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = edit(filled(unit=None, year=None), {"封面!B3": BUREAU.name})
    code, lines = checked(tmp_path, capsys, content)
    assert code == 1 and "FILE-06" in lines[1]


def test_a_return_of_an_older_version_of_the_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``collect`` refuses it as FILE-03: the unit should hear so before it sends."""

    def outdate(book: Workbook) -> None:
        book["_identity"]["B3"] = "2019"
        for one in book.custom_doc_props.props:  # type: ignore[attr-defined]
            if one.name == "toolkit.version":
                one.value = "2019"

    code, lines = checked(tmp_path, capsys, edit(filled(), change=outdate))
    assert code == 1 and "FILE-03" in lines[1]


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = checked(tmp_path, capsys, b"\xd0\xcf\x11\xe0", name="a.xls")
    assert code == 1
    assert lines[1].startswith("错误 FILE-01 文件“a.xls”无法读取：文件已损坏。")


def test_a_file_that_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(tmp_path, capsys, roster(BUREAU), name="units.csv") == (
        0,
        ["units.csv　　单位名册"],
    )


def test_several_files_and_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("b.xlsx", "a.xlsx"):
        (folder / name).write_bytes(filled())
    assert command("check", folder, folder / "b.xlsx") == 0
    assert [line.split("　")[0] for line in capsys.readouterr().out.splitlines()] == [
        "a.xlsx",
        "b.xlsx",
        "folder/b.xlsx",
    ]


def test_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(tmp_path, capsys, filled())
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
