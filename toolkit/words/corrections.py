"""What likely was meant, in words: which cell should say what, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.finding import Correction, Finding
from toolkit.number import plain

_KINDS = {
    "transposed": "相邻两位数字颠倒",
    "replaced": "有一位数字不同",
    "dropped": "漏了一位数字",
    "added": "多了一位数字",
    "sign": "正负号不同",
}
_NUMBERS = "①②③"
_WAN = 10_000


def in_words(finding: Finding) -> str:
    """Empty where nothing is known; a certain answer is said alone, others as what may be."""
    options = [_together(one) for one in finding.corrections]
    if not options:
        return ""
    if finding.certain:
        return f"看来{options[0]}，改后有关勾稽关系即成立。"
    if len(options) == 1:
        return f"若{options[0]}，有关勾稽关系即成立，请核对。"
    listed = "；".join(f"{sign}若{text}" for sign, text in zip(_NUMBERS, options, strict=False))
    return f"以下任一种情况都能使有关勾稽关系成立，请按顺序核对：{listed}。"


def _together(changes: Sequence[Correction]) -> str:
    return "、".join(_one(change) for change in changes)


def _one(change: Correction) -> str:
    why = _why(change)
    hint = f"，{why}" if why else ""
    last_year = "，与上年相近" if change.like_last_year else ""
    return (
        f" {change.sheet} {change.cell}（{change.label}）应为 {plain(change.value)}"
        f"（现填 {plain(change.actual)}{hint}{last_year}）"
    )


def _why(change: Correction) -> str:
    if change.kind == "swapped":
        return f"与 {change.partner} 填反"
    if change.kind == "slipped":
        moved = f"应在此处的数填到了 {change.partner}"
        return moved if change.value else f"应填在 {change.partner}"
    if change.kind == "factor":
        return _factor(change)
    return _KINDS.get(change.kind, "")


def _factor(change: Correction) -> str:
    more = change.actual > change.value
    high, low = max(change.actual, change.value), min(change.actual, change.value)
    if high == low * _WAN:
        return "“元”和“万元”弄混"
    return "多了一个 0" if more else "少了一个 0"


def short(finding: Finding) -> str:
    """The cells and values alone, as they stand beside the words."""
    options = [
        "、".join(_at(change, finding) + plain(change.value) for change in solution)
        for solution in finding.corrections
    ]
    if len(options) == 1:
        return options[0]
    return "；".join(f"{sign}{text}" for sign, text in zip(_NUMBERS, options, strict=False))


def _at(change: Correction, finding: Finding) -> str:
    """The cell, unless it is the place of the finding itself."""
    if (change.sheet, change.cell) == (finding.sheet, finding.cell):
        return ""
    sheet = "" if change.sheet == finding.sheet else f"{change.sheet} "
    return f"{sheet}{change.cell}："


def brief(change: Correction) -> str:
    """At the cell itself."""
    why = _why(change)
    return f"可能是：{plain(change.value)}" + (f"（{why}）" if why else "")
