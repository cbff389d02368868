"""Replacing: what a run may write over, and why it may not write over the rest.

Whatever people have made, or typed into what we had made, is worth more than a result that can be
computed again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from toolkit.errors import CannotRun
from toolkit.files import words
from toolkit.files.disk import backup_of, read_existing
from toolkit.grids.hidden_sheet import from_properties, stated_in
from toolkit.grids.identity import JSON_BEGINS, SHEET, YEARS_KIND
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.kind import FileKind, kind_of
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx import read_properties


def must_be_our_workbook(path: Path) -> bytes | None:
    """The bytes of the workbook that is to be replaced, which an earlier run made; None if none.

    Raises:
        CannotRun: something else stands there, or it cannot be seen what it is.
    """
    content = read_existing(path)
    if content is not None and not _says_sum(content) and (why := _why_not(path, content)):
        raise CannotRun(why)
    return content


def must_be_our_json(path: Path) -> None:
    """Raise CannotRun where the JSON would replace anything but JSON of ours.

    What was typed into a workbook would be lost.
    """
    content = read_existing(path)
    if content is None or content.startswith(JSON_BEGINS):
        return
    kind = kind_of(content)
    if kind is FileKind.ENCRYPTED:
        raise CannotRun(words.locked_target(str(path)))
    is_sum = _says_sum(content)
    with suppress(Unreadable):
        is_sum = is_sum or _is_sum(content, kind)
    raise CannotRun((words.json_over_workbook if is_sum else words.foreign_file)(str(path)))


def must_be_unchanged_years(path: Path) -> None:
    """Raise CannotRun where the years side by side would replace anything but what a run made."""
    content = read_existing(path)
    if content is None:
        return
    kind = kind_of(content)
    if kind is FileKind.ENCRYPTED:
        raise CannotRun(words.locked_target(str(path)))
    ours = from_properties(read_properties(content)).kind == YEARS_KIND
    with suppress(Unreadable):
        ours = ours or stated_in(read_workbook(content, {SHEET}, kind=kind)).kind == YEARS_KIND
    if not ours:
        raise CannotRun(words.foreign_file(str(path)))
    if not unchanged_since_made(content):
        raise CannotRun(words.years_changed(str(path)))


def _says_sum(content: bytes) -> bool:
    """Whether its custom properties say that it is a consolidated workbook.

    Only an .xlsx has them there, and cleaning a file removes them: after a "no" the sheets are
    read.
    """
    return from_properties(read_properties(content)).is_sum


def _is_sum(content: bytes, kind: FileKind) -> bool:
    return stated_in(read_workbook(content, {SHEET}, kind=kind)).is_sum


def _why_not(path: Path, content: bytes) -> str | None:
    """Why it may not be replaced; None for a consolidated workbook that lost its properties."""
    kind = kind_of(content)
    try:
        ours = _is_sum(content, kind)
    except Unreadable as error:
        if error.refusal in (Refusal.ENCRYPTED, Refusal.ENCRYPTED_ODS):
            return words.locked_target(str(path))
        copy = backup_of(path)
        backup = str(copy) if copy.exists() else ""
        return words.unreadable_target(str(path), error.reason.text, backup)
    if not ours:
        return words.foreign_file(str(path))
    return None if kind is FileKind.XLSX else words.saved_as_another(str(path))
