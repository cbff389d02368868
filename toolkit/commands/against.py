"""Before it goes online: reports held against the workbook that they were made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.audit.against_workbook import hold_against
from toolkit.commands import words
from toolkit.commands.checking import Checked, check_alone, read_named
from toolkit.commands.earlier import Earlier
from toolkit.commands.read_files import Progress
from toolkit.commands.reporting import reviewed
from toolkit.errors import CannotRun
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Refused
from toolkit.findings.worst_first import worst_first
from toolkit.form.form import Form
from toolkit.form.layout import Layout, lay_out
from toolkit.grids.refusals import Refusal
from toolkit.publication.source import Reviewed
from toolkit.publication.words import against_refused
from toolkit.returns.unit_return import FileRecord, Return, Unread


@dataclass(frozen=True, slots=True)
class Held:
    """Reports that were held against a workbook, and that workbook."""

    checked: Sequence[Checked]
    source: Reviewed


def check_against(
    paths: Sequence[Path],
    workbook: Path,
    wish: Form | str | None,
    progress: Progress = iter,
    passwords: Sequence[str] = (),
    previous: Path | None = None,
) -> Held:
    """The verdict on each report; what is named and is no published report is an error.

    Raises:
        CannotRun: the workbook is none whose figures can be published, a file is not there, or
            there is no report in the folders that are named.
    """
    source = reviewed(workbook, wish, passwords, against_refused)
    form, read = read_named(paths, source.form, progress, passwords)
    layout = lay_out(form)
    earlier = Earlier.read(previous, form, passwords)
    # In a folder there may be other files beside the reports.
    named = not any(path.is_dir() for path in paths)
    checked = list(_judged(read, layout, source, earlier, named=named))
    if not any(one.verdict or one.has_errors for one in checked):
        raise CannotRun(words.NO_REPORTS_TO_HOLD)
    return Held(checked, source)


def _judged(
    read: Sequence[Return | Unread],
    layout: Layout,
    source: Reviewed,
    earlier: Earlier,
    *,
    named: bool,
) -> Iterator[Checked]:
    form = layout.form
    for one in read:
        if isinstance(one, Return) and one.medium:
            last = earlier.of(replace(one.identity, year=str(source.year)))
            text = last.narrative if last else ()
            held = hold_against(one, layout, source.figures, source.name, source.year, text)
            record = FileRecord(one.file, "accepted", one.identity.unit or one.identity.name)
            findings = tuple(worst_first(held.findings, layout))
            yield Checked(form, record, findings, one, held.verdict, earlier.knows(last))
        elif named or (isinstance(one, Unread) and not one.ignored and one.labelled):
            yield _no_report(one, form)
        else:
            yield check_alone(one, layout, source.year)


def _no_report(one: Return | Unread, form: Form) -> Checked:
    """The verdict on a file that cannot be held against anything."""
    file = one.path if isinstance(one, Unread) else one.file
    refusal = one.refusal if isinstance(one, Unread) else Refusal.A_WORKBOOK
    record = FileRecord(file, "unreadable", reason=refusal)
    return Checked(form, record, (found("PUB-04", file=file, details=Refused(refusal)),))
