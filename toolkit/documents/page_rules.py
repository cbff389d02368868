"""Style sheets and ``style`` attributes → what they declare, as far as it hides or shows text.

This is no engine for styles: a rule counts where it is on one element, class or identity. Any other
one only says that what it may be on may be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.documents.colours import is_light, is_pale

# A property, its value in small letters, and whether it is important.
Declared = tuple[str, str, bool]
_DECLARED = re.compile(
    r"(?:^|[;{])\s*(display|visibility|text-decoration(?:-line)?|vertical-align|font-size|font"
    r"|color|background(?:-color)?|opacity)\s*:\s*([^;]*)",
    re.IGNORECASE,
)
_NOISE = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACES = re.compile(r"([{}])")
# One element, with its classes or its identity.
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+){0,8})", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_COMBINED = re.compile(r"[\s>+~]+")
_SCREEN = re.compile(r"@media\s+(?:all|(?:only\s+)?screen)", re.IGNORECASE)
# Where the pointer is, which child it is, which attribute it has.
_BESIDES = re.compile(r"[:\[\\]")
_SIZE = re.compile(r"(?<![\w.-])([0-9]{0,6}\.?[0-9]{1,6})(px|pt|em|rem|%)?(?![\w.-])")
_UNSTATED_SIZES = {"inherit", "larger", "smaller", "unset", "revert"}
# In pixels or points; smaller characters are not seen.
_LEAST_SIZE = 2.0


class Where(NamedTuple):
    """What a rule is on: an element, or one with certain names, as .tip and #tip."""

    tag: str
    names: tuple[str, ...]

    @property
    def weight(self) -> tuple[int, int, int]:
        """How much the rule weighs beside others: its identities, its classes, its elements."""
        identities = sum(one.startswith("#") for one in self.names)
        return identities, len(self.names) - identities, int(bool(self.tag))

    def is_in(self, identity: str, classes: frozenset[str]) -> bool:
        """Whether an element with this identity and these classes has all the names."""
        return all(
            one[1:] in classes if one.startswith(".") else one[1:] == identity for one in self.names
        )


class Rule(NamedTuple):
    """A rule of a style sheet."""

    where: Where
    declared: tuple[Declared, ...]


def declared(text: str) -> list[Declared]:
    """What is declared in a ``style`` attribute, or between the braces of a rule."""
    found = []
    for name, stated in _DECLARED.findall(text):
        value = stated.strip().lower()
        plain, _, behind = value.rpartition("!")
        important = behind.strip() == "important"
        found.append((name.lower(), plain.strip() if important else value, important))
    return found


def rules_of(sheet: str) -> Iterator[Rule]:
    """The rules of a style sheet that may change what is seen of a text."""
    for selectors, body, is_certain in _blocks(_NOISE.sub(" ", sheet)):
        stated = tuple(declared(body))
        showing = tuple(one for one in stated if is_showing(*one[:2]))
        for one in selectors.split(",") if stated else ():
            if not _BESIDES.search(one) and (steps := _COMBINED.split(one.strip())):
                simple = _SIMPLE.fullmatch(steps[-1])
                mine = stated if is_certain and len(steps) == 1 else showing
                if simple and simple[0] and mine:
                    where = Where((simple[1] or "").lower(), tuple(_NAME.findall(simple[2])))
                    yield Rule(where, mine)


def _blocks(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """What each rule is on, what is between its braces, and whether it holds for any screen."""
    around: list[str] = []
    pieces = _BRACES.split(sheet)
    for before, brace in zip(pieces[::2], pieces[1::2], strict=False):
        if brace == "{":
            around.append(before.rpartition(";")[2].strip())
        elif around:
            selectors = around.pop()
            if not selectors.startswith("@") and all(map(_may_hold, around)):
                yield selectors, before, all(map(_SCREEN.fullmatch, around))


def _may_hold(condition: str) -> bool:
    """Whether what stands under a condition may hold on a screen."""
    return condition.lower().startswith("@media") and "print" not in condition.lower()


def is_showing(name: str, value: str) -> bool:
    """Whether a declaration shows a text rather than hiding it."""
    if name == "display":
        return value != "none"
    if name == "visibility":
        return value == "visible"
    if name == "color":
        return not is_light(value)
    if name.startswith("background"):
        return is_pale(value) is False
    return name in ("font", "font-size") and is_sized(name, value) is True


def is_sized(name: str, value: str) -> bool | None:
    """Whether characters of this size are seen; None where it depends on those around them."""
    if name not in ("font", "font-size") or value in _UNSTATED_SIZES:
        return None
    if name == "font":
        sizes = [one for one in _SIZE.finditer(value) if one[2] or float(one[1]) == 0]
        found = sizes[0] if sizes else None
    else:
        found = _SIZE.match(value)
        if found is None:
            return True
    if found is None:
        return None
    if found[2] in ("em", "%"):
        return None if float(found[1]) else False
    return float(found[1]) >= _LEAST_SIZE
