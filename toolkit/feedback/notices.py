"""What goes back to the units: the sheet 退回意见, comments at cells, notices and reminders."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.findings import correction_words, detail_words, message
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.details import AsPublished, Broken, Displayed, InText, OneMistake
from toolkit.findings.finding import Correction, Finding
from toolkit.findings.message import wanted
from toolkit.findings.seen import Formula, Shown
from toolkit.findings.seen_words import as_typed, show, shown
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.grids.names import SEVERITY_WORDS
from toolkit.grids.reason import Reason

POINT_HEADS = ("序号", "级别", "代码", "位置", "指标", "现填", "应为／可能是", "问题", "怎么改")
WORKBOOK, NOTICE, REMINDERS = "_退回.xlsx", "_退回通知.txt", "催报名单.txt"

_RED = "红色格有错误，请改正"
_YELLOW = "深黄色格请核实，无误的可以不改"


def feedback_title(name: str, year: int) -> str:
    return f"{name} {year} 年度报表退回意见"


def how_many(errors: int, warnings: int) -> str:
    parts = [f"{n} 处{w}" for n, w in ((errors, "错误"), (warnings, "警告")) if n]
    return "、".join(parts)


def colours(red: bool, yellow: bool) -> str:
    """What the marks mean, as far as there are any."""
    parts = [words for there, words in ((red, _RED), (yellow, _YELLOW)) if there]
    return f"{'；'.join(parts)}。" if parts else ""


# The workbook that goes back for a sum only shows what the sum was, and what is wrong with it.
_SUMMED = (
    "贵单位报来的是汇总工作簿：请与下级单位核实改正后重新汇总，报送新的汇总工作簿，"
    "不必在{workbook}中改数。"
)


# What came does not count, but was read: whose figures they are, or of what year, is to be said.
_UNSURE = (
    "{workbook}中的数是从该文件读出的，请核对：是贵单位本年度的数的，改正后保存；不是的，请改填。"
)


def guide(
    counts: tuple[int, int] | None,
    marks: str,
    unread: Sequence[str],
    *,
    is_sum: bool = False,
    unsure: bool = False,
) -> list[str]:
    """What to do with the workbook, above the list of what is wrong.

    ``counts``: errors and warnings, None where nothing that was sent is usable. ``is_sum``: whether
    a consolidated workbook was sent. ``unsure``: whether what was sent does not count, and is in
    the workbook all the same.
    """
    if unsure:
        blank = (
            [f"{'、'.join(unread)}未能读取，在本工作簿中是空白的，请重新填写。"] if unread else []
        )
        return [
            f"贵单位报来的文件未能采用，原因见下表。{_UNSURE.format(workbook='本工作簿')}{marks}",
            *blank,
            "请看“封面”的审核情况，保存文件，原样发回即可。",
        ]
    if counts is None:
        return [
            "贵单位报来的文件未能采用，原因见下表。本工作簿是一份空白的模板，请重新填写后报送。",
            "填好后请看“封面”的审核情况，保存文件，原样发回即可。",
        ]
    if is_sum:
        return [f"共有 {how_many(*counts)}。{marks}", _SUMMED.format(workbook="本工作簿")]
    lines = [
        f"共有 {how_many(*counts)}，点“位置”可转到该格。{marks}",
        "其余的数是贵单位原来所报，不用重填。改好后请看“封面”的审核情况，保存文件，原样发回即可。",
    ]
    if unread:
        lines.insert(1, f"{'、'.join(unread)}未能读取，在本工作簿中是空白的，请重新填写。")
    return lines


def position(sheet: str, finding: Finding, home: bool) -> str:
    """Where a point is; ``home``: whether in this workbook, or only in the file that was sent."""
    there = message.address_of(finding)
    if home:
        return there
    if not finding.cell:
        return sheet or there or "整个文件"
    return f"{sheet}（原文件 {there}）" if sheet and sheet != finding.sheet else f"原文件 {there}"


def typed(finding: Finding) -> Shown:
    """What the unit has put there: the formula where its result cannot be verified."""
    known = CATALOGUE.get(finding.code)
    if known and known.shows_formula and isinstance(finding.details, Formula):
        return shown(finding.details)
    if isinstance(finding.details, AsPublished | InText):
        # What a text says, and the year that it is known to be of, are in none of its cells.
        return None
    if isinstance(finding.details, Displayed):
        return detail_words.displayed_alone(finding.details)
    return as_typed(finding.actual)


def to_be_verified(text: str) -> str:
    """A text in a cell that looks like a figure, or like a blank, and is none for certain."""
    return f"{text}（待核实）"


def problem(finding: Finding, form: Form, home: bool) -> str:
    """What is wrong; the label of the place stands beside it, under 位置."""
    finding = replace(finding, label=None)
    text = message.message(finding, form, Voice.SENT_BACK)
    return text if home or not finding.cell else f"原文件中，{text}"


def suspicion(finding: Finding, change: Correction) -> str:
    """The comment at a cell that may be the wrong one, where another place is told as not right."""
    there = f"{finding.sheet} {finding.cell}"
    if isinstance(finding.details, OneMistake):
        return f"【请核对】{finding.code}（见{there}）\n{correction_words.brief(change)}"
    code = f"【请核对】{finding.code} {there} 不符"
    return f"{code}\n{correction_words.brief(change)}"


def comment(finding: Finding, form: Form) -> str:
    """The short comment at the cell itself."""
    words = message.entry_of(finding, form).title
    spec = form.rule_specs.get(finding.code)
    lines = [
        f"【{SEVERITY_WORDS[finding.severity]}】{finding.code} {spec.title if spec else words}"
    ]
    likely = None if finding.corrections and spec else wanted(finding, form)
    if spec:
        broken = finding.details
        lines += [f"{detail_words.relation(broken, form)}。"] if isinstance(broken, Broken) else []
    elif typed(finding) is not None:
        lines.append(f"原填：{show(typed(finding))}")
    if likely is not None:
        certain = finding.expected is not None and not spec
        lines.append(f"{'应为' if certain else '可能是'}：{show(likely)}")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to a unit about what it has sent."""

    unit: str
    # The report that it is about, with its year.
    period: str
    # Errors and warnings; None where nothing that it sent is usable.
    counts: tuple[int, int] | None
    # The lines of each point, its head first.
    points: Sequence[Sequence[str]]
    # The name of the workbook that goes along.
    workbook: str
    # What its colours mean.
    marks: str
    # The tables that are blank in it since they could not be read.
    unread: Sequence[str]
    # Until when it has to be sent again.
    send_by: str
    # Who sends the notice; blank where it is not known.
    sender: str
    # Whether the unit has sent a consolidated workbook.
    is_sum: bool = False
    # Whether what it has sent does not count, and is in the workbook all the same.
    unsure: bool = False

    def lines(self) -> list[str]:
        lines = [f"{self.unit}：", "", self._opening()]
        for number, (head, *rest) in enumerate(self.points, 1):
            lines += ["", f"{number}. {head}", *(f"   {line}" for line in rest)]
        lines += ["", "改正办法：", *(f"{n}. {step}" for n, step in enumerate(self._steps(), 1))]
        lines += ["", "    如有疑问，请与我们联系。谢谢支持！"]
        return [*lines, *(["", self.sender] if self.sender else [])]

    def _opening(self) -> str:
        if self.counts is None:
            again = "请核对后重新报送" if self.unsure else "现请重新填报"
            return f"    贵单位报来的{self.period}未能采用，{again}。原因如下："
        return (
            f"    贵单位报来的{self.period}已收到。经审核，有 {how_many(*self.counts)}，"
            "现予退回，请改正、核实后重新报送。具体如下："
        )

    def _steps(self) -> Iterator[str]:
        yield f"打开随附的工作簿“{self.workbook}”，“退回意见”页列出了以上各条。"
        if self.is_sum:
            yield _SUMMED.format(workbook="该工作簿")
            yield f"{self.send_by}把新的汇总工作簿发回。"
            return
        if self.unsure:
            yield f"{_UNSURE.format(workbook='该工作簿')}{self.marks}"
        elif self.counts is None:
            yield "该工作簿是一份空白的模板，请重新填写。"
        else:
            others = "其余的数" if self.marks else "工作簿中的数"
            yield f"{self.marks}{others}是贵单位原来所报，不用重填。"
        if self.unread:
            yield f"{'、'.join(self.unread)}未能读取，在该工作簿中是空白的，请重新填写。"
        yield f"保存后，{self.send_by}把该工作簿发回；请不要另做表格，也不要转成其他格式。"


def notice_point(finding: Finding, form: Form, sheet: str, home: bool) -> list[str]:
    """One point of a notice: its head, then what is there, what is expected, what to do."""
    where = " ".join(filter(None, (position(sheet, finding, home), finding.label)))
    lines = [f"【{SEVERITY_WORDS[finding.severity]}】{where}（{finding.code}）"]
    if show(typed(finding)):
        lines.append(f"现填：{show(typed(finding))}")
    if show(wanted(finding, form)):
        lines.append(f"应为／可能是：{show(wanted(finding, form))}")
    lines.append(f"问题：{problem(finding, form, home)}")
    lines.append(f"怎么改：{message.suggestion(finding, form, Voice.NOTICE)}")
    return lines


def period(year: int, form: Form) -> str:
    return f" {year} 年度《{form.title}》报表"


def send_by(deadline: datetime.date | None, today: datetime.date) -> str:
    if deadline is None:
        return "请尽快"
    if deadline < today:
        return f"请尽快（截止日期 {deadline.isoformat()} 已过）"
    return f"请于 {deadline.isoformat()} 前"


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit that has sent nothing, and how it is reached."""

    code: str
    name: str
    person: str
    phone: str
    deadline: datetime.date | None
    # Days past the deadline; 0 or less: it is not over.
    late: int

    def line(self) -> str:
        """Its line on the list."""
        return "　".join([f"{self.code} {self.name}", *self._reached(), *self._when()])

    def message(self, period: str, today: datetime.date, sender: str) -> list[str]:
        """The message to it, below a line that says where to send it."""
        when = f"（{'，'.join(self._when())}）" if self.deadline else ""
        return [
            f"———— {'　'.join([self.name, *self._reached()])} ————",
            "",
            f"{self.name}：",
            "",
            f"    截至 {today.isoformat()}，尚未收到贵单位的{period}{when}。请抓紧填写，尽快报送；"
            "已经报送的，请与我们核对是否收到。谢谢支持！",
            *(["", sender] if sender else []),
        ]

    def _reached(self) -> list[str]:
        parts = ("联系人", self.person), ("电话", self.phone)
        return [f"{caption}：{text}" for caption, text in parts if text]

    def _when(self) -> list[str]:
        when = [f"截止日期：{self.deadline.isoformat()}"] if self.deadline else []
        return [*when, f"已迟报 {self.late} 天"] if self.late > 0 else when


def reminders(
    missing: Sequence[Missing],
    unusable: Sequence[tuple[str, Sequence[tuple[str, Reason]]]],
    period: str,
    today: datetime.date,
    sender: str,
) -> list[str]:
    """The list of those who have sent nothing, and a message to each of them.

    ``unusable``: the units that have sent files of no use, with the path of each and the reason.
    """
    lines = [
        f"{sender}{period}催报名单",
        f"截至 {today.isoformat()}，未报送的单位有 {len(missing)} 个：",
    ]
    lines += ["", *(f"{n}. {one.line()}" for n, one in enumerate(missing, 1))]
    if unusable:
        lines += [
            "",
            f"另有 {len(unusable)} 个单位报来的文件不能采用，已另写退回通知，"
            "请补报填好的“.xlsx”模板：",
            "",
            *(
                f"{number}. {name}：{detail_words.sent_instead(files)}"
                for number, (name, files) in enumerate(unusable, 1)
            ),
        ]
    lines += ["", "催报通知，每个单位一份，可直接粘贴："]
    for one in missing:
        lines += ["", *one.message(period, today, sender)]
    return lines
