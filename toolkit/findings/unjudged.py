"""Why a rule cannot be judged, and why a result is doubtful: reasons inside findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique

from toolkit.findings import phrases


@unique
class Unjudged(Enum):
    """The reason, and what to do about it; empty where nothing can be done."""

    text: str
    advice: str

    def __init__(self, text: str, advice: str = "") -> None:
        self.text = text
        self.advice = advice

    BAD_CELLS = "式中有单元格不是有效的数"
    NO_TABLE = "式中有表未计入"
    PARTS_UNSURE = "它的分项中有不是数的单元格"
    NO_PREVIOUS = "没有上年数据（未用 --previous 指定）"
    NOT_LAST_YEAR = (
        "上年数据中没有这些数，或不是有效的数",
        "请核对上年数据中的这些格；上年确未报送的，无需处理。",
    )
    NO_CATEGORY = (
        "不知道填报单位的类别，本条只适用于部分类别的单位",
        "请核对本单位是否适用本条；由汇总单位按名册审核。",
    )
    INCOMPLETE_BELOW = (
        "所属单位没有汇总齐全，与上年的数不可比",
        "请先补齐所属单位的数，重新汇总后再核对与上年的衔接。",
    )
    UNSURE_BELOW = (
        "本单位或所属单位的该项不是有效的数",
        "请先改正该项，再核对上下级的数。",
    )


@unique
class NotThisTime(Enum):
    """Why a run cannot say whether a problem that an earlier run told is still there."""

    text: str
    advice: str

    def __init__(self, text: str, advice: str) -> None:
        self.text = text
        self.advice = advice

    NO_PREVIOUS = (
        "这次没有用 --previous",
        "请用 --previous 指明上一年度的数据，重新汇总。",
    )
    NO_TEXT = (
        "这次计入的报送件没有正文",
        "请核对公开发布的年度报告是否已改正；要再审核正文，请放入报告后重新汇总。",
    )
    NO_LAST_TEXT = (
        "这次没有该单位上年公开发布的报告",
        "请在 --previous 指明的文件夹中放入该单位上年公开发布的报告，重新汇总。",
    )
    NO_RETURN = (
        "这次没有该单位可用的报送件",
        "请把该单位的报送件放回文件夹，或催其报送，再重新汇总。",
    )
    NOT_LISTED = (
        "该单位这次不在名册中，也没有可用的报送件",
        "如已不属于本次汇总的范围，请把“处理意见”选为“不采纳”，下次汇总即移到“已消除”页。",
    )
    NO_TABLE = ("该单位的这张表这次没有读出", "请先改正这张表，再重新汇总。")
    NO_OTHERS = (
        "相比较的其他单位这次没有可用的数",
        "请补齐有关单位的报送件，再重新汇总。",
    )
    NO_LISTS = (
        "该单位这次报送的工作簿看不出下级单位的情况",
        "请该单位报送完整的汇总工作簿。",
    )
    NOT_ONE_BY_ONE = (
        "该单位的同类问题太多，这次没有逐条列出",
        "请先改正已列出的，再重新汇总。",
    )
    NO_FORMULAS = (
        "这次报送的文件格式看不到公式",
        "请该单位另存为“.xlsx”工作簿，重新报送。",
    )
    TOTALS_RESTORED = (
        "退回的工作簿已恢复合计公式，看不出原来的合计，而所指的数没有改",
        "请与该单位核实：应改的，改正后重新报送；无误的，请把“处理意见”选为“已核实”。",
    )
    SHUT = ("它所在的压缩包或邮件这次打不开", "请先处理该压缩包或邮件，再重新汇总。")


@dataclass(frozen=True, slots=True)
class MissingBelow:
    """A sum cannot be compared with its parts: these units (names) have no return."""

    names: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"所属单位 {phrases.names(list(self.names))} 未报或不能用"

    @property
    def advice(self) -> str:
        return "请先催报所属单位，收齐后再核对上下级的数。"


@dataclass(frozen=True, slots=True)
class BadCells:
    """These cells (sheet and address) of a rule hold no figure."""

    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return phrases.because(self.cells)

    @property
    def advice(self) -> str:
        return ""
