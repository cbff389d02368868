"""Where tables are looked for, and how far: counts that guard the time that it takes."""

from __future__ import annotations

import pytest

from tests.support.build import edit, everything, filled
from tests.support.damage_book import LAYOUT
from toolkit.returns import locate
from toolkit.returns.locate import Locator
from toolkit.spreadsheets.workbook import read_workbook


def fitted(content: bytes, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables whose places had to be worked out."""
    seen: list[str] = []
    fit = locate._fitted

    def counted(grid, layout, *others):  # type: ignore[no-untyped-def]
        seen.append(layout.table.code)
        return fit(grid, layout, *others)

    with monkeypatch.context() as patch:
        patch.setattr(locate, "_fitted", counted)
        locator = Locator(read_workbook(content), LAYOUT, summed=False)
        found = [locator.locate(one).found for one in LAYOUT.tables]
    assert all(
        one and one.spots == home.spots for one, home in zip(found, LAYOUT.tables, strict=True)
    )
    return seen


@pytest.mark.parametrize("content", [filled({}), filled(everything(7))])
def test_tables_that_stand_as_in_the_template_are_not_fitted(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fitted(content, monkeypatch) == []


def test_only_a_table_with_something_else_on_its_sheet_is(monkeypatch: pytest.MonkeyPatch) -> None:
    content = edit(filled(everything(7)), {"表四!B12": "总计"})
    assert fitted(content, monkeypatch) == ["t4"]
