"""Wishes: what is to be collected, as a person or a program has asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.form.form import Form


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be collected, and how; None where the returns or the roster decide."""

    paths: Sequence[Path]
    units: Path | None = None
    # A form, or the id or the path of one.
    form: Form | str | None = None
    year: int | None = None
    collector: str | None = None
    # None: as in the run before, else no.
    strict: bool | None = None
    previous: Path | None = None
    # Whether there is to be no comparison with last year, on purpose.
    no_previous: bool = False
    prefer: Sequence[str] = ()
    passwords: Sequence[str] = ()
    # The address of a scheduler of Dask's; None: this machine reads.
    cluster: str | None = None
    # The workbook of an earlier run: what that was given is used where nothing else is said here.
    like: Path | None = None
    # Whether roster and last year's figures are named by settings that stand, and not by whoever
    # asks now: then they have to be what they were in that run.
    units_stand: bool = False
    previous_stands: bool = False
