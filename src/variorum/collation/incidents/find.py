"""The incident records of a case: for each story, the values its reports give to the standard questions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import starmap

from variorum.collation.draft import Draft
from variorum.collation.incidents.evidence import Answer
from variorum.collation.incidents.page import Page, lay_out
from variorum.collation.incidents.replies import Asking, Bearing, Replies, Reply, Seen, reply, seen
from variorum.collation.incidents.story import COUNTS, Asked, Telling, ages_of, scene_of, tell
from variorum.collation.incidents.words import told_by_words
from variorum.collation.namematch import person_name
from variorum.collation.origins import Origins
from variorum.collation.perstory import LONGEST_STORY, Given, each_story
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Answers, Entity, GivenValue, Incident, Lineage, Participant, Passage, Question, Story

MOST = 3  # readings of a question
NESTED = 40  # statements that may begin between the start of one and the words it holds
SHOWN = 12  # places shown for a value
# How likely the first value, and each further one, must be to be shown; chosen on train incidents that the weights were not fitted on.
CUTS: Mapping[str, tuple[float, float]] = {
    "date": (0.1, 0.1), "place": (0.05, 0.08), "killed": (0.15, 0.15), "injured": (0.15, 0.17), "arrested": (0.4, 0.4),
}  # fmt: skip
PERSON, AGE = 0.46, 0.56  # chosen in the same way, for a precision of .85 and a little over


class Book:
    """Who says what stands where: the statements of each document by place, and the origins they come from."""

    def __init__(self, items: Sequence[Draft], entities: Sequence[Entity], lineages: Sequence[Lineage]) -> None:
        self.items: dict[str, list[Draft]] = {}
        for item in items:
            self.items.setdefault(item.document.id, []).append(item)
        for held in self.items.values():
            held.sort(key=lambda d: (d.statement.span.start, d.id))
        self.entities = {e.id: e for e in entities}
        self.origins = Origins(items, self.entities, lineages)

    def value(self, given: Reply, reports: int) -> GivenValue:
        """A value with its places, the statements that hold them, and their origins."""
        places = list(dict.fromkeys(Passage(e.document, s.start, s.end) for e in given.seen for s in e.spans))
        told = [d for p in places if (d := self._holder(p)) is not None]
        told = list({d.id: d for d in told}.values())
        origins = self.origins.of_claim(told)[0] if told else ()
        count = len({p.document for p in places})
        why = f"{count} of {reports} reports give it, in {len(places)} place{'s' if len(places) > 1 else ''}"
        return GivenValue(given.value, tuple(places[:SHOWN]), tuple(sorted(d.id for d in told)), origins, given.likelihood, why)

    def _holder(self, place: Passage) -> Draft | None:
        """The narrowest statement around a place."""
        items = self.items.get(place.document, [])
        at = bisect_right(items, place.start, key=lambda d: d.statement.span.start)
        around = [d for d in items[max(0, at - NESTED) : at] if d.statement.span.covers(place.span)]
        return min(around, key=lambda d: (len(d.statement.span), d.id), default=None)


def find_incidents(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    stories: Sequence[Story],
    entities: Sequence[Entity],
    lineages: Sequence[Lineage],
    items: Sequence[Draft],
) -> tuple[Incident, ...]:
    """An incident record for each of `stories` (any grouping of `documents`), in their order."""
    book = Book(items, entities, lineages)
    given = each_story(documents, readings, stories, entities, lineages, items, {})
    return tuple(incident(ask(one, telling_of(one, pages_of(one), asked(one))), book) for one in given)


def pages_of(given: Given) -> dict[str, Page]:
    """The reports of a story laid out."""
    return {id: lay_out(document, given.readings[id]) for id, document in given.documents.items()}


def asked(given: Given) -> list[str]:
    """The reports of a story that are asked."""
    return given.earliest(given.story.documents, LONGEST_STORY)


def telling_of(given: Given, pages: Mapping[str, Page], members: Sequence[str]) -> Telling:
    """Some reports of a story, ready to be asked."""
    return tell([pages[d] for d in members], given.persons_of(members), given.lineages)


def ask(given: Given, telling: Telling) -> Asking:
    """What the reports of a story give to the standard questions."""
    asked = Asked()
    found: dict[Question, list[Answer]] = {"date": asked.days(telling), "place": asked.places(telling)}
    counts = asked.counts(telling)
    for slot in COUNTS:
        found[slot] = counts[slot]
    answers = [Replies(question, tuple(map(reply, cut(question, held)))) for question, held in found.items()]
    answers += [
        Replies(question, tuple(Reply(v, v, share, seen(e)) for v, e, share in ranked[:MOST]))
        for question, ranked in told_by_words(telling.pages).items()
    ]
    scene = scene_of(found["date"], found["place"])
    people = asked.people(telling, scene)
    ages = [reply(a) for a in asked.ages(telling, people, scene) if a.likelihood >= AGE]
    shown = [reply(a) for a in people if a.likelihood >= PERSON]
    bearing = tuple(starmap(Bearing, ages_of(telling, people).items()))
    return Asking(given.story.id, tuple(sorted(telling.order)), tuple(answers), tuple(shown), tuple(ages), bearing)


def incident(asking: Asking, book: Book) -> Incident:
    """The incident record of a story: what its reports gave, with who says so."""
    reports = len(asking.documents)
    answers = (Answers(given.question, tuple(book.value(one, reports) for one in given.values)) for given in asking.answers)
    return Incident(asking.story, asking.documents, tuple(a for a in answers if a.values), participants(asking, book))


def cut(question: str, answers: Sequence[Answer]) -> list[Answer]:
    """The answers likely enough to be shown, at most three."""
    first, further = CUTS[question]
    return [a for i, a in enumerate(answers[:MOST]) if a.likelihood >= (further if i else first)]


def participants(asking: Asking, book: Book) -> tuple[Participant, ...]:
    """Those named with their ages, then an entry for each further age that somebody unnamed bears."""
    reports, people, ages = len(asking.documents), asking.people, asking.ages
    bearing = {one.age: one.persons for one in asking.bearing}
    borne: dict[str, list[tuple[Reply, Seen]]] = {}
    for answer in ages:
        for one in answer.seen:
            if one.bearer is not None:
                borne.setdefault(one.bearer, []).append((answer, one))
    shown, told = [], dict.fromkeys((a.key for a in ages), 0)
    aged: dict[str, str] = {}  # who is shown -> with which age
    for person in people:
        if not person_name(person.value).words:
            continue
        values = _values(borne.get(person.key, ()), book, reports)
        for value in values[:1]:
            told[value.value] += 1
            aged[person.key] = value.value
        entity = book.entities.get(person.key)
        places = tuple(Passage(e.document, s.start, s.end) for e in person.seen for s in e.spans)[:SHOWN]
        shown.append(Participant(person.value, entity.id if entity else None, person.role, places, values, person.likelihood))
    for answer in ages:
        if all(aged.get(one.bearer or "", answer.key) != answer.key for one in answer.seen):
            continue  # another age of somebody shown already, told with the first
        for _ in range(bearing.get(int(answer.value), 1) - told[answer.key]):
            value = book.value(answer, reports)
            shown.append(Participant(None, None, None, (), (value,), answer.likelihood))
    return tuple(shown)


def _values(borne: Sequence[tuple[Reply, Seen]], book: Book, reports: int) -> tuple[GivenValue, ...]:
    """The ages told of one person, the one most places give first."""
    by_age: dict[str, list[Seen]] = {}
    likely = {answer.key: answer.likelihood for answer, _ in borne}
    for answer, one in borne:
        by_age.setdefault(answer.key, []).append(one)
    ranked = sorted(by_age, key=lambda k: (-len({e.document for e in by_age[k]}), -likely[k], k))
    return tuple(book.value(Reply(k, k, likely[k], tuple(by_age[k])), reports) for k in ranked[:MOST])
