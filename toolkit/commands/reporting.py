"""Reporting: a reviewed workbook → the report that is published, as Word document and as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.documents.formats import READERS
from toolkit.errors import CannotRun
from toolkit.files import words as files_words
from toolkit.files.disk import read_existing, read_named, write_files
from toolkit.form import words as form_words
from toolkit.form.form import Form
from toolkit.form.form_file import as_form, shipped_forms
from toolkit.form.layout import lay_out
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import NEVER_SAVED
from toolkit.grids.refusals import Unreadable
from toolkit.publication import words as publication_words
from toolkit.publication.compose import Report, compose
from toolkit.publication.html import html_unchanged, make_html
from toolkit.publication.source import Refused, Reviewed, review
from toolkit.publication.word import make_word, word_unchanged
from toolkit.spreadsheets.kind import kind_of
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.text import file_name, printable

# File systems take names of 255 bytes: a Chinese character is three of them.
_NAME_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that was written."""

    # The figures, and what is to be said of them.
    source: Reviewed
    report: Report
    # The files that are there now.
    paths: Sequence[Path]


def report_on(
    path: Path, wish: Form | str | None, folder: Path | None, passwords: Sequence[str] = ()
) -> Reported:
    """Write both files into the folder; what somebody has changed since is never overwritten.

    ``wish``: the form, or its id or path; None: the one that the workbook states.

    Raises:
        CannotRun: the workbook cannot be published as it is, or a file stands in the way.
    """
    folder = folder or Path()
    if folder.exists() and not folder.is_dir():
        raise CannotRun(files_words.not_a_folder(printable(str(folder))))
    source = reviewed(path, wish, passwords)
    report = compose(source.form, source.name, source.year, source.figures)
    author = source.name or source.unit
    stem = folder / publication_words.report_name(file_name(author)[:_NAME_LIMIT], source.year)
    word = make_word(report, author, source.saved or NEVER_SAVED)
    targets = [
        (Path(f"{stem}{publication_words.WORD_NAME}"), word, word_unchanged),
        (Path(f"{stem}{publication_words.WEB_NAME}"), make_html(report), html_unchanged),
    ]
    for target, new, unchanged in targets:
        existing = read_existing(target)
        if existing is not None and existing != new and not unchanged(existing):
            raise CannotRun(publication_words.report_edited(printable(str(target))))
    write_files([(target, new) for target, new, _ in targets])
    return Reported(source, report, [target for target, _, _ in targets])


def reviewed(
    path: Path,
    wish: Form | str | None,
    passwords: Sequence[str] = (),
    refused: Refused = publication_words.report_refused,
) -> Reviewed:
    """What may be published of a workbook; ``refused``: the words in which it is refused.

    Raises:
        CannotRun: the workbook cannot be published as it is.
    """
    shown = printable(str(path))
    content = read_named(path)
    if kind_of(content) in READERS:
        told = publication_words.DOCUMENT, publication_words.DOCUMENT_ADVICE
        raise CannotRun(refused(shown, told[:1], told[1]))
    try:
        workbook = read_workbook(content, passwords=passwords)
    except Unreadable as error:
        raise CannotRun(refused(shown, [error.reason.text], "")) from error
    form = as_form(wish or _form_stated(workbook, shown, refused))
    return review(workbook, lay_out(form), shown, refused)


def _form_stated(workbook: Workbook, file: str, refused: Refused) -> str:
    """The form that a workbook of ours states."""
    stated = stated_in(workbook).form
    if not stated:
        raise CannotRun(refused(file, [publication_words.REPORT_KIND], ""))
    if stated not in shipped_forms():
        raise CannotRun(form_words.form_not_shipped(stated))
    return stated
