"""The styles of an .ods workbook: how its cells look, as far as that changes what they show.

A number format of this kind is a small tree; it is read as the code by which the other formats
write the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.spreadsheets.number_formats import GENERAL, Font, Look
from toolkit.spreadsheets.ods_conditions import comparisons_of

Attributes = Mapping[str, str]

# How far a style may lead to another.
_DEEPEST = 20
_FORMATS = {
    f"number:{kind}-style" for kind in ("number", "currency", "percentage", "date", "time", "text")
}
_FORMATS.add("number:boolean-style")
_PARTS: dict[str, tuple[str, str]] = {
    "number:year": ("yy", "yyyy"),
    "number:month": ("m", "mm"),
    "number:day": ("d", "dd"),
    "number:day-of-week": ("ddd", "aaaa"),
    "number:hours": ("h", "hh"),
    "number:minutes": ("m", "mm"),
    "number:seconds": ("s", "ss"),
    "number:am-pm": ("AM/PM", "AM/PM"),
    "number:era": ("gge", "ggge"),
    "number:quarter": ("yy", "yy"),
    "number:week-of-year": ("d", "d"),
}


@dataclass(slots=True)
class _Format:
    """One number format while it is read."""

    kind: str
    code: str = ""
    # The texts within the digits: how many digits stand behind each.
    embedded: list[tuple[int, str]] = field(default_factory=list)
    digits: str = ""
    scale: str = ""
    # Condition → the name of the format that is used where it holds.
    maps: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of itself; None where its parent says it."""

    parent: str
    format: str | None
    struck: bool | None = None
    position: str | None = None
    # Comparisons that must hold, with the style that the cells have then.
    maps: tuple[tuple[tuple[str, ...], str], ...] = ()


class Styles:
    """The handler of style elements, in styles.xml and before the cells in content.xml."""

    def __init__(self, common: Styles | None = None) -> None:
        self._formats: dict[str, _Format] = dict(common._formats) if common else {}
        self._styles: dict[tuple[str, str], _Style] = dict(common._styles) if common else {}
        self._displayed: dict[str, str] = dict(common._displayed) if common else {}
        self._format: _Format | None = None
        self._style: tuple[str, str] | None = None
        self._take: Callable[[str], None] | None = None
        self._looks: dict[str, Look | None] = {}
        self._conditional: dict[str, list[tuple[Sequence[str], Look]]] = {}
        self._fonts: dict[str, Font | None] = {}

    def start(self, name: str, attributes: Attributes) -> bool:
        """Take an element, if it belongs to a style."""
        if name in ("style:style", "style:default-style"):
            key = attributes.get("style:family", ""), attributes.get("style:name", "")
            if "style:display-name" in attributes:
                self._displayed[attributes["style:display-name"]] = key[1]
            parent = attributes.get("style:parent-style-name", "")
            self._styles[key] = _Style(parent, attributes.get("style:data-style-name"))
            self._style = key
        elif name == "style:text-properties" and self._style is not None:
            self._styles[self._style] = _with_font(self._styles[self._style], attributes)
        elif name in _FORMATS:
            self._format = _Format(name.removeprefix("number:").removesuffix("-style"))
            self._formats[attributes.get("style:name", "")] = self._format
            if name == "number:time-style":
                elapsed = attributes.get("number:truncate-on-overflow") == "false"
                self._format.code = "[h]" if elapsed else ""
        elif self._format is not None:
            self._part(self._format, name, attributes)
        elif name == "style:map" and self._style is not None:
            style = self._styles[self._style]
            base = attributes.get("style:base-cell-address", "")
            comparisons = comparisons_of(attributes.get("style:condition", ""), base)
            if comparisons is not None:
                one = comparisons, attributes.get("style:apply-style-name", "")
                self._styles[self._style] = replace(style, maps=(*style.maps, one))
        else:
            return False
        return True

    def end(self, name: str) -> None:
        self._take = None
        if name in _FORMATS:
            self._format = None
        elif name in ("style:style", "style:default-style"):
            self._style = None
        elif self._format and name in ("number:number", "number:fraction"):
            self._format.code += _with_texts(self._format)

    def text(self, text: str) -> None:
        if self._take:
            self._take(text)

    def _part(self, one: _Format, name: str, attributes: Attributes) -> None:
        if name in ("number:text", "number:currency-symbol", "number:fill-character"):
            if name != "number:fill-character":
                self._take = lambda text: setattr(one, "code", one.code + _literal(text, one.kind))
        elif name == "number:embedded-text":
            behind = _count(attributes.get("number:position", "0"))
            self._take = lambda text: one.embedded.append((behind, text))
        elif name in ("number:number", "number:scientific-number", "number:fraction"):
            _digits(one, name, attributes)
        elif name == "number:text-content":
            one.code += "@"
        elif name == "number:boolean":
            one.code += GENERAL
        elif name in _PARTS:
            long = attributes.get("number:style") == "long"
            one.code += _PARTS[name][long]
        elif name == "style:map":
            condition = attributes.get("style:condition", "").removeprefix("value()")
            one.maps.append((condition, attributes.get("style:apply-style-name", "")))

    # --- What cells look like --------------------------------------------------------------------

    def look(self, name: str, *, percentage: bool = False) -> Look | None:
        """How cells of a style look; None where they show what they hold."""
        key = f"{name}%" if percentage else name
        if key not in self._looks:
            style = self._resolved("table-cell", name)
            code = self._code(style.format) if style.format else ""
            # A percentage without a format is shown as one.
            look = Look(code or ("0%" if percentage else GENERAL), _font(style))
            self._looks[key] = None if look.is_plain else look
        return self._looks[key]

    def displayed(self, name: str) -> Look | None:
        """How cells of a style look that is called so where people see it."""
        return self.look(self._displayed.get(name, name))

    def conditional(self, name: str) -> Sequence[tuple[Sequence[str], Look]]:
        """The odd looks of cells of a style, each with the comparisons that must hold."""
        if name not in self._conditional:
            maps = self._resolved("table-cell", name).maps
            some = ((comparisons, self.look(other)) for comparisons, other in maps)
            self._conditional[name] = [(all_, look) for all_, look in some if look]
        return self._conditional[name]

    def font(self, name: str) -> Font | None:
        """The font of a piece of text; None where it is that of its cell."""
        if name not in self._fonts:
            style = self._resolved("text", name)
            says = style.struck is not None or style.position is not None
            self._fonts[name] = _font(style) if says else None
        return self._fonts[name]

    def _resolved(self, family: str, name: str) -> _Style:
        """A style with what its ancestors say."""
        own, default = _Style("", None), self._styles.get((family, ""), _Style("", None))
        for _ in range(_DEEPEST):
            above = self._styles.get((family, name), default)
            own = _Style(
                "",
                above.format if own.format is None else own.format,
                above.struck if own.struck is None else own.struck,
                above.position if own.position is None else own.position,
                own.maps or above.maps,
            )
            if above is default:
                break
            name = above.parent
        return own

    def _code(self, name: str) -> str:
        one = self._formats.get(name)
        if one is None:
            return ""
        parts = [
            f"[{condition}]{self._formats[other].code if other in self._formats else ''}"
            for condition, other in one.maps
            if condition.lstrip("!")[:1] in "<>="
        ]
        # A format without anything shows nothing.
        return ";".join([*(part.replace("[!=", "[<>") for part in parts), one.code or '""'])


def _with_font(style: _Style, attributes: Attributes) -> _Style:
    kind = attributes.get("style:text-line-through-style")
    line = kind or attributes.get("style:text-line-through-type")
    position = attributes.get("style:text-position")
    return replace(
        style,
        struck=style.struck if line is None else line != "none",
        position=position or style.position,
    )


def _font(style: _Style) -> Font:
    position = (style.position or "").split(" ")[0]
    share = position.removesuffix("%").lstrip("-")
    moved = position in ("super", "sub") or (share.isdecimal() and int(share) > 0)
    lowered = moved and (position == "sub" or position.startswith("-"))
    return Font(bool(style.struck), moved and not lowered, lowered)


# --- Number formats ------------------------------------------------------------------------------


def _literal(text: str, kind: str) -> str:
    """A text of a format; the sign of a percentage is one that counts."""
    if kind == "percentage" and "%" in text:
        return "%".join(_quoted(part) for part in text.split("%"))
    return _quoted(text)


def _quoted(text: str) -> str:
    return "".join(f"\\{one}" for one in text)


def _digits(one: _Format, name: str, attributes: Attributes) -> None:
    whole = _count(attributes.get("number:min-integer-digits", ""), 0)
    decimals = _count(attributes.get("number:decimal-places", ""), 0)
    one.digits = "0" * whole or "#"
    if attributes.get("number:grouping") == "true":
        one.digits = "#,##" + one.digits.rjust(1, "#")
    fraction = f".{'0' * decimals}" if decimals else ""
    if name == "number:scientific-number":
        one.code += f"{one.digits}{fraction}E+00"
        return
    if name == "number:fraction":
        one.digits, fraction = f"{one.digits} ?/?", ""
    elif "number:decimal-places" not in attributes and whole <= 1 and not fraction:
        # As many places as the number has.
        one.digits = GENERAL if "number:grouping" not in attributes else one.digits
    factor = attributes.get("number:display-factor", "1")
    one.scale = fraction + "," * ((len(factor.partition(".")[0]) - 1) // 3)
    one.embedded = []


def _with_texts(one: _Format) -> str:
    """The digits with the texts that stand within them."""
    digits, one.digits = one.digits, ""
    for behind, text in sorted(one.embedded):
        digits = digits.replace(GENERAL, "0").rjust(behind + 1, "#")
        places = [n for n, sign in enumerate(digits) if sign in "0#"]
        at = places[-behind] if 0 < behind <= len(places) else len(digits)
        digits = digits[:at] + _quoted(text) + digits[at:]
    return digits + one.scale


def _count(text: str, default: int = 0) -> int:
    """A number of digits; no format has more than a few."""
    return min(int(text[:3]), 30) if text[:3].isdecimal() else default
