"""A workbook that is written."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from toolkit.painting.book import strictly


def test_warnings_of_xlsxwriter_are_errors() -> None:
    book = xlsxwriter.Workbook(BytesIO())
    sheet = book.add_worksheet()
    with strictly(), pytest.raises(UserWarning):
        sheet.data_validation("A1", {"validate": "any", "input_message": "长" * 256})
