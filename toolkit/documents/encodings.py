"""Bytes → text: what a page or a text says of its encoding, and what its bytes say.

A label is often wrong: a page was saved again in another encoding, or a server states one for all.
So the bytes decide, and a few broken ones do not send a sound page to another encoding.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import cache

from charset_normalizer import from_bytes

# Where a page says what it is written in: its <meta>, or its XML declaration.
_STATED = re.compile(
    rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)"
    rb"|<\?xml\s[^>]*?encoding\s*=\s*[\"']\s*([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD = 16_384
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# As browsers do: whoever says gb2312 writes what only the later standards hold.
_CHINESE = {
    **dict.fromkeys(
        ("gb2312", "gbk", "gb18030", "gb_2312-80", "gb2312-80", "x-gbk", "chinese", "csgb2312"),
        "gb18030",
    ),
    **dict.fromkeys(("cp936", "ms936", "windows-936", "euc-cn", "iso-ir-58", "x-cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
}
# Other encodings whose labels Python knows; most of what it has besides is not for pages.
_OTHERS = re.compile(r"koi8-[ru]|euc-(?:jp|kr)|shift_jis|iso-8859-[2-9]|windows-125[013-8]")
_USUAL = "utf-8", "gb18030", "big5hkscs"
# What is outside ASCII in a text; some of it is enough to judge by.
_STRANGE = re.compile(r"[^\x00-\x7f]+")
_SAMPLE = 4_000
# With so many characters outside ASCII, nothing but UTF-8 is UTF-8 throughout.
_BY_CHANCE = 8
_SOUND, _CHINESE_ENOUGH, _DOUBTFUL, _ALIKE = 0.95, 0.85, 0.5, 0.02
# Any bytes could be these.
_WIDE = [f"utf_{one}" for one in ("7", "16", "16_le", "16_be", "32", "32_le", "32_be")]
# The share of broken bytes that a text may have and still be what it seems.
_FEW = 0.05
_LOST = "\N{REPLACEMENT CHARACTER}"
# A text with as many NULs in every second place is UTF-16 without a mark.
_NULS = 0.3


def text_of(content: bytes, *stated: str) -> str:
    """The text, without a byte order mark.

    ``stated``: the labels of the encoding that stand outside of the content, the best one first.
    What cannot be decoded is a replacement character.
    """
    mark = next((one for one in _BOMS if content.startswith(one[0])), None)
    encodings = list(_candidates(content, mark[1] if mark else "", stated))
    body = content[len(mark[0]) :] if mark else content
    if (text := _as_utf8(body, encodings[0])) is not None:
        return text
    found: list[tuple[float, str]] = []
    for one in encodings:
        text = body.decode(one, "replace")
        found.append((_usual_share(text), text))
        if found[0][0] >= _SOUND:
            return text
    best = max(share for share, _ in found)
    other = next((one for one in encodings if _OTHERS.fullmatch(one)), "")
    if other and best < _CHINESE_ENOUGH:
        return body.decode(other, "replace")
    if best < _DOUBTFUL and (guess := from_bytes(body[:_HEAD], cp_exclusion=_WIDE).best()):
        return body.decode(guess.encoding, "replace")
    # The first one that is about as good: a few rare characters more or less say nothing.
    return next(text for share, text in found if share > best - _ALIKE)


def _candidates(content: bytes, mark: str, stated: Iterable[str]) -> Iterator[str]:
    """The encodings that it may be in, each once, the likeliest first."""
    pages = (one[1] or one[2] for one in _STATED.finditer(content, 0, _HEAD))
    labels = (*stated, *(one.decode("ascii", "replace") for one in pages))
    named = [mark.removesuffix("-sig"), _without_mark(content), *map(_codec, labels), *_USUAL]
    yield from dict.fromkeys(filter(None, named))


def _codec(label: str) -> str:
    """The codec for a label; empty for those that say nothing."""
    name = label.strip().lower()
    return _CHINESE.get(name) or (name if _OTHERS.fullmatch(name) else "")


def _without_mark(content: bytes) -> str:
    """UTF-16 that does not say so."""
    head = content[:1_000]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # The other half of a Chinese character may be 0 as well: 一 is U+4E00.
        nuls, others = head[first::2].count(0), head[1 - first :: 2].count(0)
        if nuls > len(head) // 2 * _NULS and others * 5 < nuls:
            return encoding
    return ""


def _as_utf8(content: bytes, first: str) -> str | None:
    """The text where it is UTF-8 beyond doubt, but for a few broken bytes; else None."""
    if first.startswith("utf-16"):
        return None
    text = content.decode("utf-8", "replace")
    strange = sum(map(len, _STRANGE.findall(text)))
    lost = text.count(_LOST)
    if first == "utf-8" and not lost:
        return text
    sure = strange == 0 or (strange > _BY_CHANCE and lost <= strange * _FEW)
    return text if sure else None


def _usual_share(text: str) -> float:
    """The share of usual characters in what is outside ASCII."""
    sample = "".join(_some(text))
    usual = sum(one in _usual() for one in sample)
    return usual / len(sample) if sample else 1.0


def _some(text: str) -> Iterator[str]:
    room = _SAMPLE
    for one in _STRANGE.finditer(text):
        yield one[0][:room]
        room -= len(one[0])
        if room <= 0:
            return


@cache
def _usual() -> frozenset[str]:
    """The signs and the frequent characters of GB 2312 and of Big5.

    A text that is decoded in a wrong way is full of others.
    """
    rows = (
        (range(0xA1, 0xA4), range(0xA1, 0xFF), "gb2312"),
        (range(0xB0, 0xD8), range(0xA1, 0xFF), "gb2312"),
        (range(0xA4, 0xC7), range(0x40, 0xFF), "big5"),
    )
    pairs = (
        bytes((lead, trail)).decode(encoding, "ignore")
        for leads, trails, encoding in rows
        for lead in leads
        for trail in trails
    )
    return frozenset("".join(pairs)) - {_LOST} | frozenset("\u00a0\u200b\u200d\u2002\u2003\ufeff·•")
