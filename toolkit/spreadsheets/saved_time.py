"""When a document was last saved, where what it states can be true."""

from __future__ import annotations

import datetime

# Programs that know no time state the first or the last year that they can write.
_FIRST, _LAST = 1985, 2100


def sane(saved: datetime.datetime) -> datetime.datetime | None:
    """The time; None if there were no spreadsheets at that time, or it has not come yet."""
    return saved if _FIRST <= saved.year <= _LAST else None


def saved_time(text: str) -> datetime.datetime | None:
    """The time (UTC) in a text as XML writes it.

    Where it states no zone it is taken as it stands, since only the order of times matters.
    """
    try:
        saved = datetime.datetime.fromisoformat(text.strip())
        if saved.tzinfo:
            saved = saved.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return sane(saved)
