"""Ties mentions of one document into chains, left to right, by names, descriptions and pronouns."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence

from spacy.tokens import Doc

from variorum.model.reading import Mention
from variorum.model.span import Span
from variorum.reading.linking import Scene, anew, compared, may_be, relation, score
from variorum.reading.referents import THIRD, Chain, Item, Sentences, Voice
from variorum.reading.wordlist import words

FAR = 40  # sentences; nobody is still "he" after so many without a mention
NEAR = 8  # chains lately spoken of that a name or description is held against
PRONOUN = 16  # the same for a pronoun
ALIKE = 8  # chains sharing a word
FOUND = " found"  # of a kind of pronoun that may stand for something nobody marked
STILL, LONG_STILL = 3, 8  # sentences after which who spoke last is no longer taken to go on; to go on as "he continued" says
CONTINUES = ("add", "continue", "conclude")
REPLIES = ("answer", "reply", "respond", "retort")  # what the other one does
NESTED = 4  # quotations within one another
KEPT = 64  # chains lately spoken of that are looked through
Choose = Callable[[Item, Sequence[Chain], Scene], int]


def chain(
    doc: Doc, mentions: Sequence[Mention], voices: Sequence[Voice] = (), found: bool = False, aside: Sequence[Span] = ()
) -> tuple[tuple[int, str], ...]:
    """The chain's number and the reason, for each of `mentions` in the order given; `found` and `aside` as for `chain_mentions`."""
    return Resolver(doc, voices, found, aside=aside).run(mentions)


def best(item: Item, chains: Sequence[Chain], scene: Scene) -> int:
    """The index of the chain with the highest score; -1 where "somebody new" has it."""
    scores = [score(item.kind, features) for features in compared(item, chains, scene)]
    new = score(item.kind, anew(item, chains, scene))
    top = max(range(len(chains)), key=lambda n: (scores[n], -n), default=-1)
    return top if top >= 0 and scores[top] > new else -1


class Resolver:
    """Places mentions one by one. `choose` decides among the chains that may be meant."""

    def __init__(
        self, doc: Doc, voices: Sequence[Voice], found: bool = False, choose: Choose = best, aside: Sequence[Span] = ()
    ) -> None:
        self.page = Sentences(doc)
        self.voices = sorted(voices, key=lambda v: (v.span.start, -v.span.end))
        self._turns = [v for v in self.voices if v.turn]
        self._quoted = [v for v in self.voices if not v.turn]
        self._starts = {turn: [v.span.start for v in (self._turns if turn else self._quoted)] for turn in (True, False)}
        self._speakers = {at: v.who for v in self.voices if v.turn for s in v.source for at in range(s.start, s.end)}
        self._quoting = {s.start: v.who for v in self._quoted for s in v.source}
        self._numbers = {id(v): n for n, v in enumerate(self.voices)}
        self.choose = choose
        self.found = found
        self._aside = sorted(aside)
        self.scene = Scene(voices=len({v.who for v in self.voices if v.who}))
        self.recent: list[Chain] = []  # the latest spoken of last
        self.by_word: dict[str, list[Chain]] = {}  # words of names, heads of descriptions
        self.speaking: dict[str, Chain] = {}  # label of a voice to who it is

    def run(self, mentions: Sequence[Mention]) -> tuple[tuple[int, str], ...]:
        """As `chain`."""
        order = sorted(range(len(mentions)), key=lambda i: (mentions[i].span.start, mentions[i].span.end))
        given: dict[int, tuple[Chain, str]] = {}
        late: list[tuple[int, Item]] = []
        for i in order:
            item = self.page.item(mentions[i], self.voice(mentions[i].span.start))
            if self.found and item.kind in ("they", "it"):
                item.kind += FOUND
            if item.kind == "i" and (item.voice is None or any(s.start > item.mention.span.start for s in item.voice.source)):
                late.append((i, item))  # the source stands behind its quotation
                continue
            given[i] = self._first_person(item) if item.kind == "i" else self._place(item)
        for i, item in late:
            given[i] = self._first_person(item)
        numbers: dict[int, int] = {}
        for i in order:
            numbers.setdefault(id(given[i][0]), len(numbers))
        return tuple((numbers[id(given[i][0])], given[i][1]) for i in range(len(mentions)))

    def voice(self, at: int) -> Voice | None:
        """The innermost voice that speaks at an offset: of a quotation, else of a turn."""
        for turn, voices in ((False, self._quoted), (True, self._turns)):
            last = bisect.bisect_right(self._starts[turn], at) - 1
            for n in range(last, max(-1, last - NESTED), -1):
                if voices[n].span.start <= at < voices[n].span.end:
                    return voices[n]
        return None

    # --- placing

    def _place(self, item: Item) -> tuple[Chain, str]:
        label = self._speakers.get(item.mention.head.start) if item.mention.kind == "name" else None
        if label is not None and label in self.speaking:
            return self._take(self.speaking[label], item, "the speaker of the turn")
        where, why = self._chosen(item)
        if label is not None:
            self.speaking[label] = where
            where.voice = label
        return where, why

    def _chosen(self, item: Item) -> tuple[Chain, str]:
        self._set_scene(item)
        self.scene.look(item)
        item.quoting = self._quoting.get(item.mention.span.start, "")
        self._set_speaker(item)
        chains = self._candidates(item)
        chosen = self.choose(item, chains, self.scene)
        if chosen >= 0 and (speaker := self._goes_on(item, chains)) is not None:
            return self._take(speaker, item, "the one who spoke last goes on")
        if chosen >= 0 and item.age and not chains[chosen].ages and (known := self._of_age(item)) is not None:
            return self._take(known, item, "the same age")
        if chosen < 0 and item.kind == "you" and (other := self._other_speaker(item)) is not None:
            return self._take(other, item, '"you" of the other one of two speakers')
        if chosen < 0 and (known := self._picked_out(item)) is not None:
            return self._take(known, item, "description of the person most spoken of")
        if chosen < 0:
            return self._take(Chain(item.mention.type), item, "first mention")
        return self._take(chains[chosen], item, _reason(item, chains[chosen], self.scene))

    def _take(self, chain: Chain, item: Item, why: str) -> tuple[Chain, str]:
        chain.add(item)
        if chain.voice and item.kind == "you":
            self.speaking.setdefault(chain.voice, chain)
        self.scene.by_head.setdefault(item.root.i, chain)
        if not self._is_aside(item.mention.span.start):
            self.recent = [c for c in self.recent if c is not chain][1 - KEPT :]
            self.recent.append(chain)
        if item.mention.kind != "pronoun":
            for word in {*item.names, item.lemma}:
                self.by_word[word] = [*(c for c in self.by_word.get(word, ()) if c is not chain), chain][-ALIKE:]
        return chain, why

    def _is_aside(self, at: int) -> bool:
        """Whether what stands at an offset is outside of what the text tells, as who wrote it or took the picture is."""
        last = bisect.bisect_right(self._aside, at, key=lambda s: s.start) - 1
        return last >= 0 and at < self._aside[last].end

    def _goes_on(self, item: Item, chains: Sequence[Chain]) -> Chain | None:
        """For a "he" who says something: who said something last, or the one other whom the sentence before has told of since.

        Nobody where he replies, or where the report has told of several since.
        """
        verb = item.root.head
        if not item.says or item.kind not in THIRD or verb.dep_ == "conj" or verb.lemma_.lower() in REPLIES:
            return None
        fitting = [c for c in chains if c.type == "person" and not c.plural]
        last = max(fitting, key=lambda c: c.said, default=None)
        if last is None or last.said < 0:
            return None
        away = item.sentence - last.said_in
        if verb.lemma_.lower() in CONTINUES:
            return last if away <= LONG_STILL else None
        since = [c for c in fitting if c is not last and c.led_in > last.said_in]
        if since:
            return max(since, key=lambda c: c.led_in) if len(since) == 1 and since[0].led_in == item.sentence - 1 else None
        return last if away <= STILL else None

    def _of_age(self, item: Item) -> Chain | None:
        """The one person a description by age fits, where just one of that age was spoken of."""
        if item.kind != "nominal.person" or item.determiner not in ("def", "dem"):
            return None
        same = [c for c in self.recent if item.age in c.ages and c.type == "person" and may_be(item, c, self.scene)]
        return same[0] if len(same) == 1 else None

    def _picked_out(self, item: Item) -> Chain | None:
        """The person most spoken of, for a description that only picks one out again: by age, "the former commander"."""
        again = item.lemma.endswith("old") or any(t.lower_ in words("picking_out.txt") for t in item.tokens)
        if not again or item.determiner != "def" or item.kind != "nominal.person" or item.plural:
            return None
        people = [c for c in self.recent if not c.plural and c.type == "person" and may_be(item, c, self.scene)]
        ranked = sorted(people, key=lambda c: (item.age not in c.ages, not c.names, -len(c.items), c.items[0].mention.span))
        if not ranked or not (ranked[0].names or item.age in ranked[0].ages):
            return None
        rivals = [c for c in ranked[1:] if (item.age in c.ages) == (item.age in ranked[0].ages) and c.names]
        return ranked[0] if all(len(c.items) < len(ranked[0].items) for c in rivals) else None

    def _candidates(self, item: Item) -> list[Chain]:
        """The chains `item` may belong to, the latest first."""
        fits: dict[int, Chain] = {}
        wanted = PRONOUN if item.mention.kind == "pronoun" else NEAR
        for c in reversed(self.recent):
            if len(fits) == wanted or item.sentence - c.last.sentence > FAR:
                break
            if self._fits(item, c):
                fits[id(c)] = c
        if item.mention.kind != "pronoun":
            for word in (*item.names, item.lemma):
                for c in self.by_word.get(word, ()):
                    if self._fits(item, c):
                        fits.setdefault(id(c), c)
            if (tied := self.scene.tied) and self._fits(item, tied[0]):
                fits.setdefault(id(tied[0]), tied[0])
        found = sorted(fits.values(), key=lambda c: -c.last.mention.span.start)
        if item.kind in ("you", "we"):
            found.extend(self._addressed(item, fits))
        return found

    def _addressed(self, item: Item, known: dict[int, Chain]) -> list[Chain]:
        """The voices before and after, where they are not among the chains lately spoken of."""
        found: list[Chain] = []
        for label in dict.fromkeys((item.who, self.scene.previous, self.scene.following)):
            c = self.speaking.get(label)
            if c is None and self.scene.voices == 2 and label and label != item.who:
                c = Chain(item.mention.type, voice=label)
            if c is None:
                continue
            if self._fits(item, c) and id(c) not in known:
                found.append(c)
        return found

    def _other_speaker(self, item: Item) -> Chain | None:
        """The other one of two speakers in a transcript."""
        label = self.scene.previous or self.scene.following
        if self.scene.voices != 2 or item.voice is None or not item.voice.turn or not label:
            return None
        return self.speaking.get(label) or Chain("person", voice=label)

    def _fits(self, item: Item, chain: Chain) -> bool:
        if chain.type != item.mention.type and not (item.kind.endswith(FOUND) and chain.type in ("person", "organisation")):
            return False
        return may_be(item, chain, self.scene)

    def _set_scene(self, item: Item) -> None:
        """Who spoke before and who speaks next, seen from a mention."""
        self.scene.previous = self.scene.following = ""
        if item.voice is None or item.kind not in ("you", "we"):
            return
        at = self._numbers[id(item.voice)]
        for n in range(at - 1, max(-1, at - 40), -1):
            if self.voices[n].who != item.who:
                self.scene.previous = self.voices[n].who
                break
        for n in range(at + 1, min(len(self.voices), at + 40)):
            if self.voices[n].who != item.who:
                self.scene.following = self.voices[n].who
                break

    # --- who speaks

    def _first_person(self, item: Item) -> tuple[Chain, str]:
        for source in item.voice.source if item.voice else ():
            if c := self._named_by(source):
                return self._take(c, item, '"I" of who is quoted')
        label = item.who
        if label not in self.speaking:
            self.speaking[label] = self._named_voice(label, item.mention.type)
            self.speaking[label].voice = label
        return self._take(self.speaking[label], item, '"I" of one voice')

    def _set_speaker(self, item: Item) -> None:
        """Who speaks a quoted "he" or "she", which then means somebody else."""
        self.scene.speaker, self.scene.speaker_names = None, frozenset()
        if item.kind not in THIRD or item.voice is None or item.voice.turn:
            return
        sources = item.voice.source
        self.scene.speaker = next((c for source in sources if (c := self._named_by(source))), None)
        named = {self.page.words(source).root for source in sources}
        self.scene.speaker_names = frozenset(t.lower_ for t in named if t.pos_ == "PROPN")

    def _named_voice(self, who: str, type_: str) -> Chain:
        """The chain of the person a voice is named after, or a new one."""
        label = {w for w in re.split(r"[\s_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", who).lower()) if w}
        for c in (c for word in sorted(label) for c in self.by_word.get(word, ())):
            if c.type == "person" and any(label <= set(n) or (len(n) > 1 and set(n) <= label) for n in c.names):
                return c
        return Chain(type_)

    def _named_by(self, source: Span) -> Chain | None:
        """The chain of the person or body whose head is the head of these words; else of any within them."""
        if c := self.scene.by_head.get(self.page.words(source).root.i):
            return c
        inside = [c for t in self.page.words(source) if (c := self.scene.by_head.get(t.i))]
        return next((c for kind in ("person", "organisation") for c in inside if c.type == kind), None)


def _reason(item: Item, chain: Chain, scene: Scene) -> str:
    """What tied a mention to its chain, in a few words."""
    if scene.tied and scene.tied[0] is chain:
        return scene.tied[1]
    earlier = next((" ".join(n) for n in chain.names if n), "")
    if item.mention.kind == "name":
        how = relation(item, chain)
        return how if how in ("same name", "no name") or not earlier else f"{how}: {earlier}"
    if item.mention.kind == "nominal":
        if (item.bare, item.plural) in chain.bares:
            return "same words"
        return "same noun" if item.lemma in chain.heads else f"description of {earlier or 'who was spoken of'}"
    return f"pronoun: {earlier or 'the one spoken of'} fits best by distance, role and number"
