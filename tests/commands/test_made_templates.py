"""Templates of a roster that are made by several processes are those that one makes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.support.build import BUREAU
from toolkit.commands import made_templates
from toolkit.commands.calls import InOrder
from toolkit.commands.made_templates import TemplateOf, Wanted, made
from toolkit.commands.workers import Workers
from toolkit.form.form_file import default_form
from toolkit.roster.roster import Category
from toolkit.template.workbook import Templates

MAKE = TemplateOf(default_form(), 2025)
WANTED: list[Wanted] = [
    (
        (replace(BUREAU, code=f"1-{number}", name=f"第{number}局"), Category.DEPARTMENT),
        {"t3.received.person": number} if number % 2 else {},
    )
    for number in range(20)
]


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[Wanted]]:
    """Have even a few made by processes; what each call of them was given."""
    given: list[Sequence[Wanted]] = []

    def noted(pool: Workers, task: TemplateOf, items: Sequence[Wanted]) -> InOrder[Wanted, bytes]:
        given.append(items)
        return InOrder(pool, task, items)

    monkeypatch.setattr(made_templates, "InOrder", noted)
    monkeypatch.setattr(made_templates, "processors", lambda: 2)
    monkeypatch.setattr(made_templates, "_FEWEST", 2)
    return given


@pytest.mark.slow
def test_they_are_the_same_to_the_byte(several: list[Sequence[Wanted]]) -> None:
    assert list(made(MAKE, WANTED)) == [MAKE(one) for one in WANTED]
    assert several == [WANTED]


@pytest.mark.slow
def test_one_that_a_process_is_lost_over_is_made_here(
    several: list[Sequence[Wanted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, mine, of = [MAKE(one) for one in WANTED[:4]], os.getpid(), Templates.of

    def fatal(self: Templates, *arguments: Any, **options: Any) -> bytes:
        if os.getpid() != mine:
            os._exit(1)
        return of(self, *arguments, **options)

    monkeypatch.setattr(Templates, "of", fatal)
    assert list(made(MAKE, WANTED[:4])) == expected
    assert len(several) == 1


def test_a_few_are_made_without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_templates, "Workers", None)
    (content,) = made(MAKE, WANTED[:1])
    assert content == MAKE(WANTED[0])
