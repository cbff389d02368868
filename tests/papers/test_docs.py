"""What is generated from the code says what the code does."""

from __future__ import annotations

import re

import pytest

from docs import make_inbox, make_rules
from tests.support.build import CHINESE
from toolkit.findings.code_page import Explained, page_of_code, pages_of_codes
from toolkit.findings.codes.catalogue import CATALOGUE, TITLES
from toolkit.findings.words import RULE_PARTS
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form, shipped_forms
from toolkit.form.layout import lay_out

# Codes about files, the roster or other units: their examples need not have a cell.
WITHOUT_CELL = re.compile("FILE-|UNIT-|YEAR-0[456]|TAB-01|LEVEL-0[245]|TEXT-0[2-6]|PUB-0[234]")
NAMED_CELL = re.compile(r"[A-Z]{1,2}[1-9][0-9]?")
FIGURE = re.compile("[0-9]")


def every_page() -> list[tuple[Form, Explained]]:
    """Of every shipped form."""
    forms = [load_form(name) for name in shipped_forms()]
    return [(form, one) for form in forms for one in pages_of_codes(form)]


def test_the_page_on_the_inbox_is_fresh() -> None:
    """``python -m docs.make_inbox`` writes it again."""
    assert make_inbox.PAGE.read_text(encoding="utf-8") == make_inbox.page()


def test_the_page_on_the_rules_is_fresh() -> None:
    """``python -m docs.make_rules`` writes it again."""
    assert make_rules.PAGE.read_text(encoding="utf-8") == make_rules.page()


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_page_has_a_line_for_every_code(code: str) -> None:
    assert f"| {code} | {CATALOGUE[code].severity} |" in make_inbox.page()


def test_no_page_is_left_over() -> None:
    assert set(TITLES) == {code.partition("-")[0] for code in CATALOGUE}


def test_every_code_has_its_whole_page() -> None:
    for form, one in every_page():
        told = (form.id, one.code)
        assert one.title and one.severity, told
        assert {"why", "example", "summed", "remedy"} <= set(one.parts) <= set(RULE_PARTS), told
        assert ("formula" in one.parts) is (one.code not in CATALOGUE), told
        for text in one.parts.values():
            assert CHINESE.search(text) and "{" not in text, told
        for key in ("why", "example", "remedy"):
            assert one.parts[key].endswith("。"), told


def test_every_example_is_a_case() -> None:
    """A figure or a name in it, and the cell where there is one."""
    for form, one in every_page():
        example = one.parts["example"]
        if one.code in CATALOGUE and not WITHOUT_CELL.match(one.code):
            assert NAMED_CELL.search(example), (form.id, one.code)
        assert FIGURE.search(example) or "“" in example, (form.id, one.code)


def test_the_cells_of_the_examples_are_those_of_the_form() -> None:
    layout = lay_out(default_form())
    cells = {layout.where(code) for code in layout.places}
    named = re.compile(f"(表[二三四]|附表) ({NAMED_CELL.pattern})")
    for code in (one for one in CATALOGUE if one.startswith(("NUM-", "TOT-", "STAT-", "YEAR-"))):
        for sheet, cell in named.findall(CATALOGUE[code].example):
            assert (sheet, cell) in cells, code


def test_every_code_has_a_heading_and_a_link_to_it() -> None:
    lines = make_rules.page().splitlines()
    for one in pages_of_codes(default_form()):
        assert lines.count(f"### {one.code}") == 1
        assert f"| [{one.code}](#{one.code.lower()}) | {one.severity} | {one.title} |" in lines


def test_both_pages_say_the_same_of_the_sum() -> None:
    for code in CATALOGUE:
        row = next(line for line in make_inbox.page().splitlines() if f"| {code} |" in line)
        assert f"| {page_of_code(code, default_form()).parts['summed']} |" in row
