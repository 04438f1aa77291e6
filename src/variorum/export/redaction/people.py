"""Whose names are withheld: every form that a name goes by, and the pseudonym that stands for all of them."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from variorum.collation.namematch import PARTICLES, SUFFIXES, titles
from variorum.export.redaction.likeness import kind_of_family_name
from variorum.export.redaction.nicknames import nicknames_tied
from variorum.export.redaction.words import name_words, ordinary, unspaced, words
from variorum.model.reading import EntityType
from variorum.model.record import Entity, Passage, Record

NOUNS: Mapping[EntityType, str] = {
    "person": "Person",
    "organisation": "Organisation",
    "place": "Place",
    "group": "Group",
    "product": "Product",
    "work": "Work",
    "other": "Subject",
}
FEWEST = 9000  # numbers that pseudonyms are taken from: four digits, so that none tells which came first
Sequence_ = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody to withhold: an entity of the record, words that a report uses where nobody is named, or a name alone.

    Beside an entity, `name` is one more spelling of its name.
    """

    entity: str | None = None
    name: str | None = None
    described: Passage | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or something, withheld. Words are folded as `words` folds them.

    `core`: words that give the name away wherever they stand (a family name, whatever is used alone); `soft`: those that do so beside
    others of the name, or alone where nobody else has them (given names); `sequences`: whole names; `glued`: names written in one word.
    `described`: the places of words that describe somebody not named, which are withheld too, and `descriptions` those words.
    `nicknames`: words that reports tie to the person, which give the name away where they are capitalised.
    """

    pseudonym: str
    entities: tuple[str, ...] = ()
    type: EntityType = "person"
    spellings: tuple[str, ...] = ()
    sequences: frozenset[Sequence_] = frozenset()
    core: frozenset[str] = frozenset()
    soft: frozenset[str] = frozenset()
    glued: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    nicknames: frozenset[str] = frozenset()
    described: tuple[Passage, ...] = ()
    descriptions: frozenset[Sequence_] = frozenset()
    literals: tuple[str, ...] = ()  # names in scripts without spaces, as written
    kin_of: str = ""  # the pseudonym of whoever shares the name that had to go


@dataclass(frozen=True, slots=True)
class Forms:
    """The folded forms of a name, as `Person` has them."""

    sequences: set[Sequence_] = field(default_factory=set)
    core: set[str] = field(default_factory=set)
    soft: set[str] = field(default_factory=set)
    glued: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)


def spellings_of(entity: Entity, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Every name that the reports give an entity; none for what they describe and do not name."""
    named = [m.place for m in entity.mentions if m.kind == "name"]
    if not named:
        return ()
    forms = [entity.name, *entity.aliases, *(p.span.text(texts.get(p.document, "")) for p in named)]
    return tuple(dict.fromkeys(" ".join(form.split()) for form in forms if form.strip()))


def forms_of(spellings: Iterable[str], type: EntityType) -> Forms:
    """The forms that spellings of one name come in."""
    forms = Forms()
    for spelling in spellings:
        parts = _bare(spelling, type)
        if not parts:
            continue
        forms.sequences.add(parts)
        if type == "person" and unspaced(spelling) and 1 < len(spelling) < 5:  # the family name is the first sign, mostly
            family, given = name_words(spelling[0]), name_words(" ".join(spelling[1:]))
            forms.sequences.update(((*family, "".join(given)), ("".join(given), *family), (*family, *given)))
        if len(parts) == 1:
            forms.core.add(parts[0])
            continue
        joined = "".join(parts)
        if len(joined) > 4:
            forms.glued.update((*turns(parts), "".join(reversed(parts))))
        if type == "person":
            _parts_of_a_person(parts, spelling, forms)
    forms.soft.difference_update(forms.core)
    return forms


def turns(parts: Sequence_) -> set[str]:
    """A name written in one word, whichever of its words comes first: "Min-ah Hwang", "Hwang Minah"."""
    return {"".join((*parts[n:], *parts[:n])) for n in range(len(parts))}


def _bare(spelling: str, type: EntityType) -> Sequence_:
    """The words of a spelling without titles, suffixes and, of a person, small words that belong to the sentence."""
    found = words(spelling)
    if type == "person" and spelling.count(",") == 1:  # "Family, Given"
        comma = spelling.index(",")
        found = [w for w in found if w.start > comma] + [w for w in found if w.start < comma]
    while len(found) > 1 and (found[0].text in titles() or found[0].text in ("the", "a", "an")):
        found = found[1:]
    if type == "person":
        found = [w for w in found if w.text not in SUFFIXES or len(found) == 1]
        kept = [w for w in found if w.capital or not w.text.isascii() or w.text in PARTICLES or w.text not in ordinary()]
        found = kept or found
    return tuple(w.text for w in found)


def _parts_of_a_person(parts: Sequence_, spelling: str, forms: Forms) -> None:
    bearing = [part for part in parts if part not in PARTICLES]
    long = [part for part in bearing if len(part) > 2] or bearing
    if not long:
        return
    family = bearing[-1] if len(bearing[-1]) > 2 else max(long, key=len)
    double = {word for half in re.findall(r"\w+(?:[-‐‑]\w+)+", spelling) for word in name_words(half)}
    double = double - PARTICLES if family in double else set()  # "Wood-Hill" goes as a whole
    forms.core.update({family, *(part for part in double if len(part) > 2)})
    forms.soft.update(part for part in bearing if part not in forms.core and len(part) > 1)
    given = [part for part in bearing if part not in forms.core]
    if len(given) > 1 and len("".join(given)) > 3:  # "Min-ah", "Minah"
        forms.glued.add("".join(given))
    forms.sequences.add(tuple(reversed(parts)))
    letters = "".join(part[0] for part in bearing)
    if len(letters) > 1:
        forms.initials.update((letters, bearing[0][0] + bearing[-1][0], "".join(part[0] for part in parts)))


def person(pseudonym: str, spellings: Sequence[str], type: EntityType = "person", entities: tuple[str, ...] = ()) -> Person:
    """Somebody to withhold who goes by these spellings."""
    forms = forms_of(spellings, type)
    return Person(
        pseudonym,
        entities,
        type,
        tuple(spellings),
        frozenset(forms.sequences),
        frozenset(forms.core),
        frozenset(forms.soft),
        frozenset(forms.glued),
        frozenset(forms.initials),
        literals=tuple(s for s in spellings if unspaced(s)),
    )


def people_withheld(record: Record, wanted: Sequence[Wanted], secret: bytes) -> tuple[Person, ...]:
    """Those wanted, then everybody and everything else whose name cannot stand once theirs are gone; each once.

    The same person has the same pseudonym in whatever is made of a case with this secret; numbers tell nothing of order or name.
    """
    texts = {document.id: document.text for document in record.documents}
    entities = {entity.id: entity for entity in record.entities}
    spelt = {id: spellings_of(entity, texts) for id, entity in entities.items()}
    numbers = _numbers(record, wanted, spelt, texts, secret)
    found: list[Person] = []
    for one in wanted:
        entity = entities.get(one.entity or "")
        if entity is None and one.described is not None:
            found.append(_described(numbers[_key(one, entities, texts)], (), (one.described,), texts))
        elif entity is not None and not spelt[entity.id]:
            told = [m.place for m in entity.mentions if m.kind != "pronoun"]
            places = tuple(dict.fromkeys([*([one.described] if one.described else []), *told]))
            new = _described(numbers[_key(one, entities, texts)], (entity.id,), places, texts, entity)
            found.append(new)
        else:
            type = entity.type if entity is not None else "person"
            names = spelt[entity.id] if entity is not None else ()
            names = tuple(dict.fromkeys([*names, *([one.name] if one.name else [])]))
            ids = (entity.id,) if entity is not None else ()
            found.append(person(_pseudonym(type, numbers[_key(one, entities, texts)]), names, type, ids))
    found = _once(found)
    taken = {id for one in found for id in one.entities}
    found = [_nicknamed(one, record, {id: names for id, names in spelt.items() if id not in taken}) for one in found]
    return tuple(_nouned([*found, *_kin(found, entities, spelt, numbers)]))


def _nicknamed(one: Person, record: Record, free: Mapping[str, tuple[str, ...]]) -> Person:
    """A person with the nicknames that reports tie to them, and those of the entities `free`, with their spellings, that go by nothing else."""
    if one.type != "person" or not one.spellings:
        return one
    tied = nicknames_tied(record, one.entities, one.spellings, one.core | one.soft)
    forms = {name_words(nickname) for nickname in tied}
    same = [id for id, names in free.items() if names and {name_words(n) for n in names} <= forms]
    return replace(
        one,
        entities=(*one.entities, *same),
        spellings=tuple(dict.fromkeys([*one.spellings, *tied])),
        sequences=one.sequences | forms,
        nicknames=frozenset(form[0] for form in forms if len(form) == 1),
    )


def _described(
    number: int, ids: tuple[str, ...], places: tuple[Passage, ...], texts: Mapping[str, str], entity: Entity | None = None
) -> Person:
    told = [place.span.text(texts.get(place.document, "")) for place in places]
    type: EntityType = entity.type if entity is not None else "person"
    forms = {name_words(words) for words in [*told, *([entity.name] if entity is not None else [])]}
    return Person(_pseudonym(type, number), ids, type, described=places, descriptions=frozenset(form for form in forms if form))


def _kin(
    found: Sequence[Person], entities: Mapping[str, Entity], spelt: Mapping[str, tuple[str, ...]], numbers: Mapping[str, int]
) -> list[Person]:
    """Entities whose names hold a word that has to go: relatives, firms and places called after somebody."""
    taken = {id for one in found for id in one.entities}
    kin: list[Person] = []
    for id in sorted(set(entities) - taken):
        entity, names = entities[id], spelt[id]
        owner = next((one for one in found if any(_shares(_bare(name, entity.type), entity.type, one) for name in names)), None)
        if owner is not None:
            new = person(_pseudonym(entity.type, numbers[id]), names, entity.type, (id,))
            kin.append(replace(new, kin_of=owner.pseudonym))
    return kin


def _shares(name: Sequence_, type: EntityType, one: Person) -> bool:
    """Whether a name holds a word that has to go, or a form of it: a wife's, a plural, another spelling."""
    for word in name:
        if word in ordinary():
            beside = all(len(w) == 1 or w in one.soft | one.core for w in name[:-1])  # "J. Park", taken for a place
            if word == name[-1] and word in one.core and (type == "person" or (len(name) > 1 and beside)):
                return True
        elif word in one.core | one.glued or any(kind_of_family_name(word, part, one.soft) is not None for part in one.core):
            return True
    return False


def _once(found: Sequence[Person]) -> list[Person]:
    """Each person once; two entities with the same whole name are taken for one."""
    kept: list[Person] = []
    for one in found:
        same = next((n for n, k in enumerate(kept) if _same(k, one)), None)
        if same is None:
            kept.append(one)
            continue
        old = kept[same]
        if old.described or one.described:
            merged = replace(
                old,
                entities=tuple(dict.fromkeys([*old.entities, *one.entities])),
                described=tuple(dict.fromkeys([*old.described, *one.described])),
                descriptions=old.descriptions | one.descriptions,
            )
        else:
            ids = tuple(dict.fromkeys([*old.entities, *one.entities]))
            merged = person(old.pseudonym, tuple(dict.fromkeys([*old.spellings, *one.spellings])), old.type, ids)
        kept[same] = merged
    return kept


def _same(left: Person, right: Person) -> bool:
    if set(left.entities) & set(right.entities) or left.pseudonym == right.pseudonym:
        return True
    whole = {seq for seq in left.sequences & right.sequences if len(seq) > 1}
    return left.type == right.type and bool(whole)


def _key(one: Wanted, entities: Mapping[str, Entity], texts: Mapping[str, str]) -> str:
    if one.entity in entities and one.entity is not None:
        return one.entity
    if one.described is not None:
        return "words " + " ".join(name_words(one.described.span.text(texts.get(one.described.document, ""))))
    return "name " + " ".join(name_words(one.name or ""))


def _numbers(
    record: Record, wanted: Sequence[Wanted], spelt: Mapping[str, tuple[str, ...]], texts: Mapping[str, str], secret: bytes
) -> dict[str, int]:
    """A number for each entity and each name wanted, from a keyed hash of its name alone; the next one free where two meet."""
    entities = {entity.id: entity for entity in record.entities}
    named = {entity.id: f"{entity.type} {' '.join(name_words(entity.name))}" for entity in record.entities}
    named |= {id: f"{named[id]} {id}" for id in named if not spelt[id]}  # two people may be described by the same words
    named |= {key: key for one in wanted for key in [_key(one, entities, texts)] if key not in entities}
    marks = {
        key: hmac.new(secret, b"pseudonym " + name.encode("utf-8", "surrogatepass"), hashlib.sha256)
        for key, name in named.items()
    }
    size = FEWEST
    while len(named) * 2 > size:
        size *= 10
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for key in sorted(named, key=lambda k: (marks[k].hexdigest(), k)):
        number = int(marks[key].hexdigest(), 16) % size
        while number in taken:
            number = (number + 1) % size
        taken.add(number)
        numbers[key] = number + size // 9
    return numbers


def _pseudonym(type: EntityType, number: int) -> str:
    return f"{NOUNS[type]} {number}"


def _nouned(found: Sequence[Person]) -> list[Person]:
    """The people, whose pseudonyms hold no word that has to go: somebody may be called Person."""
    gone = {word for one in found for word in one.core | one.soft}
    if not gone & {noun.lower() for noun in NOUNS.values()}:
        return list(found)
    return [replace(one, pseudonym=f"Withheld {one.pseudonym.rpartition(' ')[2]}") for one in found]
