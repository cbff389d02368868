"""Files that open the menu by a double-click: the toolkit is looked for, and told what was dropped.

Each lies in the folder of a collection, which may be moved, copied to another computer, or lie on a
share. So it looks, in this order, for a ``.venv`` in its folder or above; for the interpreter that
made it; for ``toolkit`` among the programs; for a Python of the system that has the toolkit.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple

from toolkit.commands import starter_words as words

# Modules come from where the toolkit is installed, never from the folder, whose files come from
# others. Pythons that are too old do not know the option, so they are passed over.
_PYTHON = "-P"
# There are other packages of the name of ours.
_WORKS = f'{_PYTHON} -c "import toolkit.cli.start"'
_RUN = f"{_PYTHON} -m toolkit menu"


class Starter(NamedTuple):
    name: str
    content: bytes
    # Whether its file must be allowed to be run.
    executable: bool


def starters(interpreter: str = sys.executable) -> tuple[Starter, ...]:
    """All of them, as a folder may be used under several systems.

    ``interpreter``: the Python that has the toolkit; it is named to the starters of its system.
    """
    shell = _shell(interpreter if PurePosixPath(interpreter).is_absolute() else None).encode()
    there = PureWindowsPath(interpreter).is_absolute() and interpreter.isprintable()
    return (
        Starter(words.WINDOWS, _batch(interpreter if there else None).encode(), False),
        Starter(words.MACOS, shell, True),
        Starter(words.LINUX, shell, True),
    )


# --- Windows -------------------------------------------------------------------------------------

# cmd reads a file line by line in the code page of its window. So all is ASCII but the last lines,
# which nothing is looked for behind, and before them comes the code page of UTF-8: not earlier, as
# the fonts of older Windows show no Chinese in it. There are no blocks in brackets, within which
# names with brackets would end them, and no `call`, which would take a % in a name for a variable.
# `exit` without /b: of a dropped file with & in its name Windows has cmd run the rest afterwards.
_BATCH = """\
@echo off
setlocal EnableExtensions DisableDelayedExpansion
rem Programs are not looked for in this folder.
set "NoDefaultCurrentDirectoryInExePath=1"
rem On a share the folder gets the letter of a drive for a while.
pushd "%~dp0" 2>nul
if not exist "%~nx0" goto nowhere
set "options="
set "folder=%CD%"
:above
set "python=%folder%\\.venv\\Scripts\\python.exe"
if exist "%python%" "%python%" {works} >nul 2>nul && goto start
for %%I in ("%folder%\\..") do set "upper=%%~fI"
if "%upper%"=="%folder%" goto recorded
set "folder=%upper%"
goto above
:recorded
{recorded}
for %%I in (toolkit.exe) do set "program=%%~$PATH:I"
if defined program goto program
for %%I in (py.exe) do set "python=%%~$PATH:I"
set "options=-3"
if defined python "%python%" %options% {works} >nul 2>nul && goto start
goto none
:start
"%python%" %options% {run} %*
goto end
:program
"%program%" menu %*
:end
popd
echo.
pause
exit
:nowhere
chcp 65001 >nul
{no_folder}
pause
exit
:none
popd
chcp 65001 >nul
{not_installed}
pause
exit
"""
_RECORDED = """\
set "python={python}"
if exist "%python%" "%python%" {works} >nul 2>nul && goto start"""
# In the code page of UTF-8 for as long as it takes to read the line.
_RECORDED_IN_UTF_8 = """\
set "codepage="
for /f "tokens=2 delims=:." %%I in ('chcp') do set "codepage=%%I"
chcp 65001 >nul
set "python={python}"
if defined codepage chcp %codepage% >nul
if exist "%python%" "%python%" {works} >nul 2>nul && goto start"""


def _batch(interpreter: str | None) -> str:
    recorded = "rem Made elsewhere: no interpreter is known."
    if interpreter:
        text = _RECORDED if interpreter.isascii() else _RECORDED_IN_UTF_8
        recorded = text.format(python=interpreter.replace("%", "%%"), works=_WORKS)
    text = _BATCH.format(
        works=_WORKS,
        run=_RUN,
        recorded=recorded,
        no_folder=_echoed(words.NO_FOLDER),
        not_installed=_echoed(words.NOT_INSTALLED),
    )
    return text.replace("\n", "\r\n")


def _echoed(lines: Sequence[str]) -> str:
    return "\n".join(f"echo {line}" for line in lines)


# --- Elsewhere -----------------------------------------------------------------------------------

_SHELL = """\
#!/bin/sh
unset CDPATH
# Ctrl+C ends what the menu runs, not this window.
trap : INT
from=$(pwd)
cd -- "$(dirname -- "$0")" || exit 2

# What was dropped is named from where we came.
for one in "$@"; do
    shift
    case $one in
        /* | *://*) ;;
        *) one=$from/$one ;;
    esac
    set -- "$@" "$one"
done

works() {{
    [ -x "$1" ] && "$1" {works} >/dev/null 2>&1
}}

python=
folder=$(pwd)
while [ -z "$python" ]; do
    works "$folder/.venv/bin/python" && python=$folder/.venv/bin/python
    upper=$(dirname -- "$folder")
    [ "$upper" = "$folder" ] && break
    folder=$upper
done
for one in {recorded}; do
    [ -z "$python" ] && works "$one" && python=$one
done

if [ -n "$python" ]; then
    "$python" {run} "$@"
elif command -v toolkit >/dev/null 2>&1; then
    toolkit menu "$@"
elif works "$(command -v python3)"; then
    python3 {run} "$@"
else
    cat <<'END'
{not_installed}
END
    (exit 2)
fi
code=$?
printf '\\n%s' '{close}'
read -r _
exit $code
"""


def _shell(interpreter: str | None) -> str:
    return _SHELL.format(
        works=_WORKS,
        run=_RUN,
        recorded=shlex.quote(interpreter) if interpreter else "",
        not_installed="\n".join(words.NOT_INSTALLED),
        close=words.CLOSE,
    )
