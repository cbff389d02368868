"""Figures that an office has published pass without a single finding.

They are those of 平顶山市人民政府办公室 on 2024, 公开 in ``samples/tables``; the others are 0.
The totals below are as they were printed; every other printed total is 0.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.build import Collected, code_at, codes, collect, edit, filled
from tests.support.places import SAMPLES
from toolkit.form.form_file import default_form
from toolkit.grids.names import FILLED
from toolkit.roster.roster import Category, Unit

FORM = default_form()
OFFICE = Unit("410400-01", "平顶山市人民政府办公室", Category.OWN, "410400")
TABLE = SAMPLES / "tables" / "figures-2024.csv"

# Table 3 as printed: a line with its figures of 自然人, of 商业企业, and its 总计.
PRINTED_LINES = {
    6: (100, 10, 110),
    8: (11, 0, 11),
    9: (5, 0, 5),
    10: (1, 0, 1),
    17: (2, 0, 2),
    18: (80, 9, 89),
    19: (1, 0, 1),
    22: (0, 1, 1),
    29: (100, 10, 110),
}
TOTALS = {f"表三!J{row}": total for row, (_, _, total) in PRINTED_LINES.items()} | {
    "表三!D29": 100,
    "表三!E29": 10,
}


def published() -> dict[str, Decimal]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["指标代码"]: Decimal(row["数值"])
            for row in csv.DictReader(file)
            if (row["来源"], row["单位代码"]) == ("公开", OFFICE.code)
        }


def cells(figures: Mapping[str, Decimal], wanted: Iterable[str]) -> dict[str, object]:
    """By cell, with a 0 where nothing is listed."""
    at = {code: cell for cell, code in codes(FORM).items()}
    return {at[code]: int(figures.get(code, 0)) for code in wanted}


def collected(tmp_path: Path, content: bytes) -> Collected:
    return collect(tmp_path, {"a.xlsx": content}, units=[OFFICE])


def test_the_table_of_the_samples_is_what_was_printed() -> None:
    """Every figure of table 3 that is not 0, and 规范性文件 9, 4, 253."""
    printed = {
        f"表三!{column}{row}": figure
        for row, figures in PRINTED_LINES.items()
        for column, figure in zip("DE", figures, strict=False)
        if figure and row != 29
    } | {"表二!B6": 9, "表二!C6": 4, "表二!D6": 253}
    assert published() == {code_at(cell): figure for cell, figure in printed.items()}


@pytest.mark.parametrize("blanks", [True, False], ids=["blank", "0"])
def test_published_figures_in_a_template_pass_without_a_word(tmp_path: Path, blanks: bool) -> None:
    """Whether the zeros were typed or left out."""
    figures = published()
    content = filled(cells(figures, figures if blanks else FORM.inputs), OFFICE)
    result = collected(tmp_path, content)
    assert (result.json["findings"], result.exit_code) == ([], 0)
    assert result.unit(OFFICE)["status"] == "received"
    printed = dict.fromkeys((cell for cell in codes(FORM)), 0) | TOTALS
    for cell, code in codes(FORM).items():
        if FORM.indicators[code].parts:
            assert result.total(cell) == printed[cell], cell


def test_published_totals_typed_as_they_were_printed_agree(tmp_path: Path) -> None:
    """All totals are constants: nothing is said of them but that they are."""
    every = [code for code in FORM.indicators if FORM.indicators[code].parts]
    typed = cells({}, every) | TOTALS
    content = edit(filled(cells(published(), FORM.inputs), OFFICE), typed)
    result = collected(tmp_path, content)
    told = {(one["code"], one["severity"]) for one in result.json["findings"]}
    assert told == {("TOT-01", "info")}
    # One hint a table.
    assert sum(1 + one["more"] for one in result.json["findings"]) == len(every)
    assert [one["sheet"] for one in result.json["findings"]] == ["表三", "表四"]
    assert result.exit_code == 0


def test_one_printed_total_that_is_wrong_is_found(tmp_path: Path) -> None:
    content = filled(cells(published(), FORM.inputs), OFFICE, states=FILLED)
    result = collected(tmp_path, edit(content, {"表三!J18": 88}))
    found = result.finding("T3-03")
    assert (found["cell"], found["actual"], found["expected"]) == ("J18", 88, 89)
