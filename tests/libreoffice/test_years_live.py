"""The years side by side in LibreOffice: it calculates what is stored, and shows no error."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.libreoffice.office import requires_libreoffice, run
from tests.support.build import sheets
from tests.support.many_years import FINANCE, chronicle
from toolkit.chronicle_workbook.words import FIGURES
from toolkit.chronicle_workbook.workbook import make_years

pytestmark = [pytest.mark.slow, requires_libreoffice]


def test_libreoffice_calculates_what_is_stored(tmp_path: Path) -> None:
    content = make_years(chronicle(), datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC))
    path = tmp_path / "历年对比.xlsx"
    path.write_bytes(content)
    names = (FIGURES, FINANCE.name)
    ranges = {FIGURES: "A1:G60", FINANCE.name: "A1:P240"}
    steps: list[dict[str, object]] = [{"do": "recalculate"}]
    steps += [{"do": "get", "sheet": name, "range": ranges[name]} for name in names]
    steps.append({"do": "errors"})
    _, *shown, errors = run(path, steps)
    assert errors == []
    for name, page in zip(names, shown, strict=True):
        differing = [
            (r, c, value, stored)
            for r, row in enumerate(sheets(content)[name][: len(page)])
            for c, one in enumerate(row[: len(page[0])])
            if (value := page[r][c]) != (stored := "" if one is None else one)
            and value != pytest.approx(stored, rel=1e-12)
        ]
        assert differing == []
