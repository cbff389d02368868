"""Which units of a roster a text names: the longest name, a whole code, and nothing doubtful."""

from __future__ import annotations

import pytest

from toolkit.roster.naming import Naming
from toolkit.roster.roster import Category, Roster, Unit

CITY = "990000"
UNITS = (
    Unit(CITY, "东海市", Category.OWN, ""),
    Unit("990000-01", "东海市人民政府办公室", Category.OWN, CITY),
    Unit("990000-11", "东海市财政局", Category.DEPARTMENT, CITY),
    Unit("990001", "东山区", Category.COUNTY, CITY),
    Unit("990001-01", "东山区政府办公室", Category.OWN, "990001"),
    Unit("990001101", "城关镇", Category.TOWNSHIP, "990001"),
    Unit("990002", "西山区", Category.COUNTY, CITY),
    Unit("990002101", "城关镇", Category.TOWNSHIP, "990002"),
    Unit("990003", "北县", Category.COUNTY, CITY),
    Unit("7", "东海市档案局", Category.DEPARTMENT, CITY),
)
NAMING = Naming(Roster(UNITS), CITY)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # By name.
        ("东山区_2024", ["990001"]),
        ("2024年东山区年报", ["990001"]),
        ("东 山　区", ["990001"]),
        ("附件 北县", ["990003"]),
        ("北县2024", ["990003"]),
        ("东海市北县", ["990003"]),
        ("990003 北县", ["990003"]),
        # The longest name; what is above all names nobody.
        ("东海市财政局_2024", ["990000-11"]),
        ("东海市2024", []),
        ("东山区政府办公室", ["990001-01"]),
        # Its own people leave the city out; behind another name it is another one's.
        ("财政局", ["990000-11"]),
        ("市财政局2024年报", ["990000-11"]),
        ("2024年度财政局", ["990000-11"]),
        ("东海财政局", ["990000-11"]),
        ("东海市 财政局", ["990000-11"]),
        ("东山区财政局", ["990001"]),
        ("西河市财政局", []),
        ("县财政局", []),
        ("报送市财政局", []),
        ("政府办公室", []),
        # By code, as a whole.
        ("990001_2024", ["990001"]),
        ("９９０００１（东山区）", ["990001"]),
        ("990001-01", ["990001-01"]),
        ("990001–01", ["990001-01"]),
        ("990001-2024", ["990001"]),
        ("2024-01-31-990001", ["990001"]),
        ("990001-东山区", ["990001"]),
        ("1990001", []),
        ("9900011", []),
        ("13700990001", []),
        ("990001-9", []),
        # A short one only where a file begins with it.
        ("7_档案_2024", ["7"]),
        ("档案 7", []),
        ("7月报表", []),
        # Several.
        ("东山区和西山区", ["990001", "990002"]),
        ("990002_东山区", ["990002", "990001"]),
        # Where it is, and which of twins it is.
        ("东山区城关镇", ["990001101"]),
        ("990002101_城关镇_2024", ["990002101"]),
        ("城关镇", ["990001101", "990002101"]),
        # The end of a longer word, to whom it goes, who has issued it.
        ("湖北县域", []),
        ("报送东海市人民政府办公室", []),
        ("呈东海市财政局", []),
        ("东海市人民政府办公室2024年度关于报送年报的通知", []),
        ("报东海市财政局_东山区", ["990001"]),
    ],
)
def test_who_is_named(text: str, codes: list[str]) -> None:
    assert [unit.code for unit in NAMING.named(text)] == codes
    assert NAMING.the_one(text) == (
        next(unit for unit in UNITS if unit.code == codes[0]) if len(codes) == 1 else None
    )


def test_a_name_with_what_no_file_name_may_hold() -> None:
    unit = Unit("990004", "开发区/保税区", Category.COUNTY, CITY)
    naming = Naming(Roster((unit,)), CITY)
    assert naming.named("开发区-保税区_2024") == naming.named("开发区/保税区") == [unit]


def test_a_county_that_uses_the_roster_of_its_city() -> None:
    """What is above it stands in the names of those below, and is none of them."""
    naming = Naming(Roster(UNITS), "990001")
    assert [unit.code for unit in naming.named("东海市东山区城关镇")] == ["990001101"]
    assert naming.named("东海市东山区") == []
