"""`toolkit read`: what was understood of each file, before anything is collected."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import toolkit
from tests.support.build import (
    BUREAU,
    OFFICE,
    YEAR,
    command,
    edit,
    everything,
    filled,
    refused,
)
from tests.support.encrypted import PASSWORD, locked
from tests.support.published_returns import (
    BY_NAME,
    FORM,
    IN_WORDS,
    OFFICIAL,
    TWELVE,
    WORDS,
    by_roster,
    document,
    returned,
)
from toolkit.cli import preview_words
from toolkit.cli.preview_lines import show_understood
from toolkit.commands.checking import Checked
from toolkit.commands.preview import Preview, TableState, preview, tables_of
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Printed
from toolkit.findings.finding import Location
from toolkit.form.form import Form
from toolkit.grids.document import Medium
from toolkit.grids.identity import Identity
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Return, Unread
from toolkit.template.workbook import make_template


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> list[Return | Unread]:
    """What is read, whatever is named."""
    some: list[Return | Unread] = []

    def read_named(*_: object, **__: object) -> tuple[Form, list[Return | Unread]]:
        return FORM, some

    monkeypatch.setattr("toolkit.commands.preview.read_named", read_named)
    return some


def lines(width: int, shown: Preview, *, every: bool = False) -> list[str]:
    """What is printed on a screen of that width."""
    file = StringIO()
    screen = Console(
        file=file, width=width, highlight=False, force_terminal=True, color_system=None
    )
    show_understood(screen, shown.checks, every=every)
    return [line.rstrip() for line in file.getvalue().splitlines()]


# --- On the screen --------------------------------------------------------------------------------


def test_a_single_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("read", "returns/a.xlsx") == 0
    assert capsys.readouterr().out.splitlines() == [
        "a.xlsx　工作簿　东海市教育局（990000-11）　2024 年度　没有疑点",
        "表二 已读取，表三 已读取，表四 已读取，附表 已读取",
        "",
        "表二：",
        "  10 项空白",
        "",
        "表三：",
        "  一、本年新收政府信息公开申请数量：自然人 12，总计 12",
        "  （一）予以公开：自然人 10，总计 10",
        "  （七）总计：自然人 10，总计 10",
        "  四、结转下年度继续办理：自然人 2，总计 2",
        "  其余 141 项空白",
        "",
        "表四：",
        "  12 项空白",
        "",
        "附表：",
        "  3 项空白",
        "",
        preview_words.NEXT,
    ]


def test_a_report_with_a_cell_in_doubt(reading: list[Return | Unread]) -> None:
    missing = found("TAB-01", Location("表四"), details=Printed())
    fees = {**OFFICIAL, "表二!B16": "12.345"}
    one = document("区县/年报.docx", IN_WORDS, medium=Medium.WORD, cells=fees, invalid=(TWELVE,))
    one = replace(one, counted=one.counted - {"t4"})
    reading.append(replace(one, findings=(*one.findings, replace(missing, file=one.file))))
    shown = lines(80, preview([Path()]))
    assert shown == [
        "区县/年报.docx　Word 文档　东海市教育局　2024 年度　有 2 处错误，请核对",
        "按标题认定为“东海市教育局”2024 年度。",
        "表二 已读取，表三 已读取，表四 没有找到，附表 没有填（选填）",
        "",
        "表二：",
        "  行政事业性收费：本年收费金额（单位：万元） 12.345",
        "  其余 9 项为 0",
        "",
        "表三：",
        "  （一）予以公开：自然人 10，总计 10",
        "  （七）总计：自然人 10，总计 10",
        "  四、结转下年度继续办理：自然人 2，总计 2",
        "  其余 141 项为 0、1 项不是数",
        "",
        "错误 TAB-01 文件中没有读出表四：没有它的表头，或表格是图片、没有边框线，该表",
        "    汇总时不会计入。",
        "    → 请对照原文核对；请把数据填入下发的模板报送，也可把表四补填到 toolkit read",
        "      加 -o 写成的工作簿中。",
        "错误 NUM-01 表三 D6（一、本年新收政府信息公开申请数量，自然人） 填的是“十",
        "    二”，不是数，汇总时不会计入。",
        "    → 请只填数字，不带单位和说明文字；按勾稽关系推算应为 12。",
        "另有 3 条提示，一般不用处理；加 --all 显示。",
        "",
    ]


def test_no_line_of_figures_is_wider_than_the_screen(reading: list[Return | Unread]) -> None:
    reading.append(document(cells=everything(123_456)))
    for width in (80, 120):
        shown = lines(width, preview([Path()]))
        figures = [line for line in shown if line.startswith("  ")]
        assert len(figures) > 40
        assert max(map(cell_len, figures)) <= width


def test_many_files_are_a_line_each_with_the_details_of_those_in_doubt(
    reading: list[Return | Unread],
) -> None:
    reading += [document(f"{n:02}.pdf", medium=Medium.PDF) for n in range(1, 23)]
    reading += [WORDS, Unread("units.csv", Refusal.ROSTER, ignored=True), returned(filled())]
    shown = lines(80, preview([Path()]))
    assert shown[:22] == [
        f"{n:02}.pdf　PDF 文件　东海市教育局　2024 年度　没有疑点" for n in range(1, 23)
    ]
    assert shown[22:] == [
        "区县/年报.docx　Word 文档　东海市教育局　2024 年度　有 1 处错误，请核对",
        "a.xlsx　东海市教育局　2024 年度　没有疑点",
        "",
        "区县/年报.docx　Word 文档　东海市教育局　2024 年度",
        "错误 NUM-01 表三 D6（一、本年新收政府信息公开申请数量，自然人） 填的是“十",
        "    二”，不是数，汇总时不会计入。",
        "    → 请只填数字，不带单位和说明文字；按勾稽关系推算应为 12。",
        "另有 3 条提示，一般不用处理；加 --all 显示。",
        "",
        "共 25 个文件：23 个没有疑点，1 个有错误，1 个略过。",
        "读出的数和提示没有逐个列出；加 --all 全部列出。",
    ]
    every = lines(80, preview([Path()]), every=True)
    assert every.count("  一、本年新收政府信息公开申请数量：自然人 12，总计 12") == 23
    assert every.count("表三：") == 24
    assert "读出的数和提示没有逐个列出；加 --all 全部列出。" not in every


def test_of_many_files_each_shows_its_first_doubts(reading: list[Return | Unread]) -> None:
    doubts = [found("NUM-01", Location("表三", f"D{row}"), actual="x") for row in range(6, 14)]
    one = replace(document("a.pdf", medium=Medium.PDF), findings=tuple(doubts))
    reading += [one, document("b.pdf", medium=Medium.PDF)]
    shown = lines(100, preview([Path()]))
    assert sum(line.startswith("错误 NUM-01") for line in shown) == 5
    assert "还有 3 处没有列出；单独列这个文件，或加 --all，可看到全部。" in shown
    every = lines(100, preview([Path()]), every=True)
    assert sum(line.startswith("错误 NUM-01") for line in every) == 8
    assert not any(line.startswith("还有") for line in every)
    del reading[1]
    alone = lines(100, preview([Path()]))
    assert sum(line.startswith("错误 NUM-01") for line in alone) == 8


def test_what_lies_beside_a_report_is_not_shown(reading: list[Return | Unread]) -> None:
    """One report is shown with its figures, whatever came with it from a browser."""
    beside = (Refusal.ROSTER, Refusal.PART_OF_A_PAGE)
    reading += [Unread(f"a/{one.name}", one, ignored=True) for one in beside]
    assert [line[:2] for line in lines(80, preview([Path()]))] == ["a/", "a/", "", "共 "]
    reading.append(document("a.pdf", medium=Medium.PDF))
    shown = lines(80, preview([Path()]))
    assert shown[0] == "a.pdf　PDF 文件　东海市教育局　2024 年度　没有疑点"
    assert "表三：" in shown and not any("略过" in line for line in shown)


def test_what_gives_no_workbook_is_not_to_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert command("read", path) == 1
    assert preview_words.NEXT not in capsys.readouterr().out


# --- Whose and which year -------------------------------------------------------------------------


def only(reading: list[Return | Unread], one: Return | Unread, **options: object) -> Checked:
    """How one file is understood."""
    reading[:] = [one]
    (checked,) = preview([Path()], **options).checks.checked  # type: ignore[arg-type]
    return checked


def codes_of(one: Checked) -> list[str]:
    return [each.code for each in one.findings if each.severity != "info"]


def test_the_roster_gives_a_name_its_code(reading: list[Return | Unread], tmp_path: Path) -> None:
    one = only(reading, document(), roster=by_roster(tmp_path, OFFICE, BUREAU))
    assert one.returned and one.returned.identity.unit == BUREAU.code
    assert (one.name, one.year, one.record.status) == (BUREAU.name, "2024", "accepted")
    assert codes_of(one) == []


def test_a_unit_that_is_not_on_the_roster_is_told(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    one = only(reading, document(), roster=by_roster(tmp_path, OFFICE))
    assert one.returned and one.returned.identity == BY_NAME
    assert codes_of(one) == ["UNIT-02"]


def test_each_file_may_be_of_its_own_year(reading: list[Return | Unread], tmp_path: Path) -> None:
    path = by_roster(tmp_path, OFFICE, BUREAU)
    reading += [
        document(f"{year}.html", identity=Identity(name=BUREAU.name, year=str(year)))
        for year in (2022, 2023, 2024)
    ]
    for options in ({}, {"roster": path}):
        checks = preview([Path()], **options).checks  # type: ignore[arg-type]
        assert [(one.year, codes_of(one)) for one in checks.checked] == [
            ("2022", []),
            ("2023", []),
            ("2024", []),
        ]


@pytest.mark.parametrize("listed", [True, False])
def test_another_year_than_was_asked_for_is_an_error(
    reading: list[Return | Unread], tmp_path: Path, listed: bool
) -> None:
    path = by_roster(tmp_path, OFFICE, BUREAU) if listed else None
    one = only(reading, document(), year=2023, roster=path)
    assert codes_of(one) == ["FILE-04"]
    assert one.returned and one.returned.identity.year == "2024"


def test_no_year_is_guessed_where_none_was_asked_for(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    silent = document(identity=Identity(name=BUREAU.name))
    one = only(reading, silent, roster=by_roster(tmp_path, OFFICE, BUREAU))
    assert [(each.code, each.suggested) for each in one.findings if each.is_open_error] == [
        ("FILE-06", None)
    ]
    assert one.year == "" and one.name == BUREAU.name


def test_a_report_of_ours_is_read_here(reading: list[Return | Unread], tmp_path: Path) -> None:
    """Somebody has named it; what collects leaves it alone."""
    assert document().own_report
    for path in (None, by_roster(tmp_path, OFFICE, BUREAU)):
        one = only(reading, document(), roster=path)
        assert one.returned and one.record.status == "accepted"


def test_what_nobody_has_filled_in_is_left_alone(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    blank = returned(make_template(FORM, BUREAU, YEAR))
    for path in (None, by_roster(tmp_path, OFFICE, BUREAU)):
        one = only(reading, blank, roster=path)
        assert (one.left_alone, one.findings, one.returned) == (Refusal.UNTOUCHED, (), None)


def test_what_is_made_of_each_table(reading: list[Return | Unread]) -> None:
    lost = (
        found("TAB-02", Location("别的页", "B3"), actual="甲", expected="乙"),
        found("TAB-01", Location("表四")),
    )
    one = document("a.html", replace(lost[0], tables=("表三",)), lost[1])
    checked = only(reading, replace(one, counted=frozenset({"t2", "t6"})))
    assert [(table.sheet, state) for table, state in tables_of(checked)] == [
        ("表二", TableState.READ),
        ("表三", TableState.UNCLEAR),
        ("表四", TableState.MISSING),
        ("附表", TableState.LEFT_OUT),
    ]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- The command ----------------------------------------------------------------------------------


def test_the_command_writes_and_tells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "returns" / "b.xlsx").write_bytes(edit(filled(unit=OFFICE), {"表三!D6": "12件"}))
    assert command("read", "returns", "--units", "units.csv", "-o", "out") == 1
    assert names(folder / "out") == [
        "990000-01_东海市政府办公室_2024.xlsx",
        "990000-11_东海市教育局_2024.xlsx",
    ]
    printed = capsys.readouterr().out.splitlines()
    assert printed[:3] == [
        "名册：units.csv（1 行）",
        "a.xlsx　东海市教育局　2024 年度　没有疑点",
        "b.xlsx　东海市政府办公室　2024 年度　有 2 处错误，请核对",
    ]
    assert printed[-4:] == [
        "共 2 个文件：1 个没有疑点，1 个有错误。",
        "读出的数和提示没有逐个列出；加 --all 全部列出。",
        "共 2 个填好的工作簿，在文件夹 out 中（新生成或更新 2 个）。",
        preview_words.THEN,
    ]
    assert command("read", "returns/a.xlsx", "--year", "2024") == 0
    assert command("read", "returns/a.xlsx", "--year", "2023") == 1
    assert command("check", "out") == 1


def test_what_cannot_be_done(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert "找不到文件或文件夹：nowhere" in refused(capsys, "read", "nowhere")
    assert refused(capsys, "read", "empty") == "在 empty 中没有找到报送件。"
    assert "nowhere.csv" in refused(capsys, "read", "returns", "--units", "nowhere.csv")
    assert "units.csv" in refused(capsys, "read", "returns", "-o", "units.csv")
    assert "“文件”" in refused(capsys, "read")


def test_a_password_opens_a_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "returns" / "a.xlsx").write_bytes(locked(PASSWORD, filled()))
    assert command("read", "returns") == 1
    assert "FILE-07" in capsys.readouterr().out
    assert command("read", "returns", "--password", PASSWORD) == 0


def test_it_speaks_to_the_office_that_has_a_roster_and_else_to_the_unit(folder: Path) -> None:
    (folder / "returns" / "b.pdf").write_bytes(b"PK\x03\x04")
    (to_office,) = toolkit.read("returns", roster="units.csv").findings.suggestion
    (to_unit,) = toolkit.read("returns").findings.suggestion
    assert to_office != to_unit
    assert (to_office, to_unit) == (Refusal.BROKEN.advice, Refusal.BROKEN.unit_advice)


def test_the_library_gives_the_same(folder: Path) -> None:
    result = toolkit.read("returns", roster="units.csv")
    assert repr(result) == "<Understood disclosure-2021 None: 1 files, 1 units, 0 open errors>"
    assert result.figures.loc[BUREAU.code, TWELVE] == 12
    assert result.files.status.tolist() == ["accepted"]
    assert result.findings.empty
    paths = result.write("out")
    assert paths == [Path("out") / "990000-11_东海市教育局_2024.xlsx"]
    assert [(one.file, one.outcome) for one in paths.done.workbooks] == [("a.xlsx", "made")]
    assert names(Path("out")) == [paths[0].name]
