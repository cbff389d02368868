"""What a file is, judged by its content: the ending of its name is only what somebody typed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from enum import StrEnum, auto
from struct import unpack_from

from toolkit.grids.identity import JSON_BEGINS
from toolkit.grids.refusals import Refusal
from toolkit.spreadsheets.markup import is_markup, is_page, is_web_archive, plain_text, readable
from toolkit.spreadsheets.zip_directory import entries, usual_members
from toolkit.spreadsheets.zip_package import Zip

# The first bytes show what a file is, unless it is a zip, an OLE file or a mail.
HEAD = 65_536


class FileKind(StrEnum):
    """The kinds of files that are told apart."""

    XLSX = auto()
    XLS = auto()
    ODS = auto()
    ENCRYPTED = auto()
    XLSB = auto()
    XML_SPREADSHEET = auto()
    CSV = auto()
    HTML = auto()
    WEB_ARCHIVE = auto()
    ZIP = auto()
    EML = auto()
    MSG = auto()
    TNEF = auto()
    RAR = auto()
    SEVEN_ZIP = auto()
    GZIP = auto()
    TAR = auto()
    OTHER_ARCHIVE = auto()
    DOCX = auto()
    DOCM = auto()
    DOC = auto()
    RTF = auto()
    PPTX = auto()
    PPT = auto()
    PDF = auto()
    OFD = auto()
    OPENDOCUMENT = auto()
    PICTURE = auto()
    OLE_OTHER = auto()
    OLE_BROKEN = auto()
    XML = auto()
    TEXT = auto()
    PROGRAM = auto()
    SHORTCUT = auto()
    JSON_OURS = auto()
    EMPTY = auto()
    UNKNOWN = auto()


_UNUSABLE = {
    FileKind.XLSB: Refusal.XLSB,
    FileKind.XML_SPREADSHEET: Refusal.XML_SPREADSHEET,
    FileKind.CSV: Refusal.CSV,
    FileKind.HTML: Refusal.HTML,
    FileKind.WEB_ARCHIVE: Refusal.HTML,
    FileKind.ZIP: Refusal.ZIP,
    FileKind.EML: Refusal.MAIL,
    FileKind.MSG: Refusal.OUTLOOK_MAIL,
    FileKind.TNEF: Refusal.TNEF,
    FileKind.RAR: Refusal.RAR,
    FileKind.SEVEN_ZIP: Refusal.SEVEN_ZIP,
    FileKind.GZIP: Refusal.GZIP,
    FileKind.TAR: Refusal.TAR,
    FileKind.OTHER_ARCHIVE: Refusal.OTHER_ARCHIVE,
    FileKind.DOCX: Refusal.WORD,
    FileKind.DOCM: Refusal.WORD_WITH_MACROS,
    FileKind.DOC: Refusal.OLD_WORD,
    FileKind.RTF: Refusal.RTF,
    FileKind.PPTX: Refusal.SLIDES,
    FileKind.PPT: Refusal.SLIDES,
    FileKind.PDF: Refusal.PDF,
    FileKind.OFD: Refusal.OFD,
    FileKind.OPENDOCUMENT: Refusal.OPENDOCUMENT,
    FileKind.PICTURE: Refusal.PICTURE,
    FileKind.OLE_OTHER: Refusal.OTHER_OFFICE,
    FileKind.OLE_BROKEN: Refusal.BROKEN,
    FileKind.XML: Refusal.XML,
    FileKind.TEXT: Refusal.TEXT,
    FileKind.PROGRAM: Refusal.PROGRAM,
    FileKind.SHORTCUT: Refusal.SHORTCUT,
    FileKind.JSON_OURS: Refusal.OWN_JSON,
    FileKind.EMPTY: Refusal.EMPTY,
    FileKind.UNKNOWN: Refusal.NOT_A_WORKBOOK,
}

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0"
# The offset of the magic bytes, the bytes, and the kind of file that they show.
_MAGIC: tuple[tuple[int, bytes, FileKind], ...] = (
    (0, b"Rar!\x1a\x07", FileKind.RAR),
    (0, b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (0, b"\x1f\x8b", FileKind.GZIP),
    (257, b"ustar", FileKind.TAR),
    (0, b"BZh", FileKind.OTHER_ARCHIVE),
    (0, b"\xfd7zXZ\0", FileKind.OTHER_ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", FileKind.OTHER_ARCHIVE),
    (0, b"MSCF", FileKind.OTHER_ARCHIVE),
    (0, b"{\\rtf", FileKind.RTF),
    (0, b"\xff\xd8\xff", FileKind.PICTURE),
    (0, b"\x89PNG\r\n", FileKind.PICTURE),
    (0, b"GIF8", FileKind.PICTURE),
    (0, b"II*\0", FileKind.PICTURE),
    (0, b"MM\0*", FileKind.PICTURE),
    (8, b"WEBP", FileKind.PICTURE),
    (0, b"\x78\x9f\x3e\x22", FileKind.TNEF),
    (0, b"L\0\0\0\x01\x14\x02\0", FileKind.SHORTCUT),
    (0, b"MZ\x90\0", FileKind.PROGRAM),
    (0, b"MZP\0", FileKind.PROGRAM),
    (0, b"\x7fELF", FileKind.PROGRAM),
)
_HEIC = re.compile(rb".{4}ftyp(heic|heix|heim|heis|hevc|mif1|msf1|avif)", re.DOTALL)
_BMP = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)
_OPENDOCUMENT = b"application/vnd.oasis.opendocument."
_WORKBOOK = "xl/workbook.xml"
_MACROS = "vbaproject.bin"
_MIMETYPE, _MANIFEST, _TYPES = "mimetype", "meta-inf/manifest.xml", "[content_types].xml"
_ROOT_ENTRY = re.compile(rb"<[^<>]*full-path=[\"']/[\"'][^<>]*>")
_MEDIA_TYPE = re.compile(rb"media-type=[\"'](%b[^\"']*)" % _OPENDOCUMENT)
# What the main part of an Office document is said to be, in lower case.
_MAIN_TYPES = (
    (b"ms-excel.sheet.binary.macroenabled.main", FileKind.XLSB),
    (b"spreadsheetml.sheet.main", FileKind.XLSX),
    (b"spreadsheetml.template.main", FileKind.XLSX),
    (b"ms-excel.sheet.macroenabled.main", FileKind.XLSX),
    (b"ms-excel.template.macroenabled.main", FileKind.XLSX),
    (b"wordprocessingml.document.main", FileKind.DOCX),
    (b"wordprocessingml.template.main", FileKind.DOCX),
    (b"ms-word.document.macroenabled", FileKind.DOCM),
    (b"ms-word.template.macroenabled", FileKind.DOCM),
    (b"presentationml.presentation.main", FileKind.PPTX),
)
# The kind of an OLE file by a name at its root; the first name that is there decides.
_OLE_NAMES = (
    ("encryptedpackage", FileKind.ENCRYPTED),
    ("workbook", FileKind.XLS),
    ("book", FileKind.XLS),
    ("worddocument", FileKind.DOC),
    ("powerpoint document", FileKind.PPT),
    ("__properties_version1.0", FileKind.MSG),
)
_MESSAGE_PART = "__substg1.0_"
_MOST_ENTRIES, _MOST_SECTORS, _MOST_TEXT = 10_000, 1_000, 16_384

_FIELD = re.compile(rb"([!-9;-~]{1,80}+):|[ \t]")
_MAIL_FIELDS = {b"from", b"received", b"mime-version", b"subject", b"date", b"to"}
_XML_WORKBOOK = "urn:schemas-microsoft-com:office:spreadsheet"
_SEPARATORS = ("\t", ",", ";", "|", "，")


def unusable(kind: FileKind) -> Refusal | None:
    """Why a file of this kind cannot be read as a workbook; None where it is one."""
    return _UNUSABLE.get(kind)


def is_package(head: bytes) -> bool:
    """Whether the beginning of a file is not enough to say what it is."""
    return head.startswith((*_ZIP, _OLE)) or looks_like_mail(head)


def kind_of(content: bytes) -> FileKind:
    """The kind of a file, from its whole content, or only its beginning if it is no package."""
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    head = content[:HEAD]
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        return FileKind.EMPTY
    if head.startswith(JSON_BEGINS):
        return FileKind.JSON_OURS
    for at, magic, kind in _MAGIC:
        if head.startswith(magic, at):
            return kind
    if _HEIC.match(head) or _BMP.match(head):
        return FileKind.PICTURE
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if looks_like_mail(head):
        return FileKind.WEB_ARCHIVE if is_web_archive(head) else FileKind.EML
    return _kind_of_text(head[:_MOST_TEXT])


# --- Packages ------------------------------------------------------------------------------------


def _kind_of_zip(content: bytes) -> FileKind:
    # An Office document begins with this member.
    unseen = FileKind.XLSX if content.startswith(b"[Content_Types].xml", 30) else FileKind.ZIP
    if entries(content) > _MOST_ENTRIES:
        return unseen
    try:
        package = Zip(content, usual_members(content, _MOST_ENTRIES))

        def head(name: str) -> bytes:
            with package.opened(package.members[name]) as file:
                return file.read(HEAD)

        return _by_members(set(package.members), head)
    except Exception:
        # zipfile may raise nearly anything on damage.
        return unseen


def _by_members(names: set[str], head: Callable[[str], bytes]) -> FileKind:
    """The kind of a zip by the names in it, and by what says of them what they are."""
    if _MIMETYPE in names and (mimetype := head(_MIMETYPE).strip()):
        if mimetype.startswith(_OPENDOCUMENT):
            return _opendocument(mimetype)
        if _TYPES not in names:
            return FileKind.UNKNOWN
    if _WORKBOOK in names and "xl/workbook.bin" not in names:
        return FileKind.XLSX
    if "ofd.xml" in names:
        return FileKind.OFD
    if _TYPES in names:
        return _by_content_types(names, head(_TYPES).lower())
    if _MANIFEST in names and "content.xml" in names:
        found = _ROOT_ENTRY.search(head(_MANIFEST))
        kind = _MEDIA_TYPE.search(found[0]) if found else None
        return _opendocument(kind[1]) if kind else FileKind.UNKNOWN
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    return FileKind.UNKNOWN if "index/document.iwa" in names else FileKind.ZIP


def _by_content_types(names: set[str], types: bytes) -> FileKind:
    """The kind by the type of the main part, which may have any name."""
    for stated, kind in _MAIN_TYPES:
        if stated in types:
            macros = kind is FileKind.DOCX and any(one.endswith(_MACROS) for one in names)
            return FileKind.DOCM if macros else kind
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    folders = {name.partition("/")[0] for name in names}
    kinds = {"xl": FileKind.XLSX, "word": FileKind.DOCX, "ppt": FileKind.PPTX}
    return next((kind for folder, kind in kinds.items() if folder in folders), FileKind.UNKNOWN)


def _opendocument(mimetype: bytes) -> FileKind:
    rest = mimetype.removeprefix(_OPENDOCUMENT)
    return FileKind.ODS if rest.startswith(b"spreadsheet") else FileKind.OPENDOCUMENT


def _kind_of_ole(content: bytes) -> FileKind:
    other = FileKind.OLE_OTHER
    try:
        names = set(_at_the_root(content))
    except Exception:
        other = FileKind.OLE_BROKEN
        # Damaged: judge by the names that are there, at the root or not.
        low = content.lower()
        names = {one for one, _ in _OLE_NAMES if one.encode("utf-16-le") in low}
    if any(one.startswith(_MESSAGE_PART) for one in names):
        return FileKind.MSG
    return next((kind for name, kind in _OLE_NAMES if name in names), other)


def _at_the_root(content: bytes) -> Iterator[str]:
    """The names at the root of an OLE file, in lower case.

    What is embedded in a document has its names further down: a table in a letter does not make the
    letter a workbook.
    """
    entries_ = b"".join(_directory(content))
    todo, seen = [unpack_from("<i", entries_, 76)[0]], set()
    while todo:
        number = todo.pop()
        if number < 0 or number in seen:
            continue
        seen.add(number)
        at = number * 128
        length, left, right = (
            *unpack_from("<H", entries_, at + 64),
            *unpack_from("<ii", entries_, at + 68),
        )
        yield entries_[at : at + max(length - 2, 0)].decode("utf-16-le").lower()
        todo += [left, right]


def _directory(content: bytes) -> Iterator[bytes]:
    """The sectors of an OLE file's directory, as its allocation table chains them."""
    size = 1 << min(unpack_from("<H", content, 30)[0], 12)
    tables = unpack_from("<109i", content, 76)
    sector = unpack_from("<i", content, 48)[0]
    for _ in range(_MOST_SECTORS):
        if sector < 0:
            return
        start = (sector + 1) * size
        yield content[start : start + size]
        table, place = divmod(sector, size // 4)
        sector = unpack_from("<i", content, (tables[table] + 1) * size + place * 4)[0]


# --- Text ----------------------------------------------------------------------------------------


def looks_like_mail(head: bytes) -> bool:
    """Whether the text begins with lines like those at the head of a mail."""
    found = []
    lines = head[:_MOST_TEXT].removeprefix(codecs.BOM_UTF8).lstrip().splitlines()[:40]
    while lines and lines[0].startswith((b"From ", b">From ")):
        del lines[0]
    for line in lines:
        field = _FIELD.match(line)
        if not field:
            break
        if field[1]:
            found.append(field[1].lower())
    return len(found) > 1 and not _MAIL_FIELDS.isdisjoint(found)


def _kind_of_text(head: bytes) -> FileKind:
    text = plain_text(head)
    shown = text if text is not None else readable(head)
    if is_page(shown):
        return FileKind.HTML
    if _XML_WORKBOOK in shown[:4096] and is_markup(shown):
        return FileKind.XML_SPREADSHEET
    if shown.lstrip().startswith("<?xml"):
        return FileKind.XML
    if text is None:
        return FileKind.UNKNOWN
    return FileKind.CSV if _is_table(text) else FileKind.TEXT


def _is_table(text: str) -> bool:
    """Whether several lines, among them all of the first ones, have the same separators."""
    plain = re.sub(r'"[^"]*"', "", text)
    lines = [one for one in plain.splitlines() if one.strip()][:10]
    counts = ({line.count(one) for line in lines} for one in _SEPARATORS)
    return len(lines) > 1 and any(len(some) == 1 and some != {0} for some in counts)
