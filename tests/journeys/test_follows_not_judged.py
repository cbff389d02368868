"""What followed from a mistake when an earlier run told it, and cannot be judged now."""

from __future__ import annotations

from pathlib import Path

from tests.support.build import BALANCED, BUREAU, CITY, OFFICE, Collected, collect, filled
from tests.support.by_hand import figures, typed_by_hand
from tests.support.reviewed import decide, line
from toolkit.roster.roster import Category, Unit

UNITS = (OFFICE, BUREAU)
# The collecting unit, as one of those of the level above.
CITY_ITSELF = Unit(CITY, "东海市", Category.COUNTY, "99")
GRANTED = "t3.outcome.granted.natural_person"
MEANT = figures(5)
MISTAKE = f"LIKELY-01:{BUREAU.code}:{GRANTED}"


def sent(**cells: object) -> dict[str, bytes]:
    """The bureau has typed its totals, and these cells in the row of 予以公开."""
    wrong = {f"t3.outcome.granted.{column}": content for column, content in cells.items()}
    return {"o.xlsx": filled(BALANCED, OFFICE), "b.xlsx": typed_by_hand(MEANT, wrong)}


def first_run(tmp_path: Path) -> Collected:
    result = collect(tmp_path, sent(natural_person=MEANT[GRANTED] + 10), units=UNITS)
    assert errors(result) == [MISTAKE]
    return result


def errors(result: Collected) -> list[str]:
    some = result.json["findings"]
    return [one["id"] for one in some if one["status"] == "open" and one["severity"] == "error"]


def test_it_is_gone_with_a_mistake_that_the_reviewer_let_go(tmp_path: Path) -> None:
    decide(first_run(tmp_path), "LIKELY-01", "不采纳")
    (tmp_path / "returns" / "b.xlsx").unlink()
    without = collect(tmp_path, {}, units=[OFFICE])
    left = [one["code"] for one in without.json["findings"] if one["severity"] != "info"]
    assert (without.exit_code, left) == (0, [])


def test_it_follows_from_the_cell_for_which_it_cannot_be_judged(tmp_path: Path) -> None:
    first_run(tmp_path)
    cell = f"NUM-01:{BUREAU.code}:{GRANTED}"
    for _ in range(2):
        again = collect(tmp_path, sent(natural_person="见附件"), units=UNITS)
        assert errors(again) == [cell]
        stands = [one for one in again.json["findings"] if not one["judged"]]
        assert [(one["status"], one["cause"]) for one in stands] == [("follows", cell)] * 4


def test_where_it_follows_from_nothing_any_more_it_has_its_own_remedy(tmp_path: Path) -> None:
    first_run(tmp_path)
    for _ in range(2):
        again = collect(tmp_path, sent(natural_person="见附件", company="见附件"), units=UNITS)
        (total,) = [one for one in again.json["findings"] if one["cell"] == "J29"]
        assert (total["status"], total["judged"], total["cause"]) == ("open", False, None)
        assert total["suggestion"] == (
            "本次未审核（它的分项中有不是数的单元格），以下照上次所列。"
            f"请核对各分项；分项无误的，合计应为 {total['expected']}。"
        )


def test_one_level_up_it_is_no_error_of_its_own(tmp_path: Path) -> None:
    first_run(tmp_path)
    (tmp_path / "returns" / "b.xlsx").unlink()
    again = collect(tmp_path, {}, units=UNITS)
    assert line(again, "T3-03")["状态"] == "同一处错，本次未审核"
    county = {"county.xlsx": again.workbook.read_bytes()}
    above = collect(tmp_path / "above", county, units=[CITY_ITSELF])
    assert [one for one in errors(above) if one.startswith("LEVEL-03")] == [
        f"LEVEL-03:{CITY_ITSELF.code}:{BUREAU.name}（{BUREAU.code}），LIKELY-01 表三 D8"
    ]
