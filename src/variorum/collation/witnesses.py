"""Who could know by himself: a person whom a report names, who plainly speaks, and who was there, took part or perceived it.

Everything here errs on the side of no: a witness who is not recognised leaves a claim's support undetermined, one who is none
makes a false second source.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from variorum.collation.acts import data_lines, word_list
from variorum.collation.draft import Draft
from variorum.collation.namematch import fold
from variorum.model.record import Entity, Vouch
from variorum.model.span import Span

FIRST_PERSON = frozenset({"i", "me", "my", "we", "us", "our"})
ONE_SPEAKER = frozenset({"he", "she", "i", "who"})  # pronouns that mean one person who was named before
NEARBY = 400  # code points from a statement within which its teller says to have seen or heard
NEAR_SOURCE = 250  # code points from a statement within which the words that name its teller must stand
AROUND = 60  # code points on either side of a name by which running text is told from a headline
PROSE = 0.4  # share of words in small letters from which on it is running text
TURN = ":"  # the cue of an answer in a written-down conversation
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_HEARD = re.compile(r"\b(?:heard|told|informed)\b")
_HEARSAY = re.compile(r"\s*(?:that|about|from|of)\b")
_END = re.compile(r"[.;:!?\n\"“”]")
_APPOSITION = re.compile(
    r",\s+(?!(?:who|which|when|where|while|as|and|but|or|after|before|then|saying|whose)\b)([^,.;:\n\"“”]{3,80})"
)


@cache
def _offices() -> dict[str, tuple[str, str | None]]:
    rows = (line.split("\t") for line in data_lines("offices.tsv"))
    return {row[0]: (row[1], row[2] if len(row) > 2 else None) for row in rows}


def _office_words(text: str) -> list[str]:
    plain = re.sub(r"[^\w.'’ -]", " ", text.lower()).replace("’", "'")
    words = [w.strip(".'") for w in plain.split()]
    return [w for w in [*(" ".join(p) for p in pairwise(words)), *words] if w in _offices()]


def office_kind(text: str) -> str | None:
    """The kind of office that a source's words name; None for other sources."""
    found = _office_words(text)
    return _offices()[found[0]][0] if found else None


def branches(text: str) -> frozenset[str]:
    """The branches of an office that a source's words name ("police", "court"); none where they could mean any of them."""
    return frozenset(branch for w in _office_words(text) if (branch := _offices()[w][1]) is not None)


def speaks_for_another(text: str) -> bool:
    """Whether words call somebody one who speaks for another."""
    return bool({w.strip(".,'’").lower() for w in text.split()} & word_list("partisans.txt"))


class Witnesses:
    """The persons of one case, as its reports name them and let them speak."""

    def __init__(self, items: Sequence[Draft], entities: Mapping[str, Entity]) -> None:
        self._texts = {d.document.id: d.document.text for d in items}
        self._identified: dict[str, bool] = {}
        self._standing: dict[str, str | None] = {}
        self._named: dict[str, list[tuple[int, str]]] = {}  # document -> where which person's name stands
        for entity in entities.values():
            for mention in entity.mentions:
                if entity.type == "person" and mention.kind == "name":
                    self._named.setdefault(mention.place.document, []).append((mention.place.start, entity.id))
        for places in self._named.values():
            places.sort()
        self._perceived: dict[tuple[str, str], list[int]] = {}
        for draft in items:
            holder = draft.vouches[0].holder if draft.vouches else None
            if holder is not None and _perceives(draft, holder):
                self._perceived.setdefault((draft.document.id, holder), []).append(draft.statement.span.start)

    def perceives(self, document: str, entity: str) -> bool:
        """Whether a report lets somebody say to have seen or heard anything."""
        return (document, entity) in self._perceived

    def saw(self, draft: Draft, entity: str) -> bool:
        """Whether the teller says, near this statement, to have seen or heard something."""
        seen = self._perceived.get((draft.document.id, entity), ())
        return any(abs(at - draft.statement.span.start) <= NEARBY for at in seen)

    def identified(self, entity: Entity) -> bool:
        """Whether some report names the person in full (two words or more) in running text, not in a headline alone."""
        if entity.id not in self._identified:
            places = [m.place for m in entity.mentions if m.kind == "name" and m.place.document in self._texts]
            self._identified[entity.id] = any(_in_full(self._texts[p.document], p.span) for p in places)
        return self._identified[entity.id]

    def office(self, entity: Entity) -> str | None:
        """The kind of office, or "another" whose word it is, that any report joins to the person's name; None for others."""
        if entity.id not in self._standing:
            found = [self._beside(self._texts[m.place.document], m.place.span) for m in entity.mentions
                     if m.kind == "name" and m.place.document in self._texts]  # fmt: skip
            self._standing[entity.id] = next((kind for kind in found if kind is not None), None)
        return self._standing[entity.id]

    @staticmethod
    def _beside(text: str, name: Span) -> str | None:
        before = _END.split(text[max(0, name.start - AROUND) : name.start])[-1].split()[-2:]
        last = before[-1:] if before and not _office_words(" ".join(before)) else before
        apposition = _APPOSITION.match(text, name.end)
        inside = name.text(text)
        for words in (" ".join(last) if _ends_in_office(before) else "", inside, apposition.group(1) if apposition else ""):
            kind = office_kind(words)
            if kind is not None or speaks_for_another(words):
                return kind or "another"
        return None

    def speaks(self, draft: Draft, vouch: Vouch, entity: Entity) -> bool:
        """Whether the report names the person as the speaker by name, or by a pronoun right after the name, close by."""
        if vouch.source is None or vouch.anonymous:
            return False
        far = max(vouch.source.start - draft.statement.span.end, draft.statement.span.start - vouch.source.end)
        if vouch.cue != TURN and far > NEAR_SOURCE:
            return False
        words = [w.strip(".,'’“”\"").lower() for w in (vouch.holder_text or "").split()]
        if "and" in words or "&" in words:
            return False  # a joint statement
        if len(words) == 1 and words[0] in ONE_SPEAKER:
            return vouch.cue == TURN or self._last_named(draft.document.id, vouch.source.start) == entity.id
        names = {w for m in entity.mentions if m.kind == "name" and m.place.document == draft.document.id
                 for w in fold(m.place.span.text(self._texts[draft.document.id])).split()}  # fmt: skip
        return bool(names & {w for word in words for w in fold(word).split()})

    def _last_named(self, document: str, at: int) -> str | None:
        """The person whose name stands last before this place."""
        places = self._named.get(document, [])
        n = bisect.bisect_left(places, (at, ""))
        return places[n - 1][1] if n else None


def _ends_in_office(words: Sequence[str]) -> bool:
    """Whether the words right before a name end in an office or one who speaks for another ("police spokesman")."""
    last = words[-1].strip(".,'’").lower() if words else ""
    return last in _offices() or last in word_list("partisans.txt")


def _in_full(text: str, name: Span) -> bool:
    words = [w.strip(".'’-") for w in _WORD.findall(name.text(text))]
    full = [w for w in words if w[:1].isupper() and len(w) > 1 and w.lower() not in word_list("match_titles.txt")]
    start = text.rfind("\n", 0, name.start) + 1
    end = text.find("\n", name.end)
    start, end = max(start, name.start - AROUND), min(len(text) if end < 0 else end, name.end + AROUND)
    beside = _WORD.findall(text[start : name.start]) + _WORD.findall(text[name.end : end])
    return len(full) > 1 and bool(beside) and sum(w[0].islower() for w in beside) >= PROSE * len(beside)


def takes_part(draft: Draft, entity: str) -> bool:
    """Whether the teller is one of those whom the statement is about, elsewhere than in the words that name the teller."""
    source = draft.vouches[0].source
    return any(
        e == entity and a.role in {"agent", "patient", "recipient"} and not (source and source.overlap(a.span))
        for a, e in zip(draft.statement.arguments, draft.entities, strict=True)
    )


def speaks_of_self(draft: Draft) -> bool:
    """Whether a quotation speaks of its speaker as taking part."""
    return draft.vouches[0].direct and any(a.lemma in FIRST_PERSON for a in draft.statement.arguments)


def surmised(draft: Draft) -> bool:
    """Whether it is told as a thought or as hearsay ("I think he ...", "he heard that ...")."""
    if draft.statement.predicate in word_list("surmise.txt"):
        return True
    content = draft.vouches[0].content
    before = draft.document.text[max(content.start, draft.statement.span.start - 30) : draft.statement.span.start].lower()
    last = re.split(r"[.!?;]\W", before)[-1]
    thought = set(re.findall(r"[\w'’]+", last)[-4:]) & word_list("surmise.txt")
    cue = {w.lower() for w in re.findall(r"[\w'’]+", draft.vouches[0].cue or "")}
    return bool(thought or _HEARD.search(last) or cue & word_list("surmise.txt"))


def _perceives(draft: Draft, holder: str) -> bool:
    """Whether the statement says that its teller saw or heard something; what he heard about or was told is hearsay."""
    s = draft.statement
    if s.predicate not in word_list("perceiving.txt") or s.polarity != "affirmed":
        return False
    after = draft.document.text[s.head.end : s.head.end + 12].lower()
    return not _HEARSAY.match(after) and (draft.entity("agent") == holder or speaks_of_self(draft))
