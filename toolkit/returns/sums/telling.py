"""Findings of what a consolidated workbook says of its units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from toolkit.findings.codes.catalogue import NO_TABLE, found
from toolkit.findings.finding import Finding
from toolkit.findings.message import INSTEAD
from toolkit.grids.names import COVERAGE, FINDINGS
from toolkit.returns.sums import words
from toolkit.returns.sums.lists import INCOMPLETE, UNREAD, Below

# --- What was found in its cells ----------------------------------------------------------------

# In a sum nobody types figures: what is wrong with a cell, or a label, is mended further down.
_CELLS = "NUM-"


def of_a_sum(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings of a consolidated workbook's tables, with advice that fits it.

    Cells of one table with the same fault have the same cause: they are told once.
    """
    cells = Counter((one.code, one.sheet) for one in findings if one.code.startswith(_CELLS))
    seen = set[tuple[str, str | None]]()
    for one in findings:
        if one.code in NO_TABLE:
            yield replace(one, details={**one.details, INSTEAD: words.MEND_SUM})
        elif not one.code.startswith(_CELLS):
            yield one
        elif (one.code, one.sheet) not in seen:
            seen.add((one.code, one.sheet))
            label = words.several_cells(one.label or "", cells[one.code, one.sheet] - 1)
            told = {**one.details, "likely": "", INSTEAD: words.MEND_SUM}
            yield replace(one, label=label, suggested=None, details=told)


def year_of_a_sum(finding: Finding) -> Finding:
    """What differs from the year before in a sum is explained by the units that it sums."""
    return replace(finding, details={**finding.details, INSTEAD: words.MEND_YEAR})


# --- Telling -------------------------------------------------------------------------------------


def tell_below(below: Below, here: AbstractSet[str] = frozenset()) -> Iterator[Finding]:
    """Its findings, of the unit whose sum it is.

    ``here``: the units of whom there is a return here, too, so that what is said there may be out
    of date.
    """
    if below.unread:
        yield found(UNREAD, details=words.lost(below.unread))
    yield from _coverage(below, here)
    for one in below.errors:
        said = words.trouble(
            words.unit(one.name, one.code), one.rule, one.where, one.said, one.decision
        )
        look = words.LOOK_HERE if one.code in here else ""
        look += "" if one.line else words.LINE_IS_LOST
        told = {"said": said, "look": look, "mend": words.mend(one.name, one.code)}
        # By this the city's reviewer knows it again, on whatever line it stands next time.
        label = words.trouble_label(words.unit(one.name, one.code), one.rule, one.where)
        at = one.line or None
        yield found("LEVEL-03", sheet=FINDINGS, cell=at, label=label, details=told)
    if rest := below.number_of_errors - len(below.errors):
        told = {"said": words.more(rest), "look": "", "mend": words.MEND_REST}
        yield found("LEVEL-03", sheet=FINDINGS, details=told)
    if below.accepted:
        shown = [
            words.accepted(
                words.unit(one.name, one.code), one.rule, one.where, one.decision, one.note
            )
            for one in below.accepted
        ]
        number = below.number_accepted
        told = {"count": str(number), "said": words.listed(shown, number)}
        yield found("LEVEL-04", sheet=FINDINGS, cell=below.accepted[0].line or None, details=told)


def _coverage(below: Below, here: AbstractSet[str]) -> Iterator[Finding]:
    """Who is not in the sum that should be, and the other way round."""
    if COVERAGE in below.unread:
        return
    missing = [
        words.with_remark(one.name, words.HERE if one.code in here else "") for one in below.missing
    ]
    left_out = [words.with_remark(one.name, one.reason) for one in below.left_out]
    others = (
        (words.left_out, left_out),
        (words.besides, [one.name for one in below.besides]),
        (words.unlisted, below.unlisted),
        (words.incomplete, below.incomplete),
    )
    gaps = words.missing(missing) if missing else ""
    gaps += "".join(tell(names) for tell, names in others if names)
    if not gaps:
        return
    pressed = words.press([f"{one.name}{one.contact}" for one in below.missing])
    steps = pressed if missing else ""
    if below.left_out or below.besides or below.unlisted:
        steps += words.CLEAR_UP
    elif below.incomplete:
        steps += words.fill_up(below.incomplete)
    lines = [one.line for one in (*below.missing, *below.left_out, *below.besides)]
    told = {"due": str(len(below.due)), "inside": str(below.inside), "gaps": gaps, "steps": steps}
    yield found(INCOMPLETE, sheet=COVERAGE, cell=lines[0] if lines else None, details=told)
