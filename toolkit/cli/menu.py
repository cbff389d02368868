"""``toolkit menu``: what to do is chosen by number, by people who have made a double-click.

Each entry runs its command in a process of its own, and says which: so it prints what it always
prints, and nothing that goes wrong in one ends the menu.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import typer

from toolkit.cli import menu_words as words
from toolkit.cli.chinese import REPORT_TO
from toolkit.cli.dropped import dropped
from toolkit.cli.line import typed
from toolkit.collection.keys import YEARS
from toolkit.collection.names import FEEDBACK, FILE
from toolkit.collection.settings import collection_of, find_file
from toolkit.errors import CannotRun
from toolkit.text import fold, printable, shorten

_NOT_DONE = 2
_OUTCOMES = {
    0: words.DONE,
    1: words.DONE_WITH_ERRORS,
    _NOT_DONE: words.NOT_DONE,
    128 + signal.SIGINT: words.BROKEN_OFF,
}


_LAST = "0"


class _Entry(NamedTuple):
    what: str
    do: Callable[[], None]


def show_menu(files: Sequence[str] = ()) -> None:
    """Check the files, then offer the menu until somebody has had enough."""
    files = [str(Path(one).absolute()) for one in files]
    if home := _collection():
        os.chdir(home)
    if isinstance(sys.stdin, io.TextIOWrapper):
        # The name of a file may be in any encoding.
        sys.stdin.reconfigure(errors="surrogateescape")
    # Elsewhere Ctrl+C ends the program with a word; here it is a way to leave the menu.
    with _interrupted_by(signal.default_int_handler):
        try:
            if files:
                _check(files)
            while _offer():
                pass
        except (EOFError, KeyboardInterrupt):
            typer.echo()
    typer.echo(words.ENDED)


def _collection() -> Path | None:
    """The folder of the collection in which we are."""
    found = find_file(Path())
    return found.parent.resolve() if found else None


def _back() -> str:
    """The folder for what goes back, from here; what is wrong with the file is told by the run."""
    with suppress(CannotRun):
        collection = collection_of(Path())
        named = collection.path("collect", "feedback") if collection else None
        return str(named or FEEDBACK)
    return FEEDBACK


def _offer() -> bool:
    """Show the menu and do what is chosen; False once nothing more is to be done."""
    home = _collection()
    entries = {str(number): one for number, one in enumerate(_entries(home), 1)}
    typer.echo()
    typer.echo((words.title if home else words.outside)(printable(str(home or Path.cwd()))))
    typer.echo()
    for key, one in entries.items():
        typer.echo(words.entry(key, one.what))
    typer.echo(words.entry(_LAST, words.QUIT))
    typer.echo()
    answer = _ask(words.CHOOSE)
    key = fold(answer)
    if key == _LAST:
        return False
    if key in entries:
        entries[key].do()
    elif any(map(os.path.lexists, paths := dropped(answer))):
        _check(paths)
    elif answer.strip():
        typer.echo(words.no_such_entry(shorten(answer), [*entries, _LAST]))
    return True


def _entries(home: Path | None) -> Iterator[_Entry]:
    if home:
        yield _Entry(words.STATUS, _run)
        yield _Entry(words.TEMPLATES, lambda: _run("template"))
        yield _Entry(words.COLLECT, lambda: _run("collect"))
        yield _Entry(words.BACK, lambda: _run("collect", "--feedback", _back()))
        yield _Entry(words.REPORT, lambda: _run("report"))
        yield _Entry(words.COMPLETE, lambda: _run("init", "."))
    else:
        yield _Entry(words.BEGIN, _begin)
    yield _Entry(words.CHECK, lambda: _check(dropped(_ask(words.WHICH_FILES))))
    yield _Entry(words.HELP, lambda: _run("--help"))


def _begin() -> None:
    """Make the folder of a new collection, and go on in it."""
    from toolkit.cli.checked_files import year_of_now

    usual = year_of_now()
    text = fold(_ask(words.which_year(usual))) or str(usual)
    if not (text.isascii() and text.isdigit() and int(text) in YEARS):
        typer.echo(words.no_year(shorten(text)))
        return
    folder = words.folder_of(int(text))
    last = dropped(_ask(words.LAST_FOLDER))[:1]
    _run("init", folder, *(each for one in last for each in ("--from", one)))
    if Path(folder, FILE).is_file():
        os.chdir(folder)


def _check(paths: Sequence[str]) -> None:
    if paths:
        # What begins like an option is none.
        _run("check", *(f"./{one}" if one.startswith("-") else one for one in paths))


def _run(*arguments: str) -> None:
    """Run a command, say how it ended, and wait until that has been read."""
    typer.echo()
    typer.echo(words.running(typed(*arguments)))
    # Not what lies in this folder by the name of a module: files here come from others.
    with _interrupted_by(lambda *_: None):
        code = subprocess.run(
            [sys.executable, "-P", "-m", "toolkit", *arguments], check=False
        ).returncode
    # A signal ends a process with its number below 0.
    code = 128 - code if code < 0 and os.name != "nt" else code
    typer.echo(_OUTCOMES.get(code) or words.ended_otherwise(code, REPORT_TO))
    if code != _NOT_DONE:
        _ask(words.AGAIN)
    # What has stopped it may name an option with which it goes on.
    elif more := dropped(_ask(words.WITH_OPTIONS)):
        _run(*arguments, *more)


@contextmanager
def _interrupted_by(handler: Callable[..., object]) -> Iterator[None]:
    """What Ctrl+C does meanwhile; a command that runs is ended by it in any case."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ask(prompt: str) -> str:
    if sys.stdin is None:  # started without a window
        raise EOFError
    return input(prompt)
