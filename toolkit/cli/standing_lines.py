"""What ``toolkit`` prints alone, in the folder of a collection."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from toolkit.cli import standing_words as words
from toolkit.cli.screen import console
from toolkit.cli.wrapped import Wrapped
from toolkit.commands.standing import LastYear, Standing
from toolkit.text import printable


def show_standing(standing: Standing) -> None:
    """A line for each thing, and what comes next."""
    screen, collection = console(), standing.collection
    screen.print(
        Text(words.title(collection.value("", "year"), collection.shown), "bold"), soft_wrap=True
    )
    table = Table.grid(padding=(0, 2, 0, 0))
    for caption, text in (
        (words.ROSTER, _roster(standing)),
        (words.LAST_YEAR, _last_year(standing)),
        (words.TEMPLATES, words.templates(standing.templates, _path(standing, "template", "out"))),
        (words.RETURNS, _returns(standing)),
        (words.SENT, _sent(standing)),
        (words.ERRORS, _errors(standing)),
        (words.REPORTS, words.reports([one.name for one in standing.reports])),
    ):
        table.add_row(Text(caption, "dim", no_wrap=True), Wrapped(printable(text)))
    screen.print(table)
    for told in filter(None, (standing.no_roster, standing.unread, standing.lost)):
        screen.print(told, soft_wrap=True)
    screen.print(Text(printable(_step(standing)), "bold"), soft_wrap=True)


def _step(standing: Standing) -> str:
    return words.step(
        standing.step,
        str(standing.roster_path or ""),
        _path(standing, "collect", "returns"),
        standing.feedback,
        str(standing.workbook or ""),
        _report(standing),
        reminds=bool(standing.missing),
        previous=standing.previous if standing.last_year is LastYear.SAVED_SINCE else "",
    )


def _last_year(standing: Standing) -> str:
    folder = str(standing.collection.folder)
    return words.last_year(standing.last_year, standing.previous, folder)


def _report(standing: Standing) -> str:
    """What is to be checked before it is published; of several the folder that they lie in."""
    reports = standing.reports
    return str(reports[0] if len(reports) == 1 else reports[0].parent) if reports else ""


def _path(standing: Standing, table: str, name: str) -> str:
    value = standing.collection.value(table, name)
    return printable("、".join(value) if isinstance(value, tuple) else str(value or ""))


def _roster(standing: Standing) -> str:
    if standing.roster is None:
        return words.NO_ROSTER
    told = words.roster(len(standing.roster), len(standing.due))
    return told + (words.roster_moved(*standing.moved) if standing.moved else "")


def _returns(standing: Standing) -> str:
    folders = _path(standing, "collect", "returns")
    if not folders:
        return words.NO_RETURNS_NAMED
    told = words.returns(standing.returns, folders)
    told += words.partly([str(one) for one in standing.partly]) if standing.partly else ""
    return told + (words.new(standing.new, standing.at.astimezone()) if standing.at else "")


def _sent(standing: Standing) -> str:
    late = [one.name for one in standing.late]
    if standing.summed is None:
        # Who had reported already is not known where the workbook is gone.
        told = _no_sum(standing) + (words.late(late) if late and not standing.lost else "")
    else:
        told = words.sent(len(standing.due), len(standing.missing))
        told += words.missing([one.name for one in standing.missing]) if standing.missing else ""
        if late:
            told += words.ALL_LATE if len(late) == len(standing.missing) else words.late(late)
        out = [one.name for one in standing.summed.left_out]
        told += words.left_out(out) if out else ""
    return told + (words.ahead(standing.next_deadline) if standing.next_deadline else "")


def _errors(standing: Standing) -> str:
    below = standing.summed
    if below is None:
        return _no_sum(standing)
    return words.errors(below.number_of_errors, below.units_in_error, below.number_accepted)


def _no_sum(standing: Standing) -> str:
    if standing.lost:
        return words.LOST
    return words.UNREAD if standing.unread else words.NOT_COLLECTED
