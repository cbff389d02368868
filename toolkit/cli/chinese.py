"""A Typer application whose help page and errors are all in Chinese.

Typer cannot be translated as a whole: most of its words are literals, and those that go through
gettext are shared with other libraries. So nothing of Typer's is translated here. The help page
is written anew through `format_help`, and each error is worded anew from its kind and attributes.

What this leans on beyond Typer's documented interface, all of it held by test_chinese_cli.py:
- `typer.core.TyperCommand` and `TyperGroup` as base classes, as in Typer's own manual, with the
  methods that Click documents for overriding (get_help_option, parse_args, resolve_command, ...);
- the class names of Typer's errors, as their module is private, and their attributes, among them
  the pydantic error that is the cause of a bad value; and `type_descriptor.choices`;
- the English of four messages (in :mod:`toolkit.cli.chinese_errors`), where the
  error has nothing else to tell it by.
A later Typer that changes the English shows it within a Chinese line; the rest fails the tests.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from toolkit.cli import words
from toolkit.cli.chinese_errors import did_you_mean, in_chinese
from toolkit.cli.chinese_help import page
from toolkit.files.words import failed, reason
from toolkit.text import printable

if TYPE_CHECKING:
    # Private, so it is imported for the type checker only, never at run time.
    from typer._click import Command, Context, HelpFormatter

    _Base = Command
else:
    _Base = object

REPORT_TO = "本工具的维护人员"
DEBUG_VARIABLE = "TOOLKIT_DEBUG"
_INTERRUPTED = 130

_HELP_OPTION = "显示这份说明"
_HELP = "help"

_Function = TypeVar("_Function", bound=Callable[..., Any])


class _InChinese(_Base):
    """What commands and groups of commands have in common."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write("\n".join(page(self, ctx)))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP_OPTION
            # Without a value Typer would import pydantic to learn that there is none.
            option.default = False
        return option

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            # Some errors of Typer lack it; without it neither option nor command is known.
            if hasattr(error, "ctx") and error.ctx is None:
                error.ctx = ctx
            raise

    def invoke(self, ctx: Context) -> None:
        # Returns nothing: out of standalone mode Typer hands back both what the function returned
        # and the code of typer.Exit, and `run` could not tell a count of rows from an exit code.
        super().invoke(ctx)


class ChineseCommand(_InChinese, TyperCommand):
    """A command that explains itself in Chinese."""


class ChineseGroup(_InChinese, TyperGroup):
    """A group of commands that explains itself in Chinese."""

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        if args[0] == _HELP and _HELP not in self.commands:
            return self._of_help(ctx, args[1:])
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            shown = [name for name in self.list_commands(ctx) if not self.commands[name].hidden]
            alike = difflib.get_close_matches(args[0], shown, n=1)
            ctx.fail(f"没有“{args[0]}”这个命令，{did_you_mean(alike, ctx)}")
        return super().resolve_command(ctx, args)

    def _of_help(
        self, ctx: Context, asked: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """``tool help check`` is ``tool check --help``; what stands behind it is of no account."""
        if asked and not ctx.resilient_parsing:
            return self.resolve_command(ctx, [asked[0], f"--{_HELP}"])
        if not ctx.resilient_parsing:
            print(ctx.get_help())
            ctx.exit()
        # A shell wants to know what may be asked for.
        return None, None, []


class _ChineseTyper(typer.Typer):
    """Gives every command the Chinese class, so that its author need not."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        settings.setdefault("cls", ChineseCommand)
        # Otherwise Typer would show the docstring, which is in English and meant for developers.
        settings.setdefault("help", self.info.help)
        return super().command(name, **settings)


def new_app(help: str, epilog: str | None = None) -> typer.Typer:
    """Return an application that speaks Chinese when it is started by `run`."""
    return _ChineseTyper(
        cls=ChineseGroup,
        help=help,
        epilog=epilog,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def run(
    app: typer.Typer,
    prog_name: str,
    fatal: tuple[type[Exception], ...],
    args: Sequence[str] | None = None,
) -> int:
    """Run the application and return its exit code; whatever goes wrong is one line on stderr.

    The text of an exception of a type in `fatal` is what the user is told. Without arguments the
    help page is shown and the code is 2: nothing was done. `args` default to those of the process;
    wildcards in them are never expanded, not even on Windows.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Chinese Windows writes GBK to files and pipes, and a file name may hold an emoji.
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if args is None else args)
    code = _run(app, prog_name, fatal, given)
    broken = _flush()
    return code or broken


def _run(
    app: typer.Typer, prog_name: str, fatal: tuple[type[Exception], ...], given: list[str]
) -> int:
    text = ""
    try:
        # Typer itself takes care of a closed pipe, by sys.exit(1) without a word.
        code = get_command(app).main(given or ["--help"], prog_name, standalone_mode=False) or 0
        if code == _INTERRUPTED:  # how Typer tells that Ctrl+C was pressed
            text = words.INTERRUPTED
        elif not given:
            code = 2
    except KeyboardInterrupt:  # pressed before or after
        code, text = _INTERRUPTED, words.INTERRUPTED
    except typer.Abort:
        code, text = 1, "已取消。"
    except typer.TyperException as error:
        code, text = 2, in_chinese(error)
    except fatal as error:
        code, text = 2, str(error)
    except MemoryError:
        code, text = 2, failed(OSError(errno.ENOMEM, ""))
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE) == "1":
            raise
        # The system refuses something: no room, no right, too many files.
        code, text = 2, failed(error) if isinstance(error, OSError) else _fault(error)
    if text:
        _say(text)
    return int(code)


def _flush() -> int:
    """Write out what was printed; return an exit code, 0 when all went well."""
    if sys.stdout is None:  # pythonw on Windows
        return 0
    try:
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would fail once more, with a traceback, when Python exits.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno in (errno.EPIPE, errno.EINVAL):  # EINVAL: a closed pipe on Windows
            return 1
        _say(f"输出写不出去：{reason(error)}")
        return 2
    return 0


def _say(text: str) -> None:
    with contextlib.suppress(OSError):  # there is nowhere left to complain
        print(_one_line(text), file=sys.stderr)


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _fault(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}：{error}".rstrip("：")
    where = f"{Path(place.filename).name} 第 {place.lineno} 行"
    return f"程序内部错误（{what}；{where}）。这不是您的操作造成的，请把这一行发给{REPORT_TO}。"
