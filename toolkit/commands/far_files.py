"""Files that somebody else opens: workers of a cluster, or whoever fetches from a remote place.

They are only listed here. What is unusual about a file, this machine sees to in its place: an
archive, a name that another file has, a file that the cluster was lost over. So the result is the
one that this machine alone would have come to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import cast

from toolkit.commands.calls import Calls, InOrder
from toolkit.commands.fetching import Answer, ToAnswer
from toolkit.commands.read_files import (
    FileToReturn,
    Reading,
    guarded,
    read_by,
    sources_of,
    unusable,
)
from toolkit.commands.workers import Workers, processors
from toolkit.files.archive import Room
from toolkit.files.folder import Found, Names, opened
from toolkit.files.incoming import Incoming
from toolkit.form.form import Form
from toolkit.returns.unit_return import Return, Unread


class FarInbox:
    """Files that were listed; ``far`` makes who opens and reads them, anew for each reading."""

    def __init__(
        self, found: Sequence[Found], passwords: Sequence[str], far: Callable[[], Calls]
    ) -> None:
        self.found, self.passwords, self.far = found, passwords, far
        self._sources: dict[str, Path] = {}
        self.sources: Mapping[str, Path] = self._sources

    @property
    def empty(self) -> bool:
        return not self.found

    @property
    def idle(self) -> bool:
        return all(found.one.ignored for found in self.found)

    def note_places(self, some: Iterable[Incoming]) -> None:
        """Note where files lie that have been read."""
        self._sources |= sources_of(some)

    def to_read(self) -> Iterator[Incoming]:
        room = Room(self.passwords)
        for found in self.found:
            for one in opened(found, room):
                if not (one.ignored or one.unreadable):
                    yield one

    def reading(self, form: Form) -> Reading:
        return _FarFiles(self, form)


class _FarFiles:
    """All files, in their order. Archives count as one."""

    def __init__(self, inbox: FarInbox, form: Form) -> None:
        self._inbox, names = inbox, Names()
        # As they would be called if no archive among them held anything of the same name.
        self._named = [
            replace(found, one=names.given(found.one, found.root)) for found in inbox.found
        ]
        # One for all: whoever has it need not take it in again.
        self._task = FileToReturn(form, tuple(inbox.passwords))
        to_open = (found for found in self._named if found.one.source)
        self._answers = InOrder(inbox.far(), cast(ToAnswer, self._task), to_open)

    def __len__(self) -> int:
        return len(self._inbox.found)

    def __iter__(self) -> Iterator[Return | Unread]:
        room, names = Room(self._inbox.passwords), Names()
        try:
            with closing(iter(self._answers)) as answers:
                for found, named in zip(self._inbox.found, self._named, strict=True):
                    answer: Answer = unusable(named.one)
                    if found.one.source:
                        answer = next(answers)[1].result()
                    yield from self._placed(found, named.one, answer, room, names)
        finally:
            self.close()

    def close(self) -> None:
        try:
            self._answers.close()
        finally:
            if "_here" in vars(self):
                self._here.shutdown(cancel_futures=True)

    def _placed(
        self, found: Found, named: Incoming, answer: Answer, room: Room, names: Names
    ) -> Iterator[Return | Unread]:
        """What has become of a file; ``named``: as it was read, under its name at that time."""
        if answer is None:
            some = [names.given(one, found.root) for one in opened(found, room)]
        else:
            given = names.given(found.one, found.root)
            if given.path == named.path:
                self._inbox.note_places([given])
                yield answer
                return
            # What is told of it would bear the other name.
            some = list(opened(replace(found, one=given), room))
        self._inbox.note_places(some)
        yield from read_by(self._here, self._task, some)

    @cached_property
    def _here(self) -> Workers:
        return guarded(processors())
