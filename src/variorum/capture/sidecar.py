"""Sidecar files: a JSON object beside a report that says what its text does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from pathlib import Path

from variorum.errors import UnreadableError
from variorum.model.document import Meta

FIELDS = ("title", "publisher", "authors", "published", "url", "captured")
DATE = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])"
    r"([T ]([01]\d|2[0-3])(:[0-5]\d(:[0-5]\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?"
)


def read_date(value: str) -> str | None:
    """`value` as ISO 8601, where it is that already or in the form of mails and feeds; None where it is neither."""
    said = value.strip()
    if DATE.fullmatch(said):
        return said
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.isoformat().replace("+00:00", "Z") if 1900 <= found.year <= 2100 else None


def read_sidecar(data: bytes) -> Meta:
    """What a sidecar says of its report. Members that are no field of ours are left alone.

    Raises UnreadableError where it is not a JSON object, or a field has the wrong type.
    """
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        raise UnreadableError(f"sidecar: not JSON in UTF-8 ({e}); mend it, or take it away") from e
    if not isinstance(found, dict):
        raise UnreadableError('sidecar: not a JSON object; write {"title": ..., "published": ...}')
    authors = found.get("authors")
    authors = [authors] if isinstance(authors, str) else authors
    if authors is not None and not (isinstance(authors, list) and all(isinstance(a, str) for a in authors)):
        raise UnreadableError('sidecar: authors is not a list of names; write ["Name", ...]')
    for field in ("title", "publisher", "published", "url", "captured"):
        if not isinstance(found.get(field), str | None):
            raise UnreadableError(f"sidecar: {field} is not text; put it in quotation marks")
    dates = {field: (found.get(field) or "").strip() for field in ("published", "captured")}
    for field, said in dates.items():
        if said and not DATE.fullmatch(said):
            raise UnreadableError(f"sidecar: {field} is {said!r}; write it like 2024-03-09 or 2024-03-09T14:30:00Z")
    return Meta(
        title=_words(found.get("title")),
        publisher=_words(found.get("publisher")),
        authors=tuple(a for a in map(_words, authors or ()) if a),
        published=dates["published"] or None,
        url=_words(found.get("url")),
        captured=dates["captured"] or None,
    )


def _words(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def sidecar_for(path: Path) -> Path | None:
    """The sidecar of the report at `path`, if one stands beside it: `name.json` or `name.txt.json`."""
    if path.suffix.lower() == ".json":
        return None
    for beside in (path.with_name(path.name + ".json"), path.with_suffix(".json")):
        if beside.is_file():
            return beside
    return None


def is_sidecar(path: Path) -> bool:
    """Whether `path` is a JSON file named like a report beside it."""
    if path.suffix.lower() != ".json" or not path.parent.is_dir():
        return False
    stem = path.name[: -len(".json")]
    beside = (p for p in path.parent.glob(_literal(stem) + "*") if p.suffix.lower() != ".json")
    return any(stem in (p.stem, p.name) for p in beside)


def sidecars_among(paths: Iterable[str]) -> dict[str, str]:
    """For the reports among the paths of an archive, their sidecars among the same."""
    known = set(paths)
    found: dict[str, str] = {}
    for path in known:
        if path.lower().endswith(".json"):
            continue
        stem = path[: path.rfind(".")] if "." in path.rpartition("/")[2] else path
        beside = next((one for one in (f"{path}.json", f"{stem}.json") if one in known), None)
        if beside is not None:
            found[path] = beside
    return found


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)
