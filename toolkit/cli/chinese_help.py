"""The help page of a command in Chinese, and what its options and arguments are called.

It replaces Typer's own page through `format_help`; a Chinese character counts as two columns.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from typer.core import TyperArgument, TyperGroup, TyperOption

from toolkit.cli.line_breaks import filled, pieces_of

if TYPE_CHECKING:
    # Private, so it is imported for the type checker only, never at run time.
    from typer._click import Command, Context

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

# What a line of an epilog begins with if it can be copied and typed: it is never broken.
TO_BE_TYPED = " " * 4
_MOST_COLUMNS = 88
_LEFT_COLUMNS = 28
CHINESE = re.compile(r"[\u4e00-\u9fff]")

Param = TyperOption | TyperArgument


def page(command: Command, ctx: Context) -> Iterator[str]:
    """The lines of the help page, each as wide as the terminal allows."""
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
        for line in command.epilog.splitlines():
            yield from [line] if line.startswith(TO_BE_TYPED) else _wrap(line, columns)


def _usage(command: Command, ctx: Context, columns: int) -> Iterator[str]:
    words = ["[选项]"]
    # Options come first, as they must before a command.
    for param in sorted(params_of(command, ctx), key=lambda p: p.param_type_name, reverse=True):
        name = name_of(param, ctx)
        if isinstance(param, TyperOption):
            words += [f"{name} {value_word(param, ctx)}"] if param.required else []
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
    for param in sorted(params_of(command, ctx), key=lambda p: p.param_type_name):
        heading = param.rich_help_panel or _HEADINGS[param.param_type_name]
        sections.setdefault(heading, []).append((_left(param, ctx), _right(param)))
    for name, inner in command.commands.items() if isinstance(command, TyperGroup) else ():
        if not inner.hidden:
            heading = getattr(inner, "rich_help_panel", None) or _HEADINGS["command"]
            text = (inner.short_help or inner.help or "").strip().partition("\n")[0]
            sections.setdefault(heading, []).append((name, text))
    return sections


def params_of(command: Command, ctx: Context) -> list[Param]:
    """The options and arguments of a command that are not hidden."""
    params = command.get_params(ctx)
    return [p for p in params if isinstance(p, TyperOption | TyperArgument) and not p.hidden]


def _left(param: Param, ctx: Context) -> str:
    if isinstance(param, TyperArgument):
        return name_of(param, ctx)
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += " / " + ", ".join(sorted(param.secondary_opts, key=len))
    return names if param.is_flag or param.count else f"{names} {value_word(param, ctx)}"


def _right(param: Param) -> str:
    notes = ["必填"] if param.required else []
    if param.multiple:
        notes.append("可写多次")
    elif param.nargs != 1:
        notes.append("可写多个" if param.nargs < 0 else f"共 {param.nargs} 个")
    if choices_of(param):
        notes.append(f"可选 {'、'.join(choices_of(param))}")
    if range_of(param):
        notes.append(range_of(param))
    if _default(param):
        notes.append(f"默认 {_default(param)}")
    return (param.help or "") + (f"（{'；'.join(notes)}）" if notes else "")


def name_of(param: Param, ctx: Context) -> str:
    """The longest name of an option; the word for the value of an argument."""
    return longest(param.opts) if isinstance(param, TyperOption) else value_word(param, ctx)


def value_word(param: Param, ctx: Context) -> str:
    """The word that stands for the value: the one its author gave, or else one for its type."""
    if param.metavar:
        return param.metavar
    kind = re.fullmatch(r"<(?:list\[)?(\w+)(?: range)?\]?>", param.display_type(ctx))
    return _TYPE_WORDS.get(kind[1] if kind else "", "值")


def longest(names: Sequence[str]) -> str:
    return max(names, key=len)


def choices_of(param: Param) -> list[str]:
    """The values that may be chosen; none where any value may be given."""
    # Not documented; the command works without the attribute, so its absence is no error.
    choices = getattr(getattr(param, "type_descriptor", None), "choices", None)
    return [_plain(choice) for choice in choices or ()]


def range_of(param: Param) -> str:
    """The limits of a number in words; "" where there are none."""
    low, high = param.min, param.max
    if isinstance(param, TyperOption) and param.count:
        return ""
    if low is not None and high is not None:
        return f"在 {low} 到 {high} 之间"
    if low is not None:
        return f"不小于 {low}"
    return "" if high is None else f"不大于 {high}"


def _default(param: Param) -> str:
    value = param.default
    if isinstance(param.show_default, str):
        return param.show_default
    if not param.show_default or value is None or callable(value):
        return ""
    if isinstance(param, TyperOption) and param.is_flag:
        off = param.secondary_opts
        return longest(param.opts if value else off) if off else ""
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
    paragraphs = text.splitlines() or [""]
    return [line for one in paragraphs for line in filled(pieces_of(one), columns, _width)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
