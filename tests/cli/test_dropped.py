"""Paths as terminals write them: with quotes, with a backslash, as a URL, several of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.cli.dropped import dropped


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("", []),
        (" \u3000\r\n", []),
        ("a.xlsx", ["a.xlsx"]),
        (" '/x y/表 1.xlsx' ", ["/x y/表 1.xlsx"]),
        ('"/x y/a.xlsx"\u3000', ["/x y/a.xlsx"]),
        ("“/x/a.xlsx”", ["/x/a.xlsx"]),
        (r"/x\ y/a\(1\).xlsx /z.xlsx", ["/x y/a(1).xlsx", "/z.xlsx"]),
        ("'/x y/a.xlsx' '/b.xlsx' ", ["/x y/a.xlsx", "/b.xlsx"]),
        ("file:///x%20y/%E8%A1%A8.xlsx file:///b.xlsx", ["/x y/表.xlsx", "/b.xlsx"]),
        ("'file:///x y/a.xlsx'", ["/x y/a.xlsx"]),
        ("/x/it's.xlsx", ["/x/it's.xlsx"]),
    ],
)
def test_what_other_terminals_write(line: str, paths: list[str]) -> None:
    assert dropped(line, windows=False) == paths


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        (r'"C:\x y\表 1.xlsx" ', [r"C:\x y\表 1.xlsx"]),
        (r"C:\x\a.xlsx", [r"C:\x\a.xlsx"]),
        (
            r'"C:\x y\a.xlsx" C:\b&c.xlsx "\\server\z\d e.xlsx"',
            [r"C:\x y\a.xlsx", r"C:\b&c.xlsx", r"\\server\z\d e.xlsx"],
        ),
        (r"& 'C:\x y\a.xlsx'", [r"C:\x y\a.xlsx"]),
        (r"C:\it's\a.xlsx", [r"C:\it's\a.xlsx"]),
    ],
)
def test_what_windows_writes(line: str, paths: list[str]) -> None:
    assert dropped(line, windows=True) == paths


def test_a_name_with_blanks_needs_no_quotes_where_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a b.xlsx", "it's 1.xlsx"):
        Path(name).touch()
        assert dropped(f" {name} ") == [name]
        assert dropped(f"{tmp_path / name}") == [str(tmp_path / name)]


@given(st.text(max_size=40), st.booleans())
def test_any_line_gives_paths_that_could_be_some(line: str, windows: bool) -> None:
    assert all(path.strip() for path in dropped(line, windows=windows))
