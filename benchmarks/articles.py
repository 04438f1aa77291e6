"""The body of the article inside web pages."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from variorum.capture.table import read_document
from variorum.errors import UnreadableError
from variorum.model.document import Capture
from variorum.reading.roles import assign_roles

BODY = ("paragraph", "quotation", "list", "table", "heading", "dateline")


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """A row a page: `id` and the `text` of the blocks that are the article's body."""
    listed = data / "pages.jsonl"
    with (listed if listed.exists() else data / "truth.jsonl").open(encoding="utf-8") as lines:
        ids = [str(json.loads(line)["id"]) for line in lines if line.strip()]
    for page in ids[:limit]:
        yield {"id": page, "text": _body(f"{page}.html", gzip.decompress((data / "pages" / f"{page}.html.gz").read_bytes()))}


def _body(name: str, page: bytes) -> str:
    try:
        document = read_document(Capture(name, hashlib.sha256(page).hexdigest(), len(page)), page)
    except UnreadableError:
        return ""
    kept = (b.span.text(document.text) for b in assign_roles(document) if b.role in BODY)
    return "\n\n".join(kept)
