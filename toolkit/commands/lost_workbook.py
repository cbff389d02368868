"""Lost workbook: what is said where the one that a run would replace is gone.

People's decisions, notes and switches are in it, and only the journal knows that there was one.
"""

from __future__ import annotations

import datetime
from contextlib import suppress
from pathlib import Path

from toolkit.commands import words
from toolkit.commands.journals import ids_in, past_in
from toolkit.errors import CannotRun
from toolkit.files.disk import backup_of, from_here, real
from toolkit.journal.database import is_none_yet
from toolkit.journal.hindrance import Hindered
from toolkit.journal.rows import RunRow
from toolkit.text import printable


def lost_workbook(workbook: Path, journal: Path) -> str:
    """One sentence where the journal knows a workbook that is gone, else "".

    Raises:
        CannotRun: it lies beside the journal under another name, or there is a copy of the one
            before it, which the next run would replace.
    """
    if workbook.exists():
        return ""
    shown, last = printable(str(workbook)), _last_run(workbook, journal)
    for one in sorted(real(journal).parent.glob("*.xlsx")) if last else ():
        if last and last.id in ids_in(one):
            raise CannotRun(words.workbook_renamed(shown, printable(str(from_here(one)))))
    if (backup := backup_of(workbook)).exists():
        raise CannotRun(words.workbook_has_backup(shown, printable(str(backup))))
    return words.workbook_lost(shown, datetime.datetime.fromisoformat(last.time)) if last else ""


def _last_run(workbook: Path, journal: Path) -> RunRow | None:
    # What is wrong with the journal is told when the run is written into it.
    with suppress(CannotRun, Hindered):
        if not is_none_yet(journal):
            own, folder = real(workbook), real(journal).parent
            with past_in(journal) as past:
                runs = [one for one in past.runs.values() if folder / one.workbook == own]
            return max(runs, default=None)
    return None
