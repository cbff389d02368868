"""What ``collect -q`` prints: what somebody has to see to, and nothing where all is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.cli import words
from toolkit.cli.screen import console, show_unread
from toolkit.cli.shortlist import NAMED_ELSEWHERE, grouped, needs_action
from toolkit.grids.reason import said
from toolkit.text import printable

if TYPE_CHECKING:
    from toolkit.consolidation.consolidate import Consolidation
    from toolkit.library.result import Written

_REFUSED = ("unreadable", "unrecognised")


def show_to_do(written: Written) -> None:
    """How much there is to do and where, the files that were refused, what was left alone."""
    result = written.result.consolidation
    told = [one.finding for one in grouped(result.findings) if needs_action(one.finding)]
    sorts = Counter(one.severity for one in told if one.code != NAMED_ELSEWHERE)
    missing = sum(one.status == "missing" for one in result.units if one.due)
    numbers = (sorts["error"], sorts["warning"], missing)
    others = [*_refused(result), *_others(written)]
    show_unread(written.result)
    if not any(numbers) and not others:
        return
    where = printable(str(written.paths[0]))
    first = words.to_do(result.collector_title, result.year, *numbers, where)
    screen = console()
    for line in (first, *others):
        screen.print(line, soft_wrap=True)


def _refused(result: Consolidation) -> Iterator[str]:
    for one in result.files:
        if one.status in _REFUSED:
            yield words.refused_file(printable(one.path), said(one.reason) or "")


def _others(written: Written) -> Iterator[str]:
    result, review = written.result, written.review
    for path in result.other_rosters:
        yield words.other_roster(*(printable(str(one)) for one in (path, result.roster.path)))
    if review.made is not None:
        yield from review.missed
        yield from review.left_open
        yield from map(printable, review.contradicted)
        yield from review.listed
    for path in written.parted:
        yield words.parted(printable(str(path)))
    for path in written.outbox.kept if written.outbox else ():
        yield words.feedback_kept(printable(str(path)))
    if written.journal:
        yield written.journal
