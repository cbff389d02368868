"""Number formats: what a spreadsheet program shows for a value, and whether that is another figure.

A format is rendered, and what it shows is compared with what the cell holds. Rounding, thousands,
currency signs, colours and words do not change a figure; scaling, digits of the format's own, signs
within the number and dates do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from toolkit.grids.comparison import Comparison, comparison, holds
from toolkit.grids.date_format import shown_date
from toolkit.grids.shown import Shown, Why

# No program accepts a longer format. Digits enough for a number with as many places.
_LONGEST, _EXACT = 255, Context(prec=2_000)
# A number with more digits is an error, whatever is shown.
_LARGEST = 1e15
_TOKENS = re.compile(
    r"""
    "(?P<quoted>[^"]*)(?:"|$) | [\\!](?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\] | (?P<end>;) | (?P<text>@) | (?P<percent>%) | (?P<digit>[0\#?])
    | (?P<general>General|G/[^\x00-\x7f]+|常规|通用格式)
    | (?P<date>AM/PM|A/P|上午/下午|[ymdhs]+|a{3,}|g+(?=e|$|")|b{2,}[12]?|n{2,}|e+(?![+-]))
    | (?P<exponent>E[+-]) | (?P<point>\.) | (?P<comma>,) | (?P<slash>/) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
# The long date and the time of the system.
_SYSTEM = re.compile(r"\$-F[48]00", re.IGNORECASE)
# Words beside a number that make another one of it: 12万, 12（万件）, 12k, 百分之12, △12; and signs
# that may be taken for a digit of it. 元 does so only where another unit is expected.
_BEHIND = re.compile(
    r"\s*(?:.?[十百千万亿兆萬億拾佰仟%％‰]|[元成半打○〇零一二三四五六七八九]|分之"
    r"|[（(]元|[kmwKMWOoIl](?![A-Za-z]))"
)
_BEFORE = re.compile(
    r"(?:[十百千万]分之|[十百千万亿兆萬億拾佰仟元○〇零一二三四五六七八九负負△▲▽▼]"
    r"|(?<![A-Za-z])[OoIl])\s*$"
)
_TELLING = set("十百千万亿兆萬億拾佰仟%％‰元成半打○〇零一二三四五六七八九分负負△▲▽▼(")
_MINUS, _POINTS = set("-－−–—"), set(".．。")
# What may stand between the digits of a number.
_GAPS = re.compile(r"[\s'’]")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_FROM_DIGIT_TO_DIGIT = re.compile("[0-9](?:.*[0-9])?", re.DOTALL)
_WITHOUT_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")

Token = tuple[str, str]
# A piece of what is shown, and whether it belongs to the number.
Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format."""

    tokens: tuple[Token, ...]
    condition: Comparison | None

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)

    @property
    def literals(self) -> str:
        return "".join(text for kind, text in self.tokens if kind == "literal")


# --- What is shown -------------------------------------------------------------------------------


def number_shown(code: str, number: float) -> Shown | None:
    """What a format shows for a number; None where it is plainly the same number."""
    if is_plain(code) or not abs(number) < _LARGEST:
        return None
    section = _chosen(_sections(code), number)
    if section.has("date", "elapsed"):
        return Shown(shown_date(section.tokens, number), Why.DATE)
    if section.has("text") and not section.has("digit", "general") and len(_sections(code)) == 1:
        section = _Section((("general", ""), *section.tokens), None)
    pieces = list(_pieces(section, abs(number)))
    text = "".join(piece for piece, _ in pieces).strip()
    return Shown(text, _why(section, pieces, number))


def text_shown(code: str, text: str) -> Shown | None:
    """What a format shows for a text; None where it is the text."""
    sections = _sections(code)
    section = sections[-1]
    if len(sections) < 4 and not section.has("text"):
        return None
    pieces = [text if kind == "text" else literal for kind, literal in section.tokens]
    shown = "".join(pieces).strip()
    if shown == text.strip() or not text.strip():
        return None
    if not section.has("text", "general"):
        return Shown(shown, Why.HIDDEN)
    if _has_digit(section.literals):
        return Shown(shown, Why.LITERAL)
    before, _, behind = shown.partition(text.strip())
    return Shown(shown, _by_words(before, behind))


@lru_cache(10_000)
def is_plain(code: str) -> bool:
    """Whether a format shows every number as it is, and every text: the usual ones do."""
    sections = _sections(code)
    if len(sections) == 1 and sections[0].tokens == (("text", "@"),):
        return True
    if 1 < len(sections) < 4 and sections[-1].has("text"):
        sections = sections[:-1]
    for number, one in enumerate(sections[:3]):
        # A figure below 0 is an error whatever is shown, and 0 may be shown as nothing.
        if number and len(sections) > 1 and not any(part.condition for part in sections):
            if one.has("date", "elapsed") or _has_digit(one.literals):
                return False
        elif not _is_plain(one):
            return False
    return len(sections) < 4 or sections[3].has("text")


def _is_plain(one: _Section) -> bool:
    if one.has("date", "elapsed", "percent") or _has_digit(one.literals):
        return False
    # Letters may make a code of a number.
    if any(sign.isascii() and sign.isalpha() for sign in one.literals):
        return False
    if not one.has("digit", "general") or not _TELLING.isdisjoint(one.literals):
        return False
    kinds = [kind for kind, _ in one.tokens if kind in ("digit", "point", "comma", "literal")]
    digits = [text for kind, text in one.tokens if kind in ("digit", "point")]
    whole = digits[: digits.index(".")] if "." in digits else digits
    number = " ".join(kinds).strip(" ")
    return (
        whole.count("0") <= 1
        and not (_MINUS | _POINTS).intersection(one.literals)
        and not re.search(r"digit (literal )+(comma |point )*digit", number)
        and not re.search(r"comma (point|literal)|comma$", number)
    )


# --- Parts of a format ---------------------------------------------------------------------------


@lru_cache(1_000)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[Token] = []
    condition: Comparison | None = None
    for match in _TOKENS.finditer(code[:_LONGEST]):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "end":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            if found := comparison(text):
                condition = found
            else:
                tokens += _bracket(text)
        elif kind in ("quoted", "escaped"):
            tokens.append(("literal", text))
        elif kind == "space":
            tokens.append(("blank", " "))
        elif kind != "fill":
            tokens.append((kind, text))
    sections.append(_Section(tuple(tokens), condition))
    return tuple(_Section(tuple(_settled(one.tokens)), one.condition) for one in sections[:4])


def _settled(tokens: Sequence[Token]) -> Iterator[Token]:
    """A digit that is not in quotes is the denominator of a fraction, or else a literal.

    A section of nothing but a colour shows every number; one of nothing at all shows none.
    """
    kinds = {kind for kind, _ in tokens}
    fraction = "slash" in kinds and "digit" in kinds
    if kinds == {"colour"}:
        yield "general", ""
        return
    for kind, text in tokens:
        if kind == "colour":
            continue
        bare = kind == "other"
        yield ("digit" if fraction and text.isdigit() else "literal") if bare else kind, text


def _bracket(text: str) -> Iterator[Token]:
    """Colours and the like show nothing themselves, a currency shows its sign."""
    if _ELAPSED.fullmatch(text):
        yield "elapsed", text
    elif _SYSTEM.match(text):
        yield "date", ""
    elif text.startswith("$"):
        yield "literal", text[1:].partition("-")[0]
    else:
        yield "colour", text


def _chosen(sections: Sequence[_Section], number: float) -> _Section:
    """The section for a number; the last one is for texts if it has an @ or is the fourth."""
    some = list(sections[:3])
    if 1 < len(sections) < 4 and sections[-1].has("text"):
        some.pop()
    usual = ((">" if len(some) > 2 else ">=", 0.0), ("<", 0.0))
    for one, otherwise in zip(some[:-1], usual, strict=False):
        if holds(one.condition or otherwise, number):
            return one
    return some[-1]


# --- Numbers -------------------------------------------------------------------------------------


def _pieces(section: _Section, number: float) -> Iterator[Piece]:
    """What is shown for a number without its sign."""
    tokens = [one for one in section.tokens if one[0] != "blank"]
    if section.has("general") or section.has("exponent", "slash"):
        # A fraction or a power of ten shows the same number; only what stands beside it matters.
        value = Decimal(repr(number)).scaleb(2 * _count(tokens, "percent"))
        yield from _around(tokens, _plain(value))
        return
    value = Decimal(repr(number)).scaleb(2 * _count(tokens, "percent") - 3 * _thousandths(tokens))
    at = [n for n, (kind, _) in enumerate(tokens) if kind == "digit"]
    if not at:
        yield from ((text, False) for _, text in tokens)
        return
    point = next((n for n, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    decimals = [n for n in at if n > point]
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, _EXACT)
    whole, _, fraction = format(rounded, "f").partition(".")
    filled = _filled(tokens, [n for n in at if n < point], whole)
    filled |= _fraction(tokens, decimals, fraction)
    for n, (kind, text) in enumerate(tokens):
        if n in filled:
            yield filled[n], True
        elif kind == "point":
            yield ("." if n == point else text), n == point
        elif kind in ("literal", "percent"):
            yield text, False


def _around(tokens: Sequence[Token], number: str) -> Iterator[Piece]:
    """The number once, and the words before and behind it."""
    core = [n for n, (kind, _) in enumerate(tokens) if kind not in ("literal", "percent")]
    for n, (kind, text) in enumerate(tokens):
        if n == core[0]:
            yield number, True
        elif kind in ("literal", "percent") and not core[0] < n < core[-1]:
            yield text, False


def _filled(tokens: Sequence[Token], at: Sequence[int], whole: str) -> dict[int, str]:
    """The digits before the point, each at its place; the first place takes all that is left."""
    grouped = any(
        kind == "comma" and at and at[0] < n < at[-1] for n, (kind, _) in enumerate(tokens)
    )
    digits = whole.lstrip("0")
    filled: dict[int, str] = {}
    for count, n in enumerate(reversed(at)):
        last = count == len(at) - 1
        taken, digits = (digits, "") if last else (digits[-1:], digits[:-1])
        taken = taken or {"0": "0", "?": " "}.get(tokens[n][1], "")
        if grouped:
            taken = _grouped(taken, count)
        filled[n] = taken
    return filled


def _grouped(digits: str, behind: int) -> str:
    """With a comma behind each digit that has 3, 6, … digits behind it."""
    parts = []
    for place, digit in enumerate(reversed(digits), behind):
        parts.append(digit + ("," if place and place % 3 == 0 and digit.strip() else ""))
    return "".join(reversed(parts))


def _fraction(tokens: Sequence[Token], at: Sequence[int], fraction: str) -> dict[int, str]:
    filled: dict[int, str] = {}
    kept = len(fraction.rstrip("0"))
    for count, n in enumerate(at):
        pad = {"#": "", "?": " "}.get(tokens[n][1], "0")
        filled[n] = fraction[count] if count < kept else pad
    return filled


def _thousandths(tokens: Sequence[Token]) -> int:
    """How often the number is divided by 1,000: once for each comma behind its last digit."""
    kinds = [kind for kind, _ in tokens]
    count = 0
    for n, kind in enumerate(kinds):
        rest = (one for one in kinds[n + 1 :] if one not in ("comma", "literal"))
        if kind == "comma" and "digit" in kinds[:n] and next(rest, "") != "digit":
            count += 1
    return count


def _count(tokens: Sequence[Token], kind: str) -> int:
    return sum(one == kind for one, _ in tokens)


def plain_text(number: float) -> str:
    """A number in plain digits."""
    return _plain(Decimal(repr(number))) if abs(number) < _LARGEST else repr(number)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- Whether it is the same figure ---------------------------------------------------------------


def _why(section: _Section, pieces: Sequence[Piece], number: float) -> Why:
    """Why what is shown is another figure; or that it is only spelt in another way."""
    places = [n for n, (_, inside) in enumerate(pieces) if inside]
    literals = [text for text, inside in pieces if not inside]
    text = "".join(text for text, _ in pieces)
    if number == 0:
        # It may be shown as nothing, as a word, or as 0.00%.
        return Why.LITERAL if _has_digit(text.replace("0", "")) else Why.SPELLING
    if not places:
        return Why.LITERAL if _has_digit(text) else Why.HIDDEN
    general = section.has("general", "exponent", "slash")
    if section.has("percent") or (not general and _thousandths(section.tokens)):
        return Why.SCALED
    first, last = places[0], places[-1]
    before, behind = ("".join(t for t, _ in some) for some in (pieces[:first], pieces[last + 1 :]))
    core = _ungrouped("".join(text for text, inside in pieces if inside))
    if before.strip()[-1:] in (_MINUS | _POINTS if number > 0 else _POINTS):
        return Why.LITERAL
    if _has_digit("".join(literals)):
        # Zeros in front of a number, or behind its point, change nothing.
        whole = "".join(text.replace(",", "") if inside else text for text, inside in pieces)
        return Why.SPELLING if _same(whole, core) else Why.LITERAL
    if core != _ungrouped("".join(text for text, _ in pieces[first : last + 1])):
        return Why.LITERAL
    return _by_words(before, behind)


def _by_words(before: str, behind: str) -> Why:
    """Why words beside a number make another one of it; or that they do not."""
    if before.rstrip().endswith("(") and behind.lstrip().startswith(")"):
        # So accounts show what is below 0.
        return Why.LITERAL
    return Why.UNIT if _BEHIND.match(behind) or _BEFORE.search(before) else Why.SPELLING


def _same(text: str, number: str) -> bool:
    """Whether all digits of a text together are this number."""
    digits = _FROM_DIGIT_TO_DIGIT.search(_GAPS.sub("", text))
    if not digits or not _DIGITS.fullmatch(digits[0]) or not _DIGITS.fullmatch(number):
        return False
    rest = text.translate(_WITHOUT_DIGITS)
    return Decimal(digits[0]) == Decimal(number) and not _has_digit(rest)


def _ungrouped(number: str) -> str:
    bare = _GAPS.sub("", number)
    return bare.replace(",", "") if _GROUPED.fullmatch(bare) else bare


def _has_digit(text: str) -> bool:
    """Whether there is a digit in it, also ①, ² or Ⅻ; a Chinese numeral may be part of a word."""
    return any(one.isdigit() or (one.isnumeric() and not one.isalpha()) for one in text)
