"""Every code, status and field has its words, and a Chinese Windows can write them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import toolkit
from toolkit.consolidated_workbook.words import FILE_STATUSES
from toolkit.findings.codes import catalogue
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.finding import SEVERITIES
from toolkit.findings.message import SEVERITY, STATUS
from toolkit.form.cover import cover_of
from toolkit.form.form import FAMILIES
from toolkit.form.form_file import default_form
from toolkit.grids.names import CAPTIONS, LEVELS, STATUSES
from toolkit.template.words import PROMPTS

PACKAGE = Path(toolkit.__file__).parent


def test_every_code_stands_once_in_the_file_of_its_family() -> None:
    for family in catalogue.FAMILIES:
        assert len({one.family for one in family.CODES}) == 1, family
    assert len(CATALOGUE) == sum(len(family.CODES) for family in catalogue.FAMILIES)


def test_the_record_of_every_code_is_complete() -> None:
    for code, one in CATALOGUE.items():
        assert one.code == code and one.severity in SEVERITIES
        assert one.title and one.message and one.remedy, code
        assert one.message.endswith(("。", "}")) and one.remedy.endswith(("。", "}")), code
        assert one.why.endswith("。") and one.example.endswith("。") and one.effect, code
        for text in (one.page_remedy, one.unit_remedy, one.discreet, one.sum_remedy):
            assert not text or text.endswith("。"), code


def test_what_the_unit_is_told_discreetly_shows_nothing_of_others() -> None:
    own = {"place", "sheet", "cell", "actual", "count", "more", "unit", "unit_name", "title"}
    for code, one in CATALOGUE.items():
        if one.discreet:
            told = one.discreet + (one.unit_remedy or one.remedy)
            assert set(FIELD.findall(told)) <= own, code


def test_codes_of_the_catalogue_and_of_the_form_are_different() -> None:
    form = default_form()
    assert not set(CATALOGUE) & (set(form.rule_specs) | set(form.total_rules))


def test_every_field_of_the_cover_has_its_caption() -> None:
    cover = cover_of(default_form())
    assert set(CAPTIONS) == set(cover.captions) == set(cover.values)


def test_every_field_that_is_typed_has_its_prompt() -> None:
    """The deadline is only printed."""
    assert set(PROMPTS) == set(CAPTIONS) - {"deadline"} | {"state"}


def test_every_status_has_its_word() -> None:
    assert set(SEVERITY) == set(SEVERITIES)
    assert set(STATUS) == {"open", "explained", "cannot_judge"}
    assert set(STATUSES) == {"received", "missing", "with_errors"}
    assert set(FILE_STATUSES) == {
        "accepted",
        "superseded",
        "duplicate",
        "unreadable",
        "unrecognised",
        "ignored",
    }
    assert set(LEVELS) == {"own", "region"}


def texts(path: Path) -> Iterator[str]:
    """The strings of a module but its docstrings, which only developers read."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


FIELD = re.compile(r"{(\w+)}")
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_what_a_user_reads_can_be_written_in_gbk() -> None:
    """Marks and signs too: a Chinese Windows writes GBK."""
    for path in PACKAGE.rglob("*.py"):
        for text in filter(CHINESE.search, texts(path)):
            text.encode("gbk")


def test_the_families_of_codes_are_kept_from_the_rules_of_a_form() -> None:
    assert {code.rpartition("-")[0] for code in CATALOGUE} == FAMILIES
