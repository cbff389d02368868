"""Files that were made to break a reader: each costs itself and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.build import BUREAU, collect
from tests.support.hostile import GOOD, HOSTILE, cost
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.workbook import read_workbook

pytestmark = pytest.mark.slow

# What none may need; the seconds are those of the processor, which a busy machine has no part in.
MOST_SECONDS, MOST_MEGABYTES = 5.0, 500.0


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little(name: str, tmp_path: Path) -> None:
    """Time and memory of a whole process that reads it, its helpers included."""
    spent = cost(HOSTILE[name](), tmp_path)
    assert float(str(spent["megabytes"])) < MOST_MEGABYTES, spent
    assert float(str(spent["processor"])) < MOST_SECONDS, spent


REFUSED = {
    "far_cell": Refusal.TOO_FAR,
    "far_cell_in_odd_spelling": Refusal.TOO_FAR,
    "far_row_without_references": Refusal.TOO_FAR,
    "deeply_nested_xml": Refusal.TOO_LARGE,
    "formatted_cells_without_end": Refusal.TOO_LARGE,
    "millions_of_cells": Refusal.TOO_LARGE,
    "huge_shared_strings": Refusal.TOO_LARGE,
    "zip_bomb_in_a_part": Refusal.TOO_LARGE,
    "entity_bomb": Refusal.UNSAFE,
    "entity_bomb_in_utf_16": Refusal.UNSAFE,
    "external_entity": Refusal.UNSAFE,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_workbook_is_refused_with_its_reason(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_workbook(HOSTILE[name]())
    assert refused.value.refusal is REFUSED[name]


def test_none_of_them_costs_another_file(tmp_path: Path) -> None:
    """All in one folder beside a good return: every one in the list, the good one in the sum."""
    hostile = {f"{name}.xlsx": make() for name, make in HOSTILE.items()}
    files = {"good.xlsx": GOOD, **hostile}
    result = collect(tmp_path, files, "--year", "2024", "--prefer", "good.xlsx", units=[BUREAU])
    records = result.json["files"]
    # An archive has a line for each of its members.
    there = {one["path"].partition("/")[0] for one in records}
    assert there == set(files)
    assert all(one["reason"] for one in records if one["status"] != "accepted")
    assert (result.files()["good.xlsx"], result.total("表三!D6")) == ("accepted", 12)
    assert all(re.search("[一-鿿]", one["message"]) for one in result.json["findings"])
