"""A person's decision taken into a case: its words found in the reports, kept in the journal, the record made again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from variorum.case.store import Case
from variorum.case.texts import text_hash
from variorum.collation.corrections import NONE, ROLES, amount, moment
from variorum.collation.decisions import ORIGIN_KINDS
from variorum.collation.locating import likeness
from variorum.collation.takingback import in_order
from variorum.errors import InputError
from variorum.model.activity import Anchor, Decision, Settled
from variorum.model.document import Document
from variorum.model.record import Passage, Record, RecordStatement
from variorum.model.span import Span
from variorum.run.contents import documents_of
from variorum.run.local import Workers
from variorum.run.pipeline import SOFTWARE, derive
from variorum.run.sandbox import Sandbox
from variorum.settings import settings_from

AROUND = 40  # code points kept before and after a quotation, to know it again
LONGEST = 10_000  # code points of a reason or a note
ABOUT = ("claim", "entity", "report", "story", "discrepancy")
KINDS: dict[str, tuple[tuple[str, ...], int, int | None]] = {
    # verb -> the kinds it may be of, the usual one first; least and most quotations
    "same": (("claim", "entity", "story"), 2, None),
    "different": (("claim", "entity", "story"), 2, None),
    "split": (("claim", "entity", "story"), 2, None),
    "move": (("claim", "entity", "story"), 2, None),
    "dismiss": (("discrepancy",), 1, None),
    "confirm": (("discrepancy",), 1, None),
    "attribute": (("attribution",), 1, 2),
    "correct": (("report", "origin", "role", "time", "value"), 1, 2),
    "withdraw": (("report",), 1, 1),
    "note": (ABOUT, 1, None),
    "bookmark": (ABOUT, 1, None),
}
UNREASONED = frozenset({"bookmark"})  # what needs no reason


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody means to decide, before it has a time: the words are found already. Raises InputError where it says too little."""

    verb: str
    anchors: tuple[Anchor, ...]
    by: str
    reason: str
    kind: str = ""  # the verb's usual one where empty
    value: str = ""

    def checked(self) -> Intent:
        """The same with its kind, blanks folded."""
        kinds, least, most = KINDS[self.verb] if self.verb in KINDS else _unknown(self.verb)
        by, value, reason = " ".join(self.by.split()), " ".join(self.value.split()), self.reason.strip()
        if not by or not (reason or self.verb in UNREASONED):
            raise InputError("a decision needs who decides and why; give --by and --reason")
        if len(reason) > LONGEST or len(value) > LONGEST or len(by) > LONGEST:
            raise InputError(f"over {LONGEST} characters; say it in fewer, or keep it as a report of its own")
        kind = self.kind or kinds[0]
        if kind not in kinds:
            raise InputError(f"{self.verb}: not of a {kind}; of {' or '.join(kinds)}")
        most = 1 if (self.verb, kind) in (("correct", "report"), ("correct", "time"), ("correct", "value")) else most
        if len(self.anchors) < least or (most is not None and len(self.anchors) > most):
            needs = f"{least if most == least else f'at least {least}'} quotation(s), {len(self.anchors)} given"
            raise InputError(f"{self.verb}: needs {needs}")
        if self.verb == "attribute" and len(self.anchors) < 2 and not value:
            raise InputError("attribute: say whose words they are, with --source NAME or with a second quotation that names them")
        if self.verb == "correct":
            _check_value(kind, value)
        return Intent(self.verb, self.anchors, by, reason or "marked to come back to", kind, value)

    def taken(self, at: str) -> Decision:
        """The decision that it is, taken at a time."""
        return Decision(self.verb, self.kind, self.anchors, self.by, at, self.reason, self.value)  # type: ignore[arg-type]


def _unknown(verb: str) -> tuple[tuple[str, ...], int, int | None]:
    raise InputError(f"{verb}: nothing that can be decided; one of {', '.join(KINDS)}")


def _check_value(kind: str, value: str) -> None:
    """Raises InputError where a correction does not say what is right in a form that the program reads."""
    told = f"“{value}” is none" if value else "give one with --value"
    if kind == "time" and moment(value) is None:
        raise InputError(f"a time is written as 2024-03-05, 2024-03, 2024-03-05T14:30, 2024~ (about), or A/B (between); {told}")
    if kind == "value" and amount(value) is None:
        raise InputError(
            f"a value is written as 12, 10-12, about 12, over 12 or under 12, with its unit if that is another; {told}"
        )
    if kind == "role" and value not in (*ROLES, NONE):
        raise InputError(f"a role is one of {', '.join((*ROLES, NONE))}; {told}")
    if kind == "origin" and value.partition(" ")[0] not in ORIGIN_KINDS:
        raise InputError(
            f"an origin is written as a kind and a name, “witness Ola Lund”; kinds: {', '.join(ORIGIN_KINDS)}; {told}"
        )


def decide(
    path: str | Path, verb: str, quotes: Sequence[str], by: str, reason: str, kind: str | None = None, source: str = ""
) -> Settled:
    """What became of a decision in the case at `path`, after keeping it and making the record again.

    `quotes` are words of the reports, each standing in one place only; "NAME:words" looks in the report of that name alone.
    `source` is whose words they are, for attribute, or what is right, for correct. Raises InputError where the words do not
    stand so, or where something a decision must tell is missing.
    """
    Intent(verb, (Anchor("", 0, 0, ""),) * len(quotes), by, reason, kind or "", source).checked()
    settings = settings_from()
    with Workers() as workers, Sandbox(settings) as sandbox, Case.open(Path(path), SOFTWARE, write=True) as case:
        documents, _ = documents_of(case, settings, sandbox)
        anchors = tuple(find_anchor(quote, documents) for quote in quotes)
        if verb == "move" and len(anchors) == 2:
            anchors = (*anchors, *left_behind(derive(case, settings, workers, sandbox)[0], anchors, kind or "claim"))
        decision = Intent(verb, anchors, by, reason, kind or "", source).checked().taken(after_the_last(case, datetime.now(UTC)))
        case.decide(decision)
        record, _ = derive(case, settings, workers, sandbox)
    return next(s for s in record.decisions if s.decision == decision)


def keep(
    path: Path, make: Callable[[str], Decision], seen: str | None, touches: Callable[[Decision], bool]
) -> Decision | tuple[Decision, ...]:
    """The decision kept in the journal, or those that stand in its way: taken after the time `seen`, and about the same.

    `make` gives the decision for a time. The record is not made again.
    """
    with Case.open(path, SOFTWARE, write=True) as case:
        newer = (d for d in case.state.decisions if seen is not None and d.at > seen)
        if clash := tuple(d for d in newer if touches(d)):
            return clash
        decision = make(after_the_last(case, datetime.now(UTC)))
        case.decide(decision)
    return decision


def journaled(path: Path) -> tuple[Decision, ...]:
    """All decisions that the journal has, whether they are in the record yet or not."""
    with Case.open(path, SOFTWARE) as case:
        return tuple(case.state.decisions)


def take_back(path: str | Path, named: str, by: str, reason: str, again: bool = False) -> Settled:
    """What became of taking back a decision (or, with `again`, of taking it again): the one of this time, or the last of this person.

    `named`: the time of the decision as `show decisions` has it, whole or its beginning; "last" for the last that can be.
    """
    settings = settings_from()
    with Workers() as workers, Sandbox(settings) as sandbox, Case.open(Path(path), SOFTWARE, write=True) as case:
        chosen = find_decision(case.state.decisions, named, again)
        decision = reversal(chosen, by, reason, after_the_last(case, datetime.now(UTC)), again)
        case.decide(decision)
        record, _ = derive(case, settings, workers, sandbox)
    return next(s for s in record.decisions if s.decision == decision)


def reversal(chosen: Decision, by: str, reason: str, at: str, again: bool = False) -> Decision:
    """The decision that takes another one back, or takes it again; it names it by its time and its words."""
    if not by.strip():
        raise InputError("a decision needs who decides; give --by")
    told = reason.strip() or ("taken again" if again else "taken back")
    return Decision("redo" if again else "undo", chosen.kind, chosen.anchors, " ".join(by.split()), at, told, chosen.at)


def taken_back(decisions: Sequence[Decision]) -> set[str]:
    """The times of the decisions that stand as taken back."""
    ordered = in_order(decisions)
    gone = (d for n, d in enumerate(ordered.decisions) if n not in ordered.standing)
    return {d.at for d in gone if d.verb not in ("undo", "redo")}


def find_decision(decisions: Sequence[Decision], named: str, again: bool = False) -> Decision:
    """The decision of this time among those that can be taken back (or again). Raises InputError for none or several."""
    undone = taken_back(decisions)
    can = [d for d in decisions if d.verb not in ("undo", "redo") and (d.at in undone) == again]
    words = named.strip()
    if words == "last" and can:
        return max(can, key=lambda d: d.at)
    hits = [d for d in can if words and d.at.startswith(words)]
    if len(hits) != 1:
        state = "taken back" if again else "standing"
        told = f"begins the times of {len(hits)}" if hits else "is the time of none"
        raise InputError(f"“{named}” {told} of {len(can)} {state} decisions; `variorum show CASE decisions` tells their times")
    return hits[0]


def after_the_last(case: Case, now: datetime) -> str:
    """The time of a decision taken now: never before that of an earlier one, for later decisions win, whatever a clock says."""
    last = max((datetime.fromisoformat(one.at) for one in case.state.decisions), default=now)
    return max(now, last + timedelta(microseconds=1)).isoformat(timespec="microseconds")


def anchor_at(place: Passage, document: Document) -> Anchor:
    """The words at a place, as a decision names them."""
    text, start, end = document.text, place.start, place.end
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Anchor(text_hash(text), start, end, text[start:end], before, after, document.id)


def left_behind(record: Record, anchors: Sequence[Anchor], kind: str) -> tuple[Anchor, ...]:
    """Words for the others of the claim that the statement at the first anchor leaves for that at the second; claims only."""
    documents = {d.id: d for d in record.documents}
    moved, goal = (_statement_on(record, anchor) for anchor in anchors[:2])
    if kind != "claim" or moved is None or goal is None or moved.claim == goal.claim:
        return ()
    rest = [s for s in record.statements if s.claim == moved.claim and s.id != moved.id]
    return tuple(anchor_at(Passage(s.document, s.span.start, s.span.end), documents[s.document]) for s in rest)


def _statement_on(record: Record, anchor: Anchor) -> RecordStatement | None:
    """The statement that stands most nearly on the words."""
    span = Span(anchor.start, anchor.end)
    over = [s for s in record.statements if s.document == anchor.document and s.span.overlap(span)]
    return max(over, key=lambda s: (likeness(s.span, span), s.id), default=None)


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
    return anchor_at(Passage(document.id, *match.span()), document)
