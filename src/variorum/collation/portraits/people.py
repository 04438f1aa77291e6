"""Who is who among the named of one story, spellings that no rule for names joins included; and those spellings as variants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from rapidfuzz.distance import OSA

from variorum.collation.draft import stable_id
from variorum.collation.incidents.named import Named
from variorum.collation.namematch import person_name
from variorum.collation.portraits.figures import Figure
from variorum.collation.portraits.sheet import Sheet
from variorum.collation.spelling import entries
from variorum.model.record import Discrepancy, Passage, ValueReading
from variorum.model.span import Span

MOST_PEOPLE = 400  # named persons of one story that are held against each other
MOST_SPANS = 3
LONG = 6  # code points from which a family name that stands alone may be another, a letter apart
_VOWELS = str.maketrans("", "", "aeiouy")


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody named in full by reports of a story: where, and how old."""

    key: str
    words: tuple[str, ...]
    name: str
    places: tuple[Passage, ...]
    sentences: frozenset[tuple[str, int]]
    ages: frozenset[float]
    parts: frozenset[str]


def people(sheets: Sequence[Sheet], figures: Mapping[str, Sequence[Figure]]) -> list[_Person]:
    """Everybody whom reports name by two words or more."""
    named: dict[str, list[tuple[Sheet, Named]]] = {}
    for sheet in sheets:
        for one in sheet.named:
            named.setdefault(one.key, []).append((sheet, one))
    ages: dict[str, set[float]] = {}
    parts: dict[str, set[str]] = {}
    for found in figures.values():
        for figure in found:
            if figure.named is not None:
                ages.setdefault(figure.named.key, set()).add(figure.age)
                parts.setdefault(figure.named.key, set()).update(figure.parts)
    persons = []
    for key, held in sorted(named.items()):
        full = [(s, n, person_name(n.span.text(s.text)).words) for s, n in held]
        longest = max((w for _, _, w in full), key=lambda w: (min(len(w), 3), w), default=())
        if len(longest) < 2 or any(ch.isdigit() for ch in "".join(longest)):
            continue
        shown = [(s, n) for s, n, w in full if w == longest]
        places = tuple(sorted(Passage(s.id, n.span.start, n.span.end) for s, n in shown))
        lines = frozenset((s.id, line.index) for s, n in held if (line := s.page.line(n.span.start)) is not None)
        name = " ".join(shown[0][1].span.text(shown[0][0].text).split())
        persons.append(_Person(key, longest, name, places, lines, frozenset(ages.get(key, ())), frozenset(parts.get(key, ()))))
    return persons[:MOST_PEOPLE]


def respelt(persons: Sequence[_Person]) -> list[tuple[_Person, _Person]]:
    """Pairs of persons of one story whose names are one name, one word of it spelt otherwise."""
    return [(a, b) for a, b in combinations(persons, 2) if _one_name(a, b)]


def _one_name(a: _Person, b: _Person) -> bool:
    if a.sentences & b.sentences or (a.ages and b.ages and min(abs(x - y) for x in a.ages for y in b.ages) > 2):
        return False
    x, y = (a.words[0], a.words[-1]), (b.words[0], b.words[-1])
    same = [p == q for p, q in zip(x, y, strict=True)]
    if same not in ([True, False], [False, True]):
        return False
    number = same.index(False)
    if number == 0 and a.ages & b.ages and _cut(x[0], y[0]):
        return not {d for d, _ in a.sentences} & {d for d, _ in b.sentences}
    apart = not {d for d, _ in a.sentences} & {d for d, _ in b.sentences}
    return _slip(x[number], y[number], given=number == 0, apart=apart)


def _cut(one: str, other: str) -> bool:
    """Whether one given name is the end of the other, a letter or two being lost ("Lina", "Elina")."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and long.endswith(short) and len(long) - len(short) < 3


def _slip(one: str, other: str, given: bool, apart: bool) -> bool:
    """Whether one word may be the other, spelt or typed otherwise. `apart`: no report has both."""
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or one[0] != other[0] or short + "s" == long:
        return False
    if given and long[:-1] == short:
        return False  # a man's name and a woman's
    distance = OSA.distance(one, other)
    if given and not apart:
        vowels = one[-1] == other[-1] and one.translate(_VOWELS) == other.translate(_VOWELS)
        return distance == 1 and vowels
    return distance <= (2 if len(short) >= 6 else 1)


@cache
def given_names() -> frozenset[str]:
    """Given names, in lower case."""
    return frozenset(line.split("\t")[0].casefold() for line in entries("given_names.tsv"))


def own_variants(sheets: Sequence[Sheet]) -> Iterator[Discrepancy]:
    """Spellings of one person's given name that differ in vowels or by a slip, the family name being the same."""
    forms: dict[str, dict[tuple[tuple[str, ...], str], list[tuple[Passage, str]]]] = {}
    for sheet in sheets:
        for named in sheet.named:
            told = " ".join(named.span.text(sheet.text).split())
            words = person_name(told).words
            if len(words) > 1 and named.how == "read":
                place = Passage(sheet.id, named.span.start, named.span.end)
                marks = "".join(ch for ch in told.replace("’", "'").removesuffix("'s") if ch in "'-")
                forms.setdefault(named.key, {}).setdefault((words, marks), []).append((place, told))
    for key, spelt in sorted(forms.items()):
        for one, other in combinations(sorted(spelt), 2):
            if _respelt_word(one[0], other[0]) or _joined_otherwise(one, other):
                readings = tuple(
                    ValueReading(spelt[f][0][1], tuple(sorted(p for p, _ in spelt[f])[:MOST_SPANS])) for f in (one, other)
                )
                identity = stable_id("x", "portrait", "name", key, *one[0], *other[0])
                why = f"“{readings[0].value}” and “{readings[1].value}”: one name in other spellings."
                yield Discrepancy(identity, "name", "variant", None, key, readings, why)


def surname_slips(sheets: Sequence[Sheet]) -> Iterator[Discrepancy]:
    """Names that stand alone in a report and are a name of somebody it names in full, but for a letter; each pair once."""
    seen: set[frozenset[str]] = set()
    for sheet in sheets:
        full: dict[str, Named] = {}
        for named in sheet.named:
            words = person_name(named.span.text(sheet.text)).words
            for word in words if len(words) > 1 and named.how == "read" else ():
                full.setdefault(word, named)
        for mention in sheet.page.reading.mentions:
            if mention.kind != "name" or mention.type != "person":
                continue
            words = person_name(mention.span.text(sheet.text)).words
            if len(words) != 1 or words[0] in full or len(words[0]) < LONG or words[0] in given_names():
                continue
            alike = {
                n.key: n
                for w, n in sorted(full.items())
                if len(w) >= LONG and w[0] == words[0][0] and OSA.distance(words[0], w) == 1
            }
            found = [_slipped(sheet, named, mention.span) for named in alike.values()] if len(alike) == 1 else []
            for one in found:
                told = frozenset(r.value.lower() for r in one.readings)
                if told not in seen:
                    seen.add(told)
                    yield one


def _slipped(sheet: Sheet, named: Named, place: Span) -> Discrepancy:
    spans = sorted((named.span, place), key=lambda s: (s.text(sheet.text).lower(), s))
    readings = tuple(ValueReading(" ".join(s.text(sheet.text).split()), (Passage(sheet.id, s.start, s.end),)) for s in spans)
    identity = stable_id("x", "portrait", "name", sheet.id, *(r.value.lower() for r in readings))
    why = f"“{readings[0].value}” and “{readings[1].value}”: one name in other spellings."
    return Discrepancy(identity, "name", "variant", None, named.key, readings, why)


def _joined_otherwise(one: tuple[tuple[str, ...], str], other: tuple[tuple[str, ...], str]) -> bool:
    """Whether two forms have the same letters, with other hyphens or apostrophes ("Ann-Marie Lund", "Annmarie Lund")."""
    return one[1] != other[1] and "".join(one[0]) == "".join(other[0])


def _respelt_word(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two forms of a name differ in one word alone: the given name by its vowels, or a middle name by a slip."""
    if one[-1] != other[-1]:
        return False
    if one[1:-1] != other[1:-1] and _doubled(one[0], other[0]):
        return True  # a nickname or a middle name stands in one of them
    if _vowels_differ(one[0], other[0]):
        return len(one) != len(other) or one[1:] == other[1:]
    odd = [i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y]
    return len(one) == len(other) and len(odd) == 1 and odd[0] > 0 and _slip(one[odd[0]], other[odd[0]], given=False, apart=True)


def _doubled(one: str, other: str) -> bool:
    """Whether two names are one but for a letter, told twice in one of them ("Annika", "Anika")."""
    short, long = sorted((one, other), key=len)
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return len(short) > 3 and len(long) == len(short) + 1 and at > 0 and long[at] == long[at - 1] and short[at:] == long[at + 1 :]


def _vowels_differ(one: str, other: str) -> bool:
    """Whether two names have the same consonants in order, the same ends, and other vowels."""
    same = one.translate(_VOWELS) == other.translate(_VOWELS) and one[0] == other[0] and one[-1] == other[-1]
    return same and one != other and len(one) > 3 and OSA.distance(one, other) <= 2


def joined(persons: Sequence[_Person], pairs: Sequence[tuple[_Person, _Person]]) -> dict[str, str]:
    """The key of each person that is another by spelling, or by middle names alone, with the key they are known by."""
    root: dict[str, str] = {}
    first_of: dict[tuple[str, str], _Person] = {}
    alike = []
    for person in persons:
        other = first_of.setdefault((person.words[0], person.words[-1]), person)
        if other is not person and not other.sentences & person.sentences:
            alike.append((other, person))
    for a, b in (*pairs, *alike):
        one, two = root.get(a.key, a.key), root.get(b.key, b.key)
        first, last = sorted((one, two))
        root = {k: first if v == last else v for k, v in root.items()}
        root[a.key] = root[b.key] = root[last] = root[first] = first
    return root


def name_variants(pairs: Sequence[tuple[_Person, _Person]]) -> Iterator[Discrepancy]:
    """The spellings as variants of one name."""
    for a, b in pairs:
        first, second = sorted((a, b), key=lambda p: (p.name.lower(), p.places))
        readings = tuple(ValueReading(p.name, p.places[:MOST_SPANS]) for p in (first, second))
        entity = next((p.key for p in (first, second) if not p.key.startswith("name ")), None)
        identity = stable_id("x", "portrait", "name", *(p for r in readings for p in (r.value.lower(), r.spans[0])))
        why = f"“{first.name}” and “{second.name}”: one name in other spellings, in reports of one story."
        yield Discrepancy(identity, "name", "variant", None, entity, readings, why)
