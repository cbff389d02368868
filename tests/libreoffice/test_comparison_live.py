"""上下年对比 in LibreOffice: it shows what is stored, and saving it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libreoffice.office import requires_libreoffice, run
from tests.support.build import Collected
from tests.support.compared import codes_in_city, compared, county, renamed
from toolkit.grids.names import COMPARISON

pytestmark = requires_libreoffice


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return compared(tmp_path_factory.mktemp("city"))


def test_libreoffice_calculates_what_is_stored(tmp_path: Path, city: Collected) -> None:
    """Every figure, with no error in any cell; and the tables start on pages of their own."""
    steps: list[dict[str, object]] = [
        {"do": "recalculate"},
        {"do": "get", "sheet": COMPARISON, "range": "A1:P175"},
        {"do": "errors"},
    ]
    _, shown, errors = run(city.workbook, steps)
    assert errors == []
    rows = [["" if one is None else one for one in row] for row in city.sheet(COMPARISON)]
    assert len(rows) == 175
    differing = [
        (r, c, value, stored)
        for r, row in enumerate(rows)
        for c, stored in enumerate(row)
        if (value := shown[r][c]) != stored and value != pytest.approx(stored, rel=1e-12)
    ]
    assert differing == []


def test_a_county_s_workbook_saved_again_gives_no_new_finding(tmp_path: Path) -> None:
    path, content = tmp_path / "county.xlsx", county()
    path.write_bytes(content)
    saved = tmp_path / "saved.xlsx"
    save = {"do": "save", "path": str(saved), "filter": "Calc MS Excel 2007 XML"}
    run(path, [{"do": "recalculate"}, {**save}])
    assert codes_in_city(tmp_path, saved.read_bytes()) == []
    moved = renamed(saved.read_bytes(), "表三", "第三张表")
    assert codes_in_city(tmp_path, moved) == ["TAB-04"]
