"""The function of the library that makes the report which is published."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.commands.reporting import Reported, report_on
from toolkit.files.disk import named_path
from toolkit.library.arguments import FormOrPath, as_texts, as_wish
from toolkit.library.result import Paths, StrPath, path_of


def report(
    workbook: StrPath,
    folder: StrPath | None = None,
    *,
    form: FormOrPath | None = None,
    passwords: str | Iterable[str] = (),
) -> Paths[Reported]:
    """Make the report that is published: a Word document and a page of HTML.

    Args:
        workbook: a reviewed consolidated workbook, or one unit's filled return.
        folder: where both go; by default the current one.
        form: a form, or its id or path; by default the one that the workbook states.
        passwords: those that the workbook may have.

    Returns:
        Both files. ``done.report.gaps`` has what is to be filled in, and ``done.source.findings``
        what speaks against publishing it as it is.

    Raises:
        CannotRun: the workbook cannot be published as it is, or a file stands in the way.
    """
    path = named_path(workbook)
    done = report_on(path, as_wish(form), path_of(folder), as_texts(passwords))
    return Paths(done.paths, done)
