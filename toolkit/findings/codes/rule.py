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
    sent_back_remedy="{workbook}已恢复合计公式，合计不用填；"
    "请核对各分项，分项无误的，合计应为 {expected}。",
)
# Of a total where the likely cells are known, to a unit with a workbook that was sent back.
RESTORED = "{workbook}已恢复合计公式，合计不用填。"
TOTAL_EFFECT = RECOMPUTED.text

# In the place of the words of any rule that cannot be judged.
CANNOT_JUDGE = Words(
    title="无法判断",
    message="“{title}”{at}无法判断：{reason}。",
    remedy="请先改正上述单元格，再重新审核。",
)
# What follows from a mistake that is told elsewhere has no remedy of its own.
FOLLOWS_REMEDY = "请按“{cause}”一条改正，本条不用另改。"
# Behind the message of whatever was explained, and in the place of its remedy.
EXPLAINED = Words(
    title="已说明",
    message="填报单位说明：“{explanation}”。",
    remedy="请审核该说明是否成立。",
    unit_message="已说明：“{explanation}”。",
    unit_remedy="报送后由汇总单位审核该说明。",
)


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
