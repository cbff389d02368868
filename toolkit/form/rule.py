"""Rule: a linear constraint over indicators, Σ aᵢxᵢ (= | ≤ | ≥) b.

A rule is written once, as text over indicator codes, and spread along an axis by ``*``;
``previous(code)`` is the figure of the year before. Everything else comes from this one definition:
the words that explain the rule, the live check in the template (:mod:`toolkit.painting.formulas`),
and, in whole numbers (:mod:`toolkit.form.linear`), the check in ``collect``
(:mod:`toolkit.audit.rules`) and the balance that the search for wrong cells uses
(:mod:`toolkit.audit.correction.balances`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from toolkit.form.linear import Linear, Term, linear

Sense = Literal["=", "<=", ">="]
SENSES: Mapping[str, Sense] = {"=": "=", "<=": "<=", ">=": ">=", "≤": "<=", "≥": ">="}

_NUMBER, _CODE = r"\d+(?:\.\d+)?", r"[a-z]\w*(?:\.(?:\w+|\*))+"
_SENSE = re.compile(r"<=|>=|[=≤≥]")
_TERM = re.compile(
    rf"\s*(?P<sign>[+-])?\s*(?:(?P<factor>{_NUMBER})\s*[*×]\s*)?"
    rf"(?:previous\(\s*(?P<before>{_CODE})\s*\)|(?P<code>{_CODE})|(?P<number>{_NUMBER}))\s*"
)


_NONE: Mapping[str, int | None] = {}


class RuleError(ValueError):
    """A rule that cannot be understood; ``field`` is the part of it that is wrong."""

    def __init__(self, problem: str, field: str = "check") -> None:
        super().__init__(problem)
        self.field = field


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint over single indicators."""

    code: str
    # The two sides as written, for words and formulas.
    terms: tuple[Term, ...]
    sense: Sense
    # The indicator that it is reported at.
    at: str
    # The largest number of decimals among its indicators.
    decimals: int
    # The two sides in whole numbers, and left − right.
    left: Linear
    right: Linear
    gap: Linear
    # Whether it is the instance along a total: it is the sum of the others and cannot fail alone.
    derived: bool = False

    def __hash__(self) -> int:
        """Cheap, so that what is computed from a rule once can be cached."""
        return hash((self.code, self.at))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators whose figures of this year it uses."""
        return tuple(t.indicator for t in self.terms if t.indicator and not t.previous)

    @property
    def before(self) -> tuple[str, ...]:
        """The indicators whose figures of the year before it uses."""
        return tuple(t.indicator for t in self.terms if t.indicator and t.previous)

    def side(
        self, side: int, values: Mapping[str, int | None], before: Mapping[str, int | None] = _NONE
    ) -> Fraction:
        """The exact value of one side in the unit of measure; ``side`` is +1 for left, −1 for
        right.

        ``values`` are this year's figures and ``before`` last year's, as integers of the smallest
        unit; a figure that is not known counts as 0.
        """
        return (self.left if side == 1 else self.right).value(values, before)

    def holds(self, left: Fraction, right: Fraction) -> bool:
        """The tolerance is 0: figures are exact."""
        return compare(self.sense, left - right)


def compare(sense: Sense, gap: Fraction | int) -> bool:
    """Whether left − right satisfies the sign of comparison."""
    if sense == "=":
        return gap == 0
    return gap <= 0 if sense == "<=" else gap >= 0


def parse_rule(code: str, check: str, at: str, decimals: Mapping[str, int]) -> Iterator[Rule]:
    """Spread one written rule over the indicators (code → decimals) of a form.

    Raises:
        RuleError: the text is not a linear constraint, or names an unknown indicator.
    """
    terms, sense = _parse(check)
    patterns = [term.indicator for term in terms if term.indicator]
    if all(term.previous for term in terms if term.indicator):
        raise RuleError(f"审核公式中没有指标（{check}）")
    for text, field in (*((one, "check") for one in patterns), (at, "at")):
        if text.count("*") > 1:
            raise RuleError(f"“{text}”中只能有一个 *", field)
    scales = {one: 10**digits for one, digits in decimals.items()}
    for binding in bindings(patterns[0], decimals):
        spread = tuple(
            replace(term, indicator=term.indicator and bound(term.indicator, binding, decimals))
            for term in terms
        )
        signed = (replace(term, coefficient=term.side * term.coefficient) for term in spread)
        place = bound(at, binding, decimals, "at")
        yield Rule(
            code=code,
            terms=spread,
            sense=sense,
            at=place,
            decimals=max(decimals[one.indicator] for one in spread if one.indicator),
            left=linear((term for term in spread if term.side == 1), scales),
            right=linear((term for term in spread if term.side == -1), scales),
            gap=linear(signed, scales),
        )


def bindings(pattern: str, known: Mapping[str, int]) -> list[str]:
    """Every text that ``*`` may stand for in a code; one blank text where there is no ``*``.

    Raises:
        RuleError: no known code is like it.
    """
    if "*" not in pattern:
        return [""]
    head, _, tail = pattern.partition("*")
    found = [
        code[len(head) : len(code) - len(tail)]
        for code in known
        if code.startswith(head) and code.endswith(tail) and len(code) > len(head) + len(tail)
    ]
    if not found:
        raise RuleError(f"没有与“{pattern}”相符的指标")
    return found


def bound(pattern: str, binding: str, known: Mapping[str, int], field: str = "check") -> str:
    """The code with a text in the place of ``*``.

    Raises:
        RuleError: there is no such code.
    """
    code = pattern.replace("*", binding)
    if code not in known:
        raise RuleError(f"表中没有指标“{code}”", field)
    return code


def _parse(text: str) -> tuple[list[Term], Sense]:
    """Terms and sense of ``a × code + code - 3 = code``."""
    sides, senses = _SENSE.split(text), _SENSE.findall(text)
    if len(senses) != 1:
        raise RuleError(f"审核公式要有且只有一个 =、≤ 或 ≥（{text}）")
    return [*_terms(sides[0], 1), *_terms(sides[1], -1)], SENSES[senses[0]]


def _terms(text: str, side: int) -> Iterator[Term]:
    position = 0
    while position < len(text) or not position:
        found = _TERM.match(text, position)
        if not found or (position and not found["sign"]):
            raise RuleError(f"审核公式中“{text[position:].strip() or text.strip()}”处看不懂")
        sign = -1 if found["sign"] == "-" else 1
        number = Fraction(found["factor"] or found["number"] or 1)
        code = found["before"] or found["code"]
        yield Term(sign * number, code, side, previous=bool(found["before"]))
        position = found.end()
