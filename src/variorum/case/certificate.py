"""A certificate: one claim of a case with what proves its journey, sealed so that it is checked without case or network."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from typing import Any

from variorum.case.journal import Entry, parsed, scan
from variorum.case.layout import canonical, sha256
from variorum.case.merkle import Proofs, leaf
from variorum.case.store import Case
from variorum.case.tokens import read_token

FORMAT, VERSION = "variorum/certificate", 1
Json = dict[str, Any]


def content_hash(content: Json) -> str:
    """The hash that the journal holds of a certificate's content."""
    return sha256(canonical(content))


def seal(case: Case, content: Json, is_part: Callable[[Json], bool], to: str) -> bytes:
    """The certificate of `content`, after the journal was told of it and of the place it goes `to`.

    `is_part` picks the blobs that the content rests on; with them go their journal lines, and for each a proof that it stands under the
    head. The heads after all builds, which may have been written down elsewhere, go with proofs that this head continues them.
    """
    tree = case.journal.tree()
    case.tell("certified", {"to": to}, content=content_hash(content), tree=tree)
    lines = scan(case.layout).lines
    proofs = Proofs([leaf(line) for line in lines[: tree["size"]]])
    entries, blobs = _parts(case, case.journal.entries[: tree["size"]], is_part)
    body = {
        "format": FORMAT,
        "version": VERSION,
        "content": content,
        "head": tree,
        "entries": [
            {"line": lines[e.seq - 1].decode("utf-8", "surrogatepass"), "proof": proofs.inclusion(e.seq - 1, tree["size"])}
            for e in entries
        ],
        "blobs": [blob.decode("utf-8", "surrogatepass") for blob in blobs],
        "heads": [
            {"tree": {"size": e.seq, "root": proofs.root(e.seq)}, "proof": proofs.consistency(e.seq, tree["size"])}
            for e in case.journal.entries[: tree["size"]]
            if e.what == "built"
        ],
        "certified": lines[tree["size"]].decode("utf-8", "surrogatepass"),
        "tokens": _tokens(case, proofs, tree["size"]),
        "key": case.journal.signer.public,
    }
    return canonical({**body, "signature": case.journal.signer.sign(canonical(body))}) + b"\n"


def _parts(case: Case, entries: list[Entry], is_part: Callable[[Json], bool]) -> tuple[list[Entry], list[bytes]]:
    """The first line, the last build, the time stamps, and all lines with a blob that is part, with those blobs."""
    built = [e.seq for e in entries if e.what == "built"][-1:]
    chosen, blobs = [], []
    for entry in entries:
        here = [c for c in entry.commitments if (told := case.blobs.read(c)) is not None and is_part(told)]
        if here or entry.seq in (1, *built) or entry.what == "timestamped":
            chosen.append(entry)
        blobs += [line for c in here if (line := case.blobs.line(c)) is not None]
    return chosen, blobs


def _tokens(case: Case, proofs: Proofs, size: int) -> list[Json]:
    found = []
    for entry in case.journal.entries[:size]:
        token = read_token(case.layout, str(entry.facts.get("token"))) if entry.what == "timestamped" else None
        if token is None:
            continue
        old = entry.facts["tree"]
        pem = read_token(case.layout, str(entry.facts.get("root")), "pem")
        found.append(
            {
                "tree": old,
                "proof": proofs.consistency(old["size"], size),
                "token": base64.b64encode(token).decode(),
                "root": None if pem is None else pem.decode("ascii", "replace"),
            }
        )
    return found


def entries_of(certificate: Json) -> Iterable[tuple[Entry | None, bytes, Json]]:
    """Each journal line of a certificate: its entry (None where it is none), the line, and what stands beside it."""
    for one in certificate["entries"]:
        line = one["line"].encode("utf-8", "surrogatepass")
        yield parsed(line), line, one


def load(data: bytes) -> Json | None:
    """The certificate in `data`; None where it is none, or not in the one form in which it was written."""
    try:
        found = json.loads(data)
        same = isinstance(found, dict) and canonical(found) + b"\n" == data
    except (ValueError, TypeError, RecursionError):
        return None
    return found if same else None
