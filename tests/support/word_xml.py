"""Word documents from the XML of their bodies."""

from __future__ import annotations

from tests.support.build import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_NAMES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def document(body: str, namespace: str = W, before: str = "") -> bytes:
    """The main part; ``before``: what stands in front of its root."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f'<w:document xmlns:w="{namespace}" {_NAMES}><w:body>{body}</w:body></w:document>'
    ).encode()


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    core: str = "",
    kind: str = MAIN,
    part: bytes | None = None,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """A document; ``part``: its main part, if it is not made of ``body``."""
    relations = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="a" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="b" Type="{_PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    )
    own = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="a" Type="{_R}/styles" Target="styles.xml"/>'
        f'<Relationship Id="c" Type="{_R}/numbering" Target="numbering.xml"/>'
        f'<Relationship Id="b" Type="{_R}/image" Target="http://127.0.0.1:9/a.png"'
        ' TargetMode="External"/></Relationships>'
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    properties = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
    )
    return zipped(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": relations.encode(),
            "word/document.xml": document(body) if part is None else part,
            "word/_rels/document.xml.rels": own.encode(),
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'.encode(),
            "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'.encode(),
            "docProps/core.xml": properties.encode(),
            **(more or {}),
        }
    )


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def line(*inner: str, style: str = "") -> str:
    """A paragraph of texts or runs."""
    stated = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = (one if one.startswith("<") else run(one) for one in inner)
    return f"<w:p>{stated}{''.join(runs)}</w:p>"


def cell(inner: str = "", how: str = "") -> str:
    """A cell with a text or with paragraphs; ``how``: its properties."""
    held = inner if inner.startswith("<w:") else line(inner)
    return f"<w:tc><w:tcPr>{how}</w:tcPr>{held}</w:tc>"


def row(*cells: str, how: str = "") -> str:
    inner = (one if one.startswith("<") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{how}</w:trPr>{''.join(inner)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


DOWN, REST = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
