"""Decisions by people as arguments of collation: where their words stand, which hold, and what they change.

A decision names words by the hash of the text, offsets and the quotation with what stands around it. Where the text has changed
since, the quotation is looked for with its surroundings, then alone where it stands once; else the decision is told as one that
no longer finds its words. Later decisions win over earlier ones, and over the machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, get_args

from variorum.collation.corrections import with_quantity, with_role, with_time
from variorum.collation.draft import Draft, stable_id
from variorum.collation.locating import hashes_of, likeness, locate, statement_at
from variorum.collation.origins import Ground, given_ground
from variorum.collation.rulings import Rule, ruled, standing
from variorum.collation.signoff import changes, seen
from variorum.collation.takingback import in_order
from variorum.model.activity import Decision, Settled
from variorum.model.document import Document, Standing
from variorum.model.reading import EntityType, Mention, Reading
from variorum.model.record import (
    Claim,
    Discrepancy,
    OriginKind,
    Passage,
    RecordStatement,
    Story,
    ValueReading,
    Vouch,
)  # fmt: skip
from variorum.model.span import Span

T = TypeVar("T", bound=Hashable)
STANDINGS: Mapping[str, Standing] = {"correct": "corrected", "withdraw": "withdrawn"}
GROUPING = ("same", "different", "split", "move")
ORIGIN_KINDS: tuple[str, ...] = get_args(OriginKind)
Located = tuple[Passage, ...]


class Decisions:
    """The decisions of a case, carried out step by step; each step notes what became of its own."""

    def __init__(self, decisions: Sequence[Decision], documents: Sequence[Document]) -> None:
        ordered = in_order(decisions)
        self._all = ordered.decisions
        self._outcomes: dict[int, tuple[str, str]] = dict(ordered.outcomes)
        self._places: dict[int, Located] = {}
        self._signed: dict[int, tuple[Passage | None, ...]] = {}
        self._claims: dict[int, str] = {}
        self._corrected: list[tuple[int, Passage]] = []
        texts = {d.id: d.text for d in documents}
        hashes = hashes_of(documents)
        for number in sorted(ordered.standing):
            decision = self._all[number]
            found = [locate(a, texts, hashes) for a in decision.anchors]
            if decision.verb == "sign":
                self._signed[number] = tuple(found)
            elif all(found) and found:
                self._places[number] = tuple(p for p in found if p)
                if decision.verb == "redact":  # changes nothing here: it is carried out where copies are made
                    self._outcomes[number] = ("holds", "whoever is meant there is withheld in reports, exports and certificates")
            else:
                lost = next((a.quote for a, p in zip(decision.anchors, found, strict=True) if p is None), "")
                self._outcomes[number] = ("words not found", f"“{lost}” does not stand in any report any more")

    def __bool__(self) -> bool:
        return bool(self._all)

    def settled(self) -> tuple[Settled, ...]:
        """Every decision, earliest first, with what became of it."""
        none = ("without effect", "nothing in the record stands at its words")
        told = ((*self._outcomes.get(n, none), self._claims.get(n)) for n in range(len(self._all)))
        settled = [Settled(d, *rest) for d, rest in zip(self._all, told, strict=True)]  # type: ignore[arg-type]
        return tuple(sorted(settled, key=lambda s: (s.decision.at, s.decision.verb, s.decision.kind, s.decision.by)))

    def _of(self, *verbs: str, kinds: Sequence[str] = ()) -> list[tuple[int, Decision, Located]]:
        found = [(n, self._all[n], places) for n, places in sorted(self._places.items())]
        return [(n, d, places) for n, d, places in found if d.verb in verbs and (not kinds or d.kind in kinds)]

    def _hold(self, number: int, why: str) -> None:
        self._outcomes[number] = ("holds", why)

    def _supersede(self, number: int, by: int) -> None:
        later = self._all[by]
        self._outcomes[number] = ("superseded", f"“{later.verb}” by {later.by}, {later.at}, says otherwise: {later.reason}")

    def signed(self, number: int) -> str:
        """Who decided, and why, in words for a reader."""
        return f"decided by {self._all[number].by}: {self._all[number].reason}"

    def groups(
        self, kind: str, groups: Sequence[Sequence[T]], at: Callable[[Passage], T | None]
    ) -> tuple[list[list[T]], dict[T, str]]:
        """The groups as decided, and for things that a decision has touched, who decided and why."""
        rules: list[Rule[T]] = []
        for number, decision, places in self._of(*GROUPING, kinds=(kind,)):
            nodes = tuple(node for place in places if (node := at(place)) is not None)
            if len(nodes) < max(2, len(places)):
                continue
            rule = _rule(number, decision.verb, nodes)
            if rule.together and not rule.away and len(set(nodes)) == 1:
                self._hold(number, "they were one already")
            elif any(one == other for one, other in rule.apart) or (rule.away and set(rule.nodes) & set(rule.away)):
                self._outcomes[number] = ("without effect", f"its words are one {kind}'s")
            else:
                rules.append(rule)
        kept, against = standing(rules)
        for number, later in against.items():
            self._supersede(number, later)
        found = ruled(groups, kept)
        before = {node: n for n, group in enumerate(groups) for node in group}
        why: dict[T, str] = {}
        for rule in kept:
            joins = rule.together and len({before.get(n) for n in rule.nodes}) > 1
            parts = any(before.get(one) == before.get(other) for one, other in rule.apart)
            told = _told(kind, self._all[rule.number].verb, joins, parts)
            if rule.number in against:
                other = self._all[against[rule.number]]
                told += f", for some of its words: “{other.verb}” by {other.by}, {other.at}, says otherwise of others"
            self._hold(rule.number, told)
            if joins or parts:
                why |= {node: self.signed(rule.number) for node in rule.touched}
        return found, why

    def documents(self, documents: Sequence[Document]) -> list[Document]:
        """The documents, those that a decision says are corrected or withdrawn marked so."""
        latest = {places[0].document: (number, decision) for number, decision, places in self._of(*STANDINGS, kinds=("report",))}
        for number, decision, places in self._of(*STANDINGS, kinds=("report",)):
            last = latest[places[0].document][0]
            if number == last:
                self._hold(number, f"the report counts as {STANDINGS[decision.verb]}")
            else:
                self._supersede(number, last)
        return [replace(d, standing=STANDINGS[latest[d.id][1].verb]) if d.id in latest else d for d in documents]

    def changed(self) -> frozenset[str]:
        """The documents of whose reading or statements people have changed something."""
        acts = [*self._of(*GROUPING, kinds=("entity",)), *self._of("attribute")]
        acts += self._of("correct", kinds=("time", "value", "role"))
        return frozenset(place.document for _, _, places in acts for place in places)

    def parted_chains(self, readings: Sequence[Reading], documents: Sequence[Document]) -> list[Reading]:
        """The readings, each of the words that decisions on entities name in a chain; in one of its own where it means another."""
        texts = {d.id: d.text for d in documents}
        by_id = {r.document: r for r in readings}
        for _, decision, places in self._of(*GROUPING, kinds=("entity",)):
            types = [m.type for p in places for m in by_id[p.document].mentions if m.span.overlap(p.span) and m.kind == "name"]
            for place in places:
                by_id[place.document] = _chained(by_id[place.document], place, types[0] if types else "person")
            for stays, leaves in _rule(0, decision.verb, places).apart:
                if stays.document == leaves.document:
                    by_id[stays.document] = _parted_chain(by_id[stays.document], stays, leaves, texts[stays.document])
        return [by_id[r.document] for r in readings]

    def corrected(self, readings: Sequence[Reading], documents: Sequence[Document]) -> list[Reading]:
        """The readings, with the times, quantities and roles that people put in the place of the program's."""
        texts = {d.id: d.text for d in documents}
        by_id = {r.document: r for r in readings}
        latest: dict[tuple[str, Located], int] = {}
        for number, decision, places in self._of("correct", kinds=("time", "value", "role")):
            place, reading = places[0], by_id[places[0].document]
            if decision.kind == "time":
                changed = with_time(reading, place.span, decision.value, self.signed(number))
            elif decision.kind == "value":
                changed = with_quantity(reading, place.span, decision.value)
            else:
                within = places[1].span if len(places) > 1 and places[1].document == place.document else None
                changed = with_role(reading, place.span, decision.value, within, texts[place.document])
            if changed == reading:
                why = f"the words stand in no statement, or “{decision.value}” says what was read"
                self._outcomes[number] = ("without effect", why)
                continue
            self._hold(number, f"the words count as the {decision.kind} “{decision.value}”")
            by_id[place.document] = changed
            key = (decision.kind, places)
            if key in latest:
                self._supersede(latest[key], number)
                self._corrected = [one for one in self._corrected if one[0] != latest[key]]
            latest[key] = number
            self._corrected.append((number, place))
        return [by_id[r.document] for r in readings]

    def corrections(self, document: str, span: Span) -> list[str]:
        """What people have corrected in these words of a report, in words for a reader; the report's own stand in it."""
        return [
            f"“{self._all[n].anchors[0].quote}” counts as the {self._all[n].kind} “{self._all[n].value}”, {self.signed(n)}"
            for n, place in self._corrected
            if place.document == document and place.span.overlap(span)
        ]

    def reasons(self, items: Sequence[Draft]) -> dict[str, str]:
        """Of the statements that people have corrected something in, what."""
        found = {d.id: "; ".join(self.corrections(d.document.id, d.statement.span)) for d in items} if self._corrected else {}
        return {id: told for id, told in found.items() if told}

    def attributions(self, items: Sequence[Draft], entity_at: Callable[[Passage], str | None]) -> list[Draft]:
        """The statements, with the source that a decision gives them as the only one."""
        found = list(items)
        latest: dict[str, int] = {}
        for number, decision, places in self._of("attribute"):
            hit = statement_at(places[0], found)
            if hit is None:
                continue
            position = next(n for n, d in enumerate(found) if d.id == hit)
            if hit in latest:
                self._supersede(latest[hit], number)
            latest[hit] = number
            named = places[1] if len(places) > 1 else None
            quote = decision.anchors[1].quote if named is not None else decision.value
            holder = entity_at(named) if named is not None else None
            span = named.span if named is not None and named.document == found[position].document.id else None
            name = decision.value or quote
            vouch = Vouch(holder, name, None, found[position].statement.span, False, False, span)
            found[position] = replace(found[position], vouches=(vouch,))
            self._hold(number, f"the statement is given to {name}")
        return found

    def origins(self, items: Sequence[Draft], entity_at: Callable[[Passage], str | None]) -> dict[str, Ground]:
        """The origins that people give to statements, by statement."""
        found: dict[str, Ground] = {}
        latest: dict[str, int] = {}
        for number, decision, places in self._of("correct", kinds=("origin",)):
            hit = statement_at(places[0], items)
            kind, _, name = decision.value.partition(" ")
            if hit is None or kind not in ORIGIN_KINDS:
                continue
            if hit in latest:
                self._supersede(latest[hit], number)
            latest[hit] = number
            named = name or (decision.anchors[1].quote if len(places) > 1 else "")
            entity = entity_at(places[1]) if len(places) > 1 else None
            found[hit] = given_ground(kind, named or None, entity, self.signed(number))  # type: ignore[arg-type]
            self._hold(number, f"its origin counts as {kind} {named}".rstrip())
        return found

    def remarks(self, items: Sequence[Draft], claim_of: Mapping[str, str]) -> None:
        """Notes of each note and bookmark on which claim it lies."""
        for number, decision, places in self._of("note", "bookmark"):
            hits = [claim_of[s] for p in places if (s := statement_at(p, items)) is not None and s in claim_of]
            if decision.kind == "claim" and hits:
                self._claims[number] = max(hits, key=lambda c: (hits.count(c), c))
            self._hold(number, f"a {decision.verb} on the {decision.kind}; it changes nothing")

    def stories(self, stories: Sequence[Story]) -> list[Story]:
        """The stories as decided."""
        known = {d for s in stories for d in s.documents}
        groups, why = self.groups("story", [s.documents for s in stories], lambda p: p.document if p.document in known else None)
        by_documents = {frozenset(s.documents): s for s in stories}
        found = []
        for group in groups:
            same = by_documents.get(frozenset(group))
            if same is not None:
                found.append(same)
                continue
            ids = tuple(sorted(set(group)))
            first = next(s for s in stories if ids[0] in s.documents)
            digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
            told = "; ".join(dict.fromkeys(why[d] for d in ids if d in why)) or first.why
            found.append(replace(first, id="s" + digest[:12], documents=ids, why=told))
        return found

    def discrepancies(
        self, found: Sequence[Discrepancy], items: Sequence[Draft], claim_of: Mapping[str, str]
    ) -> list[Discrepancy]:
        """The discrepancies, those dismissed left out, those confirmed told so, and those that a person alone has found."""
        kept = list(found)
        latest: dict[frozenset[Passage], int] = {}
        for number, _, places in self._of("dismiss", "confirm"):
            key = frozenset(places)
            if key in latest:
                self._supersede(latest[key], number)
            latest[key] = number
        for number in sorted(latest.values()):
            decision, places = self._all[number], self._places[number]
            hits = [d for d in kept if _between(d, places)]
            if decision.verb == "dismiss":
                kept = [d for d in kept if d not in hits]
                told = f"dismisses {len(hits)} that were found" if hits else "none was found there"
                self._outcomes[number] = ("holds", told)
            elif hits:
                kept = [replace(d, why=f"{d.why} Confirmed, {self.signed(number)}.") if d in hits else d for d in kept]
                self._hold(number, "recorded as a difference, which the program had found too")
            elif len(places) > 1:
                kept.append(self._added(number, decision, places, items, claim_of))
                self._hold(number, "recorded as a difference, which the program had not found itself")
        return [self._with_corrections(d) for d in kept] if self._corrected else kept

    def _with_corrections(self, found: Discrepancy) -> Discrepancy:
        places = [s for r in found.readings for s in r.spans]
        told = dict.fromkeys(t for p in places for t in self.corrections(p.document, p.span))
        return replace(found, why=" ".join((found.why, *(f"{t}." for t in told)))) if told else found

    def sign_offs(
        self,
        claims: Sequence[Claim],
        items: Sequence[Draft],
        statements: Sequence[RecordStatement],
        documents: Sequence[Document],
    ) -> None:
        """Notes of each sign-off whether the claim is still what its signer saw."""
        of = {id: claim for claim in claims for id in claim.statements}
        by_id, reports = {s.id: s for s in statements}, {d.id: d for d in documents}
        for number, places in self._signed.items():
            hits = [of[id] for p in places if p is not None and (id := statement_at(p, items)) in of and id is not None]
            if not hits:
                self._outcomes[number] = ("signed, since changed", "the words that were signed stand in no claim any more")
                continue
            claim = max(hits, key=lambda c: (hits.count(c), c.id))
            self._claims[number] = claim.id
            otherwise = changes(self._all[number].value, seen(claim, by_id, reports))
            self._outcomes[number] = (
                ("signed, since changed", otherwise) if otherwise else ("holds", "the claim is as it was signed")
            )

    def _added(
        self, number: int, decision: Decision, places: Located, items: Sequence[Draft], claim_of: Mapping[str, str]
    ) -> Discrepancy:
        statements = [statement_at(p, items) for p in places]
        readings = tuple(
            ValueReading(a.quote, (p,), (s,) if s else ()) for a, p, s in zip(decision.anchors, places, statements, strict=True)
        )
        claim = next((claim_of[s] for s in statements if s is not None and s in claim_of), None)
        why = f"{' and '.join(f'“{a.quote}”' for a in decision.anchors)}: {self.signed(number)}."
        return Discrepancy(stable_id("x", *places), "detail", "contradiction", claim, None, readings, why)


def _rule(number: int, verb: str, nodes: tuple[T, ...]) -> Rule[T]:
    """The rule that a decision on these things is."""
    if verb == "split":
        return Rule(number, True, nodes[1:], nodes[:1])
    if verb == "move":
        return Rule(number, True, nodes[:2], nodes[2:])
    return Rule(number, verb == "same", nodes)


def _told(kind: str, verb: str, joins: bool, parts: bool) -> str:
    if verb == "move":
        return f"moves to another {kind}" if joins else f"stands in that {kind} already"
    if parts:
        return f"parts what was one {kind}"
    if joins:
        return f"joins what was more than one {kind}"
    return "they were one already" if verb == "same" else "they were apart already"


def _between(d: Discrepancy, places: Located) -> bool:
    """Whether the words stand in readings of a discrepancy, in two of them where two are given."""
    held = [
        {n for n, r in enumerate(d.readings) if any(s.document == p.document and s.span.overlap(p.span) for s in r.spans)}
        for p in places
    ]
    return all(held) and (len(places) < 2 or len(set.union(*held)) > 1)


def _chained(reading: Reading, place: Passage, type: EntityType) -> Reading:
    """The reading, the words at `place` a mention in a chain, if they were none."""
    over = [m for m in reading.mentions if m.span.overlap(place.span)]
    if any(m.chain >= 0 for m in over):
        return reading
    number = max((m.chain for m in reading.mentions), default=-1) + 1
    if over:
        chosen = max(over, key=lambda m: (likeness(m.span, place.span), m.span))
        mentions = tuple(replace(m, chain=number) if m is chosen else m for m in reading.mentions)
    else:
        chosen = Mention(place.span, place.span, "nominal", type, number)
        mentions = tuple(sorted((*reading.mentions, chosen), key=lambda m: (m.span, m.head)))

    def chain(old: int | None, spans: Sequence[Span]) -> int | None:
        return number if old is None and any(chosen.span.covers(s) for s in spans) else old

    return rechained(replace(reading, mentions=mentions), chain)


def rechained(reading: Reading, chain: Callable[[int | None, Sequence[Span]], int | None]) -> Reading:
    """The reading, the chains of arguments and sources given anew by old chain and words."""
    return replace(
        reading,
        statements=tuple(
            replace(s, arguments=tuple(replace(a, chain=chain(a.chain, [a.head])) for a in s.arguments))
            for s in reading.statements
        ),
        attributions=tuple(
            replace(
                a,
                chain=chain(a.chain, [a.head] if a.head else [*a.source, *a.carried]),
                addressee_chain=chain(a.addressee_chain, a.addressee),
            )
            for a in reading.attributions
        ),
    )


def _parted_chain(reading: Reading, stays: Passage, leaves: Passage, text: str) -> Reading:
    """The reading, the words at `leaves` (and the same words elsewhere in the chain) in a chain of their own."""
    one, two = (max(reading.mentions, key=lambda m: (likeness(m.span, p.span), m.span), default=None) for p in (stays, leaves))
    if one is None or two is None or one.chain < 0 or one.chain != two.chain or one is two:
        return reading
    words = two.span.text(text)
    alike = {m.span for m in reading.mentions if m.chain == two.chain and m.span.text(text) == words}
    moved = alike if one.span not in alike and " " in words else {two.span}
    number = max(m.chain for m in reading.mentions) + 1

    def chain(old: int | None, spans: Sequence[Span]) -> int | None:
        return number if old == two.chain and any(s.overlap(m) for s in spans for m in moved) else old

    mentions = tuple(replace(m, chain=number) if m.span in moved and m.chain == two.chain else m for m in reading.mentions)
    return rechained(replace(reading, mentions=mentions), chain)
