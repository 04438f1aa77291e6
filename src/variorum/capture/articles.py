"""Tables of articles: JSON Lines, JSON and CSV. Every row is a report: `text` or `html`, `title`, `publisher`, `authors`, `published`, `url`, `captured`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from variorum.capture.encoding import cleaned, decoded
from variorum.capture.layout import Part
from variorum.capture.limits import MEGABYTE, How
from variorum.capture.sidecar import read_date
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Unread

WANTED = "it needs `text` or `html`, and may have `title`, `publisher`, `authors`, `published`, `url`, `captured`"
BODIES = (("html", "text/html"), ("text", "text/plain"))  # a row with both is read as HTML: it has the layout too


def open_jsonl(name: str, data: bytes, how: How) -> Iterator[Part | Unread]:
    """The articles of a JSON Lines file, numbered by their lines from 1."""
    text, _, _ = decoded(name, data, how.charset)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            how.allowance.part()
            yield from _row(f"line-{number}", _value(line))


def open_json(name: str, data: bytes, how: How) -> Iterator[Part | Unread]:
    """The articles of a JSON file that is a list of them, or one of them; numbered from 1."""
    text, _, _ = decoded(name, data, how.charset)
    found = _value(text)
    if isinstance(found, str):
        if "\n" in text.strip() and not isinstance(_value(text.strip().split("\n", 1)[0]), str):
            yield from open_jsonl(name, data, how)  # JSON Lines under another name
            return
        raise UnreadableError(f"{name}: {found}")
    rows = found if isinstance(found, list) else [found]
    if not any(isinstance(row, dict) and any(body in row for body, _ in BODIES) for row in rows):
        raise UnreadableError(f"{name}: JSON without articles ({WANTED}); a sidecar must be named like the report beside it")
    for number, row in enumerate(rows, 1):
        how.allowance.part()
        yield from _row(f"item-{number}", row)


def open_csv(name: str, data: bytes, how: How) -> Iterator[Part | Unread]:
    """The articles of a CSV file (commas, semicolons or tabs), numbered by their rows from 1 below the head."""
    text, _, _ = decoded(name, data, how.charset)
    text = cleaned(name, text)
    csv.field_size_limit(how.allowance.settings.largest_text * MEGABYTE * 4)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: list[str] = []
    number = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as e:
            yield Unread(f"row-{number + 1}", f"not a row of a table ({e}); the rest was not read, export the table again")
            return
        if not columns:
            columns = [cell.strip().lower() for cell in row]
            if not any(body in columns for body, _ in BODIES):
                raise UnreadableError(f"{name}: a table without articles; in its first row, {WANTED}")
            continue
        if any(cell.strip() for cell in row):
            number += 1
            how.allowance.part()
            yield from _row(f"row-{number}", dict(zip(columns, row, strict=False)))


def _value(text: str) -> Any:
    """What the JSON says; a sentence about it where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as e:
        return f"not JSON ({type(e).__name__}: {str(e)[:100]}); mend it, or export it again"
    return found if not isinstance(found, str) else f"JSON that is no article; {WANTED}"


def _row(path: str, row: object) -> Iterator[Part | Unread]:
    if not isinstance(row, Mapping):
        yield Unread(path, row if isinstance(row, str) else f"JSON that is no article; {WANTED}")
        return
    field, kind = next(((f, k) for f, k in BODIES if isinstance(row.get(f), str) and row[f].strip()), ("", ""))
    if not field:
        yield Unread(path, f"an article without text; {WANTED}")
        return
    said = {name: _words(row.get(name)) for name in ("published", "captured")}
    read = {name: read_date(words) if words else None for name, words in said.items()}
    known = (_words(row.get("title")), _words(row.get("publisher")), _authors(row))
    meta = Meta(*known, read["published"], _words(row.get("url")), read["captured"])
    if kind == "text/html" and "<body" not in row[field][:4000].lower():
        kind = "text/x-fragment"
    yield Part(path, row[field].encode("utf-8", "replace"), meta, kind, "utf-8", f"part={field}")
    for name, words in said.items():
        if words and not read[name]:
            told = f"read without its date: {name} is {words[:60]!r}; write it like 2024-03-09 or 2024-03-09T14:30:00Z"
            yield Unread(path, told)


def _authors(row: Mapping[str, Any]) -> tuple[str, ...]:
    said = row.get("authors") or row.get("author")
    several = said.split(";") if isinstance(said, str) else said if isinstance(said, list) else []
    return tuple(a for a in map(_words, several) if a)


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
