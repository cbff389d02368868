"""The published report as HTML: what stands in the article can be pasted into a website.

Semantic and nearly bare, since websites have their own look. The few styles are at the elements,
since editors drop whatever is in the head of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from toolkit.publication.compose import Paragraph, PrintedTable, Report, ReportCell
from toolkit.spreadsheets.seal import digest_of_text

_SEAL = re.compile(r'\n<meta name="generator" content="toolkit (?P<digest>[0-9a-f]{64})">')
_TABLE = (
    '<table border="1" cellpadding="4" '
    'style="border-collapse:collapse;width:100%;text-align:center">'
)
_SHEET = "max-width:60em;margin:0 auto;padding:0 1em"
# The scope of a head, by its role: a band heads its block, which is a body of the table; a corner
# heads nothing.
_SCOPES = {"row": ' scope="row"', "column": ' scope="col"', "band": ' scope="rowgroup"'}
_PLAIN, _LEFT = "font-weight:normal", "font-weight:normal;text-align:left"


def make_html(report: Report) -> bytes:
    """The page in UTF-8, with a digest of its other lines in its head."""
    page = "\n".join(_page(report)) + "\n"
    seal = f'\n<meta name="generator" content="toolkit {digest_of_text(page)}">'
    charset = '<meta charset="utf-8">'
    return page.replace(charset, charset + seal, 1).encode()


def html_unchanged(content: bytes) -> bool:
    """Whether it is a page of ours that nobody has changed since it was made."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    seal = _SEAL.search(text)
    return seal is not None and seal["digest"] == digest_of_text(_SEAL.sub("", text, count=1))


def _page(report: Report) -> Iterator[str]:
    title = escape(report.name)
    yield "<!DOCTYPE html>"
    yield '<html lang="zh-CN">'
    yield f'<head>\n<meta charset="utf-8">\n<title>{title}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n</head>'
    # Lines as wide as a screen are hard to read. A website that takes over what stands in the
    # article has a width of its own.
    yield f'<body>\n<article style="{_SHEET}">'
    yield f'<h1 style="text-align:center">{_text(report.title)}</h1>'
    for section in report.sections:
        yield f"<section>\n<h2>{_text(section.heading)}</h2>"
        for one in section.paragraphs:
            yield f'<p style="text-indent:2em">{_text(one)}</p>'
        if section.table:
            yield from _table(section.table)
        yield "</section>"
    yield "</article>\n</body>\n</html>"


def _text(text: Paragraph) -> str:
    parts = (f"<mark>{escape(one.text)}</mark>" if one.gap else escape(one.text) for one in text)
    return "".join(parts).replace("\n", "<br>")


def _table(printed: PrintedTable) -> Iterator[str]:
    """The heads of a single block are the table's; each of several is a body with its own heads."""
    yield f'<div style="overflow-x:auto">\n{_TABLE}'
    alone = len(printed.blocks) == 1
    for top, body, end in printed.blocks:
        if alone and body > top:
            yield "<thead>"
            yield from _lines(printed, top, body)
            yield "</thead>"
        yield "<tbody>"
        yield from _lines(printed, body if alone else top, end)
        yield "</tbody>"
    yield "</table>\n</div>"


def _lines(printed: PrintedTable, first: int, end: int) -> Iterator[str]:
    for line in printed.lines[first:end]:
        yield "<tr>" + "".join(_cell(one, printed) for one in line) + "</tr>"


def _cell(one: ReportCell, printed: PrintedTable) -> str:
    place = one.place
    rows, columns = place.last_row - place.row + 1, place.last_column - place.column + 1
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (
        f' colspan="{columns}"' if columns > 1 else ""
    )
    if one.role == "figure":
        return f"<td{spans}>{escape(one.text)}</td>"
    beside = one.role == "row" and rows == 1 and printed.head_columns > 1
    style = f' style="{_LEFT if beside else _PLAIN}"'
    return f"<th{spans}{_SCOPES.get(one.role, '')}{style}>{escape(one.text)}</th>"
