"""Pages of which only the beginning was saved."""

from __future__ import annotations

import pytest

from toolkit.documents.page import read_page

WHOLE = (
    "<!DOCTYPE html><html><head><title>年报</title></head><body><!-- 正文 --><p>一&nbsp;二</p>"
    "<table class=a><tr><td>许可</td><td>4711</td></tr>\n<tr><td>处罚</td><td>815</td></tr></table>"
    "</body></html>"
)


def is_cut(page: str) -> bool:
    return read_page(page.encode()).cut


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        *(("年报</tit", True), ("<!-- 正", True), ("一&nb", True), ("一&", True)),
        *(("class=", True), ("<tr><td>", True), ("<td>47", True), ("<td>4711", True)),
        *(("4711</td", True), ("4711</td>", True), ("</tr>\n<", True), ("<td>81", True)),
        *(("815</td></tr>", False), ("</table>", False), ("</body>", False)),
        *(("</p>", False), ("</html>", False)),
    ],
)
def test_where_a_page_breaks_off(last: str, cut: bool) -> None:
    page = WHOLE[: WHOLE.index(last) + len(last)]
    assert is_cut(page) is cut
    assert is_cut(page + "\n\0\0") is cut


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>1</td><td>2</td></tr></body>",
        "<table><tr><td>1<td>2</body></html>",
        "<table><tr><td>1<td>2</html>\n<!-- 缓存",
        "<TABLE><TR><TD>1<TD>2</TABLE>",
        "<table><tr><td>1</td></tr><p>后",
        "<p>1 < 2",
        "<p>甲&乙",
        "<table><tr><td>1</table><table><tr><td>2</table>后",
        "纯文本",
        "",
    ],
)
def test_what_only_leaves_ends_out_is_whole(page: str) -> None:
    assert not is_cut(page)


def test_half_a_character() -> None:
    assert read_page("<p>政府信息公开工作年度报告".encode()[:-1]).cut
    assert read_page("<p>政府信息公开工作年度报告".encode("gb18030")[:-1]).cut
    assert not read_page("<p>政府信息公开工作年度报告".encode()).cut
