"""What the text of a formula says of where its value comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping

# [1]Sheet!A1, 'C:\dir\[a.xlsx]S'!A1, and LibreOffice's 'file:///a.xlsx'#$S.A1; a text in quotes is
# not a reference.
_OUTSIDE = re.compile(r"\[[^\[\]]*\][^\[\]]*!|\[\?\]|'?file:|^=\s*\w+\|", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
# A defined name, or a word that looks like one.
_NAME = re.compile(r"(?<![\w.\\\[])(?:[^\W\d]|\\)[\w.\\?]*(?![\w.(])")
# How much is kept of what a name stands for, and over how many others it may lead to it.
_LONGEST, _DEEPEST = 300, 20


def refers_outside(formula: str) -> bool:
    """Whether a formula takes its value from another workbook or program."""
    return bool(_OUTSIDE.search(_QUOTED.sub('""', formula)))


def outside_names(names: Mapping[str, str]) -> dict[str, str]:
    """Of the defined names of a workbook those that stand for something outside of it.

    ``names``: what each stands for, which may be others. Given back with what it is that lies
    outside.
    """
    found = {
        name.casefold(): text[:_LONGEST]
        for name, text in names.items()
        if refers_outside(f"={text}")
    }
    for _ in range(_DEEPEST if found else 0):
        further = {
            name.casefold(): outside
            for name, text in names.items()
            if name.casefold() not in found and (outside := _first_of(text, found))
        }
        if not further:
            break
        found |= further
    return found


def with_names(formula: str, names: Mapping[str, str]) -> str:
    """A formula with what these names stand for in their places."""
    if not names or not _first_of(formula, names):
        return formula
    parts = _QUOTED.split(formula)
    spelt = [_NAME.sub(lambda found: names.get(found[0].casefold(), found[0]), p) for p in parts]
    texts = [*_QUOTED.findall(formula), ""]
    return "".join(part + text for part, text in zip(spelt, texts, strict=True))


def _first_of(formula: str, names: Mapping[str, str]) -> str:
    """What the first of these names in a formula stands for."""
    words = (one.casefold() for one in _NAME.findall(_QUOTED.sub('""', formula)))
    return next((names[one] for one in words if one in names), "")
