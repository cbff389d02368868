"""Codes about one mistake that explains several broken balances."""

from __future__ import annotations

from toolkit.findings.codes.code import ALL_AS_ERROR, Code

TITLE = "看来错在一处"

FAMILY = "LIKELY"

CODES = (
    # One wrong cell.
    Code(
        code="LIKELY-01",
        severity="error",
        title="看来错在一处",
        message="看来{look}：{mistake}。{once}下列 {count} 处全部成立：{mended}。",
        remedy="请核对{at_cells}；确是填错的，{correct}即可，这几处不用另改。",
        why="一个数填错，会使它所在的行、列和勾稽关系都不平。几处不平只有一种改法能同时解释时，"
        "错处多半就在那里；其余各处随之成立，不必逐条去改。",
        example="表三 J8、D29、J29 都是手填的合计，D8 把 28 填成了 38：J8、D29、J29 和 D29 的"
        "收办平衡都不成立，改回 28 就全部成立。",
        effect=ALL_AS_ERROR,
        page_remedy="请核对所指的单元格；确是填错的，改正该处即可，随之成立的各处不用改。",
    ),
    # Whole columns or rows, exchanged or shifted.
    Code(
        code="LIKELY-02",
        severity="error",
        title="看来整列、整行填错了位置",
        message="看来{look}，涉及 {number} 格。{once}下列 {count} 处全部成立：{mended}。",
        remedy="请核对；确是如此的，{correct}（{cell} 应为 {expected}），这几处不用另改。",
        why="两列或两行填反、整块错开一行或一列，各数本身没有错，只是不在应在的位置。"
        "只有这一种改法能同时解释几处不平时，多半就是如此。",
        example="表三 D、E 两列整列填反：D7、E7 都与上年的结转数不符，对调后都相符。",
        effect=ALL_AS_ERROR,
        page_remedy="请核对所指的行列；确是填错位置的，整体对调或移回即可，其余各处不用改。",
    ),
)
