"""What comes out of the printer: every official table whole and legible on one A4 page.

LibreOffice prints to PDF, and the text of each page is looked through: in the order in which it
was drawn, so that the lines of one cell stay together.
"""

from __future__ import annotations

import datetime
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.libreoffice.office import requires_libreoffice, to_pdf
from tests.support import build
from tests.support.build import BUREAU, COUNTY, CUSTOMS, OFFICE, TOWN, YEAR
from tests.support.figures import all_filled, every_value, random_figures
from toolkit.commands.collecting import collect, write
from toolkit.commands.outputs import Outputs
from toolkit.commands.wishes import Wishes
from toolkit.form.form_file import default_form
from toolkit.form.layout import TableLayout, lay_out
from toolkit.form.number import plain, to_number
from toolkit.grids.names import BY_UNIT, CHECK_HEADS, CHECKS, COMPARISON, COVERAGE, FINDINGS, NOTES
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

pytestmark = requires_libreoffice

FORM = default_form()
LAYOUT = lay_out(FORM)
# Eight digits wherever a unit types; an amount has all its decimals besides.
FIGURES = random_figures(FORM, 3) | {"t2.fees.amount": 87_654_321_123_456}
LONG = replace(
    BUREAU,
    name="东海市市场监督管理局（市知识产权局、市食品安全委员会办公室、市反垄断委员会办公室）",
)
A4 = (595, 842)

Pages = Sequence[str]


def pages_of(path: Path) -> list[str]:
    """The text of every page that a workbook prints, without white space."""
    pdf = to_pdf(path, path.parent)
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    return [re.sub(r"\s+", "", page) for page in text.split("\f")[:-1]]


def sizes_of(pdf: Path) -> list[tuple[int, int]]:
    """The size of every page in points, the shorter side first."""
    command = ["pdfinfo", "-f", "1", "-l", "-1", str(pdf)]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    sizes = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+) pts", told, re.MULTILINE)
    return [tuple(sorted((round(float(a)), round(float(b))))) for a, b in sizes]  # type: ignore[misc]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "filled.xlsx"
    filling = Filling(FIGURES, all_filled(FORM))
    unit = replace(LONG, deadline=datetime.date(2025, 1, 20))
    path.write_bytes(make_template(FORM, unit, YEAR, filling))
    return path


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "blank.xlsx"
    path.write_bytes(make_template(FORM))
    return path


@pytest.fixture(scope="module")
def consolidated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with a unit that is missing, one with errors, and long names."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "returns").mkdir()
    (folder / "units.csv").write_bytes(build.roster(OFFICE, LONG, COUNTY, CUSTOMS, TOWN))
    for unit in (OFFICE, LONG, CUSTOMS, TOWN):
        content = make_template(FORM, unit, YEAR, Filling(FIGURES, all_filled(FORM)))
        if unit is LONG:
            content = build.edit(content, {"表三!D8": "12件", "表三!E9": -5, "表三!J6": 5})
        (folder / "returns" / f"{unit.code}.xlsx").write_bytes(content)
    write(collect(Wishes([folder / "returns"])), Outputs(folder / "out.xlsx"))
    return folder / "out.xlsx"


@pytest.fixture(scope="module")
def filled_pages(filled: Path) -> Pages:
    return pages_of(filled)


@pytest.fixture(scope="module")
def blank_pages(blank: Path) -> Pages:
    return pages_of(blank)


@pytest.fixture(scope="module")
def consolidated_pages(consolidated: Path) -> Pages:
    return pages_of(consolidated)


def assert_whole(page: str, table: TableLayout) -> None:
    """All labels of a table stand on a page, each in one piece."""
    for label in table.labels:
        assert re.sub(r"\s+", "", label.text) in page, label.text


def figures_of(table: TableLayout, figures: dict[str, int]) -> list[str]:
    return [plain(to_number(figures[code], FORM.decimals[code])) for code in table.cells]


def test_template_has_a_page_for_each_sheet(filled_pages: Pages, blank_pages: Pages) -> None:
    """封面, then the tables, then 审核 on three: nothing else spills over."""
    for pages in (filled_pages, blank_pages):
        assert len(pages) == 1 + len(LAYOUT.tables) + 3
        assert FORM.title in pages[0]
        assert CHECKS in pages[-3]
        assert all("".join(CHECK_HEADS) in page for page in pages[-3:])


@pytest.mark.parametrize("number", range(len(LAYOUT.tables)), ids=lambda n: FORM.tables[n].code)
def test_each_table_is_whole_on_its_page(
    number: int, filled_pages: Pages, blank_pages: Pages, consolidated_pages: Pages
) -> None:
    """Page 1 is the cover or the overview; the tables follow, one page each."""
    for pages in (filled_pages, blank_pages, consolidated_pages):
        assert_whole(pages[1 + number], LAYOUT.tables[number])


def test_every_figure_is_printed_in_full(filled_pages: Pages) -> None:
    values = every_value(FORM, FIGURES)
    for page, table in zip(filled_pages[1:], LAYOUT.tables, strict=False):
        for figure in figures_of(table, values):
            assert figure in page
    assert "87654321.123456" in filled_pages[1]


def test_who_reports_is_printed_on_every_table(filled_pages: Pages) -> None:
    for page in filled_pages[: 1 + len(LAYOUT.tables)]:
        assert LONG.name in page


def test_nothing_is_printed_as_hashes(
    filled_pages: Pages, blank_pages: Pages, consolidated_pages: Pages
) -> None:
    for pages in (filled_pages, blank_pages, consolidated_pages):
        assert [number for number, page in enumerate(pages, 1) if "##" in page] == []


def test_consolidated_tables_take_a_page_each(consolidated_pages: Pages) -> None:
    """What follows the last table is 上下年对比, so no table has a second page."""
    sheets = [COMPARISON, BY_UNIT, FINDINGS, COVERAGE, NOTES]
    after = consolidated_pages[1 + len(LAYOUT.tables) :]
    assert COMPARISON in after[0]
    for sheet in sheets:
        assert any(f"—{sheet}" in page for page in after), sheet


def test_every_page_of_the_units_says_what_it_is(consolidated_pages: Pages) -> None:
    """The figures of all units stand on many pages side by side, with the whole title on each."""
    after = consolidated_pages[1 + len(LAYOUT.tables) :]
    title = f"{YEAR}年度{FORM.title}汇总—{BY_UNIT}"
    pages = [page for page in after if all(one in page for one in ("市直部门小计", OFFICE.name))]
    assert 12 <= len(pages) <= 17
    assert [page for page in pages if title not in page] == []


def test_every_page_is_a4(filled: Path, consolidated: Path) -> None:
    for path in (filled, consolidated):
        assert set(sizes_of(to_pdf(path, path.parent))) == {A4}
