"""Typer's errors in Chinese: each is worded anew from its kind and its attributes."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from typer.core import TyperOption

from toolkit.cli.chinese_help import (
    CHINESE,
    choices_of,
    longest,
    name_of,
    params_of,
    range_of,
    value_word,
)
from toolkit.text import shorten

if TYPE_CHECKING:
    # Private, so it is imported for the type checker only, never at run time.
    from typer._click import Context

# Typer checks values by pydantic; the keys are how pydantic's types of error begin.
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


def in_chinese(error: Any) -> str:
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
    return message if CHINESE.search(message) else f"命令写得不对（{message}）。"


def _unknown_option(error: Any) -> str:
    return f"没有 {error.option_name} 这个选项，{did_you_mean(error.possibilities, error.ctx)}"


def _option_misused(error: Any) -> str:
    if _NO_VALUE in error.message:
        return f"选项 {error.option_name} 后面不能带值。"
    for param in params_of(error.ctx.command, error.ctx) if error.ctx else ():
        if error.option_name in param.opts:
            return f"选项 {error.option_name} 后面缺少{value_word(param, error.ctx)}。"
    return f"选项 {error.option_name} 后面缺少值。"


def _missing(error: Any) -> str:
    if isinstance(error.param, TyperOption):
        word = value_word(error.param, error.ctx)
        return f"缺少必填的选项 {longest(error.param.opts)} {word}，{_see_help(error.ctx)}"
    return f"缺少“{name_of(error.param, error.ctx)}”，{_see_help(error.ctx)}"


def _bad_value(error: Any) -> str:
    if error.param is None:  # raised by the project itself, in its own words; also below
        return str(error.message)
    name = name_of(error.param, error.ctx)
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
        reason = f"超出范围，应{range_of(error.param)}"
    elif choices_of(error.param):
        reason = f"不在可选范围内，应为 {'、'.join(choices_of(error.param))} 之一"
    elif CHINESE.search(cause):  # raised by a parser of the project's own
        reason = f"不对：{cause.rstrip('。')}"
    else:
        reason = _NOT_A.get(kind.partition("_")[0], "不对")
    return f"{name}的值“{shorten(str(value))}”{reason}。"


def _value_problem(cause: Any) -> tuple[str, Any, str] | None:
    """Return the kind, the value and the words of a pydantic error, which Typer leaves in English.

    pydantic is not imported here: if it raised, it is imported already; if not, it is slow.
    """
    problem = None
    while hasattr(cause, "errors"):  # the error of a list wraps that of its item
        first = cause.errors()[0]
        cause = first.get("ctx", {}).get("error")
        problem = (first["type"], first["input"], str(cause or ""))
    return problem


def did_you_mean(closest_first: Sequence[str] | None, ctx: Context | None) -> str:
    """What was probably meant; without a similar name, where help can be found."""
    return f"您是否要输入 {closest_first[0]}？" if closest_first else _see_help(ctx)


def _dash_hint(text: str) -> str:
    # Word and chat programs turn two hyphens into one dash, which makes a file name of an option.
    return "选项前要用两个半角减号（--）" if _DASH.search(text) else ""


def _see_help(ctx: Context | None) -> str:
    return f"用法请看：{ctx.command_path} --help" if ctx else "用法请看 --help"
