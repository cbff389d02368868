"""Packages that are spelt otherwise than Excel does, and that every program opens."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.support.damage import Hit, NotHere, any_table, damage
from tests.support.damage_book import Book
from tests.support.damage_content import any_input
from tests.support.damage_sheet import Cell
from toolkit.grids.identity import SHEET as HIDDEN
from toolkit.grids.names import COVER

Parts = dict[str, bytes]
Finish = Callable[[Parts, random.Random], Parts]
_BOOK, _RELS, _ROOT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"
_TYPES, _STRINGS = "[Content_Types].xml", "xl/sharedStrings.xml"
_CUSTOM, _CORE = "docProps/custom.xml", "docProps/core.xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _edited(parts: Parts, name: str, change: Callable[[str], str]) -> Parts:
    return {**parts, name: change(parts[name].decode()).encode()}


def _packed(
    name: str, *, by_right: tuple[str, ...] = (), needs: tuple[str, ...] = ()
) -> Callable[[Finish], None]:
    """Register what is done to the parts in the end; harmless."""

    def register(function: Finish) -> None:
        def spoil(book: Book, rng: random.Random) -> Hit:
            who = book.has(HIDDEN) and book.has(COVER)
            if book.finish or book.wrap or not who or any(one not in book.parts for one in needs):
                raise NotHere
            seed = rng.random()
            book.finish = (lambda parts: function(parts, random.Random(seed)),)
            return Hit(None)

        damage(name, harmless=True, by_right=by_right)(spoil)

    return register


# --- Names and relations -------------------------------------------------------------------------


@_packed("parts in another case than their relations")
def other_case(parts: Parts, rng: random.Random) -> Parts:
    spell: Callable[[str], str] = rng.choice(
        [str.upper, str.title, lambda name: name.replace("sheet", "Sheet")]
    )
    return {spell(one) if one.startswith("xl/") else one: part for one, part in parts.items()}


@_packed("relations with whole or winding paths")
def paths(parts: Parts, rng: random.Random) -> Parts:
    spell: Callable[[str], str] = rng.choice(
        [
            lambda t: f"/xl/{t}",
            lambda t: f"xl/{t}",
            lambda t: f"./{t}",
            lambda t: f"../xl/{t}",
            lambda t: f"/xl/./{t}",
            lambda t: t.replace("/", "\\"),
            lambda t: t.replace("sheet", "%73heet"),
        ]
    )
    return _edited(
        parts,
        _RELS,
        lambda xml: re.sub('Target="(worksheets/[^"]*)"', lambda m: f'Target="{spell(m[1])}"', xml),
    )


@_packed("names with a blank, escaped in their relations")
def escaped(parts: Parts, rng: random.Random) -> Parts:
    parts = {
        name.replace("worksheets/sheet", "worksheets/表 "): part for name, part in parts.items()
    }
    name = rng.choice(["%E8%A1%A8%20", "表%20", "%e8%a1%a8%20"])
    parts = _edited(parts, _TYPES, lambda xml: xml.replace("worksheets/sheet", "worksheets/表 "))
    return _edited(parts, _RELS, lambda xml: xml.replace("worksheets/sheet", f"worksheets/{name}"))


@_packed("the main part under another name")
def main_part(parts: Parts, rng: random.Random) -> Parts:
    name = rng.choice(["workbook2.xml", "Workbook.xml", "book.xml", "workbook22.xml"])
    moved = {_BOOK: f"xl/{name}", _RELS: f"xl/_rels/{name}.rels"}
    parts = {moved.get(one, one): part for one, part in parts.items()}
    for one in (_ROOT, _TYPES):
        parts = _edited(parts, one, lambda xml: xml.replace("xl/workbook.xml", f"xl/{name}"))
    return parts


@_packed("the main part at the root")
def main_at_root(parts: Parts, rng: random.Random) -> Parts:
    moved = {_BOOK: "workbook.xml", _RELS: "_rels/workbook.xml.rels"}
    parts = {moved.get(one, one): part for one, part in parts.items()}
    for one in (_ROOT, _TYPES):
        parts = _edited(parts, one, lambda xml: xml.replace("xl/workbook.xml", "workbook.xml"))
    return _edited(
        parts, "_rels/workbook.xml.rels", lambda xml: xml.replace('Target="', 'Target="xl/')
    )


@_packed("backslashes in the zip")
def backslashes(parts: Parts, rng: random.Random) -> Parts:
    return {name.replace("/", "\\"): part for name, part in parts.items()}


@_packed("entries for folders")
def folders(parts: Parts, rng: random.Random) -> Parts:
    made = {"xl/": b"", "xl/worksheets/": b"", "docProps/": b"", "_rels/": b""}
    return {**made, **parts} if rng.random() < 0.5 else {**parts, **made}


@_packed("a stroke before every name")
def leading_stroke(parts: Parts, rng: random.Random) -> Parts:
    return {f"/{name}": part for name, part in parts.items()}


# --- Sheets --------------------------------------------------------------------------------------


@_packed("sheets in a state that there is not")
def states(parts: Parts, rng: random.Random) -> Parts:
    state = rng.choice(["show", "Visible", "", "normal", "true"])
    usual = re.compile('(<sheet name="表[^"]*")(?! state)')
    return _edited(parts, _BOOK, lambda xml: usual.sub(rf'\1 state="{state}"', xml))


@_packed("a sheet without a part", by_right=("FILE-08",))
def dangling(parts: Parts, rng: random.Random) -> Parts:
    relation = rng.choice(['r:id=""', "", 'r:id="nobody"'])
    entry = f'<sheet name="Module1" sheetId="99" state="hidden" {relation}/>'
    return _edited(parts, _BOOK, lambda xml: xml.replace("</sheets>", f"{entry}</sheets>"))


def _other_sheet(parts: Parts, kind: str, namespace: str, folder: str, xml: str) -> Parts:
    entry = '<sheet name="Chart1" sheetId="98" r:id="other"/>'
    parts = _edited(parts, _BOOK, lambda text: text.replace("</sheets>", f"{entry}</sheets>"))
    relation = f'<Relationship Id="other" Type="{namespace}/{kind}" Target="{folder}/sheet1.xml"/>'
    parts = _edited(
        parts, _RELS, lambda text: text.replace("</Relationships>", f"{relation}</Relationships>")
    )
    return {**parts, f"xl/{folder}/sheet1.xml": xml.encode()}


@_packed("a sheet that is a chart")
def chart(parts: Parts, rng: random.Random) -> Parts:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    views = '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    xml = f'<chartsheet xmlns="{main}">{views}</chartsheet>'
    parts = _other_sheet(parts, "chartsheet", _RELATIONS, "chartsheets", xml)
    return {**parts, "xl/chartsheets/": b""} if rng.random() < 0.5 else parts


@_packed("a sheet of macros of Excel 4", by_right=("FILE-08",))
def macros(parts: Parts, rng: random.Random) -> Parts:
    space = "http://schemas.microsoft.com/office/excel/2006/main"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<xm:macrosheet xmlns:xm="{space}" xmlns="{main}"><sheetData/></xm:macrosheet>'
    namespace = "http://schemas.microsoft.com/office/2006/relationships"
    return _other_sheet(parts, "xlMacrosheet", namespace, "macrosheets", xml)


# --- What sheets say of themselves ---------------------------------------------------------------


def _spelt(book: Book, rng: random.Random, change: Callable[[str], str]) -> Hit:
    table, sheet = any_table(book, rng)
    if sheet.spelling:
        raise NotHere
    sheet.spelling = (change,)
    return Hit(sheet.name, table=table)


@damage("an extent that is nonsense", harmless=True)
def extent(book: Book, rng: random.Random) -> Hit:
    said = rng.choice(
        ['ref="A0"', "", 'ref=""', 'ref="A1:XFD1048576"', 'ref="#REF!"', 'ref="Z9:A1"', 'ref="A:A"']
    )
    return _spelt(
        book,
        rng,
        lambda xml: re.sub(
            "(<worksheet[^>]*>)",
            rf"\1<dimension {said}/>",
            re.sub("<dimension[^>]*>", "", xml),
            count=1,
        ),
    )


@damage("merged ranges that are none", harmless=True)
def merges(book: Book, rng: random.Random) -> Hit:
    area = rng.choice(["Z:Z", "60:60", "$Y$60:$Z$61", "#REF!", "", "Z60", "A0:A0", "ZZZZ1:ZZZZ2"])

    def merged(xml: str) -> str:
        one = f'<mergeCell ref="{area}"/>'
        if "</mergeCells>" in xml:
            return xml.replace("</mergeCells>", f"{one}</mergeCells>")
        return xml.replace("</sheetData>", f"</sheetData><mergeCells>{one}</mergeCells>")

    return _spelt(book, rng, merged)


@damage("a formatted cell far away", harmless=True)
def far(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    place = rng.choice(
        [(1_048_575, 16_383), (1_048_575, 0), (0, 16_383), (70_000, 3), (40, 16_383)]
    )
    sheet.cells[place] = rng.choice([Cell("1"), Cell("1", "s", " "), Cell("1", "s", "　")])
    return Hit(sheet.name, table=table)


@_packed("counts of texts that are wrong", needs=(_STRINGS,))
def counts(parts: Parts, rng: random.Random) -> Parts:
    number = rng.choice(["4294967295", "0", "1", "-1", "4294967296", "999999999999", "x", ""])
    return _edited(
        parts,
        _STRINGS,
        lambda xml: xml.replace("<sst ", f'<sst count="{number}" uniqueCount="{number}" ', 1),
    )


# --- Properties ----------------------------------------------------------------------------------


@_packed("core properties that are broken", needs=(_CORE,))
def core(parts: Parts, rng: random.Random) -> Parts:
    whole = parts[_CORE]
    stamp = rng.choice(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "yesterday"])
    late = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), whole)
    new = rng.choice([b"", whole[: len(whole) // 2], b"\0\0\0", b"<a>&b;</a>", late, late])
    return {**parts, _CORE: new}


@_packed("custom properties that are broken", needs=(_CUSTOM,))
def custom(parts: Parts, rng: random.Random) -> Parts:
    whole = parts[_CUSTOM]
    new = rng.choice([b"", whole[: len(whole) // 2], whole[:-5], b"<Properties>", b"no XML"])
    return {**parts, _CUSTOM: new}


@_packed("custom properties with white space", needs=(_CUSTOM,))
def white_space(parts: Parts, rng: random.Random) -> Parts:
    blank = rng.choice(["\n  ", "\r\n\t", " "])

    def spaced(xml: str) -> str:
        return re.sub("(<property[^>]*>|</vt:[^>]*>|</property>)", rf"\1{blank}", xml)

    return _edited(parts, _CUSTOM, spaced)


@_packed("a name in the properties that is garbled", needs=(_CUSTOM,))
def garbled(parts: Parts, rng: random.Random) -> Parts:
    def latin(match: re.Match[str]) -> str:
        return match[1] + match[2].encode().decode("latin-1") + match[3]

    pattern = '(name="toolkit.(?:name|category)"><vt:lpwstr>)([^<]*)(<)'
    return _edited(parts, _CUSTOM, lambda xml: re.sub(pattern, latin, xml))


@_packed("no core and no extended properties", needs=(_CORE,))
def no_properties(parts: Parts, rng: random.Random) -> Parts:
    gone = {_CORE, "docProps/app.xml"}
    kept = {name: part for name, part in parts.items() if name not in gone}
    return kept if rng.random() < 0.5 else {**kept, "docProps/app.xml": b"<broken"}


# --- Made to deceive -----------------------------------------------------------------------------


def _crafted(name: str, needs: tuple[str, ...] = ()) -> Callable[[Callable[[Parts], Parts]], None]:
    """What no program writes: read as programs do, or refused, and never otherwise."""

    def register(function: Callable[[Parts], Parts]) -> None:
        def spoil(book: Book, rng: random.Random) -> Hit:
            if book.finish or book.wrap or any(one not in book.parts for one in needs):
                raise NotHere
            book.finish = (function,)
            return Hit(None)

        damage(name, by_right=("FILE-01",))(spoil)

    return register


def _other_figures(parts: Parts) -> Parts:
    """The same sheets with other figures."""
    return {
        f"xl/decoys/{name.rpartition('/')[2]}": re.sub(rb"<v>(\d+)</v>", rb"<v>7\1</v>", part)
        for name, part in parts.items()
        if name.startswith("xl/worksheets/")
    }


@_crafted("a decoy of the main part at the usual place")
def decoy_book(parts: Parts) -> Parts:
    main = {"xl/truth.xml": parts[_BOOK], "xl/_rels/truth.xml.rels": parts[_RELS]}
    parts = {**parts, **main, **_other_figures(parts)}
    parts = _edited(parts, _ROOT, lambda xml: xml.replace("xl/workbook.xml", "xl/truth.xml"))
    parts = _edited(parts, _TYPES, lambda xml: xml.replace("xl/workbook.xml", "xl/truth.xml"))
    return _edited(parts, _RELS, lambda xml: xml.replace("worksheets/", "decoys/"))


@_crafted("a decoy of the texts at the usual place", needs=(_STRINGS,))
def decoy_texts(parts: Parts) -> Parts:
    truth = {"xl/truth.xml": parts[_STRINGS]}
    decoy = re.sub(rb">(\d+)</t>", rb">7\1</t>", parts[_STRINGS])
    parts = {**parts, **truth, _STRINGS: decoy}
    parts = _edited(parts, _TYPES, lambda xml: xml.replace(f"/{_STRINGS}", "/xl/truth.xml"))
    return _edited(parts, _RELS, lambda xml: xml.replace("sharedStrings.xml", "truth.xml"))


@damage("one cell spelt twice", by_right=("FILE-01",))
def spelt_twice(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    spot = book.spots[code]
    sheet = book.sheet(spot.sheet)
    if sheet.spelling:
        raise NotHere
    letters, row = re.fullmatch("([A-Z]+)([0-9]+)", spot.address).groups()  # type: ignore[union-attr]
    twin = rng.choice([f"{letters}0{row}", spot.address, f"${letters}${row}"])
    sheet.spelling = (
        lambda xml: re.sub(
            rf'(<c r="{spot.address}".*?(?:</c>|/>))',
            rf'\1<c r="{twin}"><v>7</v></c>',
            xml,
            count=1,
        ),
    )
    return Hit(None)
