"""`--previous` with a single file: last year's return of one unit, or its published report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.support.build import (
    BUREAU,
    COUNTY,
    OFFICE,
    YEAR,
    collect_one,
    command,
    edit,
    filled,
    opened,
    refused,
    roster,
)
from tests.support.encrypted import PASSWORD, locked
from tests.support.published_returns import BY_NAME, document
from toolkit.form.form import Form
from toolkit.returns.unit_return import Return, Unread

# Two were carried on to this year; five were carried in, which nobody can have overlooked.
LAST = filled({"表三!D6": 2, "表三!D30": 2}, year=YEAR - 1)
NOW = filled({"表三!D6": 9, "表三!D7": 5, "表三!D8": 8, "表三!D30": 6})


def carried(tmp_path: Path, previous: Path, *options: str) -> object:
    """What the template of this year has in 二、上年结转."""
    (tmp_path / "units.csv").write_bytes(roster(OFFICE, BUREAU, COUNTY))
    made = ("--units", tmp_path / "units.csv", "--year", str(YEAR), "-o", tmp_path / "made")
    assert command("template", *made, "--previous", previous, *options) == 0
    path = tmp_path / "made" / f"{BUREAU.code}_{BUREAU.name}_{YEAR}.xlsx"
    return opened(path.read_bytes())["表三"]["D7"].value


@pytest.mark.parametrize("content", [LAST, edit(LAST)], ids=["as made", "saved again"])
def test_a_single_return(tmp_path: Path, content: bytes) -> None:
    previous = tmp_path / "last.xlsx"
    previous.write_bytes(content)
    assert carried(tmp_path, previous) == 2
    collected = collect_one(tmp_path, NOW, "--previous", previous)
    assert (collected.exit_code, collected.codes()) == (1, ["T3-04"])


def test_a_return_in_a_workbook_of_its_unit(tmp_path: Path) -> None:
    """It says by its cover, or its name, what it is, and not that it is a template of ours."""
    foreign = filled({"表三!D6": 2, "表三!D30": 2}, year=YEAR - 1, unit=None)
    previous = tmp_path / f"{BUREAU.code}_{BUREAU.name}_{YEAR - 1}.xlsx"
    tables = ("表二", "表三", "表四", "附表")

    def only_tables(book: Workbook) -> None:
        for sheet in [one for one in book.worksheets if one.title not in tables]:
            book.remove(sheet)
        book.custom_doc_props.props.clear()  # type: ignore[attr-defined]

    previous.write_bytes(edit(foreign, change=only_tables))
    assert carried(tmp_path, previous) == 2


def test_a_single_return_with_a_password(tmp_path: Path) -> None:
    previous = tmp_path / "last.xlsx"
    previous.write_bytes(locked(PASSWORD, LAST))
    collected = collect_one(tmp_path, NOW, "--previous", previous, "--password", PASSWORD)
    assert collected.codes() == ["T3-04"]


def test_a_single_published_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = replace(BY_NAME, year=str(YEAR - 1))
    published = document("年报.html", cells={"表三!D6": 2, "表三!D30": 2}, identity=identity)

    class Inbox:
        def reading(self, form: Form) -> list[Return | Unread]:
            return [replace(published, own_report=False)]

    @contextmanager
    def inbox_of(paths: Sequence[Path], passwords: Sequence[str]) -> Iterator[Inbox]:
        assert list(paths) == [previous]
        yield Inbox()

    monkeypatch.setattr("toolkit.commands.reading_previous.inbox_of", inbox_of)
    previous = tmp_path / "年报.html"
    previous.write_text("<html><body><table></table></body></html>", encoding="utf-8")
    assert carried(tmp_path, previous) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (filled({"表三!D6": 2}, year=YEAR), f"是 {YEAR} 年度的报表"),
        (b"PK\x03\x04", "是 ZIP 压缩包"),
        (b"\x89PNG\r\n\x1a\n", "是图片"),
        (b"", "是空文件"),
    ],
    ids=["another year", "zip", "picture", "empty"],
)
def test_what_is_none_is_refused_with_the_reason(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    (folder / "last.bin").write_bytes(content)
    told = refused(capsys, "collect", "returns", "--previous", "last.bin")
    assert told.startswith(f"--previous 指明的 last.bin 不能用：{reason}。")


def test_a_workbook_without_a_table_of_the_form_is_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Workbook().save(folder / "last.xlsx")
    told = refused(capsys, "collect", "returns", "--previous", "last.xlsx")
    assert told.startswith("--previous 指明的 last.xlsx 不能用：没有找到报表中的任何一张表。")
