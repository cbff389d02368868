"""Pages that a browser has saved as one file."""

from __future__ import annotations

import base64
import quopri

from tests.support.reports.model import Report
from tests.support.reports.pages import pasted_page, trs_page

_HEAD = """From: <Saved by Blink>
Snapshot-Content-Location: http://www.example.cn/xxgk/1.html
Subject: =?utf-8?B?5bm05oql?=
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--x1----"

"""
_PART = """------MultipartBoundary--x1----
Content-Type: {kind}
Content-Transfer-Encoding: {encoding}
Content-Location: {location}

"""
_END = "------MultipartBoundary--x1------\n"
_PICTURE = base64.b64encode(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;") + b"\n"


def quoted_archive(report: Report) -> bytes:
    """With the page in quoted-printable."""
    return _archive("text/html", "quoted-printable", quopri.encodestring(trs_page(report)))


def base64_archive(report: Report) -> bytes:
    """With the page in base64; the part states the encoding that the page states too."""
    return _archive("text/html; charset=gb2312", "base64", base64.encodebytes(pasted_page(report)))


def _archive(kind: str, encoding: str, page: bytes) -> bytes:
    first = _PART.format(kind=kind, encoding=encoding, location="http://www.example.cn/xxgk/1.html")
    second = _PART.format(
        kind="image/gif", encoding="base64", location="http://www.example.cn/1.gif"
    )
    parts = (_HEAD.encode(), first.encode(), page, b"\n", second.encode(), _PICTURE, _END.encode())
    return b"".join(parts).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
