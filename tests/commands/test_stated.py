"""The form of a run, where the user names none: the one that most files state."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.build import edit, filled, parts, zipped
from tests.support.places import SECOND_FORM
from toolkit.commands.stated import read_as_stated
from toolkit.errors import CannotRun
from toolkit.files.incoming import Incoming
from toolkit.form import form_file
from toolkit.form.form_file import default_form
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Return, Unread
from toolkit.spreadsheets.kind import FileKind

MINE = default_form().id
OTHER = "another"
# That many files are asked before any is read.
FIRST = 5


@pytest.fixture(autouse=True)
def two_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second form of the tests comes with the toolkit, too."""
    forms = tmp_path / "forms"
    shutil.copytree(form_file.FORMS, forms)
    text = SECOND_FORM.read_text(encoding="utf-8")
    text = text.replace("id: library-test", f"id: {OTHER}", 1)
    (forms / f"{OTHER}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(form_file, "FORMS", forms)


@cache
def stating(form: str) -> bytes:
    """A return whose properties state that form."""

    def state(book: Workbook) -> None:
        for one in book.custom_doc_props.props:  # type: ignore[attr-defined]
            if one.name == "toolkit.form":
                one.value = form

    return edit(filled(), change=state)


def unsafe(content: bytes) -> bytes:
    """The same with a sheet that nobody will read."""
    changed = parts(content)
    changed["xl/worksheets/sheet2.xml"] = b"<!DOCTYPE a>" + changed["xl/worksheets/sheet2.xml"]
    return zipped(changed)


def read(*contents: bytes) -> tuple[str, list[Return | Unread]]:
    """The form that was found, and what was read in it."""
    incoming = [
        Incoming(f"{number:02}.xlsx", content, kind=FileKind.XLSX)
        for number, content in enumerate(contents)
    ]
    form, found = read_as_stated(incoming, None)
    return form.id, found


def of_my_form(found: list[Return | Unread]) -> list[bool]:
    """Of each return whether the tables of this form were found in it."""
    return [bool(one.counted) for one in found if isinstance(one, Return)]


def test_most_files_decide_and_not_the_first() -> None:
    few, many = [stating(OTHER)] * FIRST, [stating(MINE)] * (FIRST + 1)
    form, found = read(*few, *many)
    assert form == MINE and of_my_form(found) == [True] * (2 * FIRST + 1)
    form, found = read(*many[:FIRST], *few, stating(OTHER))
    assert form == OTHER and of_my_form(found) == [False] * (2 * FIRST + 1)


def test_of_two_forms_stated_as_often_the_later_counts() -> None:
    assert read(stating(MINE), stating(OTHER))[0] == max(MINE, OTHER)


def test_where_no_file_states_a_form_it_is_the_newest() -> None:
    assert read(stating(""), stating(""))[0] == default_form().id


def test_a_form_that_is_not_shipped_is_told_if_most_state_it() -> None:
    unknown = [stating("county-7")] * FIRST
    form, found = read(*unknown, *[stating(MINE)] * (FIRST + 1))
    assert form == MINE and of_my_form(found) == [True] * (2 * FIRST + 1)
    with pytest.raises(CannotRun, match="报送件用的表式是“county-7”，不是自带的表式。"):
        read(*[stating(MINE)] * FIRST, *unknown, stating("county-7"))


def test_a_file_that_cannot_be_read_has_a_vote() -> None:
    form, found = read(unsafe(stating(OTHER)), stating(MINE), unsafe(stating(OTHER)))
    assert form == OTHER
    assert [one.refusal for one in found if isinstance(one, Unread)] == [Refusal.UNSAFE] * 2
