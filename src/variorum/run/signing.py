"""Which claim a user means, and a person's signature under it, kept as a decision."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from variorum.case.store import Case
from variorum.collation.signoff import sealed, seen
from variorum.errors import InputError
from variorum.export.book import Book
from variorum.model.activity import Decision, Settled
from variorum.model.record import Claim, Passage, Record
from variorum.run.decide import after_the_last, anchor_at
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
        decision = signature(record, claim, by, reason, after_the_last(case, datetime.now(UTC)))
        case.decide(decision)
        record = derived(case)
    return next(s for s in record.decisions if s.decision == decision)


def signature(record: Record, claim: Claim, by: str, reason: str, at: str) -> Decision:
    """A person's signature under a claim as it is in this record. Raises InputError where nobody signs."""
    if not by.strip():
        raise InputError("a sign-off needs a name; give --by")
    statements = {s.id: s for s in record.statements}
    documents = {d.id: d for d in record.documents}
    told = [statements[id] for id in claim.statements]
    anchors = tuple(anchor_at(Passage(s.document, s.span.start, s.span.end), documents[s.document]) for s in told)
    value = sealed(seen(claim, statements, documents))
    return Decision("sign", "claim", anchors, by.strip(), at, reason.strip() or "signed as it stands", value)
