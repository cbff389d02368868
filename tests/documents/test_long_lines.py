"""Lines and tables that would take long."""

from __future__ import annotations

import time

import pytest

from toolkit.documents.page import read_page
from toolkit.documents.text_parts import text_parts
from toolkit.grids.refusals import Refusal, Unreadable


def test_marks_without_an_end() -> None:
    begun = time.process_time()
    text_parts("**a " * 50_000)
    assert time.process_time() - begun < 3


def test_tables_nested_too_deeply() -> None:
    with pytest.raises(Unreadable) as caught:
        read_page(("<table><tr><td>" * 51 + "<p>a" * 20_000).encode())
    assert caught.value.refusal is Refusal.TOO_LARGE
    assert read_page(("<table><tr><td>" * 50 + "a").encode()).parts == ["a"]
