"""The words of the first page of the consolidated workbook, and of its charts."""

from __future__ import annotations

import datetime
from itertools import accumulate

from toolkit.consolidation.words import Banner
from toolkit.grids.names import BY_UNIT, CHART_DATA, FINDINGS, OVERVIEW

TILES = ("应报单位", "已报单位", "未报单位", "有误单位")
ALL_CATEGORIES = "全部"
BY_CATEGORY, BY_OUTCOME = "分类情况", "审核公式（各单位合计）"
CATEGORY_HEADS = ("单位类别", "应报", "已报", "未报", "有误", "计入汇总")
OUTCOMES = ("相符", "不符", "已说明", "无法判断")
FIGURES = "主要数据"
# Last year's figures are those of the units that are in both sums, and so are change and growth.
SAME_UNITS = "上年同口径"
CHANGE, GROWTH = "增减", "增幅"
POINTS = "个百分点"
DEADLINES = "报送期限"
DEADLINE_HEADS = ("截止日期", "应报", "已报", "迟报", "逾期未报")
NO_DEADLINE, OTHER_DEADLINES = "未定", "其余"
MESSAGES, TO_DO = "审核意见（条）", "待处理"

DATA_NOTE = (
    f"本页是“{OVERVIEW}”页各图和与上年比较的数据。本年数随“{BY_UNIT}”页的“计入汇总”自动变化；"
    "图中各单位的次序在生成时按大小排定。"
)
# The comparison with last year on that sheet.
COMPARISON_TITLE = "与上年比较（同口径：两年都在汇总中、两年数据都齐的单位）"
IS_COMPARED, SUM_OF_THE_SAME_UNITS = "参加比较", "同口径合计"
CHART_NAME, FULL_NAME, UNIT_CODE = "图中名称", "单位名称", "单位代码"


def as_of(today: datetime.date) -> str:
    return f"截至 {today.year} 年 {today.month} 月 {today.day} 日"


def progress(received: int, due: int) -> str:
    share = f"（{received / due:.1%}）" if due else ""
    return f"已报 {received} / {due}{share}"


def segments(sound: int, faulty: int, missing: int) -> tuple[str, str, str]:
    """What the three parts of the bar of progress are."""
    return f"已报，无误 {sound} 个", f"已报，有误 {faulty} 个", f"未报 {missing} 个"


def with_suspicious(sound: int, suspicious: int, faulty: int, missing: int) -> tuple[str, ...]:
    """The same where the amounts of some units are too large or too small to be true."""
    first, *rest = segments(sound, faulty, missing)
    return first, f"已报，数量级可疑 {suspicious} 个", *rest


def beside_last_year(before: str) -> str:
    return f"上年 {before}"


def beside_peers(median: str) -> str:
    return f"同类单位中位数 {median}"


def suspicious(amounts: list[str], room: int) -> str:
    """Amounts that are too large or too small to be true, as far as a row has room for them."""
    ends = accumulate(len(one) + 1 for one in amounts)
    most = max(sum(end <= room for end in ends), 1)
    rest = f"……等，详见“{FINDINGS}”页" if len(amounts) > most else ""
    return f"数量级可疑 {len(amounts)} 处：{'；'.join(amounts[:most])}{rest}。"


# Behind the figures of a rule that the sums break.
DIFFERS_BY, STOP = "，相差 ", "。"


def unbalanced(title: str, place: str, label: str) -> str:
    """Before these figures; ``title``: the rule."""
    return f"汇总数本身不平：“{title}”，{place}（{label}）："


def measured(label: str, unit: str) -> str:
    return f"{label}（{unit}）"


# Above the key figures: where nobody can be compared, and around three numbers: of the units that
# are compared, of those in this year's sum, and of those in last year's. Without it a reader would
# take last year's figure from this year's, which is of all units, and get another change.
NOBODY_COMPARED = f"{FIGURES}（没有两年数据都齐的单位，不与上年比较）"
COMPARED = (
    f"{FIGURES}（上年、增减、增幅只算两年数据都齐的 ",
    " 个单位；本年汇总 ",
    " 个，上年 ",
    " 个）",
)


def compared(units: int, now: int, before: int) -> str:
    parts = zip(COMPARED, (str(units), str(now), str(before), ""), strict=True)
    return "".join(one for pair in parts for one in pair)


def by_how_much(label: str, change: str, unit: str) -> str:
    return f"{label} {change if change.startswith('-') else f'+{change}'} {unit}"


def part_of(share: str) -> str:
    """The sum that is a share of another."""
    return f"{share}：分子"


def whole_of(share: str) -> str:
    return f"{share}：分母"


def in_year(label: str, year: int) -> str:
    return f"{label}（{year} 年）"


def of_the_same_units(title: str) -> str:
    """The title of a chart that compares two years."""
    return f"{title}（同口径）"


def year_caption(year: int) -> str:
    return f"{year} 年"


def rest_of(units: int) -> str:
    return f"其余 {units} 个单位"


def axis_without(unit: str, rest: int) -> str:
    """Below a chart that does not draw the bar of the other units."""
    return f"{unit}（其余 {rest} 个单位见“{CHART_DATA}”页）"


def by_unit_title(title: str, shown: int, rest: int) -> str:
    return f"{title}（前 {shown} 位）" if rest else title


def late(names: list[tuple[str, int]], room: int) -> str:
    """Returns that came after the deadline, the latest first, with how many days."""
    listed = Banner.listed([f"{name}（{days} 天）" for name, days in names], room)
    return f"迟报（{len(names)} 个）：{listed}。"


def overdue(names: list[tuple[str, int]], room: int) -> str:
    listed = Banner.listed([f"{name}（已逾期 {days} 天）" for name, days in names], room)
    return f"逾期未报（{len(names)} 个）：{listed}。"


def chart_words(title: str, bars: str) -> str:
    """What a screen reader says of a chart; ``bars``: what they are."""
    return f"图：{title}，按{bars}分列。数据见“{CHART_DATA}”页。"
