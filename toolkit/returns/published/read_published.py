"""Document → return: the official tables in it are transcribed as the template has them.

From there on they are read as those of a workbook are: what is no figure is a finding at its cell,
totals are compared, blanks counted. So every finding names the cell of the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Printed, Strays
from toolkit.findings.finding import Finding, Location
from toolkit.form.cover import Cover, cover_of
from toolkit.form.form import Form
from toolkit.form.layout import Layout, TableLayout
from toolkit.form.number import Misfit, read_figure
from toolkit.grids.document import Document, Piece
from toolkit.grids.grid import At, Grid, Workbook
from toolkit.grids.identity import Identity
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown
from toolkit.returns.cover_reading import CoverReader
from toolkit.returns.published.columns import Doubt
from toolkit.returns.published.headed_rows import HeadedRows
from toolkit.returns.published.headless_row import HeadlessRow
from toolkit.returns.published.lines import MOST_LINES, Line, lines_of
from toolkit.returns.published.official_rows import groups_as_rows
from toolkit.returns.published.passages import passages_of
from toolkit.returns.published.printed_table import WHOLE, PrintedTable
from toolkit.returns.published.several import another_begins
from toolkit.returns.published.spelling import Speller, Vocabulary, label_of
from toolkit.returns.published.subject import short_headings, subject_of
from toolkit.returns.published.titles import title_in
from toolkit.returns.table_reading import TablesRead, read_tables
from toolkit.returns.unit_return import Return, Unread
from toolkit.text import shorten

# With fewer of its labels a table is not there.
_LEAST = 0.25
# What says nothing of its own.
_UNSEEN = (Refusal.SCANNED_PDF, Refusal.EMPTY_PAGE, Refusal.LINKING_PAGE)
# A shorter label may stand in any document. So many texts are held against the labels.
_TELLING, _MOST_TEXTS, _LONGEST_LINE = 4, 20_000, 2_000
_APART = re.compile(r"[,，;；\t ]+")


def read_published(
    document: Document, layout: Layout, file: str, sha256: str = ""
) -> Return | Unread:
    """What the published report in a document says; why not, where no official table is in it.

    Raises:
        Unreadable: it holds several reports.
    """
    if sum(len(one.rows) for one in document.pieces) > MOST_LINES:
        return _too_long(document, layout, file)
    lines = lines_of(document.parts, Speller(_vocabulary(layout)))
    tables = {}
    for one in layout.tables:
        every = [t for t in _occurrences(lines, one, layout.form) if t.share >= _LEAST]
        if every:
            tables[one.table.code] = _the_one(every, layout.form)
    if not tables:
        cells = (text for line in lines for text in line.cells.values())
        return _without_tables(document, layout, file, cells)
    subject = subject_of(document)
    if another_begins(document, subject.title, _last_part(document, tables)):
        raise Unreadable(Refusal.SEVERAL_REPORTS)
    read = _read(tables, layout)
    of_file = [found("FILE-15")] if document.cut else []
    of_file += [found("FILE-14")] if document.tracked else []
    return Return(
        file=file,
        identity=Identity(name=subject.name, year=subject.year),
        contradictions=subject.contradictions,
        saved=document.saved,
        sha256=sha256,
        values={**dict.fromkeys(layout.form.indicators), **read.values},
        counted=read.counted,
        invalid=read.invalid,
        findings=tuple(replace(one, file=file) for one in (*of_file, *read.findings)),
        untouched=not read.touched,
        typed=read.typed,
        has_cover=False,
        headings=subject.headings,
        medium=document.medium,
        publishers=tuple(document.publishers),
        own_report=document.ours,
        narrative=passages_of(document, _pieces_read(tables)),
    )


def _last_part(document: Document, tables: Mapping[str, PrintedTable]) -> int:
    """Where among the parts the last of the tables stands that are read."""
    places = [n for n, one in enumerate(document.parts) if isinstance(one, Piece)]
    return max((places[one] for one in _pieces_read(tables)), default=0)


def _pieces_read(tables: Mapping[str, PrintedTable]) -> dict[int, str]:
    """Which of the tables in a document are read, each as what official table."""
    found = {p.line.piece: code for code, one in tables.items() for p in one.figures.values()}
    return dict(sorted(found.items()))


@lru_cache(8)
def _vocabulary(layout: Layout) -> Vocabulary:
    return Vocabulary(layout)


def _may_be_one(document: Document, file: str) -> bool:
    """Whether a document may be a report all the same: its text is not there to be read, or its
    name calls it one of some unit on some year.
    """
    if document.without_table in _UNSEEN:
        return True
    called = title_in(PurePosixPath(file).stem)
    return called is not None and called.is_whole


def _without_tables(document: Document, layout: Layout, file: str, cells: Iterable[str]) -> Unread:
    """A document without an official table, and whether somebody has to look at it."""
    headings = (*subject_of(document).headings, *short_headings(document.paragraphs))
    labelled = _may_be_one(document, file) or _has_labels(document, layout, cells)
    return Unread(file, document.without_table, labelled=labelled, headings=headings)


def _too_long(document: Document, layout: Layout, file: str) -> Unread:
    """A list of many thousand rows, which is no report.

    Raises:
        Unreadable: it has official labels all the same.
    """
    cells = (text for one in document.pieces for row in one.rows for text in row if text)
    unread = _without_tables(document, layout, file, cells)
    if unread.labelled:
        raise Unreadable(Refusal.TOO_MANY_ROWS)
    return unread


def _has_labels(document: Document, layout: Layout, cells: Iterable[str]) -> bool:
    """Whether official labels or titles of tables stand in a document: its tables may be pictures,
    or their cells apart by commas and blanks.
    """
    vocabulary = _vocabulary(layout)
    titles = {label_of(one.table.title) for one in layout.tables if one.table.official}
    lines = [one for one in document.paragraphs if len(one) <= _LONGEST_LINE]
    texts = islice((text for one in lines for text in _APART.split(one)), _MOST_TEXTS)
    if any(label_of(one) in titles for one in lines[:_MOST_TEXTS] if len(one) < 100):
        return True
    labels = map(vocabulary.exact, {*islice(cells, _MOST_TEXTS), *texts})
    return any(label and len(label) >= _TELLING for label in labels)


def _occurrences(lines: Sequence[Line], one: TableLayout, form: Form) -> list[PrintedTable]:
    """Every occurrence of a table in a document, the best first; one that is in pieces is one."""
    if any(block.rows for block in one.table.blocks):
        found = list(HeadedRows(lines, one, form).every())
    else:
        found = list(HeadlessRow(lines, one, form).every())
        if not any(each.readable for each in found) and (alike := groups_as_rows(one, form)):
            turned = list(HeadedRows(lines, alike[0], form, alike[1]).every())
            if any(each.readable for each in turned):
                found = turned
            for each in found:
                each.layout = one
    return sorted(found, key=lambda each: (not each.readable, -each.share))


def _the_one(every: list[PrintedTable], form: Form) -> PrintedTable:
    """The table, which may be printed twice.

    Raises:
        Unreadable: it is there with different figures.
    """
    best, *others = every
    if best.readable and any(_is_another(one, best, form) for one in others):
        raise Unreadable(Refusal.SEVERAL_REPORTS)
    return best


def _is_another(one: PrintedTable, best: PrintedTable, form: Form) -> bool:
    """Whether it is not the same once more; nobody knows of one that cannot be read."""
    if not one.readable:
        return one.share >= WHOLE
    return _said(one, form) != _said(best, form)


def _said(one: PrintedTable, form: Form) -> dict[str, object]:
    """What a table says, however it is spelt; a blank is a 0, and a total its parts say."""
    figures = ((c, p.text, form.indicators[c]) for c, p in one.figures.items())
    return {
        code: text if isinstance(figure := read_figure(text, each.kind), Misfit) else figure or 0
        for code, text, each in figures
        if not each.parts
    }


# --- Transcribing --------------------------------------------------------------------------------


def _read(tables: Mapping[str, PrintedTable], layout: Layout) -> TablesRead:
    grids, known = {}, {}
    figures = [pair for one in tables.values() for pair in one.figures.items()]
    zeros = any(read_figure(p.text, layout.form.indicators[c].kind) == 0 for c, p in figures)
    for code, one in tables.items():
        if not one.readable:
            known[code] = TablesRead(findings=(_not_read(one),), touched=True)
        elif zeros and not any(p.text for p in (*one.figures.values(), *one.undivided.values())):
            # Whoever prints zeros does not mean them by a table of blanks.
            known[code] = TablesRead(findings=(_blank(one),))
        else:
            grids[one.layout.table.sheet] = _grid(one, layout.form)
    workbook = Workbook(grids)
    cover = CoverReader(workbook, _cover(layout))
    read = read_tables(workbook, layout, cover, Identity(), known=known)
    told = list(read.findings)
    invalid = set[str]()
    for code, one in tables.items():
        if code not in known:
            told += _doubts(one)
            inside = dict(_not_divided(one, layout.form))
            told = [each for each in told if each.indicator not in _all(inside)]
            told += [_undivided(one, layout, codes, text) for codes, text in inside.items()]
            invalid |= _all(inside)
    return replace(read, findings=tuple(told), invalid=read.invalid | invalid)


@lru_cache(8)
def _cover(layout: Layout) -> Cover:
    return cover_of(layout.form)


def _all(some: Mapping[tuple[str, ...], str]) -> set[str]:
    return {code for codes in some for code in codes}


def _grid(one: PrintedTable, form: Form) -> Grid:
    """The table as the template has it, with what is printed in its cells."""
    layout = one.layout
    rows: list[list[object]] = [[""] * layout.width for _ in range(layout.last_row + 1)]
    for (row, column), text in layout.printed.items():
        rows[row][column] = text
    shown: dict[At, Shown] = {}
    for code, printed in one.figures.items():
        row, column = layout.spots[code]
        rows[row][column] = printed.text
        if printed.column is not None and printed.column in printed.line.shown:
            shown[row, column] = printed.line.shown[printed.column]
    for codes, printed in one.undivided.items():
        figure = read_figure(printed.text, form.indicators[codes[0]].kind)
        # What stands there for all of them together is the figure of none of them.
        text = f"{one.groups[codes]} {printed.text}" if figure else "" if figure is None else "0"
        for code in codes:
            row, column = layout.spots[code]
            rows[row][column] = text
    return Grid(rows, shown=shown)


def _not_divided(one: PrintedTable, form: Form) -> Iterator[tuple[tuple[str, ...], str]]:
    """The inputs of which only the sum is printed, with what stands there, where that is not 0."""
    for codes, printed in one.undivided.items():
        inputs = tuple(code for code in codes if not form.indicators[code].parts)
        if inputs and read_figure(printed.text, form.indicators[inputs[0]].kind) not in (0, None):
            yield inputs, printed.text


# --- What is told --------------------------------------------------------------------------------


def _place(one: PrintedTable, label: str) -> Location:
    """The cell of a label in the template; that of the first figure for a row without one."""
    layout = one.layout
    cells = (each.place.address for each in layout.labels if each.text == label)
    address = next(cells, next(iter(layout.cells.values())).address)
    return Location(layout.table.sheet, address)


def _not_read(one: PrintedTable) -> Finding:
    """Why nothing of a table is read: a label that is not there comes before one that is twice."""
    sheets = (one.layout.table.sheet,)
    if one.measure:
        return found(
            "TAB-02",
            Location(sheets[0]),
            tables=sheets,
            actual=one.measure.actual,
            expected=one.measure.expected,
            details=Printed(measure=True),
        )
    if one.faults:
        first, *others = sorted(one.faults, key=lambda each: each.doubled)
        return found(
            "TAB-07" if first.doubled else "TAB-02",
            _place(one, first.expected),
            tables=sheets,
            actual=shorten(first.actual),
            expected=first.expected,
            more=len(others) + len(one.uneven),
            details=None if first.doubled else Printed(),
        )
    label, *rest = one.uneven
    place = _place(one, label)
    return found("TAB-10", place, tables=sheets, expected=label, more=len(rest))


def _blank(one: PrintedTable) -> Finding:
    """That nothing is printed in a table."""
    table = one.layout.table
    place = Location(table.sheet, label=table.title)
    return found("STAT-03", place, tables=(table.sheet,), details=Printed())


def _doubts(one: PrintedTable) -> Iterator[Finding]:
    """What was read all the same, and should be looked at."""
    sheets = (one.layout.table.sheet,)
    near = list(dict.fromkeys(one.near))
    if near:
        yield _near(near[0], one, len(near) - 1)
    if one.slipped:
        label, *rest = one.slipped
        place = _place(one, label)
        yield found("TAB-13", place, tables=sheets, expected=label, more=len(rest))
    if one.moved:
        label, *rest = one.moved
        yield found("TAB-14", _place(one, label), tables=sheets, expected=label, more=len(rest))
    if one.strays:
        first, *others = one.strays
        place = Location(sheets[0], label=shorten(first.line.text))
        yield found(
            "TAB-03", place, actual=shorten(first.text), more=len(others), details=Strays(())
        )


def _near(near: Doubt, one: PrintedTable, more: int) -> Finding:
    return found(
        "TAB-11",
        _place(one, near.expected),
        tables=(one.layout.table.sheet,),
        actual=shorten(near.actual),
        expected=near.expected,
        more=more,
    )


def _undivided(one: PrintedTable, layout: Layout, codes: tuple[str, ...], text: str) -> Finding:
    """Inputs of which only the sum is printed."""
    sheet, address = layout.where(codes[0])
    label = layout.form.indicators[codes[0]].label
    place = Location(sheet, address, codes[0], label)
    group = one.groups[codes]
    return found("TAB-12", place, tables=(sheet,), actual=shorten(text), expected=group)
