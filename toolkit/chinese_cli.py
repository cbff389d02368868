"""A Typer application whose help page and errors are all in Chinese.

Typer cannot be translated as a whole: most of its words are literals, and those that go through
gettext are shared with other libraries. So nothing of Typer's is translated here. The help page
is written anew through `format_help`, and each error is worded anew from its kind and attributes.

What this leans on beyond Typer's documented interface, all of it held by test_chinese_cli.py:
- `typer.core.TyperCommand` and `TyperGroup` as base classes, as in Typer's own manual, with the
  methods that Click documents for overriding (get_help_option, parse_args, resolve_command, ...);
- the class names of Typer's errors, as their module is private, and their attributes, among them
  the pydantic error that is the cause of a bad value; and `type_descriptor.choices`;
- the English of four messages (`_PATH_PROBLEM`, `_EXTRA`, `_NO_COMMAND`, `_NO_VALUE`), where the
  error has nothing else to tell it by.
A later Typer that changes the English shows it within a Chinese line; the rest fails the tests.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import errno
import io
import os
import re
import shutil
import sys
import traceback
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

if TYPE_CHECKING:
    # Private, so only named for the type checker: at run time nothing of it is imported.
    from typer._click import Command, Context, HelpFormatter

    _Base = Command
else:
    _Base = object

REPORT_TO = "本工具的维护人员"
DEBUG_VARIABLE = "TOOLKIT_DEBUG"
_INTERRUPTED = 130

_HELP_OPTION = "显示这份说明"
_HEADINGS = {"argument": "参数", "option": "选项", "command": "命令"}
_TYPE_WORDS = {
    "int": "整数",
    "float": "数字",
    "str": "文字",
    "file": "文件",
    "dir": "文件夹",
    "path": "路径",
    "Path": "路径",
    "datetime": "日期",
}
# By the start of pydantic's type of error: that is how Typer checks values.
_NOT_A = {"int": "不是整数", "float": "不是数字", "datetime": "不是日期"}
_OUT_OF_RANGE = {"greater_than_equal", "less_than_equal"}
_PATH_PROBLEM = re.compile(r"(?:file|dir|path) (['\"].*['\"]) ([a-z ]+)\.", re.DOTALL)
_PATH_PROBLEMS = {
    "does not exist": "不存在，请检查名称和所在的文件夹",
    "is a file": "是文件，这里要的是文件夹",
    "is a directory": "是文件夹，这里要的是文件",
    "is not readable": "无法读取，请检查权限",
    "is not writable": "无法写入，请检查权限，或是否正在别的程序里打开",
}
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)
_NO_COMMAND = "Missing command."
_NO_VALUE = "does not take a value"
_DASH = re.compile(r"(?:^| )[—–－]")

_MOST_COLUMNS = 88
_LEFT_COLUMNS = 28
# What may not be torn apart at the end of a line: an ASCII word, and the marks around a character.
_UNIT = re.compile(r"[（「《【“‘]*(?:[!-~]+|.)[，。、；：！？）」》】”’…]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

_Function = TypeVar("_Function", bound=Callable[..., Any])
_Param = TyperOption | TyperArgument


# --- The application ---------------------------------------------------------------------------


class _InChinese(_Base):
    """What a command and a group of commands do alike."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write("\n".join(_page(self, ctx)))

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
            # Typer leaves it out of some; without it neither the option nor its command is known.
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
        if self.get_command(ctx, args[0]) is None:
            shown = [name for name in self.list_commands(ctx) if not self.commands[name].hidden]
            alike = difflib.get_close_matches(args[0], shown, n=1)
            ctx.fail(f"没有“{args[0]}”这个命令，{_did_you_mean(alike, ctx)}")
        return super().resolve_command(ctx, args)


class _ChineseTyper(typer.Typer):
    """Gives every command the Chinese class, so that its author need not."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        settings.setdefault("cls", ChineseCommand)
        # Otherwise Typer would show the docstring, which is in English and meant for developers.
        settings.setdefault("help", self.info.help)
        return super().command(name, **settings)


def new_app(help: str) -> typer.Typer:
    """Return an application that speaks Chinese when it is started by `run`."""
    return _ChineseTyper(
        cls=ChineseGroup,
        help=help,
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

    An exception of a type in `fatal` says itself what the user is to be told. Without arguments
    the help page is shown and the code is 2: nothing was done. `args` are those of the process
    unless given, and wildcards in them are never expanded, on Windows neither.
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
        # Of a closed pipe Typer itself takes care, by sys.exit(1) without a word.
        code = get_command(app).main(given or ["--help"], prog_name, standalone_mode=False) or 0
        if code == _INTERRUPTED:  # how Typer tells that Ctrl+C was pressed
            text = "已中断。"
        elif not given:
            code = 2
    except KeyboardInterrupt:  # pressed before or after
        code, text = _INTERRUPTED, "已中断。"
    except typer.Abort:
        code, text = 1, "已取消。"
    except typer.TyperException as error:
        code, text = 2, _explain(error)
    except fatal as error:
        code, text = 2, str(error)
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE) == "1":
            raise
        code, text = 2, _fault(error)
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
        _say("输出写不出去，请检查磁盘是否已满。")
        return 2
    return 0


def _say(text: str) -> None:
    with contextlib.suppress(OSError):  # nowhere is left to complain to
        print(_one_line(text), file=sys.stderr)


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _fault(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}：{error}".rstrip("：")
    where = f"{Path(place.filename).name} 第 {place.lineno} 行"
    return f"程序内部错误（{what}；{where}）。这不是您的操作造成的，请把这一行发给{REPORT_TO}。"


# --- Errors ------------------------------------------------------------------------------------


def _explain(error: Any) -> str:
    """Word an error of Typer's; Any, as the classes of these errors are private to Typer."""
    by_name: dict[str, Callable[[Any], str]] = {
        "NoSuchOption": _unknown_option,
        "BadOptionUsage": _option_misused,
        "BadArgumentUsage": lambda e: f"参数的个数不对，{_see_help(e.ctx)}",
        "MissingParameter": _missing,
        "BadParameter": _bad_value,
    }
    for kind in type(error).__mro__:
        if kind.__name__ in by_name:
            return by_name[kind.__name__](error)
    message = error.format_message()
    extra = _EXTRA.fullmatch(message)
    if extra:
        hint = _dash_hint(extra[1]) or "路径里有空格时，请给整个路径加上引号"
        return f"多写了“{extra[1]}”，{hint}；{_see_help(error.ctx)}"
    if message == _NO_COMMAND:
        return f"请写出要执行的命令，{_see_help(error.ctx)}"
    return message if _CHINESE.search(message) else f"命令写得不对（{message}）。"


def _unknown_option(error: Any) -> str:
    return f"没有 {error.option_name} 这个选项，{_did_you_mean(error.possibilities, error.ctx)}"


def _option_misused(error: Any) -> str:
    if _NO_VALUE in error.message:
        return f"选项 {error.option_name} 后面不能带值。"
    for param in _params(error.ctx.command, error.ctx) if error.ctx else ():
        if error.option_name in param.opts:
            return f"选项 {error.option_name} 后面缺少{_value_word(param, error.ctx)}。"
    return f"选项 {error.option_name} 后面缺少值。"


def _missing(error: Any) -> str:
    if isinstance(error.param, TyperOption):
        word = _value_word(error.param, error.ctx)
        return f"缺少必填的选项 {_longest(error.param.opts)} {word}，{_see_help(error.ctx)}"
    return f"缺少“{_name(error.param, error.ctx)}”，{_see_help(error.ctx)}"


def _bad_value(error: Any) -> str:
    if error.param is None:  # raised by the project itself, in its own words; so is it below
        return str(error.message)
    name = _name(error.param, error.ctx)
    name = f"{name} " if name.startswith("-") else f"“{name}”"
    path = _PATH_PROBLEM.fullmatch(error.message)
    if path:
        value = ast.literal_eval(path[1])
        reasons = [_PATH_PROBLEMS.get(path[2], path[2]), _dash_hint(value)]
        return f"{name}给的“{value}”{'；'.join(filter(None, reasons))}。"
    problem = _value_problem(error.__cause__)
    if problem is None:
        return f"{name}的值不对：{error.message}"
    kind, value, cause = problem
    if kind in _OUT_OF_RANGE:
        reason = f"超出范围，应{_range(error.param)}"
    elif _choices(error.param):
        reason = f"不在可选范围内，应为 {'、'.join(_choices(error.param))} 之一"
    elif _CHINESE.search(cause):  # raised by a parser of the project's own
        reason = f"不对：{cause.rstrip('。')}"
    else:
        reason = _NOT_A.get(kind.partition("_")[0], "不对")
    return f"{name}的值“{value}”{reason}。"


def _value_problem(cause: Any) -> tuple[str, Any, str] | None:
    """Return the kind, the value and the words of a pydantic error, which Typer leaves in English.

    Read without importing pydantic: it was imported if it raised, and costs much if it did not.
    """
    problem = None
    while hasattr(cause, "errors"):  # that of an item of a list is wrapped in that of the list
        first = cause.errors()[0]
        cause = first.get("ctx", {}).get("error")
        problem = (first["type"], first["input"], str(cause or ""))
    return problem


def _did_you_mean(closest_first: Sequence[str] | None, ctx: Context | None) -> str:
    return f"您是否要输入 {closest_first[0]}？" if closest_first else _see_help(ctx)


def _dash_hint(text: str) -> str:
    # Word and chat programs make one dash of two hyphens; it is then no option but a file name.
    return "选项前要用两个半角减号（--）" if _DASH.search(text) else ""


def _see_help(ctx: Context | None) -> str:
    return f"用法请看：{ctx.command_path} --help" if ctx else "用法请看 --help"


# --- The help page -----------------------------------------------------------------------------


def _page(command: Command, ctx: Context) -> Iterator[str]:
    columns = min(shutil.get_terminal_size().columns - 1, _MOST_COLUMNS)
    yield from _usage(command, ctx, columns)
    if command.help:
        yield ""
        yield from _wrap(command.help, columns)
    for heading, rows in _sections(command, ctx).items():
        yield ""
        yield f"{heading}："
        yield from _table(rows, columns)
    if command.epilog:
        yield ""
        yield from _wrap(command.epilog, columns)


def _usage(command: Command, ctx: Context, columns: int) -> Iterator[str]:
    words = ["[选项]"]
    # Options come first, as they must before a command.
    for param in sorted(_params(command, ctx), key=lambda p: p.param_type_name, reverse=True):
        name = _name(param, ctx)
        if isinstance(param, TyperOption):
            words += [f"{name} {_value_word(param, ctx)}"] if param.required else []
        else:
            name += " ..." if param.nargs != 1 else ""
            words.append(name if param.required else f"[{name}]")
    if isinstance(command, TyperGroup):
        words.append("命令 ...")
    first, *more = _wrap(f"用法：{ctx.command_path} {' '.join(words)}", columns - 6)
    yield first
    yield from (" " * 6 + line for line in more)


def _sections(command: Command, ctx: Context) -> dict[str, list[tuple[str, str]]]:
    sections: dict[str, list[tuple[str, str]]] = {}
    # Arguments come first, then options; each in the order in which it was declared.
    for param in sorted(_params(command, ctx), key=lambda p: p.param_type_name):
        heading = param.rich_help_panel or _HEADINGS[param.param_type_name]
        sections.setdefault(heading, []).append((_left(param, ctx), _right(param)))
    for name, inner in command.commands.items() if isinstance(command, TyperGroup) else ():
        if not inner.hidden:
            heading = getattr(inner, "rich_help_panel", None) or _HEADINGS["command"]
            text = (inner.short_help or inner.help or "").strip().partition("\n")[0]
            sections.setdefault(heading, []).append((name, text))
    return sections


def _params(command: Command, ctx: Context) -> list[_Param]:
    params = command.get_params(ctx)
    return [p for p in params if isinstance(p, TyperOption | TyperArgument) and not p.hidden]


def _left(param: _Param, ctx: Context) -> str:
    if isinstance(param, TyperArgument):
        return _name(param, ctx)
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += " / " + ", ".join(sorted(param.secondary_opts, key=len))
    return names if param.is_flag or param.count else f"{names} {_value_word(param, ctx)}"


def _right(param: _Param) -> str:
    notes = ["必填"] if param.required else []
    if param.multiple:
        notes.append("可写多次")
    elif param.nargs != 1:
        notes.append("可写多个" if param.nargs < 0 else f"共 {param.nargs} 个")
    if _choices(param):
        notes.append(f"可选 {'、'.join(_choices(param))}")
    if _range(param):
        notes.append(_range(param))
    if _default(param):
        notes.append(f"默认 {_default(param)}")
    return (param.help or "") + (f"（{'；'.join(notes)}）" if notes else "")


def _name(param: _Param, ctx: Context) -> str:
    return _longest(param.opts) if isinstance(param, TyperOption) else _value_word(param, ctx)


def _value_word(param: _Param, ctx: Context) -> str:
    if param.metavar:
        return param.metavar
    kind = re.fullmatch(r"<(?:list\[)?(\w+)(?: range)?\]?>", param.display_type(ctx))
    return _TYPE_WORDS.get(kind[1] if kind else "", "值")


def _longest(names: Sequence[str]) -> str:
    return max(names, key=len)


def _choices(param: _Param) -> list[str]:
    # Not documented; the command still works without, so a missing attribute is no error.
    choices = getattr(getattr(param, "type_descriptor", None), "choices", None)
    return [_plain(choice) for choice in choices or ()]


def _range(param: _Param) -> str:
    low, high = param.min, param.max
    if isinstance(param, TyperOption) and param.count:
        return ""
    if low is not None and high is not None:
        return f"在 {low} 到 {high} 之间"
    if low is not None:
        return f"不小于 {low}"
    return "" if high is None else f"不大于 {high}"


def _default(param: _Param) -> str:
    value = param.default
    if isinstance(param.show_default, str):
        return param.show_default
    if not param.show_default or value is None or callable(value):
        return ""
    if isinstance(param, TyperOption) and param.is_flag:
        off = param.secondary_opts
        return _longest(param.opts if value else off) if off else ""
    values = value if isinstance(value, list | tuple) else [value]
    return "、".join(_plain(item) for item in values)


def _plain(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


# --- Text in columns, where a Chinese character takes two ----------------------------------------


def _table(rows: Sequence[tuple[str, str]], columns: int) -> Iterator[str]:
    left = min(max(_width(name) for name, _ in rows), _LEFT_COLUMNS)
    for name, text in rows:
        lines = _wrap(text, max(columns - left - 4, 20))
        if _width(name) > left:
            yield f"  {name}"
        else:
            yield f"  {name}{' ' * (left + 2 - _width(name))}{lines.pop(0)}".rstrip()
        yield from (" " * (left + 4) + line for line in lines)


def _wrap(text: str, columns: int) -> list[str]:
    """Break text into lines; unlike textwrap, between any two Chinese characters."""
    lines = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for unit in _UNIT.findall(paragraph):
            if line and _width(line + unit) > columns:
                lines.append(line.rstrip())
                line = unit.lstrip()
            else:
                line += unit
        lines.append(line)
    return lines


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
