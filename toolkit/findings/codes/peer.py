"""Codes about figures, compared with those of other units of the category."""

from __future__ import annotations

from toolkit.findings.codes.code import ALL, Code

TITLE = "与同类单位比较"

CODES = (
    # An amount is at least 1,000 times what units of the category usually report.
    Code(
        code="PEER-01",
        severity="warning",
        title="比同类单位大一千倍以上",
        message="{here}填的是 {actual}，"
        "约为其他 {count} 个{category}中位数（{median}）的 {factor} 倍。",
        remedy="请与该单位核对计量单位：本项以{measure}为单位，是否把“元”和“万元”弄混{likely}；"
        "确属实际情况的，请在“审核结果”页填写处理意见。",
        unit_remedy="请核对计量单位，是否把“元”和“万元”弄混；确属实际情况的，请向汇总单位说明。",
        why="没有上年数可比时，与同类单位相比：1 万元是 10000 元，比同类单位大一千倍以上的金额，"
        "多半是把元当成了万元。只与本项不为 0 的同类单位比，至少要有 3 个。",
        example="表二 B16 填 1699500，其他 3 个市直部门填的是 120、151.35 和 300："
        "如是 1699500 元，应填 169.95。",
        effect=ALL,
        unit_message="{here}填的是 {actual}，远远大于其他同类单位填报的数。",
        sum_remedy="请与有关单位核对计量单位，是否把“元”和“万元”弄混；"
        "改正后重新汇总，报送新的汇总工作簿。",
        magnitude=True,
        needs="others",
    ),
)
