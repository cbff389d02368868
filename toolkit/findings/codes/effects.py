"""What a finding means for the sum, in the user's language: one phrase for each code."""

from __future__ import annotations

_FILE, _TABLE = "该文件不计入", "该表不计入，其他表照常计入"
_CELL, _ALL = "该格不计入，其余照常计入", "照常计入"
_COMPUTED = "按各分项重新计算的合计计入"

EFFECTS: dict[str, str] = {
    **dict.fromkeys(("FILE-01", "FILE-02", "FILE-03", "FILE-04", "FILE-06", "FILE-07"), _FILE),
    "FILE-05": "此件不计入，本年度的另一件照常计入",
    **dict.fromkeys(("FILE-08", "FILE-09", "FILE-10", "FILE-11"), _ALL),
    "UNIT-01": "不含该单位",
    "UNIT-02": "列出，但不计入",
    "UNIT-03": "只计一次",
    "UNIT-04": _FILE,
    "UNIT-05": "按文件名认定的单位计入",
    "UNIT-06": "只计后保存的或指定的一件",
    "UNIT-07": "各件均不计入，选定一件后才计入",
    "UNIT-08": "只计一次",
    "UNIT-09": "按单位代码计入",
    "UNIT-10": _FILE,
    "UNIT-11": "按文件内的单位计入",
    "UNIT-12": "此件不计入，代替它的一件计入",
    "UNIT-13": f"{_ALL}，并列为错误",
    "UNIT-14": f"{_ALL}，并列为错误",
    **dict.fromkeys(("TAB-01", "TAB-02", "TAB-07"), _TABLE),
    "TAB-03": "该数不计入，填报格照常计入",
    **dict.fromkeys(("TAB-04", "TAB-05", "TAB-06"), _ALL),
    "TAB-08": "按本表所在位置的数计入",
    "TAB-09": "被盖住的格按所存的数或空白计",
    "STAT-01": "按所填的数计入",
    "STAT-02": "空白按 0 计",
    "STAT-03": _TABLE,
    "STAT-04": "按 0 计",
    "STAT-05": "按未选填报状态处理",
    **dict.fromkeys(("NUM-01", "NUM-02", "NUM-03", "NUM-04", "NUM-05", "NUM-06"), _CELL),
    "NUM-07": "按公式保存的结果计入",
    "NUM-08": _CELL,
    "NUM-09": _CELL,
    "TOT-01": _COMPUTED,
    "TOT-02": _COMPUTED,
    "TOT-03": "按其中的数计入",
    "TOT-04": _TABLE,
    "TOT-05": "按其中的数计入，并列为错误",
    "TOT-06": "按其中的数计入，并列为错误",
    "UNIT-15": "不含该单位",
    **dict.fromkeys(("UNIT-16", "UNIT-17", "UNIT-18"), _ALL),
    **dict.fromkeys(("YEAR-01", "YEAR-02", "YEAR-03", "EXP-01"), _ALL),
    "YEAR-04": "只影响与上年的对比",
    "LEVEL-01": "按上级所报的数计入，并列为错误",
    "LEVEL-02": "按所报的汇总数计入，不含未汇总的单位",
    "LEVEL-03": "按所报的汇总数计入，并列为错误",
    "LEVEL-04": _ALL,
    "LEVEL-05": _ALL,
}
# A total of a form that was typed over; a declared rule is told by :func:`of_rule`.
TOTAL = _COMPUTED


def of_rule(severity: str) -> str:
    """Of a rule that a form declares; ``severity`` in the user's language."""
    return f"{_ALL}，并列为{severity}"
