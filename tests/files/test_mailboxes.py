"""Mailbox files, files within the text of a mail, and other odd ways to send one."""

from __future__ import annotations

import base64
import binascii
import mailbox
import time
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.build import BUREAU, COUNTY, OFFICE, collect, filled, zipped
from toolkit.files import archive
from toolkit.files import mailbox as own_mailbox
from toolkit.files.archive import Room, unpack
from toolkit.files.incoming import Incoming
from toolkit.files.mail import attachments
from toolkit.grids.reason import said
from toolkit.grids.refusals import Refusal
from toolkit.spreadsheets import mail_tree
from toolkit.spreadsheets.kind import FileKind, kind_of
from toolkit.spreadsheets.mail_tree import parse_mail

GOOD = filled()
WORKBOOK = zipped({"xl/workbook.xml": b"<workbook/>"})
DASHES = "From - Thu Jan 15 10:00:00 2026"
SEPARATOR = "From a@b.cn Thu Jan 15 10:00:00 2026"
TEXT = "Content-Type: text/plain; charset=gb2312"


def walk(content: bytes, room: Room | None = None) -> list[Incoming]:
    return list(unpack("a", content, kind_of(content), room))


def why(content: bytes, room: Room | None = None) -> dict[str, str | None]:
    return {one.path: said(one.ignored or one.unreadable) for one in walk(content, room)}


def sent(files: Mapping[str, bytes], text: str = "您好，年报见附件。") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.cn", "c@d.cn", "年报"
    message.set_content(text)
    for name, content in files.items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def boxed(*mails: bytes, separator: str = SEPARATOR, between: bytes = b"\n") -> bytes:
    return b"".join(separator.encode() + b"\n" + one + between for one in mails)


THREE = [sent({f"{number}.xlsx": WORKBOOK}) for number in "一二三"]
OF_THREE = {"a/1/一.xlsx": None, "a/2/二.xlsx": None, "a/3/三.xlsx": None}


@pytest.mark.parametrize("separator", [SEPARATOR, DASHES, "From a@b.cn", "From ", "From ???@???"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_mail_of_a_mailbox(separator: str, end: bytes) -> None:
    content = boxed(*THREE, separator=separator).replace(b"\n", end)
    assert why(content) == OF_THREE
    assert why(b"\n\n" + content) == OF_THREE
    assert why(b"\xef\xbb\xbf" + content) == OF_THREE
    assert why(b"\xef\xbb\xbf" + THREE[0]) == {"a/一.xlsx": None}


def test_mails_that_follow_without_a_blank_line() -> None:
    assert why(boxed(*(one.rstrip() for one in THREE))) == OF_THREE


def test_a_mailbox_as_python_writes_it(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for one in THREE:
        box.add(one)
    box.close()
    assert why((tmp_path / "box").read_bytes()) == OF_THREE


def test_a_single_mail_that_begins_with_its_line() -> None:
    assert why(boxed(THREE[0])) == {"a/一.xlsx": None}
    quoted = f"{SEPARATOR}\n>{SEPARATOR}\n".encode() + THREE[0]
    assert why(quoted) == {"a/一.xlsx": None}
    assert why(quoted + b"\n" + quoted) == {"a/1/一.xlsx": None, "a/2/一.xlsx": None}


def test_mails_without_attachments_are_passed_over() -> None:
    """Most mails of a mailbox have nothing to do with the returns."""
    content = boxed(THREE[0], sent({}), THREE[2])
    assert why(content) == {
        "a/1/一.xlsx": None,
        "a/2": Refusal.EMPTY_MAIL.text,
        "a/3/三.xlsx": None,
    }
    assert [one.path for one in walk(content) if one.ignored] == ["a/2"]
    assert [one.path for one in walk(content) if one.unreadable] == []


def test_a_mailbox_in_which_no_mail_has_an_attachment() -> None:
    found = list(walk(boxed(sent({}), sent({}))))
    assert [one.path for one in found if one.ignored] == ["a/1", "a/2"]
    (one,) = (one for one in found if one.unreadable)
    assert (one.path, one.unreadable) == ("a", Refusal.EMPTY_MAIL)


def test_a_mailbox_in_which_mails_have_only_pictures_in_their_text() -> None:
    message = EmailMessage()
    message.set_content('<p>报表见图。</p><img src="cid:a">', subtype="html")
    message.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="a", filename="a.png")
    found = walk(boxed(sent({}), message.as_bytes()))
    assert [one.path for one in found if one.ignored] == ["a/1", "a/2/a.png", "a/2"]
    assert [one.path for one in found if one.unreadable] == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        f"您好\n\nFrom now on we report by mail.\nYours\n>{SEPARATOR}\nSubject: x",
        "From:\na\nFrom tomorrow on\nNote: please\n",
        f"x\n\n{SEPARATOR}\n\nand no mail follows",
    ],
)
def test_a_sentence_that_begins_so_begins_no_mail(text: str) -> None:
    assert why(boxed(sent({"一.xlsx": WORKBOOK}, text), *THREE[1:])) == OF_THREE


def test_a_mail_that_states_its_length_need_not_quote() -> None:
    inner = f"\n{SEPARATOR}\nSubject: x\nTo: y\n"
    one = sent({"一.xlsx": WORKBOOK}, inner)
    head, _, body = one.partition(b"\n\n")
    measured = head + f"\nContent-Length: {len(body)}\n\n".encode() + body
    assert why(boxed(measured, *THREE[1:])) == OF_THREE
    assert why(boxed(*THREE[1:], measured)) == {
        "a/1/二.xlsx": None,
        "a/2/三.xlsx": None,
        "a/3/一.xlsx": None,
    }
    # A length that does not lead to another mail is wrong.
    wrong = measured.replace(b"Content-Length: ", b"Content-Length: 1")
    assert "a/2" in why(boxed(wrong, *THREE[1:]))
    assert set(OF_THREE) <= set(
        why(boxed(THREE[0].replace(b"\n\n", b"\nContent-Length: 9\n\n", 1), *THREE[1:]))
    )


def test_what_was_quoted_is_unquoted() -> None:
    content = b"PK\x03\x04 \n>From x\n>>From y\n"
    part = b"MIME-Version: 1.0\nFrom: a\nContent-Type: application/x\n\n"
    first, *_ = walk(boxed(part + content, THREE[0]))
    (message,) = attachments(parse_mail(part + content))
    assert message.content().startswith(content)
    (_, one), _ = own_mailbox.mails_in(boxed(part + content, THREE[0]))
    assert one.startswith(part + b"PK\x03\x04 \nFrom x\n>From y\n")
    assert first.path == "a/1/附件1"


def test_mailboxes_in_archives_and_mails() -> None:
    box = boxed(*THREE)
    assert why(zipped({"box": box})) == {
        "a/box/1/一.xlsx": None,
        "a/box/2/二.xlsx": None,
        "a/box/3/三.xlsx": None,
    }
    assert set(why(sent({"x.mbox": box}))) == {f"a/x.mbox/{one[2:]}" for one in OF_THREE}
    deep = boxed(sent({"z.zip": zipped({"b.xlsx": WORKBOOK})}), THREE[1])
    assert why(zipped({"box": deep})) == {"a/box/1/z.zip/b.xlsx": None, "a/box/2/二.xlsx": None}


def test_a_broken_mail_costs_itself() -> None:
    lost = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\nnothing\n"
    assert why(boxed(THREE[0], lost, THREE[2])) == {
        "a/1/一.xlsx": None,
        "a/2": Refusal.BROKEN.text,
        "a/3/三.xlsx": None,
    }


def test_returns_in_a_mailbox_are_collected(tmp_path: Path) -> None:
    units = [OFFICE, BUREAU, COUNTY]
    mails = [sent({f"{one.code}.xlsx": filled(unit=one)}) for one in units]
    box = {"邮箱": boxed(*mails), "again.zip": zipped({"x.mbox": boxed(*mails)})}
    result = collect(tmp_path, box, units=units)
    assert result.exit_code == 0
    assert [one["status"] for one in result.json["units"]] == ["received"] * 3
    assert result.files()[f"邮箱/3/{COUNTY.code}.xlsx"] in ("accepted", "duplicate")
    assert len(result.files()) == 6


# --- Under limits --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        boxed(*[b"From: a\nTo: b\n\nx\n"] * 100_000),
        b"From: a\nTo: b\n\n" + b"\nFrom \na:b\n" * 1_000_000,
        boxed(THREE[0]) + b"From x\n>From y\n" * 1_000_000,
        boxed(THREE[0]) + f"{SEPARATOR}\n".encode() * 500_000,
        boxed(*[b"From: a\nTo: b\nContent-Length: 5\n\nx\n"] * 50_000),
        boxed(*[b"From: a\nTo: b\n"] * 4_999, b"x" * 10_000_000),
    ],
)
def test_hostile_mailboxes_cost_little(content: bytes) -> None:
    began = time.process_time()
    found = walk(content)
    assert time.process_time() - began < 4
    assert 1 <= len(found) <= 5_000


def test_too_many_mails_are_told() -> None:
    many = boxed(*[b"From: a\nTo: b\n\nx\n"] * (own_mailbox.MAX_MAILS + 1))
    assert why(many) == {"a": Refusal.HUGE_MAILBOX.text}


def test_all_mails_together_may_cost_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_WORK", mail_tree.effort(THREE[0] + b"\n"))
    assert why(boxed(*THREE), Room()) == {
        "a/1/一.xlsx": None,
        "a/2": Refusal.TOO_MUCH.text,
        "a/3": Refusal.TOO_MUCH.text,
    }


def test_a_mailbox_that_is_too_large_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_ARCHIVE_SIZE", 1_000)
    result = collect(tmp_path, {"box": boxed(*THREE)}, "--year", "2024", units=[BUREAU])
    (file,) = result.json["files"]
    assert file["reason"] == Refusal.HUGE_MAILBOX.text


# --- Within the text -----------------------------------------------------------------------------


def uu(content: bytes, name: bytes = b"report.xlsx", mode: bytes = b"644") -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    return b"begin " + mode + b" " + name + b"\n" + b"".join(lines) + b"`\nend\n"


def plain(text: bytes, head: str = TEXT) -> bytes:
    return f"From: a@b.cn\nMIME-Version: 1.0\n{head}\n\n".encode() + text


def test_files_within_the_text() -> None:
    text = b"hello\n\n" + uu(GOOD) + b"\nand\n" + uu(WORKBOOK, "名.xlsx".encode("gbk"), b"0600")
    found = walk(plain(text + b"regards\n"))
    assert [(one.path, one.content) for one in found] == [
        ("a/report.xlsx", GOOD),
        ("a/名.xlsx", WORKBOOK),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"`", b" "),
        lambda text: b"\n".join(line.rstrip() for line in text.replace(b"`", b" ").split(b"\n")),
        lambda text: text.replace(b"`\nend", b"\nend"),
        lambda text: text.replace(b"`\nend", b"end"),
        lambda text: text.replace(b"\n", b"  \n"),
        lambda text: b"begin 644 x\nand what follows is no file\n" + text,
    ],
)
def test_the_writings_of_such_a_file(change: Callable[[bytes], bytes]) -> None:
    (one,) = walk(plain(change(uu(GOOD))))
    assert (one.path, one.content) == ("a/report.xlsx", GOOD)


@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit", "BASE64 ", '"base64"'])
def test_a_text_that_is_encoded_once_more(coding: str) -> None:
    text = uu(WORKBOOK)
    if "64" in coding:
        text = base64.encodebytes(text)
    elif coding.startswith("quoted"):
        text = binascii.b2a_qp(text)
    content = plain(text, f"{TEXT}\nContent-Transfer-Encoding: {coding}")
    assert why(content) == {"a/report.xlsx": None}


def test_files_in_base64_within_the_text() -> None:
    text = b"begin-base64 644 a.xlsx\n" + base64.encodebytes(GOOD) + b"====\n"
    (one,) = walk(plain(text))
    assert (one.path, one.content) == ("a/a.xlsx", GOOD)


def test_a_file_that_is_cut_off_is_broken() -> None:
    text = uu(GOOD)
    broken = {"a/report.xlsx": Refusal.BROKEN.text}
    assert why(plain(text[:5_000])) == broken
    lines = text.split(b"\n")
    lines[50] = b"page 2 of 3"
    assert why(plain(b"\n".join(lines))) == broken
    # The next one is read all the same.
    assert why(plain(text[:5_000] + b"\n" + uu(WORKBOOK, b"b.xlsx"))) == {
        **broken,
        "a/b.xlsx": None,
    }


def test_a_sentence_is_no_file() -> None:
    assert why(plain(b"begin 644 new reports\ntoday\n")) == {"a": Refusal.EMPTY_MAIL.text}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"=ybegin line=128 size=9 name=\xc3\xfb.xlsx\nabc\n=yend size=9\n", "名.xlsx"),
        (b"(This file must be converted with BinHex 4.0)\n:abc:\n", "附件1"),
    ],
)
def test_what_cannot_be_read_within_the_text_is_named(text: bytes, name: str) -> None:
    assert why(plain(b"hello\n" + text)) == {f"a/{name}": Refusal.WRITTEN_IN_TEXT.text}


def test_a_text_of_beginnings_costs_little() -> None:
    began = time.process_time()
    told = {"a/附件1": Refusal.TOO_LARGE.text}
    assert why(plain(b"begin 644 a\n" * 1_000_000)) == told
    assert len(walk(plain((b"begin 644 a\n" + uu(b"abc")) * 15_000))) == 501
    assert time.process_time() - began < 4


# --- Other oddities ------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["x-uuencode", "uuencode", "X-UUE", "uue"])
def test_a_part_that_is_uuencoded(coding: str) -> None:
    kind = 'Content-Type: application/octet-stream; name="a.xlsx"'
    head = f"{kind}\nContent-Transfer-Encoding: {coding}"
    (one,) = walk(plain(uu(GOOD, b"other.xlsx"), head))
    assert (one.path, one.content) == ("a/a.xlsx", GOOD)
    assert why(plain(b"nothing", head)) == {"a/a.xlsx": Refusal.BROKEN.text}
    head = head.replace('application/octet-stream; name="a.xlsx"', "text/plain")
    assert list(why(plain(uu(GOOD), head)).values()) == [None]


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/octet-stream"])
def test_a_workbook_that_calls_itself_something_else(kind: str) -> None:
    content = plain(
        base64.encodebytes(GOOD), f"Content-Type: {kind}\nContent-Transfer-Encoding: base64"
    )
    (one,) = walk(content)
    assert (one.path, one.content) == ("a/附件1", GOOD)


def test_the_text_of_a_mail_is_no_file() -> None:
    for text in (b"BZh\n", b"{\\rtf1", b"From: a\nTo: b\nSubject: c\n", b"a,b\n1,2\n", b"<html>"):
        assert why(plain(text)) == {"a": Refusal.EMPTY_MAIL.text}


def test_the_two_halves_that_a_mac_sends() -> None:
    message = MIMEMultipart("mixed")
    message["From"], message["Subject"] = "a@b.cn", "x"
    double = MIMEMultipart("appledouble")
    double.attach(MIMEApplication(b"\0\x05\x16\x07\0\x02\0\0", "applefile", name="a.xlsx"))
    double.attach(MIMEApplication(GOOD, "octet-stream", name="a.xlsx"))
    message.attach(double)
    found = walk(message.as_bytes())
    assert [(one.path, one.ignored, one.content) for one in found] == [
        ("a/a.xlsx", Refusal.LOCK_FILE, b""),
        ("a/a.xlsx", None, GOOD),
    ]


def test_a_mail_in_pieces_is_named() -> None:
    content = plain(
        sent({"a.xlsx": GOOD})[:20_000], 'Content-Type: message/partial; id="x"; number=1; total=2'
    )
    assert why(content) == {"a/附件1.eml": Refusal.PART_OF_A_MAIL.text}


def test_a_mail_of_outlook_within_a_mail_is_named() -> None:
    tnef = MIMEApplication(b"\x78\x9f\x3e\x22\0\0", "ms-tnef")
    message = MIMEMultipart("mixed")
    message["From"], message["Subject"] = "a@b.cn", "x"
    message.attach(tnef)
    assert why(message.as_bytes()) == {"a/附件1": Refusal.TNEF.text}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=50), st.floats(0, 1))
def test_damaged_mailboxes_can_be_walked(damage: list[tuple[float, int]], cut: float) -> None:
    content = bytearray(boxed(*THREE, plain(uu(WORKBOOK))))
    for place, value in damage:
        content[int(place * (len(content) - 1))] = value
    for one in (bytes(content), bytes(content[: int(cut * len(content))])):
        found = list(unpack("a", one, FileKind.EML, Room()))
        assert found
        assert all(file.path.isprintable() for file in found)
