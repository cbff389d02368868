"""Reports as pages, in the markup of the programs that offices write them with."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.support.reports.model import Cell, Report, Table, Tag, tags

# A tag, whether it is in a head, and the number of its row → the markup of the cell.
CellMarkup = Callable[[Tag, int], str]
_BLANK = "&nbsp;"


def _inner(cell: Cell) -> str:
    """The text of a cell, with what is struck out or raised."""
    text, apart = escape(cell.text).replace("\n", "<br>"), escape(cell.apart)
    if cell.look == "struck":
        return f"<s>{apart}</s>{text}"
    if cell.look == "raised":
        return f"{text}<sup>{apart}</sup>"
    return text


def _spans(tag: Tag, *, rows_first: bool = False) -> str:
    """The attributes of a merged cell."""
    tall, wide = tag.rowspan + tag.cell.down, tag.colspan + tag.cell.across
    both = [f' colspan="{wide}"' if wide != 1 else "", f' rowspan="{tall}"' if tall != 1 else ""]
    return "".join(reversed(both) if rows_first else both)


def _rows(table: Table, markup: CellMarkup, begin: str = "<tr>", end: str = "</tr>") -> str:
    rows = []
    for number, row in enumerate(tags(table)):
        hidden = bool(row) and row[-1].cell.hidden
        opened = begin.replace(">", ' style="display:none">', 1) if hidden else begin
        rows.append(opened + "".join(markup(tag, number) for tag in row) + end)
    return "\n".join(rows)


def _body(report: Report, paragraph: Callable[[str], str], table: Callable[[Table], str]) -> str:
    """Everything in its order, and the reports that follow in the same file."""
    parts = [table(one) if isinstance(one, Table) else paragraph(one) for one in report.parts]
    for other in report.others:
        parts += [paragraph(other.heading), _body(other, paragraph, table)]
    return "\n".join(parts)


# --- TRS with UEditor ----------------------------------------------------------------------------


def trs_page(report: Report) -> bytes:
    """Labels over several paragraphs, layout tables around, the title twice."""

    def cell(tag: Tag, row: int) -> str:
        text = _inner(tag.cell)
        if not tag.cell.code and len(text) > 6 and "<" not in text and "&" not in text:
            half = len(text) // 2
            text = f"{text[:half]}</p><p>{_BLANK}{text[half:]} "
        return f'<td width="60" valign="center"{_spans(tag)}><p>{text or "<br/>"}</p></td>'

    def table(one: Table) -> str:
        rows = _rows(one, cell).replace("<tr>", '<tr class="firstRow">', 1)
        return f'<table border="1" cellspacing="0"><tbody>{rows}</tbody></table>'

    heading, subject = escape(report.heading), report.subject
    body = _body(report, lambda text: f'<p style="text-indent:2em">{escape(text)}</p>', table)
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8">
<meta name="SiteName" content="东海市人民政府"/>
<meta name="ArticleTitle" content="{heading}"/>
<meta name="ContentSource" content="{escape(subject.publisher)}"/>
<meta name="PubDate" content="{subject.year + 1}-01-20 10:15"/>
<title>{heading}_政府信息公开年报_东海市人民政府</title>
<script>var a = "<table><tr><td>1</td></tr></table>";</script></head>
<body><table width="1000" align="center"><tr><td>您的位置：首页 &gt; 政府信息公开年报</td></tr>
<tr><td><div class="title">{heading}</div>
<table width="100%"><tr><td><div class="TRS_UEDITOR">
{body}
</div></td></tr></table></td></tr><tr><td>版权所有 东海市人民政府</td></tr></table></body></html>
""".encode()


# --- Pasted from a word processor ----------------------------------------------------------------


def pasted_page(report: Report) -> bytes:
    """Styles with line ends in attributes, nested spans; the bytes are gb18030, stated gb2312."""

    def cell(tag: Tag, row: int) -> str:
        text = _inner(tag.cell)
        if tag.cell.code:
            text += _BLANK
        elif len(text) > 8 and "<" not in text and "&" not in text:
            text = f"{text[:5]}\n      {text[5:]}"
        return f"""<td{_spans(tag, rows_first=True)} style="mso-border-alt:solid windowtext .5pt;
  padding:0cm 5.4pt;
  mso-element-frame-width:0"><p class="p" style="text-align:center;
  mso-pagination:none"><span lang="EN-US"><span
  style="font-family:仿宋_GB2312;mso-hansi-font-family:
  宋体">{text}</span></span></p></td>"""

    def table(one: Table) -> str:
        head = '<table class="MsoNormalTable" style="mso-table-layout-alt:fixed;\n border:none">'
        return f"{head}{_rows(one, cell)}</table>"

    def paragraph(text: str) -> str:
        return f'<p class="MsoNormal"><span\n style="font-size:16.0pt">{escape(text)}</span></p>'

    heading = escape(report.heading)
    page = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{heading}</title><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head>
<body><h1>{heading}</h1>{_body(report, paragraph, table)}<p>镕㎡€</p></body></html>"""
    return page.encode("gb18030")


# --- ucap ----------------------------------------------------------------------------------------


def ucap_page(report: Report) -> bytes:
    """A table of metadata before the report, custom elements, a span for every piece of a label."""

    def pieces(text: str) -> str:
        marked = text.replace("（", "|（|").replace("）", "|）|").replace(".", "|.|")
        spans = [f"<span>{escape(one)}</span>" for one in marked.split("|") if one]
        return "".join(spans) + "<o:p></o:p>"

    def cell(tag: Tag, row: int) -> str:
        plain = tag.cell.look or tag.cell.code
        text = _inner(tag.cell) if plain else pieces(tag.cell.text)
        return f"<td{_spans(tag)}><p><span>{text}</span></p></td>"

    def table(one: Table) -> str:
        return f"<table><tbody>{_rows(one, cell)}</tbody></table>"

    subject, heading = report.subject, escape(report.heading)
    metadata = f"""<table class="xxgk"><tr><td>名称</td><td>{heading}</td><td>索引号</td>
<td>dh-jyj-{subject.year + 1}-00012</td></tr><tr><td>发布机构</td><td>{escape(subject.unit)}</td>
<td>文号</td><td></td></tr></table>"""
    body = _body(report, lambda text: f"<p><span>{escape(text)}</span><o:p></o:p></p>", table)
    return f"""<html><head><meta charset="UTF-8"><title>{heading}</title></head><body>
<ucap-header></ucap-header>{metadata}<ucap-content><div id="zoom">{body}</div></ucap-content>
</body></html>""".encode()


# --- Old pages -----------------------------------------------------------------------------------


def old_page(report: Report) -> bytes:
    """Upper case, nothing closed, line ends within labels."""

    def cell(tag: Tag, row: int) -> str:
        text = _inner(tag.cell)
        if not tag.cell.code and len(text) > 4 and "<" not in text and "&" not in text:
            text = f"{text[:4]}<br />{text[4:]}"
        return f"<TD NOWRAP{_spans(tag).upper()}>{text or _BLANK}"

    def table(one: Table) -> str:
        return f"<TABLE BORDER=1>\n{_rows(one, cell, '<TR>', '')}\n</TABLE>"

    heading = escape(report.heading)
    body = _body(report, lambda text: f"<P>{escape(text)}<BR>", table)
    page = f"""<HTML><HEAD><TITLE>{heading}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=GBK"></HEAD>
<BODY BGCOLOR=#FFFFFF><CENTER><FONT SIZE=5>{heading}</FONT></CENTER>
{body}</BODY></HTML>"""
    return page.encode("gbk")


def plain_page(report: Report) -> bytes:
    """Everything on one line, with no markup that is not needed."""

    def cell(tag: Tag, row: int) -> str:
        return f"<td{_spans(tag)}>{_inner(tag.cell)}</td>"

    def table(one: Table) -> str:
        return f"<table>{_rows(one, cell)}</table>"

    heading = escape(report.heading)
    body = _body(report, lambda text: f"<p>{escape(text)}</p>", table)
    page = (
        f"<html><head><title>{heading}</title></head><body><h2>{heading}</h2>{body}</body></html>"
    )
    return page.replace("\n", "").encode()


def semantic_page(report: Report) -> bytes:
    """Heads as th within thead, figures within tbody, sections and headings."""

    def cell(tag: Tag, row: int) -> str:
        name = "td" if tag.cell.code else "th"
        return f"<{name}{_spans(tag)}>{_inner(tag.cell)}</{name}>"

    def table(one: Table) -> str:
        heads = [number for number, row in enumerate(one.rows) if not any(c.code for c in row)]
        first = next((n for n in range(len(one.rows) + 1) if n not in heads), 0)
        lines = _rows(one, cell).split("\n")
        head, rest = "".join(lines[:first]), "".join(lines[first:])
        return f"<figure><table><thead>{head}</thead><tbody>{rest}</tbody></table></figure>"

    def paragraph(text: str) -> str:
        name = "h2" if text[1:2] == "、" else "p"
        return f"<{name}>{escape(text)}</{name}>"

    heading = escape(report.heading)
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<title>{heading}</title></head><body><nav><a href="/">首页</a></nav><main><article>
<header><h1>{heading}</h1></header>{_body(report, paragraph, table)}</article></main></body></html>
""".encode()
