"""The code about who has filled in a return, whom to call, and when it was sent."""

from __future__ import annotations

from toolkit.findings.codes.code import ALL, Code

TITLE = "封面"

CODES = (
    # A field of the cover is blank, or holds what cannot be right.
    Code(
        code="COVER-01",
        severity="info",
        title="封面没有填齐",
        message="{sheet}上有 {count} 项没有填好：{fields}。",
        remedy="请该单位补填或改正；有问题要核实时，凭填表人和联系电话联系。",
        why="填表人、单位负责人、联系电话和报出日期，核实数据、退回、催报时都要用；"
        "空着的，或写的不是电话号码、没有这一天的，要补齐；单位自查时列为警告。写法不限，看得懂就行。",
        example="封面 D6（联系电话）写的是“不知道”，D7（报出日期）写的是“2026年1月32日”。",
        effect=ALL,
        unit_severity="warning",
        unit_remedy="请补填或改正后再报送。",
        sent_back_remedy="请在{workbook}的封面上补填或改正。",
    ),
)
