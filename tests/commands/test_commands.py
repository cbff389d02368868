"""The commands: exit codes, one Chinese line for what cannot be done, nothing half-written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import toolkit
from tests.support.build import BUREAU, OFFICE, command, edit, filled, refused, roster
from tests.support.places import ROOT
from toolkit.cli.app import app
from toolkit.cli.example_words import EXAMPLES, examples
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.form.form_file import default_form

COMMANDS = (
    *("init", "template", "collect", "check", "read", "history", "log", "report", "rules"),
    "menu",
)
CHINESE = re.compile("[一-鿿]")
# The program ``collect``.
COLLECT = "from toolkit.cli.start import main_collect; main_collect()"


# --- Exit codes ----------------------------------------------------------------------------------


def test_nothing_wrong_is_0(folder: Path) -> None:
    assert command("collect", "returns") == 0
    assert command("check", "returns/a.xlsx") == 0


def test_warnings_alone_are_0(folder: Path) -> None:
    (folder / "units.csv").write_bytes(roster(BUREAU, OFFICE))
    assert command("collect", "returns") == 0


def test_errors_are_1_and_the_workbook_is_written_all_the_same(folder: Path) -> None:
    path = folder / "returns" / "a.xlsx"
    path.write_bytes(edit(filled(), {"表三!D6": "12件"}))
    assert command("collect", "returns") == 1
    assert command("check", path) == 1
    assert (folder / "汇总-2024.xlsx").is_file()


def test_the_workbook_goes_to_the_current_directory_named_after_the_year(folder: Path) -> None:
    command("collect", "returns")
    assert sorted(path.name for path in folder.iterdir()) == [
        "returns",
        "units.csv",
        "汇总-2024.xlsx",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["colect"], "没有“colect”这个命令，您是否要输入 collect？"),
        (["collect"], "缺少“报送件”，用法请看：toolkit collect --help"),
        (["collect", "returns", "--year"], "选项 --year 后面缺少年度。"),
        (["collect", "returns", "--year", "今年"], "--year 的值“今年”不是整数。"),
        (
            ["collect", "returns", "--year", "24"],
            "--year 的值“24”超出范围，应在 1900 到 9999 之间。",
        ),
        (["collect", "returns", "--strickt"], "没有 --strickt 这个选项，您是否要输入 --strict？"),
        (["check"], "缺少“文件”，用法请看：toolkit check --help"),
        (["template", "x"], "多写了“x”，路径里有空格时，请给整个路径加上引号；"),
        (["rules", "XX-99"], "没有代码为 XX-99 的审核公式或审核意见。"),
        (["rules", "--form", "nothing"], "没有名为“nothing”的表式，也找不到这个文件。"),
    ],
)
def test_bad_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert refused(capsys, *arguments).startswith(told)


def test_no_arguments_at_all_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert command() == 2
    assert all(name in capsys.readouterr().out for name in ("用法：toolkit",))


# --- What is read --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["collect", "check"])
def test_a_folder_that_is_not_there(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert refused(capsys, name, "retruns") == "找不到文件或文件夹：retruns。请检查路径是否写对。"


@pytest.mark.parametrize("name", ["collect", "check"])
def test_an_empty_folder(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (folder / "empty").mkdir()
    assert refused(capsys, name, "empty") == "在 empty 中没有找到报送件。"


def test_no_roster(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "units.csv").unlink()
    assert refused(capsys, "collect", "returns").startswith("找不到单位名册")


@pytest.mark.parametrize("arguments", [("collect", "returns"), ("template",)])
def test_a_roster_that_is_not_there_or_not_right(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    told = refused(capsys, *arguments, "--units", "no.csv")
    assert told == "找不到文件或文件夹：no.csv。请检查路径是否写对。"
    (folder / "bad.csv").write_text("单位代码,单位名称\n1,甲\n", encoding="utf-8")
    told = refused(capsys, *arguments, "--units", "bad.csv")
    assert told.startswith("单位名册 bad.csv 缺少列：单位类别、上级代码。")


def test_a_form_file_with_a_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "my.yaml").write_text("id: x\n", encoding="utf-8")
    assert refused(capsys, "collect", "returns", "--form", "my.yaml").startswith(
        "表式文件 my.yaml 第 1 行（title）：缺少这一项。"
    )


def test_an_unclear_collecting_unit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = roster(BUREAU).replace(b"990000\n", b"990000\n1,x,\xe6\x9c\xac\xe7\xba\xa7,2\n")
    (folder / "units.csv").write_bytes(other)
    assert "请用 --as 指明" in refused(capsys, "collect", "returns")


# --- collect under its own name ------------------------------------------------------------------


def test_collect_by_its_own_name(folder: Path) -> None:
    """In a process of its own, since it takes care of what ends a process."""
    begin = "from toolkit.cli.start import main_collect; main_collect()"
    run = subprocess.run(
        [sys.executable, "-c", begin, "returns", "-o", "mine.xlsx"],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 0
    assert (folder / "mine.xlsx").is_file()


@pytest.mark.parametrize("debugging", [False, True])
def test_a_run_that_is_done_ends_at_once(folder: Path, debugging: bool) -> None:
    """Python does not take apart what was made, but for those who look at how a run goes."""
    probe = (
        "import atexit, sys; atexit.register(print, 'taken apart'); sys.argv[1:] = ['rules']\n"
        "from toolkit.cli.start import main; main()"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    environment |= {"TOOLKIT_DEBUG": "1"} if debugging else {}
    run = subprocess.run(
        [sys.executable, "-c", probe],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=environment,
    )
    assert (run.returncode, run.stderr) == (0, "")
    *_, last = run.stdout.splitlines()
    assert "T4-01" in run.stdout
    assert (last == "taken apart") is debugging


def test_both_names_are_installed() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'toolkit = "toolkit.cli.start:main"' in text
    assert 'collect = "toolkit.cli.start:main_collect"' in text


# --- rules and help ------------------------------------------------------------------------------


def every_code() -> list[str]:
    form = default_form()
    return [*form.rule_specs, *form.total_rules, *CATALOGUE]


def test_rules_lists_every_code(capsys: pytest.CaptureFixture[str]) -> None:
    """Each on a line of its own, its columns below each other."""
    assert command("rules") == 0
    head, *lines = capsys.readouterr().out.splitlines()
    lines = [line for line in lines if not line.startswith("─")]
    rows = [line.split(maxsplit=2) for line in lines]
    assert sorted(row[0] for row in rows) == sorted(every_code())
    assert head.split() == ["代码", "级别", "审核内容"]
    assert ["NUM-07", "警告", "填数的格里是公式"] in [[one.strip() for one in row] for row in rows]
    assert len({line.index(row[1]) for line, row in zip(lines, rows, strict=True)}) == 1


@pytest.mark.parametrize("code", every_code())
def test_every_code_is_explained(capsys: pytest.CaptureFixture[str], code: str) -> None:
    """What it is, why, an example, what to do; in lower case too."""
    assert command("rules", code.lower()) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"{code}　")
    for caption in ("依据和理由", "示例", "计入汇总", "怎么办"):
        assert f"\n{caption}  " in printed
    assert "{" not in printed


def test_a_rule_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("rules", "NUM-06") == 0
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "NUM-06　错误　不是数（日期或逻辑值）",
        f"依据和理由  {CATALOGUE['NUM-06'].why}",
        "示例        表三 D8 填“1-2”，变成了日期 1 月 2 日。",
        "提示的样子  … 填的是…，不是数，未计入汇总。",
        "计入汇总    该格不计入，其余照常计入",
        "怎么办      请把单元格格式设为“常规”后重新填写数字。",
    ]


def test_a_total_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    """Its formula and its example are made from the form."""
    assert command("rules", "T4-01") == 0
    printed = capsys.readouterr().out
    assert "公式        总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结 " in printed
    assert "适用于      表四 E6、J6、O6 " in printed
    assert "表四 E6 手填 8，A6 填 6，B6 填 4，其余分项是 0：各分项之和是 10，相差 -2。" in printed


def test_the_commands_are_these() -> None:
    assert tuple(get_command(app).commands) == COMMANDS  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert command(name, "--help") == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"用法：toolkit {name}")
    for param in get_command(app).commands[name].params:  # type: ignore[attr-defined]
        assert CHINESE.search(getattr(param, "help", "") or ""), param.name


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_help_page_ends_with_its_examples(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each to be copied as a whole, however narrow the window; tests/papers type them."""
    assert set(EXAMPLES) == {"", *COMMANDS} and len(EXAMPLES[name]) in (2, 3)
    assert command(*filter(None, (name, "--help"))) == 0
    told = capsys.readouterr().out
    assert told.endswith("\n" + examples(name) + "\n")
    monkeypatch.setenv("COLUMNS", "30")
    assert command(*filter(None, (name, "--help"))) == 0
    narrow = capsys.readouterr().out.splitlines()
    assert {f"      {line}" for _, line in EXAMPLES[name]} <= set(narrow)
    monkeypatch.delenv("COLUMNS")
    assert command(*filter(None, ("help", name))) == 0
    assert capsys.readouterr().out == told
    words = (line.split() for _, line in EXAMPLES[name])
    assert all(not name or one[1] == name for one in words)


def test_the_version(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for option in ("-V", "--version"):
        assert command(option) == 0
        assert capsys.readouterr().out == f"toolkit {toolkit.__version__}\n"
        done = subprocess.run(
            [sys.executable, "-c", COLLECT, option],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        told = (done.returncode, done.stdout, done.stderr)
        assert told == (0, f"toolkit {toolkit.__version__}\n", "")


def test_help_of_what_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "help", "colect") == "没有“colect”这个命令，您是否要输入 collect？"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme(name: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"toolkit {name}" in text
