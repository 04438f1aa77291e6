"""Reading texts by hash: the words that decisions point at, kept even when a later version reads otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from variorum.case.layout import FIXED, Layout, sha256, write_whole

_HASH = re.compile("[0-9a-f]{64}")


def text_hash(text: str) -> str:
    """The SHA-256 of `text` as UTF-8 (a lone surrogate passes)."""
    return sha256(text.encode("utf-8", "surrogatepass"))


def text_path(layout: Layout, digest: str) -> Path:
    """Where the text of this hash lies."""
    return layout.texts / digest[:2] / f"{digest}.txt"


def keep_text(layout: Layout, text: str) -> str:
    """The hash of `text`, after making sure that the case has it."""
    digest = text_hash(text)
    path = text_path(layout, digest)
    if not path.exists():
        write_whole(path, text.encode("utf-8", "surrogatepass"), layout.temporary, layout.rights(FIXED))
    return digest


def read_text(layout: Layout, digest: str) -> str | None:
    """The text of this hash; None when the case lacks it or it was altered (it can be made again from the original)."""
    if not _HASH.fullmatch(digest):  # a damaged database may say anything
        return None
    try:
        data = text_path(layout, digest).read_bytes()
    except FileNotFoundError:
        return None
    return data.decode("utf-8", "surrogatepass") if sha256(data) == digest else None


def each_text(layout: Layout) -> Iterator[Path]:
    """All texts on disk, in order of their hashes."""
    yield from sorted(layout.texts.glob("??/*.txt"))
