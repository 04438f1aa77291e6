"""One claim with everything it rests on, sealed in a file that is checked without the case; and that file held against an original."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from variorum.case.certificate import Json, seal, seal_withheld
from variorum.case.certified import named_words
from variorum.case.layout import write_whole
from variorum.case.naming import path_words
from variorum.case.store import Case
from variorum.case.texts import text_hash
from variorum.case.verify import Finding
from variorum.errors import InputError
from variorum.export.json_record import says, to_json
from variorum.model.document import Capture, Meta
from variorum.model.record import Claim, Record
from variorum.run.pipeline import SOFTWARE, derived
from variorum.run.sandbox import Job, Sandbox
from variorum.run.sharing import Released, Sharing, released
from variorum.run.signing import find_claim
from variorum.settings import settings_from

SHARED = Sharing(share=True)


@dataclass(frozen=True, slots=True)
class Certified:
    """The claim as the certificate tells it, the record at the desk, and the copy that it was taken from."""

    claim: Claim
    record: Record
    copy: Released


@dataclass(frozen=True, slots=True)
class Sealed:
    """A certificate as it goes out, and the line of the blob that keeps the whole where names are withheld in it."""

    certified: Certified
    data: bytes
    line: bytes | None


def certify(path: str | Path, named: str, output: str | Path, sharing: Sharing = SHARED, sealed: Path | None = None) -> Certified:
    """The claim whose certificate was written to `output`, and what the desk is told of it; `named` as for `sign`.

    A certificate leaves the desk: people at risk are withheld unless `sharing` names them. One that withholds a name carries no proof that
    could give it away; the case keeps the whole one, to which the journal is bound by a salted hash, and `sealed` is a file for that.
    """
    output = Path(output)
    for file in (output, *([sealed] if sealed is not None else [])):
        if not file.parent.is_dir():
            raise InputError(f"{file.parent}: no such folder; make it, or name another file")
    made = certificate(path, named, path_words(output), sharing, sealed)
    write_whole(output, made.data, output.parent)
    if sealed is not None and made.line is not None:
        write_whole(sealed, made.line, sealed.parent)
    return made.certified


def certificate(path: str | Path, named: str, to: str, sharing: Sharing = SHARED, sealed: Path | None = None) -> Sealed:
    """A claim and its certificate, after the journal was told of it and of whom or what it goes `to`; nothing is written elsewhere."""
    with Case.open(Path(path), SOFTWARE, write=True) as case:
        record = derived(case)
        claim = find_claim(record, named)
        told_in = {s.document for s in record.statements if s.claim == claim.id}
        copy = released(case, record, sharing, told_in)
        built = case.state.built
        content = content_of_claim(record, claim, built.facts["methods"] if built is not None else {})
        if copy.record.release.pseudonyms and copy.made is not None:
            id = copy.made.ids.get(claim.id, claim.id)
            shown = next(one for one in copy.record.claims if one.id == id)
            data, line = seal_withheld(case, withheld_content(copy.record, shown, content), content, to, copy.named)
            return Sealed(Certified(shown, record, copy), data, line)
        if sealed is not None:
            raise InputError(f"{sealed}: nobody is withheld, so that the certificate is the whole; leave --sealed out")
        return Sealed(Certified(claim, record, copy), seal(case, content, _parts_of(content), to, copy.named), None)


def _parts_of(content: Json) -> Callable[[Json], bool]:
    """What picks the blobs that a certificate's content rests on."""
    documents = {one["id"] for one in content["documents"]}
    originals = {one["sha256"] for one in content["documents"]}
    decided = [named_words(one["anchors"]) for one in content["decisions"]]

    def is_part(told: dict[str, Any]) -> bool:
        if "decision" in told:
            return named_words(told["decision"]["anchors"]) in decided
        return told["capture"]["sha256"] in originals if "capture" in told else told.get("document") in documents

    return is_part


def withheld_content(record: Record, claim: Claim, whole: Json) -> Json:
    """What a certificate says that withholds names: `record` and `claim` are those of the copy, `whole` is what the desk's says."""
    decided = {one["at"] for one in whole["decisions"]}
    content = content_of_claim(record, claim, whole["methods"])
    kept = [one for one in to_json(record)["decisions"] if one["at"] in decided]
    documents = [{**one, "text_sha256": None} for one in content["documents"]]
    return {**content, "documents": documents, "decisions": kept, "says": says(record.release)}


def content_of_claim(record: Record, claim: Claim, methods: Json) -> Json:
    """What a certificate says: the claim, its statements with exact words and sentences, reports by hash, decisions, methods."""
    whole = to_json(record)
    texts = {document.id: document.text for document in record.documents}
    statements = [_statement(one, whole, texts) for one in whole["statements"] if one["claim"] == claim.id]
    reports = {one["document"] for one in statements}
    people = {a["entity"] for s in statements for a in s["arguments"]} | {
        v["holder"] for s in statements for v in s["attributions"]
    }
    return {
        "claim": next(one for one in whole["claims"] if one["id"] == claim.id),
        "statements": statements,
        "discrepancies": [_discrepancy(one, texts) for one in whole["discrepancies"] if one["claim"] == claim.id],
        "entities": [
            {"id": e["id"], "type": e["type"], "name": e["name"]} for e in whole["entities"] if e["id"] in people - {None}
        ],
        "documents": [
            {k: v for k, v in one.items() if k not in ("text", "blocks", "stories")}
            | {"text_sha256": text_hash(texts[one["id"]])}
            for one in whole["documents"]
            if one["id"] in reports
        ],
        "decisions": list(_decisions(whole, claim, statements, texts)),
        "methods": methods,
        "software": record.software,
        "record": record.fingerprint,
    }


def _statement(statement: Json, whole: Json, texts: dict[str, str]) -> Json:
    text = texts[statement["document"]]
    blocks = next(one["blocks"] for one in whole["documents"] if one["id"] == statement["document"])
    first = min(statement["start"], statement["sentence"]["start"])
    last = max(statement["end"], statement["sentence"]["end"])
    over = [b for b in blocks if b["start"] < statement["end"] and statement["start"] < b["end"]]
    cut = [{**b, "start": max(b["start"], first), "end": min(b["end"], last)} for b in over]
    return {
        **statement,
        "words": text[statement["start"] : statement["end"]],
        "blocks": [{**b, "text": text[b["start"] : b["end"]]} for b in cut],  # the sentence, not the paragraph
    }


def _discrepancy(discrepancy: Json, texts: dict[str, str]) -> Json:
    readings = [
        {**r, "spans": [{**s, "words": texts[s["document"]][s["start"] : s["end"]]} for s in r["spans"]]}
        for r in discrepancy["readings"]
    ]
    return {**discrepancy, "readings": readings}


def _decisions(whole: Json, claim: Claim, statements: list[Json], texts: dict[str, str]) -> Iterator[Json]:
    """The decisions that touch the claim: its sign-offs, those on its words, and those on its reports; no remarks."""
    reports = {text_hash(texts[s["document"]]) for s in statements}
    spans = {(text_hash(texts[s["document"]]), s["start"], s["end"]) for s in statements}
    for one in whole["decisions"]:
        if one["verb"] in ("note", "bookmark"):
            continue
        on_words = any(
            a["text_sha256"] == text and a["start"] < end and start < a["end"]
            for a in one["anchors"]
            for text, start, end in spans
        )
        on_report = one["kind"] == "report" and any(a["text_sha256"] in reports for a in one["anchors"])
        if one["claim"] == claim.id or on_report or (on_words and one["verb"] != "sign"):
            yield one


def against_original(content: Json, path: Path) -> tuple[list[Finding], list[str]]:
    """What is wrong with a certificate's content held against an original, and what is worth knowing."""
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    reports = [one for one in content["documents"] if one["sha256"] == digest]
    if not reports:
        return [Finding(str(path), "is the original of no report of this certificate: its SHA-256 is " + digest)], []
    with Sandbox(settings_from()) as sandbox:
        found = sandbox.read(Job(Capture(path.name, digest, len(data), Meta()), data))
    texts = {document.part: document.text for document in found.documents}
    findings, notes = [], []
    for report in reports:
        notes.append(f"{path}: byte for byte the original of {report['name']}")
        text = texts.get(report["part"] or "")
        if text is None:
            findings.append(Finding(str(path), f"this version cannot read {report['name']} in it", True))
            continue
        told = [s for s in content["statements"] if s["document"] == report["id"]]
        lost = [s for s in told if text[s["start"] : s["end"]] != s["words"]]
        if lost:
            findings.append(Finding(str(path), f"this version reads other words where {len(lost)} statements stand", True))
        else:
            notes.append(f"{path}: the words of {len(told)} statements stand in it where the certificate says")
    return findings, notes
