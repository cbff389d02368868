"""The words around the list of codes and the page of one code."""

from __future__ import annotations

from toolkit.text import shorten

RULE_PARTS = {
    "formula": "公式",
    "places": "适用于",
    "units": "适用单位",
    "why": "依据和理由",
    "example": "示例",
    "message": "提示的样子",
    "summed": "计入汇总",
    "remedy": "怎么办",
}

FORM_GROUP = "表式规定的审核公式"


def total_formula(total: str, parts: list[str]) -> str:
    shown = parts if len(parts) <= 6 else [*parts[:3], "……", parts[-1]]
    return f"{total} = {' + '.join(shown)}"


def total_title(sheet: str, label: str) -> str:
    return f"{sheet}：“{label}”应等于各分项之和"


def formula(left: str, sense: str, right: str) -> str:
    sign = {"=": "=", "<=": "≤", ">=": "≥"}[sense]
    return f"{left} {sign} {right}"


def no_such_rule(code: str) -> str:
    return f"没有代码为 {shorten(code)} 的审核公式或审核意见。运行 toolkit rules 可查看全部。"
