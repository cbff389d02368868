"""Draw the pictures of README and docs from the samples: ``python -m docs.make_images``.

Run it from the top folder. It needs LibreOffice and poppler-utils, as some of the tests do.
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import toolkit
from tests.libreoffice.office import converted, to_pdf
from tests.support import many_years
from toolkit.chronicle_workbook import words as years_words
from toolkit.chronicle_workbook.workbook import make_years
from toolkit.consolidated_workbook.overview import words as overview
from toolkit.consolidated_workbook.words import SUBTOTAL
from toolkit.form.form_file import load_form
from toolkit.form.layout import lay_out
from toolkit.grids.names import BY_UNIT_COLUMNS, CHANGES, CHECK_HEADS, FILLED, FINDINGS, STATE_HEADS
from toolkit.returns.read_return import read_return
from toolkit.roster.roster import Category
from toolkit.roster.roster_file import read_roster
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

IMAGES = Path(__file__).with_name("images")
RETURNS, LAST_YEAR = Path("samples/returns"), Path("samples/last-year.xlsx")
# What comes in after the first of two runs.
LATER = ("410422_*.xlsx", "410425_*.xlsx")
FORM, YEAR = "disclosure-2021", 2024
UNIT, TYPED_WRONG = "410402", "t3.outcome.granted.natural_person"
TABLE = "三、收到和处理政府信息公开申请情况"
# In pixels what stays white around a picture, in inches where a page has its header and footer.
EDGE, TOP, BOTTOM = 8, 0.3, 0.6


def main() -> None:
    """Each picture is the first page that holds certain words, without its white margins."""
    with tempfile.TemporaryDirectory() as temporary:
        template, collected = Path(temporary, "template.xlsx"), Path(temporary, "collected.xlsx")
        template.write_bytes(_template())
        _collect_twice(Path(temporary, "returns"), collected)
        word, _ = toolkit.report(collected, Path(temporary, "report"))
        report = word.rename(Path(temporary, "report.docx"))
        years = Path(temporary, "years.xlsx")
        years.write_bytes(make_years(many_years.chronicle(), datetime.datetime.now(datetime.UTC)))
        books = (template, collected, years)
        pdfs = {book: to_pdf(book, Path(temporary)) for book in books}
        pdfs[report] = converted(report, "pdf", Path(temporary))
        for book, name, words, dpi in (
            (template, "cover", (STATE_HEADS[0],), 100),
            (template, "table", (TABLE,), 100),
            (template, "checks", (CHECK_HEADS[3],), 80),
            (collected, "overview", (overview.BY_CATEGORY,), 110),
            (collected, "table", (TABLE,), 100),
            (collected, "comparison", (TABLE, f"{YEAR - 1} 年度对比"), 90),
            (collected, "by-unit", (f"{Category.OWN}{SUBTOTAL}", BY_UNIT_COLUMNS[3]), 90),
            (collected, "findings", (f"—{FINDINGS}",), 130),
            (collected, "changes", (f"—{CHANGES}",), 100),
            (years, "overview", (years_words.GAPS,), 90),
            (
                years,
                "unit",
                (years_words.unit_title(many_years.FINANCE.name, many_years.YEARS),),
                100,
            ),
            (report, "text", ("一、总体情况",), 70),
            (report, "table", (TABLE,), 70),
        ):
            pdf = pdfs[book]
            _draw(pdf, _page_with(pdf, words), dpi, IMAGES / f"{book.stem}-{name}.png")


def _collect_twice(returns: Path, target: Path) -> None:
    """The samples, some of which come in after the first run."""
    shutil.copytree(RETURNS, returns)
    for path in [path for name in LATER for path in returns.rglob(name)]:
        path.unlink()
    toolkit.collect(returns, previous=LAST_YEAR).write(target)
    shutil.copytree(RETURNS, returns, dirs_exist_ok=True)
    toolkit.collect(returns, previous=LAST_YEAR).write(target)


def _template() -> bytes:
    """The template of one unit as its clerk sees it: filled in, with one figure typed wrong."""
    form = load_form(FORM)
    unit = read_roster(RETURNS / "units.csv").units[UNIT]
    sent = next(RETURNS.rglob(f"{UNIT}_*.xlsx"))
    values = read_return(read_workbook(sent.read_bytes()), lay_out(form), sent.name).values
    figures = {code: values[code] or 0 for code in form.inputs}
    figures[TYPED_WRONG] += 2
    states = {table.code: FILLED for table in form.tables}
    contact = {"preparer": "示例", "phone": "0375-0000000", "head": "示例", "date": "2025-02-10"}
    return make_template(form, unit, YEAR, Filling(figures, states, contact))


def _page_with(pdf: Path, words: Sequence[str]) -> int:
    pages = _output("pdftotext", "-layout", pdf, "-").decode().split("\f")
    numbered = enumerate(pages, 1)
    return next(number for number, text in numbered if all(one in text for one in words))


def _draw(pdf: Path, page: int, dpi: int, target: Path) -> None:
    one_page = ("-r", dpi, "-f", page, "-l", page, "-singlefile")
    x, y, width, height = _frame(
        _output("pdftoppm", *one_page, pdf), int(TOP * dpi), int(BOTTOM * dpi)
    )
    cut = ("-x", x, "-y", y, "-W", width, "-H", height)
    target.write_bytes(_output("pdftoppm", "-png", *one_page, *cut, pdf))


def _frame(image: bytes, top: int, bottom: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of what is not white, with a small edge; ``image`` is a PPM."""
    _, size, _, pixels = image.split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [pixels[3 * width * y : 3 * width * (y + 1)] for y in range(height)]
    used = [y for y in range(top, height - bottom) if rows[y].strip(b"\xff")]
    left = min(len(rows[y]) - len(rows[y].lstrip(b"\xff")) for y in used) // 3
    right = max(len(rows[y].rstrip(b"\xff")) for y in used) // 3
    x, y = max(left - EDGE, 0), max(used[0] - EDGE, 0)
    return x, y, min(right + EDGE, width) - x, min(used[-1] + EDGE, height) - y


def _output(*command: object) -> bytes:
    return subprocess.run([str(one) for one in command], capture_output=True, check=True).stdout


if __name__ == "__main__":
    main()
