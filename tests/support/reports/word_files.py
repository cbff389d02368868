"""Reports as Word files: by python-docx in the official shape, and as XML with more in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import docx
from docx.document import Document as DocxDocument
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tests.support.reports.model import Cell, Report, Table, Tag, tags
from tests.support.reports.official import official_tables


def official_word(report: Report) -> bytes:
    """With merged cells as in the official format, the title and the year above."""
    return _written(report, {one.table.code: one.table.widths for one in official_tables()})


def narrow_word(report: Report) -> bytes:
    """The same with columns of one width: a figure is broken over lines, a row over page ends."""
    return _written(report, {})


def _written(report: Report, widths: Mapping[str, Sequence[float]]) -> bytes:
    document = docx.Document()
    document.add_heading(report.heading, level=1)
    for one in (report, *report.others):
        if one is not report:
            document.add_paragraph(one.heading)
        for part in one.parts:
            if isinstance(part, Table):
                _add_table(document, part, widths.get(part.kind, ()))
            else:
                document.add_paragraph(part)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_table(document: DocxDocument, table: Table, widths: Sequence[float]) -> None:
    made = document.add_table(rows=len(table.rows), cols=table.width, style="Table Grid")
    grid = [list(row.cells) for row in made.rows]
    if len(widths) == table.width:
        made.autofit = False
        for column, wide in enumerate(widths):
            made.columns[column].width = Cm(16 * wide / sum(widths))
            for row in grid:
                row[column].width = Cm(16 * wide / sum(widths))
    for number, begun in enumerate(tags(table)):
        for tag in begun:
            column = next(at for at, cell in enumerate(table.rows[number]) if cell is tag.cell)
            cell = grid[number][column]
            if tag.rowspan > 1 or tag.colspan > 1:
                cell = cell.merge(grid[number + tag.rowspan - 1][column + tag.colspan - 1])
            _add_text(cell.paragraphs[0], tag.cell)


def _add_text(paragraph: Paragraph, cell: Cell) -> None:
    if cell.look == "struck":
        paragraph.add_run(cell.apart).font.strike = True
    paragraph.add_run(cell.text).font.size = Pt(8)
    if cell.look == "raised":
        paragraph.add_run(cell.apart).font.superscript = True


# --- As XML --------------------------------------------------------------------------------------

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml" Type=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_BY = 'w:id="7" w:author="审稿" w:date="2025-01-10T08:00:00Z"'


def tracked_word(report: Report) -> bytes:
    """Figures that were inserted with changes tracked, content controls, a layout table around."""
    parts = [_paragraph(report.heading)]
    for one in (report, *report.others):
        parts += [_paragraph(one.heading)] if one is not report else []
        for part in one.parts:
            parts.append(_paragraph(part) if isinstance(part, str) else _placed(part))
    body = "".join(parts)
    document = f'<w:document xmlns:w="{_SPACE}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _placed(table: Table) -> str:
    """Table 4 stands within a layout table, table 3 in a content control."""
    drawn = _table(table)
    if table.kind == "t3":
        return f"<w:sdt><w:sdtContent>{drawn}</w:sdtContent></w:sdt>"
    if table.kind == "t4":
        return (
            '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr><w:tc><w:tcPr/>'
            f"{drawn}<w:p/></w:tc></w:tr></w:tbl>"
        )
    return drawn + "<w:p/>"


def _table(table: Table) -> str:
    begun = tags(table)
    rows = []
    for number, row in enumerate(table.rows):
        new = {id(tag.cell): tag for tag in begun[number]}
        cells, column = [], 0
        while column < len(row):
            cell = row[column]
            wide = 1
            while column + wide < len(row) and row[column + wide] is cell:
                wide += 1
            tag = new.get(id(cell))
            # A merged cell that began above is there again, without its text.
            cells.append(_cell(tag or Tag(cell, 0, wide), wide))
            column += wide
        hidden = "<w:trPr><w:hidden/></w:trPr>" if row and row[-1].hidden else ""
        rows.append(f"<w:tr>{hidden}{''.join(cells)}</w:tr>")
    grid = '<w:gridCol w:w="900"/>' * table.width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cell(tag: Tag, wide: int) -> str:
    merged = ""
    if tag.rowspan > 1:
        merged = '<w:vMerge w:val="restart"/>'
    elif tag.rowspan == 0:
        merged = "<w:vMerge/>"
    spans = (f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else "") + merged
    text = _content(tag) if tag.rowspan else ""
    return f"<w:tc><w:tcPr>{spans}</w:tcPr><w:p>{text}</w:p></w:tc>"


def _content(tag: Tag) -> str:
    """The text of a cell; a figure of more than one digit was corrected with changes tracked."""
    cell = tag.cell
    text = _run(cell.text)
    if cell.look == "struck":
        return _run(cell.apart, "<w:strike/>") + text
    if cell.look == "raised":
        return text + _run(cell.apart, '<w:vertAlign w:val="superscript"/>')
    if cell.code and len(cell.text) > 1 and cell.text.isdigit():
        old = f"<w:del {_BY}><w:r><w:delText>{int(cell.text) + 3}</w:delText></w:r></w:del>"
        return f"{old}<w:ins {_BY}>{text}</w:ins>"
    if not cell.code and len(cell.text) > 4:
        return _run(cell.text[:3]) + _run(cell.text[3:])
    return text


def _run(text: str, looks: str = "") -> str:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(text).split("\n"))
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _paragraph(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"
