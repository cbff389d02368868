"""Rosters that are damaged: every unit stays due, or the run stops and says so."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import openpyxl

from tests.support.build import BUREAU, CITY, COUNTY, OFFICE, ROSTER_HEAD, YEAR, filled
from toolkit import CannotRun, collect
from toolkit.roster.roster import Category, Unit

UNITS = (
    OFFICE,
    BUREAU,
    COUNTY,
    *(Unit(f"{CITY}-{n}", f"东海市第{n}局", Category.DEPARTMENT, CITY) for n in range(21, 25)),
)
_ROWS = [[one.code, one.name, str(one.category), one.parent] for one in UNITS]
_HEAD = ROSTER_HEAD.split(",")[:4]

Rows = list[list[Any]]


class Made(NamedTuple):
    """A roster file, and whether it must be read; else it may stop the run as well."""

    name: str
    content: bytes
    read: bool


_kinds: dict[str, Callable[[random.Random], Made]] = {}
_read: dict[str, bool] = {}


def _csv(rows: Rows) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in [_HEAD, *rows]).encode()


def _xlsx(rows: Rows, change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [_HEAD, *rows]:
        sheet.append(row)
    change(sheet)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(rng: random.Random) -> Rows:
    rows = [list(row) for row in _ROWS]
    rng.shuffle(rows)
    return rows


def _register(name: str, *, read: bool) -> Callable[[Callable[[random.Random], bytes]], None]:
    def register(make: Callable[[random.Random], bytes]) -> None:
        def made(rng: random.Random) -> Made:
            content = make(rng)
            return Made("units.xlsx" if content[:2] == b"PK" else "units.csv", content, read)

        _kinds[f"roster: {name}"] = made
        _read[f"roster: {name}"] = read

    return register


@_register("intact", read=True)
def intact(rng: random.Random) -> bytes:
    return rng.choice([_csv, _xlsx])(_rows(rng))


@_register("上级代码 merged down the column", read=True)
def merged(rng: random.Random) -> bytes:
    first = rng.randint(2, 4)
    return _xlsx(_rows(rng), lambda sheet: sheet.merge_cells(f"D{first}:D{len(_ROWS) + 1}"))


@_register("上级代码 merged in two pieces", read=True)
def merged_twice(rng: random.Random) -> bytes:
    def change(sheet: Any) -> None:
        sheet.merge_cells("D2:D4")
        sheet.merge_cells(f"D5:D{len(_ROWS) + 1}")

    return _xlsx(_rows(rng), change)


def _spoilt(rng: random.Random, value: Any, least: int = 1) -> bytes:
    rows = _rows(rng)
    for row in rng.sample(rows, rng.randint(least, 4)):
        row[3] = value
    return _xlsx(rows)


@_register("上级代码 blank", read=False)
def blank(rng: random.Random) -> bytes:
    return _spoilt(rng, rng.choice([None, "", " ", "　"]))


@_register("上级代码 an error", read=False)
def error(rng: random.Random) -> bytes:
    return _spoilt(rng, rng.choice(["#N/A", "#REF!", "#VALUE!"]))


@_register("上级代码 never calculated", read=False)
def uncalculated(rng: random.Random) -> bytes:
    return _spoilt(rng, rng.choice(["=D2", f'="{CITY}"', "=VLOOKUP(A2,Z:Z,1,0)"]))


@_register("a stray quote", read=False)
def quote(rng: random.Random) -> bytes:
    rows = _rows(rng)
    row = rng.choice(rows)
    column = rng.choice([1, 1, 0, 2])
    row[column] = f'"{row[column]}'
    return _csv(rows)


@_register("a stray quote behind a contact", read=False)
def quote_behind(rng: random.Random) -> bytes:
    rows = [[*row, "甲", "1"] for row in _rows(rng)]
    rng.choice(rows)[4] = '"甲'
    head = [*_HEAD, "联系人", "联系电话"]
    return "\n".join(",".join(map(str, row)) for row in [head, *rows]).encode()


@_register("a code twice", read=False)
def twice(rng: random.Random) -> bytes:
    rows = _rows(rng)
    one, other = rng.sample(rows, 2)
    one[0] = other[0]
    return rng.choice([_csv, _xlsx])(rows)


@_register("a unit that is its own parent", read=False)
def own_parent(rng: random.Random) -> bytes:
    rows = _rows(rng)
    row = rng.choice(rows)
    row[3] = row[0]
    return rng.choice([_csv, _xlsx])(rows)


@_register("two units that are each other's parent", read=False)
def each_other(rng: random.Random) -> bytes:
    rows = _rows(rng)
    one, other = rng.sample(rows, 2)
    one[3], other[3] = other[0], one[0]
    return rng.choice([_csv, _xlsx])(rows)


@_register("figures shown otherwise than they are held", read=False)
def shown_otherwise(rng: random.Random) -> bytes:
    def change(sheet: Any) -> None:
        row = rng.randint(2, len(_ROWS) + 1)
        sheet[f"D{row}"] = 990
        sheet[f"D{row}"].number_format = rng.choice(['0"000"', "0,", "0%", ";;;"])

    return _xlsx(_rows(rng), change)


@_register("the collecting unit in its own row, its parent itself", read=True)
def collector_itself(rng: random.Random) -> bytes:
    rows = [*_rows(rng), [CITY, "东海市", str(Category.COUNTY), CITY]]
    return rng.choice([_csv, _xlsx])(rows)


@_register("categories in half width", read=True)
def half_width(rng: random.Random) -> bytes:
    rows = _rows(rng)
    for row in rows:
        row[2] = row[2].replace("（", "(").replace("）", ")")
    return _xlsx(rows)


@cache
def _returns() -> dict[str, bytes]:
    return {one.code: filled(unit=one) for one in (OFFICE, BUREAU, UNITS[4])}


def names() -> list[str]:
    """Every kind, by name."""
    return list(_kinds)


def must_be_read(name: str) -> bool:
    """Whether the run has to go on with every unit, and say nothing of it."""
    return _read[name]


def tried(name: str, rng: random.Random) -> tuple[str, str]:
    """(what was wrong in silence, what was refused in vain); both empty where all is well."""
    made = _kinds[name](rng)
    truth = {row[0] for row in _ROWS}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "returns"
        folder.mkdir()
        for code, content in _returns().items():
            (folder / f"{code}.xlsx").write_bytes(content)
        (folder / made.name).write_bytes(made.content)
        try:
            result = collect(folder, year=YEAR)
        except CannotRun as error:
            return "", str(error) if made.read else ""
        except Exception as error:
            return f"a crash: {error!r}", ""
        units = result.units.set_index("code")
        findings = result.findings
    due = set(units.index[units["status"].isin(["received", "missing", "with_errors"])])
    dropped = [
        code
        for code in sorted(truth)
        if code not in due or (code in _returns() and not units.loc[code, "in_total"])
    ]
    told = set(findings.loc[findings["severity"] == "error", "unit"])
    silent = [code for code in dropped if code not in told]
    loud = findings[(findings["severity"] != "info") & (findings["code"] != "UNIT-01")]
    vain = f"{loud.iloc[0]['code']}" if made.read and len(loud) else ""
    return f"dropped: {silent}" if silent else "", vain
