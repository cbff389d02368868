"""Whose report a document is, and on which year, by its titles."""

from __future__ import annotations

import pytest

from toolkit.grids.document import Document, Medium, Piece
from toolkit.returns.published.subject import subject_of

SCHOOLS = "东海市教育局"


@pytest.mark.parametrize(
    ("title", "name", "years"),
    [
        (f"{SCHOOLS}2024年政府信息公开工作年度报告-东海市人民政府", SCHOOLS, ("2024",)),
        (f"首页 > 政务公开 > {SCHOOLS}2024年政府信息公开年报", SCHOOLS, ("2024",)),
        (f"2024年{SCHOOLS}政府信息公开工作年度报告", SCHOOLS, ("2024",)),
        (f"{SCHOOLS}关于2024年度政府信息公开工作的报告", SCHOOLS, ("2024",)),
        (f"《{SCHOOLS}二〇二四年政府信息公开工作年度报告》", SCHOOLS, ("2024",)),
        (f"{SCHOOLS} 2024 年度政务公开工作年度报告", SCHOOLS, ("2024",)),
        (f"2024年度政府信息公开工作年度报告（{SCHOOLS}）", SCHOOLS, ("2024",)),
        (f"{SCHOOLS}政府信息公开工作2024年年度报告", SCHOOLS, ("2024",)),
        (f"2025-01-20 {SCHOOLS}2024年政府信息公开工作年度报告", SCHOOLS, ("2024",)),
        ("办公室（档案局）2024年政府信息公开工作年度报告", "办公室(档案局)", ("2024",)),
        ("政府信息公开工作年度报告（2024年）", None, ("2024",)),
        ("Microsoft Word - 年报.doc", None, ()),
        ("本机关2024年政府信息公开工作年度报告", None, ("2024",)),
    ],
)
def test_a_title(title: str, name: str | None, years: tuple[str, ...]) -> None:
    found = subject_of(Document(Medium.PAGE, (), titles=(title,)))
    assert (found.name, found.years) == (name, years)


@pytest.mark.parametrize(
    ("above", "heading"),
    [
        (("东海市人民政府", "2024 年政府信息公开工作年度报告"), 2),
        ((SCHOOLS, "2024年", "政府信息公开工作年度报告"), 3),
        (("政府信息公开指南", f"{SCHOOLS}2024年政府信息公开工作年度报告", "来源：教育局"), 1),
    ],
)
def test_a_title_on_several_lines(above: tuple[str, ...], heading: int) -> None:
    intro = "根据《条例》，现公布2023年和2024年政府信息公开工作年度报告，请予监督。"
    parts: tuple[str | Piece, ...] = (
        *above,
        intro,
        Piece((("索引号", "1"),)),
        "一、总体情况",
        "2022年",
    )
    found = subject_of(Document(Medium.WORD, parts))
    lines = [one for one in above if not one.startswith(("政府信息公开指南", "来源"))]
    assert len(lines) == heading
    assert found.headings == (" ".join(lines),)
    assert found.years == ("2024",)
    assert found.name == (SCHOOLS if SCHOOLS in "".join(above) else "东海市人民政府")


def test_what_stands_above_a_title_without_a_name_is_no_name() -> None:
    parts = ("字体：大 中 小", "2024年政府信息公开工作年度报告", "一、总体情况")
    found = subject_of(Document(Medium.PAGE, parts))
    assert (found.name, found.headings) == (None, ("2024年政府信息公开工作年度报告",))


def test_the_printed_title_comes_first_and_other_years_are_told() -> None:
    titles = (f"{SCHOOLS}2023年政府信息公开工作年度报告",)
    parts = (f"{SCHOOLS}2024年政府信息公开工作年度报告", "一、总体情况")
    assert subject_of(Document(Medium.PAGE, parts, titles=titles)).years == ("2024", "2023")
