"""What ``toolkit`` says alone where something is missing, cannot be read, or was copied."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.support.begun import OUT, UNITS, begin, says, sent, stands
from tests.support.build import BALANCED, BUREAU, COUNTY, OFFICE, YEAR, command, filled, roster
from toolkit.cli.words import ALONE
from toolkit.commands.standing import LastYear, Step


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return begin(tmp_path, monkeypatch)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Caption → what stands beside it; "" → what stands below."""
    capsys.readouterr()
    assert command(ALONE) == 0
    _, *lines = [one.rstrip() for one in capsys.readouterr().out.splitlines()]
    said: dict[str, str] = {}
    last = ""
    for line in lines:
        caption, gap, text = line.partition("  ")
        known = gap and len(caption) == 2
        last = caption if known else last if line.startswith(" ") else ""
        said[last] = said.get(last, "") + (text if known else line).strip()
    return said


def test_a_roster_that_is_gone(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The workbook knows who was due, and who has sent something."""
    sent(OFFICE)
    assert command("collect") == 0
    says("units", "'名册3.csv'")
    said = told(capsys)
    assert said["名册"] == "还没有可用的名册"
    assert said["报送"] == f"已报 1 个，未报 2 个，应报 3 个；未报：{BUREAU.name}、{COUNTY.name}"
    assert said[""].startswith("找不到文件或文件夹：名册3.csv。")
    assert said[""].endswith(
        "下一步：请把名册放回原处，或在 collection.toml 的 units 一行写明它在哪里，"
        "再运行 toolkit 看一看。"
    )


def test_a_roster_that_is_not_named_is_looked_for_as_a_run_does(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    says("units", None)
    assert (stands().roster_path, len(stands().due)) == (Path("名册.csv").absolute(), 3)
    Path("名册.csv").unlink()
    said = told(capsys)
    assert "找不到单位名册（名册.xlsx、" in said[""]
    assert said[""].endswith("写明它在哪里，再运行 toolkit 看一看。")


def test_keys_that_are_put_in_a_comment(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent(OFFICE)
    says("feedback", None)
    assert command("collect") == 0
    assert told(capsys)[""] == (
        "下一步：请未报的单位补报，有错误的单位改正后重报"
        "（退回件、通知、催报名单这样生成：toolkit collect --feedback 退回）；"
        "报来的放进 收件 后再汇总：toolkit collect"
    )
    Path(OUT).unlink()
    Path("台账.sqlite").unlink()
    says("returns", None)
    assert command("template") == 0
    said = told(capsys)
    assert said["收件"] == "collection.toml 的 returns 一行没有启用，不知道报送件放在哪里"
    assert said[""] == (
        "下一步：把各单位报来的文件放进一个文件夹（例如 收件），然后汇总：toolkit collect 收件"
    )


def test_a_workbook_that_cannot_be_read_is_there(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(OFFICE)
    assert command("collect") == 0
    Path(OUT).write_bytes(Path(OUT).read_bytes()[:-2_000])
    assert stands().step is Step.FREE_WORKBOOK
    said = told(capsys)
    assert said["报送"] == said["错误"] == "汇总工作簿读不出来，见下"
    assert said[""].startswith(f"汇总工作簿 {OUT} 读不出来：")
    assert said[""].endswith(
        f"下一步：请让 {OUT} 能读出来：正打开着的请保存、关闭；损坏的请换回，"
        f"例如用备份 {OUT}.bak；再运行 toolkit 看一看。"
    )
    Path(OUT).write_bytes(filled(BALANCED, OFFICE))
    assert told(capsys)[""].startswith(f"汇总工作簿 {OUT} 读不出来：不是汇总工作簿。")


def test_a_copied_folder_has_nothing_new(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy has new times; what a run has seen is known by its bytes, counted or not."""
    sent(OFFICE)
    inbox = Path("收件")
    inbox.joinpath("说明.txt").write_text("请查收", "utf-8")
    inbox.joinpath("扫描.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(3_000))
    with zipfile.ZipFile(inbox / "教育.zip", "w") as package:
        package.writestr("教育.xlsx", filled(BALANCED, BUREAU))
    assert command("collect") == 1
    assert stands().new == []
    copy = begun.parent / "copy"
    shutil.copytree(begun, copy, copy_function=shutil.copyfile)
    monkeypatch.chdir(copy)
    for one in inbox.iterdir():
        os.utime(one, (4_000_000_000, 4_000_000_000))
    assert stands().new == []
    # What an archive holds is new if any of it is; so is an old file that comes in now.
    with zipfile.ZipFile(inbox / "县.zip", "w") as package:
        package.writestr("教育.xlsx", filled(BALANCED, BUREAU))
        package.writestr("县.xlsx", filled(BALANCED, COUNTY))
    inbox.joinpath("本级改.xlsx").write_bytes(filled({"表三!D6": 1}, OFFICE))
    os.utime(inbox / "本级改.xlsx", (1_000_000_000, 1_000_000_000))
    assert stands().new == ["县.zip", "本级改.xlsx"]
    # Another name is no news.
    inbox.joinpath("本级改.xlsx").unlink()
    inbox.joinpath("县.zip").unlink()
    inbox.joinpath(f"{OFFICE.code}.xlsx").rename(inbox / "办公室.xlsx")
    assert stands().new == []


def test_last_years_figures(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (stands().last_year, told(capsys)["上年"]) == (
        LastYear.BLANK,
        "上年数.xlsx 还没有填写，目前按没有上年数处理",
    )
    Path("上年数.xlsx").unlink()
    assert told(capsys)["上年"] == (
        "上年数.xlsx 还没有生成：名册填好后运行 toolkit init . 就会生成"
    )
    says("previous", "'汇总-2023.xlsx'")
    assert told(capsys)["上年"] == (
        "汇总-2023.xlsx 找不到：请放回原处，或在 collection.toml 改正 previous 一行"
    )
    Path("汇总-2023.xlsx").touch()
    assert told(capsys)["上年"] == "汇总-2023.xlsx"
    says("previous", None)
    assert told(capsys)["上年"] == (
        "没有写明，不与上年核对；有的请在 collection.toml 的 previous 一行写明"
    )


def test_what_is_to_be_checked_before_it_is_published(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for unit in UNITS:
        sent(unit)
    assert command("collect") == 0
    assert command("report") == 0
    (made,) = Path("发布").glob("*.docx")
    assert told(capsys)[""] == (
        f"下一步：填写报告，发布前核对一遍：toolkit check {made} --against {OUT}"
    )
    made.with_name("本机关 报告.docx").touch()
    assert told(capsys)[""].endswith(f"：toolkit check 发布 --against {OUT}")


def test_the_roster_of_a_run_is_used_where_nothing_names_one(begun: Path) -> None:
    sent(OFFICE)
    Path("own.csv").write_bytes(roster(OFFICE))
    assert command("collect", "--units", "own.csv") == 0
    says("units", None)
    assert [one.code for one in stands().due] == [OFFICE.code]


# --- What has changed since the last run ---------------------------------------------------------


def type_last_year() -> None:
    """Noughts for the office, in the sheet that the collection offers."""
    book = openpyxl.load_workbook("上年数.xlsx")
    row = next(one for one in book.worksheets[0].iter_rows() if one[0].value == OFFICE.code)
    for cell in row[2:]:
        cell.value = 0
    book.save("上年数.xlsx")


def touched_later(path: Path) -> None:
    """Saved once more, after the last run."""
    os.utime(path, (4_000_000_000, 4_000_000_000))


def test_a_roster_that_lists_others_has_to_be_confirmed(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without that, the run would stop."""
    sent(OFFICE)
    assert command("collect") == 0
    Path("名册.csv").write_bytes(roster(OFFICE, BUREAU))
    said = told(capsys)
    assert said["名册"] == f"2 个单位，应报 2 个；上次汇总以后有改动：少了 1 个（{COUNTY.name}）"
    assert said[""] == (
        "下一步：名册有改动，核对无误后请这样汇总：toolkit collect --units 名册.csv"
    )
    assert command("collect") == 2
    assert command("collect", "--units", "名册.csv") == 0
    assert stands().step is Step.SETTLE


def test_last_years_figures_that_were_saved_since(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(OFFICE)
    Path("last.xlsx").write_bytes(filled(BALANCED, OFFICE, year=YEAR - 1))
    says("previous", "'last.xlsx'")
    command("collect")
    os.utime("last.xlsx", (1_000_000_000, 1_000_000_000))
    assert told(capsys)["上年"] == "last.xlsx"
    touched_later(Path("last.xlsx"))
    # It is folded at a blank.
    assert told(capsys)["上年"].replace(" ", "") == (
        "last.xlsx，上次汇总以后保存过，或上次用的是别的；确认用它的，"
        "请写明：toolkitcollect--previouslast.xlsx"
    )
    assert told(capsys)[""].endswith("后再汇总：toolkit collect --previous last.xlsx")


def test_a_report_of_before_the_last_run_is_to_be_checked(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for unit in UNITS:
        sent(unit)
    assert command("collect") == 0
    assert command("report") == 0
    (made,) = Path("发布").glob("*.docx")
    os.utime(made, (1_000_000_000, 1_000_000_000))
    assert told(capsys)[""] == (
        "下一步：报告是上次汇总以前生成的，请核对其中的数是否还对："
        f"toolkit check {made} --against {OUT}；不对的请重新生成：toolkit report"
    )


def test_a_workbook_that_is_gone_is_looked_for(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(OFFICE)
    assert command("collect") == 0
    Path(OUT).rename("审核稿.xlsx")
    said = told(capsys)
    assert said["报送"].startswith("汇总工作簿找不到，见下")
    assert said[""].startswith(f"{OUT} 不在了，看来是改名为 审核稿.xlsx 了。请改回原名后重试，")
    assert said[""].endswith("下一步：请先按上面说的找回汇总工作簿，再运行 toolkit 看一看。")
    Path("审核稿.xlsx").unlink()
    assert f"汇总到 {OUT}，那份工作簿现在找不到，" in told(capsys)[""]
    Path("台账.sqlite").unlink()
    assert told(capsys)[""] == "下一步：审核、汇总：toolkit collect"


# --- Who is to be asked --------------------------------------------------------------------------


def test_where_all_have_sent_something_nobody_is_to_be_reminded(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(OFFICE)
    sent(BUREAU, {**BALANCED, "表三!D8": 11})
    command("collect")
    said = told(capsys)
    assert said["报送"].endswith(f"未报：{COUNTY.name}，都已过截止日期")
    assert said[""].startswith("下一步：催报、退改：退回 中有催报名单、退回件和通知，")
    sent(COUNTY)
    command("collect")
    assert told(capsys)[""] == (
        "下一步：退改：退回 中有退回件和通知，请发给有关单位；"
        "报来的放进 收件 后再汇总：toolkit collect"
    )


def test_a_unit_that_the_reviewer_has_left_out_is_no_work_to_do(begun: Path) -> None:
    for unit in UNITS:
        sent(unit)
    assert command("collect") == 0
    book = openpyxl.load_workbook(OUT)
    row = next(one for one in book["分单位"].iter_rows() if one[0].value == OFFICE.code)
    row[3].value = "否"
    book.save(OUT)
    assert command("collect") == 0
    now = stands()
    assert now.summed and [one.code for one in now.summed.left_out] == [OFFICE.code]
    assert now.step is Step.REPORT


def test_what_was_collected_in_part_is_to_be_collected_as_a_whole(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for unit in UNITS:
        sent(unit)
    assert command("collect", f"收件/{OFFICE.code}.xlsx") == 0
    said = told(capsys)
    assert "；上次只汇总了一部分，没有读完 收件" in said["收件"]
    assert said[""] == "下一步：有变化，请再汇总一次：toolkit collect"
    assert command("collect") == 0
    assert "一部分" not in told(capsys)["收件"]


def test_the_sheet_of_last_year_that_was_used_and_is_gone(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(OFFICE)
    type_last_year()
    command("collect")
    Path("上年数.xlsx").unlink()
    assert told(capsys)["上年"].startswith("上年数.xlsx 找不到：请放回原处")


def test_templates_of_before_last_years_figures_are_made_again(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("template") == 0
    assert stands().step is Step.WAIT_FOR_RETURNS
    type_last_year()
    touched_later(Path("上年数.xlsx"))
    assert told(capsys)[""] == (
        "下一步：上年数是在生成模板以后填的，请再生成一次，模板中才有上年的数：toolkit template"
    )
