"""A collection with a roster of three, in whose folder a test is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.build import BALANCED, BUREAU, COUNTY, OFFICE, YEAR, command, filled
from toolkit.collection.settings import collection_of
from toolkit.commands.standing import Standing, standing_of
from toolkit.roster.roster import Unit

DUE = datetime.date(2025, 1, 31)
OUT = f"汇总-{YEAR}.xlsx"
UNITS = (
    replace(OFFICE, deadline=DUE),
    replace(BUREAU, deadline=DUE),
    replace(COUNTY, deadline=datetime.date(2025, 2, 20)),
)


def listed(units: Sequence[Unit]) -> str:
    rows = [f"{u.code},{u.name},{u.category},{u.parent},{u.deadline or ''}" for u in units]
    return "\n".join(["单位代码,单位名称,单位类别,上级代码,截止日期", *rows, ""])


def begin(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    Path("list.csv").write_text(listed(UNITS), encoding="utf-8")
    assert command("init", f"{YEAR}年度", "--units", "list.csv") == 0
    monkeypatch.chdir(folder / f"{YEAR}年度")
    return Path.cwd()


def stands(today: datetime.date = datetime.date(2025, 2, 3)) -> Standing:
    collection = collection_of(Path())
    assert collection
    return standing_of(collection, today)


def sent(unit: Unit, cells: dict[str, int] | None = None) -> None:
    Path("收件", f"{unit.code}.xlsx").write_bytes(filled(cells or BALANCED, unit))


def says(key: str, value: str | None) -> None:
    """``collection.toml``, with another value for a key; None: the line is put in a comment."""
    lines = Path("collection.toml").read_text("utf-8").splitlines()
    (at,) = (n for n, one in enumerate(lines) if one.startswith(f"{key} ="))
    lines[at] = f"#{lines[at]}" if value is None else f"{key} = {value}"
    Path("collection.toml").write_text("\n".join(lines), "utf-8")
