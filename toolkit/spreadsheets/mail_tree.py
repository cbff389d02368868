"""What is built like a mail → the tree of its parts, if that costs no more than a mail may."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from toolkit.grids.refusals import Refusal, Unreadable

# Parsing a mail takes nine times its size in memory.
MAX_MAIL_SIZE = 40_000_000
# The parser looks at every line once for each boundary that is open, and keeps every header.
# What one mail may cost of that is five seconds.
_MOST_WORK, _MOST_LINES, _MOST_PARTS = 30_000_000, 1_500_000, 20_000
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)


def effort(content: bytes) -> int:
    """What it costs to parse a mail.

    Raises:
        Unreadable: it is larger than any mail.
    """
    if len(content) > MAX_MAIL_SIZE:
        raise Unreadable(Refusal.HUGE_MAIL)
    lines = content.count(b"\n") + content.count(b"\r")
    parts = content.count(b"\n--") + content.count(b"\r--")
    work = lines * sum(1 for _ in _BOUNDARY.finditer(content))
    if lines > 2 * _MOST_LINES or parts > _MOST_PARTS or work > _MOST_WORK:
        raise Unreadable(Refusal.TOO_LARGE)
    return work


def parse_mail(content: bytes) -> Message:
    """The mail as a tree of parts; what it costs was asked before.

    Raises:
        Unreadable: it is broken.
    """
    content = content.lstrip()
    while content.startswith((b"From ", b">From ")):
        # The line of a mailbox above the head of the mail.
        content = content.partition(b"\n")[2]
    try:
        return BytesParser(policy=compat32).parsebytes(content)
    except Exception as error:
        # For one, nesting deeper than Python can follow.
        raise Unreadable(Refusal.BROKEN) from error
