"""Explaining the rules: every code, what it checks, why, an example, how to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.audit import words_of
from toolkit.errors import CannotRun
from toolkit.finding import CATALOGUE
from toolkit.form import Form
from toolkit.layout import Layout, lay_out
from toolkit.words import commands as words
from toolkit.words import stops
from toolkit.words.effects import EFFECTS
from toolkit.words.findings import ENTRIES, SEVERITY, TOTAL


def listing(form: Form) -> Iterator[str]:
    """A line for each code: the form's rules, those that totals give, then the catalogue's."""
    for code, spec in form.rule_specs.items():
        yield words.rule_head(code, SEVERITY[spec.severity], spec.title)
    for code in sorted(form.total_rules):
        yield words.rule_head(code, SEVERITY["error"], total_title(code, form))
    for code, severity in CATALOGUE.items():
        yield words.rule_head(code, SEVERITY[severity], ENTRIES[code].title)


def explain(code: str, form: Form) -> Iterator[str]:
    """One code in full.

    Raises:
        CannotRun: there is no such code.
    """
    code = code.upper()
    if code in form.rule_specs:
        yield from _declared(code, form)
    elif code in form.total_rules:
        yield from _total(code, form)
    elif code in ENTRIES:
        entry = ENTRIES[code]
        yield words.rule_head(code, SEVERITY[CATALOGUE[code]], entry.title)
        yield _part("message", blanked(entry.message))
        yield _part("summed", EFFECTS[code])
        yield _part("remedy", blanked(entry.remedy))
    else:
        raise CannotRun(stops.no_such_rule(code))


def _declared(code: str, form: Form) -> Iterator[str]:
    spec, layout = form.rule_specs[code], lay_out(form)
    spread = [rule for rule in form.declared_rules if rule.code == code]
    first = spread[0]
    yield words.rule_head(code, SEVERITY[spec.severity], spec.title)
    sides = words_of(first, layout, 1), words_of(first, layout, -1)
    yield _part("formula", words.formula(sides[0], first.sense, sides[1]))
    yield _part("places", _places(layout, [rule.at for rule in spread]))
    yield _part("why", spec.why)
    yield _part("example", spec.example)
    yield _part("remedy", spec.remedy)


def _total(code: str, form: Form) -> Iterator[str]:
    layout, totals = lay_out(form), form.total_rules[code]
    yield words.rule_head(code, SEVERITY["error"], total_title(code, form))
    first = form.indicators[totals[0]]
    parts = [form.indicators[part].label for part in first.parts]
    yield _part("formula", words.total_formula(first.label, parts))
    yield _part("places", _places(layout, totals))
    yield _part("why", words.TOTAL_WHY)
    yield _part("message", blanked(TOTAL.message))
    yield _part("remedy", blanked(TOTAL.remedy))


def total_title(code: str, form: Form) -> str:
    """Which total of which table: "表三：……应等于各分项之和"."""
    one = form.indicators[form.total_rules[code][0]]
    return words.total_title(form.table(one.table).sheet, one.total_label or "")


def _places(layout: Layout, codes: Sequence[str]) -> str:
    cells = [layout.where(code)[1] for code in codes]
    return f"{layout.where(codes[0])[0]} {'、'.join(cells)}"


def _part(key: str, text: str) -> str:
    return f"  {words.RULE_PARTS[key]}：{text}"


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def blanked(text: str) -> str:
    """A message without its particulars."""
    for optional in ("{likely}", "{more}", "{gap}", "{year_hint}", "{differences}"):
        text = text.replace(optional, "")
    return text.format_map(_Blanks())
