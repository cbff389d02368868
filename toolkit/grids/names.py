"""A file format: the texts that we write on sheets, and by which alone we recognise them later.

Names of sheets, heads, captions, states, decisions, reasons. A workbook of last year, or of a
county, was written with these texts: changing one changes the format.
"""

from __future__ import annotations

from enum import Enum, unique

from toolkit.text import fold

COVER, CHECKS = "封面", "审核"
OVERVIEW, BY_UNIT, FINDINGS, COVERAGE, NOTES = "概览", "分单位", "审核结果", "报送情况", "说明"
COMPARISON, CHANGES, SETTLED, TYPED, CHART_DATA = (
    "上下年对比",
    "本次变化",
    "已消除",
    "手工改动",
    "图表数据",
)
FEEDBACK = "退回意见"
# What the number in the last line of a notice is called, that of the list of who is missing, and
# that of a receipt.
NOTICE_NUMBER, LIST_NUMBER, RECEIPT_NUMBER = "通知编号", "名单编号", "回执编号"

# What a receipt calls when a file came in, and its digest: the next run keeps what it tells.
RECEIVED, NO_LATER_THAN, FILE_DIGEST = "收到时间", "不晚于", "文件校验值（SHA-256）"

# The file names of a roster, which lies beside the returns and is not one of them; the first is
# that of the one which comes with a new collection.
ROSTERS = ("名册.xlsx", "名册.csv", "units.csv", "units.xlsx")
# The file that remembers every run of a collection.
JOURNAL = "台账.sqlite"

SHEETS = (
    *(COVER, CHECKS, OVERVIEW, COMPARISON, BY_UNIT, FINDINGS, SETTLED, CHANGES, TYPED, COVERAGE),
    *(NOTES, CHART_DATA, FEEDBACK),
)

# States of a table, on the cover.
FILLED, EMPTY = "已填完（空白按 0 计）", "零报告"
STATES = (FILLED, EMPTY)

LEVELS = {"own": "本机关", "region": "本地区汇总"}
# How units write the levels; 本地区汇总（含本机关） is a sum.
LEVEL_WORDS = {"region": ("汇总", "地区", "区域", "合计"), "own": ("机关", "本级", "本单位")}

# States of a live check. The marks √ and × are in GBK.
UNTOUCHED, NOT_NUMBERS = "未填", "含非数字"
HOLDS, FAILS = "√ 相符", "× 不符"
# Those of a check that a unit may explain, and of one that needs an unknown figure of last year.
QUERY, EXPLAINED, LATER = "！ 请核实", "√ 已说明", "汇总时审核"

YES, NO = "是", "否"
# Shown in place of a share of 0, and of a change from an unknown figure.
NO_SHARE = "—"


CAPTIONS = {
    "name": "填报单位",
    "unit": "单位代码",
    "year": "报告年度",
    "level": "填报口径",
    "deadline": "截止日期",
    "preparer": "填表人",
    "head": "单位负责人",
    "phone": "联系电话",
    "date": "报出日期",
}
STATE_HEADS = ("表名", "填报状态（请选择）", "审核情况")
# The check code on the cover, and what stands there where a figure is no number.
CHECK_CODE, NO_CHECK_CODE = "校验码", "有非数字"
EXPLANATION = "情况说明"
CHECK_HEADS = ("代码", "审核内容", "位置", "左边（或格数）", "右边", "结果", EXPLANATION)
OTHER_CHECKS = "与上年或其他单位对比（汇总时审核）；有特殊情况的，可先在右侧说明"


# How websites caption who has published a page; read only.
PUBLISHER_CAPTIONS = (
    "发布机构",
    "发布机关",
    "发布单位",
    "发布部门",
    "发文机关",
    "发文机构",
    "发文单位",
    "公开主体",
    "公开机构",
    "公开单位",
    "信息来源",
    "文章来源",
    "稿件来源",
    "来源",
)


# The name of the row of figures in a table without row heads.
FIGURES_LINE = "填数的一行"


# The consolidated workbook.


class ListHead:
    """The heads of its lists, by which they are read back wherever their columns stand."""

    UNIT, NAME, CATEGORY, INSIDE, REASON = "单位代码", "单位名称", "单位类别", "计入汇总", "说明"
    STATUS, CONTACT, PHONE, DEADLINE = "报送状态", "联系人", "联系电话", "截止日期"
    SEVERITY, RULE, STATE = "级别", "规则", "状态"
    SHEET, CELL, LABEL, MESSAGE = "表", "单元格", "指标", "问题"
    ACTUAL, EXPECTED, FILE = "填报数", "应为", "来源文件"
    DECISION, NOTE, CHANGE = "处理意见", "备注", "变化"
    # What the journal knows of a unit.
    COURSE = "报送经过"


ALL_LIST_HEADS = frozenset(text for key, text in vars(ListHead).items() if key.isupper())

FINDING_COUNTS = "审核意见"

BY_UNIT_COLUMNS = (
    ListHead.UNIT,
    ListHead.NAME,
    ListHead.CATEGORY,
    ListHead.INSIDE,
    ListHead.REASON,
    FINDING_COUNTS,
)


FINDING_COLUMNS = (
    "序号",
    ListHead.SEVERITY,
    ListHead.UNIT,
    ListHead.NAME,
    ListHead.RULE,
    ListHead.SHEET,
    ListHead.CELL,
    ListHead.LABEL,
    ListHead.ACTUAL,
    ListHead.EXPECTED,
    "相差",
    ListHead.MESSAGE,
    "处理建议",
    ListHead.DECISION,
    ListHead.NOTE,
    ListHead.CHANGE,
    ListHead.STATE,
    ListHead.FILE,
)
# The columns that a reviewer fills in.
TYPED_IN = (ListHead.DECISION, ListHead.NOTE, ListHead.CHANGE)


COVERAGE_COLUMNS = (
    ListHead.UNIT,
    ListHead.NAME,
    ListHead.CATEGORY,
    ListHead.STATUS,
    FINDING_COUNTS,
    ListHead.INSIDE,
    ListHead.REASON,
    CHECK_CODE,
    ListHead.CONTACT,
    ListHead.PHONE,
    ListHead.DEADLINE,
    "迟报天数",
    # Only where there is a journal.
    ListHead.COURSE,
    "文件",
    "保存时间",
    "文件校验值（SHA-256）",
)
# The severity of a finding, and its status.
SEVERITY_WORDS = {"error": "错误", "warning": "警告", "info": "提示"}
STATUS_WORDS = {
    "open": "未消除",
    "explained": "已说明",
    "cannot_judge": "无法判断",
    "follows": "同一处错",
}
# In the place of the status: an earlier run has told it, and the last one could not judge it.
NOT_JUDGED = "本次未审核"
FOLLOWS_NOT_JUDGED = f"{STATUS_WORDS['follows']}，{NOT_JUDGED}"
STATUSES = {"received": "已报", "missing": "未报", "with_errors": "已报，有误"}


def incomplete(missing: int, faulty: int, left_out: int) -> list[str]:
    """The lines below a consolidated table that lacks certain figures of some units."""
    parts = [
        f"{number} 个单位{words}"
        for number, words in ((missing, "未报"), (left_out, "已报但未计入"), (faulty, "有错误"))
        if number
    ]
    return [f"注：{'，'.join(parts)}，详见“{OVERVIEW}”页。"] if parts else []


LEAST_EXPLANATION = 4

OPEN, VERIFIED, SENT_BACK, REJECTED = "待处理", "已核实", "已退回", "不采纳"

DECISIONS = (OPEN, VERIFIED, SENT_BACK, REJECTED)

GO = "查看"

# The decisions of a reviewer by which a problem is let stand.
STANDS = (VERIFIED, REJECTED)

NEW, AGAIN, CHANGED, DIFFERS = "新增", "再次出现", "数已变", "意见不一"
# A row of 手工改动 with what a copy says and is not kept; the name of the copy comes behind it.
NOT_KEPT = f"{DIFFERS}，未采用"

# Marks of a decision whose problem has changed, or has come up again, or that others see otherwise:
# to be looked at anew.
STALE = (CHANGED, AGAIN, DIFFERS)


@unique
class Excluded(Enum):
    """Why a unit is on the list, but not to be summed by the collecting unit."""

    VERTICAL = "垂直管理单位，不计入本地汇总"
    OFF_ROSTER = "不在单位名册中"
    DEEPER = "下级单位，由其上级汇总"
    ELSEWHERE = "不属于本次汇总的范围"

    @property
    def text(self) -> str:
        return self.value

    @classmethod
    def read(cls, text: str) -> Excluded | None:
        """The reason that a line of 报送情况 gives; None where it is none of these."""
        return next((one for one in cls if fold(one.text) == fold(text)), None)


# The lists of the consolidated workbook, which people sort and widen: these heads show which row is
# that of the heads when a list is read back. A new list needs a line here.
LIST_HEADS = {
    FINDINGS: (ListHead.RULE, ListHead.DECISION, ListHead.NOTE),
    SETTLED: (ListHead.RULE, ListHead.DECISION, ListHead.NOTE),
    BY_UNIT: (ListHead.UNIT, ListHead.INSIDE),
    COVERAGE: (ListHead.UNIT, ListHead.NAME),
}
