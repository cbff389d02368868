"""Workbooks of .xls and .ods made by hand: record by record, element by element."""

from __future__ import annotations

from struct import pack

from tests.support.build import opened, zipped
from toolkit.spreadsheets.ole import contained

BOF, EOF, FILEPASS, BOUNDSHEET, SST, SUPBOOK = 0x809, 0x0A, 0x2F, 0x85, 0xFC, 0x1AE
EXTERNSHEET, NUMBER, LABEL, BOOLERR, RK, MULRK = 0x17, 0x203, 0x204, 0x205, 0x27E, 0xBD
FORMULA, STRING, ARRAY, LABELSST, DIMENSIONS, CONTINUE = 0x06, 0x207, 0x221, 0xFD, 0x200, 0x3C
ROW, COLINFO, PROTECT = 0x208, 0x7D, 0x12
THIS_BOOK, OTHER_BOOK = pack("<HH", 1, 0x0401), pack("<HHB", 1, 5, 0) + b"a.xls"
TO_THIS, TO_OTHER = pack("<BHHH", 0x3A, 0, 0, 0), pack("<BHHH", 0x5A, 1, 0, 0)
END = b"\xff\xff"


def record(kind: int, data: bytes = b"") -> bytes:
    return pack("<HH", kind, len(data)) + data


def number(row: int, column: int, value: float = 1.0) -> bytes:
    return record(NUMBER, pack("<3Hd", row, column, 0, value))


def formula(row: int, column: int, result: bytes, tokens: bytes = b"\x1e\1\0") -> bytes:
    head = pack("<3H", row, column, 0) + result + bytes(6)
    return record(FORMULA, head + pack("<H", len(tokens)) + tokens)


def text(value: str) -> bytes:
    return pack("<HB", len(value), 1) + value.encode("utf-16-le")


def stream(cells: bytes, globals_: bytes = b"", kind: int = 0, name: str = "表") -> bytes:
    """A workbook of one sheet."""
    raw = name.encode("utf-16-le")
    head = record(BOF, pack("<HH12x", 0x600, 5)) + globals_
    start = len(head) + 4 + 8 + len(raw) + 4
    head += record(BOUNDSHEET, pack("<IBBBB", start, 0, kind, len(name), 1) + raw) + record(EOF)
    return head + record(BOF, pack("<HH12x", 0x600, 16)) + cells + record(EOF)


def xls(cells: bytes, globals_: bytes = b"") -> bytes:
    return contained(stream(cells, globals_))


NAMES = " ".join(
    [
        *(
            f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
            for one in ("office", "table", "text", "meta")
        ),
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
    ]
)


def body(tables: str) -> str:
    inside = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return f"<office:document-content {NAMES}>{inside}</office:document-content>"


def ods(rows: str, **members: bytes) -> bytes:
    """A workbook of one sheet; further members by name, with ``__`` for the stroke."""
    content = body(f'<table:table table:name="表">{rows}</table:table>').encode()
    more = {f"{name.replace('__', '/')}.xml": part for name, part in members.items()}
    return zipped({"content.xml": content, **more})


def row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def cell(attributes: str = "", inside: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def as_xls(content: bytes) -> bytes:
    """A workbook in the format of Excel 97, record by record; its formulas are not those it had."""
    pages, live = opened(content, results=True), opened(content)
    bodies = []
    for page in pages:
        cells = [record(BOF, pack("<HH12x", 0x600, 16)), record(PROTECT, b"\1\0")]
        for row in page.iter_rows():
            for cell in row:
                at = (cell.row - 1, cell.column - 1)
                if isinstance(cell.value, str):
                    cells.append(record(LABEL, pack("<3H", *at, 0) + text(cell.value)))
                elif cell.value is not None:
                    is_live = live[page.title][cell.coordinate].data_type == "f"
                    value = pack("<d", cell.value)
                    cells.append(formula(*at, value) if is_live else number(*at, cell.value))
        bodies.append(b"".join([*cells, record(EOF)]))
    names = [page.title.encode("utf-16-le") for page in pages]
    head = record(BOF, pack("<HH12x", 0x600, 5))
    start = len(head) + sum(12 + len(name) for name in names) + len(record(EOF))
    for name, body in zip(names, bodies, strict=True):
        head += record(BOUNDSHEET, pack("<IBBBB", start, 0, 0, len(name) // 2, 1) + name)
        start += len(body)
    return contained(b"".join([head, record(EOF), *bodies]))


def at(content: bytes, place: int, value: bytes) -> bytes:
    return content[:place] + value + content[place + len(value) :]
