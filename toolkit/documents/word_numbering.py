"""The numbers that Word puts before paragraphs by itself; Word and WPS make 一、 such a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from toolkit.documents.word_parts import Element, number, val
from toolkit.spreadsheets.ooxml_parts import attributes, local, tree

_LEVELS = 9
_MOST = 9_999
_PLACE = re.compile("%([1-9])")
_DIGITS, _UNITS = "零一二三四五六七八九", ((1_000, "千"), (100, "百"), (10, "十"), (1, ""))


class Level(NamedTuple):
    """How the paragraphs of one level are numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    after: str = " "


class Listed(NamedTuple):
    """The list of a paragraph and its level; what is not stated is None."""

    list: str | None = None
    level: int | None = None

    def over(self, other: Listed) -> Listed:
        """This one, and the other for what it does not state."""
        return Listed(
            other.list if self.list is None else self.list,
            other.level if self.level is None else self.level,
        )


class Numbering:
    """The lists of a document, and how far each has come."""

    def __init__(self, part: bytes | None) -> None:
        # Identity of a list → what it counts with, and its levels.
        self._lists: dict[str, tuple[str, Mapping[int, Level]]] = {}
        self._counted: dict[str, dict[int, int]] = {}
        try:
            root = tree(part) if part else None
        except ElementTree.ParseError:
            root = None
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        forms = {
            attributes(one).get("abstractNumId", ""): dict(map(_level, _named(one, "lvl")))
            for one in _named(root, "abstractNum")
        }
        for one in _named(root, "num"):
            identity = attributes(one).get("numId", "")
            form = val(next(_named(one, "abstractNumId"), None))
            levels, counter = dict(forms.get(form, {})), f"form {form}"
            for override in _named(one, "lvlOverride"):
                # A list that begins anew counts by itself.
                counter = f"list {identity}"
                at = _number(attributes(override).get("ilvl", ""))
                levels |= dict(map(_level, _named(override, "lvl")))
                for start in _named(override, "startOverride"):
                    levels[at] = levels.get(at, Level())._replace(start=number(start, _MOST))
            self._lists[identity] = counter, levels

    def next(self, listed: Listed) -> str:
        """What stands before the next paragraph of a list."""
        counter, levels = self._lists.get(listed.list or "", ("", {}))
        at = listed.level or 0
        if at not in levels:
            return ""
        counts = self._counted.setdefault(counter, {})
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]

        def spelt(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            one = levels.get(level, Level())
            return _spelt(counts.get(level, one.start), one.form)

        text = "" if levels[at].form in ("bullet", "none") else levels[at].text
        return _PLACE.sub(spelt, text) + levels[at].after if text else ""


def _named(around: Element, name: str) -> filter[Element]:
    return filter(lambda one: local(one) == name, around)


def _level(one: Element) -> tuple[int, Level]:
    inner = {local(each): each for each in one}
    return _number(attributes(one).get("ilvl", "")), Level(
        number(inner.get("start"), _MOST) if "start" in inner else 0,
        val(inner.get("numFmt"), "decimal"),
        val(inner.get("lvlText")),
        "" if val(inner.get("suff")) == "nothing" else " ",
    )


def _number(text: str) -> int:
    return int(text) if text in tuple("012345678") else 0


def listed(stated: Mapping[str, Element]) -> Listed:
    """The list that the properties of a paragraph name."""
    inner = {local(one): one for one in stated["numPr"]} if "numPr" in stated else {}
    level = min(number(inner["ilvl"], _LEVELS), _LEVELS - 1) if "ilvl" in inner else None
    return Listed(val(inner["numId"]) if "numId" in inner else None, level)


# --- Spelling -------------------------------------------------------------------------------------


def _spelt(count: int, form: str) -> str:
    return _FORMS.get(form, str)(count)


def _chinese(count: int) -> str:
    """一, 十, 十二, 一百零五."""
    if not 0 < count <= _MOST:
        return str(count)
    text, gap = "", False
    for place, unit in _UNITS:
        digit = count // place % 10
        if digit:
            ten = place == 10 and count < 20
            text += (_DIGITS[0] if gap else "") + ("" if ten else _DIGITS[digit]) + unit
        gap = bool(text) and not digit
    return text


def _circled(count: int) -> str:
    return chr(ord("①") + count - 1) if 0 < count <= 20 else str(count)


def _letter(count: int) -> str:
    return chr(ord("a") + count - 1) if 0 < count <= 26 else str(count)


_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
        _chinese,
    ),
    "ideographDigital": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
}
