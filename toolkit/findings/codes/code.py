"""The record of one code: everything that is said about it, in the language of the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.findings.finding import Severity
from toolkit.findings.voice import Voice

# All that a unit reports, the tables that a finding is about, or the figures of its cells.
LeftOut = Literal["return", "tables", "figures"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a finding means for the sum."""

    text: str
    # What is not in the sum for it.
    leaves_out: LeftOut | None = None


# What several codes mean for it.
ALL = Effect("照常计入")
ALL_AS_ERROR = Effect(f"{ALL.text}，并列为错误")
NOT_THE_CELL = Effect("该格不计入，其余照常计入", "figures")
NOT_THE_TABLE = Effect("该表不计入，其他表照常计入", "tables")
NOT_THE_FILE = Effect("该文件不计入", "return")
NOT_THE_UNIT = Effect("不含该单位", "return")
RECOMPUTED = Effect("按各分项重新计算的合计计入")
# Why there must be one format.
ONE_FORMAT = "《政府信息公开条例》第五十条要求使用统一格式，本表式依据{basis}"
# Nobody types figures into a sum: a wrong cell or label is mended further down.
IN_A_SUM = (
    "请不要在汇总工作簿中改数、改表样：数要改的，请改正有关单位的报表；"
    "再重新汇总，报送新的汇总工作簿。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words in which a finding is told, to whoever it is told."""

    title: str
    # Format strings; :mod:`toolkit.findings.message` knows the words for their fields. The first
    # two speak to the office, and to all others whom they fit as they are.
    message: str
    remedy: str
    # The same to the unit itself, where the office's words do not fit it.
    unit_message: str = ""
    unit_remedy: str = ""
    # What a unit is told to do that has a workbook at hand which was sent back, {workbook}; where
    # that is nothing else, what any unit is told. It may be told of a finding of an earlier run,
    # so it names no field that comes from the details of the finding.
    sent_back_remedy: str = ""

    def message_to(self, voice: Voice) -> str:
        return (voice.to_unit and self.unit_message) or self.message

    def remedy_to(self, voice: Voice) -> str:
        return self.own_remedy(voice) or self.remedy

    def own_remedy(self, voice: Voice) -> str:
        """What is written for that reader alone; empty where the office's words fit him."""
        if voice.has_workbook and self.sent_back_remedy:
            return self.sent_back_remedy
        return self.unit_remedy if voice.to_unit else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Words):
    """Everything that is specific to one code."""

    code: str
    severity: Severity

    # --- Its page in ``toolkit rules`` and docs/rules.md ---
    # The reason and, where there is one, the clause; {basis} is what the form rests on.
    why: str
    # One case that fails. It names cells of the newest form; the units in it are invented.
    example: str
    # What it means for the sum.
    effect: Effect
    # The remedy on its page; only where the remedy depends entirely on the case.
    page_remedy: str = ""

    # --- What is told otherwise ---
    # What to do where it is found in a consolidated workbook.
    sum_remedy: str = ""

    # --- What else is done with it ---
    # Where a unit may explain it instead of mending it.
    explained_at: Literal["amounts", "return"] | None = None
    # An amount is so large or so small that it is probably in another unit of measure.
    magnitude: bool = False
    # The figures are those of another year or unit, so no single cell should be mended.
    not_its_own: bool = False
    # It is about the roster, not about what the unit sent: the unit is not told.
    office_only: bool = False
    # It is a mistake of the roster, and may concern several units.
    of_roster: bool = False
    # For the unit, which can mend it, where that is another one. For the office it is a hint then,
    # and no reason to send a workbook back; in one that goes back for something else it is told.
    unit_severity: Severity | None = None
    # It comes up of itself where a unit answers what was sent back to it.
    settled_by_answer: bool = False
    # The formula is told as what the unit has typed, since its result cannot be verified.
    shows_formula: bool = False
    # The field of the cover that it is about.
    cover_field: str = ""
    # What has to be at hand to judge it, besides a return of the unit. Where that is the returns
    # of others, ``message`` shows their figures: so it has words for the unit, which may name only
    # the finding's own place, unit and figure.
    needs: Literal["last_year", "text", "last_text", "others", "lists", "formulas"] | None = None
    # Nothing of its table was read, for this reason.
    unread: Literal["labels", "results"] | None = None

    @property
    def family(self) -> str:
        return self.code.partition("-")[0]

    @property
    def discreet(self) -> bool:
        """Whether its message shows figures of others, which no unit may see."""
        return self.needs == "others"
