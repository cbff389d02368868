"""Copies of the workbook in which colleagues have worked: read, never changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from toolkit.commands.replaced_workbook import Refusals, hand_typed_in
from toolkit.errors import CannotRun
from toolkit.files.disk import read_named, real
from toolkit.form.form import Form
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import SHEET
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.returns.sums.record import record_in
from toolkit.review import words
from toolkit.review.copies import Copy
from toolkit.spreadsheets.kind import FileKind, kind_of
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.text import distinct, printable

# The name of a file has 255 characters at most, and so has that of its folder.
_LONGEST = 600
_REFUSALS = Refusals(words.copy_unusable, words.copy_of_another_unit, words.copy_of_another_period)


def must_be_copies(paths: Iterable[Path], written: Iterable[Path]) -> None:
    """Raise CannotRun for what can be seen of the copies by themselves.

    ``written``: what the run writes besides the workbook into which they are taken over.
    """
    targets = {real(one) for one in written}
    for path in paths:
        if real(path) in targets:
            raise CannotRun(words.copy_written_over(str(path)))
        if reason := _why_not(read_named(path)):
            raise CannotRun(words.copy_unusable(str(path), reason))


def read_copies(
    paths: Sequence[Path], about: tuple[Form, int, str], workbook: Path, content: bytes | None
) -> list[Copy]:
    """What was written into copies, each content once; they have passed :func:`must_be_copies`.

    ``about``: form, year and collector. ``workbook``: the one that is replaced, with its
    ``content``; None where there is nothing.

    Raises:
        CannotRun: one is about something else, or cannot be understood as a whole.
    """
    seen, copies = set[bytes](), []
    for path, name in zip(paths, _names(paths, workbook), strict=True):
        copy = read_named(path)
        if copy in seen:
            continue
        seen.add(copy)
        # Where nothing is replaced, one of them stands for it, with its looks.
        read, typed = hand_typed_in(path, copy, about, _REFUSALS, with_looks=content is None)
        copies.append(Copy(name, hashlib.sha256(copy).hexdigest(), read.saved, typed))
    return copies


def _why_not(content: bytes) -> str | None:
    """Why a file is no consolidated workbook of which all can be read; None where it is one."""
    kind = kind_of(content)
    try:
        workbook = read_workbook(content, {SHEET}, kind=kind)
    except Unreadable as error:
        locked = error.refusal in (Refusal.ENCRYPTED, Refusal.ENCRYPTED_ODS)
        return words.COPY_LOCKED if locked else error.reason.text
    if not stated_in(workbook).is_sum:
        return words.COPY_KIND
    if kind is not FileKind.XLSX:
        return words.COPY_FORMAT
    return words.NO_RECORD if record_in(workbook) is None else None


def _names(paths: Sequence[Path], workbook: Path) -> list[str]:
    """What each copy is called: by its folder, too, where another one has the same name."""
    names = [printable(one.name) for one in paths]
    often = Counter([*names, printable(workbook.name)])
    told = [
        f"{printable(real(path).parent.name)}/{name}" if often[name] > 1 else name
        for path, name in zip(paths, names, strict=True)
    ]
    return distinct(told, _LONGEST)
