"""One claim with everything it rests on, sealed in a file that is checked without the case; and that file held against an original."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from variorum.case.certificate import Json, seal
from variorum.case.certified import named_words
from variorum.case.layout import write_whole
from variorum.case.naming import path_words
from variorum.case.store import Case
from variorum.case.texts import text_hash
from variorum.case.verify import Finding
from variorum.errors import InputError
from variorum.export.json_record import to_json
from variorum.model.document import Capture, Meta
from variorum.model.record import Claim, Record
from variorum.run.pipeline import SOFTWARE, derived
from variorum.run.sandbox import Job, Sandbox
from variorum.run.signing import find_claim
from variorum.settings import settings_from


def certify(path: str | Path, named: str, output: str | Path) -> Claim:
    """The claim whose certificate was written to `output`; `named` as for `sign`."""
    output = Path(output)
    if not output.parent.is_dir():
        raise InputError(f"{output.parent}: no such folder; make it, or name another file")
    claim, data = certificate(path, named, path_words(output))
    write_whole(output, data, output.parent)
    return claim


def certificate(path: str | Path, named: str, to: str) -> tuple[Claim, bytes]:
    """A claim and its certificate, after the journal was told of it and of whom or what it goes `to`; nothing is written elsewhere."""
    with Case.open(Path(path), SOFTWARE, write=True) as case:
        record = derived(case)
        claim = find_claim(record, named)
        built = case.state.built
        content = content_of_claim(record, claim, built.facts["methods"] if built is not None else {})
        documents = {one["id"] for one in content["documents"]}
        originals = {one["sha256"] for one in content["documents"]}
        decided = [named_words(one["anchors"]) for one in content["decisions"]]

        def is_part(told: dict[str, Any]) -> bool:
            if "decision" in told:
                return named_words(told["decision"]["anchors"]) in decided
            return told["capture"]["sha256"] in originals if "capture" in told else told.get("document") in documents

        return claim, seal(case, content, is_part, to)


def content_of_claim(record: Record, claim: Claim, methods: Json) -> Json:
    """What a certificate says: the claim, its statements with exact words and blocks, reports by hash, decisions, methods."""
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
    over = [b for b in blocks if b["start"] < statement["end"] and statement["start"] < b["end"]]
    return {
        **statement,
        "words": text[statement["start"] : statement["end"]],
        "blocks": [{**b, "text": text[b["start"] : b["end"]]} for b in over],
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
