"""Web pages saved whole as one file (MHTML, RFC 2557): the page inside."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email import policy

from variorum.capture.html import read_html
from variorum.capture.layout import Layout
from variorum.capture.limits import How
from variorum.capture.sidecar import read_date
from variorum.errors import UnreadableError
from variorum.model.document import Meta

HEAD = re.compile(
    rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:content-type:\s*multipart/related|snapshot-content-location:)", re.I
)


def looks_like_mhtml(head: bytes) -> bool:
    """Whether a file begins as pages do that a browser saved into one file."""
    return HEAD.match(head) is not None and b"text/html" in head.lower()


def read_mhtml(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The article of the page; blocks are located by the number of its MIME part and by XPath."""
    message = email.message_from_bytes(data, policy=policy.compat32)
    parts = [(number, part) for number, part in enumerate(message.walk()) if part.get_content_type() == "text/html"]
    if not parts:
        raise UnreadableError(f"{name}: no page inside; save it again from the browser, as one file or as HTML")
    number, page = parts[0]
    content = page.get_payload(decode=True)
    charset = page.get_content_charset()
    found = read_html(name, content if isinstance(content, bytes) else b"", replace(how, charset=charset or how.charset))
    address = str(message.get("snapshot-content-location") or page.get("content-location") or "").strip()
    saved = read_date(str(message.get("date") or ""))  # browsers put there when they saved it, in UTC where they name no zone
    saved = f"{saved}Z" if saved and "T" in saved and len(saved) == len("2024-03-09T14:30:00") else saved
    known = Meta(url=address if address.startswith(("http://", "https://")) else None, captured=saved)
    blocks = tuple(
        replace(b, locator=f"part={max(number, 1)};{b.locator}" if b.locator else f"part={max(number, 1)}") for b in found.blocks
    )
    return replace(found, blocks=blocks, meta=known.overridden(found.meta))
