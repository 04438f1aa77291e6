"""A record as Parquet, one file a table, in order of the stories; and back again, member for member.

Written and read by DuckDB, which fetches nothing: it has all that this needs inside.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from variorum.errors import VariorumError
from variorum.export.book import Book
from variorum.export.json_record import Json, release_of, to_json
from variorum.model.record import Record, Release

ALONE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1}  # it fetches nothing
ROWS = 20_000  # of a group in a file: what is read to find one story
TEXT, WHOLE, NUMBER, FLAG, LISTED = "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "JSON"  # lists and objects stand as JSON
PLACE = {"start": WHOLE, "end": WHOLE}
# Every table's own columns, in the order and under the names that the record has as JSON.
TABLES: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "id": TEXT, "name": TEXT, "sha256": TEXT, "part": TEXT, "text_sha256": TEXT, "media_type": TEXT, "encoding": TEXT,
        "conversion": TEXT, "text": TEXT, "title": TEXT, "publisher": TEXT, "authors": LISTED, "published": TEXT, "captured": TEXT, "url": TEXT,
        "language": TEXT, "stories": LISTED, "standing": TEXT, "captures": LISTED, "report": TEXT, "version": WHOLE, "blocks": LISTED,
    },
    "entities": {
        "id": TEXT, "type": TEXT, "name": TEXT, "aliases": LISTED, "latitude": NUMBER, "longitude": NUMBER, "geonames_id": WHOLE,
        "why": TEXT, "mentions": LISTED,
    },
    "times": {
        "id": TEXT, "document": TEXT, **PLACE, "type": TEXT, "value": TEXT, "approximate": FLAG, "earliest": TEXT, "latest": TEXT,
        "anchor": TEXT,
    },
    "quantities": {
        "id": TEXT, "document": TEXT, **PLACE, "low": NUMBER, "high": NUMBER, "unit": TEXT, "approximate": FLAG, "kind": TEXT,
    },
    "statements": {
        "id": TEXT, "document": TEXT, **PLACE, "claim": TEXT, "predicate": TEXT, "arguments": LISTED, "polarity": TEXT,
        "certainty": TEXT, "attributions": LISTED, "times": LISTED, "quantities": LISTED, "sentence": LISTED,
    },
    "claims": {
        "id": TEXT, "label": TEXT, "statements": LISTED, "support": TEXT, "disputed": FLAG, "why": TEXT, "origins": LISTED,
        "leans_on": LISTED, "allegation": LISTED,
    },
    "discrepancies": {
        "id": TEXT, "kind": TEXT, "relation": TEXT, "claim": TEXT, "entity": TEXT, "why": TEXT, "readings": LISTED,
    },
    "lineages": {
        "kind": TEXT, "from": TEXT, "to": TEXT, "directed": FLAG, "share": NUMBER, "why": TEXT, "passages": LISTED,
    },
    "stories": {"id": TEXT, "label": TEXT, "documents": LISTED, "guests": LISTED, "why": TEXT},
    "incidents": {"documents": LISTED, "answers": LISTED, "participants": LISTED},
    "failures": {"name": TEXT, "stage": TEXT, "reason": TEXT},
}  # fmt: skip
# What stands in front: the row's place in the record, and the story it is told in. Whoever reads a row knows who says it.
FRONT = {"position": WHOLE, "story": TEXT}
BESIDE = {"statements": {"who_says_it": TEXT, "words": TEXT}, "discrepancies": {"who_says_it": LISTED}}


def to_parquet(record: Record) -> dict[str, bytes]:
    """Table -> file. Every row has the id of its story, in which its rows stand together; none where it is of several or of none."""
    found = to_json(record)
    home = {d: s["id"] for s in found["stories"] for d in s["documents"] if d not in s["guests"]}
    stories = _Stories(home, {c["id"]: c["story"] for c in found["claims"]})
    book = Book.of(record)
    said = {s.id: {"who_says_it": book.teller(s, named=True), "words": book.words(s.document, s.span)} for s in record.statements}
    files = {}
    for table, columns in TABLES.items():
        rows = []
        for position, row in enumerate(found[table]):
            beside: Json = {}
            if table == "statements":
                beside = said[row["id"]]
            elif table == "discrepancies":
                beside = {"who_says_it": [_tellers(book, reading["statements"]) for reading in row["readings"]]}
            rows.append(
                {"position": position, "story": stories.of(table, row), **beside, **{name: row[name] for name in columns}}
            )
        rows.sort(key=lambda row: (row["story"] or "~", row["position"]))
        files[table] = write_rows(rows, {**FRONT, **BESIDE.get(table, {}), **columns})
    return files


def _tellers(book: Book, statements: Sequence[str]) -> str:
    return book.tellers([book.statements[one] for one in statements if one in book.statements], named=True)


class _Stories:
    """Which story a row is told in."""

    def __init__(self, home: Mapping[str, str], claims: Mapping[str, str | None]) -> None:
        self._home = home
        self._claims = claims

    def of(self, table: str, row: Json) -> str | None:
        """The story of one row of a table."""
        if table == "stories":
            return str(row["id"])
        if table == "documents":
            return self._home.get(row["id"])
        if table in ("claims", "incidents"):
            return row["story"] and str(row["story"])
        if table == "lineages":
            return self._home.get(row["to"])
        if table == "discrepancies":
            held = [self._home.get(span["document"]) for reading in row["readings"] for span in reading["spans"]]
            return self._claims.get(row["claim"]) or next((one for one in held if one), None)
        if table == "entities":
            named = {self._home.get(mention["document"]) for mention in row["mentions"]}
            return named.pop() if len(named) == 1 else None
        return self._home.get(row["document"]) if "document" in row else None


def from_parquet(files: Mapping[str, bytes], title: str, software: str) -> Json:
    """The record as JSON, its fingerprint left empty, from the files that `to_parquet` gave; of a record without decisions."""
    found: Json = {
        "format": "variorum/record",
        "version": 1,
        "case": {"title": title, "software": software, "fingerprint": ""},
        "decisions": [],
        "release": release_of(Release()),
    }
    for table, columns in TABLES.items():
        rows = sorted(read_rows(files[table]), key=lambda row: int(row["position"]))
        found[table] = [{name: _value(row[name], kind) for name, kind in columns.items()} for row in rows]
        if table in ("claims", "incidents"):
            for row, given in zip(found[table], rows, strict=True):
                row["story"] = given["story"]
    return found


def _value(value: Any, kind: str) -> Any:
    return json.loads(value) if kind == LISTED and isinstance(value, str) else value


def duckdb() -> Any:
    """DuckDB's module. Raises VariorumError where it is not installed."""
    try:
        import duckdb as found
    except ImportError:
        raise VariorumError("Parquet needs DuckDB, which is not installed; run `pip install 'variorum[ray]'`") from None
    return found


def write_rows(rows: Iterable[Json], columns: Mapping[str, str]) -> bytes:
    """A Parquet file of these rows. A lone surrogate, which no UTF-8 has, becomes a question mark, as in a record's fingerprint."""
    with tempfile.TemporaryDirectory(prefix="variorum-") as scratch, duckdb().connect(config=ALONE) as connection:
        plain, packed = Path(scratch) / "rows.jsonl", Path(scratch) / "rows.parquet"
        with plain.open("wb") as file:
            for row in rows:
                flat = {name: _flat(row.get(name), kind) for name, kind in columns.items()}
                file.write(json.dumps(flat, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        kinds = ", ".join(f"'{name}': '{TEXT if kind == LISTED else kind}'" for name, kind in columns.items())
        given = f"read_json({_quoted(plain)}, columns={{{kinds}}}, format='newline_delimited', maximum_object_size=1073741824)"
        connection.execute(
            f"copy (select * from {given}) to {_quoted(packed)} (format parquet, compression zstd, row_group_size {ROWS})"
        )
        return packed.read_bytes()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _flat(value: Any, kind: str) -> Any:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if kind == LISTED and value is not None else value


def read_rows(data: bytes, where: str = "true", values: Sequence[object] = ()) -> Iterator[Json]:
    """The rows of a Parquet file, in its order; with `where`, those for which that condition on `values` holds."""
    with tempfile.TemporaryDirectory(prefix="variorum-") as scratch, duckdb().connect(config=ALONE) as connection:
        packed = Path(scratch) / "rows.parquet"
        packed.write_bytes(data)
        answer = connection.execute(f"select * from read_parquet({_quoted(packed)}) where {where}", list(values))
        names = [one[0] for one in answer.description]
        while some := answer.fetchmany(1000):
            yield from (dict(zip(names, row, strict=True)) for row in some)
