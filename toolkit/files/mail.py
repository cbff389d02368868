"""Mails (.eml) → their attachments, however oddly they are named and nested.

The standard library parses with its older policy: only that one keeps headers as they came. Mail
programs in China write names as raw GBK bytes, as encoded words inside quotes, or in the charset
"gb2312" with characters that only GBK has.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from toolkit.files.in_text import UUENCODED, Written, decoded, files_in
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.kind import FileKind, kind_of

_LONGEST_HEADER, _MOST_PARAMETERS = 10_000, 100
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_MAILS = {"rfc822", "global", "news"}
# What the text of a mail may look like; any other kind is a file that calls itself text.
_TEXTS = {
    *(FileKind.TEXT, FileKind.CSV, FileKind.HTML, FileKind.XML, FileKind.EML, FileKind.EMPTY),
    *(FileKind.UNKNOWN, FileKind.JSON_OURS),
}
_SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
}
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment of a mail."""

    name: str
    part: Message
    # If it is a picture, it belongs to the text.
    embedded: bool
    signature: bool
    # The attached mail, where it is one.
    mail: Message | None = None
    # What was written into the text of the part.
    written: Written | None = None

    def content(self) -> bytes:
        """Its bytes.

        Raises:
            Unreadable: they cannot be decoded.
        """
        if self.written is None:
            return _content(self.part)
        if isinstance(self.written.held, Refusal):
            raise Unreadable(self.written.held)
        return self.written.held


def sent(message: Message) -> datetime.datetime | None:
    """When the mail says that it was sent, in UTC."""
    try:
        date = parsedate_to_datetime(_header(message, "date"))
        return date.astimezone(datetime.UTC).replace(tzinfo=None) if date.tzinfo else date
    except Exception:
        return None


def attachments(message: Message) -> Iterator[Attachment]:
    """Everything in the mail except its text.

    Raises:
        Unreadable: it should have parts, and has none.
    """
    todo = [(message, False)]
    while todo:
        part, related = todo.pop()
        main, _, sub = part.get_content_type().partition("/")
        within = part.get_payload() if part.is_multipart() else None
        if main == "message" and sub in _MAILS and isinstance(within, list) and within:
            nested = within[0] if isinstance(within[0], Message) else None
            yield Attachment(_name(part) or ".eml", part, False, False, nested)
        elif main == "message" and sub == "partial":
            partial = Written(b"", Refusal.PART_OF_A_MAIL)
            yield Attachment(_name(part) or ".eml", part, False, False, written=partial)
        elif isinstance(within, list):
            inner = related or sub == "related"
            todo += [(one, inner) for one in reversed(within) if isinstance(one, Message)]
        elif main == "multipart":
            raise Unreadable(Refusal.BROKEN)
        else:
            yield from _attachments(part, related)


def _attachments(part: Message, related: bool) -> Iterator[Attachment]:
    """A part without parts of its own; where it is text of the mail, what is written in it."""
    name = _name(part)
    disposition = _header(part, "content-disposition").partition(";")[0].strip().lower()
    kind = part.get_content_type()
    text = kind.startswith(("text/", "message/"))
    if text and not name and disposition != "attachment":
        written = _written(part)
        if written is not None:
            charset = str(part.get_param("charset", "utf-8"))
            for one in written:
                yield Attachment(
                    _decoded(_text(one.name, charset)), part, False, False, written=one
                )
            return
    refers = disposition != "attachment" and bool(_header(part, "content-id"))
    embedded = related or refers or disposition == "inline"
    yield Attachment(name, part, embedded, kind in _SIGNATURES)


def _written(part: Message) -> list[Written] | None:
    """The files that are written in a text; None where it is no text but a file itself."""
    try:
        content = _content(part)
    except Unreadable as error:
        return [Written(b"", error.refusal)]
    is_file = b"\0" in content and kind_of(content) not in _TEXTS
    return None if is_file else list(files_in(content))


def _content(part: Message) -> bytes:
    """The bytes of a part.

    Raises:
        Unreadable: they cannot be decoded.
    """
    coding = _header(part, "content-transfer-encoding").partition(";")[0].strip(" \t\"'").lower()
    try:
        if coding in UUENCODED:
            return decoded(str(part.get_payload()).encode("ascii", "replace"))
        del part["content-transfer-encoding"]
        part["content-transfer-encoding"] = coding
        content = part.get_payload(decode=True)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(Refusal.BROKEN) from error
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str:
    named = _parameter(part, "content-disposition", "filename")
    return named or _parameter(part, "content-type", "name")


def _header(part: Message, name: str) -> str:
    """A header on one line, with its raw bytes decoded."""
    for key, value in part.raw_items():
        if key.lower() == name:
            raw = str(value)[:_LONGEST_HEADER].encode("utf-8", "surrogateescape")
            return _FOLD.sub(" ", _text(raw, "utf-8"))
    return ""


def _parameter(part: Message, header: str, name: str) -> str:
    """A parameter of a header, in whichever of the usual ways it is written."""
    whole = _header(part, header)
    if whole.count(";") > _MOST_PARAMETERS:
        # The standard library's time grows with the square of their number.
        return ""
    try:
        holder = Message()
        holder[header] = whole
        value = holder.get_param(name, "", header)
        if isinstance(value, tuple):
            charset, _, text = value
            return _text(text.encode("latin-1"), charset or "utf-8") if _latin(text) else text
        return _decoded(str(value))
    except Exception:
        # A name that cannot be decoded must not cost the attachment.
        return ""


def _decoded(value: str) -> str:
    """A header or a name with its encoded words decoded."""
    return "".join(
        one if isinstance(one, str) else _text(one, charset or "raw-unicode-escape")
        for one, charset in decode_header(value)
    )


def _text(raw: bytes, charset: str) -> str:
    """Text in the stated charset, or in the one that it seems to be in."""
    charset = charset.lower()
    for one in (_WIDER.get(charset, charset), "utf-8", "gb18030"):
        try:
            return raw.decode(one)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def _latin(text: str) -> bool:
    """Whether a text is nothing but bytes, one character for each."""
    return all(letter <= "\xff" for letter in text)
