"""Paths that cannot be, and places that are not what they seem: one line, and nothing is made."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit
from tests.support.build import command, refused
from toolkit.errors import CannotRun
from toolkit.files.disk import named_path

TOO_LONG = "x" * 5_000
TOLD = {
    TOO_LONG: (
        f"“{'x' * 39}…”不能用作路径：文件名或路径太长。请缩短文件名，或改用路径较短的文件夹。"
    ),
    "loop": "“loop”不能用作路径：它是一个绕回自己的链接。请删除这个链接，或改用别的文件名。",
    "~no-such-person/a.xlsx": (
        "“~no-such-person/a.xlsx”以 ~ 开头，但找不到这个用户的文件夹。请检查路径是否写对。"
    ),
}
COLLECT, TEMPLATE = ("collect", "returns"), ("template", "--units", "units.csv")


@pytest.mark.parametrize(
    "words",
    [
        *((*COLLECT, option) for option in ("-o", "--json", "--csv", "--feedback", "--previous")),
        (*COLLECT, "--units"),
        (*TEMPLATE, "-o"),
        (*TEMPLATE, "--previous"),
        ("template", "--units"),
        ("report", "returns/a.xlsx", "-o"),
        ("report",),
        ("check",),
        ("collect",),
    ],
)
@pytest.mark.parametrize("name", TOLD)
def test_a_path_that_cannot_be_is_told_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], name: str
) -> None:
    (folder / "loop").symlink_to("loop")
    before = sorted(folder.rglob("*"))
    assert refused(capsys, *words, name) == TOLD[name]
    assert sorted(folder.rglob("*")) == before


def test_the_library_says_the_same(folder: Path) -> None:
    for call in (
        lambda: toolkit.collect("a\0b"),
        lambda: toolkit.collect("returns", roster="a\0b"),
        lambda: toolkit.make_templates("a\0b"),
        lambda: toolkit.report("a\0b"),
        lambda: toolkit.check(["a\0b"]),
        lambda: toolkit.collect("returns").write("a\0b"),
    ):
        with pytest.raises(CannotRun) as caught:
            call()
        assert str(caught.value) == (
            "“a b”不能用作路径：名称中有不能用的字符。请检查路径是否写对。"
        )


def test_a_lock_file_of_office_is_looked_for_where_it_is(folder: Path) -> None:
    """``check *`` in a shell names it beside the workbook that is open."""
    (folder / "~$a.xlsx").write_bytes(b"")
    assert named_path("~$a.xlsx") == Path("~$a.xlsx")
    assert named_path("~/a.xlsx") == Path.home() / "a.xlsx"


@pytest.mark.parametrize("out", [".", "/"])
def test_a_workbook_has_a_name(folder: Path, capsys: pytest.CaptureFixture[str], out: str) -> None:
    assert refused(capsys, *COLLECT, "-o", out) == (
        f"{out} 是文件夹或设备，不能作为输出文件。请另取文件名。"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*COLLECT, "--as", "a\u202eb\x1b[31m"), "名册中没有上级代码为 a b [31m 的单位。"),
        ((*COLLECT, "--as", TOO_LONG), f"名册中没有上级代码为 {'x' * 39}… 的单位。"),
        ((*COLLECT, "--year", "9" * 5_000), f"--year 的值“{'9' * 39}…”"),
        ((*COLLECT, "--prefer", "a\u202eb"), "--prefer 指明的“a b”不是可以采用的报送件。"),
        (("rules", "\u202e" + TOO_LONG), f"没有代码为 {'X' * 39}… 的审核公式或审核意见。"),
        ((*COLLECT, "--a\u202eb"), "没有 --a b 这个选项"),
    ],
)
def test_what_is_typed_is_told_in_short_and_without_what_turns_the_line(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert refused(capsys, *words).startswith(told)


def test_a_workbook_among_the_returns_is_pointed_out_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who has begun like that goes on; the next run passes over it."""
    out = str(Path("returns") / "out.xlsx")
    assert command(*COLLECT, "-o", out) == 0
    assert (
        f"汇总工作簿 {out} 放在了报送件文件夹 returns 里。下次汇总会认出并略过它，不影响结果；"
        "为免与报送件混淆，建议用 -o 放到别处。"
    ) in capsys.readouterr().out.splitlines()
    assert command(*COLLECT, "-o", out) == 0
    assert "放在了" not in capsys.readouterr().out


def test_help_says_once_that_there_may_be_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("collect", "--help") == 0
    told = "".join(capsys.readouterr().out.split())
    assert told.count("可写多个") == 1 and told.count("可写多次") == 3
    assert "可以写多" not in told


@pytest.mark.parametrize("words", [("template", "--units"), ("report",)])
def test_a_file_without_end_is_not_read_to_its_end(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    if Path("/dev/zero").exists():
        assert refused(capsys, *words, "/dev/zero") == (
            "/dev/zero 超过 100 MB，不像是这里要的文件。请检查路径是否写对。"
        )
