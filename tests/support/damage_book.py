"""A return as a workbook that can be damaged, with an account of what stands and is typed where.

``typed`` has integers of the smallest unit, None for blank, a text where there is no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.support.build import parts, zipped
from tests.support.damage_sheet import FORMULA, At, Cell, Range, Sheet, Shift, referring
from toolkit.form.form_file import default_form
from toolkit.form.layout import Label, lay_out
from toolkit.form.number import plain, to_number
from toolkit.grids.address import cell

FORM = default_form()
LAYOUT = lay_out(FORM)
TABLES = {one.table.code: one for one in LAYOUT.tables}
LABELS: tuple[tuple[str, Label], ...] = tuple(
    (one.table.code, label) for one in LAYOUT.tables for label in one.labels
)

Typed = int | str | None
_SHEET = re.compile(r'<sheet name="([^"]+)" sheetId="\d+"(?: state="(\w+)")? r:id="(\w+)"/>')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


class Spot(NamedTuple):
    sheet: str
    at: At

    @property
    def address(self) -> str:
        return cell(*self.at).address


@dataclass
class Book:
    """One return. ``spots``: where each indicator stands; ``labels``: the same by number.

    ``copied``: the tables of which there is a second one on another sheet. ``finish``: what is done
    to its parts in the end, and ``wrap`` to its bytes; ``file``: its name where it has another.
    """

    parts: dict[str, bytes]
    sheets: list[Sheet]
    typed: dict[str, Typed]
    spots: dict[str, Spot]
    labels: dict[int, Spot]
    copied: set[str] = field(default_factory=set)
    finish: tuple[Callable[[dict[str, bytes]], dict[str, bytes]], ...] = ()
    wrap: Callable[[bytes], bytes] | None = None
    file: str = ""

    @classmethod
    def opened(cls, content: bytes, figures: Mapping[str, int]) -> Book:
        """A template of ours, as ``make_template`` gives it with these figures."""
        package = parts(content)
        found = re.findall(r"<si><t[^>]*>(.*?)</t></si>", package["xl/sharedStrings.xml"].decode())
        sheets = []
        for position, (name, state, _) in enumerate(
            _SHEET.findall(package["xl/workbook.xml"].decode())
        ):
            xml = package.pop(f"xl/worksheets/sheet{position + 1}.xml").decode()
            sheets.append(Sheet.parsed(name, state, xml, found))
        spots = {
            code: Spot(*where)
            for code, sheet in LAYOUT.sheet_of.items()
            for where in [(sheet, LAYOUT.spots[code])]
        }
        labels = {
            number: Spot(TABLES[table].table.sheet, (label.place.row, label.place.column))
            for number, (table, label) in enumerate(LABELS)
        }
        return cls(package, sheets, {one: figures.get(one) for one in FORM.inputs}, spots, labels)

    def copy(self) -> Book:
        sheets = [one.copy() for one in self.sheets]
        return Book(
            dict(self.parts),
            sheets,
            dict(self.typed),
            dict(self.spots),
            dict(self.labels),
            set(self.copied),
            self.finish,
            self.wrap,
            self.file,
        )

    def sheet(self, name: str) -> Sheet:
        return next(one for one in self.sheets if one.name == name)

    def has(self, name: str) -> bool:
        return any(one.name == name for one in self.sheets)

    def cell(self, spot: Spot) -> Cell:
        return self.sheet(spot.sheet).cells.get(spot.at, Cell())

    def put(self, spot: Spot, new: Cell) -> None:
        """The cell with another content; its style stays unless a new one is given."""
        style = new.style or self.cell(spot).style
        self.sheet(spot.sheet).cells[spot.at] = new._replace(style=style)

    def written(self, code: str) -> str:
        """The figure of an input as people write it."""
        typed = self.typed[code]
        assert isinstance(typed, int)
        return plain(to_number(typed, FORM.decimals[code]))

    def box(self, table: str) -> Range:
        """The cells of a table, from its first label to its last figure; the title is outside."""
        spots = [self.spots[code] for code in TABLES[table].cells if code in self.spots]
        spots += [self.labels[one] for one in heads_of(table) if one in self.labels]
        sheet = self.sheet(spots[0].sheet)
        areas = [sheet.merge_at(one.at) for one in spots]
        tops, lefts, bottoms, rights = zip(*areas, strict=True)
        return min(tops), min(lefts), max(bottoms), max(rights)

    def shift(self, shift: Shift) -> None:
        """Lines put in or taken out, with all that Excel moves along."""
        sheet = self.sheet(shift.sheet)

        def moved(spot: Spot) -> Spot | None:
            if spot.sheet != shift.sheet:
                return spot
            area = shift.area(sheet.merge_at(spot.at))
            return Spot(spot.sheet, (area[0], area[1])) if area else None

        spots = {code: to for code, one in self.spots.items() if (to := moved(one))}
        labels = {which: to for which, one in self.labels.items() if (to := moved(one))}
        self.spots, self.labels = spots, labels
        sheet.shift(shift)
        for one in self.sheets:
            one.reformulate(lambda text, own=one.name: shift.formula(text, own))  # type: ignore[misc]

    def rename(self, names: Mapping[str, str]) -> None:
        def renamed(match: re.Match[str]) -> str:
            return f"'{names.get(match[1], match[1])}'!"

        for one in self.sheets:
            one.reformulate(lambda text: re.sub(r"'([^']+)'!", renamed, text))
            one.name = names.get(one.name, one.name)
        self._follow(names)

    def _follow(self, names: Mapping[str, str]) -> None:
        for place in (self.spots, self.labels):
            for key, spot in place.items():
                place[key] = spot._replace(sheet=names.get(spot.sheet, spot.sheet))  # type: ignore[index]

    def remove(self, name: str) -> None:
        """A sheet deleted; formulas that refer to it are broken."""
        self.sheets = [one for one in self.sheets if one.name != name]
        for one in self.sheets:
            one.reformulate(lambda text: re.sub(rf"'{re.escape(name)}'!", "#REF!", text))
        self.spots = {code: one for code, one in self.spots.items() if one.sheet != name}
        self.labels = {which: one for which, one in self.labels.items() if one.sheet != name}

    def paste(
        self, table: str, target: Sheet, to: At, *, values: bool = False, move: bool = True
    ) -> None:
        """A table copied to a sheet, from its first label on; ``move``: it is read there."""
        top, left, bottom, right = self.box(table)
        source = self.sheet(next(iter(self._spots_of(table)))[1].sheet)
        down, across = to[0] - top, to[1] - left

        def moved(at: At) -> At:
            return at[0] + down, at[1] + across

        def along(_: str, area: Range) -> Range:
            return (*moved(area[:2]), *moved(area[2:]))

        for (row, column), one in sorted(source.cells.items()):
            if top <= row <= bottom and left <= column <= right:
                inner = one.inner
                if one.kind != "s":
                    if values and "<v>" in inner:
                        inner = re.sub(r"<f[^>]*>[^<]*</f>|<f[^>]*/>", "", inner)
                    inner = FORMULA.sub(
                        lambda m: m[1] + referring(m[2], source.name, along) + m[3], inner
                    )
                target.cells[moved((row, column))] = one._replace(inner=inner)
        for area in sorted(source.merges):
            if top <= area[0] <= bottom and left <= area[1] <= right:
                target.merges.add((*moved(area[:2]), *moved(area[2:])))
        if move:
            self.spots |= {
                code: Spot(target.name, moved(one.at)) for code, one in self._spots_of(table)
            }
            for which in heads_of(table):
                if which in self.labels:
                    self.labels[which] = Spot(target.name, moved(self.labels[which].at))

    def _spots_of(self, table: str) -> list[tuple[str, Spot]]:
        return [(code, self.spots[code]) for code in TABLES[table].cells if code in self.spots]

    def content(self) -> bytes:
        """The workbook as bytes."""
        strings: dict[str, int] = {}
        package = dict(self.parts)
        entries, relations, types = [], [], []
        for position, one in enumerate(self.sheets, 1):
            package[f"xl/worksheets/sheet{position}.xml"] = one.xml(strings).encode()
            state = f' state="{one.state}"' if one.state else ""
            entries.append(
                f'<sheet name="{one.name}" sheetId="{position}"{state} r:id="sheet{position}"/>'
            )
            relations.append(
                f'<Relationship Id="sheet{position}" Type="{_RELATION}/worksheet" '
                f'Target="worksheets/sheet{position}.xml"/>'
            )
            types.append(
                f'<Override PartName="/xl/worksheets/sheet{position}.xml" '
                f'ContentType="{_SHEET_TYPE}"/>'
            )
        # A text in pieces stands there as it is written.
        texts = "".join(
            f"<si>{one}</si>"
            if one.startswith("<")
            else f'<si><t xml:space="preserve">{one}</t></si>'
            for one in strings
        )
        package["xl/sharedStrings.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{_MAIN}">{texts}</sst>'.encode()
        )
        for name, pattern, end, new in (
            (
                "xl/workbook.xml",
                "<sheet name=[^>]*/>|<definedNames>.*</definedNames>",
                "</sheets>",
                entries,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                '<Relationship Id="[^"]*" Type="[^"]*/worksheet"[^>]*/>',
                "</Relationships>",
                relations,
            ),
            ("[Content_Types].xml", '<Override PartName="/xl/worksheets[^>]*/>', "</Types>", types),
        ):
            text = re.sub(pattern, "", package[name].decode())
            package[name] = text.replace(end, "".join(new) + end).encode()
        for finish in self.finish:
            package = finish(package)
        content = zipped(package)
        return self.wrap(content) if self.wrap else content


def heads_of(table: str) -> list[int]:
    """The numbers of the labels that a reader goes by; a title is none."""
    return [
        which
        for which, (code, label) in enumerate(LABELS)
        if code == table and label.role != "title"
    ]
