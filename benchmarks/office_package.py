"""The parts of a workbook in our hands, to be written anew in the shape of another program."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"

TYPES, BOOK, STYLES, TEXTS = (
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)
APP = "docProps/app.xml"


def main(name: str) -> str:
    return f"{{{MAIN}}}{name}"


class Package:
    """Each part as XML or, where it is none, as bytes; in the order in which they are written."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            names = file.namelist()
            self.trees = {name: etree.fromstring(file.read(name)) for name in names}
        self.others: dict[str, bytes] = {}

    def sheets(self) -> Iterator[tuple[str, str]]:
        """The id and the part of each."""
        targets = {one.get("Id"): one.get("Target") for one in self.trees[related(BOOK)]}
        for sheet in self.trees[BOOK].iter(main("sheet")):
            yield sheet.get("sheetId"), f"xl/{targets[sheet.get(f'{{{RELATED}}}id')]}"

    def add(self, name: str, part: etree._Element | bytes, kind: str) -> None:
        """A part of its own content type."""
        if isinstance(part, bytes):
            self.others[name] = part
        else:
            self.trees[name] = part
        entry = etree.SubElement(self.trees[TYPES], f"{{{PACKAGE}/content-types}}Override")
        entry.set("PartName", f"/{name}")
        entry.set("ContentType", kind)

    def relate(self, source: str, kind: str, target: str) -> str:
        """The id of the relationship; the target is told from where the source lies."""
        name = related(source)
        if name not in self.trees:
            namespaces = {None: f"{PACKAGE}/relationships"}
            self.trees[name] = etree.Element(
                f"{{{PACKAGE}/relationships}}Relationships", None, namespaces
            )
        root = self.trees[name]
        entry = etree.SubElement(root, f"{{{PACKAGE}/relationships}}Relationship")
        entry.set("Id", f"rId{len(root)}")
        entry.set("Type", kind if "://" in kind else f"{RELATED}/{kind}")
        entry.set("Target", target)
        return f"rId{len(root)}"

    def packed(self, line_end: bytes) -> bytes:
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + line_end
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
            for name, tree in self.trees.items():
                file.writestr(name, head + etree.tostring(tree, encoding="UTF-8"))
            for name, content in self.others.items():
                file.writestr(name, content)
        return written.getvalue()


def related(part: str) -> str:
    path = PurePosixPath(part)
    return f"{path.parent}/_rels/{path.name}.rels"


def with_namespaces(root: etree._Element, namespaces: Mapping[str, str]) -> etree._Element:
    """The same element, which declares these as well."""
    renewed = etree.Element(root.tag, dict(root.attrib), {**root.nsmap, **namespaces})
    renewed.text = root.text
    renewed.extend(list(root))
    return renewed


def put_after(root: etree._Element, new: etree._Element, *earlier: str) -> None:
    """Behind the last of these children that is there."""
    last = max(n for n, one in enumerate(root) if one.tag in {main(name) for name in earlier})
    root.insert(last + 1, new)


def element(xml: str, **prefixes: str) -> etree._Element:
    """Of SpreadsheetML, if no prefix says otherwise."""
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in prefixes.items())
    return etree.fromstring(f'<_ xmlns="{MAIN}"{declared}>{xml}</_>')[0]


def numbers(cell: etree._Element) -> Iterator[etree._Element]:
    """The value of a cell that holds a number; a formula that shows nothing is marked as a text."""
    value = cell.find(main("v"))
    if value is not None and cell.get("t", "n") == "n":
        if value.text:
            yield value
        else:
            cell.set("t", "str")


def say_who_wrote(package: Package, program: str, version: str, words: Mapping[str, str]) -> None:
    """In the properties that a program writes about itself."""
    root = package.trees[APP]
    for one in root.iter(f"{{{VARIANT}}}lpstr"):
        one.text = words.get(one.text or "", one.text)
    for name, text in (("Application", program), ("AppVersion", version)):
        for one in root.iter(f"{{{EXTENDED}}}{name}"):
            one.text = text
