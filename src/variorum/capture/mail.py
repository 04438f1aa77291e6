"""Mails: the text of one, and what is attached to it; and mailboxes of many. RFC 5322, RFC 2045, RFC 4155."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from variorum.capture.inside import Names, safe_path
from variorum.capture.layout import Part
from variorum.capture.limits import How
from variorum.capture.sidecar import read_date
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Unread

LIKELY = re.compile(rb"(?:[\w-]{1,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
NAMED = re.compile(rb"^(?:from|received|return-path|date|subject|message-id|mime-version|delivered-to|to):", re.I | re.M)
START = re.compile(rb"^From [^\n]*\d\d:\d\d[^\n]*\n(?=[\w-]+:)", re.M)  # of a message in a mailbox
ESCAPED = re.compile(rb"^>(>*From )", re.M)
LONGEST = 5000  # code points of a header: the standard library takes a square of its length
DEEPEST = 20  # parts within parts of one mail


def looks_like_mail(head: bytes) -> bool:
    """Whether a file begins as mails do: lines of headers, three of them among those that every mail has."""
    found = LIKELY.match(head)
    return found is not None and len({m[0].lower() for m in NAMED.finditer(found[0])}) >= 3


def looks_like_mailbox(head: bytes) -> bool:
    """Whether a file begins as mailboxes do: a line of `From`, an address and a time, and then headers."""
    return START.match(head) is not None


def open_mailbox(name: str, data: bytes, how: How) -> Iterator[Part]:
    """The messages of a mailbox (mbox), numbered from 1; `>From` at the beginning of a line loses its mark."""
    starts = [
        m
        for m in START.finditer(data)
        if m.start() == 0 or data[max(m.start() - 4, 0) : m.start()].endswith((b"\n\n", b"\r\n\r\n"))
    ]
    if not starts:
        raise UnreadableError(f"{name}: no message in this mailbox; export it again")
    for number, found in enumerate(starts, 1):
        how.allowance.part()
        end = starts[number].start() if number < len(starts) else len(data)
        message = ESCAPED.sub(rb"\1", data[found.end() : end])
        yield Part(f"message-{number}.eml", message, media_type="message/rfc822")


def open_mail(name: str, data: bytes, how: How) -> Iterator[Part | Unread]:
    """The text of a mail, and what is attached to it; its parts are numbered as IMAP does (RFC 3501, 6.4.5).

    Of a choice of texts (plain and HTML) one is read. Pictures that the text shows in its midst belong to it as those of a web page do, and are left out.
    """
    message = email.message_from_bytes(data, policy=policy.compat32)
    leaves = list(_leaves(message, ""))
    body = _body(leaves)
    told = None
    if body is not None:
        told = next(leaf for leaf in leaves if leaf.part is body)
        yield Part("", _payload(body), mail_meta(message), _text_kind(body), _charset(body), f"part={told.number}")
    names = Names()
    for leaf in leaves:
        part = leaf.part
        if leaf is told or _shown_picture(part) or (told and leaf.choice and leaf.choice == told.choice and _shown_text(part)):
            continue
        how.allowance.part()
        kind = _text_kind(part) if _shown_text(part) else part.get_content_type()
        title = _said(part, "subject") if kind == "message/rfc822" else None
        path = names.own(safe_path(_file_name(part) or (f"{title}.eml" if title else f"part-{leaf.number}").replace("/", "-")))
        if part.get_content_maintype() == "multipart":
            yield Unread(path, "a part that should hold others and holds none; fetch the mail again")
            continue
        yield Part(path, _payload(part), media_type=None if kind == "application/octet-stream" else kind, charset=_charset(part))
    if body is None and not names.any():
        raise UnreadableError(f"{name}: a mail without text; give what it holds as a file of its own")


def mail_meta(message: Message) -> Meta:
    """Who wrote a mail, when, and its subject."""
    senders = getaddresses([_said(message, "from") or ""])
    authors = tuple(" ".join((name or address).split()) for name, address in senders if name or address)
    return Meta(title=_said(message, "subject"), authors=authors, published=read_date(_said(message, "date") or ""))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part that holds something, its number, and the number of the choice (multipart/alternative) it belongs to, if any."""

    number: str
    part: Message
    choice: str


def _leaves(message: Message, number: str, choice: str = "", depth: int = 0) -> Iterator[_Leaf]:
    """The parts that hold something, in order; a mail attached as a whole is one."""
    if depth > DEEPEST:
        raise UnreadableError(f"parts nested deeper than {DEEPEST}; save what matters in it as files of their own")
    inner = message.get_payload()
    if not message.is_multipart() or message.get_content_type() == "message/rfc822" or not isinstance(inner, list):
        yield _Leaf(number or "1", message, choice)
        return
    if message.get_content_type() == "multipart/alternative":
        choice = choice or number or "0"
    for at, part in enumerate(inner, 1):
        if isinstance(part, Message):
            yield from _leaves(part, f"{number}.{at}" if number else str(at), choice, depth + 1)


def _body(leaves: list[_Leaf]) -> Message | None:
    """The part that is the mail's text: plain where it has words, else HTML."""
    shown = [leaf.part for leaf in leaves if _shown_text(leaf.part)]
    for kind in ("text/plain", "text/html"):
        for part in shown:
            if part.get_content_type() == kind and len(_payload(part).split()) > 2:
                return part
    return shown[0] if shown else None


def _shown_text(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and not part.get_filename() and not _attached(part)


def _text_kind(part: Message) -> str:
    return "text/x-mail" if part.get_content_type() == "text/plain" else "text/x-fragment"


def _attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _shown_picture(part: Message) -> bool:
    return part.get_content_maintype() == "image" and part.get("content-id") is not None and not _attached(part)


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _charset(part: Message) -> str | None:
    found = part.get_content_charset()
    return found if found and found.isascii() else None


def _file_name(part: Message) -> str | None:
    found = part.get_filename()
    return _words(found) if found else None


def _said(message: Message, header: str) -> str | None:
    found = message.get(header)
    return None if found is None else _words(str(found))


def _words(value: str) -> str | None:
    """A header's value with its encoded words (RFC 2047) read, as it stands where they are broken; no longer than any is."""
    value = value[:LONGEST]
    with suppress(ValueError, LookupError, email.errors.MessageError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.split()) or None
