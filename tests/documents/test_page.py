"""Web pages in the markup of content systems, of Word and of old programs."""

from __future__ import annotations

import pytest

from toolkit.documents.page import read_page
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.refusals import Refusal
from toolkit.grids.shown import Shown, Why

TITLE = "东海市教育局2024年政府信息公开工作年度报告"


def read(body: str, head: str = "") -> Document:
    return read_page(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def parts(body: str) -> list[str | list[list[str | None]]]:
    """The paragraphs, and the rows of the tables."""
    return [
        one if isinstance(one, str) else [list(row) for row in one.rows] for one in read(body).parts
    ]


# --- Styles of markup ----------------------------------------------------------------------------

HEAD = [
    ["", None, "申请人情况", None, None],
    [None, None, "自然人", "法人", "总计"],
]
ROWS = [
    ["一、本年新收", None, "12", "3", "15"],
    ["三、办理结果", "（一）予以公开", "1,200", "", "1,200"],
    [None, "（二）部分公开", "0", "0", "0"],
]

UEDITOR = """
<table width="100%"><tbody><tr class="firstRow"><td>
<div id="biaoti">东海市教育局2024年<br/>政府信息公开工作年度报告</div>
<div class="TRS_UEDITOR TRS_PreAppend"><p style="text-indent:2em">一、总体情况&nbsp;</p>
<table cellspacing="0"><tbody>
<tr class="firstRow"><td colspan="2" rowspan="2"></td><td colspan="3"><p>申请人情况</p></td></tr>
<tr><td><p>自然人</p></td><td><p>法人</p></td><td><p>总计</p></td></tr>
<tr><td colspan="2"><p>一、本年新收</p></td><td>12</td><td>3</td><td>15</td></tr>
<tr><td rowspan="2"><p>三、办理结果</p></td><td><p>（一）予以公开</p></td>
<td><p>1,200</p></td><td><p>&nbsp;</p></td><td><p>1,200</p></td></tr>
<tr><td><p>（二）部分公开</p></td><td>0</td><td>0</td><td>0</td></tr>
</tbody></table>
<p>　　六、其他</p></div></td></tr></tbody></table>"""

WORD_CELL = """<td width=57 {} valign=top style='width:42.55pt;border-top:none;border-left:
none;mso-border-left-alt:solid windowtext .5pt;
padding:0cm 5.4pt 0cm 5.4pt'><p class="p" align=center style='mso-pagination:
widow-orphan;text-align:center'><span lang=EN-US style='font-size:9.0pt;mso-bidi-font-family:
宋体'>{}<o:p></o:p></span><span>&nbsp;</span></p></td>"""


def word_row(*cells: tuple[str, str]) -> str:
    inside = "".join(WORD_CELL.format(*one) for one in cells)
    return f"<tr style='mso-yfti-irow:0;height:14.2pt'>{inside}</tr>"


WORD = f"""<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />
<p class=MsoNormal>一、总体情况<![if !supportEmptyParas]><![endif]></p>
<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->
<table class=MsoNormalTable border=0 style='border-collapse:
collapse'>
{word_row(('rowspan="2" colspan="2"', ""), ("colspan=3", "申请人情况"))}
{word_row(("", "自然人"), ("", "法<br>人".replace("<br>", "</span><span>")), ("", "总计"))}
{word_row(("colspan=2", "一、本年新收"), ("", "12"), ("", "3"), ("", "15"))}
{
    word_row(
        ("rowspan=2", "三、办理结果"),
        ("", "（</span><span>一</span><span>）予以公开"),
        *(("", "1,200"), ("", ""), ("", "1,200")),
    )
}
{word_row(("", "（二）部分公开"), ("", "0"), ("", "0"), ("", "0"))}
</table>
<p>六、其他</p>"""

UPPER = """<P>一、总体情况<TABLE BORDER=1>
<TR><TD NOWRAP COLSPAN=2 ROWSPAN=2>&nbsp;<TD COLSPAN=3 NOWRAP>申请人情况
<TR><TD>自然人<TD>法人<TD>总计
<TR><TD COLSPAN=2>一、本年新收<TD>12<TD>3<TD>15
<TR><TD ROWSPAN=2>三、办理结果<TD>（一）予以公开<TD>1,200<TD>&nbsp;<TD>1,200
<TR><TD>（二）部分公开<TD>0<TD>0<TD>0
</TABLE>六、其他"""

UCAP = """<ucap-content id="zoom"><ucap-text>一、总体情况</ucap-text><table><thead>
<tr><th colspan="2" rowspan="9"></th><th colspan="3"><span>申请人</span><span>情况</span></th></tr>
<tr><th>自然人</th><th>法人</th><th>总计</th></tr></thead>
<tr><td colspan="2"><span>一</span><span>、</span><span>本年新收</span></td>
<td>12<o:p></o:p></td><td>3</td><td>15</td></tr>
<tr><td rowspan="0">三、办理结果</td><td><span>（</span><span>一</span><span>）</span>予以公开</td>
<td>1,200</td><td></td><td>1,200</td></tr>
<tr><td>（二）部分公开</td><td>0</td><td>0</td><td>0</td></tr></table>六、其他</ucap-content>"""


@pytest.mark.parametrize("body", [UEDITOR, WORD, UPPER, UCAP])
def test_one_table_in_four_kinds_of_markup(body: str) -> None:
    read_parts = parts(body)
    before, table, after = read_parts[-3:]
    assert (before, after) == ("一、总体情况", "六、其他")
    assert table == [*HEAD, *ROWS]


def test_empty_cells_in_place_of_row_spans() -> None:
    assert parts("<table><tr><td>甲<td>乙<tr><td><td>1</table>") == [[["甲", "乙"], ["", "1"]]]


def test_a_report_of_ours() -> None:
    seal = f'<meta name="generator" content="toolkit {"0a" * 32}">'
    assert read("<p>a", seal).ours
    assert not read("<p>a", seal.replace("0a0a", "0a")).ours
    assert not read("<p>a").ours


# --- Tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "read"),
    [
        # A head and a foot stand where they are displayed; only the first of each moves.
        (
            "<table><tfoot><tr><td>3<td>c</tfoot><tr><td>2<td>b<thead><tr><td>1<td>a</table>",
            [[["1", "a"], ["2", "b"], ["3", "c"]]],
        ),
        (
            "<table><tbody><tr><td>1<td>a</tbody><thead><tr><td>0<td>z<thead><tr><td>2<td>b</table>",
            [[["0", "z"], ["1", "a"], ["2", "b"]]],
        ),
        # No span leaves its section or the table.
        (
            "<table><tr><td rowspan=65534>1<td>a<tr><td>b<tbody><tr><td>2<td>c</table>",
            [[["1", "a"], [None, "b"], ["2", "c"]]],
        ),
        (
            "<table><tr><td rowspan=3>1<td colspan=1e9>a<tr><td>b</table>",
            [[["1", "a"], [None, "b"]]],
        ),
        ("<table><tr><td colspan=0>1<td colspan=-2>a<td colspan=x>b</table>", [[["1", "a", "b"]]]),
        (
            "<table><tr><td colspan=2px>1<td colspan=' +2'>a<td>b</table>",
            [[["1", None, "a", None, "b"]]],
        ),
        # Columns in which nothing begins have no width.
        (
            "<table><tr><td colspan=1000>1<tr><td>a<td colspan=999>b</table>",
            [[["1", None], ["a", "b"]]],
        ),
        # A row in which nothing begins has no height.
        ("<table><tr><td rowspan=2>1<td>a<tr><tr><td>2<td>b</table>", [[["1", "a"], ["2", "b"]]]),
        # Spans that meet.
        (
            "<table><tr><td>1<td rowspan=2>2<td>3<tr><td colspan=2>4<td>5</table>",
            [[["1", "2", "3"], ["4", None, "5"]]],
        ),
        # A short row ends in nothing.
        ("<table><tr><td>1<td>a<tr><td>2</table>", [[["1", "a"], ["2", None]]]),
        ("<table><caption>表<br>一</caption><tr><td>1<td>a</table>", ["表", "一", [["1", "a"]]]),
        ("<table><tr><td> <td>&nbsp;</table><table></table>b", ["b"]),
    ],
)
def test_a_table_stands_as_a_browser_shows_it(body: str, read: list[object]) -> None:
    assert parts(body) == read


@pytest.mark.parametrize(
    "hidden",
    [
        'style="DISPLAY : none"',
        "hidden",
        "hidden=''",
        "style='color:red;display:none !important'",
    ],
)
def test_what_is_not_displayed_takes_no_place(hidden: str) -> None:
    body = (
        f"<p {hidden}>x</p><p>a<span {hidden}>x</span>b</p><table {hidden}><tr><td>x<td>y</table>"
    )
    assert parts(body) == ["ab"]
    table = f"<table><tr><td>1<td {hidden}>x<td>a<tr {hidden}><td>x<td>y<tr><td>2<td>b</table>"
    assert parts(table) == [[["1", "a"], ["2", "b"]]]


def test_what_is_invisible_takes_its_place() -> None:
    invisible = "style='visibility:hidden'"
    table = f"<table><tr><td>1<td {invisible}>x<td>a</table>"
    assert parts(table) == [[["1", "", "a"]]]
    seen = f"<p {invisible}>x<span style='visibility: visible'>a</span>x</p>"
    assert parts(seen) == ["a"]


@pytest.mark.parametrize("style", ["border-top:none", "overflow:hidden", "display:inline"])
def test_other_styles_hide_nothing(style: str) -> None:
    assert parts(f"<p style='{style}'>a</p>") == ["a"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<p>a</p><p>b</p>c", "a\nb\nc"),
        ("<div>a<div>b</div></div><ul><li>c<li>d</ul>", "a\nb\nc\nd"),
        ("  a \n\t b\r\n c ", "a b c"),
        ("&nbsp;a&nbsp;&nbsp;b&#160;", "a b"),
        ("\u3000\u200b\ufeff a\u3000b \u3000", "a\u3000b"),
        ("<span>a</span><span>b</span><b> </b><i> c</i>", "ab c"),
        (
            "a<script>'<table><tr><td>x'</script><style>x</style><!-- x --><template>x</template>b",
            "ab",
        ),
        ("a<noscript>x</noscript><iframe>x</iframe>b", "ab"),
        ("a<ins>b</ins><u>c</u><mark>d</mark>", "abcd"),
        ("&#x4e00;&lt;&amp;&#xFFFFFFFF;", "一<&\ufffd"),
        ("<input value=12><input type=text value=3><input type=hidden value=x>", "123"),
        ("<table><tr><td>a</table>", "a"),
        ("<table><tr><td>a<tr><td>b</table>c", "a\nb\nc"),
    ],
)
def test_the_text_of_a_cell(cell: str, text: str) -> None:
    assert parts(f"<table><tr><td>1<td>{cell}</td><td>2</table>") == [[["1", text, "2"]]]


@pytest.mark.parametrize(
    ("cell", "text", "shown"),
    [
        ("<s>12</s>13", "1213", Shown("13", Why.STRUCK, "12", "13")),
        ("<strike><b>12</b></strike> 13", "12 13", Shown("13", Why.STRUCK, "12", "13")),
        ("<del>12</del>", "12", Shown("", Why.STRUCK, "12", "")),
        (
            "<p>13</p><p style='text-decoration:underline line-through'> 12 </p>",
            "13\n12",
            Shown("13", Why.STRUCK, "12", "13"),
        ),
        ("1<sup>2</sup>", "12", Shown("1²", Why.RAISED, "2", "1")),
        ("1 <sub> 2 </sub>", "1 2", Shown("1 ₂", Why.RAISED, "2", "1")),
        ("1<span style='vertical-align:super'>2</span>", "12", Shown("1²", Why.RAISED, "2", "1")),
    ],
)
def test_what_is_struck_out_or_raised(cell: str, text: str, shown: Shown) -> None:
    piece = read(f"<table><tr><td>a<td>{cell}</table>").pieces[0]
    assert piece == Piece([["a", text]], {(0, 1): shown})


def test_a_cell_has_its_text_higher_or_lower_without_raising_it() -> None:
    piece = read("<table><tr><td>a<td style='vertical-align:super'>12</table>").pieces[0]
    assert piece == Piece([["a", "12"]])


def test_what_is_struck_out_of_a_paragraph_is_not_read() -> None:
    assert parts("<p>新收<s>12</s>13件</p><p><s>全部</s></p><p>a <u>b</u></p>") == [
        "新收13件",
        "a b",
    ]


# --- What only arranges the page -----------------------------------------------------------------

FIGURES = "<table><tr><td>1<td>2<tr><td>3<td>4</table>"
READ_FIGURES = [["1", "2"], ["3", "4"]]
LONG = "政府信息公开" * 100


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (f"<table><tr><td>栏目<td>a{FIGURES}b</table>", ["栏目", "a", READ_FIGURES, "b"]),
        (f"<table><tr><td><table><tr><td>a{FIGURES}</table></table>", ["a", READ_FIGURES]),
        (f"<table><tr><td>a<tr><td>b<br>c<tr><td>{FIGURES}</table>", ["a", "b", "c", READ_FIGURES]),
        (f"<table><tr><td>栏目<td>{LONG}</table>", ["栏目", LONG]),
        # With figures of its own it is a table, and what is in it follows.
        (
            f"<table><tr><td>5<td>6<td>7<td>8<tr><td>a{FIGURES}b</table>",
            [[["5", "6", "7", "8"], ["a\nb", None, None, None]], READ_FIGURES],
        ),
        (
            f"<table><tr><td>5<td>6<td>7<td>8<td>{LONG}</table>",
            [[["5", "6", "7", "8", LONG]]],
        ),
    ],
)
def test_a_table_around_text_is_running_text(body: str, read: list[object]) -> None:
    assert parts(body) == read


def test_a_text_that_a_browser_shows_has_tables_of_tabs() -> None:
    body = "<pre>一、情况\n甲\t乙\n1\t\t\n\n二、其他</pre>"
    assert parts(body) == ["一、情况", [["甲", "乙", None], ["1", "", ""]], "二、其他"]


# --- What a page says of itself ------------------------------------------------------------------


def test_titles_the_most_certain_first() -> None:
    head = (
        f'<title> {TITLE}_政府信息公开\n</title><META NAME="ARTICLETITLE" CONTENT="{TITLE}">'
        '<meta property="og:title" content="甲"><meta name="Keywords" content="x">'
        '<meta name="DC.Title" content="乙">'
    )
    body = (
        f"<div class='xxgk_Title'>丁<br>戊</div><h1>{TITLE}</h1><h4>x</h4><h2><b>丙</b></h2>"
        f"<div id=title2>{LONG}</div><h3 style='display:none'>x</h3>"
        "<table><tr><td class=biaoti>己<td class=bt>x</table>"
    )
    assert read(body, head).titles == (
        *(TITLE, "甲", "乙", f"{TITLE}_政府信息公开"),
        *("丙", "丁戊", "己"),
    )


@pytest.mark.parametrize(
    ("body", "publishers"),
    [
        ("<p>来源：东海市教育局　发布时间：2025-01-20　浏览次数：12</p>", ["东海市教育局"]),
        ("<span>来源：东海市教育局</span><span>发布日期：2025-01-20</span>", ["东海市教育局"]),
        ("<i>时间：2025-01-20</i><i>来源： 东海市教育局</i>", ["东海市教育局"]),
        ("<p>【信息来源】: 东海市教育局 | 字体：大 中 小</p>", ["东海市教育局"]),
        ("<ul><li><b>发布机构：</b>东海市教育局<li>文号：无</ul>", ["东海市教育局"]),
        ("<dl><dt>发 布 机 构<dd>东海市教育局<dt>索引号<dd>0012</dl>", ["东海市教育局"]),
        (
            "<table><tr><td>名　　称：<td>报告<td>发布机构：<td>东海市教育局"
            "<tr><td>来源<td>东海市人民政府<td>文号<td></table>",
            ["东海市教育局", "东海市人民政府"],
        ),
        (
            "<table><tr><td>公开主体：东海市教育局<td>索引号：001</table>",
            ["东海市教育局"],
        ),
        ("<p>来源：</p><p>作者：</p>", []),
        ("<p>本报告数据来源：各单位</p>", []),
        (f"{FIGURES}<p>来源：东海市水务局</p>", []),
    ],
)
def test_who_has_published_it(body: str, publishers: list[str]) -> None:
    assert read(body).publishers == tuple(publishers)


def test_the_metadata_says_it_first() -> None:
    head = (
        '<meta name="contentSource" content="东海市教育局"><meta name="author" content="x">'
        '<meta name="Source" content=" "><meta name="SiteName" content="x">'
    )
    assert read("<p>来源：东海市信息中心</p>", head).publishers == (
        "东海市教育局",
        "东海市信息中心",
    )


SCRIPT = '<script src="app.js"></script>'
NAVIGATION = "<p>首页 机构概况 政务公开 政务服务 互动交流 数据开放</p>" * 3


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (FIGURES + '<a href="a.pdf">附件</a>' + SCRIPT, Refusal.HTML),
        (NAVIGATION + SCRIPT, Refusal.HTML),
        ("", Refusal.HTML),
        (f'<div id="app"></div>{SCRIPT}<noscript>{NAVIGATION}</noscript>', Refusal.EMPTY_PAGE),
        ('<div id="app">载入中</div>', Refusal.EMPTY_PAGE),
        (f'{NAVIGATION}<a href="/P0201.PDF">附件</a>', Refusal.LINKING_PAGE),
        (f'<a href="../a.docx?x=1">附件</a>{SCRIPT}', Refusal.LINKING_PAGE),
        ("<table><tr><td>索引号<td>001</table><a href='a.ofd'>附件</a>", Refusal.LINKING_PAGE),
        ('<iframe src="/web/viewer.html?file=/files/a.pdf"></iframe>', Refusal.LINKING_PAGE),
        ('<object data="a.doc#page=1"></object>', Refusal.LINKING_PAGE),
        ('<a href="/download?id=1"><b>年度报告.pdf</b> </a>', Refusal.LINKING_PAGE),
        ('<a href="/download?id=1">附件（年度报告.docx）</a>', Refusal.LINKING_PAGE),
        (f'{NAVIGATION}<a href="a.pdfs">x</a><a href="pdf">x</a><a>x</a>', Refusal.HTML),
    ],
)
def test_why_it_is_no_return(body: str, refusal: Refusal) -> None:
    assert read(body).without_table is refusal


def test_a_page_says_nothing_else() -> None:
    found = read("<p>a</p>")
    assert found == Document(Medium.PAGE, ["a"], without_table=Refusal.HTML)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("stated", ["utf-8", "gb2312"])
def test_the_bytes_decide_on_the_encoding(stated: str, encoding: str) -> None:
    page = f"<html><meta charset={stated}><title>{TITLE}</title>{UEDITOR}"
    assert read_page(page.encode(encoding)).pieces == read(UEDITOR).pieces
    assert TITLE in read_page(page.encode(encoding)).titles


def test_a_dialog_that_nobody_has_opened_is_not_seen() -> None:
    page = read_page("<table><tr><td>许可<td><dialog>9</dialog>652</table>".encode())
    assert [list(row) for row in page.pieces[0].rows] == [["许可", "652"]]
