"""Whether a certificate holds: checked from the file alone, with neither case nor network."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from variorum.case.blobs import content_of
from variorum.case.certificate import FORMAT, VERSION, Json, content_hash, entries_of, load
from variorum.case.journal import is_canonical, parsed
from variorum.case.keys import fingerprint, signed_by
from variorum.case.layout import canonical, sha256
from variorum.case.merkle import consistent, included
from variorum.case.tokens import BadToken, certificates, read_stamp, stamped_words
from variorum.case.verify import Finding
from variorum.errors import InputError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a certificate gave: its content, what is wrong, what is worth knowing, and whose key sealed it."""

    content: Json
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    key: str


def check(data: bytes, keys: Sequence[str] = (), head: str | None = None, roots: Sequence[Certificate] = ()) -> Checked:
    """What is to be said of a certificate, held against fingerprints of keys and a head known from elsewhere, where given.

    Raises InputError for a file that is none, or of a later version.
    """
    certificate = load(data)
    if certificate is None:
        if FORMAT.encode() not in data:
            raise InputError("no certificate; give a file that `variorum certify` wrote, or the folder of a case")
        return Checked({}, (Finding("certificate", "is not in the one form in which it was written"),), (), "")
    if (certificate.get("format"), certificate.get("version")) != (FORMAT, VERSION):
        raise InputError(f"a certificate of version {certificate.get('version')}; this program reads {VERSION}")
    notes: list[str] = []
    try:
        findings = [*_checks(certificate, keys, head, roots, notes)]
        public = str(certificate["key"])
        return Checked(certificate["content"], tuple(findings), tuple(notes), fingerprint(public))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        told = f"lacks a part, or has one of another kind ({type(error).__name__}: {error})"
        return Checked({}, (Finding("certificate", told),), (), "")


def _checks(
    certificate: Json, keys: Sequence[str], head: str | None, roots: Sequence[Certificate], notes: list[str]
) -> Iterator[Finding]:
    body = {name: member for name, member in certificate.items() if name != "signature"}
    yield from _lines(certificate)
    yield from _seal(certificate)
    yield from _blobs(certificate)
    yield from _content(certificate)
    yield from _tokens(certificate, roots, notes)
    if not signed_by(certificate["key"], certificate["signature"], canonical(body)):
        yield Finding("certificate, signature", "is not that of its key over all the rest")
    yield from _signers(certificate, keys, notes)
    yield from _heads(certificate, head)


def _signers(certificate: Json, keys: Sequence[str], notes: list[str]) -> Iterator[Finding]:
    """Several people may work on a case, each with a key; where keys are given, all must be among them."""
    sealed = fingerprint(certificate["key"])
    given = {key.lower() for key in keys}
    if keys and sealed not in given:
        yield Finding("certificate, key", "is another than given")
    for entry, _, _ in entries_of(certificate):
        signer = sealed if entry is None else fingerprint(entry.key)
        if entry is not None and signer != sealed:
            notes.append(f"journal line {entry.seq} is signed by another key than the certificate: {signer}")
            if keys and signer not in given:
                yield Finding(f"certificate, journal line {entry.seq}", "is signed by another key than given")


def _heads(certificate: Json, head: str | None) -> Iterator[Finding]:
    tree = certificate["head"]
    known = {f"{tree['size']}:{tree['root']}", tree["root"]}
    for one in certificate["heads"]:
        old = one["tree"]
        if not consistent(old["size"], old["root"], tree["size"], tree["root"], one["proof"]):
            yield Finding(f"certificate, head {old['size']}", "is not continued by the certificate's head")
        known |= {f"{old['size']}:{old['root']}", old["root"]}
    if head is not None and head.strip().lower() not in known:
        yield Finding("certificate, head", "neither it nor that of an earlier build is the one given")


def _lines(certificate: Json) -> Iterator[Finding]:
    tree = certificate["head"]
    for number, (entry, line, beside) in enumerate(entries_of(certificate), 1):
        if entry is None:
            yield Finding(f"certificate, entry {number}", "is no line of a journal")
            continue
        where = f"certificate, journal line {entry.seq}"
        if not is_canonical(entry, line) or not entry.is_signed():
            yield Finding(where, "does not bear the signature of its key")
        if not included(line, entry.seq - 1, tree["size"], beside["proof"], tree["root"]):
            yield Finding(where, "its proof does not lead to the head")


def _seal(certificate: Json) -> Iterator[Finding]:
    line = certificate["certified"].encode("utf-8", "surrogatepass")
    entry, tree = parsed(line), certificate["head"]
    where = "certificate, line that tells of it"
    if entry is None or not is_canonical(entry, line) or not entry.is_signed() or entry.key != certificate["key"]:
        yield Finding(where, "does not bear the signature of the certificate's key")
        return
    if entry.what != "certified" or entry.seq != tree["size"] + 1 or entry.facts.get("tree") != tree:
        yield Finding("certificate, head", "is not the one that the journal tells of")
    if entry.facts.get("content") != content_hash(certificate["content"]):
        yield Finding("certificate, content", "is not what the journal tells of")


def _blobs(certificate: Json) -> Iterator[Finding]:
    told = {c for entry, _, _ in entries_of(certificate) if entry is not None for c in entry.commitments}
    for number, blob in enumerate(certificate["blobs"], 1):
        if sha256(blob.encode("utf-8", "surrogatepass")) not in told:
            yield Finding(f"certificate, blob {number}", "is not what the journal is bound to")


def _content(certificate: Json) -> Iterator[Finding]:
    content: dict[str, Any] = certificate["content"]
    blobs = [told for blob in certificate["blobs"] if (told := content_of(blob.encode("utf-8", "surrogatepass")))]
    taken = {b["capture"]["sha256"] for b in blobs if "capture" in b}
    read = {(b["document"], b["text"]) for b in blobs if "text" in b}
    decided = [b["decision"] for b in blobs if "decision" in b]
    for document in content["documents"]:
        where = f"certificate, report {document['name']}"
        if document["sha256"] not in taken:
            yield Finding(where, "no line of the journal tells of this original")
        if (document["id"], document["text_sha256"]) not in read:
            yield Finding(where, "no line of the journal tells of this reading text")
    for number, one in enumerate(content["decisions"], 1):
        if not any(_same_decision(decision, one) for decision in decided):
            yield Finding(f"certificate, decision {number}", "no line of the journal tells of it")
    built = [e.facts for e, _, _ in entries_of(certificate) if e is not None and e.what == "built"]
    if not built or (built[-1]["fingerprint"], built[-1]["methods"]) != (content["record"], content["methods"]):
        yield Finding("certificate, methods", "are not those that the journal tells of the last build")
    known = {statement["id"] for statement in content["statements"]}
    if not known >= {*content["claim"]["statements"], *(s for o in content["claim"]["origins"] for s in o["statements"])}:
        yield Finding("certificate, claim", "names a statement that is not here")
    for statement in content["statements"]:
        if not _stands(statement):
            yield Finding(f"certificate, statement {statement['id']}", "its words do not stand in its blocks")


def named_words(anchors: Sequence[Json]) -> list[Json]:
    """The anchors of a decision without the hint at a report, which earlier cases do not have."""
    return [{name: value for name, value in anchor.items() if name != "document"} for anchor in anchors]


def _same_decision(told: Json, shown: Json) -> bool:
    same = all(told[name] == shown[name] for name in ("verb", "by", "at", "reason"))
    return same and named_words(told["anchors"]) == named_words(shown["anchors"])


def _stands(statement: Json) -> bool:
    """Whether the words are those of the blocks, as far as blocks hold them."""
    start, words = statement["start"], statement["words"]
    if len(words) != statement["end"] - start or not statement["blocks"]:
        return False
    for block in statement["blocks"]:
        first, last = max(start, block["start"]), min(statement["end"], block["end"])
        if len(block["text"]) != block["end"] - block["start"]:
            return False
        if words[first - start : last - start] != block["text"][first - block["start"] : last - block["start"]]:
            return False
    return True


def _tokens(certificate: Json, roots: Sequence[Certificate], notes: list[str]) -> Iterator[Finding]:
    tree = certificate["head"]
    kept = [e.facts for e, _, _ in entries_of(certificate) if e is not None and e.what == "timestamped"]
    for number, one in enumerate(certificate["tokens"], 1):
        where, old = f"certificate, token {number}", one["tree"]
        pem = None if one["root"] is None else sha256(one["root"].encode())
        if (sha256(base64.b64decode(one["token"])), pem, old) not in [(f["token"], f.get("root"), f["tree"]) for f in kept]:
            yield Finding(where, "no line of the journal tells of it, with this root certificate")
        if not consistent(old["size"], old["root"], tree["size"], tree["root"], one["proof"]):
            yield Finding(where, "its head is not one of this journal's")
        try:
            trusted = roots or (certificates(one["root"].encode()) if one["root"] is not None else ())
            stamp = read_stamp(base64.b64decode(one["token"]), stamped_words(old["size"], old["root"]), trusted)
        except (BadToken, ValueError) as error:
            yield Finding(where, str(error))
            continue
        doubt = "; its signature was not checked, no root certificate here vouches for it (give one with --tsa-root)"
        told = f"{stamp.authority} says that the first {old['size']} lines of the journal were there on {stamp.time}"
        notes.append(told + ("" if stamp.vouched else doubt))
