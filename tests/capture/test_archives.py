"""Archives made to do harm, and honest ones with odd things in them: each part read or listed with its reason."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import stat
import tarfile
import zipfile

import pytest
from samples import FIRST, SECOND, odt, samples, zipped

from variorum.capture.inside import Names, safe_path
from variorum.capture.table import read_parts
from variorum.model.document import Capture, Document, Meta, Unread
from variorum.settings import Settings

DEFAULTS = Settings()


def outcome(name: str, data: bytes, settings: Settings = DEFAULTS, sidecar: Meta = Meta()) -> dict[str, str]:  # noqa: B008
    """Path inside -> beginning of the text, or the reason."""
    capture = Capture(name, hashlib.sha256(data).hexdigest(), len(data), sidecar)
    return {one.part: one.text[:20] if isinstance(one, Document) else one.reason for one in read_parts(capture, data, settings)}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b.txt", "a/b.txt"),
        ("../../etc/passwd", "%2E%2E/%2E%2E/etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\a\\b.txt", "C:/a/b.txt"),
        ("./a//b.txt", "a/b.txt"),
        ("a;b!.txt", "a%3Bb%21.txt"),
        ("x\x1b[2J.txt", "x%1B[2J.txt"),
        ("x\u202etxt.exe", "x%E2%80%AEtxt.exe"),
        ("..", "%2E%2E"),
        ("", ""),
    ],
)
def test_names_inside_lead_nowhere_else(name: str, safe: str) -> None:
    assert safe_path(name) == safe


def test_a_name_given_twice_is_told_apart() -> None:
    names = Names()
    assert [names.own(name) for name in ("a.txt", "a.txt", "a.txt", "a~2.txt")] == ["a.txt", "a~2.txt", "a~3.txt", "a~2~2.txt"]


def test_a_tar_with_links_devices_and_paths_outside() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in [
            ("link.txt", tarfile.SYMTYPE),
            ("hard.txt", tarfile.LNKTYPE),
            ("dev", tarfile.CHRTYPE),
            ("p", tarfile.FIFOTYPE),
        ]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        for name in ("../../up.txt", "/etc/abs.txt", ".hidden", "__MACOSX/x.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(FIRST)
            archive.addfile(info, io.BytesIO(FIRST.encode()))
    assert outcome("a.tar", out.getvalue()) == {
        "link.txt": "a link, which is not followed; give the file itself",
        "hard.txt": "a link to another file of the archive; that one is read",
        "dev": "a device and no file",
        "p": "a pipe and no file",
        "%2E%2E/%2E%2E/up.txt": FIRST[:20],
        "etc/abs.txt": FIRST[:20],
    }


def test_a_zip_with_a_link_and_a_locked_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("open.txt", FIRST)
        archive.writestr("locked.txt", SECOND)
    data = bytearray(out.getvalue())
    at = data.rfind(b"PK\x01\x02")  # the last entry of the directory: its flags stand 8 bytes on
    data[at + 8] |= 1
    assert outcome("a.zip", bytes(data)) == {
        "link.txt": "a link, which is not followed; give the file itself",
        "open.txt": FIRST[:20],
        "locked.txt": "locked by a password; unpack it yourself and give what is inside",
    }


def test_a_sidecar_in_an_archive_is_one_and_that_of_an_archive_fills_gaps() -> None:
    data = zipped(
        {"a.txt": FIRST, "a.json": '{"publisher": "Own"}', "b.txt": SECOND, "lines.jsonl": '{"text": "A dam broke in Ostby."}'}
    )
    capture = Capture("a.zip", "0" * 64, len(data), Meta(title="All", publisher="Whole", published="2024-03-12"))
    said = {d.part: d.meta for d in read_parts(capture, data) if isinstance(d, Document)}
    assert said == {
        "a.txt": Meta(publisher="Own", published="2024-03-12"),
        "b.txt": Meta(publisher="Whole", published="2024-03-12"),
        "lines.jsonl!/line-1": Meta(publisher="Whole", published="2024-03-12"),
    }


def test_a_broken_sidecar_in_an_archive_fails_its_report_alone() -> None:
    told = outcome("a.zip", zipped({"a.txt": FIRST, "a.json": "{", "b.txt": SECOND}))
    assert told["a.txt"].startswith("sidecar: not JSON")
    assert told["b.txt"] == SECOND[:20]


def bomb(megabytes: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("good.txt", FIRST)
        with archive.open("zeros.txt", "w") as stream:
            for _ in range(megabytes):
                stream.write(bytes(1 << 20))
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_bomb_is_listed_and_what_stands_beside_it_read(method: int) -> None:
    told = outcome("a.zip", bomb(60, method))
    assert told["good.txt"] == FIRST[:20]
    assert told["zeros.txt"].startswith("grows to over 200 times its size")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_bomb_is_listed(pack: object) -> None:
    data: bytes = pack(bytes(60 << 20))  # type: ignore[operator]
    assert outcome("a.gz", data)[""].startswith("grows to over 200 times its size")


def test_a_document_that_is_a_bomb_inside_is_listed() -> None:
    data = io.BytesIO(odt())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Pictures/zeros", bytes(60 << 20))
    assert outcome("a.odt", data.getvalue())[""].startswith("grows to over 200 times its size")


def test_all_archives_in_one_file_draw_on_one_allowance() -> None:
    noise = bytes(range(256)) * 2400  # packs by far less than any bomb
    inner = zipped({f"{n}.txt": FIRST.encode() + noise for n in range(2)})
    told = outcome("a.zip", zipped({"1.zip": inner, "2.zip": inner}), Settings(largest_unpacked=1))
    assert any(reason.startswith("unpacks to over 1 MB") for reason in told.values())


def nested(depth: int) -> bytes:
    data = zipped({"deep.txt": FIRST})
    for level in range(depth):
        data = zipped({f"{level}.zip": data, "near.txt": SECOND})
    return data


def test_archives_nested_without_end_are_listed_where_the_limit_lies() -> None:
    told = outcome("a.zip", nested(40), Settings(deepest=3))
    assert told == {
        "near.txt": SECOND[:20],
        "39.zip!/near.txt": SECOND[:20],
        "39.zip!/38.zip!/near.txt": SECOND[:20],
        "39.zip!/38.zip!/37.zip": "nested deeper than 3, archives within archives; unpack it and give what matters in it",
    }


def test_parts_beyond_the_limit_are_told() -> None:
    told = outcome("a.zip", zipped({f"{n}.txt": FIRST for n in range(9)}), Settings(most_parts=4))
    assert [part for part in told if part] == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert told[""].startswith("holds more than 4 parts; the rest was not read")


def test_an_archive_with_nothing_in_it_is_told() -> None:
    assert outcome("a.zip", zipped({}))[""].startswith("holds no report")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPE = f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY out SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("entity", ["l11", "out"])
def test_no_entity_of_a_feed_is_expanded_or_fetched(entity: str) -> None:
    feed = (
        f"<?xml version='1.0'?>{DOCTYPE}<rss><channel><item><description>The dam. &{entity};</description></item></channel></rss>"
    )
    told = outcome("a.rss", feed.encode())
    assert "root:" not in str(told)
    assert "haha" not in str(told)
    assert list(told) == ["entry-1"]


@pytest.mark.parametrize("entity", ["l11", "out"])
def test_no_entity_of_a_document_is_expanded_or_fetched(entity: str) -> None:
    with zipfile.ZipFile(io.BytesIO(odt())) as archive:
        content = archive.read("content.xml").decode()
    whole = content.replace("?>", f"?>{DOCTYPE}", 1).replace("<text:h ", f"<text:p>&{entity};</text:p><text:h ", 1)
    told = outcome("a.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": whole}))
    assert "root:" not in str(told)
    assert "haha" not in str(told)


def test_mails_nested_without_end_are_listed() -> None:
    data = b"From: a@b.example\nDate: x\nSubject: y\n" + b"Content-Type: message/rfc822\n\n" * 3000 + b"Subject: z\n\nhello"
    assert next(iter(outcome("a.eml", data).values())).endswith("; fetch it again, or give its text as .txt")


def test_what_a_web_archive_breaks_off_in_is_told() -> None:
    data = samples()["crawl.warc"]
    told = outcome("a.warc", data + data[:900])
    assert told["record-4"] == "cut off before its end; fetch the archive again"


def test_mail_texts_and_attachments() -> None:
    documents = [d for d in read_parts(Capture("mail.eml", "0" * 64, 0), samples()["mail.eml"]) if isinstance(d, Document)]
    mail, attached = documents
    assert (mail.name, attached.name) == ("mail.eml", "mail.eml!/statement.txt")
    assert mail.meta == Meta(title="Dam breaks above Ostby", authors=("Una Hølm",), published="2024-03-12T07:31:00+01:00")
    assert [(b.role, b.span.text(mail.text), b.locator) for b in mail.blocks] == [
        ("paragraph", "The café by the bridge is gone, Kari Moen told us this morning on the hill.", "part=1;bytes=0-75"),
        ("quotation", "> Was anybody hurt?", "part=1;bytes=79-98"),
        ("furniture", "--", "part=1;bytes=102-104"),
        ("furniture", "Una, Ostby Post", "part=1;bytes=107-122"),
    ]
    assert attached.text.strip() == FIRST


def test_messages_of_a_mailbox_are_numbered() -> None:
    told = outcome("box.mbox", samples()["box.mbox"])
    assert list(told) == ["message-1.eml", "message-1.eml!/statement.txt", "message-2.eml", "message-2.eml!/statement.txt"]


def test_a_message_may_quote_the_beginning_of_another() -> None:
    stamp = b"From una@ostbypost.example Tue Mar 12 07:30:00 2024\n"
    head = b"From: una@ostbypost.example\nDate: x\nSubject: y\n\n"
    data = (
        stamp
        + head
        + b">From the hill we saw the dam break.\n\nFrom here on nothing stood.\n\n"
        + stamp
        + head
        + b"Nobody was hurt there.\n"
    )
    documents = [d for d in read_parts(Capture("a.mbox", "0" * 64, 0), data) if isinstance(d, Document)]
    assert [d.text.strip() for d in documents] == [
        "From the hill we saw the dam break.\n\nFrom here on nothing stood.",
        "Nobody was hurt there.",
    ]
    assert not [u for u in read_parts(Capture("a.mbox", "0" * 64, 0), data) if isinstance(u, Unread)]


def test_of_a_choice_one_text_is_read_and_a_second_text_is_not_lost() -> None:
    parts = [
        ("multipart/alternative", None),
        ("text/plain", "The dam above Ostby broke."),
        ("text/html", "<p>The dam above Ostby broke.</p>"),
        ("text/plain", "More from the hill below."),
        ("image/png", "picture"),
    ]
    (_, _), plain, marked, more, picture = [(kind, f"Content-Type: {kind}\n\n{text}\n") for kind, text in parts]
    shown = picture[1].replace("\n\n", "\nContent-ID: <1>\n\n")
    data = (
        "From: a@b.example\nSubject: y\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n"
        f"--m\nContent-Type: multipart/alternative; boundary=a\n\n--a\n{plain[1]}--a\n{marked[1]}--a--\n"
        f"--m\n{more[1]}--m\n{shown}--m--\n"
    )
    assert outcome("a.eml", data.encode()) == {"": "The dam above Ostby ", "part-2": "More from the hill b"}
