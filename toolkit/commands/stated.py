"""The form and the year of a run, where the user gives none: what most returns state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from toolkit.audit.objections import dated
from toolkit.commands import words
from toolkit.errors import CannotRun
from toolkit.files.incoming import Incoming
from toolkit.form import words as form_words
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form, shipped_forms
from toolkit.grids.identity import PROPERTY
from toolkit.returns.unit_return import Return
from toolkit.spreadsheets.xlsx import read_properties

_YEAR = re.compile("[0-9]{4}")


def form_of(incoming: Iterable[Incoming]) -> Form:
    """The form that most returns state, or what replaced it; the newest if none states one."""
    stated = Counter(name for one in incoming if (name := _form_stated(one)))
    if not stated:
        return default_form()
    most = max(stated.items(), key=lambda pair: (pair[1], pair[0]))[0]
    if most not in shipped_forms():
        raise CannotRun(form_words.form_not_shipped(most))
    form = load_form(most)
    # An old form is collected only if it is asked for: its returns are wrong among today's.
    return load_form(form.replaced_by) if form.replaced_by else form


def _form_stated(one: Incoming) -> str | None:
    if one.ignored or one.unreadable:
        return None
    try:
        return read_properties(one.content).get(f"{PROPERTY}form")
    except OSError:
        # The file was there a moment ago; reading it will tell what is wrong.
        return None


def year_of(returns: Iterable[Return], collector: str) -> int:
    """The year that most returns state; ties go to the later. Our own outputs have no vote.

    The name of a file votes where the return does not state a year.

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
    if not stated:
        raise CannotRun(words.no_year())
    return max(stated.items(), key=lambda pair: (pair[1], pair[0]))[0]


def _year_stated(one: Return) -> str | None:
    # A foreign workbook, whatever its name, has no table of ours.
    return dated(one)[0].identity.year if one.counted else one.identity.year
