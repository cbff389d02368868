"""Text from outside: fit to be shown, and folded to be compared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache

# How many characters of a text from outside are shown within a sentence.
_LONGEST = 40
# Notepad of old writes the code page of the system; what Excel writes as "Unicode text", and what
# Notepad calls Unicode, says so by its first two bytes.
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_QUOTES = str.maketrans("“”‘’", "\"\"''")


def printable(text: str) -> str:
    """Without control characters, escape codes and broken surrogates: a blank for each.

    Whatever comes from a return or a file name goes through here before it is shown anywhere.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else " " for one in text)


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text from a return, fit for a message: one line, no control characters, not too long."""
    clean = printable(text).strip()
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


# What shows nothing, beside the control and format characters.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """Without the characters that show nothing: marks of direction, soft hyphens, fillers."""
    if text.isascii() and text.isprintable():
        return text
    kept = (one for one in _UNSEEN.sub("", text) if one.isspace() or not _is_control(one))
    return "".join(kept)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf")


class Unseen(Enum):
    """Why a text is not what it looks like."""

    CONTROL = auto()
    # It changes the direction in which what follows is shown.
    DIRECTION = auto()
    BLANK = auto()
    # A character is written by its number, as workbooks keep those that XML cannot hold.
    ESCAPE = auto()


_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WHITE = frozenset("\t\n\r")
# They choose between forms of the character before them, which rare names need.
_VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Control characters, separators of lines and paragraphs, halves of a character.
_NO_CHARACTERS = ("Cc", "Zl", "Zp", "Cs")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")


def unseen_in(text: str) -> tuple[Unseen, str, int] | None:
    """The first piece of a text that a person cannot see as what it is: why, what and where.

    White space is seen, line breaks too. Programs differ in what they keep of such a text.
    """
    if escaped := _ESCAPED.search(text):
        return Unseen.ESCAPE, escaped[0], escaped.start()
    if text.isprintable() and not _UNSEEN.search(text):
        return None
    for at, one in enumerate(text):
        if why := _why_unseen(one):
            return why, one, at
    return None


def _is_none(one: str) -> bool:
    """Whether it is one of the 66 numbers that will never be a character."""
    return ord(one) & 0xFFFE == 0xFFFE or "\ufdd0" <= one <= "\ufdef"


def _why_unseen(one: str) -> Unseen | None:
    if one in _TURNING:
        return Unseen.DIRECTION
    kind = unicodedata.category(one)
    if kind in _NO_CHARACTERS or _is_none(one):
        return None if one in _WHITE else Unseen.CONTROL
    if kind == "Cf" or _UNSEEN.match(one):
        return None if _VARIATIONS.match(one) else Unseen.BLANK
    return None


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """A label as it is compared: without white space, full- and half-width forms made alike.

    Characters that show nothing (zero-width blanks, marks of direction) do not count either.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    return plain if plain.isprintable() else "".join(one for one in plain if one.isprintable())


# What text was saved in, and what it may have been taken for.
_SAVED_IN = ("utf-8", "gb18030", "big5")
_TAKEN_FOR = ("latin-1", "cp1252", "gb18030", "utf-8", "cp437", "mac_roman", "big5")
_LOST = "?\N{REPLACEMENT CHARACTER}"


def is_garbled(text: str, sound: str) -> bool:
    """Whether a text is what is left of another that was read in a wrong encoding, once or twice.

    Characters that were lost on the way may stand for any.
    """
    if text == sound:
        return False
    if any(one in text for one in _LOST):
        pieces = re.split(f"[{re.escape(_LOST)}]+", text)
        if re.fullmatch(".+".join(map(re.escape, pieces)), sound):
            return True
    once = set(_misread(sound))
    left = _what_is_left(text)
    return any(_what_is_left(one) == left for one in once.union(*map(_misread, once)))


def _misread(text: str) -> Iterator[str]:
    for saved in _SAVED_IN:
        content = text.encode(saved, "replace")
        for taken in _TAKEN_FOR:
            if taken != saved:
                yield content.decode(taken, "replace")


def _what_is_left(text: str) -> str:
    """A garbled text without what programs drop or replace."""
    return "".join(one for one in text if one.isprintable() and one not in _LOST and one > " ")


def distinct(names: Sequence[str], longest: int) -> list[str]:
    """The same names, none longer than ``longest``, no two alike for Excel, which ignores case."""
    seen: set[str] = set()
    found = []
    for name in names:
        number, one = 1, name[:longest]
        while one.casefold() in seen:
            number += 1
            ending = f"（{number}）"
            one = name[: longest - len(ending)] + ending
        seen.add(one.casefold())
        found.append(one)
    return found


def file_name(text: str) -> str:
    """A text as the name of a file: without what a file system does not accept in one."""
    return "".join("-" if one in '\\/:*?"<>|' else one for one in printable(text))


def abridged(names: Sequence[str], beginning: str, most: int) -> list[str]:
    """Names for a narrow place, all different: without a common beginning, cut in the middle.

    ``most``: characters of each name, not counting the number added to those that would be alike.
    """
    short = [_cut(_without(one, beginning), most) for one in names]
    alike, seen = Counter(short), Counter[str]()
    for number, one in enumerate(short):
        if alike[one] > 1:
            seen[one] += 1
            short[number] = f"{one}（{seen[one]}）"
    return short


def _without(name: str, beginning: str) -> str:
    """The name without ``beginning``, unless fewer than two characters would be left."""
    rest = name.removeprefix(beginning)
    return rest if len(rest) > 1 else name


def _cut(name: str, most: int) -> str:
    if len(name) <= most:
        return name
    tail = most // 2
    return f"{name[: most - tail - 1]}…{name[-tail:]}"


def decoded(content: bytes) -> str | None:
    """The text in a file, whatever program saved it; None where it is none."""
    for encoding in ("utf-16",) if content[:2] in _UTF_16 else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
