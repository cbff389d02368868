"""Every code, status and field has its words, and a Chinese Windows can write them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import toolkit
from toolkit.consolidated_workbook.words import FILE_STATUSES
from toolkit.findings.codes.catalogue import CATALOGUE, ENTRIES
from toolkit.findings.finding import SEVERITIES
from toolkit.findings.message import SEVERITY, STATUS
from toolkit.form.cover import cover_of
from toolkit.form.form import FAMILIES
from toolkit.form.form_file import default_form
from toolkit.grids.names import CAPTIONS, LEVELS, STATUSES
from toolkit.template.words import PROMPTS

PACKAGE = Path(toolkit.__file__).parent


def test_every_code_of_the_catalogue_has_its_words() -> None:
    assert set(ENTRIES) == set(CATALOGUE)


def test_every_entry_has_title_message_and_remedy() -> None:
    for code, entry in ENTRIES.items():
        assert entry.title and entry.message and entry.remedy, code
        assert entry.message.endswith(("。", "}")) and entry.remedy.endswith(("。", "}")), code


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


CHINESE = re.compile("[\u4e00-\u9fff]")


def test_what_a_user_reads_can_be_written_in_gbk() -> None:
    """Marks and signs too: a Chinese Windows writes GBK."""
    for path in PACKAGE.rglob("*.py"):
        for text in filter(CHINESE.search, texts(path)):
            text.encode("gbk")


def test_the_families_of_codes_are_kept_from_the_rules_of_a_form() -> None:
    assert {code.rpartition("-")[0] for code in CATALOGUE} == FAMILIES
