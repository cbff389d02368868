"""Two years that are compared: of a city, and of a county whose workbook goes to the city."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    OFFICE,
    TOWN,
    YEAR,
    Collected,
    collect,
    filled,
    parts,
    zipped,
)
from tests.support.summed import laid, summed
from toolkit.roster.roster import Category, Unit

THEN = {
    "表三!D6": 100,
    "表三!D8": 90,
    "表三!D30": 10,
    "表三!E6": 10,
    "表三!E8": 10,
    "表二!B9": 1000,
    "表二!B16": "0.3",
    "附表!C5": 500,
}
NOW = {
    "表三!D6": 60,
    "表三!D7": 10,
    "表三!D8": 70,
    "表三!E6": 20,
    "表三!E8": 20,
    "表三!F6": 11,
    "表三!F8": 11,
    "表二!B9": 1234,
    "表二!B16": "0.1",
    "附表!C5": "1500.5",
}


def before(tmp_path: Path, files: Mapping[str, bytes], units: list[Unit]) -> Path:
    return laid(tmp_path / "before" / "out.xlsx", summed(files, units=units))


def compared(tmp_path: Path) -> Collected:
    """The bureau was in last year's sum, the county is in this one; the office is in both."""
    last = {
        "office.xlsx": filled(THEN, OFFICE, year=YEAR - 1),
        "bureau.xlsx": filled({}, BUREAU, year=YEAR - 1),
    }
    now = {"office.xlsx": filled(NOW, OFFICE), "county.xlsx": filled({}, COUNTY)}
    return collect(tmp_path, now, "--previous", before(tmp_path, last, [OFFICE, BUREAU]))


COUNTY_OFFICE = Unit("990001-01", "东山区政府办公室", Category.OWN, COUNTY.code)


@cache
def county() -> bytes:
    """The county's consolidated workbook, with its own comparison in it."""
    of_county = [COUNTY_OFFICE, TOWN]
    files = {
        "a.xlsx": filled(NOW | {"表二!B16": "2.5"}, COUNTY_OFFICE),
        "b.xlsx": filled(BALANCED, TOWN),
    }
    with TemporaryDirectory() as folder:
        last_year = {"a.xlsx": filled(THEN, COUNTY_OFFICE, year=YEAR - 1)}
        last = before(Path(folder), last_year, of_county)
        result = collect(Path(folder), files, "--previous", last, units=of_county)
        return result.workbook.read_bytes()


def renamed(content: bytes, old: str, new: str) -> bytes:
    """A sheet under another name, in the list of sheets and in all formulas."""
    every = parts(content)
    for name, part in every.items():
        if name.endswith(".xml"):
            text = part.decode().replace(f'name="{old}"', f'name="{new}"')
            every[name] = text.replace(f"'{old}'!", f"'{new}'!").encode()
    return zipped(every)


def codes_in_city(tmp_path: Path, content: bytes) -> list[str]:
    result = collect(tmp_path / "city", {"county.xlsx": content}, units=[OFFICE, COUNTY])
    assert result.total("表三!D6") == 72
    return [one for one in result.codes(COUNTY) if one != "UNIT-01"]
