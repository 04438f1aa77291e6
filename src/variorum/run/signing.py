"""Which claim a user means, and a person's signature under it, kept as a decision."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from variorum.case.store import Case
from variorum.case.texts import text_hash
from variorum.collation.signoff import sealed, seen
from variorum.errors import InputError
from variorum.export.book import Book
from variorum.model.activity import Anchor, Decision, Settled
from variorum.model.document import Document
from variorum.model.record import Claim, Record, RecordStatement
from variorum.run.decide import AROUND, after_the_last
from variorum.run.pipeline import SOFTWARE, derived


def find_claim(record: Record, named: str) -> Claim:
    """The claim of this id, this number in `show claims`, or the one whose statement holds these words. Raises InputError."""
    book = Book.of(record)
    words = " ".join(named.split())
    for claim in record.claims:
        if words in (claim.id, str(book.numbers.get(claim.id, ""))):
            return claim
    hits = {
        s.claim
        for s in record.statements
        if s.claim is not None and words and words in " ".join(book.words(s.document, s.span).split())
    }
    if len(hits) == 1:
        return next(claim for claim in record.claims if claim.id in hits)
    told = (
        f"stands in {len(hits)} claims; give more words, or a number"
        if hits
        else "is no claim of this case; give a number or words"
    )
    raise InputError(f"“{named}” {told} from `variorum show CASE claims`")


def sign(path: str | Path, named: str, by: str, reason: str = "") -> Settled:
    """What became of a sign-off of a claim by a person, after keeping it: it binds statements, origins and support as they are now."""
    if not by.strip():
        raise InputError("a sign-off needs a name; give --by")
    with Case.open(Path(path), SOFTWARE, write=True) as case:
        record = derived(case)
        claim = find_claim(record, named)
        statements = {s.id: s for s in record.statements}
        documents = {d.id: d for d in record.documents}
        anchors = tuple(_anchor(statements[id], documents[statements[id].document]) for id in claim.statements)
        value = sealed(seen(claim, statements, documents))
        at = after_the_last(case, datetime.now(UTC))
        decision = Decision("sign", "claim", anchors, by.strip(), at, reason.strip() or "signed as it stands", value)
        case.decide(decision)
        record = derived(case)
    return next(s for s in record.decisions if s.decision == decision)


def _anchor(statement: RecordStatement, document: Document) -> Anchor:
    start, end = statement.span.start, statement.span.end
    text = document.text
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Anchor(text_hash(text), start, end, text[start:end], before, after)
