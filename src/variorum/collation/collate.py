"""Readings and decisions in, one record out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from variorum.collation.acts import word_list
from variorum.collation.alignment import align
from variorum.collation.corrected import corrected_since
from variorum.collation.decisions import Decisions
from variorum.collation.discrepancies import Comparison, total_discrepancies
from variorum.collation.draft import Draft, drafts, record_quantities, record_times, stable_id
from variorum.collation.identity import identify
from variorum.collation.incidents.find import Book, ask, asked, incident, pages_of, telling_of
from variorum.collation.incidents.replies import Asking
from variorum.collation.keeping import NOTHING, Keeping, Known, stamps_of
from variorum.collation.lineage import find_lineages
from variorum.collation.locating import statement_at
from variorum.collation.origins import Origins
from variorum.collation.perstory import Given, Spread, each_story
from variorum.collation.portraits.find import Portrait, drawn, portray, together
from variorum.collation.ranks import parted
from variorum.collation.spellings import name_discrepancies
from variorum.collation.stories import find_stories
from variorum.collation.tellers import with_tellers
from variorum.collation.traits import trait_discrepancies
from variorum.collation.versions import between_reports, version_discrepancies, with_versions
from variorum.collation.voices import Link, both_ways, links, marks
from variorum.model.activity import Decision, Failure
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Claim, Discrepancy, Entity, Passage, Record, Story

SHORT_LABEL = 12  # code points below which words say little by themselves
LONGEST_LABEL = 120  # code points of quoted words in a claim's label
MOST_NAMES = 3  # of those who say it, in a claim's label


def collate(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    decisions: Sequence[Decision] = (),
    failures: Sequence[Failure] = (),
    title: str = "Untitled case",
    software: str = "variorum",
    spread: Spread = map,
    known: Known = NOTHING,
) -> Record:
    """The record of `documents`, in an order made from contents alone. Its fingerprint is left empty for the export to fill.

    `spread` may have the work on single stories done by other processes; what of it is `known` is not done again.
    """
    documents = sorted(documents, key=lambda d: d.id)
    documents, reports = with_versions(documents)
    decided = Decisions(decisions, documents)
    documents = decided.documents(documents)
    texts = {d.id: d.text for d in documents}
    readings = [parted(r, texts[r.document]) for r in sorted(readings, key=lambda r: r.document)]
    readings = decided.corrected(decided.parted_chains(readings, documents), documents)
    stories = decided.stories(find_stories(documents, readings) if known.stories is None else known.stories)
    identity = identify(documents, readings, decided)
    if known.shelf is not None:
        stamps = stamps_of(known.stamps, documents, readings, identity.of, decided.changed())
        spread = Keeping(spread, known.shelf, stamps)
    lineages = between_reports(find_lineages(documents, readings, identity, stories), reports)
    items = decided.attributions(drafts(documents, readings, identity.of), lambda p: entity_at(p, identity.entities))
    entities = {e.id: e for e in identity.entities}
    groups, reasons = _groups(items, stories, named_people(identity.entities), decided, spread)
    comparison = Comparison(items, readings, entities, lineages)
    origins = Origins(items, entities, lineages, decided.origins(items, lambda p: entity_at(p, identity.entities)))
    claims, discrepancies, claim_of = _claims(groups, comparison, origins, stories, reasons, entities)
    discrepancies += total_discrepancies(items, claim_of)
    discrepancies += comparison.of_stories(items, stories, claim_of, discrepancies)
    discrepancies += name_discrepancies(identity.entities, documents)
    discrepancies += trait_discrepancies(identity.entities, documents, readings, items)
    given = each_story(documents, readings, stories, identity.entities, lineages, items, claim_of)
    told = list(spread(story_told, given))
    discrepancies += together([one.portrait for one in told], identity.entities, discrepancies)
    discrepancies = corrected_since(discrepancies, documents)
    discrepancies = version_discrepancies(reports, readings, items, claim_of, discrepancies)
    discrepancies = decided.discrepancies(with_tellers(discrepancies, items), items, claim_of)
    disputed = {d.claim for d in discrepancies if d.relation == "contradiction"}
    claims = [replace(c, disputed=c.id in disputed) for c in claims]
    statements = tuple(d.to_record(claim_of.get(d.id)) for d in items)
    decided.sign_offs(claims, items, statements, documents)
    decided.remarks(items, claim_of)
    roles = {r.document: r.blocks for r in readings}
    book = Book(items, identity.entities, lineages)
    return Record(
        title=title,
        software=software,
        fingerprint="",
        documents=tuple(_with_blocks(d, roles) for d in documents),
        entities=tuple(sorted(identity.entities, key=lambda e: e.id)),
        times=tuple(record_times(readings)),
        quantities=tuple(record_quantities(readings)),
        statements=statements,
        claims=tuple(claims),
        discrepancies=tuple(sorted(discrepancies, key=lambda d: d.id)),
        lineages=tuple(lineages),
        stories=tuple(stories),
        failures=tuple(sorted(failures)),
        incidents=tuple(incident(one.asking, book) for one in told),
        decisions=decided.settled(),
    )


@dataclass(frozen=True, slots=True)
class StoryTold:
    """All that a story's own reports are enough for."""

    portrait: Portrait
    asking: Asking


def story_told(given: Given) -> StoryTold:
    """What one story's reports give differently, and to the standard questions."""
    pages = pages_of(given)
    some = drawn(given)
    telling = telling_of(given, pages, asked(given))
    portrait = portray(given, telling if some == telling.order else telling_of(given, pages, some))
    return StoryTold(portrait, ask(given, telling))


def _groups(
    items: Sequence[Draft], stories: Sequence[Story], people: frozenset[str], decided: Decisions, spread: Spread
) -> tuple[list[list[Draft]], dict[str, str]]:
    """The statements in claims, as the machine aligns them and people decide; and why, where a decision has a say."""
    groups = [[items[i].id for i in group] for group in align(items, [s.documents for s in stories], people, spread=spread)]
    reasons: dict[str, str] = {}
    if decided:
        groups, reasons = decided.groups("claim", groups, lambda p: statement_at(p, items))
        for id, told in decided.reasons(items).items():
            reasons[id] = "; ".join(part for part in (reasons.get(id), told) if part)
    by_id = {d.id: d for d in items}
    return [[by_id[i] for i in group] for group in groups], reasons


def named_people(entities: Sequence[Entity]) -> frozenset[str]:
    """The ids of the entities that are persons known by name."""
    return frozenset(e.id for e in entities if e.type == "person" and any(m.kind == "name" for m in e.mentions))


def entity_at(place: Passage, entities: Sequence[Entity]) -> str | None:
    """The entity that is meant most nearly on these words."""
    near = [
        (2 * m.place.span.overlap(place.span) - len(m.place.span), m.kind == "name", e.id)
        for e in entities
        for m in e.mentions
        if m.place.document == place.document and m.place.span.overlap(place.span)
    ]
    return max(near)[2] if near else None


def _with_blocks(document: Document, roles: dict[str, tuple]) -> Document:  # type: ignore[type-arg]
    return replace(document, blocks=roles.get(document.id, document.blocks))


def _claims(
    groups: Sequence[Sequence[Draft]],
    comparison: Comparison,
    sources: Origins,
    stories: Sequence[Story],
    reasons: Mapping[str, str],
    entities: Mapping[str, Entity],
) -> tuple[list[Claim], list[Discrepancy], dict[str, str]]:
    claims: list[Claim] = []
    discrepancies: list[Discrepancy] = []
    claim_of: dict[str, str] = {}
    story_of = {d: s.id for s in sorted(stories, key=lambda s: s.id) for d in s.documents if d not in s.guests}
    for group in groups:
        members = sorted(group, key=lambda d: (d.document.id, d.statement.span, d.id))
        identity = stable_id("c", *sorted(d.id for d in members))
        found = comparison.of_claim(identity, members)
        origins, support = sources.of_claim(members)
        discrepancies += found
        claim_of.update({d.id: identity for d in members})
        claims.append(
            Claim(
                id=identity,
                label=label(members, entities, differing=bool(found)),
                statements=tuple(d.id for d in members),
                support=support,
                disputed=False,
                origins=origins,
                story=story_of.get(members[0].document.id),
                why="; ".join(dict.fromkeys(reasons[d.id] for d in members if d.id in reasons)),
            )
        )
    return sorted(claims, key=lambda c: c.id), discrepancies, claim_of


def outlet(document: Document) -> str:
    """Who published a report, and whether it was corrected or withdrawn."""
    name = document.meta.publisher or document.name
    return f"{name} ({document.standing})" if document.standing in {"corrected", "withdrawn"} else name


def wording(members: Sequence[Draft]) -> Draft:
    """The statement that can stand for a claim: told and not asked, not denied by its teller, as most tell it, a clause that stands by
    itself, and the shortest such."""
    if len(members) == 1:
        return members[0]
    denied = 2 * sum(d.statement.polarity == "denied" for d in members) > len(members)

    def unfit(draft: Draft) -> tuple[bool, bool, bool, bool, bool, int, str]:
        s = draft.statement
        first = draft.words.split(" ", 1)[0].lower()
        return (
            s.certainty == "unknown",
            any(marks(draft.vouches, s.polarity, draft.words)),
            (s.polarity == "denied") != denied,
            first in word_list("clause_openers.txt") or not any(a.span.start < s.head.start for a in s.arguments),
            len(draft.words) < SHORT_LABEL,
            len(draft.words),
            draft.id,
        )

    return min(members, key=unfit)


def label(members: Sequence[Draft], entities: Mapping[str, Entity], differing: bool = False) -> str:
    """A claim in one of its wordings, with who says these very words: a label is never without its attribution.

    Whoever says it as surely in other words is named as doing so, unless the reports differ; whoever denies it stands with "denied", and where
    some tell and others deny it, the label says that.
    """
    chosen = wording(members)
    words = chosen.words
    if len(words) > LONGEST_LABEL:
        words = words[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"
    own = [d for d in members if d is chosen or _said_alike(d, chosen)]
    who, denied = _speakers(own, entities)
    rest = [d for d in members if d not in own and d.statement.certainty == chosen.statement.certainty]
    split = both_ways((d.statement.polarity, d.statement.certainty) for d in members)
    if rest and not differing and not split:
        named = set(_names([_chain(d, entities) for d in own]))
        others = [name for name in _names([_chain(d, entities) for d in rest]) if name not in named]
        who += f"; in other words {_listed(others)}" if others else ""
    reports = len({d.document.report or d.document.id for d in members})
    how = "told and denied " if split else "told differently " if differing else ""
    where = f"{how}in {reports} report{'s' * (reports > 1)}" if reports > 1 or how else ""
    note = ", ".join(part for part in (denied, where) if part)
    note = "; ".join(part for part in (note, _withdrawn(members, who)) if part)
    return f"{who}{f' ({note})' if note else ''}: {words}"


def _withdrawn(members: Sequence[Draft], who: str) -> str:
    """Which reports of a claim were withdrawn, unless they stand with that word among those who tell it."""
    documents = {d.document.id: d.document for d in members if d.document.standing == "withdrawn"}.values()
    names = sorted({d.meta.publisher or d.name for d in documents if outlet(d) not in who})
    return f"{_listed(names)} withdrawn" if names else ""


def _said_alike(draft: Draft, chosen: Draft) -> bool:
    """Whether a statement has the very words of another, meant the same way."""
    one, other = ((d.words.lower(), d.statement.polarity, d.statement.certainty) for d in (draft, chosen))
    return one == other


def _speakers(drafts: Sequence[Draft], entities: Mapping[str, Entity]) -> tuple[str, str]:
    """Those who say it, and a word for how, where it is the same of each and nobody stands between."""
    chains = [_chain(d, entities) for d in drafts]
    marked = {chain[0].mark for chain in chains if len(chain) == 1}
    if len(marked) == 1 and all(len(chain) == 1 for chain in chains):
        return _listed(sorted({chain[0].name for chain in chains})), marked.pop()
    return _listed(_names(chains)), ""


def _names(chains: Iterable[tuple[Link, ...]]) -> list[str]:
    """Those who say it, each once, through whom where nobody has it from them straight."""
    nearest: dict[str, tuple[Link, ...]] = {}
    for chain in chains:
        key = str(chain[0]) if not any(link.mark for link in chain[1:]) else str(chain)
        known = nearest.get(key)
        if known is None or (len(chain), str(chain)) < (len(known), str(known)):
            nearest[key] = chain
    return sorted(" ‹ ".join(map(str, chain)) for chain in nearest.values())


def _chain(draft: Draft, entities: Mapping[str, Entity]) -> tuple[Link, ...]:
    """Who vouches for a statement; its report where nobody is named."""
    found = links(draft.vouches, entities, draft.statement.polarity, draft.words)
    return found or (Link(outlet(draft.document), marks((), draft.statement.polarity, draft.words)[0]),)


def _listed(names: Sequence[str]) -> str:
    """Names in a row, at most MOST_NAMES of them."""
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} other{'s' * (more > 1)}" if more > 0 else "")
