"""The first sheet of the consolidated workbook: one page that the head of the office reads.

Who should report and who has, whose figures are in the sum, the figures that matter beside last
year's, charts, deadlines and who is late, what the audit found. It is laid out for what there is.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.links import DECIDED
from toolkit.consolidated_workbook.overview import words
from toolkit.consolidated_workbook.overview.balances import imbalance
from toolkit.consolidated_workbook.overview.chart_data import ChartData
from toolkit.consolidated_workbook.overview.charts import insert_chart, lies
from toolkit.consolidated_workbook.overview.key_figures import paint_key_figures
from toolkit.consolidated_workbook.overview.magnitudes import suspicious_amounts
from toolkit.consolidated_workbook.overview.page import (
    COLUMNS,
    HALF,
    HEIGHT,
    PER_POINT,
    PIXELS,
    Page,
)
from toolkit.consolidated_workbook.overview.since_then import since_then
from toolkit.consolidation.banner import in_the_sum
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord, days_late
from toolkit.consolidation.words import Banner
from toolkit.findings.finding import SEVERITIES
from toolkit.grids import names
from toolkit.grids.names import FINDINGS, OVERVIEW, SEVERITY_WORDS
from toolkit.painting.book import Book
from toolkit.painting.lists import SEVERITY_LOOK
from toolkit.painting.looks import HEI, RED
from toolkit.review.worklist import Worklist

# How many characters of names a sentence of the banner has, and the list of those who are late.
_NAMES, _LATE_NAMES = 72, 72
_ALARM: dict[str, Any] = {"bg_color": "#FFF2CC", "bold": True}
_SOUND, _SUSPICIOUS, _FAULTY, _OPEN = "#1F3864", "#FFD966", "#8EA9DB", "#FFFFFF"
# How many rows the charts cover, and how high these are together, in points: at least, at most.
_CHART_ROWS, _LEAST, _MOST = 24, 300.0, 700.0
# Left: units by category, right: deadlines.
_LEFT, _RIGHT = 20, 15
_MOST_DATES = 4
_OUTCOMES = (5, 5, 5, 4)


def paint_overview(book: Book, edition: Edition) -> None:
    """One page from the top down; the charts share the height that all else leaves."""
    result, today = edition.result, edition.today
    page = Page(book, OVERVIEW)
    look: dict[str, Any] = {"font_name": HEI, "font_size": 20, "align": "center", "shrink": True}
    page.put(page.line(32), 0, COLUMNS, edition.title, **look)
    page.put(page.line(16), 0, COLUMNS, words.as_of(today), align="center", font_size=10)
    due = [one for one in result.units if one.due]
    _tiles(page, due, {one.unit for one in edition.suspicious})
    page.line(6)
    told = in_the_sum(result)
    if told.complete:
        page.sentence(Banner.COMPLETE)
    for line in told.doubts(_NAMES):
        page.sentence(line, **_ALARM)
    if amounts := suspicious_amounts(edition):
        page.sentence(words.suspicious(amounts, _NAMES), **_ALARM)
    for line in edition.review.left_open:
        page.sentence(line, **_ALARM)
    page.sentence(Banner.inside(told.inside, _NAMES))
    if moved := since_then(edition):
        page.sentence(moved)
    _imbalance(page, edition)
    paint_key_figures(page, edition)
    top = page.row
    if edition.charts:
        page.row += _CHART_ROWS + 1
        page.used += 8
    else:
        page.line(6)
    _by_category(page, edition, due)
    page.line(4)
    _audit(page, result, edition.review.worklist)
    _charts(page, edition.charts, top)
    page.close()


def _imbalance(page: Page, edition: Edition) -> None:
    """A red sentence where the sums break a rule, live: else a gap."""
    text, formula = imbalance(edition.layout, edition.result.totals)
    if formula is None:
        page.line(4)
        return
    page.live_sentence(text, formula, **RED)


def _tiles(page: Page, due: Sequence[UnitRecord], suspicious: AbstractSet[str | None]) -> None:
    """Four large numbers, and the bar of progress below them.

    ``suspicious``: the units with an amount that is too large or too small to be true.
    """
    total, received, missing, faulty, _ = _counts(due)
    width = COLUMNS // 4
    captions, numbers = page.line(22), page.line(48)
    for number, (caption, value) in enumerate(
        zip(words.TILES, (total, received, missing, faulty), strict=True)
    ):
        alarm = {"bg_color": _ALARM["bg_color"]} if number > 1 and value else {}
        look: dict[str, Any] = {"align": "center", "left": 2, "right": 2, **alarm}
        at = number * width
        page.put(captions, at, width, caption, top=2, font_name=HEI, font_size=15, **look)
        big: dict[str, Any] = {"bold": True, "font_size": 44, "shrink": True, "num_format": "#,##0"}
        page.put(numbers, at, width, value, bottom=2, **big, **look)
    page.line(5)
    queried = sum(one.status == "received" and one.unit.code in suspicious for one in due)
    _progress(page, (total, received, missing, faulty), queried)


def _progress(page: Page, counts: tuple[int, int, int, int], queried: int) -> None:
    """The bar of progress and what its parts are; ``queried``: suspicious, and without errors."""
    total, received, missing, faulty = counts
    sound = total - missing - faulty - queried
    if queried:
        parts: tuple[int, ...] = (sound, queried, faulty, missing)
        fills: tuple[str, ...] = (_SOUND, _SUSPICIOUS, _FAULTY, _OPEN)
        told: tuple[str, ...] = words.with_suspicious(sound, queried, faulty, missing)
        widths: tuple[int, ...] = (6, 8, 6, 5)
    else:
        parts, fills = (sound, faulty, missing), (_SOUND, _FAULTY, _OPEN)
        told, widths = words.segments(sound, faulty, missing), (8, 8, 8)
    bar, legend = page.line(22), page.line(17)
    left = 0
    shown = parts if total else (*(0,) * (len(parts) - 1), 1)
    for fill, width in zip(fills, _proportions(shown, COLUMNS), strict=True):
        if width:
            page.put(bar, left, width, None, bg_color=fill, border=2)
            left += width
    at = COLUMNS - sum(widths)
    page.put(legend, 0, at, words.progress(received, total), bold=True, font_size=12)
    for fill, text, width in zip(fills, told, widths, strict=True):
        page.put(legend, at, 1, None, bg_color=fill, border=1)
        page.put(legend, at + 1, width - 1, text, font_size=10, shrink=True, indent=1)
        at += width


def _proportions(parts: Sequence[int], width: int) -> list[int]:
    """``width`` divided in proportion; a part that is not 0 gets at least one, and all fill it."""
    total = sum(parts) or 1
    shares = [max(round(width * one / total), 1 if one else 0) for one in parts]
    largest = shares.index(max(shares))
    shares[largest] += width - sum(shares)
    return shares


def _charts(page: Page, charts: Sequence[ChartData], top: int) -> None:
    """In two columns that share what is left of the page; a single chart has the whole width."""
    if not charts:
        return
    height = min(max(HEIGHT - page.used, _LEAST), _MOST)
    # Rows are whole pixels high, so that programs place the charts alike.
    each = round(height / _CHART_ROWS * PER_POINT)
    page.sheet.set_row(top, 8)
    for row in range(_CHART_ROWS):
        page.sheet.set_row(top + 1 + row, each / PER_POINT)
    columns: tuple[list[ChartData], list[ChartData]] = ([], [])
    for one in charts:
        lesser = min(columns, key=lambda column: sum(map(_weight, column)))
        lesser.append(one)
    width = COLUMNS if len(charts) == 1 else HALF
    for number, column in enumerate(columns):
        row = top + 1
        rows = _proportions([_weight(one) for one in column], _CHART_ROWS) if column else []
        for one, high in zip(column, rows, strict=True):
            # A gap between the two columns, and one below each chart.
            size = (width * PIXELS - (0 if number or width > HALF else 6), high * each - 6)
            insert_chart(page.book, page.sheet, (row, number * HALF), size, one)
            row += high


def _weight(data: ChartData) -> int:
    """How much height a chart needs beside others: lying bars stand below each other."""
    return max(data.drawn + 5, 10) if lies(data) else 10


def _by_category(page: Page, edition: Edition, due: Sequence[UnitRecord]) -> None:
    """Units by category, beside them the deadlines, if there are any, and who is late."""
    units, today = edition.result.units, edition.today
    # This also counts units that are not due.
    inside = Counter(str(one.unit.category or "") for one in units if one.in_total)
    dated = any(one.unit.deadline for one in due)
    rows = _categories(due, inside)
    dates = _deadlines(due, today) if dated else []
    captions, heads = page.line(19), page.line(17)
    lines = [page.line(17) for _ in range(max(len(rows), len(dates)))]
    first, each = (5, 3) if dated else (11, 5)
    page.caption(captions, 0, _LEFT, words.BY_CATEGORY)
    _cells(page, heads, 0, (first, *(each,) * 5), words.CATEGORY_HEADS, head=True)
    for number, (row, (name, *counts)) in enumerate(zip(lines, rows, strict=False), 1):
        _cells(page, row, 0, (first, *(each,) * 4), (name, *counts[:-1]))
        category = "" if number == len(rows) else str(name)
        look: dict[str, Any] = {"border": 1, "align": "center", "font_size": 10}
        formula = f"={edition.by_unit.number(category)}"
        page.put(row, first + 4 * each, each, counts[-1], formula, **look)
    if not dated:
        return
    left, widths = COLUMNS - _RIGHT, (5, 2, 2, 2, 4)
    page.caption(captions, left, _RIGHT, words.DEADLINES)
    _cells(page, heads, left, widths, words.DEADLINE_HEADS, head=True)
    for row, values in zip(lines, dates, strict=False):
        _cells(page, row, left, widths, values)
    _who_is_late(page, due, today)


def _categories(due: Sequence[UnitRecord], inside: Counter[str]) -> list[list[int | str]]:
    """Counts by 单位类别, and of all together; more units may be in the sum than are due."""
    names = list(dict.fromkeys([*(str(one.unit.category) for one in due), *filter(None, inside)]))
    rows: list[list[int | str]] = []
    for name in names:
        counts = _counts(one for one in due if str(one.unit.category) == name)
        rows.append([name, *counts[:-1], inside[name]])
    return [*rows, [words.ALL_CATEGORIES, *_counts(due)[:-1], inside.total()]]


def _counts(records: Iterable[UnitRecord]) -> list[int]:
    known = list(records)
    by_status = Counter(one.status for one in known)
    received = len(known) - by_status["missing"]
    inside = sum(one.in_total for one in known)
    return [len(known), received, by_status["missing"], by_status["with_errors"], inside]


def _deadlines(due: Sequence[UnitRecord], today: datetime.date) -> list[list[int | str]]:
    """For each deadline: due, received, received late, missing past it.

    The last line may stand for all other dates.
    """
    groups: dict[datetime.date | None, list[UnitRecord]] = {}
    for one in sorted(due, key=lambda one: one.unit.deadline or datetime.date.max):
        groups.setdefault(one.unit.deadline, []).append(one)
    named = [(day.isoformat() if day else words.NO_DEADLINE, some) for day, some in groups.items()]
    if len(named) > _MOST_DATES:
        rest = [one for _, some in named[_MOST_DATES - 1 :] for one in some]
        named[_MOST_DATES - 1 :] = [(words.OTHER_DEADLINES, rest)]
    return [[name, *_punctuality(some, today)] for name, some in named]


def _punctuality(records: Sequence[UnitRecord], today: datetime.date) -> list[int]:
    missing = [one for one in records if one.status == "missing"]
    late = sum(days_late(one, today) is not None for one in records)
    overdue = sum(days_late(one, today) is not None for one in missing)
    return [len(records), len(records) - len(missing), late - overdue, overdue]


def _who_is_late(page: Page, due: Sequence[UnitRecord], today: datetime.date) -> None:
    late = [(one, days) for one in due if (days := days_late(one, today))]
    late.sort(key=lambda pair: -pair[1])
    for sentence, missing in ((words.overdue, True), (words.late, False)):
        names = [(one.unit.name, d) for one, d in late if (one.status == "missing") == missing]
        if names:
            page.line(4)
            page.sentence(sentence(names, _LATE_NAMES))


def _audit(page: Page, result: Consolidation, work: Worklist) -> None:
    """Findings by severity and how many are to be worked on, live; outcomes of the rules."""
    counts = Counter(one.severity for one in result.findings if one.status != "follows")
    captions, heads, values = page.line(19), page.line(17), page.line(19)
    page.caption(captions, 0, 15, words.MESSAGES)
    for number, one in enumerate(SEVERITIES):
        look: dict[str, Any] = {"border": 1, "align": "center", "bold": True, "font_size": 10}
        page.put(heads, 4 * number, 4, SEVERITY_WORDS[one], **look, **SEVERITY_LOOK[one])
    outcomes = result.outcomes
    _cells(page, values, 0, (4,) * 3, [counts[one] for one in SEVERITIES])
    page.head(heads, 12, 4, words.TO_DO)
    decisions = f"'{FINDINGS}'!${DECIDED}:${DECIDED}"
    to_do = sum(one.decision == names.OPEN for one in work.items)
    formula = f'=COUNTIF({decisions},"{names.OPEN}")'
    page.put(values, 12, 4, to_do, formula, border=1, align="center", font_size=10, bold=True)
    page.caption(captions, 17, 19, words.BY_OUTCOME)
    _cells(page, heads, 17, _OUTCOMES, words.OUTCOMES, head=True)
    figures = (outcomes.holds, outcomes.fails, outcomes.explained, outcomes.unjudged.total())
    _cells(page, values, 17, _OUTCOMES, figures)


def _cells(
    page: Page,
    row: int,
    left: int,
    widths: Sequence[int],
    values: Sequence[int | str],
    *,
    head: bool = False,
) -> None:
    """A line of a small table."""
    look: dict[str, Any] = {"border": 1, "align": "center", "font_size": 10, "shrink": True}
    for width, value in zip(widths, values, strict=True):
        if head:
            page.head(row, left, width, str(value))
        else:
            page.put(row, left, width, value, **look)
        left += width
