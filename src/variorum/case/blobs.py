"""What journal entries say of people, paths and names: kept apart so that it can be erased without breaking the chain.

The journal holds a commitment, the SHA-256 of a random salt followed by the content; without the blob it tells nothing,
not even to somebody who guesses the content.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from variorum.case.layout import Layout, canonical, sha256, write_whole


def blob_path(layout: Layout, commitment: str) -> Path:
    """Where the content behind this commitment lies."""
    return layout.blobs / f"{commitment}.json"


def keep_blob(layout: Layout, content: dict[str, Any]) -> str:
    """The commitment to `content`, after writing it."""
    salt = secrets.token_hex(16)
    commitment = commit(salt, content)
    write_whole(blob_path(layout, commitment), canonical({"salt": salt, "content": content}), layout.temporary)
    return commitment


def commit(salt: str, content: dict[str, Any]) -> str:
    """The SHA-256 of salt and canonical content."""
    return sha256(salt.encode() + canonical(content))


def read_blob(layout: Layout, commitment: str) -> dict[str, Any] | None:
    """The content behind a commitment; None when it was erased or does not match."""
    try:
        blob = json.loads(blob_path(layout, commitment).read_bytes())
        content: dict[str, Any] = blob["content"]
        return content if commit(blob["salt"], content) == commitment else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
