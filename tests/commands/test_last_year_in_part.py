"""Last year's returns of which not every figure is known: that is told, and not left blank."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.build import BUREAU, OFFICE, YEAR, command, edit, filled, roster
from tests.support.reports.faulty import faulty_page
from tests.support.reports.model import Subject
from tests.support.reports.official import official_report
from tests.support.reports.word_files import official_word
from toolkit.commands.reading_previous import read_previous
from toolkit.findings.details import UsedInPart
from toolkit.form.form import Form
from toolkit.form.form_file import default_form
from toolkit.form.opening_figures import complete
from toolkit.roster.roster import Roster
from toolkit.roster.roster_file import read_roster

LAST = {"表三!D6": 2, "表三!D30": 2}


def units(tmp_path: Path) -> Path:
    path = tmp_path / "units.csv"
    path.write_bytes(roster(BUREAU, OFFICE))
    return path


def known(tmp_path: Path, content: bytes, name: str) -> list[object]:
    """What is told of a single file of last year."""
    (tmp_path / name).write_bytes(content)
    listed: Roster = read_roster(units(tmp_path))
    read = read_previous(tmp_path / name, default_form(), YEAR + 1, listed, "")
    return [(one.code, one.file, one.details) for one in read.findings]


def test_a_report(tmp_path: Path) -> None:
    details = UsedInPart(("表四",), ("表三 D6",), 1)
    assert known(tmp_path, faulty_page(), "年报.html") == [("YEAR-04", "年报.html", details)]


@pytest.mark.parametrize(
    ("change", "tables", "cells", "number"),
    [
        (lambda one: edit(one, {"表四!F4": "直接诉讼的"}), ("表四",), (), 0),
        (lambda one: edit(one, {"表二!B9": "多"}), (), ("表二 B9",), 1),
        (
            lambda one: edit(
                one, dict.fromkeys(("表三!D6", "表三!D8", "表三!D9", "表三!D10"), "多")
            ),
            (),
            ("表三 D6", "表三 D8", "表三 D9"),
            4,
        ),
    ],
    ids=["a table", "a cell", "cells"],
)
def test_a_workbook(
    tmp_path: Path,
    change: Callable[[bytes], bytes],
    tables: tuple[str, ...],
    cells: tuple[str, ...],
    number: int,
) -> None:
    told = known(tmp_path, change(filled(LAST)), "a.xlsx")
    assert told == [("YEAR-04", "a.xlsx", UsedInPart(tables, cells, number))]


def test_of_what_is_known_nothing_is_told(tmp_path: Path) -> None:
    assert known(tmp_path, filled(LAST), "a.xlsx") == []


def test_a_word_file(tmp_path: Path) -> None:
    """It is a zip as a workbook is, and a report all the same."""
    form = default_form()
    report = official_report(complete_zeros(form), Subject())
    assert known(tmp_path, official_word(report), "年报.docx") == []


def complete_zeros(form: Form) -> dict[str, int]:
    return {code: one or 0 for code, one in complete(form, dict.fromkeys(form.inputs, 0)).items()}


def test_the_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "年报.html").write_bytes(faulty_page())
    year = ("--year", str(YEAR + 1), "--previous", tmp_path / "年报.html")
    assert command("template", "--units", units(tmp_path), *year, "-o", tmp_path / "made") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == (
        "警告 YEAR-04 上年度的文件“年报.html”没有全部用上：表四没有读出；表三 D6 不是有效的数。"
    )
    assert lines[2] == (
        "    → 这些数按没有上年数处理：不能填好“上年结转”，也不能与上年核对。请对照原文核对，"
        "可用 toolkit read 加 -o 写成工作簿，补填、改正后代替原文件。"
    )
