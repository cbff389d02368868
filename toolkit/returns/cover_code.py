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


def code_of_figures(one: Return, form: Form) -> str | None:
    """The code that it will show once the figures that stand there as text are typed as numbers.

    None where something else than that keeps the cover from showing it.
    """
    as_text = {
        code
        for code, seen in one.formulas_see.items()
        if seen is NoCode.NOT_NUMBERS and one.values.get(code) is not None
    }
    if one.code_text is None or not as_text or as_text != one.formulas_see.keys():
        return None
    code = check_code(form, one.code_text, one.values)
    return code if isinstance(code, str) else None
