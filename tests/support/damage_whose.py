"""How a return comes in: mailboxes, mails, borrowed names; second tables under names of ours."""

from __future__ import annotations

import binascii
import random
from email.message import EmailMessage
from functools import cache

from tests.support.build import BUREAU, OFFICE, YEAR, filled
from tests.support.damage import NOTHING, Hit, NotHere, at, damage, standing
from tests.support.damage_book import FORM, TABLES, Book
from tests.support.damage_sheet import Cell, Sheet, number
from toolkit.grids.identity import SHEET as HIDDEN
from toolkit.grids.names import COVER, SHEETS

# --- Mails ---------------------------------------------------------------------------------------

_OWN = f"{OFFICE.code}_{OFFICE.name}_{YEAR}.xlsx"


@cache
def _other() -> bytes:
    return filled({}, BUREAU)


def _mail(name: str, content: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.cn", "c@d.cn", "年报"
    message.set_content("您好，年报见附件。\n\nFrom now on by mail.\n")
    message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def _uuencoded(name: str, content: bytes) -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    head = "From: a@b.cn\nTo: c@d.cn\nSubject: x\n\nhello\n\n"
    begin = f"begin 644 {name}\n"
    return (head + begin).encode() + b"".join(lines) + b"`\nend\n"


def _box(content: bytes, rng: random.Random) -> bytes:
    mails = [_mail("a.xlsx", _other()), rng.choice([_mail, _uuencoded])(_OWN, content)]
    rng.shuffle(mails)
    line = rng.choice(
        ["From - Thu Jan 15 10:00:00 2026", "From a@b.cn", "From a Thu Jan 15 10:00 2026"]
    )
    box = b"".join(line.encode() + b"\n" + one + b"\n" for one in mails)
    return box.replace(b"\n", b"\r\n") if rng.random() < 0.5 else box


def _wrapped(book: Book) -> None:
    if book.wrap or book.file:
        raise NotHere


@damage("a mailbox of two mails", harmless=True)
def mailbox(book: Book, rng: random.Random) -> Hit:
    _wrapped(book)
    seed = rng.random()
    book.wrap = lambda content: _box(content, random.Random(seed))
    return Hit(None)


@damage("a mail with the return within its text", harmless=True)
def uuencoded(book: Book, rng: random.Random) -> Hit:
    _wrapped(book)
    book.wrap = lambda content: _uuencoded(_OWN, content)
    return Hit(None)


# --- Names of files ------------------------------------------------------------------------------


def _known(book: Book) -> bool:
    """Whether the workbook says whose it is, beside what its file is called."""
    return book.has(HIDDEN) or book.has(COVER) or "docProps/custom.xml" in book.parts


@damage(
    "a file with the name of another unit",
    expect="UNIT-11",
    sums=NOTHING,
    # Its own return is not there.
    by_right=("UNIT-01",),
)
def borrowed(book: Book, rng: random.Random) -> Hit:
    _wrapped(book)
    if not _known(book):
        raise NotHere
    named = [
        f"{BUREAU.code}_{BUREAU.name}_{YEAR}",
        BUREAU.code,
        f"{BUREAU.name}年报",
        f"{YEAR}{BUREAU.name}",
    ]
    book.file = rng.choice(named) + ".xlsx"
    return Hit(None)


@damage("a file with a name that says little", harmless=True)
def said_little(book: Book, rng: random.Random) -> Hit:
    _wrapped(book)
    if not (book.has(HIDDEN) and book.has(COVER)):
        raise NotHere
    book.file = (
        rng.choice(["a", "年报（终稿）", f"{OFFICE.name}", f"{OFFICE.code}", "新建表格 (2)"])
        + ".xlsx"
    )
    return Hit(None)


# --- Second tables -------------------------------------------------------------------------------


def _second(book: Book, rng: random.Random) -> tuple[str, Sheet]:
    home = [t for t in standing(book) if t not in book.copied]
    home = [
        t
        for t in home
        if all(book.spots[c].sheet == TABLES[t].table.sheet for c in TABLES[t].cells)
    ]
    names = [one for one in SHEETS if not book.has(one)]
    if not home or not names or len(book.sheets) < 5:
        raise NotHere
    table = rng.choice(home)
    sheet = Sheet(rng.choice(names))
    top, left, _, _ = book.box(table)
    book.paste(table, sheet, (top, left), values=True, move=False)
    book.sheets.append(sheet)
    book.copied.add(table)
    return table, sheet


@damage("a second table on a sheet of our name, other figures", expect="TAB-08")
def second_other(book: Book, rng: random.Random) -> Hit:
    table, sheet = _second(book, rng)
    code = rng.choice(FORM.table_inputs(table))
    sheet.cells[book.spots[code].at] = number(rng.randint(10**8, 10**9))
    return at(book.spots[code], table)


@damage("a second table on a sheet of our name, the same figures", harmless=True)
def second_same(book: Book, rng: random.Random) -> Hit:
    table, sheet = _second(book, rng)
    assert sheet.cells.get(book.spots[FORM.table_inputs(table)[0]].at, Cell()) is not None
    return Hit(sheet.name, table=table)
