"""A report of which no table can be read: nothing is said of the table that no report has."""

from __future__ import annotations

from tests.support.reports.model import Subject
from tests.support.reports.official import official_report, random_figures
from tests.support.reports.pages import plain_page
from toolkit.documents.formats import read_document
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.returns.published.read_published import read_published
from toolkit.returns.unit_return import Return
from toolkit.spreadsheets.kind import FileKind

HEADS = {"本年制发件数": "本年数", "自然人": "个人甲", "结果维持": "维持了原来的"}


def test_the_table_that_no_report_has_is_left_out() -> None:
    report = official_report(random_figures(3), Subject())
    for table in report.tables:
        for _, _, cell in table.cells:
            cell.text = HEADS.get(cell.text, cell.text)
    document = read_document(plain_page(report), FileKind.HTML)
    read = read_published(document, lay_out(default_form()), "a.html")
    assert isinstance(read, Return) and read.counted == frozenset()
    assert sorted((one.code, *one.tables) for one in read.findings) == [
        ("STAT-04", "附表"),
        ("TAB-02", "表三"),
        ("TAB-02", "表二"),
        ("TAB-02", "表四"),
    ]
