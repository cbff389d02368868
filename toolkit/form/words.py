"""Why a form cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

# pydantic's type of error → text; `{value}` is what was written, other fields are pydantic's
# context.
FORM_PROBLEMS = {
    "yaml": "不是合规的 YAML，请检查缩进、冒号后的空格和引号",
    "encoding": "不是 UTF-8 编码的文本，请另存为 UTF-8",
    "float_parsing": "应为数，现为 {value!r}",
    "twice": "同一项写了两次",
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "string_type": "应为文字，现为 {value!r}；数字请加引号",
    "string_pattern_mismatch": "“{value}”的写法不对（应符合 {pattern}）",
    "string_too_short": "不能为空",
    "literal_error": "“{value}”不在可选范围内，应为 {expected}",
    "int_type": "应为整数，现为 {value!r}",
    "int_parsing": "应为整数，现为 {value!r}",
    "float_type": "应为数，现为 {value!r}",
    "bool_type": "应为 true 或 false，现为 {value!r}",
    "bool_parsing": "应为 true 或 false，现为 {value!r}",
    "tuple_type": "应为列表（每项前加“- ”）",
    "dict_type": "应为“键: 值”的形式",
    "model_type": "应为“键: 值”的形式",
    "too_short": "至少要有一项",
    "greater_than_equal": "应不小于 {ge}，现为 {value}",
    "less_than_equal": "应不大于 {le}，现为 {value}",
    "other": "值不对：{value!r}",
}


def form_mistake(name: str, line: int, path: str, problem: str) -> str:
    return f"表式文件 {name} 第 {line} 行{f'（{path}）' if path else ''}：{problem}。"


def no_such_form(name: str, known: Sequence[str]) -> str:
    return f"没有名为“{name}”的表式，也找不到这个文件。自带的表式有：{'、'.join(known)}。"


def form_not_shipped(form: str) -> str:
    return f"报送件用的表式是“{form}”，不是自带的表式。请用 --form 指明表式文件的路径。"
