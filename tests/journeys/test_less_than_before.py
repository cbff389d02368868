"""No run uses less than the run before without saying so: files, folders, the workbook itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    EVERYONE,
    OFFICE,
    YEAR,
    command,
    filled,
    refused,
    roster,
)

OUT = f"汇总-{YEAR}.xlsx"


@pytest.fixture
def collection(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """We are in a collection; the returns of two units lie in 收件, that of a third in 补报."""
    Path("units.csv").write_bytes(roster(*EVERYONE))
    assert command("init", f"{YEAR}年度", "--units", "units.csv") == 0
    monkeypatch.chdir(f"{YEAR}年度")
    Path("补报").mkdir()
    for unit, place in ((OFFICE, "收件"), (BUREAU, "收件"), (COUNTY, "补报")):
        Path(place, f"{unit.code}.xlsx").write_bytes(filled(BALANCED, unit))
    return Path()


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path, exit_code: int = 0) -> str:
    capsys.readouterr()
    assert command("collect", *arguments) == exit_code
    return capsys.readouterr().out


def lines(text: str, begins: str) -> list[str]:
    return [one for one in text.splitlines() if one.startswith(begins)]


# --- Returns -------------------------------------------------------------------------------------

MISSED = (
    f"上次有报送件、这次没有可用报送件的单位（1 个）：{COUNTY.name}。"
    "如不是有意撤下，请找回报送件后重新汇总。"
)


@pytest.mark.parametrize("quiet", [False, True])
def test_a_folder_that_is_left_out_is_named_with_its_units(
    collection: Path, capsys: pytest.CaptureFixture[str], quiet: bool
) -> None:
    printed(capsys, "收件", "补报")
    told = printed(capsys, *(["-q"] if quiet else []))
    assert lines(told, "上次") == [
        f"上次汇总（{OUT}）读取了 补报，这次没有读取，或只读取了其中一部分。"
        "如不是有意的，请连同这些文件夹一起写明，重新汇总。",
        MISSED,
    ]
    # That is once; what was meant is not asked again.
    assert lines(printed(capsys), "上次") == []


def test_more_than_before_is_not_named(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys, f"收件/{OFFICE.code}.xlsx")
    assert lines(printed(capsys, "收件"), "上次") == []
    assert lines(printed(capsys, ".", "补报"), "上次") == []


def test_a_file_that_is_gone_is_named_by_its_unit(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys, "收件", "补报")
    Path("补报", f"{COUNTY.code}.xlsx").unlink()
    assert lines(printed(capsys, "收件", "补报"), "上次") == [MISSED]


# --- The workbook --------------------------------------------------------------------------------


def test_a_workbook_that_was_renamed_stops_the_run(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys)
    Path(OUT).rename("审核稿.xlsx")
    assert refused(capsys, "collect") == (
        f"{OUT} 不在了，看来是改名为 审核稿.xlsx 了。请改回原名后重试，"
        "或加上 --review 审核稿.xlsx 接着用其中的处理意见；"
        "要撇开这些、从头汇总，请先把它移出这个文件夹。"
    )
    assert not Path(OUT).exists()
    assert command("collect", "--review", "审核稿.xlsx") == 0
    # There is one now, and the run goes on.
    assert "不在了" not in printed(capsys)


def test_a_workbook_that_is_gone_is_missed(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys)
    Path(OUT).unlink()
    (said,) = [one for one in printed(capsys).splitlines() if "那份工作簿现在找不到" in one]
    assert said.endswith(
        f"汇总到 {OUT}，那份工作簿现在找不到，其中的处理意见、说明和对“计入汇总”的选定不能沿用。"
        "如能找回，请用 --review 写明它的位置，重新汇总。"
    )
    assert "那份工作簿现在找不到" not in printed(capsys)


def test_the_copy_of_one_that_is_gone_is_not_replaced(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys)
    printed(capsys)
    first = Path(f"{OUT}.bak").read_bytes()
    Path(OUT).unlink()
    assert refused(capsys, "collect") == (
        f"{OUT} 不在了，旁边还有它的备份 {OUT}.bak，其中是再前一次汇总时的处理意见等。"
        "请去掉备份文件名末尾的“.bak”后重试；要撇开这些、从头汇总，请先把备份移出这个文件夹。"
    )
    Path(f"{OUT}.bak").rename(OUT)
    printed(capsys)
    assert Path(f"{OUT}.bak").read_bytes() == first


def test_of_one_that_is_damaged_the_copy_is_named(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys)
    printed(capsys)
    Path(OUT).write_bytes(Path(OUT).read_bytes()[:9000])
    assert refused(capsys, "collect") == (
        f"{OUT} 已存在，不能当作以前的汇总工作簿读取（文件已损坏），没有覆盖。旁边的 {OUT}.bak "
        f"是再前一次的备份：请把 {OUT} 移走，去掉备份文件名末尾的“.bak”，然后重试。"
    )


def test_an_older_one_in_its_place_is_told(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys)
    shutil.copy(OUT, "copy.xlsx")
    printed(capsys)
    assert "较早的一份" not in printed(capsys)
    shutil.copy("copy.xlsx", OUT)
    for options in ((), ("-q",)):
        shutil.copy("copy.xlsx", OUT)
        (said,) = lines(printed(capsys, *options), "被代替的 ")
        assert said.startswith(f"被代替的 {OUT} 是较早的一份（")
        assert "次，那以后填写的处理意见、说明和选定没有沿用。" in said
    assert "较早的一份" not in printed(capsys)


def test_where_the_name_of_the_workbook_was_edited_the_other_is_named(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys)
    toml = Path("collection.toml")
    toml.write_text(toml.read_text("utf-8").replace(f"'{OUT}'", "'二四.xlsx'"), "utf-8")
    assert lines(printed(capsys), "同一文件夹") == [
        f"同一文件夹中有本年度的汇总工作簿 {OUT}，没有当作 二四.xlsx："
        f"其中的处理意见等要沿用的，请加上 --review {OUT}。"
    ]
    assert lines(printed(capsys), "同一文件夹") == []


def test_a_choice_among_files_that_lapses_is_named(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = filled({**BALANCED, "表三!D6": 9, "表三!D8": 9}, BUREAU)
    Path("收件", "b.xlsx").write_bytes(other)
    printed(capsys, "--prefer", f"{BUREAU.code}.xlsx")
    assert lines(printed(capsys), "上次用 --prefer") == []
    Path("收件", f"{BUREAU.code}.xlsx").unlink()
    assert lines(printed(capsys, "-q", exit_code=1), "上次用 --prefer") == [
        f"上次用 --prefer 指定采用的 {BUREAU.code}.xlsx 这次没有沿用："
        "文件已不在，或该单位的文件有变。请核对用哪一份，需要时重新指定。"
    ]


def test_two_collections_are_not_mixed(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("init", "../二", "--year", str(YEAR)) == 0
    assert refused(capsys, "collect", ".", "../二") == (
        "../二 是另一次数据收集的文件夹（其中有 collection.toml），不能合在一起汇总。"
        "请分别汇总，或只写明其中存放报送件的文件夹。"
    )


# --- Another workbook beside that of the collection ----------------------------------------------


def test_another_workbook_leaves_what_goes_back_alone(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = Path("collection.toml")
    toml.write_text(toml.read_text("utf-8").replace("#json", "json"), "utf-8")
    printed(capsys, "收件", "补报")
    out, back = Path("汇总.json").read_bytes(), sorted(Path("退回").iterdir())
    assert len(back) == 3
    told = printed(capsys, "补报", "-o", "试算.xlsx")
    assert lines(told, "试算") == [
        f"试算.xlsx 不是这次收集的汇总工作簿。{OUT} 中的处理意见和对“计入汇总”的选定没有带过来，"
        f"要带过来的请加上 --review {OUT}。collection.toml 中 feedback、json 写明的文件夹和文件"
        "没有更新；要更新的，请在命令中写明（--feedback、--json）。"
    ]
    assert Path("汇总.json").read_bytes() == out
    assert sorted(Path("退回").iterdir()) == back
    assert "没有更新" not in printed(capsys, "收件", "补报", "-o", OUT)


def test_another_workbook_is_made_like_that_of_the_collection(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = Path("collection.toml")
    toml.write_text(toml.read_text("utf-8").replace("previous =", "#previous ="), "utf-8")
    Path("then").mkdir()
    Path("then", "a.xlsx").write_bytes(filled(BALANCED, OFFICE, year=YEAR - 1))
    printed(capsys, "收件", "补报", "--previous", "then", exit_code=1)
    told = printed(capsys, "收件", "补报", "-o", "试算.xlsx", exit_code=1)
    (said,) = lines(told, "沿用上次汇总")
    assert said.startswith(f"沿用上次汇总（{OUT}）：上年 then。")


# --- Beginning -----------------------------------------------------------------------------------


def test_the_year_is_that_of_what_was_begun(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has named the folder after its year, and today may be years later."""
    assert command("collect", "returns", "--feedback", "fb") == 0
    assert command("init", ".") == 0
    said = Path("collection.toml").read_text("utf-8").splitlines()
    assert f"year = {YEAR}" in said and "feedback = 'fb'" in said
    assert command("collect") == 0


def test_the_year_is_that_of_the_returns_that_were_read_elsewhere(folder: Path) -> None:
    shutil.move("returns", "来件")
    assert command("collect", "来件", "--units", "units.csv") == 0
    assert command("init", ".") == 0
    assert f"year = {YEAR}" in Path("collection.toml").read_text("utf-8").splitlines()


def test_none_is_begun_within_another(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("收件")
    for place in (".", f"{YEAR + 1}年度"):
        assert refused(capsys, "init", place) == (
            f"{place} 在另一次数据收集（../collection.toml）的文件夹里，没有建立。"
            "要补齐那里缺少的文件，请运行 toolkit init ..；"
            "要另建一次收集，请把新文件夹放在那个文件夹之外。"
        )
    assert {one.name for one in Path().iterdir()} == {
        f"{OFFICE.code}.xlsx",
        f"{BUREAU.code}.xlsx",
    }
