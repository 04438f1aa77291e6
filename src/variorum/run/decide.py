"""A person's decision taken into a case: its words found in the reports, kept in the journal, the record made again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from variorum.case.store import Case
from variorum.errors import InputError
from variorum.model.activity import Anchor, Decision, Settled
from variorum.model.document import Document
from variorum.run.contents import documents_of
from variorum.run.local import Workers
from variorum.run.pipeline import SOFTWARE, derive
from variorum.run.sandbox import Sandbox
from variorum.settings import settings_from

AROUND = 40  # code points kept before and after a quotation, to know it again
KINDS = {  # verb -> the kinds it may be of, the usual one first; least and most quotations
    "same": (("claim", "entity", "story"), 2, None),
    "different": (("claim", "entity", "story"), 2, None),
    "dismiss": (("discrepancy",), 1, None),
    "confirm": (("discrepancy",), 1, None),
    "attribute": (("attribution",), 1, 2),
    "correct": (("report",), 1, 1),
    "withdraw": (("report",), 1, 1),
    "redact": (("entity",), 1, None),
}


def decide(
    path: str | Path, verb: str, quotes: Sequence[str], by: str, reason: str, kind: str | None = None, source: str = ""
) -> Settled:
    """What became of a decision in the case at `path`, after keeping it and making the record again.

    `quotes` are words of the reports, each standing in one place only; "NAME:words" looks in the report of that name alone.
    Raises InputError where they do not, or where something a decision must tell is missing.
    """
    kinds, least, most = KINDS[verb]
    if not by.strip() or not reason.strip():
        raise InputError("a decision needs who decides and why; give --by and --reason")
    if kind is not None and kind not in kinds:
        raise InputError(f"{verb}: not of a {kind}; of {' or '.join(kinds)}")
    if len(quotes) < least or (most is not None and len(quotes) > most):
        raise InputError(f"{verb}: needs {least if most == least else f'at least {least}'} quotation(s), {len(quotes)} given")
    if verb == "attribute" and len(quotes) < 2 and not source.strip():
        raise InputError("attribute: say whose words they are, with --source NAME or with a second quotation that names them")
    settings = settings_from()
    with Workers() as workers, Sandbox(settings) as sandbox, Case.open(Path(path), SOFTWARE, write=True) as case:
        documents, _ = documents_of(case, settings, sandbox)
        anchors = tuple(find_anchor(quote, documents) for quote in quotes)
        at = after_the_last(case, datetime.now(UTC))
        decision = Decision(verb, kind or kinds[0], anchors, by.strip(), at, reason.strip(), source.strip())  # type: ignore[arg-type]
        case.decide(decision)
        record, _ = derive(case, settings, workers, sandbox)
    return next(s for s in record.decisions if s.decision == decision)


def after_the_last(case: Case, now: datetime) -> str:
    """The time of a decision taken now: never before that of an earlier one, for later decisions win, whatever a clock says."""
    last = max((datetime.fromisoformat(one.at) for one in case.state.decisions), default=now)
    return max(now, last + timedelta(microseconds=1)).isoformat(timespec="microseconds")


def find_anchor(quote: str, documents: Sequence[Document]) -> Anchor:
    """The one place where the words stand, lines broken anyhow. Raises InputError for none or several."""
    name, colon, rest = quote.partition(":")
    named = [d for d in documents if colon and d.name == name.strip()]
    words = (rest if named else quote).split()
    if not words:
        raise InputError("a quotation is empty; give some words of a report")
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    places = [(d, m) for d in (named or documents) for m in pattern.finditer(d.text)]
    shown = " ".join(words)
    if not places:
        raise InputError(f"“{shown}” stands in no report of the case; copy the words as they stand there")
    if len(places) > 1:
        held = ", ".join(sorted({d.name for d, _ in places})[:3])
        raise InputError(f"“{shown}” stands in {len(places)} places ({held}); give more words, or NAME:words for one report")
    document, match = places[0]
    start, end = match.span()
    return Anchor(
        text_sha256=hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        start=start,
        end=end,
        quote=match.group(),
        before=document.text[max(0, start - AROUND) : start],
        after=document.text[end : end + AROUND],
    )
