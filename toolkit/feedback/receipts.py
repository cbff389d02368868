"""Receipts: what a unit is told of a return that was taken, whether or not something is wrong.

Nothing in a receipt is of the run that writes it, so it stays as it is until something has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from toolkit.consolidation.coverage import UnitRecord, saved_at
from toolkit.consolidation.reasons import NotSummed
from toolkit.consolidation.words import as_published
from toolkit.feedback.notices import how_many
from toolkit.feedback.received import Received, digest_line
from toolkit.form.check_code import NoCode
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.grids.names import CHECK_CODE, COVER, NO, NO_CHECK_CODE, YES
from toolkit.grids.reason import said
from toolkit.returns.cover_code import code_as_numbers, code_on_cover, figures_as_text
from toolkit.returns.unit_return import Return
from toolkit.text import printable

RECEIPT = "_回执.txt"

_TIME = "%Y-%m-%d %H:%M:%S"
# So many cells are named.
_MOST_CELLS = 5


@dataclass(frozen=True, slots=True)
class SentBack:
    """What goes back to the unit besides."""

    # Errors and warnings; None where it is what an earlier run has told and this one did not judge.
    counts: tuple[int, int] | None
    # The names of the workbook and of the notice.
    workbook: str
    notice: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message to a unit about the return of it that counts."""

    record: UnitRecord
    returned: Return
    form: Form
    # The report that it is about, with its year.
    period: str
    # None where there is nothing to be done.
    sent_back: SentBack | None
    # When the file was received for the first time, as far as that is known.
    received: Received | None
    # Who has received it; blank where it is not known.
    sender: str
    # What the unit has explained, and nobody has judged yet.
    explained: int = 0

    def lines(self) -> list[str]:
        lines = [
            f"{self.record.unit.name}：",
            "",
            f"    贵单位报送的{self.period}已收到，特此回执。",
            "",
        ]
        lines += [f"文件：{printable(PurePosixPath(self.returned.file).name)}"]
        lines += self._times()
        lines += [digest_line(self.returned.sha256)]
        lines += [f"{CHECK_CODE}：{self._code()}"]
        lines += [f"计入汇总：{self._counts_in_the_sum()}"]
        lines += [f"审核意见：{self._found()}"]
        lines += ["", f"    {self._to_do()}"]
        return [*lines, *(["", self.sender] if self.sender else [])]

    def _times(self) -> Iterator[str]:
        if saved := saved_at(self.record):
            yield f"文件保存时间：{saved.strftime(_TIME)}"
        if self.received:
            yield self.received.line

    def _counts_in_the_sum(self) -> str:
        reason = said(self.record.reason)
        if self.record.reason is NotSummed.STRICT:
            # The unit knows of no option.
            reason = "有错误，改正后才计入"
        answer = YES if self.record.in_total else NO
        return f"{answer}（{reason}）" if reason else answer

    def _code(self) -> str:
        code = code_on_cover(self.returned, self.form)
        if isinstance(code, str):
            return f"{code}（应与盖章的纸质件“{COVER}”上的{CHECK_CODE}相同）"
        if code is NoCode.UNKNOWN:
            return f"有的表或单元格未能读取，暂时不能与“{COVER}”上的核对"
        if code is NoCode.NOT_NUMBERS:
            return self._without_numbers()
        return f"没有（{self._why_none()}）"

    def _without_numbers(self) -> str:
        shown = f"“{COVER}”上显示“{NO_CHECK_CODE}”"
        some, layout = figures_as_text(self.returned, self.form), lay_out(self.form)
        if not some:
            return f"{shown}，改正后才有"
        cells = [" ".join(self.returned.where(one, layout)) for one in some[:_MOST_CELLS]]
        more = f"等 {len(some)} 格" if len(some) > len(cells) else ""
        return (
            f"{shown}，因为{'、'.join(cells)}{more}的数字是文本（本次已按数字采用）。"
            f"要在纸质件上印出{CHECK_CODE}，请把这些单元格改为“数值”格式，再重新填一遍，"
            f"{CHECK_CODE}即为 {code_as_numbers(self.returned, self.form)}"
        )

    def _why_none(self) -> str:
        one = self.returned
        if one.medium:
            return as_published(one.medium)
        if one.identity.is_sum:
            return f"汇总工作簿不带{CHECK_CODE}"
        if not one.has_cover:
            return f"报来的工作簿没有“{COVER}”，不是下发的模板"
        return f"所用的模板是以前的，“{COVER}”上没有{CHECK_CODE}"

    def _found(self) -> str:
        back = self.sent_back
        if back and back.counts is None:
            return "以前退回的意见，本次未能审核"
        if back and back.counts:
            return f"有 {how_many(*back.counts)}"
        waiting = f"；已收到情况说明、待审核的 {self.explained} 处" if self.explained else ""
        return f"没有需要改正、核实的{waiting}"

    def _to_do(self) -> str:
        back = self.sent_back
        if back and back.counts is None:
            return f"请仍以退回通知“{back.notice}”为准；已按其改正的，不用再做什么。谢谢支持！"
        if back:
            return (
                f"请按退回通知“{back.notice}”改正、核实后重新报送；"
                f"逐条意见见工作簿“{back.workbook}”。谢谢支持！"
            )
        if self.explained:
            return "贵单位的情况说明审核后如还需要核实，会另行退回；目前不用再做什么。谢谢支持！"
        if self.record.chosen and not self.record.in_total:
            return "没有发现需要改正的；计入汇总前如还需要核实，会另行联系。谢谢支持！"
        return "经审核没有发现问题，贵单位不用再做什么。谢谢支持！"
