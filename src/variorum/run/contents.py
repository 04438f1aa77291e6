"""What the originals of a case hold: their documents, from the database where that still stands, else read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath

from variorum.capture.inside import below
from variorum.capture.ocr import available
from variorum.case.layout import canonical
from variorum.case.state import Kept
from variorum.case.store import Case
from variorum.model.activity import Failure
from variorum.model.document import Contents, Document, Unread
from variorum.run.derivation import derivation
from variorum.run.sandbox import Found, Job, Sandbox
from variorum.settings import Settings


def contents_key(id: str, path: str, settings: Settings, parts: frozenset[str] = frozenset()) -> str:
    """What the documents of a file depend on: the program, the bytes, the name where that picks the format, the limits, and what
    of it was taken."""
    chosen = f" {canonical(sorted(parts)).decode('utf-8', 'surrogatepass')}" if parts else ""
    return sha256(
        f"{made_with(settings)} {id} {PurePosixPath(path).suffix.lower()}{chosen}".encode("utf-8", "surrogatepass")
    ).hexdigest()


@cache
def made_with(settings: Settings) -> str:
    """What the documents of all files depend on: the program and the limits."""
    limits = {name: value for name, value in asdict(settings).items() if name != "jobs"}
    return sha256(canonical([derivation("capture"), available(), limits])).hexdigest()


def keep_contents(case: Case, id: str, key: str, found: Found) -> None:
    """Keeps the documents of a file, and last the list of them, which says that they are all there."""
    for document in found.documents:
        text = case.keep_text(document.id, document.text, _conversion(document))
        case.database.keep_document(document.id, key, text, replace(document, name="", text=""))
    case.database.keep_contents(id, key, Contents(tuple(document.id for document in found.documents), found.unread))


def _conversion(document: Document) -> dict[str, str | None]:
    """How the text came from the original, for the journal."""
    how = {
        "original": document.sha256,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "converter": derivation("capture"),
    }
    return {**how, "recognised_by": document.conversion} if document.conversion else how


def why_nothing(unread: Sequence[Unread]) -> str:
    """Why a file gave no document, in one sentence."""
    if not unread:
        return "holds no report; take it out, or give what it should hold"
    first = unread[0]
    if not first.part:
        return first.reason
    rest = f" (and {len(unread) - 1} more)" if len(unread) > 1 else ""
    return f"nothing in it could be read: {first.part}: {first.reason}{rest}"


def documents_of(case: Case, settings: Settings, sandbox: Sandbox) -> tuple[tuple[Document, ...], tuple[Failure, ...]]:
    """The documents of a case, made again from the originals where the database lacks them, and what could not be."""
    all_kept = case.state.kept()
    keys = {kept.id: contents_key(kept.id, kept.capture.name, settings, kept.parts) for kept in all_kept}
    held = {id: found for id, key in keys.items() if (found := _held(case, id, key)) is not None}
    failures = list(case.state.failures())

    def load(kept: Kept) -> Job | Failure:
        name = PurePosixPath(kept.capture.name).name
        return Job(replace(kept.capture, name=name), case.original(kept.capture.sha256))

    for kept, _, read in sandbox.map(load, [kept for kept in all_kept if kept.id not in held]):
        if isinstance(read, Failure):
            failures.append(read)
            continue
        read = chosen(read, kept.parts)
        if not read.documents:
            failures.append(Failure(kept.name, "capture", why_nothing(read.unread)))
        else:
            keep_contents(case, kept.id, keys[kept.id], read)
            held[kept.id] = read
    case.database.forget_contents_but(held)
    documents, unread = named(all_kept, held)
    return documents, (*failures, *unread)


def chosen(found: Found, parts: frozenset[str]) -> Found:
    """What a file was found to hold, as far as it was taken."""
    if not parts:
        return found
    documents = tuple(one for one in found.documents if one.part in parts)
    return Found(documents, tuple(one for one in found.unread if one.part in parts))


def named(all_kept: Sequence[Kept], held: Mapping[str, Found]) -> tuple[tuple[Document, ...], list[Failure]]:
    """The documents in the files of a case under the names they have there, and what in these files could not be read."""
    documents: list[Document] = []
    failures: list[Failure] = []
    for kept in all_kept:
        if kept.id in held:
            found = held[kept.id]
            documents += [_in_case(d, kept) for d in found.documents]
            if kept.standing == "current":
                failures += [Failure(below(kept.name, one.part), "capture", one.reason) for one in found.unread]
    return tuple(sorted(_once(documents), key=lambda d: d.id)), failures


def _in_case(document: Document, kept: Kept) -> Document:
    """A document as the case knows it: by its short name, its captures, and when it was fetched.

    A sidecar says that of a file; what a container says of a report in it wins over what a sidecar says of the container.
    """
    own, told = document.meta.captured, kept.captured
    meta = replace(document.meta, captured=(own or told) if document.part else (told or own))
    name = below(kept.name, document.part)
    return replace(document, name=name, standing=kept.standing, captures=kept.captures, meta=meta)


def _held(case: Case, file: str, key: str) -> Found | None:
    """What the database has of a file, if all of it is there."""
    contents = case.database.made_of("contents", Contents, file, key)
    if contents is None:
        return None
    documents = [case.kept_document(id, key) for id in contents.documents]
    whole = tuple(d for d in documents if d is not None)
    return Found(whole, contents.unread) if len(whole) == len(documents) else None


def _once(documents: list[Document]) -> list[Document]:
    """The documents without those of an earlier file of many reports that its later version has still, word for word."""
    now = {(d.part, d.text, d.meta) for d in documents if d.part and d.standing == "current"}
    return [d for d in documents if not (d.part and d.standing == "superseded" and (d.part, d.text, d.meta) in now)]
