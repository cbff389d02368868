"""The sheets 审核结果 and 已消除: findings as a table in which a reviewer works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.edition import Edition
from toolkit.findings.finding import SEVERITIES
from toolkit.findings.seen import Shown
from toolkit.grids import names
from toolkit.grids.address import column_name
from toolkit.grids.names import FINDING_COLUMNS, FINDINGS, SETTLED, TYPED_IN, ListHead
from toolkit.painting.book import Book
from toolkit.painting.lists import FAINT, SEVERITY_LOOK, head_of_sheet, list_rows
from toolkit.painting.looks import HEAD_FILL, INPUT_FILL, LINK
from toolkit.painting.words import STOP_TITLE
from toolkit.review import words as review_words
from toolkit.review.worklist import Item
from toolkit.text import distinct

_WIDTHS = dict(
    zip(
        FINDING_COLUMNS,
        (5, 6, 11, 16, 8, 6, 7, 22, 10, 11, 9, 42, 42, 10, 22, 14, 9, 30),
        strict=True,
    )
)
_OWN_WIDTH, _LONGEST = 16, 100
_LONGEST_HEAD = 100
_TOP = 1
# On paper there is no room for what only programs need.
_PRINTED = FINDING_COLUMNS.index(ListHead.CHANGE) + 1
_DECISION_LOOK: dict[str, dict[str, Any]] = {
    names.OPEN: {"bg_color": "#FFEB9C", "bold": True},
    names.VERIFIED: {"font_color": "#1E6B34"},
    names.SENT_BACK: {"font_color": "#1F4E78", "italic": True},
    names.REJECTED: {"font_color": "#7F7F7F"},
}


def paint_worklist(book: Book, edition: Edition) -> None:
    """All findings; the cell of each leads to its figure, or its unit, on 分单位."""
    items = edition.review.worklist.items
    sheet = _paint(book, FINDINGS, items, edition)
    cell = FINDING_COLUMNS.index(ListHead.CELL)
    link = book.format(border=1, valign="top", font_size=10, **LINK)
    for row, item in enumerate(items, _TOP + 1):
        place = edition.by_unit.target(item)
        if place:
            shown = item.text(ListHead.CELL)[:_LONGEST] or names.GO
            # The link is a formula, so that it moves along when the table is sorted.
            quoted = shown.replace('"', '""')
            sheet.write_formula(row, cell, f'=HYPERLINK("#{place}","{quoted}")', link, shown)


def paint_settled(book: Book, edition: Edition) -> None:
    """The rows whose problem is gone; no such sheet where there are none."""
    if items := edition.review.worklist.settled:
        sheet = _paint(book, SETTLED, items, edition)
        sheet.write_string(0, FINDING_COLUMNS.index(ListHead.MESSAGE), review_words.SETTLED_NOTE)


def _paint(book: Book, name: str, items: Sequence[Item], edition: Edition) -> Worksheet:
    # A column that a person has added stays, though nothing is in it yet.
    added = edition.review.own_heads.get(name, ())
    own = list(dict.fromkeys((*added, *(head for one in items for head in one.more))))
    heads = distinct([*FINDING_COLUMNS, *own], _LONGEST_HEAD)
    widths = [_WIDTHS.get(head, _OWN_WIDTH) for head in heads]
    sheet = book.sheet(name, landscape=True)
    head_of_sheet(book, sheet, edition.heading(name), widths)
    faint = {n for n, one in enumerate(items) if one.follows}
    list_rows(book, sheet, _TOP, heads, widths, [_row(one, own) for one in items], faint=faint)
    last = _TOP + max(len(items), 1)
    look = book.format(bold=True, border=1, align="center", text_wrap=True, bg_color=HEAD_FILL)
    sheet.add_table(
        _TOP,
        0,
        last,
        len(heads) - 1,
        {
            "style": None,
            "name": {FINDINGS: "worklist", SETTLED: "settled"}[name],
            "columns": [{"header": head, "header_format": look} for head in heads],
        },
    )
    _severities(book, sheet, items)
    _typed_in(book, sheet, items, last)
    sheet.freeze_panes(_TOP + 1, heads.index(ListHead.RULE))
    sheet.set_zoom(90)
    sheet.repeat_rows(_TOP)
    sheet.print_area(0, 0, last, _PRINTED - 1)
    return sheet


def _row(one: Item, own: Sequence[str]) -> list[Shown]:
    typed = dict(zip(TYPED_IN, (one.decision, one.note, one.change), strict=True))
    shown = [one.shown.get(head, typed.get(head)) for head in FINDING_COLUMNS]
    return [*shown, *(one.more.get(head) for head in own)]


def _severities(book: Book, sheet: Worksheet, items: Sequence[Item]) -> None:
    looks = {names.SEVERITY_WORDS[one]: SEVERITY_LOOK[one] for one in SEVERITIES}
    for row, item in enumerate(items, _TOP + 1):
        text = item.text(FINDING_COLUMNS[1])
        colours = {"font_color": FAINT} if item.follows else looks.get(text, {})
        look = {"border": 1, "align": "center", "valign": "top", **colours}
        sheet.write_string(row, 1, text, book.format(**look))


def _typed_in(book: Book, sheet: Worksheet, items: Sequence[Item], last: int) -> None:
    """The columns that are for typing, and the note on what has changed."""
    decision, note, change = (FINDING_COLUMNS.index(one) for one in TYPED_IN)
    base: dict[str, Any] = {"border": 1, "valign": "top", "text_wrap": True, "font_size": 10}
    looks = (
        book.format(align="center", bg_color=INPUT_FILL, **base),
        book.format(bg_color=INPUT_FILL, align="left", indent=1, **base),
        book.format(bold=True, **base),
    )
    for row, item in enumerate(items or [Item({})], _TOP + 1):
        texts = (item.decision, item.note, item.change)
        for column, text, look in zip((decision, note, change), texts, looks, strict=True):
            sheet.write_string(row, column, text, look)
    _decisions(book, sheet, decision, last)
    at = f"${column_name(change)}{_TOP + 2}"
    begins = ",".join(f'LEFT({at},{len(one)})="{one}"' for one in names.STALE)
    sheet.conditional_format(
        _TOP + 1,
        change,
        last,
        change,
        {"type": "formula", "criteria": f"=OR({begins})", "format": book.mark(bg_color="#F8CBAD")},
    )


def _decisions(book: Book, sheet: Worksheet, decision: int, last: int) -> None:
    """The column ``decision`` is chosen from a list, and coloured by what was chosen."""
    sheet.data_validation(
        _TOP + 1,
        decision,
        last,
        decision,
        {
            "validate": "list",
            "source": list(names.DECISIONS),
            "error_title": STOP_TITLE,
            "error_message": review_words.DECISION_STOP,
        },
    )
    for text, look in _DECISION_LOOK.items():
        sheet.conditional_format(
            _TOP + 1,
            decision,
            last,
            decision,
            {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": book.mark(**look)},
        )
