"""Templates for many units: each as one that is painted alone, and hardly ever painted."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from random import Random

import pytest

from tests.support.build import YEAR, parts
from tests.support.large_form import large
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form, parse_form
from toolkit.form.opening_figures import NOTHING, Figures, complete
from toolkit.roster.roster import Category, Unit
from toolkit.template import mould, workbook
from toolkit.template.workbook import Templates, make_template

FORM = default_form()
TABLES = ("t2", "t3", "t4", "t6")
NAMES = (
    "东海市教育局",
    "名称里有\"引号\"和 '撇号'",
    "甲&乙<丙>丁&amp;戊",
    "龘龘镇人民政府（生僻字）",
    "𠮷野𡋤街道办事处",
    "很长的名称" * 20,
    "很长的名称" * 50,
    " 前后有空格 ",
    "有\t制表符和\x07",
    "_x0041_",
    "<r>不是富文本</r>",
    "＃＄％\u3000全角",
    "#REF!",
    "=SUM(A1)",
    # What else stands in the workbook, in a table or as another field of the cover.
    "自然人",
    "本机关",
    "以通知为准",
    str(YEAR),
    "00017",
)
DEADLINES = (None, datetime.date(2025, 1, 20))


def units() -> list[Unit]:
    """Each name, with changing categories and deadlines."""
    categories = [*Category, None]
    return [
        Unit(f"{at:05d}", name, categories[at % 6], "37", deadline=DEADLINES[at % 2])
        for at, name in enumerate(NAMES)
    ]


def figures(form: Form, most: Mapping[str, int], seed: int) -> Figures:
    """Figures of last year: of each table of ``most`` up to so many, a few of them 0."""
    chance = Random(seed)
    inputs = {
        code: chance.choice((0, chance.randint(0, most[table])))
        for code in form.inputs
        if (table := form.indicators[code].table) in most
    }
    return complete(form, inputs)


# None, one table of four, all with figures of few and of many digits, and all 0.
YEARS_BEFORE: tuple[Figures, ...] = (
    NOTHING,
    figures(FORM, {"t3": 9}, 1),
    figures(FORM, dict.fromkeys(TABLES, 9), 2),
    figures(FORM, dict.fromkeys(TABLES, 10**6), 3),
    figures(FORM, dict.fromkeys(TABLES, 10**14), 4),
    figures(FORM, dict.fromkeys(TABLES, 0), 5),
)


def differing(templates: Templates, form: Form, unit: Unit, **more: object) -> list[str]:
    """The parts that are others than in the template of the unit that is painted alone."""
    ours = templates.of(unit, **more)  # type: ignore[arg-type]
    alone = make_template(form, unit, YEAR, **more)  # type: ignore[arg-type]
    if ours == alone:
        return []
    found, expected = parts(ours), parts(alone)
    return [one for one in {**found, **expected} if found.get(one) != expected.get(one)] or ["zip"]


def test_tables_are_those_of_the_form() -> None:
    assert {FORM.indicators[code].table for code in FORM.inputs} == set(TABLES)


@pytest.mark.parametrize("before", YEARS_BEFORE, ids=range(len(YEARS_BEFORE)))
def test_each_is_as_one_that_is_painted_alone(before: Figures) -> None:
    """To the byte, whoever came before."""
    templates = Templates(FORM, YEAR)
    found = {one.name: differing(templates, FORM, one, before=before) for one in units()}
    assert found == {name: [] for name in NAMES}


def test_figures_change_from_unit_to_unit() -> None:
    """Comments grow and shrink, amounts come and go, and so do whole tables."""
    templates, chance = Templates(FORM, YEAR), Random(7)
    for at in range(12):
        tables = chance.sample(TABLES, chance.randint(0, 4))
        most = {one: 10 ** chance.randint(0, 9) for one in tables}
        before = figures(FORM, most, at)
        unit = Unit(
            f"{at}", f"单位{at}", Category.DEPARTMENT, predecessors=(("a", "b"), None)[at % 2]
        )
        assert differing(templates, FORM, unit, before=before) == []


def test_the_category_that_a_unit_is_audited_as() -> None:
    templates = Templates(FORM, YEAR)
    for category in (None, Category.COUNTY, Category.OWN):
        for at in range(2):
            unit = Unit(f"{at}", f"办公室{at}", Category.OWN)
            assert differing(templates, FORM, unit, category=category) == []


@pytest.mark.parametrize("name", ["disclosure-2019", "tests/data/second-form.yaml"])
def test_other_forms(name: str) -> None:
    form = load_form(name)
    templates = Templates(form, YEAR)
    before = figures(form, {one.code: 500 for one in form.tables}, 6)
    for unit in units()[:4]:
        assert differing(templates, form, unit) == []
        assert differing(templates, form, unit, before=before) == []


@pytest.mark.slow
def test_a_form_of_many_leaves() -> None:
    """More than 10,000: their numbers have five digits."""
    form = parse_form(large(2, 900, 2), "f.yaml")
    templates = Templates(form, YEAR)
    first, *others = units()[:3]
    templates.of(first)
    assert [differing(templates, form, one) for one in others] == [[], []]


def test_the_blank_template_and_no_year() -> None:
    assert Templates(FORM, None).of(None) == make_template(FORM)
    unit = Unit("1", "东海市教育局", None)
    assert Templates(FORM, None).of(unit) == make_template(FORM, unit)


# --- How often is painted ------------------------------------------------------------------------


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One entry for each workbook that XlsxWriter has written."""
    done: list[object] = []
    paint: Callable[..., bytes] = workbook._painted

    def counted(*given: object) -> bytes:
        done.append(given)
        return paint(*given)

    monkeypatch.setattr(workbook, "_painted", counted)
    return done


def test_units_of_one_kind_are_painted_twice(painted: list[object]) -> None:
    """Departments, towns and others are of one kind: the same rules apply to all of them.

    The first is painted plainly, and the mould is for all that follow.
    """
    templates = Templates(FORM, YEAR)
    kinds = Category.DEPARTMENT, Category.TOWNSHIP, Category.COUNTY
    for at in range(12):
        deadline = DEADLINES[at % 2]
        templates.of(Unit(f"{at:04d}", f"东海市第{at}单位", kinds[at % 3], deadline=deadline))
    assert len(painted) == 2


def test_with_last_year_s_figures_there_are_few_kinds(painted: list[object]) -> None:
    """One more is painted where a comment is as high as none at its cell was before."""
    templates = Templates(FORM, YEAR)
    for at in range(12):
        before = complete(FORM, dict.fromkeys(FORM.inputs, at + 1))
        templates.of(Unit(f"{at}", f"单位{at}", Category.DEPARTMENT), before=before)
    assert len(painted) == 4


def lacking(at: int) -> Figures:
    """Figures of last year, of which one is not known: a kind of its own."""
    known = dict.fromkeys(FORM.inputs, 7)
    del known[list(known)[at]]
    return complete(FORM, known)


@pytest.mark.parametrize(("kinds", "times"), [(3, [3, 9, 9]), (4, [4, 8, 12])])
def test_a_kind_of_one_unit_gets_no_mould_and_few_kinds_are_remembered(
    painted: list[object], monkeypatch: pytest.MonkeyPatch, kinds: int, times: list[int]
) -> None:
    """Thrice around: for the second of a kind a mould is painted, and the height of its notes."""
    monkeypatch.setattr(workbook, "_MOST_KINDS", 3)
    templates, found = Templates(FORM, YEAR), []
    for turn in range(3):
        for at in range(kinds):
            unit = Unit(f"{turn}-{at}", f"单位{turn}-{at}", Category.DEPARTMENT)
            templates.of(unit, before=lacking(at))
        found.append(len(painted))
    assert found == times


def test_where_stand_ins_do_not_come_out_each_is_painted(
    painted: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With too few digits for their numbers, some look like others, or have digits to spare."""
    monkeypatch.setattr(mould, "width_of_index", lambda count: 1)
    templates = Templates(FORM, YEAR)
    for at in range(3):
        unit = Unit(f"{at}", f"单位{at}", Category.DEPARTMENT)
        before = len(painted)
        ours = templates.of(unit)
        # The second is painted for the mould, too, which then cannot be used.
        assert len(painted) - before == (1, 2, 1)[at]
        assert ours == make_template(FORM, unit, YEAR)


def test_a_name_that_stands_elsewhere_too_is_painted(painted: list[object]) -> None:
    """XlsxWriter writes a text once, however often it is used; so all others have other numbers."""
    templates = Templates(FORM, YEAR)
    for at, name in enumerate(
        ("东海市教育局", "东海市财政局", "自然人", "<r>甲</r>", "东海市水利局")
    ):
        templates.of(Unit(f"{at}", name, Category.DEPARTMENT))
    assert len(painted) == 4
