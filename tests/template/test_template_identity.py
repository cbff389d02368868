"""What a template says it is, and that the same input gives the same bytes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.support.build import BUREAU, COUNTY, YEAR, opened, parts
from tests.support.places import ROOT
from toolkit.form.form_file import default_form
from toolkit.roster.roster import Category, Unit
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.template.workbook import make_template, template_name

SHIPPED = ROOT / "templates" / "xlsx" / "disclosure-2021.xlsx"


# --- Identity ------------------------------------------------------------------------------------


def test_the_identity_stands_on_a_very_hidden_sheet_and_in_the_properties(unit_book: Any) -> None:
    hidden = unit_book["_identity"]
    assert hidden.sheet_state == "veryHidden"
    pairs = {row[0]: row[1] for row in hidden.iter_rows(values_only=True)}
    assert {key: pairs[key] for key in pairs if key != "template"} == {
        "kind": "template",
        "form": "disclosure-2021",
        "version": "2021",
        "level": "own",
        "year": "2024",
        "unit": "990000-11",
        "name": "东海市教育局",
        "category": "市直部门",
    }
    properties = {one.name: one.value for one in unit_book.custom_doc_props.props}
    assert {f"toolkit.{key}": value for key, value in pairs.items()}.items() <= properties.items()


def test_the_blank_template_says_no_more_than_its_form(blank_book: Any) -> None:
    pairs = {row[0]: row[1] for row in blank_book["_identity"].iter_rows(values_only=True)}
    assert set(pairs) == {"kind", "form", "version", "template"}


def test_the_template_id_tells_templates_apart(unit_book: Any, blank_book: Any) -> None:
    """Another unit, year or deadline is another template."""
    due = Unit(**{**_fields(BUREAU), "deadline": datetime.date(2025, 1, 31)})
    books = [
        opened(make_template(default_form(), unit, year))
        for unit, year in ((BUREAU, 2023), (COUNTY, YEAR), (due, YEAR))
    ]
    ids = {
        dict(book["_identity"].iter_rows(values_only=True))["template"]
        for book in (unit_book, blank_book, *books)
    }
    assert len(ids) == 5


def _fields(unit: Unit) -> dict[str, Any]:
    return {name: getattr(unit, name) for name in Unit.__slots__}


@pytest.mark.parametrize(("unit", "level"), [(BUREAU, "本机关"), (COUNTY, "本地区汇总")])
def test_the_cover_says_who_when_and_for_whom(unit: Unit, level: str) -> None:
    due = Unit(**{**_fields(unit), "deadline": datetime.date(2025, 2, 20)})
    cover = opened(make_template(default_form(), due, YEAR))["封面"]
    assert [cover[cell].value for cell in ("B3", "B4", "D4", "B5", "D5")] == [
        unit.name,
        unit.code,
        "2024",
        level,
        "2025-02-20",
    ]


@pytest.mark.parametrize(
    ("unit", "year", "name"),
    [
        (None, None, "disclosure-2021.xlsx"),
        (None, 2024, "disclosure-2021-2024.xlsx"),
        (BUREAU, 2024, "990000-11_东海市教育局_2024.xlsx"),
        (Unit("1", 'a/b:c*?"<>|', Category.OWN), 2024, "1_a-b-c------_2024.xlsx"),
    ],
)
def test_the_name_of_the_file(unit: Unit | None, year: int | None, name: str) -> None:
    assert template_name(default_form(), unit, year) == name


# --- Bytes ---------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes() -> None:
    assert make_template(default_form(), BUREAU, YEAR) == make_template(
        default_form(), BUREAU, YEAR
    )


def test_a_template_knows_whether_it_was_changed() -> None:
    content = make_template(default_form(), BUREAU, YEAR)
    assert unchanged_since_made(content)
    assert not unchanged_since_made(content[:-100])
    assert not unchanged_since_made(b"something else")


def test_the_shipped_blank_template_is_what_the_code_makes() -> None:
    """Part by part; ``python -m toolkit template`` makes it anew."""
    ours, shipped = parts(make_template(default_form())), parts(SHIPPED.read_bytes())
    assert list(shipped) == list(ours)
    assert [name for name in ours if shipped[name] != ours[name]] == []
