"""Previous: what the units reported for the year before, to be compared with this year's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.finding import Finding, found
from toolkit.form import Form
from toolkit.returns import Return

# Fewer figures than this may well be the same two years running.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Previous:
    """``figures``: unit → indicator → integer of the smallest unit, None where there was none."""

    year: int | None = None
    figures: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)


def sent_again(one: Return, unit: str, form: Form, previous: Previous) -> Finding | None:
    """Whether a return has the very figures of the year before: last year's file, most likely."""
    before = previous.figures.get(unit)
    if before is None:
        return None
    shared = [code for code in form.inputs if code in before]
    now = [one.values.get(code) or 0 for code in shared]
    telling = sum(value != 0 for value in now)
    if telling < _TELLING or now != [before[code] or 0 for code in shared]:
        return None
    return found("UNIT-13", file=one.file, details={"count": str(telling)})
