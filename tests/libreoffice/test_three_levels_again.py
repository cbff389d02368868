"""County workbooks saved again by LibreOffice: the city gets the same figures and findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.libreoffice.office import requires_libreoffice, saved_again
from tests.support.build import Collected, edit, opened
from tests.support.reviewed import decided
from tests.support.three_levels import (
    IN_EAST,
    IN_WEST,
    LEAVES,
    city,
    east,
    leaves,
    sum_of,
    totals,
    west,
)
from toolkit.grids.names import FINDINGS

pytestmark = requires_libreoffice


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both counties in order; and the first without a town, with two errors, one settled."""
    folder = tmp_path_factory.mktemp("counties")
    files = leaves(IN_EAST)
    bad = {
        "990001-11.xlsx": edit(files["990001-11.xlsx"], {"表二!B9": "12件"}),
        "990001-01.xlsx": edit(files["990001-01.xlsx"], {"表二!B12": "无"}),
        "990001001.xlsx": files["990001001.xlsx"],
    }
    made = {
        "east": east(files),
        "west": west(leaves(IN_WEST)),
        "troubled": decided(east(bad), {0: "已核实"}, "已电话核实"),
    }
    for name, content in made.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def again(counties: Path) -> Path:
    """The same, as LibreOffice saves them in three formats."""
    saved_again(sorted(counties.glob("*.xlsx")), counties)
    return counties


def collected(path: Path, folder: Path, first: str, ending: str = "xlsx") -> Collected:
    contents = [(folder / f"{name}.{ending}").read_bytes() for name in (first, "west")]
    return city(path, *contents)


def told(result: Collected) -> list[dict[str, Any]]:
    """What is told, but for what only the format brings along."""
    formats = ("FILE-09", "FILE-10")
    return [one for one in result.json["findings"] if one["code"] not in formats]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_figures_and_findings_are_the_same(again: Path, tmp_path: Path, ending: str) -> None:
    result = collected(tmp_path / "1", again / ending, "east", ending)
    assert totals(result) == sum_of(LEAVES)
    assert told(result) == []
    before = collected(tmp_path / "2", again, "troubled")
    after = collected(tmp_path / "3", again / ending, "troubled", ending)
    assert [one["code"] for one in told(before)] == ["LEVEL-03", "LEVEL-02", "LEVEL-04"]
    assert told(after) == told(before)
    assert after.json["totals"] == before.json["totals"]
    assert after.json["values"] == before.json["values"]


def test_what_is_told_stands_where_it_says(again: Path, tmp_path: Path) -> None:
    found = collected(tmp_path, again / "xlsx", "troubled").finding("LEVEL-03")
    sheet = opened((again / "xlsx" / "troubled.xlsx").read_bytes())[FINDINGS]
    assert "“" in sheet[found["cell"]].value
