"""Received: when a return came in, as far as anybody knows it, and as a receipt tells it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from toolkit.grids.names import FILE_DIGEST, NO_LATER_THAN, RECEIVED

_TIME = "%Y-%m-%d %H:%M:%S"
_LINE = re.compile(f"{RECEIVED}：(?P<bound>{NO_LATER_THAN} )?(?P<time>.+)")


@dataclass(frozen=True, slots=True)
class Received:
    """When a return came in."""

    at: datetime.datetime
    # Whether it was seen for the first time then; else it was there already.
    exactly: bool = True

    @property
    def line(self) -> str:
        """The line of a receipt that tells it."""
        bound = "" if self.exactly else f"{NO_LATER_THAN} "
        return f"{RECEIVED}：{bound}{self.at.astimezone().strftime(_TIME)}"


def digest_line(sha256: str) -> str:
    """The line of a receipt that tells of which file it is."""
    return f"{FILE_DIGEST}：{sha256}"


def received_in(lines: Sequence[str], sha256: str) -> Received | None:
    """What the receipt for a file tells; None where it is for another one, or tells nothing."""
    if digest_line(sha256) not in lines:
        return None
    told = next(filter(None, map(_LINE.fullmatch, lines)), None)
    if told is None:
        return None
    with suppress(ValueError, OverflowError, OSError):
        time = datetime.datetime.strptime(told["time"], _TIME)
        return Received(time.astimezone(), exactly=told["bound"] is None)
    return None


def earliest(*some: Received | None) -> Received | None:
    """What says most of several that are all true."""
    known = [one for one in some if one]
    # A receipt tells whole seconds.
    return min(known, key=lambda o: (o.at.replace(microsecond=0), not o.exactly), default=None)
