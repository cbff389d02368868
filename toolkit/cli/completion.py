"""Completion by Tab: what a shell asks is answered, and a shell learns to ask. Typer does the work.

Both programs are seen to at once: whoever types ``toolkit`` types ``collect``, too.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_command

from toolkit.cli import completion_words as words
from toolkit.errors import CannotRun
from toolkit.text import printable

if TYPE_CHECKING:
    from pathlib import Path

TOOLKIT, COLLECT = PROGRAMS = ("toolkit", "collect")
# Typer writes into the files that these read when they start. PowerShell may refuse to run such a
# file; Typer would let it run every script, which is for the owner of the machine to decide.
_SET_UP = ("bash", "zsh", "fish")
_BY_HAND = ("powershell", "pwsh")


def answer(app: typer.Typer) -> int | None:
    """Tell a shell what may be typed next; the exit code, or None where none has asked."""
    for program in PROGRAMS:
        if instruction := os.environ.get(_variable(program)):
            return _answer(app, program, instruction)
    return None


def _answer(app: typer.Typer, program: str, instruction: str) -> int:
    from typer.completion import shell_complete

    _typers().completion_init()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    command: Any = get_command(app)
    if program != TOOLKIT:
        command = command.commands[program]
    try:
        return shell_complete(command, {}, program, _variable(program), instruction)
    except Exception:
        # Somebody is in the midst of a line: nothing may be printed there.
        return 1


def _variable(program: str) -> str:
    """Where a shell puts what it asks; Typer's name for it."""
    return f"_{program.upper()}_COMPLETE"


def _typers() -> Any:
    # Typer's module is public; what it has from a private one is not declared to be.
    from typer import completion

    return completion


# --- What the options of the program do ----------------------------------------------------------


def show(ctx: typer.Context, value: bool) -> None:
    """``--show-completion``: the script for the shell of this window, and done."""
    if not value or ctx.resilient_parsing:
        return
    shell = _shell()
    for program in PROGRAMS:
        script = _typers().get_completion_script(
            prog_name=program, complete_var=_variable(program), shell=shell
        )
        typer.echo(script)
    raise typer.Exit


def install(ctx: typer.Context, value: bool) -> None:
    """``--install-completion``: have the shell of this window read the script when it starts."""
    if not value or ctx.resilient_parsing:
        return
    shell = _shell()
    if shell in _BY_HAND:
        typer.echo(words.BY_HAND)
        raise typer.Exit
    paths: list[Path] = [
        _typers().install(shell, program, _variable(program))[1] for program in PROGRAMS
    ]
    typer.echo(words.installed(shell, [printable(str(path)) for path in paths]))
    raise typer.Exit


def _shell() -> str:
    """The shell that has started us."""
    shell: str | None = _typers()._get_shell_name()
    if shell is None or shell not in (*_SET_UP, *_BY_HAND):
        raise CannotRun(words.unknown_shell(shell))
    return shell


# --- What may be written behind an option --------------------------------------------------------
# Where none of these fits, a shell offers the names of files, as it does for all other values.


def forms(incomplete: str) -> list[str]:
    """The ids of the forms that come with the toolkit."""
    from toolkit.form.form_file import shipped_forms

    return [one for one in shipped_forms() if one.startswith(incomplete)]


def codes(incomplete: str) -> list[str]:
    """The codes of findings and of the rules of the newest form."""
    from toolkit.findings.code_page import pages_of_codes
    from toolkit.form.form_file import default_form

    known = (page.code for page in pages_of_codes(default_form()))
    return [one for one in known if one.startswith(incomplete)]
