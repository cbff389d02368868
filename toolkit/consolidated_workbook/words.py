"""What stands on the sheets of the consolidated workbook."""

from __future__ import annotations

from toolkit.grids.names import BY_UNIT, COVERAGE, OVERVIEW

# What a link says while the mouse is on it.
TO_BY_UNIT, TO_TABLE, TO_FILE = "点击看各单位的数", "点击回到汇总表", "点击打开报送件"

SUBTOTAL, GRAND_TOTAL = "小计", "合计"

IN_TOTAL_PROMPT = "选“否”后，各汇总表自动减去该单位；改回“是”即恢复。"


def too_many_findings(number: int, most: int, codes: list[tuple[str, int]]) -> str:
    """``codes``: the codes that come up most often, and how often."""
    often = "、".join(f"{code} {count} 条" for code, count in codes)
    named = f"（最多的是 {often}）" if often else ""
    return (
        f"审核意见共 {number} 条{named}，一个汇总工作簿最多放 {most} 条，没有生成。"
        "多半是许多单位有同一处错误：请先请有关单位改正，或分批汇总。"
    )


def too_many_units(number: int, most: int) -> str:
    return f"共 {number} 个单位，一个汇总工作簿最多放 {most} 个，没有生成。请按上级分别汇总。"


def units_apart(number: int) -> str:
    """Where the figures of units are that others sum, where there are too many for 分单位."""
    return (
        f"本次单位较多，另有 {number} 个由其他单位汇总的单位未列在“{BY_UNIT}”页；其报送情况见"
        f"“{COVERAGE}”页，数据见其上级单位的汇总工作簿，或用 --csv、--json 导出。"
        "下一年度要与其上年数核对的，请用 --previous 指明存放上年报送件的文件夹。"
    )


def many_lines(number: int) -> str:
    return (
        f"“{BY_UNIT}”页有 {number} 行，打开、重算会比较慢：可用表头的筛选找单位，"
        "或从“审核结果”页点链接过去；"
        "逐个单位分析数据可用 --csv 导出。以后可先由下级各自汇总，再逐级报送汇总工作簿。"
    )


def files_apart(number: int) -> str:
    return f"未采用的文件（另有 {number} 个已采用的文件，见“{COVERAGE}”页）"


def suspicious(number: int) -> str:
    """Below a table of sums that some amounts make too large or too small to be true."""
    return f"注：本表有 {number} 处金额数量级可疑，详见“{OVERVIEW}”页。"


def finding_counts(errors: int, warnings: int, infos: int, explained: int) -> str:
    """How many findings a unit has, short enough for a column; "" for none."""
    counts = ((errors, "错"), (warnings, "警"), (infos, "提示"), (explained, "已说明"))
    return " ".join(f"{number} {word}" for number, word in counts if number)


FILE_STATUSES = {
    "accepted": "已采用",
    "superseded": "已被代替",
    "duplicate": "重复",
    "unreadable": "打不开",
    "unrecognised": "未采用",
    "ignored": "略过",
}

FILE_COLUMNS = ("文件", "处理结果", "单位", "原因")

ALL_FILES = "文件清单"

NOTE_LINES = {
    "form": "表式",
    "basis": "依据",
    "year": "报告年度",
    "collector": "汇总单位",
    "previous": "上年数据",
    "made": "生成时间",
    "version": "工具版本",
}


def compared_with(year: int | None, units: int) -> str:
    """Which year this one was compared with, and how many units' figures of it are known."""
    return f"{year} 年度，{units} 个单位" if year else "没有提供，未与上年核对"


HOW = (
    "各汇总表的每个填报项都是对“分单位”页的实时求和（SUMIFS），只加“计入汇总”为“是”的单位。",
    "合计项按表内公式由各分项相加得出；报送件中手填的合计不采用。",
    "数据按报送件原值读取：不是数的、为负数的、小数位数不对的单元格不计入，并列在“审核结果”中。",
    "空白按 0 计的前提，是该表已选“已填完”或“零报告”，或只是部分空白（列为警告）。",
    "直接下级单位（含本级）计入汇总；垂直管理单位和更下一级的单位只列示，不计入。",
    "点汇总表中的数，转到“分单位”页的那一列；在“分单位”页点合计，回到汇总表；点单位名称，打开其报送件；"
    "点“审核意见”，转到该单位的第一条审核结果。",
)


class Check:
    """The section of 说明 that compares every official cell with a sum made without formulas."""

    TITLE = "核对"
    COLUMNS = ("指标", "表", "单元格", "表中数", "程序求和", "相差")
    HOW = (
        "“表中数”取自各汇总表，随公式变化；“程序求和”由程序直接从报送件相加，不经过公式。"
        "改动“计入汇总”后，“相差”只列手工改过的数。"
    )
    SUBTOTALS = "“分单位”页：各类小计之和不等于合计的列数"
    SWITCHES = "生成时的“计入汇总”（按“分单位”页的行，1 为“是”）"
    NOT_A_NUMBER = "不是数"
    # The number of cells that differ stands between the two.
    FAILS = ("× 核对：有 ", " 处不符，见本页末尾的“核对”")
    CHANGED = "已改动“计入汇总”，程序求和为改动前的数，重新运行 collect 后可再核对"
    # The same where figures were typed over, too: around their number and the first of them.
    CHANGED_AND_TYPED = (
        "× 已改动“计入汇总”，另有 ",
        " 处的数是手工改过的（第一处：",
        "），见本页末尾的“核对”；重新运行 collect 后可再核对",
    )

    @staticmethod
    def holds(cells: int) -> str:
        return f"√ 核对：{cells} 格全部相符，各类小计之和等于合计"
