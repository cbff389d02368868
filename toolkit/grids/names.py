"""What stands on the sheets that we write: names of sheets, captions, states of checks."""

from __future__ import annotations

from itertools import accumulate

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

SHEETS = (
    *(COVER, CHECKS, OVERVIEW, COMPARISON, BY_UNIT, FINDINGS, SETTLED, CHANGES, TYPED, COVERAGE),
    *(NOTES, CHART_DATA, FEEDBACK),
)

# States of a table, on the cover.
FILLED, EMPTY = "已填完（空白按 0 计）", "零报告"
STATES = (FILLED, EMPTY)

LEVELS = {"own": "本机关", "region": "本地区汇总"}
# How units write them; 本地区汇总（含本机关） is a sum.
LEVEL_WORDS = {"region": ("汇总", "地区", "区域", "合计"), "own": ("机关", "本级", "本单位")}

# States of a live check. The marks √ and × are in GBK.
UNTOUCHED, NOT_NUMBERS = "未填", "含非数字"
HOLDS, FAILS = "√ 相符", "× 不符"
# Of a check that a unit may explain; and of one that needs a figure of last year that is not known.
QUERY, EXPLAINED, LATER = "！ 请核实", "√ 已说明", "汇总时审核"

YES, NO = "是", "否"
# In place of a share of nothing, and of a change from what is not known.
NO_SHARE = "—"


class Verdict:
    """What the cover says of a table, or of the whole; FAILING stands around a number."""

    FAILING = (f"{FAILS}：有 ", f" 处，请看“{CHECKS}”页")
    QUERIES = (f"{QUERY[0]} 有 ", f" 处请核实或说明，请看“{CHECKS}”页")
    CHOOSE = "请选择填报状态"
    UNFINISHED = "尚未填完"
    READY = "√ 全部相符，可以报送"
    READY_BUT = (f"{QUERY[0]} 可以报送；有 ", f" 处请先核实或说明，请看“{CHECKS}”页")


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
OVERALL = "总体情况"
GUIDE = "填写说明"
AS_ANNOUNCED = "以通知为准"
SEAL = "（单位盖章）"
NOT_OFFICIAL = "非正式报表"
COMMENT_AUTHOR = "报表审核"
_GAP = "　　"
PROMPTS = {
    "unit": "请填本单位代码；不清楚的可以不填，但单位名称必须与名册完全一致。",
    "name": "请填单位全称，与名册完全一致。",
    "year": "请填四位数的报告年度，例如 2025。",
    "level": "只报本单位的选“本机关”；报全县（市、区）合计的选“本地区汇总”。",
    "preparer": "请填填表人姓名。",
    "head": "请填单位负责人姓名。",
    "phone": "请填联系电话（含区号）。",
    "date": "请填报出日期，例如 2026-1-20。",
    "state": "填好后请选择：有数的选“已填完（空白按 0 计）”，全年没有发生的选“零报告”。",
}
STOPS = {
    "year": "报告年度应为四位数，例如 2025。",
    "date": "请按日期填写，例如 2026-1-20。",
    "list": "请从下拉列表中选择。",
    "explanation": "请写明原因，4 至 300 字。",
    "count": "这里只能填不小于 0 的整数，不带单位和文字。",
    "amount": "这里只能填不小于 0 的数，以{unit}为单位，最多 {decimals} 位小数，不带文字。",
}
STOP_TITLE = "填写有误"
EXPLANATION = "情况说明"
CHECK_HEADS = ("代码", "审核内容", "位置", "左边（或格数）", "右边", "结果", EXPLANATION)
EXPLANATION_PROMPT = "确属实际情况的，请在此写明原因（例如：开展文件清理，重新核定存量）。"
OTHER_CHECKS = "与上年或其他单位对比（汇总时审核）；有特殊情况的，可先在右侧说明"
INPUT_CHECKS = {
    "text": "非数字的格数",
    "negative": "负数的格数",
    "fraction": "小数位数不对的格数",
    "zero": "选“零报告”时应没有数",
}


# What stands in a table that has no row heads.
FIGURES_LINE = "填数的一行"


def unit_line(name: str, year: str) -> str:
    """Who reports on which year: above every table, so that a printed page says it."""
    period = f"{_GAP}{period_line(year)}" if year else ""
    return f"{CAPTIONS['name']}：{name}{period}"


def unit_line_formula(name: str, year: str) -> str:
    """The same where name and year are cells that are filled in later."""
    period = f'{year}&"{period_line("")}"'
    return f'="{CAPTIONS["name"]}："&{name}&IF({year}="","","{_GAP}"&{period})'


def measure_line(units: list[str]) -> str:
    return f"单位：{'、'.join(units)}"


def period_line(year: str) -> str:
    return f"{year} 年度"


def last_year_note(figure: str, carried: str | None = None) -> str:
    """``carried``: the label of what this cell carries on from last year."""
    note = f"上年：{figure}"
    return f"{note}\n本年应等于上年的“{carried}”" if carried else note


def count_prompt(unit: str) -> str:
    return f"填不小于 0 的整数（{unit}），没有可空着或填 0。"


def amount_prompt(unit: str, decimals: int) -> str:
    return f"填不小于 0 的数（{unit}），最多 {decimals} 位小数，没有可空着或填 0。"


def truth_value(value: bool) -> str:
    return "逻辑值 TRUE" if value else "逻辑值 FALSE"


# The consolidated workbook.
BY_UNIT_COLUMNS = ("单位代码", "单位名称", "单位类别", "计入汇总", "说明", "审核意见")
# What a link says while the mouse is on it.
TO_BY_UNIT, TO_TABLE, TO_FILE = "点击看各单位的数", "点击回到汇总表", "点击打开报送件"
SUBTOTAL, GRAND_TOTAL = "小计", "合计"
IN_TOTAL_PROMPT = "选“否”后，各汇总表自动减去该单位；改回“是”即恢复。"


class Column:
    """Heads of the list of findings by which it is read again."""

    UNIT, NAME, RULE, SHEET, CELL = "单位代码", "单位名称", "规则", "表", "单元格"
    LABEL, ACTUAL, EXPECTED, MESSAGE = "指标", "填报数", "应为", "问题"
    DECISION, NOTE, CHANGE, FILE = "处理意见", "备注", "变化", "来源文件"


FINDING_COLUMNS = (
    "序号",
    "级别",
    Column.UNIT,
    Column.NAME,
    Column.RULE,
    Column.SHEET,
    Column.CELL,
    Column.LABEL,
    Column.ACTUAL,
    Column.EXPECTED,
    "相差",
    Column.MESSAGE,
    "处理建议",
    Column.DECISION,
    Column.NOTE,
    Column.CHANGE,
    "状态",
    Column.FILE,
)
# What does not come from the finding.
TYPED_IN = (Column.DECISION, Column.NOTE, Column.CHANGE)


def finding_counts(errors: int, warnings: int, infos: int, explained: int) -> str:
    """How many findings a unit has, short enough for a column; "" for none."""
    counts = ((errors, "错"), (warnings, "警"), (infos, "提示"), (explained, "已说明"))
    return " ".join(f"{number} {word}" for number, word in counts if number)


COVERAGE_COLUMNS = (
    "单位代码",
    "单位名称",
    "单位类别",
    "报送状态",
    "计入汇总",
    "说明",
    "联系人",
    "联系电话",
    "截止日期",
    "迟报天数",
    "文件",
    "保存时间",
    "文件校验值（SHA-256）",
)
STATUSES = {"received": "已报", "missing": "未报", "with_errors": "已报，有误"}
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


def incomplete(missing: int, faulty: int, left_out: int) -> list[str]:
    """Below a consolidated table that does not hold everyone's certain figures."""
    parts = [
        f"{number} 个单位{words}"
        for number, words in ((missing, "未报"), (left_out, "已报但未计入"), (faulty, "有错误"))
        if number
    ]
    return [f"注：{'，'.join(parts)}，详见“{OVERVIEW}”页。"] if parts else []


_MOST_NAMES = 40


class Overview:
    """Captions and sentences of the first sheet."""

    TOTAL = "全部"
    BY_CATEGORY, BY_SEVERITY, BY_OUTCOME = "分类情况", "审核意见", "审核公式（各单位合计）"
    OUTCOMES = ("相符", "不符", "已说明", "无法判断")
    CATEGORY_HEADS = ("单位类别", "应报", "已报", "未报", "有误", "计入汇总")
    COMPLETE = "应报单位已全部报送，没有错误。"
    INSIDE_STARTS = "汇总数包含"

    @staticmethod
    def listed(names: list[str], room: int | None = None) -> str:
        """All names as far as a row of a sheet has room for them: ``room`` characters."""
        most = _MOST_NAMES
        if room is not None:
            ends = accumulate(len(one) + 1 for one in names)
            most = max(sum(end <= room for end in ends), 1)
        if len(names) <= most:
            return "、".join(names)
        return f"{'、'.join(names[:most])}……等，全部名单见“{COVERAGE}”页"

    @staticmethod
    def missing(names: list[str], room: int | None = None) -> str:
        listed = Overview.listed(names, room)
        return f"未报送、汇总数中没有其数据的单位（{len(names)} 个）：{listed}。"

    @staticmethod
    def left_out(names: list[str], room: int | None = None) -> str:
        listed = Overview.listed(names, room)
        return f"已报送但未计入汇总的单位（{len(names)} 个）：{listed}。"

    @staticmethod
    def partial(names: list[str], room: int | None = None) -> str:
        listed = Overview.listed(names, room)
        return f"自身的汇总不齐、数据已计入的单位（{len(names)} 个）：{listed}。"

    @staticmethod
    def faulty(names: list[str], room: int | None = None) -> str:
        return (
            f"有错误、但数据已计入汇总的单位（{len(names)} 个；无法确认的单元格未计入）："
            f"{Overview.listed(names, room)}。"
        )

    @staticmethod
    def inside(names: list[str], room: int | None = None) -> str:
        if not names:
            return f"{Overview.INSIDE_STARTS} 0 个单位。"
        return f"{Overview.INSIDE_STARTS} {len(names)} 个单位：{Overview.listed(names, room)}。"

    @staticmethod
    def with_reason(name: str, reason: str | None) -> str:
        return f"{name}（{reason}）" if reason else name


def consolidated_title(name: str, year: int, form: str) -> str:
    return f"{name} {year} 年度{form}汇总"


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
    """Whose figures of last year were there to compare with."""
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
    HOW = "“表中数”取自各汇总表，随公式变化；“程序求和”由程序直接从报送件相加，不经过公式。"
    SUBTOTALS = "“分单位”页：各类小计之和不等于合计的列数"
    SWITCHES = "生成时的“计入汇总”（按“分单位”页的行，1 为“是”）"
    NOT_A_NUMBER = "不是数"
    # The number of cells that differ stands between the two.
    FAILS = ("× 核对：有 ", " 处不符，见本页末尾的“核对”")
    CHANGED = "已改动“计入汇总”，程序求和为改动前的数，重新运行 collect 后可再核对"

    @staticmethod
    def holds(cells: int) -> str:
        return f"√ 核对：{cells} 格全部相符，各类小计之和等于合计"
