"""The styles of a Word document, as far as they change what is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from toolkit.documents.colours import is_light, is_pale
from toolkit.documents.word_numbering import Listed, listed
from toolkit.documents.word_parts import Element, is_on, properties, val
from toolkit.spreadsheets.number_formats import PLAIN, Font
from toolkit.spreadsheets.ooxml_parts import attributes, local
from toolkit.spreadsheets.ooxml_parts import tree as tree_of

# The name of the style of a title, whatever a program calls it on the screen.
_TITLE = "title"
# Styles may be based on each other in a circle.
_DEEPEST = 20
# Sizes in halves of a point of which nothing is seen.
_TINY = {"1", "2", "3"}
# Widths in percent of which nothing is seen either.
_NARROW = re.compile("0*[0-9]%?")
_AT_THE_LINE = re.compile("[-+]?0*(?:pt)?")


class Look(NamedTuple):
    """How the runs of a style look, or one that states it itself; None: as those around it."""

    struck: bool | None = None
    raised: str | None = None
    hidden: bool | None = None
    # Whether its characters have any size.
    sized: bool | None = None
    # Whether they are wide enough to be seen.
    wide: bool | None = None
    # Whether it is white, and whether what is behind it is not.
    light: bool | None = None
    ground: bool | None = None

    def over(self, other: Look) -> Look:
        """This one, and the other for what it does not state."""
        if other == UNSTATED:
            return self
        return Look(
            other.struck if self.struck is None else self.struck,
            other.raised if self.raised is None else self.raised,
            other.hidden if self.hidden is None else self.hidden,
            other.sized if self.sized is None else self.sized,
            other.wide if self.wide is None else self.wide,
            other.light if self.light is None else self.light,
            other.ground if self.ground is None else self.ground,
        )

    @property
    def font(self) -> Font:
        white = bool(self.light) and not self.ground
        if not self.struck and not white and self.raised not in ("superscript", "subscript"):
            return PLAIN
        raised, lowered = self.raised == "superscript", self.raised == "subscript"
        return Font(bool(self.struck), raised, lowered, white)


UNSTATED = Look()


class Styles(NamedTuple):
    """The styles by their identities: those that look odd, those in lists, those of titles."""

    looks: Mapping[str, Look]
    lists: Mapping[str, Listed]
    titles: frozenset[str]


def look_of(stated: Mapping[str, Element]) -> Look:
    """The look that the properties of a run state, its style left aside."""
    lines = [is_on(stated[one]) for one in ("strike", "dstrike") if one in stated]
    return Look(
        any(lines) if lines else None,
        _raised(stated),
        _hidden(stated),
        val(stated["sz"]) not in _TINY if "sz" in stated else None,
        _NARROW.fullmatch(val(stated["w"])) is None if "w" in stated else None,
        is_light(f"#{val(stated['color'])}") if "color" in stated else None,
        ground_of(stated),
    )


def _raised(stated: Mapping[str, Element]) -> str | None:
    """How characters are raised or lowered: made small for it, or moved as they are."""
    moved = val(stated.get("position"))
    if not _AT_THE_LINE.fullmatch(moved):
        return "subscript" if moved.startswith("-") else "superscript"
    return val(stated["vertAlign"]) if "vertAlign" in stated else None


def _hidden(stated: Mapping[str, Element]) -> bool | None:
    ways = [is_on(stated[one]) for one in ("vanish", "specVanish") if one in stated]
    return any(ways) if ways else None


def ground_of(stated: Mapping[str, Element]) -> bool | None:
    """Whether white characters are seen on what properties put behind them."""
    if "highlight" in stated:
        return val(stated["highlight"]) not in ("none", "white", "lightGray")
    if "shd" not in stated:
        return None
    how = attributes(stated["shd"])
    patterned = how.get("val", "clear") not in ("clear", "nil", "none")
    pale = is_pale(how.get("fill", ""))
    return patterned or (None if pale is None else not pale)


def styles_of(part: bytes | None) -> Styles:
    """The styles of the part in which they stand; none where it is missing or broken."""
    try:
        root = list(tree_of(part or b""))
    except ElementTree.ParseError:
        return Styles({}, {}, frozenset())
    every = [one for one in root if local(one) == "style"]
    own: dict[str, _Own] = {}
    titles, usual = set(), ""
    of_paragraphs = {""}
    for one in every:
        identity = attributes(one).get("styleId", "")
        stated = {local(each): each for each in one}
        own[identity] = _Own(
            look_of(properties(one, "rPr")),
            listed(properties(one, "pPr")),
            val(stated.get("basedOn")),
        )
        if val(stated.get("name")).lower() == _TITLE:
            titles.add(identity)
        how = attributes(one)
        if how.get("type") == "paragraph":
            of_paragraphs.add(identity)
            usual = identity if how.get("default") in ("1", "true", "on") else usual
    whole = {identity: _whole(identity, own) for identity in own}
    # A paragraph without a style has the usual one.
    whole[""] = _Own(_whole(usual, own).look, Listed())
    defaults = _defaults(root)
    for identity in of_paragraphs:
        known = whole[identity]
        whole[identity] = known._replace(look=known.look.over(defaults))
    return Styles(
        {identity: one.look for identity, one in whole.items() if one.look != UNSTATED},
        {identity: one.listed for identity, one in whole.items() if one.listed.list},
        frozenset(titles),
    )


def _defaults(root: Iterable[Element]) -> Look:
    """How the runs of a document look where no style says more."""
    inner = (each for one in root if local(one) == "docDefaults" for each in one)
    usual = next((one for one in inner if local(one) == "rPrDefault"), None)
    return UNSTATED if usual is None else look_of(properties(usual, "rPr"))


class _Own(NamedTuple):
    """What a style states itself, and the one that it is based on."""

    look: Look
    listed: Listed
    based_on: str = ""


def _whole(identity: str, own: Mapping[str, _Own]) -> _Own:
    """What a style states, with what it takes over from those that it is based on."""
    look, among = UNSTATED, Listed()
    for _ in range(_DEEPEST):
        if identity not in own:
            break
        stated = own[identity]
        look, among = look.over(stated.look), among.over(stated.listed)
        identity = stated.based_on
    return _Own(look, among)
