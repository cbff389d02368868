"""What stands in the workbook of the years side by side."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.chronicle.cross_years import Outcome
from toolkit.chronicle.heard import Source
from toolkit.chronicle.words import spans
from toolkit.returns.unit_return import FileStatus

# The sheets besides those of the units.
OVERVIEW, FIGURES, CROSS_YEARS, FILES, DIFFERENCES = (
    "总览",
    "主要数据",
    "跨年核对",
    "数据来源",
    "不一致的数",
)
ALL_UNITS = "各单位历年数"
OWN_SHEETS = (OVERVIEW, FIGURES, CROSS_YEARS, FILES, DIFFERENCES, ALL_UNITS)

TITLE = "历年对比"
SOURCES = {
    Source.RETURN: "报送件",
    Source.SUM: "汇总",
    Source.IN_A_SUM: "汇总所列",
    Source.PAGE: "网页",
    Source.WORD: "Word",
    Source.PDF: "PDF",
    Source.TEXT: "文本",
}
STATUSES: dict[FileStatus, str] = {
    "accepted": "采用",
    "superseded": "未采用",
    "duplicate": "重复",
    "unreadable": "打不开",
    "unrecognised": "未采用",
    "ignored": "略过",
}
OUTCOMES = {
    Outcome.FAILS: "不符",
    Outcome.EXPLAINED: "已说明",
    Outcome.UNJUDGED: "无法核对",
    Outcome.HOLDS: "相符",
}
MISSING, NONE, NOT_IN_FORMAT = "缺", "无", "—"
UP, DOWN = "▲", "▼"
UNIT_HEADS = UNIT_CODE, UNIT_NAME = "单位代码", "单位名称"
HEADS_BEHIND = ("年度数", "跨年核对")
HEADS = ("指标", "栏目", "单位")
FIGURES_OF_YEARS, CHANGE, GROWTH, NOTE = "历年数", "比上年增减", "比上年增减%", "备注"
SOURCE_LINE = "数据来源"
ALL_HEADS = (UNIT_CODE, UNIT_NAME, "表", *HEADS)
CROSS_HEADS = (
    *("结果", UNIT_CODE, UNIT_NAME, "年度", "规则", "核对内容", "指标", "表", "单元格"),
    *("本年的数", "按上年应为", "相差", "说明"),
)
FILE_HEADS = ("文件", "处理", "单位", "年度", "格式", "来源", "说明")
DIFFERENCE_HEADS = (
    *(UNIT_CODE, UNIT_NAME, "年度", "指标", "采用的数", "采用自"),
    *("另一份的数", "另一份文件", "来源", "未采用的原因"),
)
NOTHING_USED = "（两份都没有采用）"
UNREASONED = "没有需要核对的跨年数据。"


def title(form: str, years: Sequence[int]) -> str:
    return f"{form} {TITLE}（{_span(years)} 年度）"


def unit_title(name: str, years: Sequence[int]) -> str:
    return f"{name} {TITLE}（{_span(years)} 年度）"


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"


def in_short(units: int, years: Sequence[int], files: int, used: int) -> str:
    return f"{units} 个单位，{_span(years)} 年度；共读取 {files} 个文件，采用 {used} 个。"


def cross_in_short(holds: int, fails: int, explained: int, unjudged: int) -> str:
    counts = ((fails, "不符"), (explained, "已说明"), (unjudged, "无法核对"), (holds, "相符"))
    told = "，".join(f"{word} {number} 条" for number, word in counts if number)
    return f"跨年核对（与上年衔接的审核公式）：{told or '没有相邻的两年，无从核对'}。"


def gaps_in_short(between: int, outside: int) -> str:
    if not between and not outside:
        return "各单位各年度的数都有，没有缺年。"
    counts = ((between, "处中间缺年"), (outside, "处起止年度与其他单位不同"))
    told = "，".join(f"{number} {word}" for number, word in counts if number)
    return f"年度不齐：{told}，详见下表和表后的说明。"


def formats(versions: Sequence[tuple[str, Sequence[int]]], current: str) -> str:
    """``versions``: the formats before, each with the years in which it was used."""
    told = "、".join(f"{spans(years)} 年度有 {version} 年格式的报告" for version, years in versions)
    return (
        f"{told}：只与 {current} 年格式中含义相同的指标对比；"
        f"该年格式没有的指标显示“{NOT_IN_FORMAT}”，只有旧格式才有的指标列在各单位表的最后。"
    )


def rule_of_marks(percent: int, least: Sequence[tuple[int, str]]) -> str:
    amounts = "、".join(f"{number} {unit}" for number, unit in least)
    return (
        f"变化大的加底色，并标{UP}（增）或{DOWN}（减）："
        f"增减达到上年数的 {percent}%，并且达到 {amounts}。"
        "空白是不知道的数；按 0 计的空白写作 0。只与紧挨着的上一年比较。"
    )


def source(one: Source, version: str, current: str) -> str:
    """``version``: the format of that year."""
    return SOURCES[one] if version == current else f"{SOURCES[one]}\n（{version} 格式）"


def of_rules(fails: int, unjudged: int, holds: int) -> str:
    counts = ((fails, "不符"), (unjudged, "无法核对"), (holds, "相符"))
    return "，".join(f"{word} {number}" for number, word in counts if number) or NOT_IN_FORMAT


def together(label: str, rows: int) -> str:
    return f"{label}（{rows} 行合计）"


def only_before(version: str, current: str) -> str:
    return f"只有 {version} 年格式才有的指标（{current} 年格式没有可比的项）"


def measured(label: str, unit: str) -> str:
    return f"{label}（{unit}）" if unit else label


def the_largest(label: str, shown: int, of: int) -> str:
    return f"{label}：最近一年最多的 {shown} 个单位（共 {of} 个）"


def of_sums(label: str) -> str:
    return f"{label}：汇总数"


def chart_words(text: str) -> str:
    return f"{text}，历年变化；数在左边的表中。"


GAPS = "缺年说明"
LEGEND = (
    ("报送件", "Excel 报送件或填好的模板"),
    ("汇总", "汇总工作簿的汇总数"),
    ("汇总所列", "汇总工作簿“分单位”页所列的该单位的数"),
    ("网页等", "公开发布的报告（网页、Word、PDF、文本）"),
    (MISSING, "前后各年都有，缺这一年"),
    (NONE, "其他单位有，本单位没有"),
)


def places(number: int) -> str:
    return f"共 {number} 处"


def note(number: int, text: str) -> str:
    """``number``: from 0."""
    return f"注 {number + 1}：{text}"


def numbered(notes: Sequence[int]) -> str:
    return "、".join(f"注 {number + 1}" for number in notes)


def of_year(year: int, text: str) -> str:
    return f"{year} 年度：{text}。"


def too_many(rows: int, most: int) -> str:
    return f"各单位各指标共 {rows} 行，一张工作表最多放 {most} 行。请分几次对比，每次少放一些单位。"
