"""The workbook that a run is about to replace: whether it may be, and what people typed in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from toolkit.errors import CannotRun
from toolkit.files.disk import backup_of
from toolkit.files.rehearsal import note_reading
from toolkit.files.replacing import must_be_our_workbook
from toolkit.form.form import Form
from toolkit.grids.appearance import Appearance
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.refusals import Unreadable
from toolkit.returns.sums.sum_workbook import SumWorkbook
from toolkit.review import words
from toolkit.review.appearance import WORKED_ON
from toolkit.review.hand_typed import HandTyped
from toolkit.review.read_again import NotUnderstood, ReadAgain
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx_appearance import read_appearances
from toolkit.spreadsheets.xlsx_comments import read_comments

# What Excel, LibreOffice and WPS leave beside a workbook while it is open.
_LOCKS = ("~${}", ".~lock.{}#", ".~{}")


def must_be_closed(path: Path) -> None:
    """Raise CannotRun while somebody has the workbook open: what he has not saved would be lost."""
    for lock in (path.with_name(one.format(path.name)) for one in _LOCKS):
        # Where the name of a lock is too long, no program has made one.
        if os.path.lexists(lock):
            raise CannotRun(words.is_open(str(path), str(lock)))


def read_earlier(
    path: Path, form: Form, year: int, collector: str
) -> tuple[bytes, HandTyped] | None:
    """The bytes of what is to be replaced, and what it says; None where there is nothing.

    Raises:
        CannotRun: it is not ours, is open elsewhere, or cannot be understood as a whole.
    """
    content = must_be_our_workbook(path)
    if content is None:
        return None
    note_reading(path)
    must_be_closed(path)
    must_be_our_workbook(backup_of(path))
    return content, hand_typed_in(path, content, (form, year, collector), _REFUSALS)[1]


class Refusals(NamedTuple):
    """Why what was typed into a workbook cannot be taken, by its path and what is wrong with it."""

    unreadable: Callable[[str, str], str]
    of_another_unit: Callable[[str, str], str]
    of_another_period: Callable[[str, str], str]


_REFUSALS = Refusals(words.earlier_unreadable, words.of_another_unit, words.of_another_period)


def hand_typed_in(
    path: Path,
    content: bytes,
    about: tuple[Form, int, str],
    refusals: Refusals,
    *,
    with_looks: bool = True,
) -> tuple[Workbook, HandTyped]:
    """A consolidated workbook and what people typed into it; ``about``: form, year and collector.

    Raises:
        CannotRun: it is about something else, or cannot be understood as a whole.
    """
    form, year, collector = about
    try:
        workbook = read_workbook(content)
        comments = read_comments(content)
    except Unreadable as error:
        raise CannotRun(refusals.unreadable(str(path), error.reason.text)) from error
    # It is ours by its properties or its hidden sheet, whatever the other of them says.
    stated = stated_in(workbook)
    read = SumWorkbook(workbook, form, stated)
    if stated.unit != collector:
        theirs = stated.name or stated.unit or ""
        raise CannotRun(refusals.of_another_unit(str(path), theirs))
    if (stated.year, stated.form) != (str(year), form.id):
        raise CannotRun(refusals.of_another_period(str(path), stated.year or ""))
    appearances, unread = _appearances(content) if with_looks else ({}, False)
    try:
        earlier = ReadAgain(read, comments, appearances).earlier()
    except NotUnderstood as error:
        raise CannotRun(refusals.unreadable(str(path), str(error))) from error
    return workbook, replace(earlier, looks_unread=unread)


def _appearances(content: bytes) -> tuple[dict[str, Appearance], bool]:
    """How its sheets look, and whether that could not be read: no reason to stop."""
    try:
        return read_appearances(content, WORKED_ON), False
    except Unreadable:
        return {}, True
