"""What is generated from the code says what the code does."""

from __future__ import annotations

import pytest

from docs.make_inbox import PAGE, page
from toolkit.finding import CATALOGUE
from toolkit.words.effects import EFFECTS


def test_the_page_on_the_inbox_is_fresh() -> None:
    """``python -m docs.make_inbox`` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_code_says_what_is_summed() -> None:
    assert set(EFFECTS) == set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_page_has_a_line_for_every_code(code: str) -> None:
    assert f"| {code} | {CATALOGUE[code]} |" in page()
