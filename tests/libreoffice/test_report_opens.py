"""The published report in the programs that people open it with: LibreOffice and Chromium.

Its workbook has gone through LibreOffice before, as the reviewer's program would leave it.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.libreoffice.live import Script
from tests.libreoffice.office import converted, requires_libreoffice
from tests.support.build import command, sheets
from tests.support.places import SAMPLES
from tests.support.published import Grid, expected
from toolkit.form.form_file import default_form
from toolkit.grids.names import BY_UNIT, NO

FORM = default_form()
STEM = "平顶山市_2024年度报告"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
required = os.environ.get("REQUIRE_LIBREOFFICE") == "1"
requires_chromium = pytest.mark.skipif(
    CHROMIUM is None and not required, reason="Chromium is not installed."
)
pytestmark = requires_libreoffice

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
# 新华区, switched off: the row is found by its code.
SWITCHED = "410402"
# What a browser shows of every cell, in place of the page.
SHOWN = """<script>
const cells = row => [...row.cells].map(one => [one.innerText, one.rowSpan, one.colSpan]);
const rows = table => [...table.rows].map(cells);
const shown = [...document.querySelectorAll("table")].map(rows);
document.body.textContent = JSON.stringify(shown);
</script>"""


@dataclass(frozen=True)
class City:
    """``totals`` and ``switched``: as collected, and without the unit that was switched off."""

    folder: Path
    totals: Mapping[str, Any]
    switched: Mapping[str, Any]

    def report(self, name: str, ending: str) -> Path:
        return self.folder / name / f"{STEM}{ending}"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Collected, saved by LibreOffice as it is and with a switch flipped, and reported."""
    folder = tmp_path_factory.mktemp("report")
    workbook, result = folder / "collected.xlsx", folder / "collected.json"
    assert command("collect", SAMPLES / "returns", "-o", workbook, "--json", result) == 1
    told = json.loads(result.read_text(encoding="utf-8"))
    script = Script()
    script.do("recalculate")
    script.do("save", path=str(folder / "as_it_is.xlsx"))
    script.put(BY_UNIT, f"D{_row(workbook)}", NO)
    script.do("recalculate")
    script.do("save", path=str(folder / "switched.xlsx"))
    script.run(workbook)
    for name in ("as_it_is", "switched"):
        assert command("report", folder / f"{name}.xlsx", "-o", folder / name) == 0
    theirs = told["values"][SWITCHED]
    left = {code: round(total - (theirs[code] or 0), 6) for code, total in told["totals"].items()}
    return City(folder, told["totals"], left)


def _row(workbook: Path) -> int:
    rows = sheets(workbook.read_bytes())[BY_UNIT]
    return next(number for number, row in enumerate(rows, 1) if row[0] == SWITCHED)


def written(path: Path, folder: Path) -> list[Grid]:
    """The tables of a document as LibreOffice Writer has them: it saves all that it has as XML."""
    tables = []
    for table in ElementTree.parse(converted(path, "fodt", folder)).iter(f"{TABLE}table"):
        rows = [
            [
                (
                    "".join(cell.itertext()),
                    int(cell.get(f"{TABLE}number-rows-spanned", "1")),
                    int(cell.get(f"{TABLE}number-columns-spanned", "1")),
                )
                for cell in row.iter(f"{TABLE}table-cell")
            ]
            for row in table.iter(f"{TABLE}table-row")
        ]
        tables.append(resolved(rows))
    return tables


def resolved(rows: list[list[tuple[str, int, int]]]) -> Grid:
    """Cells with their spans → a grid in which a merged cell has its text in all of its places."""
    places: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(rows):
        for text, down, across in cells:
            column = next(c for c in range(99) if (row, c) not in places)
            for r in range(row, row + down):
                for c in range(column, column + across):
                    places[r, c] = text
    width = 1 + max(column for _, column in places)
    return [[places[row, c] for c in range(width)] for row in range(len(rows))]


def folded(grids: list[Grid]) -> list[Grid]:
    """Without the white space that a program may put between the lines of a cell."""
    return [[[re.sub(r"\s+", "", text) for text in row] for row in grid] for grid in grids]


@pytest.mark.parametrize("name", ["as_it_is", "switched"])
def test_writer_shows_every_figure_at_its_place(city: City, tmp_path: Path, name: str) -> None:
    grids = written(city.report(name, ".docx"), tmp_path)
    totals = city.totals if name == "as_it_is" else city.switched
    assert folded(grids) == folded(expected(FORM, totals))


@requires_chromium
@pytest.mark.parametrize("name", ["as_it_is", "switched"])
def test_chromium_shows_every_figure_at_its_place(city: City, tmp_path: Path, name: str) -> None:
    page = city.report(name, ".html").read_text(encoding="utf-8")
    path = tmp_path / "page.html"
    path.write_text(page.replace("</body>", f"{SHOWN}</body>"), encoding="utf-8")
    totals = city.totals if name == "as_it_is" else city.switched
    assert folded(shown(path, tmp_path)) == folded(expected(FORM, totals))


def shown(path: Path, folder: Path) -> list[Grid]:
    """The tables of a page as the browser shows them, a merged cell in all of its places."""
    assert CHROMIUM, "Chromium is not installed: Debian's package is chromium."
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'user'}"]
    done = subprocess.run(
        [CHROMIUM, *options, "--dump-dom", path.as_uri()],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    body = re.search("<body>(.*)</body>", done.stdout, re.DOTALL)
    assert body
    return [resolved(rows) for rows in json.loads(html.unescape(body[1]))]


def test_the_switch_makes_a_difference(city: City) -> None:
    assert expected(FORM, city.totals) != expected(FORM, city.switched)
    assert city.totals["t3.received.total"] - city.switched["t3.received.total"] > 0
