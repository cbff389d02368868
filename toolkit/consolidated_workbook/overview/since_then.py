"""What has moved since the last run, for one line of the overview."""

from __future__ import annotations

from fractions import Fraction

from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.overview import words
from toolkit.form.number import from_fraction, plain
from toolkit.review import words as review_words
from toolkit.review.words import UnitChangeKind

# What became of a unit's return: one of these at most. A unit may change without any.
_SENT = (
    (UnitChangeKind.ARRIVED,),
    (UnitChangeKind.REPLACED, UnitChangeKind.SAME_FIGURES),
    (UnitChangeKind.GONE,),
)


def since_then(edition: Edition) -> str:
    """Who is new, the first key figure, and the errors; "" at the first run."""
    review, result = edition.review, edition.result
    if review.made is None:
        return ""
    now = sum(one.is_open_error for one in result.findings)
    sent = [review.count(*kinds) for kinds in _SENT]
    other = len(review.units) - sum(sent)
    return review_words.moved(
        review.made, (sent[0], sent[1], sent[2], other), _total(edition), (review.errors_then, now)
    )


def _total(edition: Edition) -> str:
    """The first key figure that is no share, with its change; "" where it has not moved."""
    form, moved = edition.result.form, {one.code: one for one in edition.review.totals}
    measure = next((one for one in form.overview.figures if not one.over), None)
    if measure is None or not any(code in moved for code in measure.of):
        return ""
    then = {code: moved[code].before if code in moved else 0 for code in measure.of}
    now = {code: moved[code].now if code in moved else 0 for code in measure.of}
    before, after = (measure.value(one, form.decimals) or Fraction(0) for one in (then, now))
    unit = form.indicators[measure.of[0]].kind.unit
    return words.by_how_much(measure.label, plain(from_fraction(Fraction(after - before))), unit)
