"""Codes about a report that is held against the workbook that it was made from."""

from __future__ import annotations

from toolkit.findings.codes.code import Code, Effect, Words

TITLE = "发布前核对"

_NO_SUM = Effect("只在发布前核对时出现（toolkit check 加 --against），不影响汇总")

# PUB-02 in its other cases.
OTHER_WORDS = Words(
    title="标题与规定格式不符",
    message="报告的标题“{actual}”与规定格式不符，应为“{expected}”。",
    remedy="请改为“{expected}”。",
)
OTHER_ORDER = Words(
    title="各部分的次序与规定格式不符",
    message="报告的“{actual}”没有排在规定的位置，应在“{expected}”之后。",
    remedy="请按规定格式排列各部分。",
)
OTHER_PLACE = Words(
    title="表格的位置与规定格式不符",
    message="{table}放在“{actual}”部分，应放在“{expected}”部分。",
    remedy="请把表格移到“{expected}”部分。",
)

# By what is wrong with a heading.
OTHER_HEADINGS = {"words": OTHER_WORDS, "order": OTHER_ORDER, "place": OTHER_PLACE}

CODES = (
    # A figure of the report is not that of the workbook.
    Code(
        code="PUB-01",
        severity="error",
        title="报告的数与工作簿不符",
        message="{here}在报告中是 {actual}，在工作簿中是 {expected}{gap}。",
        remedy="请按工作簿改正报告，改为 {expected}；工作簿有误的，请先改正，再重新生成报告。",
        why="报告生成以后又改动过报告或工作簿，两边就会不一致；对外发布的数必须与审定的数相同。",
        example="表三 J6 在报告中是 110，在汇总工作簿中是 112。",
        effect=_NO_SUM,
    ),
    # A heading is missing, worded otherwise, or out of order.
    Code(
        code="PUB-02",
        severity="error",
        title="报告缺少规定的部分",
        message="报告中没有“{expected}”这一部分。",
        remedy="请按规定格式补上这一部分和它的标题。",
        why="各部分的标题和次序由{basis}规定，各级报告应当一致，便于查阅和比较。",
        example="报告中没有“六、其他需要报告的事项”。",
        effect=_NO_SUM,
    ),
    # It is the report of another unit or year than the workbook.
    Code(
        code="PUB-03",
        severity="error",
        title="报告与工作簿不是同一单位、同一年度的",
        message="报告写的是“{actual}”，而工作簿是“{expected}”的。",
        remedy="请核对是否选错了文件；文件无误的，请改正报告标题中的单位、年度。",
        why="拿错上年的工作簿或其他单位的报告，核对的结果就没有意义。",
        example="报告的标题是 2024 年度，工作簿是 2025 年度的。",
        effect=_NO_SUM,
    ),
)
