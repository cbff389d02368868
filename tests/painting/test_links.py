"""Links to other sheets and to files."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

from toolkit.painting.links import link_to_file, within


def test_a_name_that_is_no_text_is_linked_by_its_bytes(tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"\xb1\xed.xlsx")
    url = link_to_file(source, tmp_path, "", "")
    assert url and unquote_to_bytes(url._target()) == b"\xb1\xed.xlsx"


def test_a_path_that_is_too_long_for_a_link_has_none(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["很长的文件夹名" * 5] * 7)
    assert link_to_file(deep / "a.xlsx", tmp_path, "", "") is None


def test_a_sheet_name_with_an_apostrophe_is_linked() -> None:
    """Another statistic may name its sheets as it likes."""
    assert within("a'b", "C3") == "internal:'a''b'!C3"
