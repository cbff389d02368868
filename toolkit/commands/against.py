"""Before it goes online: reports held against the workbook that they were made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.audit.against_workbook import hold_against
from toolkit.commands.checking import Checked, check_alone, read_named
from toolkit.commands.earlier import Earlier
from toolkit.commands.read_files import Progress
from toolkit.commands.reporting import reviewed
from toolkit.findings.worst_first import worst_first
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.publication.words import against_refused
from toolkit.returns.unit_return import FileRecord, Return


def check_against(
    paths: Sequence[Path],
    workbook: Path,
    wish: Form | str | None,
    progress: Progress = iter,
    passwords: Sequence[str] = (),
    previous: Path | None = None,
) -> Iterator[Checked]:
    """The verdict on each report; what is no published report is judged as ``check`` does.

    Raises:
        CannotRun: the workbook is none whose figures can be published, or a file is not there.
    """
    source = reviewed(workbook, wish, passwords, against_refused)
    form, read = read_named(paths, source.form, progress, passwords)
    layout = lay_out(form)
    earlier = Earlier.read(previous, form, passwords)
    for one in read:
        if not isinstance(one, Return) or not one.medium:
            yield check_alone(one, layout, source.year)
            continue
        last = earlier.of(replace(one.identity, year=str(source.year)))
        text = last.narrative if last else ()
        held = hold_against(one, layout, source.figures, source.name, source.year, text)
        record = FileRecord(one.file, "accepted", one.identity.unit or one.identity.name)
        findings = tuple(worst_first(held.findings, layout))
        yield Checked(form, record, findings, one, held.verdict)
