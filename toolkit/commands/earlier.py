"""Earlier: the reports of the year before, for those that are checked by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.commands import words
from toolkit.commands.inboxes import inbox_of
from toolkit.consolidation.published import by_pattern, of_year
from toolkit.errors import CannotRun
from toolkit.files import words as files_words
from toolkit.form.form import Form
from toolkit.grids.identity import Identity
from toolkit.returns.published.titles import are_alike
from toolkit.returns.unit_return import Return, Unread


@dataclass(frozen=True)
class Earlier:
    """Some returns, to be asked for that of a unit on the year before."""

    returns: Sequence[Return] = ()

    @classmethod
    def read(cls, path: Path | None, form: Form, passwords: Sequence[str] = ()) -> Earlier:
        """Those in a file, a folder or a zip.

        Raises:
            CannotRun: it is not there, or there is no report in it.
        """
        if path is None:
            return cls()
        if not path.exists():
            raise CannotRun(files_words.no_such_path(str(path)))
        with inbox_of([path], passwords=passwords) as inbox:
            read = list(inbox.reading(form))
        known = cls.among(read)
        if not known.returns:
            refused = (one.refusal.text for one in read if isinstance(one, Unread))
            reason = next(refused, words.NO_REPORTS)
            raise CannotRun(words.previous_unreadable(str(path), reason, table=False))
        return known

    @classmethod
    def among(cls, read: Iterable[Return | Unread]) -> Earlier:
        """Those of what has been read."""
        return cls([_known(one) for one in read if isinstance(one, Return)])

    def knows(self, last: Return | None) -> bool | None:
        """Whether something is known of the year before; None where nobody has asked for that."""
        return last is not None if self.returns else None

    def of(self, identity: Identity) -> Return | None:
        """What the same unit has reported on the year before; None where that is not known."""
        year = identity.year or ""
        if not year.isdecimal():
            return None
        last = str(int(year) - 1)
        same = (one for one in self.returns if one.identity.year == last)
        return next((one for one in same if _is_same(one.identity, identity)), None)


def _known(one: Return) -> Return:
    return of_year(by_pattern(one)[0], None)[0] if one.medium else one


def _is_same(one: Identity, other: Identity) -> bool:
    if one.unit and other.unit:
        return one.unit == other.unit
    return bool(one.name and other.name and are_alike(one.name, other.name))
