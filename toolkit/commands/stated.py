"""The form and the year of a run, where the user gives none: what most returns state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from itertools import islice

from toolkit.audit.objections import dated
from toolkit.commands import words
from toolkit.commands.read_files import Inbox, Progress, form_stated
from toolkit.errors import CannotRun
from toolkit.form import words as form_words
from toolkit.form.form import Form
from toolkit.form.form_file import as_form, default_form, load_form, shipped_forms
from toolkit.returns.unit_return import Return, Unread

Read = list[Return | Unread]

_YEAR = re.compile("[0-9]{4}")
# So many files are asked first; they nearly always state what most of all files do.
_ASKED_FIRST = 5


def read_as_stated(
    inbox: Inbox,
    wish: Form | str | None,
    progress: Progress = iter,
    meanwhile: Callable[[], object] = lambda: None,
) -> tuple[Form, Read]:
    """All files as returns of a form: of ``wish``, by itself, its id or path, or else of the one
    that most of them state.

    Only once all are read is it certain which form most of them state. They are read as returns of
    the form that most of the first ones state, and read again where most of all state another.
    ``meanwhile`` is done while they are being read.

    Raises:
        CannotRun: the form cannot be read.
    """

    def read(form: Form) -> Read:
        with closing(inbox.reading(form)) as reading:
            meanwhile()
            return list(progress(reading))

    if wish:
        form = as_form(wish)
        return form, read(form)
    likely = _most_stated(map(form_stated, islice(inbox.to_read(), _ASKED_FIRST)))
    if likely and likely not in shipped_forms():
        # Perhaps nothing can be done; asking every file is soon done beside reading them all.
        likely = _most_stated(map(form_stated, inbox.to_read()))
    guessed = _form_of(likely) if likely else default_form()
    found = read(guessed)
    stated = _most_stated(one.stated_form for one in found)
    form = _form_of(stated) if stated else default_form()
    return form, found if form.id == guessed.id else read(form)


def _most_stated(names: Iterable[str | None]) -> str | None:
    stated = Counter(filter(None, names))
    return max(stated, key=lambda name: (stated[name], name), default=None)


def _form_of(name: str) -> Form:
    """The form of that id, or what replaced it."""
    if name not in shipped_forms():
        raise CannotRun(form_words.form_not_shipped(name))
    form = load_form(name)
    # An old form is collected only if it is asked for: its returns are wrong among today's.
    return load_form(form.replaced_by) if form.replaced_by else form


def year_of(returns: Iterable[Return], collector: str, then: int | None = None) -> int:
    """The year that most returns state; ties go to the later. Our own outputs have no vote.

    The name of a file votes where the return does not state a year. ``then``: the year that was
    given to an earlier run, which counts where no return states one.

    Raises:
        CannotRun: no return states one, or nobody has filled in anything.
    """
    returns = list(returns)
    stated = Counter(
        int(year)
        for one in returns
        if (year := _year_stated(one))
        and _YEAR.fullmatch(year)
        and not one.untouched
        and not (one.identity.is_sum and one.identity.unit == collector)
    )
    if not stated and returns and all(one.untouched for one in returns):
        raise CannotRun(words.only_blank())
    if not stated and then:
        return then
    if not stated:
        raise CannotRun(words.no_year())
    return max(stated.items(), key=lambda pair: (pair[1], pair[0]))[0]


def _year_stated(one: Return) -> str | None:
    # A foreign workbook, whatever its name, has no table of ours.
    return dated(one)[0].identity.year if one.counted else one.identity.year
