"""Used: what the run that made a consolidated workbook was given, kept in the workbook itself.

The next run uses it again where nobody says otherwise, so that nothing is left out by forgetting.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ValidationError

from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import hidden_text
from toolkit.returns.previous_year import Previous
from toolkit.returns.sums.record import LONGEST
from toolkit.roster.roster import Roster

# The key of the hidden sheet that holds it.
KEY = "used"


class Source(BaseModel):
    """Something that was read: where it lies, and a digest of what it said.

    ``path`` leads there from the folder of the workbook, so that both can be moved together; a URL
    or a path on another drive stands as it is.
    """

    path: str
    digest: str = ""


class Preferred(BaseModel):
    """A file that the office has chosen where a unit has sent several.

    ``among``: the digests of all that there were then. Once there is another one, nobody has
    chosen.
    """

    name: str
    among: list[str]


class Used(BaseModel):
    """What a run was given; None, or blank, is what it was not given."""

    # When it began to look for returns: what came in later it has not seen.
    at: datetime.datetime | None = None
    year: int | None = None
    form: str | None = None
    # The files and folders that were read.
    returns: list[str] = []
    units: Source | None = None
    # The codes of units that sent something and were on no roster.
    unlisted: list[str] = []
    # Whether the roster was named, or found where rosters are looked for.
    units_named: bool = False
    previous: Source | None = None
    # Whether somebody has said, then or before, that last year's figures are not to be used.
    declined: bool = False
    collector: str | None = None
    strict: bool = False
    prefer: list[Preferred] = []
    feedback: str | None = None
    # The digests, cut short, of the files that it has seen and whose returns do not count.
    seen: list[str] = []

    def pairs(self) -> list[tuple[str, str]]:
        """It as keys and texts of the hidden sheet; a cell holds no more."""
        text = self.model_dump_json(exclude_defaults=True, ensure_ascii=True)
        return [(KEY, text[at : at + LONGEST]) for at in range(0, len(text), LONGEST)]


def used_in(workbook: Workbook) -> Used | None:
    """What a consolidated workbook says of it; None where an earlier version wrote it."""
    try:
        return Used.model_validate_json(hidden_text(workbook, KEY))
    except ValidationError:
        return None


def digest_of_roster(roster: Roster) -> str:
    """The same units under the same parents, the same text, whatever else is said of them.

    Whom to call and until when a unit reports changes no figure.
    """
    rows = (
        (unit.code, unit.name, unit.category or "", unit.parent, *unit.before)
        for unit in roster.rows
    )
    return _digest("\x1f".join(row) for row in rows)


def digest_of_previous(previous: Previous) -> str:
    """The same figures of last year, the same text; however often the file was saved again."""
    return _digest(
        f"{unit}:{_said(previous.figures[unit])}:{unit in previous.inside}"
        for unit in sorted(previous.figures)
    )


def _said(figures: Mapping[str, int | None]) -> str:
    return ",".join(f"{code}={figures[code]}" for code in sorted(figures))


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
