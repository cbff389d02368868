"""Words for a form's own rules and totals, which the form declares, so they have no record here."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.findings.codes.code import ALL, RECOMPUTED, Words

# The two ways in which a balance is broken: a declared rule, and a total that was typed over.
RULE = Words(
    title="{title}",
    message="{here}不符合“{title}”：{comparison}{read_as}。",
    remedy="{remedy}{likely}",
)
TOTAL = Words(
    title="合计与分项之和不符",
    message="{here}的合计被手填或改了公式，现为 {actual}，"
    "各分项之和为 {expected}{gap}{read_as}。{summed}",
    remedy="请核对各分项；分项无误的，合计应为 {expected}。",
    unit_remedy="{workbook}已恢复合计公式，合计不用填；"
    "请核对各分项，分项无误的，合计应为 {expected}。",
)
TOTAL_EFFECT = RECOMPUTED.text

# Of any rule: what takes the place of its words, or comes behind them.
CANNOT_JUDGE = "“{title}”{at}无法判断：{reason}。"
CANNOT_JUDGE_MEND = "请先改正上述单元格，再重新审核。"
# What follows from a mistake that is told elsewhere has no remedy of its own.
FOLLOWS_MEND = "请按{cause}一条改正，本条不用另改。"
EXPLAINED, EXPLAINED_MEND = "填报单位说明：“{explanation}”。", "请审核该说明是否成立。"


def rule_effect(severity: str) -> str:
    """What a declared rule means for the sum; ``severity`` in the user's language."""
    return f"{ALL.text}，并列为{severity}"


def total_why(basis: str) -> str:
    """Why a total must be the sum of its parts; ``basis``: what prescribes the form."""
    return f"合计就是各分项相加的数；汇总时一律重新计算，手填的合计只作核对。表中的项目见{basis}。"


def total_example(total: str, parts: Sequence[str]) -> str:
    """An example of a total that was typed over, with the addresses of it and its parts."""
    if len(parts) == 1:
        return f"{total} 手填 8，{parts[0]} 填 10：应为 10，相差 -2。"
    rest = "，其余分项是 0" if len(parts) > 2 else ""
    return f"{total} 手填 8，{parts[0]} 填 6，{parts[1]} 填 4{rest}：各分项之和是 10，相差 -2。"
