"""Roster files: CSV or xlsx → :class:`toolkit.roster.roster.Roster`."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from toolkit.errors import CannotRun
from toolkit.files.archive import ROSTERS
from toolkit.files.disk import read_named
from toolkit.grids.refusals import Unreadable
from toolkit.grids.shown import Why
from toolkit.roster import words
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.spreadsheets.workbook import read_workbook

_COLUMNS = ("单位代码", "单位名称", "单位类别", "上级代码")
_OPTIONAL = ("联系人", "联系电话", "截止日期")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_AS_NUMBER = re.compile(r"([0-9]+)\.0+|[0-9.]+[Ee]\+?[0-9]+")
# Ways of showing a cell that leave open what is meant.
_UNCLEAR = {Why.SCALED, Why.HIDDEN, Why.STRUCK, Why.RAISED}
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 0?0:00(?::00)?)?")


def find_roster(paths: Sequence[Path]) -> Path:
    """units.csv or units.xlsx in one of the paths, or beside it.

    Raises:
        CannotRun: there is none.
    """
    places = [path if path.is_dir() else path.parent for path in paths]
    for place in dict.fromkeys([*places, *(path.absolute().parent for path in paths)]):
        for name in ROSTERS:
            if (place / name).is_file():
                return place / name
    raise CannotRun(words.no_roster([str(place) for place in dict.fromkeys(places)]))


def read_roster(path: Path) -> Roster:
    """The roster in a file.

    Raises:
        CannotRun: it cannot be read, lacks a column, or a row is wrong.
    """
    content = read_named(path)
    rows = list(_xlsx(path.name, content) if content[:2] == b"PK" else _csv(path.name, content))
    head = [text.lstrip("\ufeff") for text in rows[0]] if rows else []
    missing = [name for name in _COLUMNS if name not in head]
    if missing:
        raise CannotRun(words.roster_columns(path.name, missing))
    units = []
    for number, row in enumerate(rows[1:], 2):
        texts = {name: text for name, text in zip(head, row, strict=False) if name}
        if any(texts.values()):
            try:
                units.append(_unit(texts))
            except ValueError as error:
                raise CannotRun(words.roster_row(path.name, number, str(error))) from error
    if not units:
        raise CannotRun(words.roster_empty(path.name))
    return Roster(tuple(units))


def _csv(name: str, content: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        for row in csv.reader(StringIO(text, newline="")):
            yield [one.strip() for one in row]
        return
    raise CannotRun(words.roster_unreadable(name))


def _xlsx(name: str, content: bytes) -> Iterator[list[str]]:
    try:
        grids = read_workbook(content).grids
    except Unreadable as error:
        raise CannotRun(words.roster_unreadable(name)) from error
    grid = next(iter(grids.values()))
    unclear = {at: one for at, one in grid.shown.items() if one.why in _UNCLEAR}
    for number, row in enumerate(grid.rows):
        for column in range(len(row)):
            if (number, column) in unclear and grid.text(0, column) in _COLUMNS:
                reason = words.roster_unclear(grid.text(0, column), grid.text(number, column))
                raise CannotRun(words.roster_row(name, number + 1, reason))
        yield [grid.seen(number, column) for column in range(len(row))]


def _unit(texts: dict[str, str]) -> Unit:
    """A row of the roster; a ValueError says what is wrong with it."""
    categories = [str(one) for one in Category]
    if not texts["单位名称"]:
        raise ValueError(words.roster_name_missing())
    if texts["单位类别"] not in categories:
        raise ValueError(words.roster_category(texts["单位类别"], categories))
    if not texts["单位代码"]:
        raise ValueError(words.roster_code_missing())
    return Unit(
        code=_code(texts["单位代码"]),
        name=texts["单位名称"],
        category=Category(texts["单位类别"]),
        parent=_code(texts["上级代码"]) if texts.get("上级代码") else "",
        contact=texts.get(_OPTIONAL[0], ""),
        phone=texts.get(_OPTIONAL[1], ""),
        deadline=_date(texts.get(_OPTIONAL[2], "")),
    )


def _code(text: str) -> str:
    damaged = _AS_NUMBER.fullmatch(text)
    if damaged:
        raise ValueError(words.roster_code_damaged(text, damaged[1] or "410402"))
    if not _CODE.fullmatch(text):
        raise ValueError(words.roster_code_bad(text))
    return text


def _date(text: str) -> datetime.date | None:
    if not text:
        return None
    found = _DATE.fullmatch(text)
    try:
        if found:
            return datetime.date(*map(int, found.groups()))
    except ValueError:
        pass
    raise ValueError(words.roster_deadline(text))
