"""Codes about a report that is held against the workbook that it was made from."""

from __future__ import annotations

from collections.abc import Mapping

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
TWICE = Words(
    title="标题重复",
    message="报告中有不止一个“{actual}”。",
    remedy="请只保留一处，并核对其下的内容。",
)
EMPTY = Words(
    title="标题之下没有内容",
    message="报告的“{actual}”之下没有内容。",
    remedy="请补写这一部分；没有这方面情况的，请写明。",
)
UNREAD = Words(
    title="没有读出表格",
    message="报告中没有读出{table}：没有规定的表头，或表格是图片、没有边框线，无法核对。",
    remedy="请按规定的表样在报告中放入{table}（不用图片），再核对。",
)

# By what is wrong with a heading, or below it.
OTHER_HEADINGS: Mapping[str, Words] = {
    "words": OTHER_WORDS,
    "order": OTHER_ORDER,
    "place": OTHER_PLACE,
    "twice": TWICE,
    "empty": EMPTY,
    "unread": UNREAD,
}


def in_full(name: str | None, year: str | None) -> str:
    """A unit and a year, as far as they are known."""
    return " ".join(filter(None, (name, f"{year} 年度" if year else "")))


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
        remedy="请核对是否选错了报告或工作簿；文件无误的，请改正报告标题中的单位、年度，再核对其余内容。",
        why="拿错上年的工作簿或其他单位的报告，核对的结果就没有意义。",
        example="报告的标题是 2024 年度，工作簿是 2025 年度的。",
        effect=_NO_SUM,
    ),
    # A file that is no published report, so that nothing in it was held against the workbook.
    Code(
        code="PUB-04",
        severity="error",
        title="不是可以核对的年度报告",
        message="{file} 没有核对：{reason}。",
        remedy="请给出准备发布的年度报告（Word、网页或带文字的 PDF）；文件损坏的，请换一份。",
        why="没有核对过的文件不能当作核对无误发布。",
        example="把填报工作簿“汇总-2025.xlsx”当作报告，或报告是扫描的图片。",
        effect=_NO_SUM,
    ),
)
