"""Damage to whole tables and sheets: doubled, deleted, moved, renamed, pasted elsewhere."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.support.damage import (
    ELSEWHERE,
    NOT_THE_TABLE,
    Hit,
    NotHere,
    alone,
    any_table,
    at,
    damage,
    standing,
)
from tests.support.damage_book import FORM, LABELS, TABLES, Book, Spot, heads_of
from tests.support.damage_cover import NO_STATES, missing_states, says_who_it_is
from tests.support.damage_labels import other_figure
from tests.support.damage_sheet import Cell, Sheet, number, words
from toolkit.grids.identity import SHEET as HIDDEN
from toolkit.grids.names import COVER

MINIMAL = {
    "[Content_Types].xml": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        "<sheets></sheets></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats'
        '.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    ),
}


# --- Whole tables --------------------------------------------------------------------------------


@damage("a table doubled under itself with other figures", expect="TAB-07", sums=NOT_THE_TABLE)
def table_doubled(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    _, left, _, _ = book.box(table)
    row = sheet.extent[0] + rng.randint(0, 3)
    book.paste(table, sheet, (row, left), values=rng.random() < 0.5, move=False)
    _other_in_copy(book, table, sheet, (row, left), rng)
    return Hit(sheet.name, table=table)


def _other_in_copy(
    book: Book, table: str, target: Sheet, to: tuple[int, int], rng: random.Random
) -> list[str]:
    """Figures changed in a copy of a table; the inputs that differ from the original."""
    top, left, _, _ = book.box(table)
    changed = rng.sample(FORM.table_inputs(table), min(3, len(FORM.table_inputs(table))))
    for code in changed:
        row, column = book.spots[code].at
        place = (row - top + to[0], column - left + to[1])
        other_figure(target, [place], rng)
    return changed


def _second_sheet(book: Book, rng: random.Random, others: bool) -> Hit:
    table, sheet = alone(book, rng)
    name = f"{sheet.name} (2)"
    if book.has(name):
        raise NotHere
    copy = sheet.copy(name)
    book.sheets.insert(rng.randint(0, len(book.sheets)), copy)
    book.copied.add(table)
    if not others:
        return Hit(sheet.name, table=table)
    top, left, _, _ = book.box(table)
    changed = _other_in_copy(book, table, copy, (top, left), rng)
    first = next(code for code in FORM.inputs if code in changed)
    return at(book.spots[first], table)


@damage("another sheet with the same table and other figures", expect="TAB-08")
def second_sheet_other(book: Book, rng: random.Random) -> Hit:
    return _second_sheet(book, rng, others=True)


@damage("another sheet with the same table and figures", harmless=True)
def second_sheet_same(book: Book, rng: random.Random) -> Hit:
    return _second_sheet(book, rng, others=False)


@damage("the figures on a second sheet, the table's own left blank", expect="TAB-08")
def own_sheet_blank(book: Book, rng: random.Random) -> Hit:
    hit = _second_sheet(book, rng, others=False)
    if hit.sheet != TABLES[hit.table].table.sheet:
        raise NotHere
    inputs = FORM.table_inputs(hit.table)
    filled = [code for code in inputs if book.typed[code] not in (None, 0)]
    if not filled:
        raise NotHere
    for code in inputs:
        book.put(book.spots[code], Cell())
        book.typed[code] = None if book.typed[code] is None else ELSEWHERE
    return Hit(hit.sheet, table=hit.table)


@damage("the figures on a damaged copy, the table's own left blank", expect="TAB-08")
def own_sheet_blank_copy_damaged(book: Book, rng: random.Random) -> Hit:
    hit = own_sheet_blank(book, rng)
    assert isinstance(hit, Hit)
    copy = book.sheet(f"{hit.sheet} (2)")
    heads = [book.labels[which] for which in heads_of(hit.table)]
    for place in rng.sample(heads, rng.randint(1, 2)):
        copy.cells[place.at] = words(rng.choice(["", "合计数", "改过的"]))
    return hit


@damage("a blank copy of a table on another sheet", harmless=True)
def blank_copy(book: Book, rng: random.Random) -> Hit:
    hit = _second_sheet(book, rng, others=False)
    copy = book.sheet(f"{hit.sheet} (2)")
    for code in FORM.table_inputs(hit.table):
        place = book.spots[code].at
        copy.cells[place] = Cell(copy.cells.get(place, Cell()).style)
    return hit


def _lost(book: Book, table: str) -> Hit:
    """Nothing of the table is left."""
    for code in TABLES[table].cells:
        book.spots.pop(code, None)
    for which in heads_of(table):
        book.labels.pop(which, None)
    return Hit(TABLES[table].table.sheet, frozenset([None]), table)


@damage("a sheet deleted", expect="TAB-01", sums=NOT_THE_TABLE)
def sheet_deleted(book: Book, rng: random.Random) -> Hit:
    table, sheet = alone(book, rng)
    if len(book.sheets) == 1 or table in book.copied:
        raise NotHere
    book.remove(sheet.name)
    return _lost(book, table)


@damage("a sheet emptied", expect="TAB-01", sums=NOT_THE_TABLE)
def sheet_emptied(book: Book, rng: random.Random) -> Hit:
    table, sheet = alone(book, rng)
    if table in book.copied:
        raise NotHere
    sheet.cells.clear()
    sheet.merges.clear()
    return _lost(book, table)


def _outside(book: Book, rng: random.Random, written: Callable[[str], Cell]) -> Hit:
    table, sheet = any_table(book, rng)
    if sheet.name != TABLES[table].table.sheet:
        raise NotHere
    codes = [code for code in FORM.table_inputs(table) if isinstance(book.typed[code], int)]
    if not codes:
        raise NotHere
    code = rng.choice(codes)
    top, left, bottom, right = book.box(table)
    place = rng.choice([(bottom + rng.randint(1, 6), left), (top, right + rng.randint(1, 6))])
    if sheet.cells.get(place, Cell()).inner:
        raise NotHere
    sheet.cells[place] = written(book.written(code))
    book.put(book.spots[code], Cell())
    book.typed[code] = ELSEWHERE
    return at(Spot(sheet.name, place), table)


@damage("a figure moved to a cell outside the table", expect="TAB-03")
def figure_outside(book: Book, rng: random.Random) -> Hit:
    return _outside(book, rng, number)


@damage("a figure with its unit in a cell outside the table", expect="TAB-03")
def figure_outside_in_words(book: Book, rng: random.Random) -> Hit:
    said = rng.choice(
        ["{}件", "{} 件", "{}（件）", "{}", "{}万元", "共{}件", "{}起", "{}件（含上年）"]
    )
    return _outside(book, rng, lambda written: words(said.format(written)))


# --- Sheets --------------------------------------------------------------------------------------


def _may_move(book: Book, *, pasted: bool = False) -> None:
    """Whether tables may leave their sheets, and it is still certain what is typed in them.

    Of two copies that are both elsewhere nobody knows which one is meant. What is pasted leaves
    behind what stands beside the table, and makes a number of a date.
    """
    texts = [one for one in book.typed.values() if isinstance(one, str)]
    left_behind = any(one == ELSEWHERE or one.startswith("date") for one in texts)
    if book.copied or (pasted and left_behind):
        raise NotHere


@damage("sheets renamed", harmless=True)
def sheets_renamed(book: Book, rng: random.Random) -> Hit:
    _may_move(book)
    names = [one.name for one in book.sheets if one.name not in (COVER, HIDDEN)]
    chosen = rng.sample(names, rng.randint(1, len(names)))
    new = {name: rng.choice([f"{name}-教育局", f"Sheet{i + 11}"]) for i, name in enumerate(chosen)}
    if any(book.has(one) for one in new.values()):
        raise NotHere
    book.rename(new)
    return Hit(new[chosen[0]])


@damage("the cover renamed", harmless=True)
def cover_renamed(book: Book, rng: random.Random) -> Hit:
    if not book.has(COVER):
        raise NotHere
    book.rename({COVER: rng.choice(["首页", "封面（教育局）", "Sheet1"])})
    return Hit(None)


@damage("the names of two sheets exchanged", harmless=True)
def sheet_names_exchanged(book: Book, rng: random.Random) -> Hit:
    _may_move(book)
    names = [one.name for one in book.sheets if one.name not in (COVER, HIDDEN)]
    if len(names) < 2:
        raise NotHere
    one, other = rng.sample(names, 2)
    book.rename({one: other, other: one})
    return Hit(one)


@damage("sheets in another order", harmless=True)
def sheets_reordered(book: Book, rng: random.Random) -> Hit:
    rng.shuffle(book.sheets)
    return Hit(None)


@damage("a table's sheet hidden", harmless=True)
def sheet_hidden(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    if len(book.sheets) == 1:
        raise NotHere
    sheet.state = rng.choice(["hidden", "veryHidden"])
    return Hit(sheet.name, table=table)


@damage("sheets added, blank or with notes", harmless=True)
def sheets_added(book: Book, rng: random.Random) -> Hit:
    for position in range(rng.randint(1, 3)):
        name = f"备注{len(book.sheets) + position}"
        new = Sheet(name)
        if rng.random() < 0.7:
            new.cells[0, 0] = words("填报说明")
            new.cells[1, 0] = words(rng.choice(["行政许可", "一、", "总计", "其他"]))
            new.cells[1, 1] = number(rng.randint(0, 10**6))
            new.cells[2, 0] = words("数据截至12月31日。")
        book.sheets.insert(rng.randint(0, len(book.sheets)), new)
    return Hit(name)


@damage("a short list with labels of a table", harmless=True)
def digest_added(book: Book, rng: random.Random) -> Hit:
    """Some labels of a table with numbers beside them: no table by far."""
    table, sheet = any_table(book, rng)
    new = Sheet(f"摘要{len(book.sheets)}")
    rows = [which for which in heads_of(table) if LABELS[which][1].role == "row"][:3]
    for row, which in enumerate(rows):
        new.cells[row, 0] = words(LABELS[which][1].text)
        new.cells[row, 1] = number(rng.randint(0, 999))
    book.sheets.append(new)
    return Hit(sheet.name, table=table)


@damage("a table moved under another one, its sheet deleted", harmless=True)
def table_under_another(book: Book, rng: random.Random) -> Hit:
    _may_move(book, pasted=True)
    table, sheet = alone(book, rng)
    other, target = any_table(book, rng)
    if target.name == sheet.name:
        raise NotHere
    book.paste(table, target, (target.extent[0] + rng.randint(1, 3), book.box(other)[1]))
    book.remove(sheet.name)
    return Hit(target.name, table=table)


@damage("tables pasted beside other content", harmless=True)
def table_beside_content(book: Book, rng: random.Random) -> Hit:
    _may_move(book, pasted=True)
    table, sheet = alone(book, rng)
    target = Sheet(f"总表{len(book.sheets)}")
    down, across = rng.randint(4, 9), rng.randint(3, 6)
    target.cells[0, 0] = words("2024年度工作总结数据")
    for row in range(1, down + 6):
        target.cells[row, 0] = words(f"第{row}项工作")
        target.cells[row, 1] = number(rng.randint(0, 9999)) if rng.random() < 0.5 else Cell()
    book.paste(table, target, (down, across), values=rng.random() < 0.5)
    book.sheets.insert(rng.randint(0, len(book.sheets)), target)
    book.remove(sheet.name)
    return Hit(target.name, table=table)


@damage(
    "all tables pasted on one sheet of the unit's own workbook",
    harmless=True,
    by_right=(*NO_STATES, "UNIT-05"),
)
def own_workbook(book: Book, rng: random.Random) -> Sequence[Hit]:
    """No hidden identity, no cover: the unit is known by the name of the file."""
    _may_move(book, pasted=True)
    tables = standing(book)
    if len(tables) < len(TABLES) or len(book.sheets) == 1 or not says_who_it_is(book):
        raise NotHere
    target = Sheet(rng.choice(["Sheet1", "三张表", "2024年"]))
    values, row = rng.random() < 0.5, rng.randint(0, 4)
    for table in rng.sample(tables, len(tables)):
        title = next(w for w, (t, one) in enumerate(LABELS) if t == table and one.role == "title")
        target.cells[row, 0] = words(LABELS[title][1].text)
        book.paste(table, target, (row + rng.randint(1, 2), 0), values=values)
        row = target.extent[0] + rng.randint(1, 3)
    for at_, one in target.cells.items():
        target.cells[at_] = one._replace(style="")
    book.sheets = [target]
    book.parts = {name: text.encode() for name, text in MINIMAL.items()}
    return [Hit(None, code="UNIT-05"), *missing_states(book)]
