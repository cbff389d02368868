"""The files for a double-click: the .bat by its text and by its lines, the others by being run."""

from __future__ import annotations

import ntpath
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.batch import Batch
from toolkit.commands import starter_words as words
from toolkit.commands.starters import Starter, starters

MADE_BY = r"D:\Tools\.venv\Scripts\python.exe"
RUN = ["-P", "-m", "toolkit", "menu"]
SHELLS = [one for one in ("bash", "dash", "sh") if shutil.which(one)]


def batch(interpreter: str = MADE_BY) -> str:
    return starters(interpreter)[0].content.decode()


def test_there_is_one_for_each_system() -> None:
    assert [(one.name, one.executable) for one in starters()] == [
        ("开始.bat", False),
        ("开始.command", True),
        ("开始.sh", True),
    ]


# --- Windows: the text ---------------------------------------------------------------------------


def test_lines_end_as_on_windows_and_no_mark_stands_before_them() -> None:
    content = starters(MADE_BY)[0].content
    assert content.startswith(b"@echo off\r\n") and content.endswith(b"exit\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


def test_all_is_ascii_but_the_messages_at_the_end() -> None:
    lines = batch().split("\r\n")
    first = lines.index(":nowhere")
    assert all(map(str.isascii, lines[:first]))
    chinese = [line for line in lines if not line.isascii()]
    told = (*words.NO_FOLDER, *words.NOT_INSTALLED)
    assert chinese == [f"echo {one}" for one in told]
    assert not re.search(r"[()&|<>^%!\"]", "".join(told))


def test_whatever_may_hold_a_sign_of_cmd_stands_in_quotes() -> None:
    for line in batch(r"D:\数据\python.exe").split("\r\n"):
        outside = re.sub(r'"[^"]*"', "", line)
        free = re.sub(r"%options%|%codepage%|%\*$|%%I", "", outside)
        assert "%" not in free, line


def test_every_label_that_is_gone_to_is_there_once() -> None:
    lines = batch().split("\r\n")
    for label in re.findall(r"goto (\w+)", batch()):
        assert lines.count(f":{label}") == 1


# --- Windows: what its lines do ------------------------------------------------------------------


def started(folder: str = r"C:\a\b", interpreter: str = MADE_BY, **others: object) -> Batch:
    return Batch(batch(interpreter), rf"{folder}\开始.bat", **others)  # type: ignore[arg-type]


def python(folder: str) -> str:
    return ntpath.join(folder, r".venv\Scripts\python.exe")


HERE, ABOVE, ROOT = python(r"C:\a\b"), python(r"C:\a"), python("C:\\")
PATH = (r"C:\bin", r"C:\Windows")
PROGRAM, LAUNCHER = r"C:\bin\toolkit.exe", r"C:\Windows\py.exe"
# Best first.
PLACES = (HERE, ABOVE, ROOT, MADE_BY, PROGRAM, LAUNCHER)


@pytest.mark.parametrize("missing", range(len(PLACES) + 1))
def test_the_first_place_that_has_the_toolkit_is_taken(missing: int) -> None:
    there = PLACES[missing:]
    run = started(files=there, work=there, path=PATH, dropped=[r"E:\x y.xlsx", "z.xlsx"])
    if not there:
        assert run.run == []
        assert run.shown == [(line, "65001") for line in words.NOT_INSTALLED]
        return
    before = {PROGRAM: ["menu"], LAUNCHER: ["-3", *RUN]}.get(there[0], RUN)
    assert run.run == [[there[0], *before, r"E:\x y.xlsx", "z.xlsx"]]
    assert run.shown == [] and run.codepage == "936"


@pytest.mark.parametrize("broken", [HERE, MADE_BY, LAUNCHER])
def test_a_python_without_the_toolkit_is_passed_over(broken: str) -> None:
    at = PLACES.index(broken)
    run = started(files=PLACES[at:], work=PLACES[at + 1 :], path=PATH)
    assert [one[0] for one in run.run] == list(PLACES[at + 1 : at + 2])


def test_where_the_folder_cannot_be_entered_nothing_is_run() -> None:
    run = started(files=PLACES, work=PLACES, path=PATH, reachable=False)
    assert run.run == [] and run.shown == [(line, "65001") for line in words.NO_FOLDER]


def test_an_interpreter_in_a_chinese_folder_is_read_in_utf_8() -> None:
    made_by = r"D:\工具 50%\.venv\Scripts\python.exe"
    run = started(interpreter=made_by, files=[made_by], work=[made_by])
    assert run.run == [[made_by, *RUN]] and run.codepage == "936"


def test_an_interpreter_of_another_system_is_not_named() -> None:
    assert "/usr/bin" not in batch("/usr/bin/python3")
    assert "Tools" not in starters(MADE_BY)[2].content.decode()
    assert started(interpreter="", files=[], work=[]).run == []


# What a name may hold on Windows, and cmd has a meaning for.
NAMES = st.text("a 表&%!^()=;,'`~@#$[]{}+-.", min_size=1, max_size=8).filter(
    lambda name: name.strip() == name and not name.endswith(".")
)


@given(st.lists(NAMES, max_size=3), NAMES, NAMES)
def test_any_name_of_a_folder_or_file_arrives_as_it_is(
    folders: list[str], inner: str, file: str
) -> None:
    outer = "\\".join(["C:", "x", *folders])
    for place in (python(outer), f"{outer}\\{inner}\\{file}.exe"):
        dropped = [f"{outer}\\{file}", file]
        run = started(f"{outer}\\{inner}", place, files=[place], work=[place], dropped=dropped)
        assert run.run == [[place, *RUN, *dropped]]


# --- Windows: the commands themselves ------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("wine") and shutil.which("cc")), reason="needs wine and cc")
def test_the_cmd_of_wine_runs_it(tmp_path: Path) -> None:
    """Its cmd knows no Chinese in a batch file, so names are odd and not Chinese."""
    source = tmp_path / "show.c"
    source.write_text(
        "#include <stdio.h>\n#include <string.h>\nint main(int n, char **given) {\n"
        'if (n > 2 && !strcmp(given[2], "-c")) return 0;\n'
        'for (int i = 1; i < n; i++) printf("[%s]", given[i]);\nreturn 0; }\n'
    )
    shown = tmp_path / "Q (a&b) !^x" / ".venv" / "Scripts" / "python.exe"
    home = tmp_path / "Q (a&b) !^x" / "2025; x"
    for folder in (shown.parent, home):
        folder.mkdir(parents=True)
    subprocess.run(["cc", "-static", "-o", shown, source], check=True)
    (home / "s.bat").write_bytes(starters("")[0].content)
    ran = subprocess.run(
        ["wine", "cmd", "/c", "s.bat", r"Z:\x y.xlsx", "z.xlsx"],
        cwd=home,
        env=os.environ | {"WINEDEBUG": "-all", "WINEPREFIX": str(tmp_path / "wine")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert rb"[-P][-m][toolkit][menu][Z:\x y.xlsx][z.xlsx]" in ran.stdout


# --- Elsewhere: they are run ---------------------------------------------------------------------

ELSEWHERE = pytest.mark.skipif(os.name == "nt", reason="Windows has no such shells")


def put(starter: Starter, folder: Path) -> Path:
    path = folder / starter.name
    path.write_bytes(starter.content)
    if starter.executable:
        path.chmod(0o755)
    return path


def fake(path: Path, *, works: bool = True) -> Path:
    """A program that says its name and its arguments, as a Python with or without the toolkit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'#!/bin/sh\n[ "$2" = -c ] && exit {0 if works else 1}\n'
        f"echo {shlex.quote(path.parent.parent.name)}\nprintf '[%s]\\n' \"$@\"\nexit 1\n"
    )
    path.chmod(0o755)
    return path


def lines_of(
    path: Path, *files: str, programs: Sequence[Path] = (), cwd: Path | None = None, by: str = ""
) -> tuple[list[str], int]:
    """What a starter shows without its last line, and its exit code."""
    tools = path.parent / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("sh", "dirname", "cat"):
        if not (tools / name).exists():
            (tools / name).symlink_to(str(shutil.which(name)))
    search = os.pathsep.join(map(str, (*(one.parent for one in programs), tools)))
    ran = subprocess.run(
        [*([str(shutil.which(by))] if by else []), str(path), *files],
        cwd=cwd,
        env={"PATH": search, "LANG": "C.UTF-8"},
        input="\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stderr == ""
    assert ran.stdout.endswith(f"\n{words.CLOSE}")
    return ran.stdout.removesuffix(f"\n{words.CLOSE}").splitlines(), ran.returncode


@ELSEWHERE
@pytest.mark.parametrize("by", [*SHELLS, ""])
def test_a_shell_takes_the_first_place_that_has_the_toolkit(tmp_path: Path, by: str) -> None:
    home = tmp_path / "数 据" / "(a&b) 50%!'x\"$HOME"
    home.mkdir(parents=True)
    made_by = fake(tmp_path / "it's 那里" / "bin" / "python")
    starter = put(starters(str(made_by))[2], home)
    near = fake(home / ".venv" / "bin" / "python", works=False)
    far = fake(home.parent / ".venv" / "bin" / "python")
    program = fake(tmp_path / "programs" / "bin" / "toolkit")
    system = fake(tmp_path / "system" / "bin" / "python3")
    programs = [program, system]
    said = [f"[{one}]" for one in RUN]
    files = ["/x y/a.xlsx", "b c.xlsx", "file:///z"]
    told = ["[/x y/a.xlsx]", f"[{tmp_path}/b c.xlsx]", "[file:///z]"]

    def now() -> tuple[list[str], int]:
        return lines_of(starter, *files, programs=programs, cwd=tmp_path, by=by)

    assert now() == ([".venv", *said, *told], 1)
    fake(near)
    far.unlink()
    assert now() == ([".venv", *said, *told], 1)
    near.unlink()
    assert now() == (["it's 那里", *said, *told], 1)
    made_by.unlink()
    assert now() == (["programs", "[menu]", *told], 1)
    program.unlink()
    assert now() == (["system", *said, *told], 1)
    fake(system, works=False)
    assert now() == (list(words.NOT_INSTALLED), 2)
    system.unlink()
    assert now() == (list(words.NOT_INSTALLED), 2)


@ELSEWHERE
@pytest.mark.parametrize("by", SHELLS)
def test_ctrl_c_ends_what_runs_and_not_the_window(tmp_path: Path, by: str) -> None:
    """As a terminal sends it: to all processes of the window."""
    made_by = fake(tmp_path / "bin" / "python")
    made_by.write_text(
        '#!/bin/sh\n[ "$2" = -c ] && exit\n'
        "trap 'echo ended; exit 0' INT\necho busy\nread -r _\nread -r _\n"
    )
    with subprocess.Popen(
        [by, put(starters(str(made_by))[2], tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as run:
        assert run.stdout and run.stdout.readline() == "busy\n"
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate("\n\n\n", timeout=20)[0]
    assert said == f"ended\n\n{words.CLOSE}" and run.returncode == 0


@ELSEWHERE
@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2])
def test_the_menu_itself_is_opened(tmp_path: Path, number: int) -> None:
    """By this Python, in the folder of the starter, whatever modules lie there."""
    (tmp_path / "typer.py").write_text("raise SystemExit(7)")
    starter = put(starters(sys.executable)[number], tmp_path)
    ran = subprocess.run(
        [starter],
        cwd="/",
        input="0\n\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert ran.returncode == 0, ran.stderr
    assert re.search(rf"{re.escape(str(tmp_path))}（", ran.stdout)
