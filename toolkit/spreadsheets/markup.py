"""What the first bytes of a text show: whether it is text at all, and whether it is a page."""

from __future__ import annotations

import codecs
import re

# A page that a browser or an office program saved as one file is built like a mail. Nobody has sent
# it: it has no receiver, and no way that it has gone.
_ARCHIVED = re.compile(
    rb"^(?:x-document-type:|snapshot-content-location:|from:\s*[\"'<]?saved by )", re.I | re.M
)
_RELATED = re.compile(rb"^content-type:\s*multipart/related\b", re.I | re.M)
_SENT = re.compile(
    rb"^(?:to|cc|received|message-id|return-path|delivered-to|reply-to|sender):", re.I | re.M
)
# Without backtracking: a thousand comments in a row would take for ever.
_MARKUP = re.compile(
    r"[\s\ufeff]*+(?:<\?[^>]*+>\s*+|(?><!--.*?-->)\s*+)*+<(?:!doctype\s+)?([\w:]+)",
    re.DOTALL | re.IGNORECASE,
)
_HTML = {"html", "head", "meta", "body", "table", "div", "style", "title", "script"}
# What a piece of a page begins with, such as an editor gives; XML may begin so as well.
_PIECES = {
    *("p", "span", "section", "article", "main", "header", "center", "font", "br", "hr", "link"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "form", "strong", "base", "iframe"),
    *("frameset", "noscript", "nav", "img", "b", "blockquote", "thead", "tbody", "tr", "o:p"),
}
# Where a page begins behind something else: a warning of a server, or an element of its own kind.
# A table alone may also stand in a text, as some programs write Markdown.
_WITHIN = re.compile(r"<(?:!doctype html|html|body)[\s>]", re.IGNORECASE)
_IN_MARKUP = re.compile(r"[\s\ufeff]*<(?=[a-z!?]).*?<table[\s>]", re.IGNORECASE | re.DOTALL)
_BEGINNING = 4_096
_XML = re.compile(r"[\s\ufeff]*<\?xml\s")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def is_web_archive(head: bytes) -> bool:
    """Whether what is built like a mail is a page."""
    fields = re.split(rb"\r?\n\r?\n", head[:_BEGINNING].lstrip(), maxsplit=1)[0]
    if _ARCHIVED.search(fields):
        return True
    return _RELATED.search(fields) is not None and not _SENT.search(fields)


def is_markup(text: str) -> bool:
    """Whether it begins with an element."""
    return _MARKUP.match(text) is not None


def is_page(text: str) -> bool:
    """Whether it is HTML, or a piece of it."""
    first = _MARKUP.match(text)
    name = first[1].lower() if first else ""
    if name in _HTML:
        return True
    if _XML.match(text):
        return False
    within = _WITHIN.search(text, 0, _BEGINNING) or _IN_MARKUP.match(text, 0, _BEGINNING)
    return name in _PIECES or within is not None


def plain_text(head: bytes) -> str | None:
    """The text, which may be cut off within a character; None where it is not text."""
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


def readable(head: bytes) -> str:
    """What can be read of that which is no text throughout; UTF-16 need not say that it is."""
    for begins, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(begins):
            return head.decode(encoding, "replace")
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if utf16 else "utf-8-sig", "replace")
