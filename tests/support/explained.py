"""A figure that its unit explains beside the check that asks about it."""

from __future__ import annotations

from tests.support.build import opened
from toolkit.grids.names import CHECKS

THREE = {"表二!B5": 3}  # of 规章, which the bureau has no power to issue
WHY = "代市政府统计"


def row_of(content: bytes, code: str, label: str = "") -> int:
    """The row of 审核 with a code, and with a label where the code has several."""
    rows = opened(content)[CHECKS].iter_rows(values_only=True)
    return next(
        number
        for number, row in enumerate(rows, 1)
        if row[0] == code and str(row[2]).startswith(label)
    )
