"""Zips and mails: every member has its line, whatever its name and whatever is wrong with it."""

from __future__ import annotations

import base64
import datetime
import time
import tracemalloc
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from io import BytesIO
from struct import pack
from zlib import Z_FULL_FLUSH, compressobj, crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.build import filled, zipped
from toolkit.files import archive
from toolkit.files.archive import Room, unpack
from toolkit.files.incoming import Incoming
from toolkit.grids.identity import JSON_BEGINS
from toolkit.grids.reason import said
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.kind import FileKind, kind_of
from toolkit.spreadsheets.mail_tree import MAX_MAIL_SIZE

GOOD = filled()
PDF, PNG, WORKBOOK = b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", zipped({"xl/workbook.xml": b"<workbook/>"})
UTC = datetime.UTC


@pytest.fixture(scope="module", autouse=True)
def faults_are_shown() -> Iterator[None]:
    """A fault of ours is one file's for a user, but not here."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TOOLKIT_DEBUG", "1")
        yield


def walk(content: bytes, name: str = "a", room: Room | None = None) -> list[Incoming]:
    return list(unpack(name, content, kind_of(content), room))


def why(content: bytes, room: Room | None = None) -> dict[str, str | None]:
    """Each path with why it is left out; None where it goes on to be read."""
    return {one.path: said(one.ignored or one.unreadable) for one in walk(content, room=room)}


@contextmanager
def cheap(seconds: float = 1, megabytes: float = 250) -> Iterator[None]:
    """Whatever is done within takes neither long nor much memory."""
    tracemalloc.start()
    began = time.monotonic()
    try:
        yield
        assert time.monotonic() - began < seconds
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()


# --- Zips ----------------------------------------------------------------------------------------


def test_everything_in_a_zip_has_its_line() -> None:
    content = zipped(
        {
            "a.xlsx": WORKBOOK,
            "县/": b"",
            "县/扫描.pdf": PDF,
            "县/~$a.xlsx": b"lock",
            "units.csv": b"a,b",
            "结果.json": JSON_BEGINS,
            "__MACOSX/._a.xlsx": b"",
            ".hidden/b.xlsx": WORKBOOK,
            "空.xlsx": b"",
            "c.zip": zipped({"d.xlsx": WORKBOOK}),
        }
    )
    found = walk(content, "a.zip")
    assert {one.path: (one.kind, said(one.ignored), said(one.unreadable)) for one in found} == {
        "a.zip/a.xlsx": (FileKind.XLSX, None, None),
        "a.zip/县/扫描.pdf": (FileKind.PDF, None, None),
        "a.zip/县/~$a.xlsx": (None, Refusal.LOCK_FILE.text, None),
        "a.zip/units.csv": (None, Refusal.ROSTER.text, None),
        "a.zip/结果.json": (FileKind.JSON_OURS, Refusal.OWN_JSON.text, None),
        "a.zip/__MACOSX/._a.xlsx": (None, Refusal.LOCK_FILE.text, None),
        "a.zip/.hidden/b.xlsx": (None, Refusal.HIDDEN.text, None),
        "a.zip/空.xlsx": (FileKind.EMPTY, None, "是空文件"),
        "a.zip/c.zip/d.xlsx": (FileKind.XLSX, None, None),
    }
    assert [one.path for one in found] == sorted(one.path for one in found)
    held = {FileKind.XLSX: WORKBOOK, FileKind.PDF: PDF}
    assert all(one.content == held.get(one.kind, b"") for one in found if one.kind)


@pytest.mark.parametrize("names", [[], ["县/"], ["县/", "县/乡\\"]])
def test_a_zip_without_files_has_its_line(names: list[str]) -> None:
    assert why(zipped(dict.fromkeys(names, b""))) == {"a": "压缩包里没有文件"}


def test_a_folder_that_is_a_file_is_not_overlooked() -> None:
    assert why(zipped({"县/a.xlsx/": WORKBOOK})) == {"a/县/a.xlsx": None}


@pytest.mark.parametrize("content", [b"PK\x03\x04", zipped({"a.xlsx": WORKBOOK})[:-30]])
def test_a_broken_zip_has_its_line(content: bytes) -> None:
    assert why(content) == {"a": "文件已损坏"}


def test_a_broken_member_costs_itself() -> None:
    content = bytearray(zipped({"a.xlsx": WORKBOOK * 50, "b.xlsx": WORKBOOK}))
    content[60:80] = bytes(20)
    assert why(bytes(content)) == {"a/a.xlsx": "文件已损坏", "a/b.xlsx": None}


def raw_named(names: Mapping[bytes, bytes]) -> bytes:
    """A zip whose names are these bytes, without the flag that says UTF-8."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        stand_ins = {}
        for number, (name, content) in enumerate(names.items()):
            stand_ins[(chr(65 + number) * len(name)).encode()] = name
            package.writestr(chr(65 + number) * len(name), content)
    made = buffer.getvalue()
    for stand_in, name in stand_ins.items():
        made = made.replace(stand_in, name)
    return made


@pytest.mark.parametrize(
    "name",
    ["东海市教育局.xlsx", "县\\乡.xlsx", "一.xlsx", "㐂镕.xlsx", "\u20ac.xlsx"],
)
def test_names_in_gbk(name: str) -> None:
    """Among them one whose bytes would be UTF-8 as well, of another script."""
    (path,) = why(raw_named({name.encode("gb18030"): WORKBOOK}))
    assert path == "a/" + name.replace("\\", "/")


def test_names_in_utf_8_without_the_flag_and_names_in_nothing_at_all() -> None:
    content = raw_named({"教育局一.xlsx".encode(): WORKBOOK, b"\xff\x81.xlsx": WORKBOOK})
    assert set(why(content)) == {"a/教育局一.xlsx", "a/ü.xlsx"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../outside.xlsx", "a/../../outside.xlsx"),
        ("/etc/passwd", "a/etc/passwd"),
        ("C:\\Windows\\a.xlsx", "a/C:/Windows/a.xlsx"),
        ("a\x1b[31m\nb\u202e.xlsx", "a/a [31m b .xlsx"),
        ("=HYPERLINK(1).xlsx", "a/=HYPERLINK(1).xlsx"),
        ("//", "a/（没有名称）"),
        ("长" * 5_000 + ".xlsx", "a/" + "长" * 100 + "…" + "长" * 95 + ".xlsx"),
    ],
)
def test_hostile_names_are_only_shown(name: str, shown: str) -> None:
    (path,) = why(zipped({name: WORKBOOK}))
    assert path == shown


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_both_there() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.xlsx", WORKBOOK)
        package.writestr("a.xlsx", GOOD)
    assert [one.content for one in walk(buffer.getvalue())] == [WORKBOOK, GOOD]


@pytest.mark.parametrize(
    ("stated", "stamp"),
    [
        ((2025, 1, 15, 8, 30, 0), datetime.datetime(2025, 1, 15, 8, 30)),
        ((1980, 1, 1, 0, 0, 0), None),
        ((2025, 13, 1, 0, 0, 0), None),
        ((2025, 2, 30, 0, 0, 0), None),
    ],
)
def test_the_time_of_a_member_is_local(
    stated: tuple[int, int, int, int, int, int], stamp: datetime.datetime | None
) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(zipfile.ZipInfo("a.xlsx", stated), WORKBOOK)
    (one,) = walk(buffer.getvalue())
    assert one.stamp == (stamp and stamp.astimezone(UTC).replace(tzinfo=None))


def test_how_deep_zips_may_be() -> None:
    content = zipped({"a.xlsx": WORKBOOK})
    for expected in ("a/z/a.xlsx", "a/z/z/a.xlsx"):
        content = zipped({"z": content})
        assert why(content) == {expected: None}
    assert why(zipped({"z": content})) == {"a/z/z/z": Refusal.TOO_DEEP.text}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_cannot_be_limited_are_not_used(method: int) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        package.writestr("a.xlsx", WORKBOOK)
    assert why(buffer.getvalue()) == {"a/a.xlsx": "压缩方法不常见，无法解压"}


# --- Zips with a password ------------------------------------------------------------------------


def by_hand(packed: bytes, size: int, check: int, method: int, flags: int = 0) -> bytes:
    """A zip of one member, a.xlsx, that states whatever we like."""
    name = b"a.xlsx"
    common = pack("<5H", 20, flags, method, 0, 33)
    common += pack("<3I2H", check, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + common + name + packed
    central = b"PK\x01\x02\x14\0" + common + bytes(14) + name
    return local + central + b"PK\x05\x06" + pack("<4H2IH", 0, 0, 1, 1, len(central), len(local), 0)


def locked(content: bytes, password: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip whose member is encrypted as zips of old are."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(byte: int, start: int) -> int:
        return crc32(bytes([byte]), start ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc(byte, keys[0])
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[1] >> 24, keys[2])

    for one in password:
        update(one)
    check = crc32(content)
    encrypted = bytearray()
    for one in bytes(11) + bytes([check >> 24]) + content:
        key = (keys[2] & 0xFFFF) | 2
        encrypted.append(one ^ (((key * (key ^ 1)) >> 8) & 0xFF))
        update(one)
    return by_hand(bytes(encrypted), len(content), check, method, flags=1)


@pytest.mark.parametrize("password", ["2024", "东海"])
def test_a_password_that_is_known_opens_a_zip(password: str) -> None:
    content = locked(GOOD, password.encode("gbk"))
    (one,) = walk(content, room=Room(["wrong", "错", password]))
    assert one.content == GOOD


def test_without_its_password_a_zip_is_named() -> None:
    content = locked(GOOD, b"2024")
    assert why(content) == {"a/a.xlsx": "压缩包设有密码"}
    wrong = Room(str(number) for number in range(600))
    assert why(content, wrong) == {"a/a.xlsx": "压缩包设有密码"}
    # AES, which the standard library does not know.
    content = locked(GOOD, b"2024", method=99)
    assert why(content, Room(["2024"])) == {"a/a.xlsx": "压缩包设有密码"}


def test_decrypting_has_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    content = locked(WORKBOOK, b"2024")
    monkeypatch.setattr(archive, "MAX_UNLOCKED", 0)
    assert why(content, Room(["2024"])) == {"a/a.xlsx": Refusal.TOO_MUCH.text}
    monkeypatch.setattr(archive, "MAX_LOCKED_SIZE", 0)
    assert why(content, Room(["2024"])) == {"a/a.xlsx": Refusal.TOO_LARGE.text}


# --- Bombs ---------------------------------------------------------------------------------------


def packed_gigabyte(begins: bytes, stated: int = 1_000_000_000) -> bytes:
    """A member of a gigabyte, a megabyte when packed."""
    packing = compressobj(wbits=-15)
    packed = packing.compress(begins) + packing.flush(Z_FULL_FLUSH)
    megabyte = packing.compress(bytes(1_000_000)) + packing.flush(Z_FULL_FLUSH)
    packed += megabyte * 1_000 + packing.flush()
    return by_hand(packed, stated, 0, zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize("begins", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_bomb_of_a_gigabyte(begins: bytes) -> None:
    content = packed_gigabyte(begins)
    with cheap(megabytes=10):
        assert why(content) == {"a/a.xlsx": Refusal.TOO_LARGE.text}
    # It states that it is small: no more than that is read of it, and then it is damaged.
    content = packed_gigabyte(begins, 90_000_000)
    with cheap(seconds=2):
        assert why(content) == {"a/a.xlsx": Refusal.BROKEN.text}


def test_a_bomb_of_what_is_no_package_is_hardly_looked_at() -> None:
    content = packed_gigabyte(b"")
    with cheap(megabytes=10):
        assert why(content) == {"a/a.xlsx": "不是能识别的工作簿"}


@pytest.mark.slow
def test_a_wide_bomb_of_zips_in_zips() -> None:
    """As 42.zip: sixteen zips in each, down to files of many megabytes."""
    content = zipped({f"{number}.xlsx": WORKBOOK + bytes(19_000_000) for number in range(4)})
    for _ in range(2):
        content = zipped({f"{number}.zip": content for number in range(16)})
    with cheap(seconds=20, megabytes=600):
        found = walk(content)
    assert len(found) <= archive.MAX_MEMBERS
    assert sum(one.size for one in found) <= archive.MAX_UNPACKED
    assert {Refusal.TOO_MUCH} <= {one.unreadable for one in found}


def test_a_zip_that_holds_itself() -> None:
    """There are such zips; here the walk is told that each member is the zip once more."""
    content = zipped({"r.zip": b""})
    calls = []

    def itself(*arguments: object) -> bytes:
        calls.append(arguments)
        return content

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(archive, "_inflated", itself)
        assert why(content) == {"a/r.zip/r.zip/r.zip": Refusal.TOO_DEEP.text}
    assert len(calls) == 3


@pytest.mark.slow
def test_members_that_overlap() -> None:
    """Many entries of the directory that stand for the same bytes."""
    packed = zipped({"a.xlsx": WORKBOOK + bytes(15_000_000)})
    start = packed.index(b"PK\x01\x02")
    central = packed[start : packed.index(b"PK\x05\x06")] * 1_000
    end = b"PK\x05\x06" + pack("<4H2IH", 0, 0, 1_000, 1_000, len(central), start, 0)
    with cheap(seconds=5, megabytes=400):
        found = walk(packed[:start] + central + end)
    assert len(found) == 1_000
    assert sum(one.size for one in found) <= archive.MAX_UNPACKED


@pytest.mark.slow
def test_a_zip_of_a_hundred_thousand_members_is_refused_at_once() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for number in range(100_000):
            package.writestr(f"{number}.xlsx", b"")
    with cheap(megabytes=10):
        assert why(buffer.getvalue()) == {"a": Refusal.TOO_LARGE.text}


def test_all_zips_together_have_so_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 5)
    inner = zipped({"1.xlsx": WORKBOOK, "2.xlsx": WORKBOOK})
    assert why(zipped({"a.zip": inner, "b.zip": inner})) == {
        "a/a.zip/1.xlsx": None,
        "a/a.zip/2.xlsx": None,
        "a/b.zip": Refusal.TOO_MUCH.text,
    }


# --- Mails ---------------------------------------------------------------------------------------


def mail(files: Mapping[str, bytes], **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "a@example.cn", "b@example.cn"
    message["Subject"] = "报送年报"
    for name, value in headers.items():
        message[name] = value
    message.set_content("您好，年报见附件。")
    message.add_alternative("<p>您好</p>", subtype="html")
    for name, content in files.items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message


def test_the_attachments_of_a_mail() -> None:
    content = mail(
        {
            "东海市教育局 2024 年度政府信息公开年报（正式报送版，请以此为准）.xlsx": GOOD,
            "全部.zip": zipped({"a.xlsx": WORKBOOK}),
            "扫描.pdf": PDF,
            "~$a.xlsx": b"lock",
            "winmail.dat": b"\x78\x9f\x3e\x22",
        },
        Date="Wed, 15 Jan 2025 08:30:00 +0800",
    ).as_bytes()
    found = walk(content, "年报.eml")
    assert {one.path: said(one.ignored or one.unreadable) for one in found} == {
        "年报.eml/东海市教育局 2024 年度政府信息公开年报（正式报送版，请以此为准）.xlsx": None,
        "年报.eml/全部.zip/a.xlsx": None,
        "年报.eml/扫描.pdf": None,
        "年报.eml/~$a.xlsx": Refusal.LOCK_FILE.text,
        "年报.eml/winmail.dat": "是 Outlook 专用格式的附件（winmail.dat）",
    }
    assert (found[0].content, found[0].kind) == (GOOD, FileKind.XLSX)
    assert found[0].stamp == datetime.datetime(2025, 1, 15, 0, 30)


def attached(disposition: bytes, content_type: bytes = b"application/octet-stream") -> bytes:
    """A mail with one attachment whose headers are just these bytes."""
    return (
        b"From: a@example.cn\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=XX\r\n\r\n--XX\r\nContent-Type: "
        + content_type
        + b"\r\nContent-Transfer-Encoding: base64\r\n"
        + (b"Content-Disposition: " + disposition + b"\r\n" if disposition else b"")
        + b"\r\n"
        + base64.encodebytes(WORKBOOK)
        + b"\r\n--XX--\r\n"
    )


def word(text: bytes, charset: str, how: str = "B") -> bytes:
    """An encoded word of RFC 2047."""
    coded = base64.b64encode(text)
    if how == "Q":
        coded = "".join(f"={one:02X}" for one in text).encode()
    return f"=?{charset}?{how}?".encode() + coded + b"?="


NAME = "东海市教育局.xlsx"
GBK, UTF8 = NAME.encode("gbk"), NAME.encode()
PERCENT = "".join(f"%{one:02X}" for one in GBK).encode()


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b"attachment; filename=a.xlsx", "a.xlsx"),
        (b'attachment; filename="' + GBK + b'"', NAME),
        (b'attachment; filename="' + UTF8 + b'"', NAME),
        (b"attachment; filename=" + GBK, NAME),
        (b'attachment; filename="' + word(GBK, "GBK") + b'"', NAME),
        (b'attachment; filename="' + word(GBK, "gb18030", "Q") + b'"', NAME),
        (b'attachment; filename="' + word(UTF8, "UTF-8") + b'"', NAME),
        (b"attachment; filename=" + word(GBK[:-5], "gb2312") + b".xlsx", NAME),
        # Cut in the middle of a character.
        (
            b'attachment; filename="'
            + word(GBK[:3], "gbk")
            + b"\r\n "
            + word(GBK[3:], "gbk")
            + b'"',
            NAME,
        ),
        # The character 镕 is in GBK, but not in what is stated.
        (b'attachment; filename="' + word("镕.xlsx".encode("gbk"), "gb2312") + b'"', "镕.xlsx"),
        (b"attachment; filename*=GBK''" + PERCENT, NAME),
        (b"attachment; filename*=nonsense''" + PERCENT, NAME),
        (
            b"attachment;\r\n filename*0*=GBK''"
            + PERCENT[:9]
            + b";\r\n filename*1*="
            + PERCENT[9:],
            NAME,
        ),
        (b'attachment; filename="..\\..\\a\x1b.xlsx"', "../../a .xlsx"),
        (b'attachment; filename="=?utf-8?B?!!!?="', "附件1"),
        (b"attachment; filename*=GBK''" + GBK, NAME),
        (b"attachment", "附件1"),
        (b'attachment; filename=".xlsx"', "附件1.xlsx"),
        (b"inline; filename=a.xlsx", "a.xlsx"),
        (b"", "附件1"),
    ],
)
def test_names_of_attachments(disposition: bytes, name: str) -> None:
    (one,) = walk(attached(disposition))
    assert (one.path, one.unreadable, one.content) == (f"a/{name}", None, WORKBOOK)


def test_a_name_that_only_the_type_tells() -> None:
    (one,) = walk(attached(b"attachment", b'application/x; name="' + GBK + b'"'))
    assert one.path == f"a/{NAME}"


def test_a_mail_without_attachment_has_its_line() -> None:
    assert why(mail({}).as_bytes()) == {"a": "是邮件，里面没有附件"}
    assert why(b"Subject: a\nTo: b\n\ntext") == {"a": "是邮件，里面没有附件"}


def test_pictures_of_a_signature_are_ignored() -> None:
    message = mail({"a.xlsx": WORKBOOK})
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(PNG, "image", "png", cid="<1>", filename="logo.png")
    message.add_attachment(PNG, "image", "png", filename="扫描件.png")
    message.add_attachment(PNG, "image", "png", filename="line.png", disposition="inline")
    assert why(message.as_bytes()) == {
        "a/logo.png": "邮件正文或签名中的图片",
        "a/a.xlsx": None,
        "a/扫描件.png": "是图片",
        "a/line.png": "邮件正文或签名中的图片",
    }


def test_a_mail_with_nothing_but_pictures_in_its_text_has_its_line() -> None:
    message = mail({})
    message.add_attachment(PNG, "image", "png", filename="line.png", disposition="inline")
    assert why(message.as_bytes()) == {
        "a/line.png": "邮件正文或签名中的图片",
        "a": "是邮件，里面没有附件",
    }


def test_digital_signatures_are_ignored() -> None:
    message = mail({"a.xlsx": WORKBOOK})
    message.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    assert why(message.as_bytes())["a/smime.p7s"] == "邮件的数字签名"


def test_mails_in_mails() -> None:
    """Forwarded as it was, or attached as a file; three deep, and no deeper."""
    innermost = mail({"a.xlsx": WORKBOOK}, Date="Wed, 15 Jan 2025 08:30:00 +0800")
    forwarded = mail({}, Date="Thu, 16 Jan 2025 08:30:00 +0800")
    forwarded.add_attachment(innermost, filename="原邮件.eml")
    (one,) = walk(forwarded.as_bytes())
    assert (one.path, one.content) == ("a/原邮件.eml/a.xlsx", WORKBOOK)
    assert one.stamp == datetime.datetime(2025, 1, 15, 0, 30)

    as_file = mail({"b.eml": forwarded.as_bytes()})
    assert why(as_file.as_bytes()) == {"a/b.eml/原邮件.eml/a.xlsx": None}
    again = mail({})
    again.add_attachment(as_file)
    assert why(again.as_bytes()) == {"a/附件1.eml/b.eml/原邮件.eml": Refusal.TOO_DEEP.text}
    assert why(zipped({"a.eml": as_file.as_bytes()})) == {
        "a/a.eml/b.eml/原邮件.eml": Refusal.TOO_DEEP.text
    }


@pytest.mark.parametrize(
    ("date", "stamp"),
    [
        ("Wed, 15 Jan 2025 08:30:00 -0000", datetime.datetime(2025, 1, 15, 8, 30)),
        ("yesterday", None),
        ("Fri, 31 Dec 9999 23:00:00 -1400", None),
        ("Wed, 99 Jan 2025 08:30:00 +0800", None),
    ],
)
def test_the_date_of_a_mail(date: str, stamp: datetime.datetime | None) -> None:
    content = b"Date: " + date.encode() + b"\r\n" + attached(b"attachment; filename=a.xlsx")
    (one,) = walk(content)
    assert one.stamp == stamp
    # Where it says none, the file's own time is the next best.
    own = datetime.datetime(2025, 2, 1)
    (one,) = unpack("a", content, FileKind.EML, stamp=own)
    assert one.stamp == (stamp or own)


def test_a_mail_that_has_lost_its_parts_is_broken() -> None:
    content = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\nnothing"
    assert why(content) == {"a": "文件已损坏"}


def test_an_attachment_that_is_cut_off_is_broken_or_handed_on() -> None:
    content = attached(b"attachment; filename=a.zip").replace(
        base64.encodebytes(WORKBOOK), base64.encodebytes(zipped({"a.xlsx": GOOD}))[:500]
    )
    assert why(content) == {"a/a.zip": "文件已损坏"}


HEAD = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"


def nested_parts(times: int) -> bytes:
    parts = [
        b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (number, number + 1)
        for number in range(times)
    ]
    return HEAD.replace(b"boundary=b", b"boundary=b0") + b"".join(parts)


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"--b\n\n" * 50_000,
        b"From: a\nTo: b\n" + b"a:\n" * 4_000_000,
        nested_parts(5_000),
        nested_parts(500) + b"x\n" * 90_000,
    ],
)
def test_mails_that_would_take_long_are_refused(content: bytes) -> None:
    with cheap(seconds=2, megabytes=100):
        assert why(content) == {"a": Refusal.TOO_LARGE.text}


def test_headers_without_end_cost_no_time() -> None:
    """The standard library takes the square of the semicolons within quotes, for every part."""
    part = 'Content-Disposition: attachment; filename="' + ";" * 9_900 + "\r\n\r\nx\r\n--B\r\n"
    head = 'From: a@b.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="B"\r\n'
    content = f"{head}\r\n--B\r\n{part * 300}".encode()
    began = time.process_time()
    found = list(unpack("a.eml", content, FileKind.EML))
    assert len(found) >= 300
    assert time.process_time() - began < 2


def test_a_mail_that_is_too_large_is_not_parsed() -> None:
    began = time.process_time()
    (one,) = unpack("a.eml", bytes(mail_limit() + 1), FileKind.EML)
    assert one.unreadable is Refusal.HUGE_MAIL
    assert Refusal.HUGE_MAIL.advice.startswith("请把邮件中的附件另存到文件夹中")
    assert time.process_time() - began < 1


def mail_limit() -> int:
    """Nine times as much is what parsing takes: below the 500 MB of the whole program."""
    assert 9 * MAX_MAIL_SIZE < 400_000_000
    return MAX_MAIL_SIZE


@pytest.mark.parametrize("times", [100, 1_500])
def test_parts_within_parts_without_end_are_broken(times: int) -> None:
    """The innermost has none; and from some depth on, Python does not follow."""
    assert why(nested_parts(times)) == {"a": Refusal.BROKEN.text}


def test_what_is_wrong_with_a_mail_in_a_mail_costs_only_that() -> None:
    inner = mail({})
    inner.set_type("multipart/mixed")
    lost = mail({"a.xlsx": WORKBOOK})
    lost.add_attachment(inner, filename="b.eml")
    content = lost.as_bytes().replace(inner.get_boundary("").encode(), b"lost")
    lost_boundary = content.replace(b'boundary="lost"', b"")
    assert why(lost_boundary) == {"a/a.xlsx": None, "a/b.eml": Refusal.BROKEN.text}


def test_attachments_count_as_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", len(WORKBOOK))
    content = mail({"a.xlsx": WORKBOOK, "b.xlsx": WORKBOOK, "c.pdf": PDF}).as_bytes()
    assert why(content) == {
        "a/a.xlsx": None,
        "a/b.xlsx": Refusal.TOO_MUCH.text,
        "a/c.pdf": None,
    }


def test_a_file_that_grows_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ARCHIVE_SIZE", 100_000)
    with pytest.raises(Unreadable):
        archive.read_within_limits(BytesIO(b"PK\x03\x04" + bytes(200_000)), 90_000)


def test_a_charset_that_is_none() -> None:
    content = attached(b"attachment; filename=a.xlsx", b'a/b; charset="\0"')
    assert why(content) == {"a/a.xlsx": None}


def test_a_fault_of_ours_costs_one_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*arguments: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(archive, "_inflated", fault)
    with pytest.raises(AssertionError):
        why(ZIP)
    monkeypatch.delenv("TOOLKIT_DEBUG")
    assert why(ZIP) == {"a": Refusal.CRASHED.text}


# --- Any bytes at all ----------------------------------------------------------------------------

ZIP = zipped(
    {"县\\a.xlsx": WORKBOOK, "b.zip": zipped({"c.pdf": PDF}), "d.eml": mail({}).as_bytes()}
)
FULL_MAIL = mail(
    {NAME: WORKBOOK, "a.zip": ZIP, "c.pdf": PDF}, Date="Wed, 15 Jan 2025 08:30:00"
).as_bytes()
many = settings(deadline=None, max_examples=100)


def sane(content: bytes, kind: FileKind) -> None:
    found = list(unpack("a", content, kind, Room(["1"])))
    assert found
    for one in found:
        assert one.path.isprintable() and one.path.split("/")[0] == "a"
        assert not (one.ignored and one.unreadable)
        assert bool(one.content) <= (one.ignored is one.unreadable is None)


@many
@given(
    st.binary(),
    st.sampled_from([FileKind.ZIP, FileKind.EML]),
    st.sampled_from([b"", b"PK\x03\x04", HEAD]),
)
def test_any_bytes_can_be_walked(content: bytes, kind: FileKind, begins: bytes) -> None:
    sane(begins + content, kind)


@many
@given(
    st.sampled_from(
        [(ZIP, FileKind.ZIP), (FULL_MAIL, FileKind.EML), (locked(PDF, b"1"), FileKind.ZIP)]
    ),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=50),
    st.floats(0, 1),
)
def test_damaged_archives_can_be_walked(
    archived: tuple[bytes, FileKind], damage: list[tuple[float, int]], cut: float
) -> None:
    content = bytearray(archived[0])
    for place, value in damage:
        content[int(place * (len(content) - 1))] = value
    sane(bytes(content), archived[1])
    sane(bytes(content[: int(cut * len(content))]), archived[1])
