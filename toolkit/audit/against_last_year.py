"""Against last year: a unit's figures compared with those that it reported the year before."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Jump, Number
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.measure import MIX_UP, is_mixed_up
from toolkit.form.number import to_number
from toolkit.form.opening_figures import Figures
from toolkit.returns.unit_return import Return

# Fewer figures other than 0 than this may well be the same two years running.
_TELLING = 3
# So may figures none of which has two digits.
_TELLS = 10
# In many small offices a count below this falls to 0, or to a tenth.
LARGE = 100
_TENFOLD = 10


def _table(form: Form, code: str) -> str:
    return form.indicators[code].table


def sent_again(one: Return, form: Form, before: Figures) -> Finding | None:
    """The finding where all figures are those of the year before: probably last year's file."""
    if not before:
        return None
    shared = [code for code in form.inputs if before.get(code) is not None]
    now = [one.values.get(code) or 0 for code in shared]
    telling = sum(value != 0 for value in now)
    if telling < _TELLING or max(now) < _TELLS or now != [before[code] for code in shared]:
        return None
    return found("UNIT-13", file=one.file, count=telling)


def jumps(one: Return, layout: Layout, before: Figures) -> Iterator[Finding]:
    """Inputs that differ so much from the year before that somebody should check them."""
    form = layout.form
    if not before:
        return
    for code in form.inputs:
        then, now = before.get(code), one.values.get(code) or 0
        if then is None or code in one.invalid or _table(form, code) not in one.counted:
            continue
        if form.indicators[code].kind.type == "amount":
            yield from _mixed_up(one, layout, code, then, now)
        elif then >= LARGE and now == 0:
            yield _jump("YEAR-02", one, layout, code, then, now)
        elif min(then, now) > 0 and max(then, now) >= max(LARGE, _TENFOLD * min(then, now)):
            yield _jump("YEAR-03", one, layout, code, then, now)


def _mixed_up(one: Return, layout: Layout, code: str, then: int, now: int) -> Iterator[Finding]:
    if not is_mixed_up(now, then):
        return
    decimals = layout.form.decimals[code]
    other = Fraction(now, MIX_UP) if now > then else Fraction(now * MIX_UP)
    suggested = to_number(int(other), decimals) if other.denominator == 1 else None
    yield _jump("YEAR-01", one, layout, code, then, now, suggested)


def _jump(
    finding: str,
    one: Return,
    layout: Layout,
    code: str,
    then: int,
    now: int,
    suggested: Number | None = None,
) -> Finding:
    decimals = layout.form.decimals[code]
    return found(
        finding,
        one.place(code, layout),
        file=one.file,
        actual=to_number(now, decimals),
        suggested=suggested,
        details=Jump(to_number(then, decimals)),
    )
