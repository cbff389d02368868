"""The styles of a page, as far as they change what a person sees of its text.

They stand at the elements, and in the page's own style sheets as rules on one element, class or
identity. What stands in other files, or depends on more, is unknown. So only what is certain to be
out of sight is taken for that, and a table never is by a rule, since a script may show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from toolkit.documents.colours import is_light, is_pale
from toolkit.documents.page_rules import Declared, Rule, declared, is_showing, is_sized, rules_of
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.number_formats import PLAIN, Font

# No page comes near to as many elements that rules apply to.
_MOST_MATCHES = 200_000
IN_TABLES = frozenset(("td", "th", "caption", "tr", "thead", "tbody", "tfoot"))
# What stands in them is for other programs.
_UNUSED = frozenset(("noscript", "template", "svg"))
_ALWAYS = ("display", "visib", "line-through", "super", "sub", "opacity")
_SIZES = ("font-size", "font:")
_COLOURS = ("color", "background")
# Where sizes and colours matter at all: most pages are full of them.
_SMALL = '[style*="font-size:0" i],[style*="font-size: 0" i],[style*="font:0" i],' + (
    '[style*="font-size:1p" i],[style*="font-size: 1p" i]'
)
_WHITE = '[style*="#f" i],[style*="white" i],[style*="rgb" i],[style*="transparent" i],font[color]'
# What attributes other than ``style`` state, and how little it weighs.
_HINTS = (("bgcolor", "background-color"), ("color", "color"))
_HINT, _INLINE = (-1, 0, 0), (1_000_000, 0, 0)

_ZERO = re.compile(r"0*(?:0|\.0+|0\.)%?")

# How much a declaration weighs: whether it is important, and what it stands at.
_Weight = tuple[bool, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Style:
    """What is stated of an element; None: as around it."""

    # ``none``, or what a table is made of, such as ``table-row``.
    display: str = ""
    visible: bool | None = None
    # Whether its characters have any size.
    sized: bool | None = None
    # Whether its characters are white or clear, and whether what is behind them is not.
    light: bool | None = None
    ground: bool | None = None
    font: Font = PLAIN


_UNSTATED = Style()


class State(NamedTuple):
    """How a text looks here."""

    font: Font = PLAIN
    invisible: bool = False
    sized: bool = True
    # Whether it is white, and whether what is behind it is not.
    light: bool = False
    ground: bool = False

    @property
    def is_seen(self) -> bool:
        return self.sized and not self.invisible

    def under(self, style: Style) -> State:
        """The same in an element of this style."""
        light = self.light if style.light is None else style.light
        ground = self.ground if style.ground is None else style.ground
        return State(
            both(self.font, style.font, hidden=light and not ground),
            self.invisible if style.visible is None else not style.visible,
            self.sized if style.sized is None else style.sized,
            light,
            ground,
        )


def both(font: Font, more: Font, *, hidden: bool) -> Font:
    """A font within another one; ``hidden``: whether its text is white on white."""
    if more is PLAIN and hidden is font.hidden:
        return font
    return Font(
        font.struck or more.struck,
        font.raised or more.raised,
        font.lowered or more.lowered,
        hidden,
    )


def styles_in(page: LexborHTMLParser, sheets: Mapping[str, str]) -> Mapping[int, Style]:
    """The styles of the elements that have any, by their identities in memory.

    ``sheets``: those of the page itself that stand outside of it, by their addresses.
    """
    rules = [rule for sheet in _sheets(page, sheets) for rule in rules_of(sheet)]
    applied = _Applied(_around_tables(page))
    if rules:
        _apply_rules(page, rules, applied)
    wanted = [*_ALWAYS]
    declarations = [one for rule in rules for one in rule.declared]
    if page.css_first(_SMALL) or any(is_sized(*one[:2]) is False for one in declarations):
        wanted += _SIZES
    coloured = _is_any_white(page) or any(
        name == "color" and is_light(value) for name, value, _ in declarations
    )
    if coloured:
        wanted += _COLOURS
    # One style stands at many elements.
    inline: dict[str, list[Declared]] = {}
    for node in page.css(",".join(f'[style*="{one}" i]' for one in wanted)):
        text = node.attributes.get("style") or ""
        if text not in inline:
            inline[text] = declared(text)
        applied.add(node, _INLINE, inline[text])
    for node in page.css("[hidden]"):
        applied.add(node, _HINT, [("display", "none", False)])
    for node in page.css("[bgcolor],font[color]") if coloured else ():
        stated = node.attributes
        hints = ((name, stated.get(own) or "", False) for own, name in _HINTS)
        applied.add(node, _HINT, [one for one in hints if one[1]])
    styles = ((mine, _style(node, one)) for mine, (node, one) in applied.found.items())
    return {mine: style for mine, style in styles if style != _UNSTATED}


def _sheets(page: LexborHTMLParser, outside: Mapping[str, str]) -> Iterator[str]:
    """The style sheets of the page, each under its condition."""
    for node in page.css("style,link[href]" if outside else "style"):
        around = node.parent
        while around is not None and around.tag not in _UNUSED:
            around = around.parent
        if around is None:
            stated = node.attributes
            media, address = stated.get("media"), stated.get("href") or ""
            sheet = outside.get(address, "") if node.tag == "link" else node.text(deep=True)
            yield f"@media {media}{{{sheet}}}" if media else sheet


def _is_any_white(page: LexborHTMLParser) -> bool:
    for node in page.css(_WHITE):
        attributes = node.attributes
        if is_light(attributes.get("color") or ""):
            return True
        stated = declared(attributes.get("style") or "")
        if any(name == "color" and is_light(value) for name, value, _ in stated):
            return True
    return False


# --- What applies to which element ---------------------------------------------------------------


class _Applied:
    """What applies to each element, the weightiest declaration of each property."""

    def __init__(self, around_tables: set[int]) -> None:
        self.found: dict[int, tuple[LexborNode, dict[str, tuple[_Weight, str]]]] = {}
        self._around_tables = around_tables

    def add(
        self, node: LexborNode, where: tuple[int, int, int], declarations: Iterable[Declared]
    ) -> None:
        mine = node.mem_id
        known = self.found.setdefault(mine, (node, {}))[1]
        is_around = mine in self._around_tables
        for name, value, important in declarations:
            weight = (important, where)
            if (name not in known or weight >= known[name][0]) and (
                not is_around or _is_sure(name, where) or is_showing(name, value)
            ):
                known[name] = weight, value


class _Named(NamedTuple):
    """An element with its names, for rules on it."""

    node: LexborNode
    tag: str
    identity: str
    classes: frozenset[str]


def _apply_rules(
    page: LexborHTMLParser,
    rules: Iterable[Rule],
    applied: _Applied,
) -> None:
    named = _by_names(page)
    tags: dict[str, list[_Named]] = {}
    room = _MOST_MATCHES
    for rule in rules:
        where = rule.where
        if where.names:
            some = min((named.get(one, ()) for one in where.names), key=len)
        else:
            if where.tag not in tags:
                nodes = page.css(where.tag)
                tags[where.tag] = [_Named(one, where.tag, "", frozenset()) for one in nodes]
            some = tags[where.tag]
        room -= len(some)
        if room < 0:
            raise Unreadable(Refusal.TOO_LARGE)
        for one in some:
            if where.tag in ("", one.tag) and where.is_in(one.identity, one.classes):
                applied.add(one.node, where.weight, rule.declared)


def _by_names(page: LexborHTMLParser) -> dict[str, list[_Named]]:
    """The elements by their classes and identities, each as a rule names it: .tip, #tip."""
    found: dict[str, list[_Named]] = {}
    for node in page.css("[class],[id]"):
        attributes = node.attributes
        classes = frozenset((attributes.get("class") or "").split())
        one = _Named(node, node.tag or "", attributes.get("id") or "", classes)
        for name in classes:
            found.setdefault(f".{name}", []).append(one)
        if one.identity:
            found.setdefault(f"#{one.identity}", []).append(one)
    return found


def _around_tables(page: LexborHTMLParser) -> set[int]:
    """The tables, and what is around them."""
    found: set[int] = set()
    for table in page.css("table"):
        node: LexborNode | None = table
        while node is not None and node.mem_id not in found:
            found.add(node.mem_id)
            node = node.parent
    return found


# --- What it comes to ----------------------------------------------------------------------------


def _style(node: LexborNode, applied: Mapping[str, tuple[_Weight, str]]) -> Style:
    stated = {name: value for name, (_, value) in applied.items()}
    light = stated.get("color")
    is_clear = _ZERO.fullmatch(stated.get("opacity", "")) is not None
    grounds = (stated[one] for one in ("background", "background-color") if one in stated)
    behind = [pale for one in grounds if (pale := is_pale(one)) is not None]
    return Style(
        stated.get("display", ""),
        _is_visible(stated.get("visibility", "")),
        next(_sizes(stated), None),
        is_clear or (None if light is None or light == "inherit" else is_light(light)),
        not is_clear and not behind[-1] if behind or is_clear else None,
        _font(stated, placed=node.tag in IN_TABLES),
    )


def _is_sure(name: str, where: tuple[int, int, int]) -> bool:
    """Whether even a table is out of sight by this: only where its own element says so."""
    return name in ("display", "visibility") and where in (_HINT, _INLINE)


def _is_visible(value: str) -> bool | None:
    return {"hidden": False, "collapse": False, "visible": True, "initial": True}.get(value)


def _sizes(stated: Mapping[str, str]) -> Iterator[bool]:
    for name in ("font-size", "font"):
        if name in stated and (sized := is_sized(name, stated[name])) is not None:
            yield sized


def _font(stated: Mapping[str, str], *, placed: bool) -> Font:
    """``placed``: a cell, whose text these put higher or lower as a whole."""
    lines = (value for name, value in stated.items() if name.startswith("text-decoration"))
    placing = "" if placed else stated.get("vertical-align", "")
    struck = any("line-through" in one for one in lines)
    if not struck and placing not in ("super", "sub"):
        return PLAIN
    return Font(struck, placing == "super", placing == "sub")
