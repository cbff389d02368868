"""The parts of an Office package, found as the standard says: through relations, and by their kind.

A part may have any name and stand anywhere. One that stands where it usually would, but to which no
relation leads, is seen by no spreadsheet program, so it is not read here either.
"""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from operator import attrgetter
from typing import ClassVar, NamedTuple
from xml.etree import ElementTree

from toolkit.grids.identity import SHEET
from toolkit.grids.names import BY_UNIT, FINDINGS
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.blank_cells import read_sheet
from toolkit.spreadsheets.remembered import remembered
from toolkit.spreadsheets.saved_time import saved_time
from toolkit.spreadsheets.zip_package import (
    OF_A_RETURN,
    Limits,
    inflated,
    of_a_sum,
    open_package,
    part_name,
)

# Sheets that only a consolidated workbook has together.
_OF_A_SUM = {BY_UNIT, FINDINGS, SHEET}
# Where the parts about a document are if nothing says it.
_USUAL = {
    "customproperties": "docprops/custom.xml",
    "coreproperties": "docprops/core.xml",
}


class Relation(NamedTuple):
    """That a part is used by another, or by the package itself."""

    identity: str
    # What for: the last word of its type, which is the same in transitional and strict OOXML.
    kind: str
    # None where it is not in the package.
    part: str | None


def local(element: ElementTree.Element) -> str:
    """The tag without its namespace: transitional and strict OOXML differ only there."""
    return element.tag.rpartition("}")[2]


def attributes(element: ElementTree.Element) -> dict[str, str]:
    """The attributes without their namespaces, in which transitional and strict OOXML differ."""
    return {key.rpartition("}")[2]: text for key, text in element.attrib.items()}


def tree(part: bytes, limits: Limits = OF_A_RETURN) -> ElementTree.Element:
    """The XML of a part as a tree, which takes twenty times the memory of the text.

    Raises:
        Unreadable: it has more elements than the limits allow.
    """
    if part.count(b"<") > limits.tags:
        raise Unreadable(Refusal.TOO_LARGE)
    return ElementTree.fromstring(part)


@remembered(16)
def _small_tree(part: bytes) -> ElementTree.Element:
    """The tree of a part that the returns of one template share; nobody may change it."""
    return tree(part)


def _is_outside(relation: ElementTree.Element) -> bool:
    """Whether what is referred to lies outside of the package."""
    return relation.get("TargetMode", "").lower() == "external"


@remembered(16)
def _related(part: bytes, folder: str, names: AbstractSet[str]) -> tuple[Relation, ...]:
    """The relations that a part of relations states; ``names``: the parts that there are."""
    return tuple(
        Relation(
            one.get("Id", ""),
            one.get("Type", "").rpartition("/")[2].replace("-", "").lower(),
            None if _is_outside(one) else _found(one.get("Target", ""), folder, names),
        )
        for one in tree(part)
    )


def _found(target: str, folder: str, names: AbstractSet[str]) -> str | None:
    # Some programs count from the root, though the path does not begin with a slash.
    tried = part_name(target, folder), part_name(target)
    return next((name for name in tried if name in names), None)


class OfficePackage:
    """The parts of a package by their names as :func:`part_name` spells them."""

    # Where the main part is if nothing says it, and why a package without one is refused.
    usual_main: ClassVar[str]
    without_main: ClassVar[Refusal]

    def __init__(self, content: bytes) -> None:
        """Raise Unreadable where no sane package can be opened."""
        self._package = open_package(content)
        self.names = frozenset(self._package.members)
        self.limits = OF_A_RETURN
        self._parts: dict[str, bytes] = {}
        self._relations: dict[str, Sequence[Relation]] = {}

    def part(self, name: str | None) -> bytes | None:
        """One part; None where it is not there."""
        if name is None or name not in self.names:
            return None
        if name not in self._parts:
            self._parts |= inflated(self._package, [name], self.limits)
            if sum(map(len, self._parts.values())) > self.limits.whole:
                raise Unreadable(Refusal.TOO_LARGE)
        return self._parts[name]

    def relations(self, source: str = "") -> Sequence[Relation]:
        """What a part uses, or the package itself."""
        if source not in self._relations:
            folder, name = posixpath.split(source)
            part = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
            try:
                found = () if part is None else _related(part, folder, self.names)
            except (ElementTree.ParseError, ValueError, LookupError):
                if source:
                    raise
                found = ()
            self._relations[source] = found if found or source else list(self._usual())
        return self._relations[source]

    def targets_outside(self, source: str) -> dict[str, str]:
        """The addresses outside of the package that a part uses, by their relations."""
        folder, name = posixpath.split(source)
        part = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            one.get("Id", ""): one.get("Target", "")
            for one in (tree(part) if part else ())
            if _is_outside(one)
        }

    def _usual(self) -> Iterator[Relation]:
        usual = {"officedocument": self.usual_main, **_USUAL}
        return (Relation("", kind, one) for kind, one in usual.items() if one in self.names)

    def every(self, kind: str, source: str = "") -> set[str]:
        """The parts that another uses for a purpose."""
        return {one.part for one in self.relations(source) if one.kind == kind and one.part}

    def used(self, kind: str, source: str = "") -> str | None:
        """The one part that another uses for a purpose; None where it uses none.

        Raises:
            Unreadable: there are several, and programs differ in which of them they show.
        """
        found = self.every(kind, source)
        if len(found) > 1:
            raise Unreadable(Refusal.BROKEN)
        return next(iter(found), None)

    @cached_property
    def main(self) -> str:
        """The part that holds the document, or lists the sheets.

        Raises:
            Unreadable: there is none.
        """
        name = self.used("officedocument") or self.usual_main
        if name not in self.names:
            raise Unreadable(self.without_main)
        return name

    def about(self, kind: str) -> list[ElementTree.Element]:
        """What a part about the document says; nothing where it is broken, or there are several."""
        found = self.every(kind)
        part = self.part(found.pop()) if len(found) == 1 else None
        try:
            return [] if part is None else list(tree(part))
        except (ElementTree.ParseError, ValueError, LookupError):
            return []

    @property
    def saved(self) -> datetime.datetime | None:
        """When the document was last saved, as it says itself."""
        for element in self.about("coreproperties"):
            if local(element) == "modified" and element.text:
                return saved_time(element.text)
        return None


class Package(OfficePackage):
    """The package of a workbook."""

    usual_main = "xl/workbook.xml"
    without_main = Refusal.NOT_A_WORKBOOK

    def __init__(self, content: bytes) -> None:
        """Raise Unreadable where no sane package can be opened."""
        super().__init__(content)
        # The limits are those of a return, until the list of the sheets has been read.
        self._size = len(content)

    def sheet_parts(self, names: Iterable[str]) -> dict[str, bytes]:
        """The parts of sheets, inflated together under limits."""
        return inflated(self._package, names, self.limits, read_sheet)

    @cached_property
    def book(self) -> ElementTree.Element:
        """The main part as a tree."""
        book = _small_tree(self.part(self.main) or b"")
        names = {one.get("name") for some in book if local(some) == "sheets" for one in some}
        # That is cheap to see, before anything large is inflated, and whatever program saved it.
        if names >= _OF_A_SUM:
            self.limits = of_a_sum(self._size)
        return book

    @property
    def may_be_a_sum(self) -> bool:
        """Whether it has the sheets of a consolidated workbook, which grows with its units."""
        # The limits are known once the list of the sheets has been read.
        return self.book is not None and self.limits is not OF_A_RETURN

    def sheets(self) -> Iterator[tuple[str, str]]:
        """The name of each worksheet and the part that holds it.

        What else stands among the sheets is left out: charts, dialogs, macros, and what was
        forgotten there without a part.

        Raises:
            Unreadable: two relations of one identity lead to different parts.
        """
        relations: dict[str, set[tuple[str, str | None]]] = {}
        for relation in filter(attrgetter("identity"), self.relations(self.main)):
            relations.setdefault(relation.identity, set()).add(relation[1:])
        listed = (one for some in self.book if local(some) == "sheets" for one in some)
        for element in listed:
            stated = attributes(element)
            found = relations.get(stated.get("id", ""), set())
            if len(found) > 1:
                raise Unreadable(Refusal.BROKEN)
            kind, part = next(iter(found), ("", None))
            if kind == "worksheet" and part and "name" in stated:
                yield stated["name"], part

    @property
    def has_macros(self) -> bool:
        """Whether there are macros: a VBA project, or sheets of macros as in Excel 4."""
        kinds = [one.kind for one in self.relations(self.main)]
        return any(kind.endswith(("vbaproject", "macrosheet")) for kind in kinds) or any(
            name.endswith("vbaproject.bin") for name in self.names
        )

    @property
    def has_links(self) -> bool:
        """Whether it refers to other workbooks."""
        return any(one.kind == "externallink" for one in self.relations(self.main)) or any(
            name.startswith("xl/externallinks/") for name in self.names
        )
