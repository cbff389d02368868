"""`toolkit check` on published reports: no roster tells whose they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.build import BUREAU, YEAR
from toolkit.commands import checking
from toolkit.commands.checking import Checked, check_files
from toolkit.consolidation.published import told_as_published
from toolkit.consolidation.reasons import OtherYear
from toolkit.findings.details import AsPublished, UnitKnownBy, YearKnownBy
from toolkit.findings.message import message
from toolkit.findings.voice import Voice
from toolkit.form.form_file import default_form
from toolkit.grids.document import Medium
from toolkit.grids.identity import Identity
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import FileStatus, Return, Unread

FORM = default_form()
OFFICIAL = frozenset(table.code for table in FORM.tables if table.official)


def report(
    file: str = "年报.pdf", name: str | None = BUREAU.name, year: str | None = str(YEAR)
) -> Return:
    return Return(
        file,
        Identity(name=name, year=year),
        values=dict.fromkeys(FORM.indicators, 0),
        counted=OFFICIAL,
        has_cover=False,
        headings=(f"{name or ''}{year or ''}年度报告",),
        medium=Medium.PDF,
    )


def checked(
    one: Return | Unread,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    year: int | None = None,
) -> Checked:
    """The verdict on what was read, wherever it was read from."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.setattr(checking, "read_as_stated", lambda *_: (FORM, [one]))
    (verdict,) = check_files([tmp_path / "a.pdf"], FORM, year)
    return verdict


KNOWN: list[tuple[Return, str, UnitKnownBy, YearKnownBy]] = [
    (report(), BUREAU.name, "title", "title"),
    (report("990000-11_东海市教育局_2024.pdf", None), BUREAU.code, "name", "title"),
    (report("东海市教育局2024.pdf", year=None), BUREAU.name, "title", "name"),
    (report(year=None), BUREAU.name, "title", "option"),
]


@pytest.mark.parametrize(("one", "unit", "by", "year_by"), KNOWN)
def test_by_what_it_is_known(
    one: Return,
    unit: str,
    by: UnitKnownBy,
    year_by: YearKnownBy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verdict = checked(one, tmp_path, monkeypatch, YEAR)
    assert (verdict.record.status, verdict.record.unit) == ("accepted", unit)
    assert (verdict.name, verdict.year) == (BUREAU.name, str(YEAR))
    (told,) = verdict.findings
    assert (told.code, told.severity) == ("FILE-12", "warning")
    assert told.details == AsPublished(Medium.PDF, by, year_by)


def test_the_words() -> None:
    told = told_as_published(report(), "title", "title")
    assert told is not None
    assert message(told, FORM, Voice.UNIT) == (
        "文件“年报.pdf”是 PDF 文件，不是下发的 Excel 模板，其中的表按表头读出，不如模板可靠。"
        "按标题认定为“东海市教育局”2024 年度；所列单元格是模板中的位置。"
    )


REFUSED: list[tuple[Return, str, Reason]] = [
    (report(name=None), "FILE-02", Refusal.NO_UNIT),
    (report(year=None), "FILE-06", Refusal.NO_YEAR),
    (report("年报2021.pdf"), "UNIT-04", Refusal.CONTRADICTION),
]


@pytest.mark.parametrize(("one", "code", "reason"), REFUSED)
def test_what_is_not_accepted_is_told_once(
    one: Return, code: str, reason: Reason, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = checked(one, tmp_path, monkeypatch)
    assert (verdict.record.status, verdict.record.reason) == ("unrecognised", reason)
    assert [told.code for told in verdict.findings] == [code]


def test_another_year_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = checked(report(year="2023"), tmp_path, monkeypatch, YEAR)
    assert (verdict.record.status, verdict.record.reason) == ("unrecognised", OtherYear("2023"))
    assert [told.code for told in verdict.findings] == ["FILE-04"]


OURS = Return("报告.docx", Identity(), medium=Medium.WORD, own_report=True)
LETTER = Unread("来信.docx", Refusal.NO_TABLES, labelled=False, headings=("东海市教育局来信",))
DAMAGED = Unread("年报.docx", Refusal.NO_TABLES)
BLANK = replace(report("格式.docx", None, None), untouched=True)
NOTICE = Unread("通知.txt", Refusal.OWN_NOTICE, ignored=True)
LEFT: list[tuple[Return | Unread, FileStatus, Refusal]] = [
    (OURS, "ignored", Refusal.OWN_REPORT),
    (LETTER, "ignored", Refusal.NO_REPORT),
    (BLANK, "ignored", Refusal.UNTOUCHED),
    (NOTICE, "ignored", Refusal.OWN_NOTICE),
    (DAMAGED, "unreadable", Refusal.NO_TABLES),
]


@pytest.mark.parametrize(("one", "status", "reason"), LEFT)
def test_what_is_no_return(
    one: Return | Unread,
    status: FileStatus,
    reason: Refusal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verdict = checked(one, tmp_path, monkeypatch)
    assert (verdict.record.status, verdict.record.reason) == (status, reason)
    codes = ["FILE-01"] if status == "unreadable" else []
    assert [told.code for told in verdict.findings] == codes
