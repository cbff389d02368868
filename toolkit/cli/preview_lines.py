"""What ``read`` prints: what was understood of each file, what is doubtful, what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from toolkit.cli import preview_words, words
from toolkit.cli.checked_files import SORTS, put_findings, sort_of, told_of
from toolkit.cli.shortlist import MOST_IN_FULL
from toolkit.cli.wrapped import paragraph
from toolkit.commands.filled_workbooks import NotFilled, can_be_filled
from toolkit.commands.preview import TableState, as_published, tables_of
from toolkit.findings import detail_words
from toolkit.form.number import plain, to_number
from toolkit.grids.refusals import Refusal
from toolkit.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.commands.checking import Checked, Checks
    from toolkit.commands.filled_workbooks import Filled
    from toolkit.form.form import Form, Indicator
    from toolkit.form.table import Table
    from toolkit.returns.unit_return import Return

_INSIDE = "  "
_LATER = " " * 6
# Of each of several files so many doubts are told.
_MOST_OF_ONE = 5
# What lies beside reports, and is none.
_BESIDE = (Refusal.ROSTER, Refusal.PART_OF_A_PAGE, Refusal.LOCK_FILE, Refusal.HIDDEN)


def show_understood(
    screen: Console, checks: Checks, *, every: bool = False, quiet: bool = False
) -> None:
    """A line for each file; the figures of a single one; what is doubtful.

    ``every``: the figures of several, too, and what needs nothing. ``quiet``: the lines alone.
    """
    some = [one for one in checks.checked if one.left_alone not in _BESIDE] or checks.checked
    if quiet:
        for one in some:
            _put_line(screen, one, alone=False)
        return
    for one in some:
        _put_line(screen, one, alone=len(some) == 1)
        if len(some) == 1:
            _put_understood(screen, one, every=every)
            put_findings(screen, one, checks.voice, every=every)
    if len(some) < 2:
        screen.print()
        return
    doubtful = [one for one in some if told_of(one, every=every) or (every and one.returned)]
    for one in doubtful if every else doubtful[:MOST_IN_FULL]:
        screen.print()
        screen.print(Text(words.heading(_known_of(one)).rstrip(), "bold"), soft_wrap=True)
        if every:
            _put_understood(screen, one, every=every)
        most = None if every else _MOST_OF_ONE
        put_findings(screen, one, checks.voice, every=every, most=most)
    screen.print()
    if not every and len(doubtful) > MOST_IN_FULL:
        rest = preview_words.more_files(len(doubtful) - MOST_IN_FULL)
        screen.print(rest, soft_wrap=True)
    sorts = Counter(map(sort_of, checks.checked))
    counts = [sorts[sort] for sort in SORTS]
    screen.print(preview_words.understood(len(checks.checked), *counts), soft_wrap=True)
    if not every and any(one.returned for one in some):
        screen.print(preview_words.EVERY_FIGURE, soft_wrap=True)


def show_next(screen: Console, checks: Checks) -> None:
    """What can be done with what was understood, where something can be."""
    if any(map(can_be_filled, checks.checked)):
        screen.print(preview_words.NEXT, soft_wrap=True)


def show_filled(screen: Console, filled: Filled, *, quiet: bool = False) -> None:
    """What was written, what was left alone, and what to do next; ``quiet``: the second alone."""
    folder = printable(str(filled.folder))
    for why in NotFilled:
        if files := [file for file, reason in filled.left if reason is why]:
            screen.print(preview_words.left(why, files), soft_wrap=True)
    for some in filled.rivals:
        made: dict[str, list[str]] = {}
        for one in some:
            made.setdefault(one.path.name, []).append(one.file)
        screen.print(preview_words.rivals(made), soft_wrap=True)
    for path in filled.with_outcome("kept"):
        screen.print(words.template_kept(printable(str(path))), soft_wrap=True)
    if carrying := filled.with_outcome("carrying"):
        screen.print(preview_words.carrying([one.name for one in carrying]), soft_wrap=True)
    new, same = (len(filled.with_outcome(one)) for one in ("made", "same"))
    if not new and not same:
        screen.print(preview_words.NOTHING_FILLED, soft_wrap=True)
        return
    if quiet:
        return
    screen.print(preview_words.filled(new, same, folder), soft_wrap=True)
    screen.print(preview_words.THEN, soft_wrap=True)


def _known_of(one: Checked, *, shortly: bool = False) -> list[str]:
    """The file, what it is, its unit and its year; ``shortly``: on a line among others."""
    if one.returned is None:
        return [one.file]
    stated, medium = one.returned.identity, one.returned.medium
    usual = "" if shortly else preview_words.WORKBOOK
    kind = detail_words.written_in(medium) if medium else usual
    code = "" if shortly and stated.name else stated.unit or ""
    unit = preview_words.unit(stated.name or "", code)
    return [one.file, kind, unit, preview_words.year(one.year)]


def _put_line(screen: Console, one: Checked, *, alone: bool) -> None:
    line = Text(words.heading(_known_of(one, shortly=not alone)), "bold")
    if not alone and (unread := preview_words.unread_tables(_states(one))):
        line.append(words.heading([unread]), "yellow")
    opened = Counter(found.severity for found in one.findings if found.status == "open")
    told = preview_words.verdict(opened["error"], opened["warning"])
    if one.left_alone:
        told = preview_words.left_alone(one.left_alone.text)
    screen.print(line.append(told, SORTS[sort_of(one)]), soft_wrap=True)


def _states(one: Checked) -> list[tuple[str, TableState]]:
    return [(table.sheet, state) for table, state in tables_of(one)]


def _put_understood(screen: Console, one: Checked, *, every: bool) -> None:
    """By what unit and year of a report are known, the tables, and the figures that were read."""
    if one.returned is None:
        return
    if published := as_published(one):
        line = paragraph(screen, f"{detail_words.recognised(published)}。", later="")
        line.stylize("dim")
        screen.print(line, soft_wrap=True)
    if states := _states(one):
        screen.print(preview_words.tables(states), soft_wrap=True)
    for table, state in tables_of(one):
        if state is TableState.READ:
            _put_figures(screen, one.form, table, one.returned)
    if told_of(one, every=every):
        screen.print()


def _put_figures(screen: Console, form: Form, table: Table, returned: Return) -> None:
    """A line for each row with a figure other than 0, and how many others there are."""
    lines = list(_rows(form, table, returned))
    inputs = form.table_inputs(table.code)
    figures = [returned.values.get(code) for code in inputs if code not in returned.invalid]
    zeros, blanks = figures.count(0), figures.count(None)
    doubtful = len(inputs) - len(figures)
    screen.print()
    screen.print(Text(preview_words.figures_of(table.sheet), "bold"), soft_wrap=True)
    for line in lines:
        screen.print(paragraph(screen, line, _INSIDE, _LATER), soft_wrap=True)
    if rest := preview_words.rest(bool(lines), zeros, blanks, doubtful):
        screen.print(Text(_INSIDE + rest, "dim"), soft_wrap=True)


def _rows(form: Form, table: Table, returned: Return) -> Iterator[str]:
    rows: dict[tuple[str, ...], list[Indicator]] = {}
    for one in form.indicators.values():
        if one.table == table.code and returned.values.get(one.code):
            rows.setdefault(_place(one)[0], []).append(one)
    for label, some in rows.items():
        figures = [(_place(one)[1], _figure(one, returned)) for one in some]
        yield preview_words.row("→".join(label), figures)


def _place(one: Indicator) -> tuple[tuple[str, ...], str]:
    """The row in which an indicator is shown, and its label there: the last of its own."""
    row, column = one.row_labels, one.column_labels
    if row and column:
        # What all rows of a section have in common tells nothing of one.
        return row[1:] or row, column[-1]
    *outer, label = row or column or ("",)
    return tuple(outer), label


def _figure(one: Indicator, returned: Return) -> str:
    figure = plain(to_number(returned.values[one.code] or 0, one.kind.decimals))
    # What is counted speaks for itself, and some labels of amounts say the unit of measure.
    if one.kind.type == "count" or one.kind.unit in one.label:
        return figure
    return preview_words.amount(figure, one.kind.unit)
