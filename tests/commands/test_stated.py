"""The form of a run, where the user names none: the one that most files state."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.build import command, edit, filled, parts, zipped
from tests.support.places import SECOND_FORM
from toolkit.commands.read_files import OpenedInbox, Progress, Reading
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
# That many files are asked before any is read, all of them where those state no form of ours.
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


def following(shown: list[int]) -> Progress:
    """Notes how many files are read, each time that they are."""

    def follow(files: Reading) -> Reading:
        shown.append(len(files))
        return files

    return follow


def read(*contents: bytes, progress: Progress = iter) -> tuple[str, list[Return | Unread]]:
    """The form that was found, and what was read in it."""
    incoming = [
        Incoming(f"{number:02}.xlsx", content, kind=FileKind.XLSX)
        for number, content in enumerate(contents)
    ]
    form, found = read_as_stated(OpenedInbox(incoming), None, progress=progress)
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


def test_nothing_is_read_by_a_form_that_is_not_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("files are being read")

    monkeypatch.setattr("toolkit.commands.read_files.ReadFiles", never)
    with pytest.raises(CannotRun, match="报送件用的表式是“county-7”，不是自带的表式。"):
        read(*[stating("county-7")] * (FIRST + 1), *[stating(MINE)] * FIRST)


def test_first_files_of_a_form_that_is_not_shipped_do_not_have_all_read_twice() -> None:
    shown: list[int] = []
    contents = [*[stating("county-7")] * FIRST, *[stating(OTHER)] * (FIRST + 1)]
    form, _ = read(*contents, progress=following(shown))
    assert form == OTHER and shown == [2 * FIRST + 1]


def test_whoever_follows_the_reading_sees_that_all_is_read_again() -> None:
    shown: list[int] = []
    contents = [*[stating(MINE)] * FIRST, *[stating(OTHER)] * (FIRST + 1)]
    form, _ = read(*contents, progress=following(shown))
    assert form == OTHER and shown == [2 * FIRST + 1] * 2


@pytest.mark.parametrize("name", ["check", "collect"])
def test_the_bar_says_why_all_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for number in range(2 * FIRST + 1):
        content = stating(MINE if number < FIRST else OTHER)
        (folder / "returns" / f"a{number:02}.xlsx").write_bytes(content)
    (folder / "returns" / "a.xlsx").unlink()
    shown: list[str] = []

    def progress(items: Iterable[object], action: str) -> Iterable[object]:
        shown.append(action)
        return items

    monkeypatch.setattr("toolkit.cli.screen.progress", progress)
    command(name, "returns")
    assert shown == ["正在读取报送件", "按多数报送件的表式重新读取"]


def test_a_file_that_cannot_be_read_has_a_vote() -> None:
    form, found = read(unsafe(stating(OTHER)), stating(MINE), unsafe(stating(OTHER)))
    assert form == OTHER
    assert [one.refusal for one in found if isinstance(one, Unread)] == [Refusal.UNSAFE] * 2


def test_only_the_first_files_are_asked_before_all_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def ask(content: bytes) -> dict[str, str]:
        asked.append(content)
        return {}

    monkeypatch.setattr("toolkit.commands.read_files.read_properties", ask)
    form, found = read(*[stating(MINE)] * 12)
    assert form == MINE and len(found) == 12 and len(asked) == FIRST
