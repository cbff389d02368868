"""Every code, status and field has its words, and a Chinese Windows can write them."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import get_type_hints

import pytest

from tests.support.modules import PACKAGE, modules, parsed
from toolkit.consolidated_workbook.words import FILE_STATUSES
from toolkit.findings.codes import catalogue
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.codes.rule import CANNOT_JUDGE, EXPLAINED, RULE, TOTAL
from toolkit.findings.codes.state import ONLY_CARRIED, PRINTED_BLANK
from toolkit.findings.codes.table import HEAD_NOT_PRINTED, PRINTED_OTHERWISE, TABLE_NOT_PRINTED
from toolkit.findings.codes.unit import (
    MAYBE_MISNAMED,
    REPORT_AGREES,
    SENT_INSTEAD,
    TITLES_DIFFER,
)
from toolkit.findings.codes.year import TABLE_IN_PART, USED_IN_PART
from toolkit.findings.finding import SEVERITIES, Facts, Finding, Location
from toolkit.findings.voice import Voice
from toolkit.form.cover import cover_of
from toolkit.form.form import RESERVED_FAMILIES
from toolkit.form.form_file import default_form
from toolkit.grids import names
from toolkit.grids.names import CAPTIONS, LEVELS, SEVERITY_WORDS, STATUS_WORDS, STATUSES, Excluded
from toolkit.template.words import PROMPTS
from toolkit.text import fold

# What takes the place of the words of a code in some cases.
OTHERWISE = (
    *(ONLY_CARRIED, PRINTED_BLANK, MAYBE_MISNAMED, REPORT_AGREES, SENT_INSTEAD),
    TITLES_DIFFER,
    *(HEAD_NOT_PRINTED, PRINTED_OTHERWISE, TABLE_NOT_PRINTED),
    *(TABLE_IN_PART, USED_IN_PART),
)


def test_every_code_stands_once_in_the_file_of_its_family() -> None:
    for family in catalogue.FAMILIES:
        assert len({one.family for one in family.CODES}) == 1, family
    assert len(CATALOGUE) == sum(len(family.CODES) for family in catalogue.FAMILIES)


def test_the_record_of_every_code_is_complete() -> None:
    for code, one in CATALOGUE.items():
        assert one.code == code and one.severity in SEVERITIES
        assert one.title and one.message and one.remedy, code
        assert one.message.endswith(("。", "}")) and one.remedy.endswith(("。", "}")), code
        assert one.why.endswith("。") and one.example.endswith("。") and one.effect.text, code
        own = one.unit_message, one.unit_remedy, one.sent_back_remedy
        for text in (one.page_remedy, one.sum_remedy, *own):
            assert not text or text.endswith("。"), code


# The fields that show the finding's own place, unit and figure, and nothing of others.
OWN = {"here", "sheet", "cell", "actual", "count", "more", "unit", "unit_name", "title"}


def test_what_the_unit_is_told_discreetly_shows_nothing_of_others() -> None:
    for code, one in CATALOGUE.items():
        if one.discreet:
            assert one.unit_message, code
            told = one.unit_message + one.remedy_to(Voice.UNIT) + one.remedy_to(Voice.NOTICE)
            assert set(FIELD.findall(told)) <= OWN, code


def test_a_workbook_that_was_sent_back_is_named_only_to_who_has_one() -> None:
    every = (*CATALOGUE.values(), RULE, TOTAL, CANNOT_JUDGE, EXPLAINED, *OTHERWISE)
    for one in every:
        for text in (one.message, one.remedy, one.unit_message, one.unit_remedy):
            assert "workbook" not in FIELD.findall(text), one.title


def test_what_a_unit_reads_in_its_workbook_needs_no_details() -> None:
    """A finding of an earlier run has none any more, and is sent back in the words of now."""
    kept = OWN | {"workbook", "expected", "table", "likely"}
    for one in (*CATALOGUE.values(), RULE, TOTAL, *OTHERWISE):
        told = one.own_remedy(Voice.SENT_BACK)
        assert set(FIELD.findall(told)) <= kept, one.title


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
    assert set(SEVERITY_WORDS) == set(SEVERITIES)
    assert set(STATUS_WORDS) == {"open", "explained", "cannot_judge", "follows"}
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


def test_why_a_unit_is_none_of_ours_is_read_back_from_a_list() -> None:
    assert [Excluded.read(one.text) for one in Excluded] == list(Excluded)
    assert Excluded.read(f" {Excluded.DEEPER.text.replace('，', ',')}") is Excluded.DEEPER
    assert Excluded.read("") is Excluded.read("未报送") is None


def texts(path: Path) -> Iterator[str]:
    """The strings of a module, except its docstrings, which only developers read."""
    tree = parsed(path)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


FINDINGS = PACKAGE / "findings"
WORD = re.compile(r"\"(\w+)\": ")
FIELD = re.compile(r"{(\w+)}")
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_what_a_user_reads_can_be_written_in_gbk() -> None:
    """Marks and signs too: a Chinese Windows writes GBK."""
    for path in PACKAGE.rglob("*.py"):
        for text in filter(CHINESE.search, texts(path)):
            text.encode("gbk")


def test_the_families_of_codes_are_kept_from_the_rules_of_a_form() -> None:
    assert {code.rpartition("-")[0] for code in CATALOGUE} == RESERVED_FAMILIES


# --- A text is for people: nothing is told apart by it --------------------------------------------

# A text for people may be as short as a bracket.
FOR_PEOPLE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’…—]")
# What a finding shows: it is told from the facts, not the facts from it.
DISPLAYED = {"actual", "expected"}

# The texts by which something has to be told apart: what a file of ours says when it comes back,
# and what people type. All other texts may be corrected freely.
# How the sentences of reports are worded, and whom they speak of.
_OF_NARRATIVES = (
    *("bodies", "clause", "meanings", "mentions", "numerals", "other_bodies", "plain", "sentence"),
    *("setting", "statement", "statements", "tokens", "unfilled"),
)
EXCEPTED = {
    **{f"narratives.{name}": "how reports word what they say" for name in _OF_NARRATIVES},
    "returns.published.passages": "how the heads of sections are worded",
    "grids.names": "the one place where reasons are read back",
    "exports.tidy_tables": "the signs, wide ones too, that a spreadsheet takes for a formula",
    "form.contact": "how people write a date: 2026年1月15日",
    "grids.number_format": "the words that number formats put behind a number: 12万",
    "publication.word": "the name of a style within the document",
    "returns.published.read_published": "what is printed in a cell of a report",
    "returns.published.printed_titles": "how the titles of reports are worded",
    "returns.published.titles": "how the titles of reports are worded",
    "feedback.outbox": "the name of a file that an earlier run has left",
    "returns.likely_value": "what clerks type beside a figure: 12件, 3万元",
    "returns.state_reading": "a clerk may type a state without what stands in its brackets",
    "returns.read_return": "how clerks type a year: 2024年度",
    "roster.spelling": "how offices spell heads, categories, codes and days of a roster",
}
ASKED = {
    *("startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition"),
    *("get", "pop", "setdefault", "index", "find"),
    *("replace", "count", "sub", "split", "rsplit"),
}


def chinese(value: object) -> frozenset[str]:
    """The Chinese texts in a value: itself, its items, the keys of a mapping."""
    if isinstance(value, Enum):
        return frozenset()
    if isinstance(value, str):
        return frozenset((value,) if FOR_PEOPLE.search(value) else ())
    if isinstance(value, (tuple, list, set, frozenset, Mapping)):
        return frozenset().union(*map(chinese, value))
    return frozenset()


@cache
def read_back() -> frozenset[str]:
    """What we write into workbooks and read again: names, and the words of the list of findings."""
    named = list(vars(names).values())
    within = [vars(one) if isinstance(one, type) else one for one in named]
    values = [tuple(one.values()) for one in within if isinstance(one, Mapping)]
    found = chinese([*named, *values])
    return found | {fold(one) for one in found} | {one.casefold() for one in found}


class Texts:
    """Which expressions of a module are texts for people, as far as that can be seen."""

    def __init__(self, module: ModuleType, tree: ast.AST) -> None:
        self.module = module
        self.errors = {one.name for one in ast.walk(tree) if isinstance(one, ast.ExceptHandler)}

    def _value(self, node: ast.expr) -> object:
        """What a dotted name stands for in the module."""
        if isinstance(node, ast.Attribute):
            return getattr(self._value(node.value), node.attr, None)
        return getattr(self.module, node.id, None) if isinstance(node, ast.Name) else None

    def has(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Constant):
            return bool(chinese(node.value))
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return any(map(self.has, node.elts))
        if isinstance(node, ast.Starred | ast.NamedExpr):
            return self.has(node.value)
        if isinstance(node, ast.JoinedStr):
            return any(map(self.has, node.values))
        if isinstance(node, ast.Subscript):
            mapping = self._value(node.value)
            values = tuple(mapping.values()) if isinstance(mapping, Mapping) else ()
            return bool(chinese(values) - read_back())
        if isinstance(node, ast.Call):
            return self._calls(node)
        if isinstance(node, ast.Attribute) and node.attr in ("text", "advice"):
            return True
        return bool(chinese(self._value(node)) - read_back())

    def _calls(self, node: ast.Call) -> bool:
        """Whether a call gives a text: of a function that makes one, or of an error."""
        called = self._value(node.func)
        name = ast.unparse(node.func)
        if name in ("fold", "tuple", "set", "frozenset"):
            return any(map(self.has, node.args))
        if name == "str":
            return any(
                (isinstance(one, ast.Name) and one.id in self.errors) or is_displayed(one)
                for one in node.args
            )
        home = (getattr(called, "__module__", "") or "").rpartition(".")[2]
        return isinstance(called, FunctionType) and home in ("words", "phrases", "message")


def is_displayed(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in DISPLAYED


def told_apart(tree: ast.AST) -> Iterator[tuple[int, list[ast.expr]]]:
    """Where something is compared, looked up, cut or matched: the line, and what it is done by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for at, one in enumerate(node.ops):
                if isinstance(one, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)):
                    yield node.lineno, sides[at : at + 2]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ASKED:
                yield node.lineno, node.args[:1]
        elif isinstance(node, ast.Call) and any(map(is_displayed, node.args)):
            yield node.lineno, [node] if ast.unparse(node.func) == "str" else []
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            yield node.lineno, [node.left, node.right]
        elif isinstance(node, ast.Subscript):
            yield node.lineno, [node.slice]
        elif isinstance(node, ast.Dict):
            yield node.lineno, [one for one in node.keys if one]
        elif isinstance(node, ast.MatchValue):
            yield node.lineno, [node.value]


def by_text(name: str, source: str) -> list[int]:
    """The lines of a module in which something is told apart by a text for people."""
    tree = ast.parse(source)
    texts_of = Texts(importlib.import_module(f"toolkit.{name}"), tree)
    return [line for line, parts in told_apart(tree) if any(map(texts_of.has, parts))]


def source_of(name: str) -> str:
    return modules()[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(modules()))
def test_nothing_is_told_apart_by_a_text_for_people(name: str) -> None:
    """Whoever corrects a comma in Chinese changes nothing but what is read."""
    found = by_text(name, source_of(name))
    assert found == [] or name in EXCEPTED


def test_every_exception_is_one() -> None:
    assert [name for name in EXCEPTED if not by_text(name, source_of(name))] == []


@pytest.mark.parametrize(
    "line",
    [
        'status == "未报"',
        '"未报" in statuses',
        'text.startswith("汇总数包含")',
        "reason == Refusal.ENCRYPTED.text",
        "advice.get(reason.text)",
        "mends = {phrases.SENT_LAST_YEAR: 1}",
        "mends[phrases.SENT_LAST_YEAR]",
        "reason in (phrases.SENT_LAST_YEAR, other)",
        "reason == phrases.names([])",
        "fold(reason) == fold(phrases.BLANK)",
        "try: pass\nexcept Unreadable as error: told = str(error) == known",
        'match status:\n    case "未报": pass',
        "units.count(phrases.BLANK)",
        "{phrases.BLANK, other} & set(kinds)",
        'text.replace("（{place}）", "")',
        'text.replace("文件“{file}”", told)',
        'where(one).partition("（")[0]',
        "OtherForm(str(other.actual))",
    ],
)
def test_what_is_told_apart_by_a_text_is_found(line: str) -> None:
    assert by_text("findings.detail_words", line)


@pytest.mark.parametrize(
    "line",
    [
        "reason is Excluded.ELSEWHERE",
        "reason == Refusal.TIE",
        "unit.category == Category.VERTICAL",
        "Excluded.read(text)",
        "told = reason.text",
        "grid.text(1, 2) == other",
    ],
)
def test_values_may_be_compared(line: str) -> None:
    assert by_text("consolidation.coverage", line) == []


# --- A finding is a value ------------------------------------------------------------------------

# Where its words are made, and the modules that hold nothing but words.
MAKES_WORDS = re.compile(r"findings/|/words\.py$|grids/(names|refusals)\.py$")
MAKES_FINDINGS = re.compile(r"found|finding_at|told|Finding")


def producers() -> Iterator[Path]:
    for path in PACKAGE.rglob("*.py"):
        if not MAKES_WORDS.search(path.relative_to(PACKAGE.parent).as_posix()):
            yield path


def test_who_finds_something_does_not_word_it() -> None:
    for path in producers():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom):
                names = {f"{node.module}.{one.name}" for one in node.names} | {node.module or ""}
                assert "toolkit.findings.phrases" not in names, path
            if isinstance(node, ast.Call) and MAKES_FINDINGS.fullmatch(called(node)):
                words = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
                assert not [w for w in words if isinstance(w, str) and CHINESE.search(w)], path


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def test_what_may_be_told_of_a_finding_is_a_field_of_it() -> None:
    fields = get_type_hints(Finding)
    assert get_type_hints(Facts).items() <= fields.items()
    assert get_type_hints(Location).keys() <= fields.keys()


def test_every_field_of_a_message_is_filled() -> None:
    """Each field of a message is one that some finding fills."""
    known = {one for path in FINDINGS.glob("*.py") for one in WORD.findall(path.read_text("utf-8"))}
    for code, one in CATALOGUE.items():
        own = one.unit_message, one.unit_remedy, one.sent_back_remedy
        for text in (one.message, one.remedy, *own):
            assert set(FIELD.findall(text)) <= known, code
