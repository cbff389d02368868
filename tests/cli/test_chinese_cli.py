"""The texts are compared whole: if a later Typer moves what they rest on, this fails loudly."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated

import pytest
import typer
import typer.main

from toolkit.cli import chinese

EMOJI = "😀"
NAMES = {"tool", "check", "gather", "form", "xlsx", "csv"}


class RefusedError(Exception):
    """What the tests pass as `fatal`."""


class Kind(Enum):
    XLSX = "xlsx"
    CSV = "csv"


def units_in_words(text: str) -> str:
    if text not in ("元", "万元"):
        raise ValueError("只能是元或万元")
    return text


def shout(text: str) -> str:
    if text == "喊":
        raise typer.BadParameter("请小声")
    return text


def tiny_app() -> typer.Typer:
    app = chinese.new_app("审核和汇总报表。")

    @app.command(help="审核一张报表。\n\n原表不会改动。")
    def check(
        file: Annotated[
            Path,
            typer.Argument(metavar="文件", help="要审核的报表", exists=True, dir_okay=False),
        ],
        units: Annotated[
            str,
            typer.Option("--units", "-u", metavar="单位", parser=units_in_words, help="金额单位"),
        ],
        top: Annotated[int, typer.Option(metavar="个数", min=1, max=20, help="最多列几个")] = 10,
        least: Annotated[float, typer.Option(min=0, help="容差")] = 0.5,
        kind: Annotated[Kind, typer.Option(metavar="格式", help="结果的格式")] = Kind.XLSX,
        rows: Annotated[list[int] | None, typer.Option("--row", help="只看这些行")] = None,
        folder: Annotated[
            Path | None,
            typer.Option(exists=True, file_okay=False, help="写到哪里", rich_help_panel="其他选项"),
        ] = None,
        head: Annotated[bool, typer.Option("--head/--no-head", help="第一行是表头")] = True,
        quiet: Annotated[bool, typer.Option("--quiet", help="少说话")] = False,
        note: Annotated[str, typer.Option(callback=shout, help="备注")] = "",
    ) -> int:
        """Docstring for developers."""
        print(f"审核了 {file.name}，{top}，{rows}")
        return 7

    @app.command()
    def gather(what: Annotated[str, typer.Argument(metavar="做法")] = "") -> None:
        """Docstring for developers."""
        do(what)

    inner = chinese.new_app("表式。")
    inner.command("list", help="列出表式。")(lambda: None)
    app.add_typer(inner, name="form")
    return app


def do(what: str) -> None:
    if what == "refuse":
        raise RefusedError(f"不能汇总{EMOJI}：\n缺表。")
    if what == "break":
        raise KeyError("合计")
    if what == "interrupt":
        raise KeyboardInterrupt
    if what == "exit":
        raise typer.Exit(5)
    if what == "abort":
        raise typer.Abort
    if what == "bad":
        raise typer.BadParameter("单位不对。")
    if what in ("line", "flood"):
        for _ in range(1 if what == "line" else 100_000):
            print("表")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(chinese.DEBUG_VARIABLE, raising=False)
    (tmp_path / "表.xlsx").touch()
    (tmp_path / "夹").mkdir()
    return tmp_path


def run(*args: str) -> int:
    return chinese.run(tiny_app(), "tool", (RefusedError,), args)


def assert_no_english(text: str, typed: Sequence[str] = ()) -> None:
    """No word of Typer's is left: none but options, the names above and what the user typed."""
    words = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"--?[a-z-]+", "", text)))
    assert words <= NAMES | set(re.findall(r"[A-Za-z]+", " ".join(typed))), text


CHECK = ["check", "表.xlsx", "--units", "元"]


def test_an_app_is_called_again_without_what_tests_keep_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call makes the tree of its commands, as in a process of a person's."""
    made = []

    def get_command(app: typer.Typer) -> object:
        made.append(app)
        return typer.main.get_command(app)

    monkeypatch.setattr(chinese, "get_command", get_command)
    app = tiny_app()
    for args in (["--help"], CHECK):
        codes = [chinese.run(app, "tool", (RefusedError,), args) for _ in range(2)]
        said = capsys.readouterr().out
        assert codes == [0, 0]
        assert said and said == said[: len(said) // 2] * 2
    assert made == [app] * 4


MISTAKES = {
    "没有 --unit 这个选项，您是否要输入 --units？": ["check", "--unit", "元"],
    "没有 --zzz 这个选项，用法请看：tool check --help": ["check", "--zzz=1"],
    "没有 -z 这个选项，用法请看：tool check --help": ["check", "-z"],
    "没有 --top 这个选项，用法请看：tool --help": ["--top", "1"],
    "没有“chekc”这个命令，您是否要输入 check？": ["chekc"],
    "没有“审核”这个命令，用法请看：tool --help": ["审核", "表.xlsx"],
    "请写出要执行的命令，用法请看：tool form --help": ["form"],
    "缺少“文件”，用法请看：tool check --help": ["check"],
    "缺少必填的选项 --units 单位，用法请看：tool check --help": ["check", "表.xlsx"],
    "选项 --top 后面缺少个数。": [*CHECK, "--top"],
    "选项 -u 后面缺少单位。": ["check", "表.xlsx", "-u"],
    "选项 --row 后面缺少整数。": [*CHECK, "--row"],
    "选项 --quiet 后面不能带值。": [*CHECK, "--quiet=1"],
    "--top 的值“十”不是整数。": [*CHECK, "--top", "十"],
    "--top 的值“1.5”不是整数。": [*CHECK, "--top", "1.5"],
    "--top 的值“0”超出范围，应在 1 到 20 之间。": [*CHECK, "--top", "0"],
    "--top 的值“21”超出范围，应在 1 到 20 之间。": [*CHECK, "--top", "21"],
    "--least 的值“少”不是数字。": [*CHECK, "--least", "少"],
    "--least 的值“-1”超出范围，应不小于 0。": [*CHECK, "--least", "-1"],
    "--row 的值“三”不是整数。": [*CHECK, "--row", "2", "--row", "三"],
    "--kind 的值“纸”不在可选范围内，应为 xlsx、csv 之一。": [*CHECK, "--kind", "纸"],
    "--units 的值“斤”不对：只能是元或万元。": ["check", "表.xlsx", "--units", "斤"],
    "--note 的值不对：请小声": [*CHECK, "--note", "喊"],
    "“文件”给的“无.xlsx”不存在，请检查名称和所在的文件夹。": ["check", "无.xlsx", "-u", "元"],
    "“文件”给的“无'\"\\.xlsx”不存在，请检查名称和所在的文件夹。": [
        "check",
        "无'\"\\.xlsx",
        "-u",
        "元",
    ],
    "“文件”给的“夹”是文件夹，这里要的是文件。": ["check", "夹", "-u", "元"],
    "“文件”给的“—units”不存在，请检查名称和所在的文件夹；选项前要用两个半角减号（--）。": [
        *["check", "—units", "元", "-u", "元"]
    ],
    "--folder 给的“表.xlsx”是文件，这里要的是文件夹。": [*CHECK, "--folder", "表.xlsx"],
    "多写了“乙 丙”，路径里有空格时，请给整个路径加上引号；用法请看：tool check --help": [
        *[*CHECK, "乙", "丙"]
    ],
    "多写了“——top 5”，选项前要用两个半角减号（--）；用法请看：tool check --help": [
        *[*CHECK, "——top", "5"]
    ],
    "不能汇总😀： 缺表。": ["gather", "refuse"],
    "单位不对。": ["gather", "bad"],
}


@pytest.mark.parametrize(("line", "args"), MISTAKES.items(), ids=MISTAKES)
def test_a_mistake_is_one_chinese_line(
    line: str, args: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*args) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{line}\n")
    assert_no_english(err, args)


def test_an_order_that_works(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*CHECK, "--row", "3") == 0  # not the 7 that the function returns
    assert capsys.readouterr() == ("审核了 表.xlsx，10，[3]\n", "")


COMMAND_HELP = """\
用法：tool check [选项] --units 单位 文件

审核一张报表。

原表不会改动。

参数：
  文件  要审核的报表（必填）

选项：
  -u, --units 单位    金额单位（必填）
  --top 个数          最多列几个（在 1 到 20 之间；默认 10）
  --least 数字        容差（不小于 0；默认 0.5）
  --kind 格式         结果的格式（可选 xlsx、csv；默认 xlsx）
  --row 整数          只看这些行（可写多次）
  --head / --no-head  第一行是表头（默认 --head）
  --quiet             少说话
  --note 文字         备注
  -h, --help          显示这份说明

其他选项：
  --folder 文件夹  写到哪里
"""
GROUP_HELP = """\
用法：tool [选项] 命令 ...

审核和汇总报表。

选项：
  -h, --help  显示这份说明

命令：
  check   审核一张报表。
  gather  审核和汇总报表。
  form    表式。
"""


@pytest.mark.parametrize(
    ("args", "code", "page"),
    [
        (["check", "--help"], 0, COMMAND_HELP),
        (["check", "-h"], 0, COMMAND_HELP),
        (["--help"], 0, GROUP_HELP),
        (["-h"], 0, GROUP_HELP),
        ([], 2, GROUP_HELP),
    ],
)
def test_help(
    args: list[str],
    code: int,
    page: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(*args) == code
    out, err = capsys.readouterr()
    assert (out, err) == (page, "")
    assert_no_english(out)


def test_help_of_an_app_with_a_single_command(capsys: pytest.CaptureFixture[str]) -> None:
    app = chinese.new_app("只做一件事。")

    @app.command()
    def only(count: int, texts: Annotated[list[str], typer.Argument(help="说什么")]) -> None:
        """Docstring for developers."""

    assert chinese.run(app, "tool", (), []) == 2
    assert capsys.readouterr().out == (
        "用法：tool [选项] 整数 文字 ...\n\n只做一件事。\n\n"
        "参数：\n  整数  （必填）\n  文字  说什么（必填；可写多个）\n\n"
        "选项：\n  -h, --help  显示这份说明\n"
    )
    assert chinese.run(app, "tool", (), ["x", "y"]) == 2
    assert capsys.readouterr().err == "“整数”的值“x”不是整数。\n"


def test_long_help_is_broken_by_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "41")
    app = chinese.new_app("一二三四五六七八九十一二三四五六七八九十，见“a-b”。")
    app.command()(lambda: None)
    chinese.run(app, "tool", (), ["-h"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:4] == ["一二三四五六七八九十一二三四五六七八九", "十，见“a-b”。"]


@pytest.mark.parametrize(
    ("what", "code", "line"),
    [("interrupt", 130, "已中断。\n"), ("abort", 1, "已取消。\n"), ("exit", 5, ""), ("", 0, "")],
)
def test_other_ends(what: str, code: int, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gather", what) == code
    assert capsys.readouterr() == ("", line)


def test_a_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(chinese.DEBUG_VARIABLE, raising=False)
    assert run("gather", "break") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(
        r"程序内部错误（KeyError：'合计'；test_chinese_cli\.py 第 \d+ 行）。"
        r"这不是您的操作造成的，请把这一行发给本工具的维护人员。\n",
        err,
    )
    monkeypatch.setenv(chinese.DEBUG_VARIABLE, "1")
    with pytest.raises(KeyError):
        run("gather", "break")


# --- In a process of its own: encodings, pipes, what is imported --------------------------------

HEAVY = ["pydantic", "rich", "pandas", "numpy", "openpyxl", "xlsxwriter"]
PROGRAM = """
import sys
sys.modules.update(dict.fromkeys({blocked}))  # importing one of these is an error
from tests.cli.test_chinese_cli import RefusedError, chinese, tiny_app
sys.exit(chinese.run(tiny_app(), "tool", (RefusedError,)))
"""
ROOT = Path(chinese.__file__).parents[2]


def start(
    *args: str, stdout: int = subprocess.PIPE, blocked: Sequence[str] = ()
) -> tuple[str, str, int]:
    """Run in a process that writes GBK; return its output, its errors and its exit code."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(blocked=list(blocked)), *args],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "gbk",
            "PYTHONUNBUFFERED": "",
            "COLUMNS": "80",
        },
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )
    out, err = (
        (text or b"").decode("gbk").replace("\r", "") for text in (done.stdout, done.stderr)
    )
    return out, err, done.returncode


@pytest.mark.slow
def test_gbk_with_what_it_cannot_hold(folder: Path) -> None:
    order = ["check", f"{EMOJI}.xlsx", "-u", "元"]
    line = "“文件”给的“?.xlsx”不存在，请检查名称和所在的文件夹。\n"
    assert start(*order) == ("", line, 2)
    (folder / f"{EMOJI}.xlsx").touch()
    assert start(*order) == ("审核了 ?.xlsx，10，None\n", "", 0)
    assert start("gather", "refuse") == ("", "不能汇总?： 缺表。\n", 2)


@pytest.mark.slow
def test_help_in_gbk_without_any_heavy_import() -> None:
    assert start("check", "--help", blocked=HEAVY) == (COMMAND_HELP, "", 0)
    assert start("--help", blocked=HEAVY) == (GROUP_HELP, "", 0)
    assert start(blocked=HEAVY) == (GROUP_HELP, "", 2)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["line", "flood"])
def test_a_closed_pipe_is_no_news(what: str) -> None:
    read, write = os.pipe()
    os.close(read)
    assert start("gather", what, stdout=write) == ("", "", 1)
    os.close(write)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk() -> None:
    with Path("/dev/full").open("wb") as full:
        line = "输出写不出去：磁盘已满，或已用完规定的空间。请清理出空间，"
        line += "或把输出放到别的磁盘后重试。\n"
        assert start("gather", "line", stdout=full.fileno()) == ("", line, 2)
