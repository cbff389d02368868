"""Ways in which programs build an .xlsx, all of which any spreadsheet program opens.

Each takes the parts of a return of ours and gives parts that say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Parts = dict[str, bytes]

BOOK, BOOK_RELATIONS, ROOT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"
SHEET, TEXTS, STYLES = "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/styles.xml"
CUSTOM, CORE = "docProps/custom.xml", "docProps/core.xml"

ODDITIES: dict[str, Callable[[Parts], Parts]] = {}


def _odd(name: str, change: Callable[[Parts], Parts]) -> None:
    ODDITIES[name] = change


def changed(part: str, old: str, new: str, *, regex: bool = False) -> Callable[[Parts], Parts]:
    """One part with something else in it."""

    def change(parts: Parts) -> Parts:
        text = parts[part].decode()
        other = re.sub(old, new, text) if regex else text.replace(old, new)
        assert other != text, (part, old)
        return parts | {part: other.encode()}

    return change


def moved(
    names: dict[str, str], *targets: tuple[str, str, str], types: bool = True
) -> Callable[[Parts], Parts]:
    """Parts under other names, with the relations and the content types that lead to them."""

    def change(parts: Parts) -> Parts:
        assert names.keys() <= parts.keys()
        parts = {names.get(name, name): part for name, part in parts.items()}
        for old, new in names.items() if types else ():
            parts = changed("[Content_Types].xml", f'"/{old}"', f'"/{new}"')(parts)
        for part, old, new in (one for one in targets if one[1] != one[2]):
            parts = changed(part, f'"{old}"', f'"{new}"')(parts)
        return parts

    return change


def added(*changes: Callable[[Parts], Parts], **more: str) -> Callable[[Parts], Parts]:
    """Several changes, and further parts."""

    def change(parts: Parts) -> Parts:
        for one in changes:
            parts = one(parts)
        return parts | {name: text.encode() for name, text in more.items()}

    return change


def listed(entry: str, relation: str = "", *, first: bool = True) -> Callable[[Parts], Parts]:
    """One more entry among the sheets, before or behind all others."""
    sheets = ("<sheets>", f"<sheets>{entry}") if first else ("</sheets>", f"{entry}</sheets>")
    more = f"{relation}</Relationships>"
    return added(
        changed(BOOK, *sheets),
        *([changed(BOOK_RELATIONS, "</Relationships>", more)] if relation else []),
    )


def relation(kind: str, target: str, identity: str = "rId99") -> str:
    """A relation of the office format, or of another type that is given in full."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = kind if ":" in kind else f"{office}/{kind}"
    return f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'


def in_cells(xml: str) -> Callable[[Parts], Parts]:
    """More rows behind those of table 3."""
    return changed(SHEET, "</sheetData>", f"{xml}</sheetData>")


def _merged(reference: str) -> Callable[[Parts], Parts]:
    return changed(SHEET, "</mergeCells>", f'<mergeCell ref="{reference}"/></mergeCells>')


# --- Names and relations -------------------------------------------------------------------------

for _target in (
    "xl/worksheets/sheet3.xml",
    "/xl/worksheets/sheet3.xml",
    "./worksheets/sheet3.xml",
    "worksheets/./sheet3.xml",
    "../xl/worksheets/sheet3.xml",
    "worksheets/../worksheets/sheet3.xml",
    "worksheets\\sheet3.xml",
    "\\xl\\worksheets\\sheet3.xml",
    "worksheets/%73heet3.xml",
    "worksheets%2Fsheet3.xml",
    "Worksheets/SHEET3.XML",
    " worksheets/sheet3.xml ",
    "../../xl/worksheets/sheet3.xml",
):
    _odd(f"target {_target}", changed(BOOK_RELATIONS, "worksheets/sheet3.xml", _target))
for _name, _target in {
    "xl/worksheets/Sheet3.xml": "worksheets/sheet3.xml",
    "XL/WORKSHEETS/SHEET3.XML": "worksheets/sheet3.xml",
    "xl/worksheets/sheet 3.xml": "worksheets/sheet%203.xml",
    "xl/worksheets/sheet%203.xml": "worksheets/sheet%203.xml",
    "xl/worksheets/表三.xml": "worksheets/%E8%A1%A8%E4%B8%89.xml",
    "xl/worksheets/表四.xml": "worksheets/表四.xml",
    "sheet3.xml": "/sheet3.xml",
    "xl/sheet3.data": "sheet3.data",
    "other/deep/down/3": "../other/deep/down/3",
}.items():
    _odd(
        f"part {_name}",
        moved({SHEET: _name}, (BOOK_RELATIONS, "worksheets/sheet3.xml", _target)),
    )
_odd("backslashes", lambda parts: {name.replace("/", "\\"): one for name, one in parts.items()})
_odd("a slash before every name", lambda parts: {f"/{name}": one for name, one in parts.items()})
_odd("a dot before every name", lambda parts: {f"./{name}": one for name, one in parts.items()})
_odd("capitals", lambda parts: {name.upper(): one for name, one in parts.items()})
_odd(
    "folder entries",
    lambda parts: dict.fromkeys(("_rels/", "xl/", "xl/worksheets/", "docProps/"), b"") | parts,
)
_odd("folder entries with backslashes", lambda parts: {"xl\\": b"", **parts, "xl/": b""})
_BOOK_MOVED = {BOOK: "xl/workbook2.xml", BOOK_RELATIONS: "xl/_rels/workbook2.xml.rels"}
_MOVED = moved(_BOOK_MOVED, (ROOT, BOOK, "xl/workbook2.xml"), types=False)
_TYPED = changed("[Content_Types].xml", f'"/{BOOK}"', '"/xl/workbook2.xml"')
_odd("main part under another name", added(_MOVED, _TYPED))
_odd("main part under another name, decoy at the usual one", lambda p: _MOVED(p) | {BOOK: b"<x/>"})


def _at_the_root(parts: Parts) -> Parts:
    flat = {name.removeprefix("xl/"): part for name, part in parts.items()}
    for part in (ROOT, "[Content_Types].xml"):
        flat[part] = flat[part].replace(b'"xl/', b'"').replace(b'"/xl/', b'"/')
    return flat


_odd(
    "main part at the root",
    lambda parts: {
        name.replace("_rels/workbook", "_rels/workbook"): part
        for name, part in _at_the_root(parts).items()
    },
)
_odd("main part with a slash", changed(ROOT, '"xl/workbook.xml"', '"/xl/workbook.xml"'))
_odd(
    "texts and formats under other names",
    moved(
        {TEXTS: "xl/strings7.xml", STYLES: "xl/looks/formats.xml"},
        (BOOK_RELATIONS, "sharedStrings.xml", "strings7.xml"),
        (BOOK_RELATIONS, "styles.xml", "looks/formats.xml"),
    ),
)
_odd(
    "texts under another name, decoy at the usual one",
    added(
        moved({TEXTS: "xl/texts.xml"}, (BOOK_RELATIONS, "sharedStrings.xml", "texts.xml")),
        **{TEXTS: "<sst><si><t>99</t></si></sst>"},
    ),
)
_odd(
    "properties under other names",
    moved(
        {CUSTOM: "props/1.xml", CORE: "props/2.xml"},
        (ROOT, CUSTOM, "props/1.xml"),
        (ROOT, CORE, "props/2.xml"),
    ),
)
_odd(
    "strict relations",
    lambda parts: {
        name: part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ).replace(b"custom-properties", b"customProperties")
        if name.endswith(".rels") or name == BOOK
        else part
        for name, part in parts.items()
    },
)
_odd(
    "a relation twice",
    changed(
        BOOK_RELATIONS,
        "</Relationships>",
        relation("worksheet", "worksheets/sheet3.xml", "rId3") + "</Relationships>",
    ),
)
_odd(
    "a foreign relation of one identity",
    changed(
        BOOK_RELATIONS,
        "</Relationships>",
        relation("theme", "theme/theme1.xml", "rId8") + "</Relationships>",
    ),
)


def _encoded(encoding: str, *names: str) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        texts = {name: parts[name].decode().partition("?>")[2] for name in names or parts}
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        codec = "gb18030" if encoding.startswith(("G", "g")) else encoding
        return parts | {name: f"{head}{text}".encode(codec) for name, text in texts.items()}

    return change


for _encoding in ("GBK", "gb2312", "gb18030", "UTF-16"):
    _odd(f"all in {_encoding}", _encoded(_encoding))
    _odd(f"some in {_encoding}", _encoded(_encoding, SHEET, TEXTS, BOOK))

# --- The list of sheets --------------------------------------------------------------------------

for _state in ("show", "Visible", "", "very hidden", "1"):
    _odd(
        f"state {_state!r}",
        changed(BOOK, '<sheet name="表三"', f'<sheet state="{_state}" name="表三"'),
    )
_odd("empty r:id", listed('<sheet name="Module1" sheetId="90" state="veryHidden" r:id=""/>'))
_odd("no r:id", listed('<sheet name="Module1" sheetId="90"/>', first=False))
_odd("dangling r:id", listed('<sheet name="Module1" sheetId="90" r:id="rId90"/>'))
_odd(
    "a sheet without its part",
    listed(
        '<sheet name="x" sheetId="90" r:id="rId99"/>',
        relation("worksheet", "worksheets/sheet90.xml"),
    ),
)
_odd(
    "an entry without a name",
    listed('<sheet sheetId="90" r:id="rId99"/>', relation("theme", "theme/theme1.xml")),
)
for _kind in ("chartsheet", "dialogsheet"):
    _odd(
        f"a {_kind}",
        added(
            listed(
                '<sheet name="图" sheetId="90" r:id="rId99"/>',
                relation(_kind, f"{_kind}s/sheet1.xml"),
            ),
            **{f"xl/{_kind}s/sheet1.xml": f"<{_kind}/>"},
        ),
    )
_odd(
    "other sheets alike in an extension",
    changed(
        BOOK,
        "</workbook>",
        '<extLst><ext uri="x"><sheets><sheet name="表三" r:id="rId1"/></sheets></ext></extLst>'
        "</workbook>",
    ),
)
_odd(
    "an odd defined name",
    changed(BOOK, "</definedNames>", "<definedName>#REF!</definedName></definedNames>"),
)

# --- What a sheet says of itself -----------------------------------------------------------------

for _dimension in (
    '<dimension ref="A0"/>',
    "<dimension/>",
    '<dimension ref=""/>',
    '<dimension ref="A1:XFD1048576"/>',
    '<dimension ref="B:C"/>',
    '<dimension ref="#REF!"/>',
    '<dimension ref="J30:A1"/>',
    "",
):
    _odd(f"dimension {_dimension}", changed(SHEET, "<dimension [^>]*/>", _dimension, regex=True))
for _reference in ("A:A", "40:40", "$A:$C", "#REF!", "", "Z99", "AA40:", "表三!Z40:Z41"):
    _odd(f"merged {_reference}", _merged(_reference))
_odd(
    "merged with dollars",
    changed(
        SHEET,
        r'mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"',
        r'mergeCell ref="$\1$\2:$\3$\4"',
        regex=True,
    ),
)
_odd(
    "merged backwards",
    changed(SHEET, r'mergeCell ref="(\w+):(\w+)"', r'mergeCell ref="\2:\1"', regex=True),
)
_odd("merged in small letters", changed(SHEET, r'mergeCell ref="A1:J1"', r'mergeCell ref="a1:j1"'))

# --- Nothing, far out ----------------------------------------------------------------------------


def _shared_blank(text: str, at: str) -> Callable[[Parts], Parts]:
    """A cell with a shared text."""

    def change(parts: Parts) -> Parts:
        number = parts[TEXTS].count(b"<si>")
        row = at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        cell = f'<row r="{row}"><c r="{at}" s="4" t="s"><v>{number}</v></c></row>'
        return added(changed(TEXTS, "</sst>", f"{text}</sst>"), in_cells(cell))(parts)

    return change


_FAR = {
    "a formatted cell": '<c r="XFD1048576" s="4"/>',
    "a formatted cell, closed": '<c r="XFD1048576" s="4"></c>',
    "a cell without format": '<c r="ALM1048576"/>',
    "an empty value": '<c r="XFD1048576" s="4"><v></v></c>',
    "an empty text": '<c r="XFD1048576" s="4" t="inlineStr"><is><t/></is></c>',
    "a blank": '<c r="XFD1048576" s="4" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>',
    "a wide blank": '<c r="A1048576" t="inlineStr"><is><t>\u3000</t></is></c>',
    "a blank that does not break": '<c r="XFD1048576" t="str"><v>\u00a0</v></c>',
    "a blank by its number": '<c r="XFD1048576" t="inlineStr"><is><t>&#160;&#x3000;</t></is></c>',
    "a blank of no width": '<c r="XFD1048576" t="inlineStr"><is><t>\u200b</t></is></c>',
    "in single quotes": "<c r='XFD1048576' s='4'/>",
    "a blank in single quotes": "<c r='XFD1048576' t='str'><v> </v></c>",
}
for _name, _cell in _FAR.items():
    _odd(f"far: {_name}", in_cells(f'<row r="1048576">{_cell}</row>'))
for _text in ('<si><t xml:space="preserve"> </t></si>', "<si><t>\u3000</t></si>", "<si/>"):
    _odd(f"far: shared {_text}", _shared_blank(_text, "XFD1048576"))
_odd("far: a large area of blanks", _shared_blank("<si><t>&#160;</t></si>", "ALL19999"))
_odd(
    "far: many formatted cells",
    in_cells(
        "".join(
            f'<row r="{row}">'
            + "".join(f'<c r="{name}{row}" s="4"/>' for name in "ABCDEFGHIJ")
            + "</row>"
            for row in range(60, 40_000)
        )
    ),
)
_odd("far: an empty row", in_cells('<row r="1048576" s="4" customFormat="1" ht="3"/>'))

# --- Counts, texts, properties -------------------------------------------------------------------

for _count in ("0", "1", "4294967295", "99999999999999999999", "-1", "x", ""):
    _odd(
        f"count of texts {_count!r}",
        changed(
            TEXTS,
            'count="[0-9]+" uniqueCount="[0-9]+"',
            f'count="{_count}" uniqueCount="{_count}"',
            regex=True,
        ),
    )
_odd("no count of texts", changed(TEXTS, ' count="[0-9]+" uniqueCount="[0-9]+"', "", regex=True))
_odd(
    "count of formats",
    changed(STYLES, '<cellXfs count="[0-9]+"', '<cellXfs count="4294967295"', regex=True),
)
_odd(
    "an extension within every text",
    changed(TEXTS, "</t></si>", '</t><extLst><ext uri="x"><t>9</t></ext></extLst></si>'),
)
_odd(
    "how every text is pronounced",
    changed(
        TEXTS, "</t></si>", '</t><rPh sb="0" eb="1"><t>9</t></rPh><phoneticPr fontId="1"/></si>'
    ),
)
_odd(
    "every text in a run",
    changed(
        TEXTS, "<si>(<t.*?</t>)</si>", r'<si><r><rPr><b/><sz val="9"/></rPr>\1</r></si>', regex=True
    ),
)
_odd("texts laid out for people", changed(TEXTS, "<si>", "\n  <si>\n    "))
_odd("a comment among the texts", changed(TEXTS, "<si>", "<!-- <si><t>9</t></si> --><si>"))
_odd(
    "prefixes among the texts",
    lambda parts: (
        parts
        | {
            TEXTS: re.sub(rb"<(/?)(sst|si|t)\b", rb"<\1x:\2", parts[TEXTS]).replace(
                b"xmlns=", b"xmlns:x="
            )
        }
    ),
)
_odd(
    "prefixes among the formats",
    lambda parts: (
        parts
        | {
            STYLES: re.sub(rb"<(/?)(\w)", rb"<\1x:\2", parts[STYLES].partition(b"?>")[2]).replace(
                b"xmlns=", b"xmlns:x="
            )
        }
    ),
)
_odd("no formats", added(changed(BOOK_RELATIONS, '<Relationship Id="rId9"[^>]*/>', "", regex=True)))


def _half(part: str) -> Callable[[Parts], Parts]:
    return lambda parts: parts | {part: parts[part][: len(parts[part]) // 2]}


def _without(part: str) -> Callable[[Parts], Parts]:
    return lambda parts: {name: one for name, one in parts.items() if name != part}


for _part in (CUSTOM, CORE, "docProps/app.xml"):
    for _xml in (
        "",
        " ",
        "<",
        '<?xml version="1.0"?>',
        "<x",
        "<x></y>",
        "\0\0\0\0",
        '<?xml version="1.0" encoding="none"?><x/>',
    ):
        _odd(f"{_part} is {_xml!r}", added(**{_part: _xml}))
    _odd(f"{_part} is cut off", _half(_part))
    _odd(f"no {_part}", _without(_part))
for _kind in ("core-properties", "custom-properties"):
    _odd(
        f"two parts of {_kind}",
        added(
            changed(
                ROOT,
                "</Relationships>",
                relation(f"http://schemas.openxmlformats.org/package/2006/{_kind}", "x.psmdcp")
                + "</Relationships>",
            ),
            **{"x.psmdcp": "<x/>"},
        ),
    )
_odd(
    "properties laid out for people",
    changed(CUSTOM, ">([^<]*)</vt:lpwstr>", r">\n      \1\n    </vt:lpwstr>\n  ", regex=True),
)
_odd("white space around properties", changed(CUSTOM, "<vt:lpwstr>", "\n      <vt:lpwstr>"))
for _time in (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "yesterday",
    "",
):
    _odd(
        f"saved at {_time!r}",
        changed(CORE, "(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{_time}", regex=True),
    )
