"""A workbook that is written."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.support.build import SAVED
from toolkit.painting.book import Book, strictly


def test_warnings_of_xlsxwriter_are_errors() -> None:
    book = xlsxwriter.Workbook(BytesIO())
    sheet = book.add_worksheet()
    with strictly(), pytest.raises(UserWarning):
        sheet.data_validation("A1", {"validate": "any", "input_message": "长" * 256})


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(A1:A2)",
        "IF(ISBLANK(A1),1,2)",
        "=CONCAT(A1)",
        "=IF(A1,UNIQUE(A1:A2))",
        "=SORT(FILTER(A1:A2,A1))",
        "=_xlfn.IFS(A1,1)",
        "{=SUM(A1:A2*A1:A2)}",
        "=MATCH(A1,{1,2}",
        "=A1",
    ],
)
@pytest.mark.parametrize("newer", [False, True])
def test_a_formula_is_written_as_xlsxwriter_writes_it(formula: str, newer: bool) -> None:
    ours, theirs = Book(SAVED).sheet("页"), Worksheet()
    assert ours._prepare_formula(formula, newer) == theirs._prepare_formula(formula, newer)
