"""What goes back in a cell that held no figure: nobody may take it for one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toolkit.feedback.notices import typed
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Displayed
from toolkit.findings.finding import Location
from toolkit.findings.seen import Blank, Dated, Seen
from toolkit.form.number import Misfit, read_figure
from toolkit.form.table import FigureKind
from toolkit.grids.shown import Why
from toolkit.returns.likely_value import likely_value

PIECES = FigureKind(type="count", unit="件")
PLACE = Location("表三", "D6")


@pytest.mark.parametrize(
    ("code", "actual", "details", "back", "likely"),
    [
        ("NUM-10", "120", Displayed("120", "120000", Why.SCALED, ""), "120（仅为显示）", 120),
        ("NUM-10", Blank.CELL, Displayed("", "77", Why.HIDDEN, ""), "空白（仅为显示）", None),
        ("NUM-10", "1", Displayed("1", "51", Why.STRUCK, "5"), "1（“5”已划去）", 1),
        ("NUM-10", "5", Displayed("", "5", Why.STRUCK, "5"), "（“5”已划去）", None),
        ("NUM-10", "25¹", Displayed("25¹", "251", Why.RAISED, "1"), "25¹（仅为显示）", 25),
        ("NUM-12", "17", Displayed("17", "", Why.UNSEEN, ""), "17（夹有看不见的字符）", 17),
        ("NUM-06", Dated("2025"), None, "日期或时间 2025", None),
    ],
)
def test_it_stays_wrong_until_it_is_put_right(
    code: str, actual: Seen, details: Displayed | None, back: str, likely: int | Decimal | None
) -> None:
    text = typed(found(code, PLACE, actual=actual, details=details))
    assert text == back
    assert isinstance(read_figure(text, PIECES), Misfit)
    assert likely_value(text, PIECES) == likely
