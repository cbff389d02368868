"""Why a form cannot be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.roster.words import unseen
from toolkit.text import Unseen, shorten

# Mistakes of one form beyond this many are only counted: who mends these, finds the others.
_MOST_MISTAKES = 20
# A sentence of ours with a text or two from the file, and a place within it.
_LONGEST_PROBLEM, _LONGEST_PATH = 300, 100

# pydantic's type of error → text. `{value}` is what was written, `{length}` how long that is;
# `{now}` is the same in quotation marks where it is a text, else behind a blank. Other fields are
# pydantic's context.
FORM_PROBLEMS = {
    "yaml": "不是合规的 YAML，请检查缩进、冒号后的空格和引号",
    "encoding": "不是 UTF-8 编码的文本，请另存为 UTF-8",
    "size": "文件过大（超过 1 MB），不像是表式文件，请检查路径是否写对",
    "nested": "内容套了太多层，不像是表式文件",
    "many": "内容过多（引用展开后超过 10 万项），不像是表式文件",
    "loop": "引用（*）指向了包含它自己的内容",
    "no_value": "这里的数、日期等写法不对；如是文字，请加引号",
    "string_too_long": "太长：有 {length} 个字，最多 {max_length} 个",
    "float_parsing": "应为数，现为{now}",
    "twice": "同一项写了两次",
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "string_type": "应为文字，现为{now}；数字请加引号",
    "string_pattern_mismatch": "“{value}”的写法不对（应符合 {pattern}）",
    "string_too_short": "不能为空",
    "literal_error": "“{value}”不在可选范围内，应为 {expected}",
    "int_type": "应为整数，现为{now}",
    "int_parsing": "应为整数，现为{now}",
    "float_type": "应为数，现为{now}",
    "bool_type": "应为 true 或 false，现为{now}",
    "bool_parsing": "应为 true 或 false，现为{now}",
    "tuple_type": "应为列表（每项前加“- ”）",
    "dict_type": "应为“键: 值”的形式",
    "model_type": "应为“键: 值”的形式",
    "int_parsing_size": "数太大：{now}",
    "finite_number": "应为数，现为{now}",
    "too_short": "至少要有一项",
    "greater_than_equal": "应不小于 {ge}，现为 {value}",
    "less_than_equal": "应不大于 {le}，现为 {value}",
    "other": "值不对：{now}",
}


def form_problem(
    kind: str, written: str | None, is_text: bool, context: Mapping[str, object]
) -> str:
    """What is wrong with one value; ``written``: None where it is a list or the like."""
    value = shorten(written or "")
    now = "好几项内容" if written is None else f"“{value}”" if is_text else f" {value}"
    told = FORM_PROBLEMS.get(kind, FORM_PROBLEMS["other"]).format(
        value=value, now=now, length=len(written or ""), **context
    )
    return told.replace(" or ", " 或 ")


def unseen_in_form(text: str, why: Unseen, piece: str, at: int) -> str:
    return f"“{shorten(text)}”第 {at + 1} 个字处有{unseen(why, piece)}，请删去"


def too_many_indicators(number: int, most: int) -> str:
    return f"各表共有 {number} 个指标（行数乘列数），最多 {most} 个"


def too_many_rules(most: int) -> str:
    return f"审核公式展开后超过 {most} 条"


NO_SUCCESSOR = "没有写明由哪个表式代替（replaced_by），不能写 successor"
UNLIKE_COUNTERPARTS = "两种表式中对应的指标，计量单位或小数位数不同"


def counterpart_stars(code: str) -> str:
    return f"“{shorten(code)}”中的 * 应与同一条的第一个代码一样，有或没有，最多一个"


def counterpart_twice(code: str) -> str:
    return f"指标“{shorten(code)}”在对应关系中出现了不止一次"


def form_mistake(name: str, line: int, path: str, problem: str) -> str:
    where = f"（{shorten(path, _LONGEST_PATH)}）" if path else ""
    told = shorten(problem, _LONGEST_PROBLEM)
    return f"表式文件 {shorten(name, _LONGEST_PATH)} 第 {line} 行{where}：{told}。"


def form_mistakes(mistakes: Sequence[str]) -> str:
    left = len(mistakes) - _MOST_MISTAKES
    more = [f"另有 {left} 处，改正后再运行会列出。"] if left > 0 else []
    return "\n".join([*mistakes[:_MOST_MISTAKES], *more])


def no_such_form(name: str, known: Sequence[str]) -> str:
    return (
        f"没有名为“{shorten(name, _LONGEST_PATH)}”的表式，也找不到这个文件。"
        f"自带的表式有：{'、'.join(known)}。"
    )


def form_not_shipped(form: str) -> str:
    return (
        f"报送件用的表式是“{shorten(form, _LONGEST_PATH)}”，不是自带的表式。"
        "请用 --form 指明表式文件的路径。"
    )
