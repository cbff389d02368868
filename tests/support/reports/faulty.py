"""A report that is read for the most part: one of its figures is none, one of its heads another."""

from __future__ import annotations

from tests.support.build import BALANCED, code_at
from tests.support.reports.model import Subject
from tests.support.reports.official import official_report
from tests.support.reports.pages import plain_page
from toolkit.form.form_file import default_form
from toolkit.form.opening_figures import complete


def faulty_page() -> bytes:
    """表三 D6 is no figure, and a head of table 4 is another."""
    form = default_form()
    typed = {code_at(at): figure for at, figure in BALANCED.items()}
    figures = complete(form, {**dict.fromkeys(form.inputs, 0), **typed})
    report = official_report({code: one or 0 for code, one in figures.items()}, Subject())
    for table in report.tables:
        for _, _, cell in table.cells:
            if cell.code == code_at("表三!D6"):
                cell.text = "约12件"
            if cell.text == "未经复议直接起诉":
                cell.text = "直接诉讼的"
    return plain_page(report)
