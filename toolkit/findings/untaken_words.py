"""What is said of the lines and cells of a plain table of last year's figures that are not used."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.findings.details import Spot, Untaken, UntakenWhy
from toolkit.grids.address import column_name

_WHY: Mapping[UntakenWhy, str] = {
    "unknown_unit": "的单位在名册中没有",
    "no_unit": "有数，却没有写是哪个单位",
    "two_units": "的单位代码和单位名称是两个单位的",
    "namesakes": "的单位在名册中有同名的，又没有写单位代码",
    "unit_twice": "的单位不止出现一次，不知道用哪一处的数",
    "new_unit": "的单位，名册的“上年代码”写明是新单位",
    "damaged": "读不出是哪个单位的数",
    "unknown_column": "认不出是哪个指标",
    "no_head": "有数，却没有写是哪个指标",
    "several": "可能是几个指标，分不清是哪一个",
    "column_twice": "是同一个指标，不知道用哪一处的数",
    "measure": "的计量单位与报表不同",
    "contradiction": "的名称和代码不是同一个指标",
    "another_year": "写明的是别的年度",
    "figure": "不是有效的数",
    "total": "与各分项不符",
}
_OF_UNITS = "请核对单位代码和名称；单位合并、改过代码的，请在名册的“上年代码”列写明。"
_OF_HEADS = "请写指标代码，或报表中的行、列名称（汇总工作簿“分单位”页的表头就是这样写的）。"
_OF_TWO = "请只留一处。"
ADVICE: Mapping[UntakenWhy, str] = {
    "unknown_unit": _OF_UNITS,
    "no_unit": "请补填单位代码或名称。",
    "two_units": _OF_UNITS,
    "namesakes": "请补填单位代码。",
    "unit_twice": _OF_TWO,
    "new_unit": "请核对名册的“上年代码”。",
    "damaged": "请改正。",
    "unknown_column": _OF_HEADS,
    "no_head": _OF_HEADS,
    "several": _OF_HEADS,
    "column_twice": _OF_TWO,
    "measure": "请按报表的计量单位换算，并改正名称。",
    "contradiction": "请核对名称和代码。",
    "another_year": "请只留上一年度的数。",
    "figure": "请改为数，不带单位和文字；没有的填 0，不清楚的空着。",
    "total": "请核对合计和各分项：合计没有用，各分项照用。",
}


def untaken(one: Untaken) -> str:
    """What is not used, the first places by name."""
    many = f" 等 {one.number} 处" if one.number > len(one.spots) else ""
    spots = [_spot(spot, explained=one.why == "damaged") for spot in one.spots]
    return f"{'、'.join(spots)}{many}{_WHY[one.why]}"


def _spot(one: Spot, *, explained: bool) -> str:
    """``explained``: its text says what is wrong there."""
    text = f"“{one.text}”" if one.text else ""
    if explained:
        text = f"（{one.text.rstrip('。')}）"
    if one.column is None:
        return f"第 {(one.row or 0) + 1} 行{text}"
    if one.row is None:
        return f"{column_name(one.column)} 列{text}"
    return f"{column_name(one.column)}{one.row + 1} {text}".strip()
