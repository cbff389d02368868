"""Reporting: a reviewed workbook → the report that is published, as Word document and as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import CannotRun
from toolkit.files.book import write_files
from toolkit.files.form_yaml import load_form, shipped_forms
from toolkit.files.inbox import read_existing
from toolkit.files.report_html import html_unchanged, make_html
from toolkit.files.report_word import make_word, word_unchanged
from toolkit.files.workbook import read_workbook
from toolkit.grid import Unreadable, Workbook
from toolkit.identity import NEVER_SAVED
from toolkit.layout import lay_out
from toolkit.report import Report, compose
from toolkit.returns import stated_in
from toolkit.reviewed import Reviewed, review
from toolkit.text import file_name, printable
from toolkit.words import report as words
from toolkit.words import stops

# File systems take names of 255 bytes: a Chinese character is three of them.
_NAME_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Reported:
    """``source``: the figures and what is to be said of them; ``paths``: what is there now."""

    source: Reviewed
    report: Report
    paths: Sequence[Path]


def report_on(
    path: Path, form_name: str | None, folder: Path | None, passwords: Sequence[str] = ()
) -> Reported:
    """Write both files into the folder; what somebody has changed since is never overwritten.

    Raises:
        CannotRun: the workbook cannot be published as it is, or a file stands in the way.
    """
    shown = printable(str(path))
    content = read_existing(path)
    if content is None:
        raise CannotRun(stops.no_such_path(shown))
    folder = folder or Path()
    if folder.exists() and not folder.is_dir():
        raise CannotRun(stops.not_a_folder(printable(str(folder))))
    try:
        workbook = read_workbook(content, passwords=passwords)
    except Unreadable as error:
        raise CannotRun(stops.report_refused(shown, [str(error)])) from error
    form = load_form(form_name or _form_stated(workbook, shown))
    source = review(workbook, lay_out(form), shown)
    report = compose(form, source.name, source.year, source.figures)
    author = source.name or source.unit
    stem = folder / words.file_stem(file_name(author)[:_NAME_LIMIT], source.year)
    word = make_word(report, author, workbook.saved or NEVER_SAVED)
    targets = [
        (Path(f"{stem}{words.WORD_NAME}"), word, word_unchanged),
        (Path(f"{stem}{words.WEB_NAME}"), make_html(report), html_unchanged),
    ]
    for target, new, unchanged in targets:
        existing = read_existing(target)
        if existing is not None and existing != new and not unchanged(existing):
            raise CannotRun(stops.report_edited(printable(str(target))))
    write_files([(target, new) for target, new, _ in targets])
    return Reported(source, report, [target for target, _, _ in targets])


def _form_stated(workbook: Workbook, file: str) -> str:
    """The form that a workbook of ours says it is of."""
    stated = stated_in(workbook).form
    if not stated:
        raise CannotRun(stops.report_refused(file, [stops.REPORT_KIND]))
    if stated not in shipped_forms():
        raise CannotRun(stops.form_not_shipped(stated))
    return stated
