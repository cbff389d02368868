"""The menu: each number calls its command, says which and how it ended; then the menu again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.build import BUREAU, command, edit, filled
from tests.support.places import ROOT
from toolkit.cli import menu_words


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What is called instead of being run; all of it goes well."""
    found: list[list[str]] = []

    def run(words: Sequence[str], check: bool) -> subprocess.CompletedProcess[str]:
        assert list(words[:4]) == [sys.executable, "-P", "-m", "toolkit"] and not check
        found.append(list(words[4:]))
        return subprocess.CompletedProcess(words, code_of(words[4:]))

    monkeypatch.setattr("toolkit.cli.menu.subprocess.run", run)
    return found


def code_of(words: Sequence[str]) -> int:
    if words[:1] == ["init"]:
        Path(words[1]).mkdir(exist_ok=True)
        Path(words[1], "collection.toml").touch()
    return 0


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "collection.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Answers to what is asked, after which the input ends."""
    answers = iter(lines)

    def answer(prompt: str) -> str:
        print(prompt)
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answer)


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if line]


def test_every_number_calls_its_command(
    collection: Path,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (collection / "a b.xlsx").touch()
    entries = [one for number in "1234５6" for one in (number, "")]
    typed(monkeypatch, *entries, "7", '"a b.xlsx" ', "", " 8 ", "", "０", "1")
    assert command("menu") == 0
    assert calls == [
        [],
        ["template"],
        ["collect"],
        ["collect", "--feedback", "退回"],
        ["report"],
        ["init", "."],
        ["check", "a b.xlsx"],
        ["--help"],
    ]
    lines = shown(capsys)
    assert [line for line in lines if line.startswith("正在运行")] == [
        "正在运行：toolkit",
        "正在运行：toolkit template",
        "正在运行：toolkit collect",
        "正在运行：toolkit collect --feedback 退回",
        "正在运行：toolkit report",
        "正在运行：toolkit init .",
        '正在运行：toolkit check "a b.xlsx"',
        "正在运行：toolkit --help",
    ]
    assert lines.count(menu_words.DONE) == 8 and lines[-1] == menu_words.ENDED
    assert lines[0] == menu_words.title(str(collection))


def test_outside_of_a_collection_one_can_be_begun(
    tmp_path: Path,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    typed(monkeypatch, "1", "25", "1", "２０２５", "", "", "2", "", "3", "")
    assert command("menu") == 0
    assert calls == [["init", "2025年度"], ["template"], ["collect"]]
    lines = shown(capsys)
    assert lines[0] == menu_words.outside(str(tmp_path))
    assert menu_words.no_year("25") in lines
    assert menu_words.title(str(tmp_path / "2025年度")) in lines


def test_the_usual_year_need_not_be_typed(
    tmp_path: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed(monkeypatch, "1", "", "", "", "0")
    assert command("menu") == 0
    # conftest.py says what day it is.
    assert calls == [["init", "2024年度"]]


def test_a_new_collection_takes_over_last_years_folder(
    tmp_path: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed(monkeypatch, "1", "", '"/上年 的/2023年度" ', "", "0")
    assert command("menu") == 0
    assert calls == [["init", "2024年度", "--from", "/上年 的/2023年度"]]


def test_files_that_were_dropped_are_checked_first(
    collection: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From below the collection, too, whose folder is where the menu works."""
    (collection / "收件").mkdir()
    monkeypatch.chdir(collection / "收件")
    typed(monkeypatch, "", "0")
    assert command("menu", "a.xlsx", "/b c.xlsx") == 0
    assert calls == [["check", str(collection / "收件" / "a.xlsx"), "/b c.xlsx"]]
    assert Path.cwd() == collection


def test_what_is_no_number_is_a_file_or_is_said_to_be_none(
    collection: Path,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (collection / "--all").touch()
    typed(monkeypatch, "9", "", "--all", "", "-x.xlsx", "7", "", "0")
    assert command("menu") == 0
    assert calls == [["check", "./--all"]]
    keys = [*"123456780"]
    lines = shown(capsys)
    assert [menu_words.no_such_entry(one, keys) in lines for one in ("9", "-x.xlsx")] == [True] * 2


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (0, menu_words.DONE),
        (1, menu_words.DONE_WITH_ERRORS),
        (2, menu_words.NOT_DONE),
        (130, menu_words.BROKEN_OFF),
        (-signal.SIGINT, menu_words.BROKEN_OFF),
        (-9, menu_words.ended_otherwise(137, "本工具的维护人员")),
        (77, menu_words.ended_otherwise(77, "本工具的维护人员")),
    ],
)
def test_how_a_command_ended_is_said(
    collection: Path,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.setattr("tests.cli.test_menu.code_of", lambda _: code)
    typed(monkeypatch, "3", "", "0")
    assert command("menu") == 0
    assert told in shown(capsys)


def test_ctrl_c_at_the_menu_ends_it_politely(
    collection: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("builtins.input", interrupted)
    assert command("menu") == 0
    assert shown(capsys)[-1] == menu_words.ENDED
    assert signal.getsignal(signal.SIGINT) is before


# --- In processes of their own -------------------------------------------------------------------


def menu_of(folder: Path, typed: bytes, *files: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit", "menu", *files],
        cwd=folder,
        input=typed,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "gbk"},
    )


@pytest.mark.slow
def test_a_window_that_knows_gbk_only(tmp_path: Path) -> None:
    """A file with a mistake is dropped on it; then the input ends. Nothing here is imported."""
    (tmp_path / "rich.py").write_text("raise SystemExit(7)")
    (tmp_path / "教育局 1.xlsx").write_bytes(edit(filled(), {"表三!D6": "12件"}))
    done = menu_of(tmp_path, '"教育局 1.xlsx"\n\n\xff\n'.encode("gbk", "replace") + b"\xff\n")
    out = done.stdout.decode("gbk")
    assert done.returncode == 0 and done.stderr == b"", done.stderr
    assert BUREAU.name in out
    assert menu_words.DONE_WITH_ERRORS in out and out.rstrip().endswith(menu_words.ENDED)
    assert "\x1b" not in out


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_ctrl_c_ends_the_command_and_not_the_menu(tmp_path: Path) -> None:
    """As a terminal sends it: to all processes of the window."""
    program = (
        "import sys; from toolkit.cli import menu;"
        "menu.sys.executable = sys.argv[1]; menu.show_menu(['x'])"
    )
    busy = tmp_path / "busy"
    busy.write_text(
        f"#!{sys.executable}\nimport signal, sys, time\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(130))\n"
        "print('busy', flush=True)\ntime.sleep(60)\n"
    )
    busy.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "-c", program, busy],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as run:
        assert run.stdout and run.stdin
        while run.stdout.readline() != "busy\n":
            pass
        time.sleep(0.1)
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate("\n0\n", timeout=20)[0]
    assert run.returncode == 0
    assert menu_words.BROKEN_OFF in said and said.rstrip().endswith(menu_words.ENDED)


def test_what_was_stopped_can_be_run_with_the_options_that_it_asks_for(
    collection: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []
    codes = iter([2, 0, 2])

    def run(line: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        ran.append(line[4:])
        return subprocess.CompletedProcess(line, next(codes))

    monkeypatch.setattr("subprocess.run", run)
    typed(monkeypatch, "3", '--units "名 册.xlsx" --no-previous', "", "3", "", "0")
    assert command("menu") == 0
    assert ran == [["collect"], ["collect", "--units", "名 册.xlsx", "--no-previous"], ["collect"]]
