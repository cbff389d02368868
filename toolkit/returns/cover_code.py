"""The check code that the cover of a return shows, computed from what was read."""

from __future__ import annotations

from toolkit.form.check_code import NoCode, check_code
from toolkit.form.form import Form
from toolkit.returns.unit_return import Return


def code_on_cover(one: Return, form: Form) -> str | NoCode | None:
    """The code of the sealed paper, if it shows what is in the file; None without such a code.

    Templates of earlier versions have none, nor have published reports and sums.
    """
    if one.code_text is None:
        return None
    return check_code(form, one.code_text, one.values, one.formulas_see)


def figures_as_text(one: Return, form: Form) -> list[str]:
    """The inputs whose figures stand there as text, if the cover shows no code for that alone.

    Our reader takes such a figure, and no formula sees it.
    """
    seen = one.formulas_see
    found = [
        code
        for code in form.inputs
        if seen.get(code) is NoCode.NOT_NUMBERS and one.values.get(code) is not None
    ]
    return found if one.code_text is not None and len(found) == len(seen) else []


def code_as_numbers(one: Return, form: Form) -> str | NoCode:
    """The code that the cover will show once these are numbers."""
    return check_code(form, one.code_text or "", one.values)
