"""Changes that nobody would call damage: looks, titles, writing of labels, spelling of XML."""

from __future__ import annotations

import random
import re

from tests.support.damage import Hit, NotHere, any_table, at, damage, sheet_of, standing
from tests.support.damage_book import LABELS, Book, Spot, heads_of
from tests.support.damage_sheet import Axis, Cell, words
from toolkit.grids.identity import SHEET as HIDDEN


@damage("a title reworded or deleted", harmless=True)
def title_changed(book: Book, rng: random.Random) -> Hit:
    titles = [spot for which, spot in book.labels.items() if LABELS[which][1].role == "title"]
    titles = [one for one in titles if book.has(one.sheet)]
    if not titles:
        raise NotHere
    spot = rng.choice(titles)
    text = rng.choice(["", "教育局主动公开情况表", "表2", "2024年度统计表"])
    book.put(spot, words(text) if text else Cell())
    return Hit(spot.sheet)


def _unmerge(book: Book, rng: random.Random, fill: bool) -> Hit:
    table, sheet = any_table(book, rng)
    places = {book.labels[which].at for which in heads_of(table)} if fill else None
    for area in sorted(sheet.merges):
        top, left, bottom, right = area
        if places is None or (top, left) in places:
            sheet.merges.discard(area)
            if fill:
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        sheet.cells[row, column] = sheet.cells[top, left]
    return Hit(sheet.name, table=table)


@damage("merged cells undone", harmless=True)
def unmerged(book: Book, rng: random.Random) -> Hit:
    return _unmerge(book, rng, fill=False)


@damage("merged cells undone and filled", harmless=True)
def unmerged_filled(book: Book, rng: random.Random) -> Hit:
    return _unmerge(book, rng, fill=True)


def _hide(book: Book, rng: random.Random, axis: Axis) -> Hit:
    table, sheet = any_table(book, rng)
    top, left, bottom, right = book.box(table)
    first, last = (top, bottom) if axis == "row" else (left, right)
    chosen = sorted(rng.sample(range(first, last + 1), min(rng.randint(1, 3), last - first + 1)))
    for line in chosen:
        looks = sheet.rows if axis == "row" else sheet.columns
        looks[line] = looks.get(line, "" if axis == "row" else ' width="9"') + ' hidden="1"'
    spot = (chosen[0], left) if axis == "row" else (top, chosen[0])
    return at(Spot(sheet.name, spot), table)


@damage("rows hidden", harmless=True, expect="TAB-05")
def rows_hidden(book: Book, rng: random.Random) -> Hit:
    return _hide(book, rng, "row")


@damage("columns hidden", harmless=True, expect="TAB-05")
def columns_hidden(book: Book, rng: random.Random) -> Hit:
    return _hide(book, rng, "column")


@damage("a sheet's protection removed", harmless=True, expect="TAB-06")
def unprotected(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    if not sheet.protection or not book.has(HIDDEN):
        raise NotHere
    sheet.protection = ""
    return Hit(sheet.name, frozenset([None]), table)


@damage("fonts, colours, number formats and widths changed", harmless=True)
def looks_changed(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    if "xl/styles.xml" in book.parts:
        styles = book.parts["xl/styles.xml"].decode()
        styles = styles.replace("宋体", "仿宋_GB2312").replace("FFFFF9DB", "FF00FF00")
        styles = styles.replace('formatCode="0.00"', 'formatCode="#,##0.00;[Red]0%"')
        book.parts["xl/styles.xml"] = styles.encode()
        for spot, one in list(sheet.cells.items()):
            if rng.random() < 0.5:
                sheet.cells[spot] = one._replace(style=rng.choice(["", "1", "14", "17", "18"]))
    for column in sheet.columns:
        sheet.columns[column] = f' width="{rng.randint(2, 40)}" customWidth="1"'
    return Hit(sheet.name, table=table)


SPELLINGS = (
    lambda text: text.translate(str.maketrans("（）：．，", "():.,")),
    lambda text: text.replace("“", '"').replace("”", '"'),
    " ".join,
    lambda text: f"{text[:2]}\n{text[2:]}",
    lambda text: f"{text[:2]}\r\n{text[2:]}",
    lambda text: f"　{text}  ",
    lambda text: f"{text[:1]}\u00a0{text[1:]}",
    lambda text: f"{text}\u200b",
    lambda text: text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
)


@damage("labels in another writing", harmless=True)
def labels_respelt(book: Book, rng: random.Random) -> Hit:
    table = rng.choice(standing(book))
    chosen = heads_of(table)
    for which in rng.sample(chosen, rng.randint(1, len(chosen))):
        book.put(book.labels[which], words(rng.choice(SPELLINGS)(LABELS[which][1].text)))
    return Hit(sheet_of(book, table).name, table=table)


def in_single_quotes(xml: str) -> str:
    return re.sub(r"(<(?:c|row|f)\b[^>]*>)", lambda m: m[1].replace('"', "'"), xml)


def in_another_order(xml: str) -> str:
    return re.sub(r'<c (r="[^"]*")((?: \w+="[^"]*")+)', r"<c\2 \1", xml)


def with_a_prefix(xml: str) -> str:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace(main, main.replace("=", ":x=", 1))


XML_SPELLINGS = (in_single_quotes, in_another_order, with_a_prefix)


def _spelling(which: int, book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    if sheet.spelling:
        raise NotHere
    sheet.spelling = (XML_SPELLINGS[which],)
    return Hit(sheet.name, table=table)


@damage("XML with single quotes", harmless=True)
def single_quotes(book: Book, rng: random.Random) -> Hit:
    return _spelling(0, book, rng)


@damage("XML with attributes in another order", harmless=True)
def other_order(book: Book, rng: random.Random) -> Hit:
    return _spelling(1, book, rng)


@damage("XML with a namespace prefix", harmless=True)
def prefix(book: Book, rng: random.Random) -> Hit:
    return _spelling(2, book, rng)


@damage("the extent of a sheet stated wrongly", harmless=True)
def wrong_extent(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    if "<dimension" in sheet.head:
        raise NotHere
    new = '<dimension ref="A1:B2"/>'
    if "<sheetViews>" in sheet.head:
        sheet.head = sheet.head.replace("<sheetViews>", f"{new}<sheetViews>")
    else:
        sheet.head += new
    return Hit(sheet.name, table=table)
