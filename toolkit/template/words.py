"""What stands on the sheets of a template."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.findings.phrases import SENSES
from toolkit.form.contact import Fault
from toolkit.form.rule import Sense
from toolkit.grids.names import CHECKS, FAILS, HOLDS, QUERY


class Verdict:
    """What the cover says of a table, or of the whole; FAILING stands around a number."""

    FAILING = (f"{FAILS}：有 ", f" 处，请看“{CHECKS}”页")
    QUERIES = (f"{QUERY[0]} 有 ", f" 处请核实或说明，请看“{CHECKS}”页")
    CHOOSE = "请选择填报状态"
    UNFINISHED = "尚未填完"
    READY = "√ 全部相符，可以报送"
    READY_BUT = (f"{QUERY[0]} 可以报送；有 ", f" 处请先核实或说明，请看“{CHECKS}”页")
    COVER_OPEN = f"{QUERY[0]} 各表已填好；封面还有要补填或改正的，见下一行，补齐后再报送"


class Problems:
    """The line above all checks; BAD, QUERIES and FIRST stand around a number."""

    NONE = "目前没有要改正或核实的。"
    BAD = (f"{FAILS[0]} 有 ", " 条要改正")
    AND = "，"
    QUERIES = (f"{QUERY[0]} 有 ", " 条请核实或说明")
    FIRST = ("。第一条在第 ", " 行：")
    END = "。点“代码”可转到要看的格。"


class ContactVerdict:
    """What the cover says of its own fields."""

    COMPLETE = f"{HOLDS[0]} 已填齐"
    OPEN = f"{QUERY[0]} 请补填或改正："

    @staticmethod
    def field(caption: str, fault: Fault) -> str:
        match fault:
            case Fault.NO_PHONE:
                return f"{caption}（不是电话号码）"
            case Fault.NO_DATE:
                return f"{caption}（没有这样的日期）"
        return caption


OVERALL, CONTACT_OF_COVER = "总体情况", "封面填写"

ABOUT_CODE = (
    "由单位代码、年度和各表的数自动算出，改动一个数就会变；凭它核对盖章的纸质件与报送的文件，"
    "打印盖章后请勿再改数。"
)

GUIDE = "填写说明"

AS_ANNOUNCED = "以通知为准"

STAMP = "（单位盖章）"

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

EXPLANATION_PROMPT = "确属实际情况的，请在此写明原因（例如：开展文件清理，重新核定存量）。"

INPUT_CHECKS = {
    "text": "非数字的格数",
    "negative": "负数的格数",
    "fraction": "小数位数不对的格数",
    "zero": "选“零报告”时应没有数",
}


def mixed_up_words(unit: str) -> str:
    """The state of an amount that is about 10,000 times that of last year, or a 10,000th."""
    return f"{QUERY}（单位：{unit}）"


def whose(units: Sequence[str]) -> str:
    """The codes of the units whose sum a figure of last year is; empty where it is one's own."""
    return f"（{'、'.join(units)} {'合计' if units[1:] else '的数'}）" if units else ""


def last_year_note(figure: str, whose: str) -> str:
    return f"上年：{figure}{whose}"


def carried_note(label: str, figure: str, whose: str) -> str:
    """At a cell that carries on a figure which stood elsewhere last year; ``label``: where."""
    return f"上年“{label}”为 {figure}{whose}，本格应为 {figure}"


def same_cell_note(figure: str) -> str:
    """Behind it: what stood in the cell itself, which is another figure."""
    return f"本格上年：{figure}"


def balance_note(left: str, sense: Sense, right: str) -> str:
    """What else last year has to do with a cell; ``left``: empty for the cell alone."""
    return f"{left or '本格'}应{SENSES[sense]}：{right}"


def count_prompt(unit: str) -> str:
    return f"填不小于 0 的整数（{unit}），没有可空着或填 0。"


def amount_prompt(unit: str, decimals: int) -> str:
    return f"填不小于 0 的数（{unit}），最多 {decimals} 位小数，没有可空着或填 0。"
