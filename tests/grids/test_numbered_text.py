"""Our own notices, known by their last line, in whatever encoding they come back."""

from __future__ import annotations

import pytest

from tests.support.build import BUREAU, COUNTY, collect, edit, filled
from toolkit.grids.names import LIST_NUMBER, NOTICE_NUMBER
from toolkit.grids.numbered_text import is_own_text, numbered

LAST = numbered(NOTICE_NUMBER, BUREAU.code, 2024, "0123abcd")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What goes back for one return with an error, and one that is missing."""
    path = tmp_path_factory.mktemp("notices")
    wrong = edit(filled(), {"表三!D6": "12件"})
    collect(path, {"a.xlsx": wrong}, "--feedback", path / "back", units=[BUREAU, COUNTY])
    return {one.name: one.read_bytes() for one in (path / "back").glob("*.txt")}


def test_every_text_that_we_write(texts: dict[str, bytes]) -> None:
    of_unit = "990000-11_东海市教育局_2024"
    assert sorted(texts) == [f"{of_unit}_回执.txt", f"{of_unit}_退回通知.txt", "催报名单.txt"]
    assert all(map(is_own_text, texts.values()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("more", ["", "\n", "\r\n\r\n  \r\n"])
def test_saved_again_and_changed(texts: dict[str, bytes], encoding: str, more: str) -> None:
    for content in texts.values():
        text = content.decode("utf-8-sig").replace("请", "務必", 1).rstrip() + more
        assert is_own_text(text.encode(encoding))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "东海市教育局2024年政府信息公开工作年度报告",
        f"{LAST}\n东海市教育局",
        f"见{LAST}",
        numbered("编号", BUREAU.code, 2024, "0123abcd"),
        numbered(LIST_NUMBER, "990000", 2024, "0123"),
    ],
)
def test_what_is_none(text: str) -> None:
    assert not is_own_text(text.encode())
    assert not is_own_text(text.encode("utf-16"))


def test_the_line_alone() -> None:
    assert LAST == "通知编号：990000-11-2024-0123abcd"
    assert is_own_text(LAST.encode())
