"""Completion by Tab: what the programs answer, and that shells take the scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import toolkit.cli.completion
from tests.support.build import CHINESE, command, refused
from tests.support.places import ROOT
from toolkit.cli import completion, completion_words
from toolkit.cli.app import app

COMMANDS = list(get_command(app).commands)  # type: ignore[attr-defined]
# The programs as they are installed, for a shell that finds them by their names.
PROGRAM = """\
#!{python}
import sys
sys.path.insert(0, {root!r})
from toolkit.cli.start import {main}
{main}()
"""


def answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> list[str]:
    """What bash would offer for the last of the words."""
    monkeypatch.setenv(f"_{words[0].upper()}_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    assert completion.answer(app) is not None
    out, err = capsys.readouterr()
    assert err == ""
    return out.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("toolkit", ""), COMMANDS),
        (("toolkit", "col"), ["collect"]),
        (("toolkit", "--ver"), ["--version"]),
        (("toolkit", "help", ""), COMMANDS),
        (("toolkit", "help", "rep"), ["report"]),
        (("toolkit", "collect", "returns", "--pre"), ["--previous", "--prefer"]),
        (("toolkit", "template", "--form", ""), ["disclosure-2019", "disclosure-2021"]),
        (("toolkit", "template", "--form=disclosure-2019"), ["disclosure-2019"]),
        (("toolkit", "rules", "NUM-0"), [f"NUM-0{number}" for number in range(1, 10)]),
        # Names of files are what the shell itself offers.
        (("toolkit", "collect", ""), []),
        (("toolkit", "collect", "--units", ""), []),
        (("toolkit", "rules", "--form", "x"), []),
        (("collect", "--feed"), ["--feedback"]),
        (("collect", "returns", "--form", "disclosure-2021"), ["disclosure-2021"]),
        # Whatever stands there already, nothing is printed in between.
        (("toolkit", "--version", "col"), ["collect"]),
        (("toolkit", "--install-completion", "col"), ["collect"]),
        (("toolkit", "--zzz", "col"), ["collect"]),
        (("toolkit", "colect", "--pre"), []),
        (("toolkit", "'", "col"), COMMANDS),
    ],
)
def test_what_is_offered(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    offered: list[str],
) -> None:
    assert answers(monkeypatch, capsys, *words) == offered


def test_a_shell_that_nobody_knows_is_answered_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_TOOLKIT_COMPLETE", "complete_bash")
    for name in ("COMP_WORDS", "COMP_CWORD"):
        monkeypatch.delenv(name, raising=False)
    assert completion.answer(app) == 1
    assert capsys.readouterr() == ("", "")


def test_nothing_is_answered_where_nobody_asks() -> None:
    assert completion.answer(app) is None


def in_shell(monkeypatch: pytest.MonkeyPatch, name: str | None) -> None:
    typers = toolkit.cli.completion._typers()
    monkeypatch.setattr(typers, "_get_shell_name", lambda: name)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_set_up_once_for_both_programs(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    shell: str,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    in_shell(monkeypatch, shell)
    assert command("--install-completion") == 0
    told = capsys.readouterr().out
    kept = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    scripts = [path for path in kept if str(path) in told]
    assert len(scripts) == 2 and CHINESE.search(told) and told.count("\n") == 1
    assert command("--install-completion") == 0
    again = {path: path.read_text().strip() for path in tmp_path.rglob("*") if path.is_file()}
    assert again == {path: text.strip() for path, text in kept.items()}
    assert command("--show-completion") == 0
    shown = capsys.readouterr().out
    assert all(kept[path].strip() in shown for path in scripts)


@pytest.mark.parametrize("shell", ["powershell", "pwsh"])
def test_powershell_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    in_shell(monkeypatch, shell)
    assert command("--install-completion") == 0
    assert capsys.readouterr().out == f"{completion_words.BY_HAND}\n"
    assert command("--show-completion") == 0
    assert capsys.readouterr().out.count("Register-ArgumentCompleter") == 2


@pytest.mark.parametrize("shell", ["cmd", None])
@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_another_shell_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    shell: str | None,
    option: str,
) -> None:
    in_shell(monkeypatch, shell)
    assert refused(capsys, option) == completion_words.unknown_shell(shell)


# --- Shells themselves ---------------------------------------------------------------------------


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """An environment in which both programs are found, and whose home is empty."""
    for name, main in (("toolkit", "main"), ("collect", "main_collect")):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PROGRAM.format(python=sys.executable, root=str(ROOT), main=main))
        path.chmod(0o755)
    found = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "HOME": str(tmp_path), "PATH": found, "PYTHONIOENCODING": "utf-8"}


def said(shell: str, script: str, env: dict[str, str]) -> list[str]:
    ran = subprocess.run(
        [shell, "-c", script], env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_takes_the_script(installed: dict[str, str]) -> None:
    script = """
        eval "$(_TOOLKIT_COMPLETE=source_bash toolkit)"
        eval "$(_COLLECT_COMPLETE=source_bash collect)"
        offered() {
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "_$1_completion" "$1"
            echo "${COMPREPLY[*]}"
        }
        offered toolkit col; offered toolkit '"x y.xlsx' ''; offered collect --stri
        complete -p toolkit collect
    """
    first, second, third, *how = said("bash", script, installed)
    assert (first, third) == ("collect", "--strict")
    assert second.split() == COMMANDS
    assert all("-o default" in line for line in how) and len(how) == 2


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_takes_the_script(installed: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "returns").mkdir()
    script = f"""
        cd {tmp_path}
        _TOOLKIT_COMPLETE=source_fish toolkit | source
        _COLLECT_COMPLETE=source_fish collect | source
        complete -C "toolkit col"; complete -C "collect --stri"; complete -C "collect ret"
    """
    words = [line.partition("\t")[0] for line in said("fish", script, installed)]
    assert words == ["collect", "--strict", "returns/"]
