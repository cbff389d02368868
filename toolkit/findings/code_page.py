"""Explaining the rules: every code, what it checks, why, an example, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import CannotRun
from toolkit.findings import phrases, words
from toolkit.findings.codes.catalogue import CATALOGUE, TITLES
from toolkit.findings.codes.code import Code
from toolkit.findings.codes.rule import TOTAL, TOTAL_EFFECT, rule_effect, total_example, total_why
from toolkit.findings.rule_words import words_of
from toolkit.findings.spoken_words import spoken
from toolkit.findings.voice import Voice
from toolkit.form.form import Form, Indicator
from toolkit.form.layout import Layout, lay_out
from toolkit.grids.names import SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class Explained:
    """The page of one code."""

    code: str
    severity: str
    title: str
    group: str
    # Key in ``words.RULE_PARTS`` → text, in reading order.
    parts: dict[str, str]


def pages_of_codes(form: Form) -> Iterator[Explained]:
    """The form's own codes, including those that totals imply, then those of the catalogue."""
    for code in (*sorted((*form.rule_specs, *form.total_rules)), *CATALOGUE):
        yield page_of_code(code, form)


def page_of_code(code: str, form: Form) -> Explained:
    """One code in full.

    Raises:
        CannotRun: there is no such code.
    """
    code = code.upper()
    if code in form.rule_specs:
        return _declared(code, form)
    if code in form.total_rules:
        return _total(code, form)
    if code in CATALOGUE:
        return _of_the_catalogue(CATALOGUE[code], form)
    raise CannotRun(words.no_such_rule(code))


def _of_the_catalogue(one: Code, form: Form) -> Explained:
    parts = {
        "why": one.why.replace("{basis}", form.basis),
        "example": one.example,
        "message": blanked(one.message),
        "summed": one.effect.text,
        "remedy": one.page_remedy or blanked(one.remedy),
    }
    return Explained(one.code, SEVERITY_WORDS[one.severity], one.title, TITLES[one.family], parts)


def _declared(code: str, form: Form) -> Explained:
    spec, layout = form.rule_specs[code], lay_out(form)
    spread = [rule for rule in form.declared_rules if rule.code == code]
    first = spread[0]
    sides = words_of(first, form, 1), words_of(first, form, -1)
    severity = SEVERITY_WORDS[spec.severity]
    parts = {
        "formula": words.formula(sides[0], first.sense, sides[1]),
        "places": _places(layout, [rule.at for rule in spread]),
        **({"units": "、".join(spec.units)} if spec.units else {}),
        "why": spec.why,
        "example": spec.example,
        "summed": rule_effect(severity),
        "remedy": spec.remedy,
    }
    return Explained(code, severity, spec.title, words.FORM_GROUP, parts)


def _total(code: str, form: Form) -> Explained:
    layout, totals = lay_out(form), form.total_rules[code]
    first = form.indicators[totals[0]]
    addends = [form.indicators[part] for part in first.parts]
    down = addends[0].row != first.row
    sheet, cell = layout.where(first.code)
    cells = [layout.where(part.code)[1] for part in addends]
    parts = {
        "formula": words.total_formula(_head(first, down), [_head(one, down) for one in addends]),
        "places": _places(layout, totals),
        "why": total_why(form.basis),
        "example": total_example(f"{sheet} {cell}", cells),
        "message": blanked(TOTAL.message),
        "summed": TOTAL_EFFECT,
        "remedy": blanked(TOTAL.remedy),
    }
    return Explained(
        code, SEVERITY_WORDS["error"], total_title(code, form), words.FORM_GROUP, parts
    )


def _head(one: Indicator, down: bool) -> str:
    """The label that distinguishes a total from its parts, which stand below or beside it."""
    return (one.row_labels if down else one.column_labels)[-1]


def total_title(code: str, form: Form) -> str:
    """Which total of which table: "表三：……应等于各分项之和"."""
    one = form.indicators[form.total_rules[code][0]]
    return words.total_title(form.table(one.table).sheet, one.total_label or "")


def _places(layout: Layout, codes: Sequence[str]) -> str:
    cells = [layout.where(code)[1] for code in codes]
    return f"{layout.where(codes[0])[0]} {'、'.join(cells)}"


_BLANK = "…"


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return _BLANK


def blanked(text: str) -> str:
    """A message without the particulars of a case."""
    for optional in ("{likely}", "{more}", "{gap}", "{read_as}", "{told}", "{differences}"):
        text = text.replace(optional, "")
    place, summed = phrases.place_within(_BLANK, _BLANK), phrases.summed_as(_BLANK)
    return text.format_map(_Blanks({**spoken(Voice.OFFICE), **place, "summed": summed}))
