"""Files that were made to break a reader: each costs itself and nothing else."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from toolkit.files import reading
from toolkit.files.form_yaml import default_form
from toolkit.files.inbox import Incoming
from toolkit.files.template import make_template
from toolkit.files.workbook import MAX_PART_SIZE, read_workbook
from toolkit.grid import Unreadable
from toolkit.layout import Layout
from toolkit.returns import FileRecord, Return
from toolkit.words import reasons

SHEET = "xl/worksheets/sheet3.xml"
GOOD = make_template(default_form())


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A blank template with one part changed."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(GOOD)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return buffer.getvalue()


def far_cell(part: bytes) -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return part.replace(b"</sheetData>", cell)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        # One such cell makes calamine ask for 512 GiB and abort the whole process.
        (with_part(SHEET, far_cell), reasons.TOO_FAR),
        (with_part(SHEET, lambda part: b"<!DOCTYPE x []>" + part), reasons.UNSAFE),
        (
            with_part("xl/sharedStrings.xml", lambda _: b"<a>" + b"A" * MAX_PART_SIZE),
            reasons.TOO_LARGE,
        ),
        (with_part("xl/workbook.xml", lambda _: b"<workbook"), reasons.BROKEN),
        (with_part("xl/_rels/workbook.xml.rels", lambda _: b"<x/>"), reasons.BROKEN),
        (GOOD[:5_000], reasons.BROKEN),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, reasons.ENCRYPTED_OR_OLD),
        (b"%PDF-1.7", reasons.NOT_A_WORKBOOK),
        (b"", reasons.NOT_A_WORKBOOK),
    ],
)
def test_a_hostile_or_damaged_file_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_workbook(content)
    assert str(refused.value) == reason


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_process_that_dies_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was shared out with the deadly file is read all the same."""
    ordinary = reading.read_file

    def deadly(one: Incoming, layout: Layout) -> Return | FileRecord:
        if one.path == "30.xlsx":
            os._exit(1)
        return ordinary(one, layout)

    monkeypatch.setattr(reading, "read_file", deadly)
    monkeypatch.setattr(reading, "_can_fork", lambda: True)
    incoming = [Incoming(f"{number}.xlsx", GOOD) for number in range(61)]
    read = list(reading.Reading(incoming, default_form()))
    dead = FileRecord("30.xlsx", "unreadable", reason=reasons.CRASHED)
    assert [one for one in read if isinstance(one, FileRecord)] == [dead]
    assert [one.file for one in read if isinstance(one, Return)] == [
        f"{number}.xlsx" for number in range(61) if number != 30
    ]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_processes_and_one_process_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    incoming = [Incoming(f"{number}.xlsx", GOOD) for number in range(61)]
    results = []
    for parallel in (True, False):
        monkeypatch.setattr(reading, "_can_fork", lambda parallel=parallel: parallel)
        results.append(list(reading.Reading(incoming, default_form())))
    assert results[0] == results[1]
