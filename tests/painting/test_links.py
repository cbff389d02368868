"""Links to other sheets and to files."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from toolkit.painting.links import FileLinks, within


def test_a_name_that_is_no_text_is_linked_by_its_bytes(tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"\xb1\xed.xlsx")
    url = FileLinks(tmp_path).to(source, "", "")
    assert url and unquote_to_bytes(url._target()) == b"\xb1\xed.xlsx"


def test_a_path_that_is_too_long_for_a_link_has_none(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["很长的文件夹名" * 5] * 7)
    assert FileLinks(tmp_path).to(deep / "a.xlsx", "", "") is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("city/a.xlsx", "a.xlsx"),
        ("city/in/县 区/a#1.xlsx", "in/%E5%8E%BF%20%E5%8C%BA/a%231.xlsx"),
        ("city/../other/a.xlsx", "../other/a.xlsx"),
        ("a.xlsx", "../a.xlsx"),
        ("city/linked.xlsx", "../other/b.xlsx"),
        ("city/linked/a.xlsx", "../other/a.xlsx"),
        ("missing/a.xlsx", "../missing/a.xlsx"),
    ],
)
def test_a_link_leads_from_the_folder_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, target: str
) -> None:
    """Where a name leads elsewhere, the link goes straight there."""
    (tmp_path / "city/in/县 区").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "city/linked.xlsx").symlink_to(tmp_path / "other/b.xlsx")
    (tmp_path / "city/linked").symlink_to(tmp_path / "other")
    monkeypatch.chdir(tmp_path)
    links = FileLinks(tmp_path / "city")
    for path in (Path(source), tmp_path / source):
        url = links.to(path, "甲局", "打开")
        assert url and (url._target(), url.text, url.tip) == (target, "甲局", "打开")


def test_a_sheet_name_with_an_apostrophe_is_linked() -> None:
    """Another statistic may name its sheets as it likes."""
    assert within("a'b", "C3") == "internal:'a''b'!C3"
