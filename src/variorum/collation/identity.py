"""Who is who across documents: coreference chains joined to entities, each join with its reason."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from variorum.collation.decisions import Decisions
from variorum.collation.namematch import (
    COSTS,
    PARTICLES,
    PersonName,
    fold,
    generic_words,
    nicknames,
    person_name,
    same_name,
    same_person,
    skeleton,
    without_legal_form,
    word_cost,
)
from variorum.collation.ranks import one_but_for_vowels, other_rank, ranks_of
from variorum.model.document import Document
from variorum.model.reading import EntityType, Mention, Reading
from variorum.model.record import Entity, EntityMention, Passage

__all__ = ["Identity", "identify", "same_name"]

SMALL = frozenset({"of", "the", "and", "for", "in"})
BODIES = frozenset({"organisation", "product", "work", "other"})
LOOSE = frozenset({"group", "company", "organisation", "media"})  # kinds of body whose word may be left out
FAR = 100.0  # kilometres: one place's coordinates do not lie farther apart
_WEB = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)\.(?:com|net|org|ru|info|co\.uk|de|io|news|tv)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """Entities, and which entity each chain of each document is."""

    entities: tuple[Entity, ...]
    of: dict[tuple[str, int], str]


@dataclass(slots=True)
class _Chain:
    """One chain of one document with the forms it is named by."""

    document: str
    number: int
    type: EntityType
    mentions: tuple[Mention, ...]
    names: Counter[str]  # cleaned forms
    nominals: Counter[str]
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    ranks: frozenset[str] = frozenset()  # that stand before the name
    key: tuple[str, int, int] = field(init=False)  # an order that does not hang on numbering
    full: str = field(init=False)  # the fullest form: most words, then most often used, then by content

    def __post_init__(self) -> None:
        first = min(m.span for m in self.mentions)
        self.key = self.document, first.start, first.end
        self.full = min(self.names, key=lambda n: (-min(len(fold(n).split()), 6), -self.names[n], n)) if self.names else ""


class _Group:
    """Chains taken for one thing, and why."""

    def __init__(self, chains: Sequence[_Chain], why: Sequence[str] = ()) -> None:
        self.chains: list[_Chain] = []
        self.why = list(why)
        self.key = chains[0].key
        self.documents: set[str] = set()
        self.ranks: set[str] = set()
        self._fulls: set[str] = set()
        self.take(chains)

    def take(self, chains: Sequence[_Chain], *why: str) -> None:
        """Adds chains, and why."""
        self.chains += chains
        self.why += why
        self.key = min(self.key, *(chain.key for chain in chains))
        for chain in chains:
            self.documents.add(chain.document)
            self.ranks |= chain.ranks
            self._fulls.add(chain.full)

    def fulls(self) -> list[str]:
        """The fullest form of each chain, each once."""
        return sorted(self._fulls)


def _clean(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" \t,.;:\"“”‘'()[]")
    text = re.sub(r"(?:['’]s|s['’])$", lambda m: "s" if m.group().startswith("s") else "", text)
    return re.sub(r"^(?:the|a|an)\s+(?=\w)", "", text, flags=re.IGNORECASE).strip(" ’'")


def _chains(document: Document, reading: Reading) -> list[_Chain]:
    by_number: dict[int, list[Mention]] = defaultdict(list)
    for position, mention in enumerate(reading.mentions):
        # A name that no chain took stands for itself; negative numbers keep it apart and out of `of`.
        number = mention.chain if mention.chain >= 0 else -2 - position
        by_number[number].append(mention)
    found = []
    for number, mentions in by_number.items():
        mentions.sort(key=lambda m: (m.span, m.kind))
        names = Counter(_clean(m.span.text(document.text)) for m in mentions if m.kind == "name")
        names = Counter({n: c for n, c in names.items() if fold(n)})
        nominals = Counter(_clean(m.span.text(document.text)) for m in mentions if m.kind == "nominal")
        types = Counter(m.type for m in mentions if m.kind == ("name" if names else "nominal"))
        if not types:
            continue
        kind = min(types, key=lambda t: (-types[t], t))
        if not names and (kind not in ("person", "group", "organisation") or number < 0):
            continue
        kind = _placed(kind, mentions, reading)
        chain = _Chain(document.id, number, kind, tuple(mentions), names, nominals, ranks=ranks_of(document.text, mentions))
        for place in reading.places:
            if place.latitude is None or place.demonym or place.approximate or chain.latitude is not None:
                continue
            if kind == "place" and any(m.kind == "name" and m.span.overlap(place.span) for m in mentions):
                chain.latitude, chain.longitude, chain.geonames_id = place.latitude, place.longitude, place.geonames_id
        found.append(chain)
    return found


def _placed(kind: EntityType, mentions: Sequence[Mention], reading: Reading) -> EntityType:
    """`kind`, or "place" where the gazetteer knows the very words and nothing else speaks for a body or a person."""
    spots = {p.span for p in reading.places if p.latitude is not None and not p.demonym and not p.approximate}
    names = [m.span for m in mentions if m.kind == "name"]
    if kind not in ("organisation", "product", "other", "person") or not names or not all(n in spots for n in names):
        return kind
    return kind if kind == "person" and any(m.kind != "name" for m in mentions) else "place"


class _Sets:
    """Groups joined step by step, and where each is now."""

    def __init__(self, groups: Sequence[_Group]) -> None:
        self._groups = groups
        self._into = list(range(len(groups)))

    def at(self, position: int) -> int:
        """The position of the group that the group at `position` has become part of."""
        while self._into[position] != position:
            self._into[position] = position = self._into[self._into[position]]
        return position

    def join(self, left: int, right: int, why: str) -> None:
        """Make one group of two."""
        first, second = sorted((left, right), key=lambda position: self._groups[position].key)
        self._groups[first].take(self._groups[second].chains, *self._groups[second].why, why)
        self._into[second] = first

    def groups(self) -> list[_Group]:
        """Those that are left."""
        return [group for position, group in enumerate(self._groups) if self._into[position] == position]


def _blocks(groups: Sequence[_Group], keys: dict[int, set[str]]) -> list[tuple[int, int]]:
    """Pairs of positions that share a key, each once."""
    holders: dict[str, list[int]] = defaultdict(list)
    for position, found in keys.items():
        for key in sorted(found):
            holders[key].append(position)
    pairs = {(a, b) for held in holders.values() if len(held) <= 400 for i, a in enumerate(held) for b in held[i + 1 :]}
    return sorted(pairs)


def _words(name: str) -> list[str]:
    return [w for w in person_name(name).words if w not in PARTICLES]


def _exact(chains: Sequence[_Chain], key_of: dict[tuple[str, int, int], str]) -> list[_Group]:
    """Groups of chains whose full forms come to the same key."""
    found: dict[str, _Group] = {}
    for chain in sorted(chains, key=lambda c: c.key):
        key = key_of[chain.key]
        if key in found:
            new = chain.document not in found[key].documents
            found[key].take([chain], *([f"the same name in several reports: {chain.full}"] if new else ()))
        else:
            found[key] = _Group([chain])
    return [found[key] for key in sorted(found)]


def _given_agrees(left: PersonName, right: PersonName) -> bool:
    a, b = left.words[0], right.words[0]
    cost, _ = word_cost(a, b, given=True)
    return cost <= COSTS["initial"]


def _keys(name: str, type_: str) -> set[str]:
    """What two names must share one of before they are compared."""
    if type_ == "person":
        return {skeleton(word)[:4] for word in _words(name) if len(word) > 1}
    words = [w for w in fold(name).split() if w not in SMALL]
    initials = "".join(w[0] for w in words) if len(words) > 1 else fold(name)
    core, _ = _core(name)
    return {"=" + initials, *(skeleton(word)[:4] for word in core)}


def _join_similar(groups: list[_Group], type_: str) -> list[_Group]:
    """Full names that differ by spelling, short form, initial or a slip, joined where all forms of both agree."""
    sets = _Sets(groups)
    keys = {i: {key for name in g.fulls() for key in _keys(name, type_)} for i, g in enumerate(groups)}
    scored = []
    for i, j in _blocks(groups, keys):
        score, why = _agree(groups[i], groups[j], type_)
        if score:
            scored.append((-round(score, 4), groups[i].key, groups[j].key, i, j, why))
    for _, _, _, i, j, why in sorted(scored):
        left, right = sets.at(i), sets.at(j)
        if left == right or not _agree(groups[left], groups[right], type_)[0]:
            continue
        names = f"{groups[left].fulls()[0]} and {groups[right].fulls()[0]}"
        sets.join(left, right, f"{names}: {why}")
    return sets.groups()


def _agree(left: _Group, right: _Group, type_: str) -> tuple[float, str]:
    """The lowest score over all pairs of full forms, 0 where one pair may not be joined."""
    lowest, told = 1.0, ""
    for a in left.fulls():
        for b in right.fulls():
            score, why = same_person(a, b) if type_ == "person" else _same_body(a, b)
            slipped = type_ == "person" and "slip" in why and not _given_agrees(person_name(a), person_name(b))
            if score < 0.6 or (slipped and not (left.ranks & right.ranks and one_but_for_vowels(a, b))):
                return 0.0, why
            if score <= lowest:
                lowest, told = score, why
    return lowest, told


def _core(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """A body's name without generic words and web endings, and the kinds those told."""
    web = _WEB.match(name.strip())
    words, _ = without_legal_form(web.group(1) if web else name)
    kinds = frozenset(generic_words()[w] for w in words if w in generic_words())
    kept = [w for w in words if w not in SMALL and w != "s"]
    while len(kept) > 1 and kept[-1] in generic_words():
        kept.pop()  # a generic word in front ("Radio X", "University of X") does not leave X alone
    core = tuple(kept)
    return core or tuple(words), kinds if core else frozenset()


def _acronym(short: str, long: str) -> bool:
    letters = re.sub(r"\W", "", short)
    if not (letters.isupper() and 2 < len(letters) <= 6):
        return False
    words = [w for w in fold(long).split() if w not in SMALL]
    return len(words) == len(letters) and "".join(w[0] for w in words) == letters.lower()


def _same_body(a: str, b: str) -> tuple[float, str]:
    if _acronym(a, b) or _acronym(b, a):
        return 0.9, "one is the other's initials"
    (core_a, kinds_a), (core_b, kinds_b) = _core(a), _core(b)
    if kinds_a and kinds_b and not kinds_a & kinds_b and kinds_a | kinds_b != {"group", "company"}:
        return 0.0, "other kinds of body"
    if core_a == core_b:
        return 0.95, "the same name, generic words aside"
    if len(core_a) == len(core_b) and all(skeleton(x) == skeleton(y) for x, y in zip(core_a, core_b, strict=True)):
        return 0.85, "the same name in another spelling"
    return 0.0, "other names"


def _near(left: _Group, right: _Group) -> bool:
    """Whether no two coordinates in the groups lie far apart."""
    spots = [[(c.latitude, c.longitude) for c in g.chains if c.latitude is not None] for g in (left, right)]
    for lat1, lon1 in spots[0]:
        for lat2, lon2 in spots[1]:
            if lat1 is None or lon1 is None or lat2 is None or lon2 is None:
                continue
            north = (lat1 - lat2) * 111.2
            east = (lon1 - lon2) * 111.2 * math.cos(math.radians((lat1 + lat2) / 2))
            if math.hypot(north, east) > FAR:
                return False
    return True


def _place_key(name: str) -> str:
    words = [w for w in fold(name).split() if w not in {"the", "city", "town", "village", "of", "republic"}]
    joined = " ".join({"st": "saint", "mt": "mount"}.get(w, w) for w in words)
    return joined or fold(name)


def _singular(name: str) -> str:
    folded = fold(name)
    return folded[:-1] if folded.endswith("s") and len(folded) > 4 else folded


class _Context:
    """Which documents have a name in common, apart from the one asked about."""

    def __init__(self, chains: Sequence[_Chain]) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        for chain in chains:
            for name in chain.names:
                if chain.type != "group":
                    self.names[chain.document].update(skeleton(w) for w in fold(name).split() if len(w) > 3)

    def related(self, left: set[str], right: set[str], apart: set[str]) -> bool:
        """Whether some document on the left is, or shares another name with, one on the right."""
        if left & right:
            return True
        few, many = sorted((left, right), key=len)
        known = frozenset[str]().union(*(self.names[document] for document in few)) - apart
        return any(not known.isdisjoint(self.names[document]) for document in many)


def _lone_names(groups: list[_Group], lone: list[_Group], context: _Context) -> list[_Group]:
    """One-word names joined to the one person or body that bears them, in their own report first; else left alone."""
    bearers: dict[str, list[_Group]] = defaultdict(list)
    keys = {id(group): _bearing(group) for group in groups}
    near: dict[str, set[str]] = {}  # by document: what those named in it may be called by
    for group in groups:
        for key in sorted(keys[id(group)]):
            bearers[key].append(group)
        for document in group.documents:
            near.setdefault(document, set()).update(keys[id(group)])
    rest = []
    for single in sorted(lone, key=lambda g: g.key):
        word = fold(single.chains[0].full).split()[-1]
        options = bearers.get(skeleton(word), [])
        own = [g for g in options if g.documents & single.documents]
        if not own and single.chains[0].type == "person":
            own = [g for g in bearers.get("?" + skeleton(word), []) if g.documents & single.documents]
        if not own:
            called = frozenset[str]().union(*(near.get(document, set()) for document in single.documents))
            own = [g for g in _misspelt(word, called, bearers) if g.documents & single.documents]
        if not own and not options and single.chains[0].type == "person":
            own = [g for g in bearers.get("^" + skeleton(word), []) if g.documents & single.documents]
            options = bearers.get("^" + skeleton(word), [])
        own, options = (_of_rank(single, found) for found in (own, options))
        apart = {skeleton(w) for g in options for n in g.fulls() for w in fold(n).split()}
        known = own or [g for g in options if context.related(single.documents, g.documents, apart)]
        if len(known) == 1:
            told = f"{single.chains[0].full} alone: the only one of that name is {known[0].chains[0].full}"
            known[0].take(single.chains, told)
            for document in single.documents:
                near.setdefault(document, set()).update(keys[id(known[0])])
        else:
            rest.append(single)
    return rest


def _of_rank(single: _Group, found: Sequence[_Group]) -> list[_Group]:
    """Those whose rank does not speak against the name's; those of the very rank alone, where there are any."""
    fitting = [g for g in found if not other_rank(single.ranks, g.ranks)]
    return [g for g in fitting if g.ranks & single.ranks] or fitting


def _misspelt(word: str, called: Iterable[str], bearers: Mapping[str, list[_Group]]) -> list[_Group]:
    """Bearers of a long name, one of those `called`, that differs from `word` by one slip."""
    if len(word) < 6:
        return []
    bones = skeleton(word)
    near = [key for key in called if len(key) > 4 and Levenshtein.distance(key, bones, score_cutoff=1) == 1]
    found = {id(g): g for key in sorted(near) for g in bearers[key]}
    return list(found.values())


def _across_types(groups: list[_Group], context: _Context) -> list[_Group]:
    """Groups of one name that was taken for things of different types, made one where their reports share other names."""
    kept: list[_Group] = []
    by_name: dict[str, list[_Group]] = defaultdict(list)
    for group in sorted(groups, key=lambda g: g.key):
        names = sorted({_place_key(name) for name in group.fulls()})
        apart = {skeleton(w) for name in names for w in name.split()}
        twins = [g for name in names for g in by_name[name] if g.chains[0].type != group.chains[0].type]
        twin = next((g for g in twins if context.related(g.documents, group.documents, apart)), None)
        if twin:
            twin.take(group.chains, f"the same name, taken for other things: {group.chains[0].full}")
        else:
            kept.append(group)
            for name in names:
                by_name[name].append(group)
    return kept


def _bearing(group: _Group) -> set[str]:
    """The skeletons of the words by which alone a group may be called."""
    found = set()
    for chain in group.chains:
        words = fold(chain.full).split()
        if chain.type == "person":
            named = person_name(chain.full).words
            found |= {skeleton(named[-1]), "^" + skeleton(named[0])} if len(named) > 1 else set()
            if len(named) > 1 and named[0] in nicknames():
                found.add(skeleton(named[0]))
        else:
            core, kinds = _core(chain.full)
            if len(core) == 1 and len(words) > 1 and kinds <= LOOSE:
                found.add(skeleton(core[0]))
            elif len(words) == 2 and not kinds:
                found.add("?" + skeleton(words[1]))  # a person taken for a body, perhaps: only in its own report
    return found


def _same_lone(lone: list[_Group], context: _Context) -> list[_Group]:
    """One-word names of several reports joined by the name itself where the reports share another name too."""
    kept: list[_Group] = []
    by_key: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    for group in sorted(lone, key=lambda g: g.key):
        name = group.chains[0].full
        key = skeleton(fold(name).split()[-1])
        namesakes = by_key[key, group.chains[0].type]
        fitting = [g for g in namesakes if not other_rank(group.ranks, g.ranks)]
        other = next((g for g in fitting if context.related(group.documents, g.documents, {key})), None)
        if other:
            other.take(group.chains, f"the same name in reports that share others: {name}")
        else:
            kept.append(group)
            namesakes.append(group)
    return kept


def _person_key(name: str) -> str:
    """A person's name without titles; what tells father and son apart stays."""
    named = person_name(name)
    return " ".join((*named.words, named.suffix)).strip()


def _is_lone(chain: _Chain) -> bool:
    words = fold(chain.full).split()
    if chain.type == "person":
        words = _words(chain.full) or words  # "Ben" and "Van" alone are names, not particles of one
    return len(words) == 1 and not _WEB.match(chain.full)


def _entity(group: _Group) -> Entity:
    mentions = sorted({(Passage(c.document, m.span.start, m.span.end), m.kind, m.why) for c in group.chains for m in c.mentions})
    names: Counter[str] = Counter()
    nominals: Counter[str] = Counter()
    for chain in group.chains:
        names.update(chain.names)
        nominals.update(chain.nominals)
    used = names or nominals
    ranked = sorted(used, key=lambda n: (-min(len(fold(n).split()), 4) if names else 0, -used[n], -len(n), n))
    if not names:
        ranked.sort(key=lambda n: (-len(n) if len(n) <= 60 else 0, n))
    types: Counter[EntityType] = Counter()
    for chain in group.chains:
        types[chain.type] += sum(chain.names.values()) * (1 if _is_lone(chain) else 3) if chain.names else 1
    spot = min((c for c in group.chains if c.latitude is not None), key=lambda c: c.key, default=None)
    digest = hashlib.sha256("\n".join(f"{p.document} {p.start} {p.end}" for p, _, _ in mentions).encode())
    return Entity(
        id="e" + digest.hexdigest()[:12],
        type=min(types, key=lambda t: (-types[t], t)),
        name=ranked[0],
        aliases=tuple(sorted(set(ranked[1:]))) if names else (),
        mentions=tuple(EntityMention(p, kind, why) for p, kind, why in mentions),
        latitude=spot.latitude if spot else None,
        longitude=spot.longitude if spot else None,
        geonames_id=spot.geonames_id if spot else None,
        why="; ".join(dict.fromkeys(sorted(group.why))),
    )


def _groups(chains: list[_Chain]) -> list[_Group]:
    """All named chains in groups, rule by rule."""
    context = _Context(chains)
    persons = [c for c in chains if c.type == "person" and not _is_lone(c)]
    bodies = [c for c in chains if c.type in BODIES and not _is_lone(c)]
    lone = [c for c in chains if _is_lone(c) and c.type in BODIES | {"person"}]
    full = _join_similar(_exact(persons, {c.key: _person_key(c.full) for c in persons}), "person")
    capitals = {fold(c.full) for c in lone if c.type in BODIES and c.full.isupper() and len(c.full) > 2}
    acronyms = [c for c in lone if c.type in BODIES and fold(c.full) in capitals]
    apart = {id(c) for c in acronyms}
    lone = [c for c in lone if id(c) not in apart]
    named = bodies + acronyms
    joined = _join_similar(_exact(named, {c.key: fold(c.full) for c in named}), "organisation")
    alone = {c.key: f"{c.document} {c.type == 'person'} {fold(c.full).split()[-1]} {' '.join(sorted(c.ranks))}" for c in lone}
    single = _exact(lone, alone)
    rest = _lone_names([*full, *joined], single, context)
    rest = _same_lone(rest, context)
    places = [c for c in chains if c.type == "place"]
    spots: list[_Group] = []
    by_name: dict[str, list[_Group]] = defaultdict(list)
    for group in _exact(places, {c.key: f"{_place_key(c.full)}|{c.geonames_id or ''}" for c in places}):
        namesakes = by_name[_place_key(group.chains[0].full)]
        twin = next((g for g in namesakes if _near(g, group)), None)
        if twin:
            twin.take(group.chains, f"the same place name: {group.chains[0].full}")
        else:
            spots.append(group)
            namesakes.append(group)
    peoples = [c for c in chains if c.type == "group"]
    things = _across_types([*full, *joined, *rest, *spots], context)
    return [*things, *_exact(peoples, {c.key: _singular(c.full) for c in peoples})]


def identify(documents: Sequence[Document], readings: Sequence[Reading], decisions: Decisions | None = None) -> Identity:
    """The entities of a case, and the entity of every chain that names or describes somebody or something."""
    texts = {document.id: document for document in documents}
    chains: list[_Chain] = []
    for reading in sorted(readings, key=lambda r: r.document):
        chains += _chains(texts[reading.document], reading)
    groups = _groups([chain for chain in chains if chain.names])
    groups += [_Group([chain]) for chain in chains if not chain.names]
    if decisions:
        groups = _decided(groups, decisions)
    made = sorted(((_entity(group), group) for group in groups), key=lambda pair: (pair[0].mentions[0].place, pair[0].id))
    of = {(chain.document, chain.number): entity.id for entity, group in made for chain in group.chains if chain.number >= 0}
    return Identity(tuple(entity for entity, _ in made), of)


def _decided(groups: Sequence[_Group], decisions: Decisions) -> list[_Group]:
    """The groups as people decided, the machine's reasons kept where its groups are."""
    chains = {chain.key: chain for group in groups for chain in group.chains}

    def at(place: Passage) -> tuple[str, int, int] | None:
        near = [
            (2 * m.span.overlap(place.span) - len(m.span), m.kind == "name", chain.key)
            for chain in chains.values()
            if chain.document == place.document
            for m in chain.mentions
            if m.span.overlap(place.span)
        ]
        return max(near)[2] if near else None

    found, why = decisions.groups("entity", [[c.key for c in g.chains] for g in groups], at)
    reasons = {chain.key: group.why for group in groups for chain in group.chains}
    whole = {frozenset(c.key for c in g.chains) for g in groups}
    ruled = []
    for keys in found:
        told = [w for key in keys for w in reasons[key]] if frozenset(keys) in whole else []
        told += [why[key] for key in keys if key in why]
        ruled.append(_Group([chains[key] for key in keys], list(dict.fromkeys(told))))
    return ruled
