"""Times and durations as people write them."""

from __future__ import annotations

import datetime


def spelt_time(value: datetime.time | datetime.timedelta) -> str:
    """12:30, or how many hours, minutes and seconds."""
    if isinstance(value, datetime.time):
        return value.isoformat("seconds" if value.second else "minutes")
    seconds = round(value.total_seconds())
    sign, seconds = "-" if seconds < 0 else "", abs(seconds)
    counts = (
        (seconds // 3600, "小时"),
        (seconds % 3600 // 60, "分"),
        (seconds % 60, "秒"),
    )
    return sign + (" ".join(f"{count} {unit}" for count, unit in counts if count) or "0 小时")


def spelt_moment(value: datetime.datetime) -> str:
    """A day, with the time of day where there is one."""
    if value.time() == datetime.time():
        return value.date().isoformat()
    return f"{value.date().isoformat()} {spelt_time(value.time().replace(microsecond=0))}"


def midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day)
