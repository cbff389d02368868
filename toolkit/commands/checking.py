"""Checking: what is wrong with single returns, without roster and without adding up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.audit.judge import judge_alone
from toolkit.audit.objections import (
    contradictions,
    not_read,
    of_another_form,
    of_another_year,
)
from toolkit.commands import words
from toolkit.commands.read_files import Progress, ReadFiles
from toolkit.commands.stated import form_of
from toolkit.errors import CannotRun
from toolkit.files.folder import open_inbox
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Refused
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.form_file import load_form
from toolkit.form.layout import lay_out
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Return, Subject, Unread
from toolkit.roster.roster import category_of


@dataclass(frozen=True, slots=True)
class Checked:
    """One file and what is wrong with it."""

    file: str
    form: Form
    name: str
    findings: tuple[Finding, ...]
    # Why it was not looked into; None where it was.
    note: Refusal | None = None
    # The year that the file states; blank where it states none.
    year: str = ""

    @property
    def has_errors(self) -> bool:
        return any(one.is_open_error for one in self.findings)


def check_files(
    paths: Sequence[Path],
    form_name: str | None,
    year: int | None,
    progress: Progress = iter,
    passwords: Sequence[str] = (),
) -> Iterator[Checked]:
    """The verdict on each file, as ``collect`` would give it.

    Raises:
        CannotRun: a file is not there, or the form cannot be read.
    """
    incoming = list(open_inbox(paths, passwords=passwords))
    if not incoming:
        raise CannotRun(words.no_returns([str(path) for path in paths]))
    form = load_form(form_name) if form_name else form_of(incoming)
    layout = lay_out(form)
    for one in progress(ReadFiles(incoming, form, passwords)):
        if isinstance(one, Unread):
            yield _not_read(one, form)
            continue
        subject = Subject(one, category_of(one.identity.category), one.before)
        findings = [*_stated(one, form, year), *judge_alone(subject, layout)]
        name = one.identity.name or one.identity.unit or ""
        yield Checked(one.file, form, name, tuple(findings), year=one.identity.year or "")


def _not_read(one: Unread, form: Form) -> Checked:
    if one.ignored:
        return Checked(one.path, form, "", (), one.refusal)
    return Checked(one.path, form, "", (not_read(one),))


def _stated(one: Return, form: Form, year: int | None) -> Iterator[Finding]:
    """Findings on what the workbook says of itself, as far as they need no roster."""
    yield from contradictions(one)
    if other := of_another_form(one, form):
        yield other
    if not one.identity.names_unit and not one.untouched:
        yield found("FILE-02", file=one.file, details=Refused(Refusal.NO_UNIT))
    if wrong := of_another_year(one, form, year):
        yield wrong
