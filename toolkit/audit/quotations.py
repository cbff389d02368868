"""Quotations: pieces of a text, short enough to be quoted in a finding."""

from __future__ import annotations

import hashlib
import re

from toolkit.findings.details import InText
from toolkit.grids.document import Passage
from toolkit.narratives.plain import Plain
from toolkit.text import printable

# So many characters are quoted around what is wrong.
_LONGEST = 60
_NUMBERS = re.compile("[0-9０-９.,，〇零一二两三四五六七八九十百千万亿]+")
_KEY = 8


def key_of(plain: Plain, sentence: tuple[int, int] | None = None) -> str:
    """What tells a sentence, or a whole paragraph, from others, whatever numbers stand in it."""
    text = plain.text[slice(*sentence)] if sentence else plain.text
    return hashlib.sha256(_NUMBERS.sub("", text).encode()).hexdigest()[:_KEY]


def quoted(text: str, begin: int, end: int) -> str:
    """A piece of a text with what stands around it; what is cut off is marked."""
    spare = max(0, _LONGEST - (end - begin)) // 2
    first, last = max(0, begin - spare), min(len(text), end + spare)
    if end - begin > _LONGEST:
        last = begin + _LONGEST
    cut = printable(text[first:last]).strip()
    return ("…" if first > 0 else "") + cut + ("…" if last < len(text) else "")


def in_text(
    passage: Passage, plain: Plain, sentence: tuple[int, int], at: tuple[int, int]
) -> InText:
    """A sentence of a paragraph, around what is wrong in it; places are those in plain text."""
    begin, end = plain.original(*sentence)
    first, last = plain.original(*at)
    quotation = quoted(passage.text[begin:end], first - begin, last - begin)
    return InText(passage.section, quotation, key=key_of(plain, sentence))
