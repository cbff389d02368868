"""The published report as a Word document: A4, margins and fonts of official documents.

Digits in the order of the report's cells; whatever a person has to fill in is yellow.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Draft
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, Twips
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as Line

from toolkit.painting.looks import HEI, SONG
from toolkit.publication.compose import Paragraph, PrintedTable, Report, ReportCell
from toolkit.publication.words import page_number
from toolkit.spreadsheets.seal import digest_of_parts, package_of, parts_of
from toolkit.spreadsheets.zip_package import ZIP_DAMAGE

FANG_SONG = "仿宋"
# GB/T 9704: A4, and the type area of official documents; sizes 二号, 三号, 四号 and 五号.
_PAGE = (Mm(210), Mm(297))
_TOP, _BOTTOM, _LEFT, _RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
_TITLE, _BODY, _FOOT, _SMALL = Pt(22), Pt(16), Pt(14), Pt(10.5)
_LINE = Pt(28)
_ROOM = Length(_PAGE[0] - _LEFT - _RIGHT)
_TABLE_STYLE = "Table Grid"
_TABLE_TEXT = "表格文字"
# Between the text of a cell and its border; a column of table 4 has room for two characters.
_INSET = Mm(0.7)
_AIR = Pt(8)
# The greatest height of a row, and of all rows of a table: those of a long one are so low that it
# fits on one page.
_ROW, _ROWS = Mm(8), Mm(165)
_LEAST = 4.0
# The width of a digit in the widest font that programs take where ours is missing, in its size.
_DIGIT = 0.65
_CORE = "docProps/core.xml"


def make_word(report: Report, author: str, saved: datetime.datetime) -> bytes:
    """The document, sealed; ``saved``: the time that it states, so that it can be reproduced."""
    draft = Document()
    _settle(draft)
    _styles(draft)
    _page(draft)
    _write(draft.add_paragraph(style="Title"), report.title)
    below_table = False
    for section in report.sections:
        heading = draft.add_paragraph(style="Heading 1")
        heading.paragraph_format.space_before = _AIR if below_table else None
        _write(heading, section.heading)
        for text in section.paragraphs:
            _write(draft.add_paragraph(style="Body Text"), text)
        if section.table:
            draft.paragraphs[-1].paragraph_format.space_after = _AIR
            _table(draft, section.table)
        below_table = section.table is not None
    core = draft.core_properties
    core.title = report.name
    core.author = core.last_modified_by = author
    core.comments = core.keywords = ""
    core.created = core.modified = saved
    return _sealed(draft)


def _settle(draft: Draft) -> None:
    """What the template of the library says of itself and does not fit: language, picture, zoom."""
    for language in draft.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for zoom in draft.settings.element.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for owner in (draft.part.package, draft.part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                del owner.rels[key]


# --- Styles --------------------------------------------------------------------------------------


def _styles(draft: Draft) -> None:
    """The styles of the built-in names, so that Word shows headings in its navigation."""
    body = WD_ALIGN_PARAGRAPH.JUSTIFY
    _style(draft, "Normal", FANG_SONG, _BODY, body)
    _style(draft, "Title", SONG, _TITLE, WD_ALIGN_PARAGRAPH.CENTER, bold=True, after=_LINE)
    _style(draft, "Heading 1", HEI, _BODY, WD_ALIGN_PARAGRAPH.LEFT, indent=True)
    _style(draft, "Body Text", FANG_SONG, _BODY, body, indent=True)
    draft.styles.add_style(_TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    centre = WD_ALIGN_PARAGRAPH.CENTER
    _style(draft, _TABLE_TEXT, SONG, _SMALL, centre, line=None)


def _style(
    draft: Draft,
    name: str,
    font: str,
    size: Length,
    alignment: WD_ALIGN_PARAGRAPH,
    *,
    bold: bool = False,
    indent: bool = False,
    after: Length = Pt(0),  # noqa: B008 - a frozen value
    line: Length | None = _LINE,
) -> None:
    style = draft.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.size, style.font.bold, style.font.italic = size, bold, False
    style.font.color.rgb = None
    _fonts(style.element.get_or_add_rPr(), font)
    form = style.paragraph_format
    form.alignment = alignment
    form.space_before, form.space_after = Pt(0), after
    form.first_line_indent = Length(2 * size) if indent else Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
    form.line_spacing = line or 1.0
    # The template underlines its titles, and colours its headings.
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.get_or_add_pPr().remove(border)


def _fonts(properties: Any, font: str) -> None:
    """One font for Chinese and for digits, in place of the theme's."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)


def _page(draft: Draft) -> None:
    section = draft.sections[0]
    section.page_width, section.page_height = _PAGE
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.footer_distance = Mm(25)
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, after = page_number()
    _foot(line, before)
    run = line.add_run()
    run.font.size = _FOOT
    _fonts(run._r.get_or_add_rPr(), SONG)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "1"), ("end", "")):
        run._r.append(_field(kind, text))
    _foot(line, after)


def _foot(line: Line, text: str) -> None:
    run = line.add_run(text)
    run.font.size = _FOOT
    _fonts(run._r.get_or_add_rPr(), SONG)


def _field(kind: str, text: str) -> Any:
    """A part of the field that shows the number of the page."""
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    part = OxmlElement("w:instrText" if text == "PAGE" else "w:t")
    part.text = text
    return part


def _write(line: Line, text: Paragraph) -> None:
    for piece in text:
        run = line.add_run(piece.text)
        if piece.gap:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


# --- Tables --------------------------------------------------------------------------------------


def _table(draft: Draft, printed: PrintedTable) -> None:
    table = draft.add_table(printed.rows, printed.width, style=_TABLE_STYLE)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _inset(table)
    widths = _column_widths(printed.widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    grid = [list(row.cells) for row in table.rows]
    for line in grid:
        for one, width in zip(line, widths, strict=True):
            one.width = width
    height = Length(min(_ROW, _ROWS // printed.rows))
    for row in table.rows:
        row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
        _mark_row(row._tr, "w:cantSplit")
    for row in table.rows if len(printed.blocks) == 1 else ():
        if row._index < printed.blocks[0][1]:
            _mark_row(row._tr, "w:tblHeader")
    for one in printed.cells:
        room = sum(widths[one.place.column : one.place.last_column + 1])
        _cell(draft, _merged(grid, one), one, Length(room), printed)


def _inset(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(int(_INSET.twips)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)


def _mark_row(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _column_widths(widths: Sequence[float]) -> list[Length]:
    """The columns in their proportion, over the whole width of the text.

    In whole twips, the unit of the file: merged cells end exactly where those below them do.
    """
    return [Twips(int(_ROOM.twips * one / sum(widths))) for one in widths]


def _merged(grid: list[list[_Cell]], one: ReportCell) -> _Cell:
    place = one.place
    first = grid[place.row][place.column]
    return first.merge(grid[place.last_row][place.last_column]) if place.merged else first


def _cell(draft: Draft, cell: _Cell, one: ReportCell, room: Length, printed: PrintedTable) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    line = cell.paragraphs[0]
    line.style = draft.styles[_TABLE_TEXT]
    line.paragraph_format.keep_with_next = one.place.last_row < printed.rows - 1
    run = line.add_run(one.text)
    if one.role == "row" and one.place.last_row == one.place.row and printed.head_columns > 1:
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if one.role == "figure":
        # What does not fit is made smaller, never broken.
        fits = (room - 2 * _INSET) / Pt(1) / (_DIGIT * max(len(one.text), 1))
        if fits < _SMALL.pt:
            run.font.size = Pt(max(int(2 * fits) / 2, _LEAST))


# --- The seal ------------------------------------------------------------------------------------


def _sealed(draft: Draft) -> bytes:
    """The bytes, with a digest of the parts in the core properties and no clock in the package."""
    draft.core_properties.identifier = digest_of_parts(_parts(draft), _CORE)
    return package_of(_parts(draft))


def word_unchanged(content: bytes) -> bool:
    """Whether it is a document of ours that nobody has changed since it was made."""
    try:
        parts = parts_of(content)
        return f">{digest_of_parts(parts, _CORE)}<" in parts[_CORE].decode()
    except (KeyError, UnicodeDecodeError, *ZIP_DAMAGE):
        return False


def _parts(draft: Draft) -> dict[str, bytes]:
    buffer = BytesIO()
    draft.save(buffer)
    return parts_of(buffer.getvalue())
