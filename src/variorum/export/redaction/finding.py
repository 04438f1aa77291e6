"""Where a text gives somebody's name away."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from variorum.collation.namematch import PARTICLES, SUFFIXES
from variorum.collation.spelling import nicknames
from variorum.export.redaction.addresses import EMAIL, HANDLE, PHONE, URL, told_in
from variorum.export.redaction.likeness import kind_of_family_name, kind_of_given_name
from variorum.export.redaction.people import Person
from variorum.export.redaction.words import Word, courtesies, folded, given_names, ordinary, words
from variorum.model.span import Span

ADDRESS = "[address withheld]"
_INITIALS = re.compile(r"\s(?:[^\W\d_]\.[ -]?){1,3}(?<=\.)")
_OTHER_SCRIPT = re.compile(r"\s*[(（][^\x00-\u024f\u1e00-\u20cf]+(?:[\s·.-][^\x00-\u024f\u1e00-\u20cf]+)*[)）]")
_LINKS = " \t\r\n.,-_‐‑\u00a0\u00ad\u200b"  # what may stand between the words of a name
_MONTHS = frozenset(name.lower() for name in calendar.month_name if name)
_BEFORE_A_MONTH = frozenset("in since until till last next early late mid this every".split())
_PERHAPS_BEFORE_A_MONTH = frozenset("of from by through during before after between and to".split())
_DAY_OR_YEAR = re.compile(r"\.?\s+(?:[12]?\d|3[01])(?:st|nd|rd|th)?\b|,?\s+\d{4}\b")
_AUXILIARIES = frozenset({"may", "will", "might", "can", "do", "shall"})
_SUBJECTS = frozenset("i we you he she it they this that there the a an".split())


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A stretch of text to be replaced: by whose pseudonym (None: by a word that tells an address was here), and what is doubtful."""

    start: int
    end: int
    person: int | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    person: int
    kind: str  # core, soft, weak (of a given name only beside others)
    exact: bool
    doubt: str = ""


@dataclass
class Finder:
    """Finds the names of `people` in texts. `others` are the names, in folded words, of everybody whose name may stand.

    `introduced` are initials that the reports use for somebody without points ("JD").
    """

    people: Sequence[Person]
    others: frozenset[tuple[str, ...]] = frozenset()
    introduced: frozenset[str] = frozenset()
    _known: dict[str, tuple[_Mark, ...]] = field(default_factory=dict)
    _names_of_many: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    _phrases: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._other_words = frozenset(word for name in self.others for word in name)
        self._longest = max((len(name) for name in self.others), default=0)
        self._firsts = {name[0] for name in self.others}
        whole = frozenset(word for one in self.people for word in one.core | one.soft | one.glued)
        self._nicknames = frozenset(word for one in self.people for word in one.nicknames) - whole
        for number, one in enumerate(self.people):
            many = {name for name in one.sequences if len(name) > 1}
            for name in sorted(many):
                self._names_of_many.setdefault(name[0], []).append((name, number))
            for name in sorted(many | one.descriptions):
                self._phrases.setdefault(name[0], []).append((name, number))

    def find(
        self,
        text: str,
        times: Iterable[Span] = (),
        near: Iterable[Span] = (),
        meant: Sequence[tuple[Span, int]] = (),
        descriptions: bool = False,
    ) -> list[Hit]:
        """The hits in order, none over another.

        `times`: spans of times, where "May" is no name; `near`: sentences that speak of somebody withheld, whose addresses go too;
        `meant`: spans and whom they mean, where a name could be of several; `descriptions`: whether descriptions are looked for.
        """
        hits = self._addresses(text, list(near))
        found = words(text)
        marks = self._marks(found, list(times), text)
        hits += self._names(text, found, marks, meant)
        hits += self._initials(text, found, marks)
        hits += self._literals(text)
        hits += self._compounds(text, found)
        hits += self._wholes(text, found, self._phrases if descriptions else self._names_of_many)
        return apart(hits)

    def _names(
        self, text: str, found: list[Word], marks: list[tuple[_Mark, ...]], meant: Sequence[tuple[Span, int]]
    ) -> list[Hit]:
        hits: list[Hit] = []
        number = 0
        while number < len(found):
            if not marks[number]:
                number += 1
                continue
            last = number
            while last + 1 < len(found) and self._joins(text, found, marks, number, last):
                last += 1
            while last > number and not marks[last] and not self._closes(found[last], marks[number]):
                last -= 1
            hit = self._hit(text, found, marks, number, last, meant)
            if hit is not None:
                hits.append(hit)
            number = last + 1
        return hits

    def _joins(self, text: str, found: list[Word], marks: list[tuple[_Mark, ...]], first: int, last: int) -> bool:
        """Whether the word after `last` belongs to the name that began at `first`."""
        here, following = found[last], found[last + 1]
        if following.start < here.end:  # the second half of a word broken over lines, or the whole of it
            return True
        between = text[here.end : following.start]
        link = between.strip(" \t\r\n\u00a0\u00ad\u200b")
        if between.count("\n") > 1 or len(between) > 6:
            return False
        people = {mark.person for n in range(first, last + 1) for mark in marks[n]}
        more = {mark.person for mark in marks[last + 1]}
        small = len(following.text) == 1 or following.text in PARTICLES or following.text in SUFFIXES
        if more and not people & more:
            return False
        if link in ("-", "‐", "‑", "_", ""):
            return bool(more) or (
                small and (self._goes_on(found, marks, last + 1, people) or self._closes(following, marks[last]))
            )
        if link == ".":
            return len(here.text) == 1 and bool(more or small) or (bool(more) and len(between) == 1)
        if link != "," or first != last or not following.capital:
            return False
        whole = any(mark.kind == "core" for mark in marks[first])  # "Family, Given"
        letter = len(following.text) == 1 and any(part[0] == following.text for p in people for part in self.people[p].soft)
        return whole and (letter or any(mark.kind != "core" for mark in marks[last + 1]))

    def _closes(self, word: Word, before: tuple[_Mark, ...]) -> bool:
        """Whether a letter after a given name is the family name's ("Jane D.")."""
        family = {part[0] for mark in before if mark.kind != "core" for part in self.people[mark.person].core}
        return len(word.text) == 1 and word.capital and word.text in family

    def _goes_on(self, found: list[Word], marks: list[tuple[_Mark, ...]], number: int, people: set[int]) -> bool:
        """Whether after a small part of a name (a particle, a middle initial) another part of it follows."""
        return any({m.person for m in marks[n]} & people for n in range(number + 1, min(number + 3, len(found))))

    def _hit(
        self,
        text: str,
        found: list[Word],
        marks: list[tuple[_Mark, ...]],
        first: int,
        last: int,
        meant: Sequence[tuple[Span, int]],
    ) -> Hit | None:
        inside = [mark for n in range(first, last + 1) for mark in marks[n]]
        cores = [mark for mark in inside if mark.kind == "core"]
        softs = [mark for mark in inside if mark.kind == "soft"]
        score = {p: sum(1 + mark.exact for mark in inside if mark.person == p) for p in {m.person for m in cores or softs}}
        if not score:
            return None
        span = Span(found[first].start, max(word.end for word in found[first : last + 1]))
        told = next((p for place, p in meant if place.overlap(span) and p in score), None)
        best = max(score.values())
        equal = [p for p in sorted(score) if score[p] == best]
        whose = told if told in equal and told is not None else equal[0]
        doubt = next((mark.doubt for mark in inside if mark.person == whose and mark.doubt), "")
        if len(equal) > 1 and told is None:
            doubt = doubt or "several go by this name"
        if not cores and len({mark.person for mark in softs}) and first == last:
            word = found[first]
            if word.text in ordinary() and word.first and told is None:
                return None
            doubt = doubt or ("" if told is not None else "a given name alone")
        if cores and first == last and found[first].text in ordinary() and told is None:
            doubt = doubt or ("an ordinary word" if found[first].first or found[first].upper else "")
        start = self._from(text, found, marks, first, whose)
        end = self._until(text, span.end, whose)
        if start != found[first].start and not doubt and first:
            doubt = self._stranger(found[first - 1], whose)
        return Hit(start, end, whose, doubt)

    def _until(self, text: str, end: int, whose: int) -> int:
        """Where a name ends, with initials of the given names that stand after the family name ("Doe J.A.")."""
        after = _INITIALS.match(text, end)
        given = {part[0] for part in self.people[whose].soft}
        end = after.end() if after is not None and _first_letter(after.group()) in given else end
        other = _OTHER_SCRIPT.match(text, end)  # "(박지우)": the name once more, as it is written at home
        return other.end() if other is not None else end

    def _from(self, text: str, found: list[Word], marks: list[tuple[_Mark, ...]], first: int, whose: int) -> int:
        """Where a name begins, with initials, a courtesy title and a given name not known so far that stand before it."""
        start = first
        own = {word for name in self.people[whose].sequences for word in name if word in PARTICLES}
        while start:
            before = found[start - 1]
            between = text[before.end : found[start].start]
            spaced = len(between) <= 3 and between.strip(" \t\r\n\u00a0-") in ("", ".")
            initial = len(before.text) == 1 and before.capital and before.text.isalpha() and before.text not in ("i", "a")
            dotted = initial or (len(before.text) == 1 and before.capital and "." in between)
            courtesy = before.text in courtesies() and before.capital
            given = before.text in given_names() and before.capital and "." not in between and before.text not in ordinary()
            free = not marks[start - 1] and before.text not in self._other_words
            if not (spaced and (dotted or courtesy or before.text in own or (given and free))):
                break
            start -= 1
        return found[start].start

    def _stranger(self, before: Word, whose: int) -> str:
        known = before.text in self.people[whose].soft or before.text in courtesies() or len(before.text) == 1
        return "" if known else "perhaps somebody else of this name"

    def _marks(self, found: list[Word], times: list[Span], text: str) -> list[tuple[_Mark, ...]]:
        covered = self._of_others(found)
        rows: list[tuple[_Mark, ...]] = []
        for number, word in enumerate(found):
            marks = self._kinds(word.text)
            if not marks:
                rows.append(())
                continue
            plain = word.text in ordinary() or word.text in self._nicknames
            timed = any(t.start <= word.start and word.end <= t.end for t in times)
            titled = word.capital and self._titled(found, number, text)
            if word.text in _MONTHS:  # taggers take "Mrs May, 34" for a date
                marks = () if (plain and not word.capital) or (not titled and self._dated(found, number, text, timed)) else marks
            elif plain and (not word.capital or timed):
                marks = ()
            if word.text in _AUXILIARIES and not titled and self._asks(found, number, text):
                marks = ()
            if number in covered:  # part of somebody else's whole name
                marks = tuple(m for m in marks if m.kind == "core" and m.exact and not plain)
            if not word.capital:
                marks = tuple(m for m in marks if m.exact or m.doubt == "")
            rows.append(marks)
        return rows

    def _dated(self, found: list[Word], number: int, text: str, timed: bool) -> bool:
        """Whether a word that is a month's name stands in a date: beside a day or a year, or after "in", "since"."""
        word = found[number]
        before = found[number - 1].text if number and not text[found[number - 1].end : word.start].strip() else ""
        after = _DAY_OR_YEAR.match(text, word.end)
        day = before.isdigit() and int(before) < 32
        return day or after is not None or before in _BEFORE_A_MONTH or (timed and before in _PERHAPS_BEFORE_A_MONTH)

    def _titled(self, found: list[Word], number: int, text: str) -> bool:
        """Whether a courtesy title, an initial with its point or a given name of somebody withheld stands before a word: it is a name."""
        before = found[number - 1] if number else None
        if before is None or not before.capital or text[before.end : found[number].start].count("\n") > 1:
            return False
        between = text[before.end : found[number].start].strip()
        if len(before.text) == 1:
            return between == "." and any(part[0] == before.text for one in self.people for part in one.soft)
        given = not between and any(before.text in one.soft for one in self.people)
        return given or (before.text in courtesies() and between in ("", "."))

    def _asks(self, found: list[Word], number: int, text: str) -> bool:
        """Whether a word that may begin a question or a wish does so: "May I", "Will the"."""
        following = found[number + 1] if number + 1 < len(found) else None
        return following is not None and following.text in _SUBJECTS and text[found[number].end : following.start] == " "

    def _of_others(self, found: list[Word]) -> set[int]:
        """Indices of words that stand in the whole name of somebody who may be named."""
        covered: set[int] = set()
        texts = [word.text for word in found]
        for start, word in enumerate(texts):
            if word in self._firsts:
                for size in range(self._longest, 0, -1):
                    if tuple(texts[start : start + size]) in self.others:
                        covered.update(range(start, start + size))
                        break
        return covered

    def _kinds(self, word: str) -> tuple[_Mark, ...]:
        if word not in self._known:
            self._known[word] = tuple(mark for n, one in enumerate(self.people) if (mark := self._kind(word, n, one)) is not None)
        return self._known[word]

    def _kind(self, word: str, number: int, one: Person) -> _Mark | None:
        if word in one.core or word in one.glued or word in one.nicknames:
            return _Mark(number, "core", True)
        if word in one.soft:
            return _Mark(number, "soft", True)
        if any(len(seq) > 1 and word in seq and one.type != "person" for seq in one.sequences):
            return None  # part of a body's name: found as a whole
        pet = any(nicknames().get(part, frozenset()) & nicknames().get(word, frozenset()) for part in one.soft)
        if word in ordinary():
            return _Mark(number, "weak", False) if pet else None
        for part in sorted(one.core):
            doubt = kind_of_family_name(word, part, one.soft)
            if doubt is not None and (not doubt or word not in self._other_words):
                return _Mark(number, "core", False, doubt)
        if word in self._other_words:
            return None
        alike = [kind_of_given_name(word, part) for part in one.soft]
        if "soft" in alike:
            return _Mark(number, "soft", False, "spelt otherwise")
        return _Mark(number, "weak", False) if pet or "weak" in alike else None

    def _addresses(self, text: str, near: list[Span]) -> list[Hit]:
        hits: list[Hit] = []
        for pattern, instead in ((EMAIL, True), (URL, False), (HANDLE, True)):
            for match in pattern.finditer(text):
                whose = next((n for n, one in enumerate(self.people) if told_in(match.group(), one)), None)
                if whose is not None:
                    hits.append(Hit(match.start(), match.end(), whose if instead else None))
        for pattern in (EMAIL, HANDLE, PHONE):
            for match in pattern.finditer(text):
                if any(span.start <= match.start() < span.end for span in near) and not match.group().startswith("#"):
                    hits.append(Hit(match.start(), match.end(), None, "an address beside the name"))
        return hits

    def _initials(self, text: str, found: list[Word], marks: list[tuple[_Mark, ...]]) -> list[Hit]:
        hits: list[Hit] = []
        number = 0
        while number < len(found):
            end = number
            while (
                end < len(found)
                and len(found[end].text) == 1
                and found[end].capital
                and text[found[end].end : found[end].end + 1] == "."
            ):
                end += 1
            letters = "".join(word.text for word in found[number:end])
            whose = next((n for n, one in enumerate(self.people) if len(letters) > 1 and letters in one.initials), None)
            follows = found[end] if end < len(found) else None
            named = (
                follows is not None
                and follows.capital
                and not follows.first
                and text[found[end - 1].end : follows.start] in (". ", ".")
            )
            if whose is not None and not (named and follows is not None and follows.text not in ordinary()):
                point = re.match(r"\.(?!\s+[^\W\d_a-z]|\s*$)", text[found[end - 1].end :])  # its own, not that of the sentence
                start = self._from(text, found, marks, number, whose)
                hits.append(Hit(start, found[end - 1].end + bool(point), whose, "initials alone"))
            elif found[number].upper and found[number].text in self.introduced:
                holder = next((n for n, one in enumerate(self.people) if found[number].text in one.initials), None)
                if holder is not None:
                    hits.append(Hit(found[number].start, found[number].end, holder, "initials alone"))
            number = max(end, number + 1)
        return hits

    def _compounds(self, text: str, found: list[Word]) -> list[Hit]:
        """Names that stand in several words here and in one, or in others, elsewhere: "Min-ah", "Minah"."""
        hits: list[Hit] = []
        for start, first in enumerate(found):
            for size in range(2, 5):
                stretch = found[start : start + size]
                if len(stretch) < size or not first.capital or not _together(text, stretch):
                    break
                joined = "".join(word.text for word in stretch)
                own = (n for n, one in enumerate(self.people) if joined in one.glued | one.soft | one.core)
                if len(joined) > 3 and (whose := next(own, None)) is not None:
                    hits.append(Hit(first.start, stretch[-1].end, whose))
        return hits

    def _literals(self, text: str) -> list[Hit]:
        return [
            Hit(match.start(), match.end(), n)
            for n, one in enumerate(self.people)
            for literal in one.literals
            for match in re.finditer(re.escape(literal), text)
        ]

    def _wholes(self, text: str, found: list[Word], forms: Mapping[str, Sequence[tuple[tuple[str, ...], int]]]) -> list[Hit]:
        """Whole names of several words, and descriptions where these are looked for."""
        hits = []
        texts = [word.text for word in found]
        for start, first in enumerate(texts):
            for form, whose in forms.get(first, ()):
                stretch = found[start : start + len(form)]
                if tuple(texts[start : start + len(form)]) != form or not _together(text, stretch):
                    continue
                plain = all(word in ordinary() for word in form) and not any(word.capital for word in stretch)
                if not plain or form in self.people[whose].descriptions:
                    hits.append(Hit(found[start].start, stretch[-1].end, whose))
        return hits


def _together(text: str, stretch: Sequence[Word]) -> bool:
    """Whether words follow one another as those of a name do."""
    between = [text[a.end : b.start] for a, b in pairwise(stretch) if b.start >= a.end]
    return all(len(gap) < 7 and not gap.strip(_LINKS) and gap.count("\n") < 2 for gap in between)


def _first_letter(text: str) -> str:
    return folded(text.strip())[0][:1]


def apart(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in order; of those that overlap one, over them all, named as the longest is."""
    merged: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.person is None, h.person or 0)):
        if merged and hit.start < merged[-1].end:
            last = merged[-1]
            long = max((last, hit), key=lambda h: (h.end - h.start, h.person is not None))
            end = max(last.end, hit.end)
            doubt = long.doubt if (long.start, long.end) == (last.start, end) else last.doubt or hit.doubt
            merged[-1] = Hit(last.start, end, long.person, doubt)
        else:
            merged.append(hit)
    return merged
