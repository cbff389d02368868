"""Mailbox files (mbox, as Thunderbird and other programs export) → their mails, one by one.

Python's own ``mailbox`` reads from a path, and splits at every line that begins with "From ", which
a sentence may do as well. Here such a line has to be followed by the head of a mail.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.kind import looks_like_mail

MAX_MAILS = 5_000
# So many lines are looked at: text that only pretends to be a mailbox must not cost time.
_MOST_LINES = 20 * MAX_MAILS
# How much of a mail shows that it is one.
_BEGINNING = 1_000

# Mail programs quote a line of the text that begins so: ">From "; some leave one above the head.
_FROM = re.compile(
    rb"(?:\A\s*+|(?<=[\r\n]))From [^\r\n]*+[\r\n]++"
    rb"(?:>From [^\r\n]*+[\r\n]++)*+(?=[!-9;-~]{1,80}+:)"
)
_DATED = re.compile(rb"From [^\r\n]*\d:\d\d[^\r\n]*\d{4}")
_QUOTED = re.compile(rb"(?<=[\r\n])>(>*+From )")
_HEAD_ENDS = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_LENGTH = re.compile(rb"(?<=[\r\n])content-length:[ \t]*(\d{1,12})[ \t]*[\r\n]", re.IGNORECASE)


def mails_in(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The mails of a mailbox, each with the end of its path; of any other file, the file itself.

    Raises:
        Unreadable: there are too many.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    heads = _heads(content) if content.lstrip().startswith(b"From ") else []
    if len(heads) < 2:
        yield "", content
        return
    ends = [start for start, _ in heads[1:]] + [len(content)]
    beginnings = set(ends)
    until = number = 0
    for (start, head), end in zip(heads, ends, strict=True):
        if start < until:
            continue
        number += 1
        until = _by_its_length(content, head, end, beginnings)
        yield f"/{number}", _QUOTED.sub(rb"\1", content[head:until])


def _heads(content: bytes) -> list[tuple[int, int]]:
    """Where each mail begins with its "From " line, and where its head does.

    Raises:
        Unreadable: there are too many.
    """
    found = []
    for number, line in enumerate(_FROM.finditer(content)):
        if number == _MOST_LINES:
            raise Unreadable(Refusal.HUGE_MAILBOX)
        head = line.end()
        if _DATED.search(line[0]) or looks_like_mail(content[head : head + _BEGINNING]):
            found.append((line.start(), head))
    if len(found) > MAX_MAILS:
        raise Unreadable(Refusal.HUGE_MAILBOX)
    return found


def _by_its_length(content: bytes, head: int, end: int, beginnings: set[int]) -> int:
    """Where a mail ends: at the next one, or where it says, if another mail begins just there.

    A mail that states its length need not quote the lines of its text that begin with "From ".
    """
    text = _HEAD_ENDS.search(content, head, end)
    stated = _LENGTH.search(content, head, text.start() + 1) if text else None
    if not text or not stated:
        return end
    last = text.end() + int(stated[1])
    for at in range(last, last + 5):
        if at > end and at in beginnings:
            return at
    return end
